import { isUtf8 } from 'node:buffer'
import { messageOf } from './problem.ts'

/** The default of Ruby's JSON parser; what is nested by the thousand can be read, and not be written again. */
export const MAX_NESTING = 100

/** How much there may be in JSON text. Entries are the elements of arrays and the keys of objects. */
export interface JsonLimits {
  /** In all. */
  readonly entries: number
  /** Keys of one object: an object of a million takes seconds to make. */
  readonly keys?: number
  /** Elements of one array that is nested deeper than so many levels. */
  readonly elements?: { readonly count: number; readonly below: number }
}

/** What there is more of than is read. */
export type Excess = 'nesting' | 'entries' | 'keys' | 'elements'

/** To check half a million elements would keep the server from everybody for seconds. */
export const MAX_ENTRIES = 20_000

const [QUOTE, BACKSLASH, COMMA, SPACE] = [0x22, 0x5c, 0x2c, 0x20]
const [OBJECT, OBJECT_END, ARRAY, ARRAY_END] = [0x7b, 0x7d, 0x5b, 0x5d]

/**
 * Looks whether JSON text has more than it may have, before it is parsed: JSON.parse takes seconds for what a schema would
 * refuse. It looks at each byte once, and is no check of the text.
 */
export const excessIn = (bytes: Uint8Array, limits: JsonLimits): Excess | null => new JsonMeter(limits).feed(bytes)

/** Most texts are short; the end of a long one is found by the machine. */
const LONG_TEXT_BYTES = 64

/** The same for text that comes in pieces. */
export class JsonMeter {
  readonly #limits: JsonLimits
  readonly #counts = new Float64Array(MAX_NESTING + 2)
  readonly #isObject = new Uint8Array(MAX_NESTING + 2)
  #depth = 0
  #entries = 0
  #isFresh = false
  #isInText = false
  #isEscaped = false

  constructor(limits: JsonLimits) {
    this.#limits = limits
  }

  /** What there is too much of, with this piece. */
  feed(bytes: Uint8Array): Excess | null {
    for (let at = 0; at < bytes.length; at += 1) {
      if (this.#isInText) {
        at = this.#endOfText(bytes, at)
        continue
      }
      const byte = bytes[at] ?? 0
      if (byte <= SPACE) continue
      const isEnd = byte === OBJECT_END || byte === ARRAY_END
      if ((this.#isFresh && !isEnd) || byte === COMMA) {
        const excess = this.#count()
        if (excess !== null) return excess
      }
      this.#isFresh = byte === OBJECT || byte === ARRAY
      if (this.#isFresh) {
        this.#depth += 1
        if (this.#depth > MAX_NESTING + 1) return 'nesting'
        this.#counts[this.#depth] = 0
        this.#isObject[this.#depth] = byte === OBJECT ? 1 : 0
      } else if (isEnd) this.#depth = Math.max(0, this.#depth - 1)
      else this.#isInText = byte === QUOTE
    }
    return null
  }

  #count(): Excess | null {
    const { entries, keys, elements } = this.#limits
    const depth = this.#depth
    const count = (this.#counts[depth] ?? 0) + 1
    this.#counts[depth] = count
    this.#entries += 1
    if (this.#entries > entries) return 'entries'
    if (this.#isObject[depth] === 1) return keys !== undefined && count > keys ? 'keys' : null
    return elements !== undefined && depth > elements.below && count > elements.count ? 'elements' : null
  }

  /** Where the text ends; past the end of the piece where it does not. */
  #endOfText(bytes: Uint8Array, start: number): number {
    let hasJumped = false
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (this.#isEscaped) this.#isEscaped = false
      else if (byte === BACKSLASH) this.#isEscaped = true
      else if (byte === QUOTE) {
        this.#isInText = false
        return at
      } else if (!hasJumped && at - start > LONG_TEXT_BYTES) {
        // Once: a text of nothing but escaped quotes would have a jump for each of them.
        hasJumped = true
        const quote = bytes.indexOf(QUOTE, at)
        let next = quote === -1 ? bytes.length : quote
        while (next - 1 > at && bytes[next - 1] === BACKSLASH) next -= 1
        at = next - 1
      }
    }
    return bytes.length
  }
}

export const isNestedTooDeep = (value: unknown, levels = MAX_NESTING): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isNestedTooDeep(each, levels - 1)))

/** `1e400` is JSON, and no number: what is kept of it cannot be written down again. */
export const isEndless = (value: unknown): boolean =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY

/** Whether a number in it is too large. */
export const hasEndless = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(hasEndless) : isEndless(value)

/** A number that may come to minus nothing, `-0.0` or `-1e-400`; what is found inside a text does no harm. */
const MINUS_NOTHING = /[:,[\s]-(?:0|[\d.]+e-)/i

/** `-0` is JSON, and written again it is `0`: so it is read. */
export const parseJson = (text: string): unknown =>
  text.includes('-') && MINUS_NOTHING.test(text)
    ? JSON.parse(text, (_, value) => (value === 0 ? 0 : value))
    : JSON.parse(text)

/** What `JSON.parse` says, without the piece of the text that it quotes: a secret may stand there, or a person. */
export const whyNotJson = (problem: unknown): string => {
  const said = messageOf(problem)
  const quote = said.search(/, (?:\.\.\.)?"/)
  return quote === -1 ? said : said.slice(0, quote)
}

/** What a value is, in a sentence. */
export const nameOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'an array'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`

/** The value of a body; undefined where it is not JSON in UTF-8, or nested deeper than anything here reads. */
export function jsonOf(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) return undefined
  try {
    const value = parseJson(utf8Of(bytes))
    return isNestedTooDeep(value) ? undefined : value
  } catch {
    return undefined
  }
}

/** Without a copy of the bytes. */
export const utf8Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')

/** RFC 6901: empty, or steps that each begin with a slash. */
const NO_ESCAPE = /~(?![01])/
const INDEX = /^(?:0|[1-9]\d*)$/

export const isPointer = (text: string): boolean => text === '' || (text.startsWith('/') && !NO_ESCAPE.test(text))

/** `/a~1b/0` → `['a/b', '0']` */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** What stands at the end of the steps; undefined where there is nothing. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let found = value
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    // An array has a length of its own, and JSON gives none.
    if (Array.isArray(found) && !INDEX.test(step)) return undefined
    found = Reflect.get(found, step)
  }
  return found
}
