import { isNestedTooDeep, stepsOf, valueAt } from '../json.ts'
import { type JournalEntry, pathOf, textOf } from './journal.ts'

/** What a request must have been like. What is left out may be anything. */
export interface Match {
  /** Null: the path was no operation. */
  readonly operation?: string | null | undefined
  readonly method?: string | undefined
  /** As it was sent, without the query. */
  readonly path?: string | undefined
  readonly status?: number | undefined
  /** Null: no credential has the token. */
  readonly credential?: string | null | undefined
  readonly committed?: boolean | undefined
  /** The verdict, or the name of the mistake. */
  readonly signature?: string | undefined
  /** The id of a fault that acted. */
  readonly fault?: string | undefined
  /** By name; of one that is given more than once, the last. */
  readonly query?: { readonly [name: string]: string } | undefined
  readonly header?: { readonly [name: string]: string } | undefined
  /** JSON pointers into the body. Values are equal when their types are, too: 5 is not "5". */
  readonly where?: { readonly [pointer: string]: unknown } | undefined
}

/** One way in which a request is not what was asked for. */
export interface Difference {
  /** `status`, `query`, `where`, … */
  readonly kind: keyof Match
  /** Which of them: the filter, the header, the pointer. */
  readonly name: string | null
  readonly expected: unknown
  /** Undefined: it has none. */
  readonly actual: unknown
  /** The body was cut where the journal keeps no more of it, so nobody can tell. */
  readonly isUndecided?: true
}

export type Decision = 'yes' | 'no' | 'undecided'

export function decide(entry: JournalEntry, match: Match): Decision {
  let decision: Decision = 'yes'
  for (const { isUndecided } of differences(entry, match)) {
    if (isUndecided !== true) return 'no'
    decision = 'undecided'
  }
  return decision
}

/** What differs, the cheap comparisons first: whoever stops at the first difference seldom has a body parsed. */
export function* differences(entry: JournalEntry, match: Match): Generator<Difference> {
  for (const kind of PLAIN) {
    const expected = match[kind]
    const actual = READ[kind](entry)
    if (expected !== undefined && expected !== actual) yield { kind, name: null, expected, actual }
  }
  if (match.signature !== undefined) yield* signatureDifference(entry, match.signature)
  if (match.fault !== undefined) {
    const ids = entry.faults.map(({ id }) => id)
    if (!ids.includes(match.fault)) yield { kind: 'fault', name: null, expected: match.fault, actual: ids.join(', ') }
  }
  if (match.query !== undefined) {
    const query = new URLSearchParams(entry.target.slice(pathOf(entry).length))
    for (const [name, expected] of Object.entries(match.query)) {
      const actual = query.getAll(name).at(-1)
      if (actual !== expected) yield { kind: 'query', name, expected, actual }
    }
  }
  for (const [name, expected] of Object.entries(match.header ?? {})) {
    const given = entry.headers[name.toLowerCase()]
    const actual = Array.isArray(given) ? given.join(', ') : given
    if (actual !== expected) yield { kind: 'header', name, expected, actual }
  }
  if (match.where !== undefined) yield* bodyDifferences(entry, match.where)
}

const PLAIN = ['operation', 'method', 'path', 'status', 'credential', 'committed'] as const

const READ: { readonly [Kind in (typeof PLAIN)[number]]: (entry: JournalEntry) => unknown } = {
  operation: ({ operation }) => operation,
  method: ({ method }) => method,
  path: pathOf,
  status: ({ status }) => status,
  credential: ({ credential }) => credential,
  committed: ({ written }) => written !== null,
}

function* signatureDifference({ signature }: JournalEntry, expected: string): Generator<Difference> {
  const mistake = signature.verdict === 'refused' ? signature.mistake : undefined
  if (expected !== signature.verdict && expected !== mistake)
    yield { kind: 'signature', name: null, expected, actual: mistake ?? signature.verdict }
}

function* bodyDifferences(entry: JournalEntry, where: Record<string, unknown>): Generator<Difference> {
  const isCut = entry.body_bytes > entry.body.length
  const body = isCut ? undefined : jsonOf(textOf(entry.body))
  for (const [pointer, expected] of Object.entries(where)) {
    if (isCut) yield { kind: 'where', name: pointer, expected, actual: undefined, isUndecided: true }
    else {
      const actual = valueAt(body, stepsOf(pointer))
      if (!isEqual(actual, expected)) yield { kind: 'where', name: pointer, expected, actual }
    }
  }
}

/** The value of a body; undefined where it is no JSON, or none that any operation reads. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isNestedTooDeep(value) ? undefined : value
  } catch {
    return undefined
  }
}

/** Equal as JSON, whatever the order of the keys. */
const isEqual = (one: unknown, other: unknown): boolean =>
  one === other || (one !== undefined && canonical(one) === canonical(other))

/** JSON with the keys of its objects in order: equal values make equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  ) ?? ''
