import { isUtf8 } from 'node:buffer'
import { messageOf } from './problem.ts'

/** The default of Ruby's JSON parser; what is nested by the thousand can be read, and not be written again. */
export const MAX_NESTING = 100

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
const POINTER = /^(?:\/(?:[^/~]|~[01])*)*$/
const INDEX = /^(?:0|[1-9]\d*)$/

export const isPointer = (text: string): boolean => POINTER.test(text)

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
