import { isUtf8 } from 'node:buffer'

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
export function excessIn(bytes: Uint8Array, { entries: most, keys, elements }: JsonLimits): Excess | null {
  const counts = new Float64Array(MAX_NESTING + 2)
  const isObject = new Uint8Array(MAX_NESTING + 2)
  let depth = 0
  let entries = 0
  let isFresh = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte <= SPACE) continue
    const isEnd = byte === OBJECT_END || byte === ARRAY_END
    if ((isFresh && !isEnd) || byte === COMMA) {
      entries += 1
      const count = (counts[depth] ?? 0) + 1
      counts[depth] = count
      if (entries > most) return 'entries'
      if (isObject[depth] === 1 && keys !== undefined && count > keys) return 'keys'
      if (isObject[depth] === 0 && elements !== undefined && depth > elements.below && count > elements.count)
        return 'elements'
    }
    isFresh = byte === OBJECT || byte === ARRAY
    if (isFresh) {
      depth += 1
      if (depth > MAX_NESTING + 1) return 'nesting'
      counts[depth] = 0
      isObject[depth] = byte === OBJECT ? 1 : 0
    } else if (isEnd) depth = Math.max(0, depth - 1)
    else if (byte === QUOTE) at = endOfText(bytes, at)
  }
  return null
}

/** Most texts are short; the end of a long one is found by the machine. */
const LONG_TEXT_BYTES = 64

/** Where the text ends that begins here; past the end of the bytes where it does not. */
function endOfText(bytes: Uint8Array, start: number): number {
  let hasJumped = false
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte === BACKSLASH) at += 1
    else if (!hasJumped && at - start > LONG_TEXT_BYTES) {
      // Once: a text of nothing but escaped quotes would have a jump for each of them.
      hasJumped = true
      const quote = bytes.indexOf(QUOTE, at)
      const next = quote === -1 ? bytes.length : quote
      let slashes = 0
      while (bytes[next - 1 - slashes] === BACKSLASH && next - 1 - slashes > at) slashes += 1
      if (slashes === 0) return next
      at = next - slashes - 1
    }
  }
  return bytes.length
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
  MINUS_NOTHING.test(text) ? JSON.parse(text, (_, value) => (value === 0 ? 0 : value)) : JSON.parse(text)

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
