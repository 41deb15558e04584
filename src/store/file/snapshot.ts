import { rm } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Adapter } from 'lowdb'
import { version as program } from '../../version.ts'
import { Slices } from '../slices.ts'
import type { State } from '../state.ts'
import { tableNames } from '../tables.ts'
import { encode, encodeSandbox } from '../world.ts'
import { hexOf } from './checked-line.ts'
import { openNew, putInPlace, writeAll } from './paths.ts'
import { piecesOf } from './pieces.ts'

/** A state at a version, and whose it is: a data file and its log have the same id. */
export interface Snapshot {
  readonly id: string
  readonly version: number
  readonly state: State
}

/** The second line of a data file. It is raised when an older tevo-local could not read what is written. */
export const FORMAT = 1

/** A data file that we wrote ourselves begins so. Any other one is read as a world file. */
export const HEAD = '{\n"kept":'
export const TAIL = '"checksum":'

interface Options {
  readonly file: string
  readonly temporary: string
  /** Somebody waits for it. */
  readonly isUrgent: boolean
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined
  /** Called with the inode of the new file before that takes its place. */
  readonly placing: (found: { readonly inode: bigint; readonly bytes: number }) => void
}

/** Writes a snapshot for lowdb: a world file with one record a line, in slices, to another file that then takes its place. */
export class SnapshotWriter implements Adapter<Snapshot | null> {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** A start reads it, in a stream; see open-file.ts. */
  async read(): Promise<null> {
    return null
  }

  async write(snapshot: Snapshot | null): Promise<void> {
    if (snapshot === null) return
    const { file, temporary, placing } = this.#options
    try {
      placing(await this.#writeBeside(snapshot))
      await putInPlace(temporary, file)
    } catch (problem) {
      await rm(temporary, { force: true }).catch(() => {})
      throw problem
    }
  }

  async #writeBeside(snapshot: Snapshot): Promise<{ inode: bigint; bytes: number }> {
    const { temporary, isUrgent, signal } = this.#options
    const slices = new Slices({ isUrgent })
    const handle = await openNew(temporary)
    try {
      let checksum = 0
      let bytes = 0
      const write = async (text: string): Promise<void> => {
        const part = Buffer.from(text)
        checksum = crc32(part, checksum)
        await writeAll(handle, part)
        bytes += part.length
      }
      let text = ''
      for (const piece of piecesOfLines(snapshot)) {
        text += piece
        if (!slices.isOver) continue
        await write(text)
        text = ''
        await slices.rest()
        signal?.throwIfAborted()
      }
      await write(text)
      await write(`${TAIL}"${hexOf(checksum)}"\n}\n`)
      await handle.sync()
      signal?.throwIfAborted()
      return { inode: (await handle.stat({ bigint: true })).ino, bytes }
    } finally {
      await handle.close()
    }
  }
}

/** A record a line; a long one comes in pieces. */
function* piecesOfLines({ id, version, state }: Snapshot): Generator<string> {
  const { sandbox, sequences, tables } = state
  yield `${HEAD}${JSON.stringify({ format: FORMAT, by: `tevo-local ${program}`, id, version })},\n`
  if (sandbox !== null) yield `"sandbox":${JSON.stringify(encodeSandbox(sandbox))},\n`
  yield `"next_ids":${JSON.stringify(sequences)},\n`
  for (const name of tableNames) {
    if (tables[name].records.size === 0) continue
    let before = `"${name}":[\n`
    for (const record of tables[name].records.values()) {
      yield before
      yield* piecesOf(encode(name, record))
      before = ',\n'
    }
    yield '\n],\n'
  }
}
