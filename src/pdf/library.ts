import { constants, inflateSync } from 'node:zlib'
import type { PDFContext, PDFDict, PDFRawStream, PDFRef, PDFStream } from '@cantoo/pdf-lib'

/** pdf-lib, with limits on what reading may cost: a hostile file must not keep it busy for ever. */

export type Library = typeof import('@cantoo/pdf-lib')

interface Reading {
  readonly lib: Library
  /** Parses a whole document, and throws when that takes more than the effort allows. */
  readonly parse: (bytes: Uint8Array, effort: Effort) => Promise<PDFContext>
}

let loading: Promise<Reading> | undefined

/** Loading pdf-lib takes 50 ms bundled and 220 ms from node_modules, so it waits for the first PDF. */
export function library(): Promise<Reading> {
  loading ??= import('@cantoo/pdf-lib').then((lib) => {
    const BoundedParser = boundedParser(lib)
    return { lib, parse: (bytes, effort) => new BoundedParser(bytes, effort).parseDocument() }
  })
  return loading
}

/** For everything unpacked while reading one file: a 32 MiB file can unpack to 32 GiB. */
const UNPACKED_LIMIT_BYTES = 128 * 1024 * 1024

/** The time for a file is over. */
export class TooLong extends Error {}

export class Effort {
  readonly #limit_ms: number
  readonly #deadline_ms: number
  #unpackable_bytes = UNPACKED_LIMIT_BYTES

  constructor(limit_ms: number) {
    this.#limit_ms = limit_ms
    this.#deadline_ms = performance.now() + limit_ms
  }

  check(): void {
    if (performance.now() > this.#deadline_ms)
      throw new TooLong(`it takes more than ${Math.round(this.#limit_ms)} ms to read`)
  }

  /** How long the rest of a job may take; never less than nothing. */
  left_ms(): number {
    return Math.max(0, this.#deadline_ms - performance.now())
  }

  inflate(packed: Uint8Array): Uint8Array {
    this.check()
    // Z_SYNC_FLUSH: a stream without its last byte is common, as pdf-lib takes a final CR or LF for a line break.
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, this.#unpackable_bytes) }
    const unpacked = inflateSync(packed, options)
    this.#unpackable_bytes -= unpacked.length
    return unpacked
  }
}

/** Look at the clock each time the cursor was set so often: soon enough even if each turn rereads the whole file. */
const MOVES_PER_CHECK = 16

/** pdf-lib never forgets an object number, so this also limits what one file adds to the process for good. */
const ENTRIES_LIMIT = 500_000

const NUMBER_LIMIT_BYTES = 1_000
const isNumberByte = (byte: number) => byte >= 0x2b && byte <= 0x39

/**
 * pdf-lib's parser, with limits. On its own it loops for ever on a stream whose negative /Length points back before the
 * stream, takes quadratic time for a run of blanks between objects, and unpacks without a limit. It repeats work only
 * after setting its cursor back, so the clock is checked there.
 */
function boundedParser(lib: Library) {
  const { PDFArray, PDFName, PDFNumber, PDFParser, PDFRawStream } = lib

  return class BoundedParser extends PDFParser {
    readonly #effort: Effort

    constructor(bytes: Uint8Array, effort: Effort) {
      super(bytes)
      this.#effort = effort
      const stream = this.bytes
      const moveTo = stream.moveTo.bind(stream)
      let moves = 0
      stream.moveTo = (offset) => {
        if (++moves % MOVES_PER_CHECK === 0) effort.check()
        moveTo(offset)
      }
    }

    protected override parseRawInt(): number {
      this.#checkNumberLength()
      return super.parseRawInt()
    }

    protected override parseRawNumber(): number {
      this.#checkNumberLength()
      return super.parseRawNumber()
    }

    protected override parseDictOrStream(ref?: PDFRef): PDFDict | PDFStream {
      const object = super.parseDictOrStream(ref)
      if (!(object instanceof PDFRawStream)) return object
      const type = object.dict.lookup(PDFName.of('Type'))
      if (type === PDFName.of('ObjStm')) this.#rehearseObjectStream(object)
      if (type === PDFName.of('XRef')) this.#checkCrossReferences(object)
      return object
    }

    /** Number() takes 4 s for 32 million digits. */
    #checkNumberLength(): void {
      const start = this.bytes.offset()
      let end = start
      while (end - start <= NUMBER_LIMIT_BYTES && isNumberByte(this.bytes.peekAt(end))) end++
      if (end - start > NUMBER_LIMIT_BYTES) throw new Error(`it has a number of more than ${NUMBER_LIMIT_BYTES} digits`)
    }

    #unpack(stream: PDFRawStream): Uint8Array {
      const unpacked = unpack(lib, stream, this.#effort)
      if (!unpacked) throw new Error('it packs objects with an unusual filter')
      return unpacked
    }

    /** pdf-lib parses these with another parser, which has no limits: do the same work with limits first. */
    #rehearseObjectStream(stream: PDFRawStream): void {
      const parser = new BoundedParser(this.#unpack(stream), this.#effort)
      const objects = stream.dict.lookup(PDFName.of('N'), PDFNumber).asNumber()
      const first = stream.dict.lookup(PDFName.of('First'), PDFNumber).asNumber()
      const offsets: number[] = []
      while (offsets.length < objects) {
        this.#effort.check()
        parser.skipWhitespaceAndComments()
        parser.parseRawInt()
        parser.skipWhitespaceAndComments()
        offsets.push(parser.parseRawInt())
      }
      for (const offset of offsets) {
        this.#effort.check()
        parser.bytes.moveTo(first + offset)
        parser.parseObject()
      }
    }

    /** pdf-lib reads as many entries as the stream claims, even past its end. */
    #checkCrossReferences(stream: PDFRawStream): void {
      const widths = stream.dict.lookup(PDFName.of('W'), PDFArray)
      const width = [0, 1, 2].reduce((sum, index) => sum + widths.lookup(index, PDFNumber).asNumber(), 0)
      const index = stream.dict.lookup(PDFName.of('Index'))
      const counts =
        index instanceof PDFArray
          ? Array.from({ length: index.size() / 2 }, (_, pair) => index.lookup(pair * 2 + 1, PDFNumber).asNumber())
          : [stream.dict.lookup(PDFName.of('Size'), PDFNumber).asNumber()]
      const entries = counts.reduce((sum, count) => sum + Math.max(0, count), 0)
      if (entries > ENTRIES_LIMIT || width < 1 || entries * width > this.#unpack(stream).length) {
        throw new Error('it claims more cross-references than it has')
      }
    }
  }
}

/** The bytes of a stream as pdf-lib would unpack them, or undefined for an unusual filter. */
export function unpack(lib: Library, stream: PDFRawStream, effort: Effort): Uint8Array | undefined {
  const { PDFArray, PDFName } = lib
  const filters = stream.dict.lookup(PDFName.of('Filter'))
  const filter = filters instanceof PDFArray && filters.size() === 1 ? filters.lookup(0) : filters
  if (filter === undefined) return stream.contents
  return filter === PDFName.of('FlateDecode') ? effort.inflate(stream.contents) : undefined
}
