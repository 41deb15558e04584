import { stepsOf, valueAt } from '../json.ts'
import { type Expected, fits, isPattern } from './pattern.ts'

/** What is asked of a request. What is left out may be anything; in place of each value there may be a pattern. */
export interface RequestMatch {
  /** Null, and absent: the path was not an operation. */
  readonly operation?: Expected<string | null> | undefined
  readonly method?: Expected<string> | undefined
  /** As it was sent, without the query. */
  readonly path?: Expected<string> | undefined
  /** What stands in the path for the operation's parameters, `{"order_id": "819974"}`: decoded, and always text. */
  readonly params?: { readonly [name: string]: Expected<string> } | undefined
  /** Null, and absent: no credential has the token. */
  readonly credential?: Expected<string | null> | undefined
  /** By name; of one that is given more than once, the last. */
  readonly query?: { readonly [name: string]: Expected<string> } | undefined
  /** By name, in any case. */
  readonly header?: { readonly [name: string]: Expected<string> } | undefined
  /** JSON pointers into the body, `{"/orders/0/client_id": 107655}`. Values are equal when their types are, too: 5 is not "5". */
  readonly where?: { readonly [pointer: string]: unknown } | undefined
}

/** What a match is compared with. */
export interface RequestSubject {
  readonly operation: string | null
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  /** The operation's path parameters; empty where it is not one. */
  readonly params: { readonly [name: string]: string }
  readonly credential: string | null
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  /** The body as JSON; undefined where no operation could read it, UNDECIDED where too little of it is kept. */
  readonly json: () => unknown
}

/** In place of a value that cannot be told. */
export const UNDECIDED: unique symbol = Symbol('undecided')

/** One thing that a match asks: what it is called, what is expected, and how a subject's own value is found. */
export interface Aspect<Subject> {
  /** `status`, `query`, `where`, … */
  readonly kind: string
  /** Which of them: the filter, the header, the pointer. */
  readonly name: string | null
  /** A value, or a pattern. */
  readonly expected: unknown
  /** Undefined: the subject has none. */
  readonly read: (subject: Subject) => unknown
}

/** What a match asks of a request, the cheap aspects first: a body is parsed only when all else is as expected. */
export function requestAspects(match: RequestMatch): Aspect<RequestSubject>[] {
  const aspects: Aspect<RequestSubject>[] = []
  for (const [kind, read] of PLAIN) {
    const expected = match[kind]
    if (expected === undefined) continue
    const forPattern = isPattern(expected)
    aspects.push({ kind, name: null, expected, read: forPattern ? (subject) => read(subject) ?? undefined : read })
  }
  for (const [name, expected] of Object.entries(match.params ?? {}))
    aspects.push({
      kind: 'params',
      name,
      expected,
      read: ({ params }) => (Object.hasOwn(params, name) ? params[name] : undefined),
    })
  for (const [name, expected] of Object.entries(match.query ?? {}))
    aspects.push({ kind: 'query', name, expected, read: ({ target }) => queryOf(target).getAll(name).at(-1) })
  for (const [name, expected] of Object.entries(match.header ?? {})) {
    const key = name.toLowerCase()
    aspects.push({ kind: 'header', name, expected, read: ({ headers }) => textOf(headers[key]) })
  }
  for (const [name, expected] of Object.entries(match.where ?? {})) {
    const steps = stepsOf(name)
    aspects.push({ kind: 'where', name, expected, read: ({ json }) => within(json(), steps) })
  }
  return aspects
}

/** What is null in a request is expected as null, and is absent to a pattern. */
const PLAIN = [
  ['operation', ({ operation }: RequestSubject) => operation],
  ['method', ({ method }: RequestSubject) => method],
  ['path', ({ target }: RequestSubject) => pathIn(target)],
  ['credential', ({ credential }: RequestSubject) => credential],
] as const

const within = (value: unknown, steps: readonly string[]): unknown =>
  value === UNDECIDED ? UNDECIDED : valueAt(value, steps)

/** The path of a target, without its query. */
export function pathIn(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? target : target.slice(0, mark)
}

/** The last one is kept: a thousand rules may ask about one request. */
let lastQuery = { target: '', query: new URLSearchParams() }

function queryOf(target: string): URLSearchParams {
  if (lastQuery.target !== target)
    lastQuery = { target, query: new URLSearchParams(target.slice(pathIn(target).length)) }
  return lastQuery.query
}

const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header)

/** One way in which a subject is not what was asked for. */
export interface Difference {
  readonly kind: string
  readonly name: string | null
  readonly expected: unknown
  /** Undefined: it has none. */
  readonly actual: unknown
  /** Too little of the body is left to tell. */
  readonly isUndecided?: true
}

/** What differs, in the order of the aspects; a caller that stops at the first difference seldom has a body parsed. */
export function* differences<Subject>(
  subject: Subject,
  aspects: readonly Aspect<Subject>[],
): Generator<Difference, undefined> {
  for (const { kind, name, expected, read } of aspects) {
    const actual = read(subject)
    if (actual === UNDECIDED) yield { kind, name, expected, actual: undefined, isUndecided: true }
    else if (!fits(actual, expected)) yield { kind, name, expected, actual }
  }
  return undefined
}

export type Decision = 'yes' | 'no' | 'undecided'

export function decide<Subject>(subject: Subject, aspects: readonly Aspect<Subject>[]): Decision {
  let decision: Decision = 'yes'
  for (const { isUndecided } of differences(subject, aspects)) {
    if (isUndecided !== true) return 'no'
    decision = 'undecided'
  }
  return decision
}
