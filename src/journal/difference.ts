import { stepsOf } from '../json.ts'
import type { Difference } from '../matching/match.ts'
import { canonical, wordsOf as expectedWords, isPattern, mapExpected } from '../matching/pattern.ts'
import { cut } from '../shorten.ts'
import { REDACTED, type Redact } from './redact.ts'

/** A difference as it is told. */
export interface ShownDifference {
  /** `status`, `query state`, `where /orders/0/client_id`. */
  readonly field: string
  readonly expected: unknown
  readonly actual: unknown
  readonly why?: string
}

/** Both values are shown as the journal shows them: the reader of a failed test may not know the person in it. */
export function showDifference(difference: Difference, redact: Redact): ShownDifference {
  const { kind, name, expected, actual } = difference
  const why = whyOf(difference, isHidden(difference, redact))
  return {
    field: name === null ? kind : `${kind} ${name}`,
    expected: brief(mapExpected(few(expected), (value) => shown(difference, value, redact))),
    actual: actual === undefined ? null : shown(difference, actual, redact),
    ...(why === null ? {} : { why }),
  }
}

/** `header x-test is "b" and not "a"`; of a value that is not to be seen, where it differs. */
export function sentenceOf(difference: Difference, redact: Redact): string {
  const { field, expected, actual, why } = showDifference(difference, redact)
  const is = `${field} is ${why ?? JSON.stringify(actual)}`
  return isHidden(difference, redact) ? is : `${is} and not ${expectedWords(expected)}`
}

/** What the values alone do not tell. */
function whyOf({ kind, expected, actual, isUndecided }: Difference, hides: boolean): string | null {
  if (isUndecided === true)
    return kind === 'where' ? 'beyond what the journal has of its body' : 'not settled yet, for it waits'
  if (actual === undefined) return 'not there'
  if (hides) return placeOf(actual, expected)
  return isOnlyType(kind, actual, expected) ? `the ${typeof actual} ${JSON.stringify(actual)}` : null
}

function isOnlyType(kind: string, actual: unknown, expected: unknown): boolean {
  const arePlain = [actual, expected].every((value) => typeof value === 'string' || typeof value === 'number')
  return kind === 'where' && arePlain && String(actual) === String(expected)
}

/** Where a value differs from what was expected, without either: `12 characters, differs from the 11th`. */
function placeOf(actual: unknown, expected: unknown): string {
  const length = `${textOf(actual).length} characters`
  if (!isPattern(expected)) return `${length}, ${differsFrom(actual, expected)}`
  const { equals, prefix, contains, one_of, absent } = expected
  if (absent === true) return `there, with ${length}`
  if (prefix !== undefined) return `${length}, ${differsFrom(actual, prefix)}`
  if (contains !== undefined) return `${length}, without the ${contains.length} that it is to contain`
  if (one_of !== undefined) return `${length}, none of the ${one_of.length} values`
  return `${length}, ${differsFrom(actual, equals)}`
}

function differsFrom(actual: unknown, expected: unknown): string {
  const [one, other] = [[...textOf(actual)], [...textOf(expected)]]
  const nth = one.findIndex((character, at) => character !== other[at])
  if (nth !== -1) return `differs from the ${ordinal(nth + 1)}`
  if (one.length < other.length) return `and ${other.length} are expected`
  return `a ${typeof actual} where a ${typeof expected} is expected`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : canonical(value))

/** `11th` */
export function ordinal(nth: number): string {
  const isTeen = Math.floor(nth / 10) % 10 === 1
  const ending = isTeen ? undefined : ['st', 'nd', 'rd'][(nth % 10) - 1]
  return `${nth}${ending ?? 'th'}`
}

const MAX_SHOWN = 200
/** Of a pattern, which may have a thousand values. */
const MAX_PATTERN = 2_000

/** Of the values of a pattern, those that are shown. */
const MAX_VALUES = 20

const few = (expected: unknown): unknown =>
  isPattern(expected) && expected.one_of !== undefined && expected.one_of.length > MAX_VALUES
    ? { ...expected, one_of: [...expected.one_of.slice(0, MAX_VALUES), '…'] }
    : expected

function brief(pattern: unknown): unknown {
  const text = JSON.stringify(pattern) ?? ''
  return text.length > MAX_PATTERN ? cut(text, MAX_PATTERN) : pattern
}

function isHidden(difference: Difference, redact: Redact): boolean {
  const { expected, actual } = difference
  let found = actual !== undefined && redacted(difference, actual, redact).isHidden
  mapExpected(few(expected), (value) => {
    found ||= redacted(difference, value, redact).isHidden
    return value
  })
  return found
}

function shown(difference: Difference, value: unknown, redact: Redact): unknown {
  const { value: seen } = redacted(difference, value, redact)
  const text = JSON.stringify(seen)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : seen
}

function redacted({ kind, name }: Difference, value: unknown, redact: Redact) {
  const hide = (hidden: unknown) => ({ value: hidden, isHidden: hidden !== value })
  if (kind === 'query') {
    const pair = `?${name}=${encodeURIComponent(String(value))}`
    return hide(redact.target(pair) === pair ? value : REDACTED)
  }
  if (kind === 'header') {
    const key = String(name).toLowerCase()
    return hide(redact.headers({ [key]: String(value) })[key])
  }
  if (kind !== 'where') return hide(typeof value === 'string' ? redact.text(value) : value)
  // As the body that has it there: what is in a field that nothing reads is as private as that field.
  const fields = stepsOf(name ?? '').filter((step) => !/^\d+$/.test(step))
  const around = fields.map((field) => `{${JSON.stringify(field)}:`).join('')
  const [text, behind] = [JSON.stringify(value), '}'.repeat(fields.length)]
  const seen = redact.body(`${around}${text}${behind}`)
  if (seen === `${around}${text}${behind}`) return hide(value)
  const isWhole = seen.startsWith(around) && seen.endsWith(behind)
  return hide(isWhole ? seen.slice(around.length, seen.length - behind.length) : JSON.stringify(REDACTED))
}
