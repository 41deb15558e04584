import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { headLine } from './log-lines.ts'
import { openNew, putInPlace, writeAll } from './paths.ts'

const COPY_BYTES = 1024 * 1024

/** The log beside a data file: whole lines are added to it, and it never ends in the middle of one for longer than a moment. */
export class LogFile {
  readonly #file: string
  readonly #temporary: string
  readonly #id: string
  /** Null: there is none yet; the first lines make it. */
  #handle: FileHandle | null = null
  #inode = 0n
  /** Up to the last line that was on disk. */
  #bytes = 0
  /** Up to the last line that was written, whether it is on disk or not. */
  #written_bytes = 0
  #isCut = true

  constructor({ file, temporary, id }: { readonly file: string; readonly temporary: string; readonly id: string }) {
    this.#file = file
    this.#temporary = temporary
    this.#id = id
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Goes on with one that was read; what was torn at its end is cut off. */
  async goOn(bytes: number): Promise<void> {
    this.#take(await open(this.#file, 'a+'), bytes)
    this.#inode = (await this.#must().stat({ bigint: true })).ino
    this.#isCut = false
    await this.#cut()
  }

  /** Adds lines; `from` is the version that they follow. They are on disk when `sync` has resolved. */
  async write(lines: string, from: number): Promise<void> {
    if (this.#handle === null) {
      const head = Buffer.from(headLine(this.#id, from))
      await this.#begin([head, Buffer.from(lines)])
      this.#bytes = head.length
      this.#isCut = false
      return
    }
    await this.#cut()
    this.#isCut = false
    const bytes = Buffer.from(lines)
    await writeAll(this.#handle, bytes)
    this.#written_bytes = this.#bytes + bytes.length
  }

  async sync(): Promise<void> {
    await this.#must().datasync()
  }

  /** What was written is on disk. */
  settle(): void {
    this.#bytes = this.#written_bytes
    this.#isCut = true
  }

  /** Takes back what was written since, as well as it can be now; before the next lines it is done in any case. */
  async cutBack(): Promise<void> {
    if (this.#handle !== null) await this.#cut()
  }

  /** Whether so much could be written now. Nothing of it stays. */
  async probe(bytes: number): Promise<void> {
    if (this.#handle === null) {
      const handle = await openNew(this.#temporary)
      try {
        await writeAll(handle, Buffer.alloc(bytes, ' '))
        await handle.sync()
      } finally {
        await handle.close()
        await rm(this.#temporary, { force: true })
      }
      return
    }
    await this.#cut()
    this.#isCut = false
    try {
      await writeAll(this.#handle, Buffer.alloc(bytes, ' '))
      await this.#handle.datasync()
    } finally {
      await this.#cut()
    }
  }

  /** Whether the file is where it was, with all that was written. */
  async isThere(): Promise<boolean> {
    if (this.#handle === null) return true
    const found = await stat(this.#file, { bigint: true }).catch(() => null)
    return found !== null && found.ino === this.#inode && found.size >= BigInt(this.#written_bytes)
  }

  /** Lets go of all lines: a snapshot has what they say. */
  async forget(): Promise<void> {
    await this.close()
    await rm(this.#file, { force: true })
  }

  /** Keeps the lines from a place on alone: a snapshot has what those before it say. */
  async keepFrom(offset: number, from: number): Promise<void> {
    if (offset === this.#bytes) {
      await this.forget()
      return
    }
    const parts = [Buffer.from(headLine(this.#id, from))]
    for (let at = offset; at < this.#bytes; ) {
      const part = Buffer.alloc(Math.min(COPY_BYTES, this.#bytes - at))
      const { bytesRead } = await this.#must().read(part, 0, part.length, at)
      if (bytesRead === 0) throw new Error(`${this.#file} ends before its end`)
      parts.push(part.subarray(0, bytesRead))
      at += bytesRead
    }
    const before = this.#handle
    await this.#begin(parts)
    await before?.close()
  }

  /** Writes a new one beside it, which takes its place when it is on disk. */
  async #begin(parts: readonly Buffer[]): Promise<void> {
    const handle = await openNew(this.#temporary)
    let bytes = 0
    try {
      for (const part of parts) {
        await writeAll(handle, part)
        bytes += part.length
      }
      await handle.sync()
      const { ino } = await handle.stat({ bigint: true })
      await putInPlace(this.#temporary, this.#file)
      this.#inode = ino
    } catch (problem) {
      await handle.close()
      await rm(this.#temporary, { force: true }).catch(() => {})
      throw problem
    }
    this.#take(handle, bytes)
  }

  #take(handle: FileHandle, bytes: number): void {
    this.#handle = handle
    this.#bytes = bytes
    this.#written_bytes = bytes
    this.#isCut = true
  }

  async #cut(): Promise<void> {
    if (this.#isCut) return
    await this.#must().truncate(this.#bytes)
    this.#written_bytes = this.#bytes
    this.#isCut = true
  }

  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = null
    this.#bytes = 0
    this.#written_bytes = 0
    this.#isCut = true
    await handle?.close()
  }

  #must(): FileHandle {
    if (this.#handle === null) throw new Error(`${this.#file} is not open`)
    return this.#handle
  }
}
