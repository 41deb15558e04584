import { jsonOf } from '../json.ts'
import { type Aspect, type Decision, decide, type RequestMatch, requestAspects, UNDECIDED } from '../matching/match.ts'
import { fits, isPattern } from '../matching/pattern.ts'
import type { DroppedCount } from './dropped.ts'
import type { JournalEntry } from './entry.ts'

/** What a request, and what came of it, must have been like. What is left out may be anything. */
export interface Match extends RequestMatch {
  readonly status?: number | undefined
  readonly committed?: boolean | undefined
  /** The verdict, or the name of the mistake. */
  readonly signature?: string | undefined
  /** The id of a fault that acted. */
  readonly fault?: string | undefined
}

/** What a match asks of an entry, while that waits as far as it is settled; the cheap aspects first. */
export function entryAspects(match: Match): Aspect<JournalEntry>[] {
  const aspects: Aspect<JournalEntry>[] = []
  const ask = (kind: keyof Match, read: (entry: JournalEntry, expected: unknown) => unknown) => {
    const expected = match[kind]
    if (expected !== undefined) aspects.push({ kind, name: null, expected, read: (entry) => read(entry, expected) })
  }
  ask('status', ({ isWaiting, status }) => (isWaiting ? UNDECIDED : status))
  ask('committed', ({ isWaiting, written }) => (isWaiting && written === null ? UNDECIDED : written !== null))
  ask('signature', ({ isWaiting, signature }, expected) => {
    if (isWaiting && signature.verdict === 'unchecked') return UNDECIDED
    if (signature.verdict !== 'refused' || signature.verdict === expected) return signature.verdict
    return signature.mistake
  })
  ask('fault', ({ isWaiting, faults }, expected) => {
    const ids = faults.map(({ id }) => id)
    if (ids.some((id) => id === expected)) return expected
    if (isWaiting) return UNDECIDED
    return ids.length > 1 ? ids : ids[0]
  })
  for (const { read, ...aspect } of requestAspects(match))
    aspects.push({ ...aspect, read: (entry) => read(subjectOf(entry)) })
  return aspects.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind))
}

/** As differences are told; what looks into the body comes last. */
const ORDER: readonly string[] = [
  'operation',
  'method',
  'path',
  'params',
  'status',
  'credential',
  'committed',
  'signature',
  'fault',
  'query',
  'header',
  'where',
] satisfies (keyof Match)[]

/** Decides on entries, one after the other, by all of the matches: a task that fell due is not a request, and never matches. */
export function decider(...matches: readonly Match[]) {
  const aspects = matches.flatMap(entryAspects)
  return (entry: JournalEntry) => (entry.kind === 'request' ? decide(entry, aspects) : 'no')
}

/** The same for requests of which only the operation and the status are known. */
export function droppedDecider({ operation, status, ...others }: Match) {
  const asksMore = entryAspects(others).length > 0
  return (dropped: DroppedCount): Decision => {
    const actual = isPattern(operation) ? (dropped.operation ?? undefined) : dropped.operation
    if (operation !== undefined && !fits(actual, operation)) return 'no'
    if (status !== undefined && dropped.status !== undefined && dropped.status !== status) return 'no'
    const isSettled = status === undefined || dropped.status !== undefined
    return asksMore || !isSettled ? 'undecided' : 'yes'
  }
}

export const subjectOf = (entry: JournalEntry) => ({
  operation: entry.operation,
  method: entry.method,
  target: entry.target,
  params: entry.params,
  credential: entry.credential,
  headers: entry.headers,
  json: () => jsonIn(entry),
})

/** Of a body that was cut, or is still on its way, nothing can be told. */
export const jsonIn = (entry: JournalEntry): unknown =>
  entry.body_bytes > entry.body.length || (entry.isWaiting && !entry.hasBody) ? UNDECIDED : jsonOf(entry.body)
