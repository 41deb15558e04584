import { countPages, joinPdfs, keepPages, makePdf, READ_LIMIT_MS, readPdf, UnreadablePdf } from './pdf.ts'
import { drawTickets, type Ticket } from './tickets.ts'

/** What a thread of its own does with PDFs. Each job gets its files as base64, and so many milliseconds. */

/** A PDF as it is stored. */
export interface StoredPdf {
  readonly base64: string
  readonly pages: number
  readonly size_bytes: number
}

/** What one item of an order, or one shipment, may have. `keep_pages` names no more either. */
const MAX_PAGES = 10_000
const MAX_STORED_BYTES = 32 * 1024 * 1024
/** All etickets of an order in one file. */
const MAX_PRINTED_BYTES = 128 * 1024 * 1024

/** Milliseconds for all that is left of a job, looked at before each of its steps. */
class Time {
  readonly #until_ms: number

  constructor(readonly limit_ms: number) {
    this.#until_ms = performance.now() + limit_ms
  }

  left_ms(): number {
    const left_ms = this.#until_ms - performance.now()
    if (left_ms <= 0) throw tooMuch(`reading takes more than the ${this.limit_ms} ms that one request has for its PDFs`)
    return left_ms
  }
}

export const jobs = {
  /** Reads an upload. */
  read: async ([base64 = '']: readonly string[], { name }: { readonly name: string }, limit_ms: number) => {
    const { bytes, pages } = await read(name, base64, new Time(limit_ms))
    return stored(bytes, pages)
  },

  /** Reads uploads, and joins them to the file that is there, which stands first where `hasBefore`. */
  join: async (
    texts: readonly string[],
    { names, hasBefore }: { readonly names: readonly string[]; readonly hasBefore: boolean },
    limit_ms: number,
  ) => {
    const time = new Time(limit_ms)
    const files: Uint8Array[] = []
    let [pages, bytes] = [0, 0]
    for (const [nth, base64] of texts.entries()) {
      const isBefore = hasBefore && nth === 0
      const name = isBefore ? 'the etickets that are there' : (names[hasBefore ? nth - 1 : nth] ?? '')
      const file = await read(name, base64, time)
      files.push(file.bytes)
      pages += file.pages
      bytes += file.bytes.length
      if (pages > MAX_PAGES || bytes > MAX_STORED_BYTES)
        throw tooMuch(
          `${name}: together with the files before it, it comes to ${pages} pages and ${bytes} bytes; an item has at most ${MAX_PAGES} pages and ${MAX_STORED_BYTES} bytes of etickets`,
        )
    }
    const joined = await joinPdfs(files, time.left_ms())
    return stored(joined, await countPages(joined, time.left_ms()))
  },

  /** Keeps these pages of a file, 1 is the first. */
  keep: async (
    [base64 = '']: readonly string[],
    { pages }: { readonly pages: readonly number[] },
    limit_ms: number,
  ) => {
    const time = new Time(limit_ms)
    const kept = await keepPages(bytesOf(base64), pages, time.left_ms())
    return stored(kept, await countPages(kept, time.left_ms()))
  },

  /** One file out of all. */
  print: async (texts: readonly string[], _: object, limit_ms: number): Promise<Uint8Array> => {
    const files = texts.map(bytesOf)
    const bytes = files.reduce((sum, { length }) => sum + length, 0)
    if (bytes > MAX_PRINTED_BYTES)
      throw tooMuch(
        `the etickets have ${bytes} bytes together, at most ${MAX_PRINTED_BYTES} are printed: get them item by item`,
      )
    return joinPdfs(files, limit_ms)
  },

  /** A document of text. */
  write: (_: readonly string[], { lines, title }: { readonly lines: readonly string[]; readonly title: string }) =>
    makePdf([lines], title),

  /** A page for each ticket. */
  draw: async (
    _: readonly string[],
    { tickets, title }: { readonly tickets: readonly Ticket[]; readonly title: string },
  ): Promise<StoredPdf> => {
    const bytes = await drawTickets(tickets, title)
    return stored(bytes, tickets.length)
  },
}

export type Jobs = typeof jobs

const tooMuch = (message: string) => new UnreadablePdf('too-much', message)

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64')
const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')

const stored = (bytes: Uint8Array, pages: number): StoredPdf => ({
  base64: base64Of(bytes),
  pages,
  size_bytes: bytes.length,
})

async function read(name: string, base64: string, time: Time): Promise<{ bytes: Uint8Array; pages: number }> {
  const reading = await readPdf(base64, Math.min(READ_LIMIT_MS, time.left_ms()))
  if (reading.ok) return reading.file
  throw new UnreadablePdf(reading.problem, `${name}: ${reading.message}`)
}
