import { isAscii } from 'node:buffer'
import { closeSync, openSync, readSync } from 'node:fs'

/** Some lines of a file that is read in a stream. */
export interface Block {
  /** Where they begin in the file, in bytes. */
  readonly at: number
  /** Valid until the next block is read. */
  readonly bytes: Buffer
  /** The file ends in the middle of the last line. */
  readonly isTorn: boolean
}

const BLOCK_BYTES = 1024 * 1024
const NEWLINE = 0x0a

/** Reads a file by whole lines, from start to end. Only a start does so, when nobody has to wait for it. */
export function* blocksOf(file: string): Generator<Block> {
  const descriptor = openSync(file, 'r')
  try {
    let buffer = Buffer.allocUnsafe(BLOCK_BYTES)
    let at = 0
    let filled = 0
    for (;;) {
      // A line longer than that.
      if (filled === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2)
      const read = readSync(descriptor, buffer, filled, buffer.length - filled, null)
      if (read === 0) break
      const end = buffer.lastIndexOf(NEWLINE, filled + read - 1) + 1
      filled += read
      if (end === 0) continue
      yield { at, bytes: buffer.subarray(0, end), isTorn: false }
      at += end
      buffer.copyWithin(0, end, filled)
      filled -= end
    }
    if (filled > 0) yield { at, bytes: buffer.subarray(0, filled), isTorn: true }
  } finally {
    closeSync(descriptor)
  }
}

/** Most is ASCII, which is read in half the time. */
export const textOf = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')
