/** What a value may have to be like, in place of one that it has to equal. All that is said must hold. */
export interface Pattern {
  /** For a value that would be read as a pattern: `{"equals": {"prefix": "a"}}`. */
  readonly equals?: unknown
  /** Of a text. */
  readonly prefix?: string | undefined
  readonly contains?: string | undefined
  readonly one_of?: readonly unknown[] | undefined
  /** True: there is to be none. False: there is to be one. */
  readonly absent?: boolean | undefined
}

/** A value that has to be equal, or what it has to be like. */
export type Expected<Value> = Value | Pattern

/** All that a pattern can say. */
export const PATTERN_WORDS = ['equals', 'prefix', 'contains', 'one_of', 'absent'] as const
const WORDS: readonly string[] = PATTERN_WORDS

export const isPatternWord = (key: string): boolean => WORDS.includes(key)

/** An object that says nothing but words of patterns. */
export function isPattern(value: unknown): value is Pattern {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every(isPatternWord)
}

/** Whether a value is as expected; undefined is one that is not there. */
export function fits(actual: unknown, expected: unknown): boolean {
  if (actual === expected) return true
  if (!isObject(expected)) return false
  return isPattern(expected) ? fitsPattern(actual, expected) : isEqual(actual, expected)
}

function fitsPattern(actual: unknown, pattern: Pattern): boolean {
  const { prefix, contains, one_of, absent } = pattern
  if (absent !== undefined && absent !== (actual === undefined)) return false
  if (Object.hasOwn(pattern, 'equals') && !isEqual(actual, pattern.equals)) return false
  if (prefix !== undefined && !(typeof actual === 'string' && actual.startsWith(prefix))) return false
  if (contains !== undefined && !(typeof actual === 'string' && actual.includes(contains))) return false
  return one_of === undefined || one_of.some((each) => isEqual(actual, each))
}

/** `text that begins with "job-7"`, `one of "a", "b"`, `5` */
export function wordsOf(expected: unknown): string {
  if (!isPattern(expected)) return JSON.stringify(expected) ?? 'nothing'
  const { prefix, contains, one_of, absent } = expected
  const said = [
    ...(Object.hasOwn(expected, 'equals') ? [JSON.stringify(expected.equals)] : []),
    ...(prefix === undefined ? [] : [`text that begins with ${JSON.stringify(prefix)}`]),
    ...(contains === undefined ? [] : [`text that contains ${JSON.stringify(contains)}`]),
    ...(one_of === undefined ? [] : [`one of ${one_of.map((each) => JSON.stringify(each)).join(', ')}`]),
    ...(absent === undefined ? [] : [absent ? 'absent' : 'there']),
  ]
  return said.join(' and ')
}

/** A pattern, or a value, with each value in it put in other words. */
export function mapExpected(expected: unknown, each: (value: unknown) => unknown): unknown {
  if (!isPattern(expected)) return each(expected)
  return Object.fromEntries(
    Object.entries(expected).map(([word, value]) => {
      if (word === 'absent') return [word, value]
      return [word, word === 'one_of' && Array.isArray(value) ? value.map(each) : each(value)]
    }),
  )
}

/** Equal as JSON, whatever the order of the keys. */
export const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || (isObject(one) && isObject(other) && canonical(one) === canonical(other))

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** JSON with the keys of its objects in order: equal values make equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  ) ?? ''
