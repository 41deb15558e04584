import { crc32 } from 'node:zlib'
import { Problem } from '../../problem.ts'
import { isTable, Rebuild } from '../rebuild.ts'
import type { TableName } from '../tables.ts'
import { blocksOf, textOf } from './blocks.ts'
import { hexOf } from './checked-line.ts'
import { FORMAT, HEAD, TAIL } from './snapshot.ts'
import { damaged, newer } from './trouble.ts'

/** What was kept in a snapshot, to go on from. */
export interface ReadSnapshot {
  readonly id: string
  readonly version: number
  readonly bytes: number
  readonly rebuild: Rebuild
}

/** `"orders":[` */
const OPENS_TABLE = /^"(\w+)":\[$/
const KEPT = '"kept":'
const SANDBOX = '"sandbox":'
const NEXT_IDS = '"next_ids":'

/** Reads a data file that we wrote, by its lines; null where it is laid out otherwise. @throws Problem where it is damaged */
export function readSnapshot(file: string): ReadSnapshot | null {
  let reading: Reading | undefined
  for (const { at, bytes, isTorn } of blocksOf(file)) {
    if (reading === undefined) {
      if (!isHead(bytes)) return null
      reading = new Reading(file)
    }
    if (isTorn) throw torn(file, at + bytes.length)
    reading.read(bytes)
  }
  return reading === undefined ? null : reading.end()
}

const isHead = (bytes: Buffer): boolean => bytes.toString('latin1', 0, HEAD.length) === HEAD

const torn = (file: string, bytes: number): Problem => damaged(file, `it is torn, it ends after ${bytes} bytes`)

class Reading {
  readonly #file: string
  readonly #rebuild = new Rebuild()
  #id: string | undefined
  #version = 0
  #table: TableName | null = null
  #line = 0
  #bytes = 0
  #checksum = 0
  #isWhole = false

  constructor(file: string) {
    this.#file = file
  }

  read(bytes: Buffer): void {
    this.#bytes += bytes.length
    if (!this.#isWhole) this.#checksum = crc32(bytes.subarray(0, tailIn(bytes) ?? bytes.length), this.#checksum)
    for (const line of textOf(bytes).split('\n')) {
      this.#line += 1
      this.#readLine(line)
    }
    // What follows the last newline is empty, and no line.
    this.#line -= 1
  }

  end(): ReadSnapshot {
    const file = this.#file
    if (!this.#isWhole) throw torn(file, this.#bytes)
    if (this.#id === undefined) throw damaged(file, 'it does not say whose it is')
    return { id: this.#id, version: this.#version, bytes: this.#bytes, rebuild: this.#rebuild }
  }

  #readLine(line: string): void {
    if (line === '' || line === '{' || line === '}') return
    if (line === ']' || line === '],') {
      this.#table = null
      return
    }
    if (this.#table !== null) this.#rebuild.put(this.#table, this.#json(line))
    else if (line.startsWith(TAIL)) this.#check(line)
    else this.#readMember(line)
  }

  #readMember(line: string): void {
    if (line.startsWith(KEPT)) this.#begin(this.#json(line.slice(KEPT.length)))
    else if (line.startsWith(SANDBOX)) this.#rebuild.setSandbox(this.#json(line.slice(SANDBOX.length)))
    else if (line.startsWith(NEXT_IDS)) this.#rebuild.moveSequences(this.#json(line.slice(NEXT_IDS.length)))
    else {
      const name = OPENS_TABLE.exec(line)?.[1]
      if (name === undefined) throw this.#damagedHere()
      if (!isTable(name)) throw newer(this.#file, `records of "${name}"`)
      this.#table = name
    }
  }

  #begin({ format, id, version }: { format: unknown; id: string; version: number }): void {
    if (format !== FORMAT) throw newer(this.#file, `the format ${JSON.stringify(format)}, and this one reads ${FORMAT}`)
    this.#id = id
    this.#version = version
  }

  #check(line: string): void {
    this.#isWhole = true
    if (line === `${TAIL}"${hexOf(this.#checksum)}"`) return
    throw new Problem(
      `${this.#file} is damaged, or was changed by hand: its checksum does not fit; put a copy of it back, or, if you changed it, delete its second line, and it is read as a world file`,
    )
  }

  /** What a line says is what we wrote: the checksum says so in the end. */
  #json<Value>(line: string): Value {
    try {
      return JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line)
    } catch {
      throw this.#damagedHere()
    }
  }

  #damagedHere(): Problem {
    return damaged(this.#file, `line ${this.#line} cannot be read`)
  }
}

/** Where the line with the checksum begins: a text in JSON has no newline. */
function tailIn(bytes: Buffer): number | undefined {
  if (bytes.toString('latin1', 0, TAIL.length) === TAIL) return 0
  const at = bytes.lastIndexOf(`\n${TAIL}`)
  return at === -1 ? undefined : at + 1
}
