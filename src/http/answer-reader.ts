/** The first line and the headers of an answer, as they came. */
interface AnswerHead {
  readonly status: number
  readonly reason: string
  /** Names and values in turn, in their order. */
  readonly headers: readonly string[]
  /** Nothing follows it on its connection. */
  readonly closes: boolean
}

/** Is told of an answer as it comes. */
export interface AnswerSink {
  /** An answer before the answer: 100, 102. */
  interim(status: number): void
  head(head: AnswerHead): void
  /** Bytes of its body, with what frames them. */
  body(bytes: Buffer): void
  /** It is whole. */
  end(): void
  /** Bytes that are not HTTP, in place of an answer. */
  alien(bytes: Buffer): void
}

type Framing =
  | { readonly kind: 'length'; left: number }
  | { readonly kind: 'chunks'; readonly chunks: Chunks }
  /** To the end of the connection; also what is in chunks that cannot be read. */
  | { readonly kind: 'rest' }

const END_OF_HEAD = Buffer.from('\r\n\r\n')
const BEGINNING = Buffer.from('HTTP/1.')
const NO_BYTES = Buffer.alloc(0)
const CLOSE = /(?:^|,)\s*close\s*(?:,|$)/i
const CHUNKED = /(?:^|,)\s*chunked\s*$/i

/**
 * Finds out where an answer begins and ends, and hands its bytes on as they came, whatever they are: Node's own client
 * would refuse just those that a fault has broken on purpose.
 */
export class AnswerReader {
  readonly #sink: AnswerSink
  readonly #hasBody: boolean
  #held: Buffer = NO_BYTES
  #framing: Framing | 'head' | 'alien' | 'ended' = 'head'

  /** The answer to a HEAD has no body, whatever its head says. */
  constructor(sink: AnswerSink, { method }: { readonly method: string }) {
    this.#sink = sink
    this.#hasBody = method !== 'HEAD'
  }

  /** Bytes came after its end. */
  hasMore = false

  read(bytes: Buffer): void {
    let rest = bytes
    while (rest.length > 0) {
      const framing = this.#framing
      if (framing === 'head') rest = this.#readHead(rest)
      else if (framing === 'alien') {
        this.#sink.alien(rest)
        return
      } else if (framing === 'ended') {
        this.hasMore = true
        return
      } else rest = this.#readBody(rest, framing)
    }
  }

  #readHead(bytes: Buffer): Buffer {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    const begun = Math.min(all.length, BEGINNING.length)
    if (all.compare(BEGINNING, 0, begun, 0, begun) !== 0) {
      this.#framing = 'alien'
      return all
    }
    const end = all.indexOf(END_OF_HEAD)
    if (end === -1) {
      this.#held = all
      return NO_BYTES
    }
    this.#held = NO_BYTES
    const rest = all.subarray(end + END_OF_HEAD.length)
    const [first = '', ...lines] = all.toString('latin1', 0, end).split('\r\n')
    const status = Number(first.slice(9, 12))
    if (status < 200) this.#sink.interim(status)
    else this.#begin(status, first.slice(13), lines)
    return rest
  }

  #begin(status: number, reason: string, lines: readonly string[]): void {
    const headers: string[] = []
    let closes = false
    let framing: Framing = { kind: 'rest' }
    for (const line of lines) {
      const colon = line.indexOf(':')
      const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()]
      headers.push(name, value)
      const lower = name.toLowerCase()
      if (lower === 'connection') closes ||= CLOSE.test(value)
      else if (lower === 'transfer-encoding' && CHUNKED.test(value)) framing = { kind: 'chunks', chunks: new Chunks() }
      else if (lower === 'content-length' && framing.kind === 'rest') framing = { kind: 'length', left: Number(value) }
    }
    const isEmpty = !this.#hasBody || status === 204 || status === 304
    if (isEmpty) framing = { kind: 'length', left: 0 }
    this.#framing = framing
    this.#sink.head({ status, reason, headers, closes: closes || framing.kind === 'rest' })
    if (framing.kind === 'length' && framing.left === 0) this.#end()
  }

  #readBody(bytes: Buffer, framing: Framing): Buffer {
    if (framing.kind === 'rest') {
      this.#sink.body(bytes)
      return NO_BYTES
    }
    const taken = framing.kind === 'length' ? Math.min(framing.left, bytes.length) : framing.chunks.take(bytes)
    if (taken === null) {
      this.#framing = { kind: 'rest' }
      return bytes
    }
    this.#sink.body(taken === bytes.length ? bytes : bytes.subarray(0, taken))
    if (framing.kind === 'length') framing.left -= taken
    if (framing.kind === 'length' ? framing.left === 0 : framing.chunks.isOver) this.#end()
    return bytes.subarray(taken)
  }

  #end(): void {
    this.#framing = 'ended'
    this.#sink.end()
  }
}

/** Where the last of some chunks ends. */
class Chunks {
  #line = ''
  #left = 0
  #at: 'size' | 'data' | 'after-data' | 'trailers' = 'size'
  isOver = false

  /** How many of these bytes belong to the body; null: they are not chunks. */
  take(bytes: Buffer): number | null {
    let at = 0
    while (at < bytes.length && !this.isOver) {
      if (this.#at === 'data') {
        const taken = Math.min(this.#left, bytes.length - at)
        this.#left -= taken
        at += taken
        if (this.#left === 0) this.#at = 'after-data'
        continue
      }
      const end = bytes.indexOf(0x0a, at)
      this.#line += bytes.toString('latin1', at, end === -1 ? bytes.length : end)
      at = end === -1 ? bytes.length : end + 1
      if (end !== -1 && !this.#readLine()) return null
    }
    return at
  }

  #readLine(): boolean {
    const line = this.#line.replace(/\r$/, '')
    this.#line = ''
    switch (this.#at) {
      case 'size': {
        const size = /^[0-9a-f]+(?=\s*(?:;|$))/i.exec(line)?.[0]
        if (size === undefined) return false
        this.#left = Number.parseInt(size, 16)
        this.#at = this.#left === 0 ? 'trailers' : 'data'
        return true
      }
      case 'after-data':
        this.#at = 'size'
        return line === ''
      default:
        this.isOver = line === ''
        return true
    }
  }
}
