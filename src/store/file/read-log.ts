import { stat } from 'node:fs/promises'
import { codeOf, Problem } from '../../problem.ts'
import type { Rebuild } from '../rebuild.ts'
import { blocksOf, textOf } from './blocks.ts'
import { readChecked } from './checked-line.ts'
import { LOG_FORMAT, type LogHead, type LogLine } from './log-lines.ts'
import { damaged, newer, ofAnother } from './trouble.ts'

/** The snapshot that a log goes on from. */
interface Base {
  readonly file: string
  readonly id: string
  readonly version: number
  readonly rebuild: Rebuild
}

export interface ReadLog {
  /** Of the last commit. */
  readonly version: number
  /** Up to the end of the last whole line. */
  readonly bytes: number
  /** What was torn at its end, and is dropped: nobody was told that it was kept. */
  readonly torn_bytes: number
}

/** Applies the commits of a log to the snapshot that it belongs to; null where there is none. @throws Problem where it is damaged */
export async function readLog(file: string, base: Base): Promise<ReadLog | null> {
  const size = await stat(file).then(
    (found) => found.size,
    (problem) => {
      if (codeOf(problem) === 'ENOENT') return null
      throw problem
    },
  )
  if (size === null) return null
  const reading = new Reading(file, base)
  for (const { at, bytes, isTorn } of blocksOf(file)) reading.read(bytes, at, isTorn)
  return reading.end(size)
}

class Reading {
  readonly #file: string
  readonly #base: Base
  #head: LogHead | null = null
  #version: number
  #line = 0
  #bytes = 0
  /** The first line that is not whole. */
  #torn: { readonly line: number } | null = null

  constructor(file: string, base: Base) {
    this.#file = file
    this.#base = base
    this.#version = base.version
  }

  read(bytes: Buffer, at: number, isTorn: boolean): void {
    for (let begin = 0; begin < bytes.length; ) {
      const newline = bytes.indexOf('\n', begin)
      const end = newline === -1 ? bytes.length : newline
      this.#line += 1
      const value = isTorn ? undefined : readChecked(textOf(bytes.subarray(begin, end)))
      begin = end + 1
      if (value === undefined) this.#torn ??= { line: this.#line }
      else this.#take(value)
      if (this.#torn === null) this.#bytes = at + begin
    }
  }

  end(size: number): ReadLog {
    // It is on disk before anything is kept in it.
    if (this.#head === null) throw damaged(this.#file, 'its first line is not whole')
    return { version: this.#version, bytes: this.#bytes, torn_bytes: size - this.#bytes }
  }

  #take(value: unknown): void {
    if (this.#line === 1) {
      this.#begin(value)
      return
    }
    if (!isLine(value)) throw damaged(this.#file, `line ${this.#line} is no commit`)
    // What was written after it tells that it was on disk: it was not torn then, but is damaged now.
    if (this.#torn !== null) {
      if (value.durable > this.#version) throw this.#damagedAt(this.#torn.line)
      return
    }
    if (value.version <= this.#base.version) return
    if (value.after !== this.#version && value.after > this.#base.version)
      throw damaged(this.#file, `before line ${this.#line} a commit is missing`)
    this.#apply(value)
  }

  #begin(value: unknown): void {
    const { id, version, file } = this.#base
    if (!isHead(value)) throw damaged(this.#file, 'its first line is none of ours')
    if (value.format !== LOG_FORMAT)
      throw newer(this.#file, `the format ${JSON.stringify(value.format)}, and this one reads ${LOG_FORMAT}`)
    if (value.id !== id) throw ofAnother(this.#file, file)
    if (value.from > version)
      throw new Problem(
        `${file} is older than ${this.#file}: put the one back that it belongs to, or delete the log to go on without what it holds`,
      )
    this.#head = value
  }

  #apply(line: LogLine): void {
    this.#base.rebuild.add(line, (table) => newer(this.#file, `records of "${table}"`))
    this.#version = line.version
  }

  #damagedAt(line: number): Problem {
    return damaged(this.#file, `line ${line} is not what was written, and lines after it are`)
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isHead = (value: unknown): value is LogHead => isObject(value) && 'format' in value && 'from' in value
const isLine = (value: unknown): value is LogLine => isObject(value) && 'version' in value && 'changes' in value
