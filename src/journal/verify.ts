import { type Aspect, type Difference, differences } from '../matching/match.ts'
import { listed } from '../shorten.ts'
import { causesOf, outcomeOf } from './cause.ts'
import { ordinal, sentenceOf, showDifference } from './difference.ts'
import type { JournalEntry } from './entry.ts'
import { REDACTED, type Redact } from './redact.ts'
import type { Journal } from './ring.ts'
import { decider, droppedDecider, entryAspects, type Match } from './search.ts'
import { summarize } from './show.ts'
import { sentenceOfTakeOver, takenOver } from './take-over.ts'

export interface Times {
  readonly min: number
  /** Null: without end. */
  readonly max: number | null
}

/** How many near misses are shown: the first one mostly says it all. */
const MAX_NEAREST = 3
/** Of the requests that matched when too many did. */
const MAX_MATCHED = 50
/** A sentence names at most so many. */
const MAX_NAMED = 10
/** Of a near miss. */
const MAX_DIFFERENCES = 20

export interface Verdict {
  readonly isMet: boolean
  /** `{ count }`, or `{ requests }` of a sequence; what could not be looked at; where it is not met, also `matched` and `nearest`. */
  readonly found: object
  /** Why it is not met, in one sentence; empty when it is. */
  readonly detail: string
}

/** How often requests that match came, and, when that is not what was expected, what came in place of them. */
export function verify(journal: Journal, match: Match, times: Times): Verdict {
  const entries = requestsOf(journal)
  const { matched, undecided } = decided(entries, match)
  const dropped = droppedOf(journal, match)
  const count = matched.length + dropped.matched
  const { min, max } = times
  // It holds when it holds whatever those were that cannot be told.
  const { takeOver } = journal
  const isBelow = max === null || (takeOver === null && count + undecided.length + dropped.undecided <= max)
  const isMet = count >= min && isBelow
  const found = { count, ...unseen(journal, undecided) }
  if (isMet) return { isMet, found, detail: '' }
  const missed = count < min ? nearest(entries, match) : []
  return {
    isMet,
    found: {
      ...found,
      matched: matched.slice(0, MAX_MATCHED).map(({ id }) => id),
      nearest: missed.map((miss) => shownMiss(miss, journal.redact)),
    },
    detail: sentence([
      `Expected ${wordsOf(times)} to match; of the ${entries.length} in the journal, ${matched.length} did`,
      ...wordsOfUndecided(undecided),
      ...wordsOfDropped(journal, dropped),
      ...wordsOfTakeOver(journal),
      ...(max !== null && count > max ? wordsOfMatched(matched) : []),
      ...wordsOfNearest(missed, journal.redact),
    ]),
  }
}

/** Whether requests that match came one after the other; others may have come between them. */
export function verifySequence(journal: Journal, sequence: readonly Match[]): Verdict {
  const entries = requestsOf(journal)
  const oldestFirst = [...entries].reverse()
  const requests: JournalEntry[] = []
  let rest: readonly JournalEntry[] = oldestFirst
  for (const match of sequence) {
    const decide = decider(match)
    const nth = rest.findIndex((entry) => decide(entry) === 'yes')
    const entry = rest[nth]
    if (entry === undefined) break
    requests.push(entry)
    rest = rest.slice(nth + 1)
  }
  const ids = requests.map(({ id }) => id)
  const missing = sequence[requests.length]
  if (missing === undefined) return { isMet: true, found: { requests: ids }, detail: '' }
  const which = ordinal(requests.length + 1)
  const last = ids.at(-1)
  const { matched: before } = decided(last === undefined ? [] : entries, missing)
  const undecided = new Set(sequence.flatMap((match) => decided(entries, match).undecided))
  const unsure = entries.filter((entry) => undecided.has(entry))
  const missed = nearest([...rest].reverse(), missing)
  const mayBeDropped = sequence.reduce((sum, match) => {
    const { matched, undecided: unknown } = droppedOf(journal, match)
    return sum + matched + unknown
  }, 0)
  return {
    isMet: false,
    found: {
      ...unseen(journal, unsure),
      matched: ids,
      nearest: missed.map((miss) => shownMiss(miss, journal.redact)),
    },
    detail: sentence([
      `Expected ${sequence.length} request${sequence.length === 1 ? '' : 's'} in this order; ` +
        (last === undefined
          ? `of the ${entries.length} in the journal, none is as the 1st`
          : `${ids.slice(-MAX_NAMED).join(', ')} came, and after ${last} none is as the ${which}`),
      ...wordsOfUndecided(unsure),
      ...(mayBeDropped === 0 ? [] : [`${journal.dropped} older ones had to make room, and their order is not known`]),
      ...wordsOfTakeOver(journal),
      ...(before.length === 0 ? [] : [`${before.at(-1)?.id} is as the ${which}, and came before`]),
      ...wordsOfNearest(missed, journal.redact),
    ]),
  }
}

const requestsOf = (journal: Journal): JournalEntry[] => journal.entries().filter(({ kind }) => kind === 'request')

interface Decided {
  readonly matched: readonly JournalEntry[]
  readonly undecided: readonly JournalEntry[]
}

function decided(entries: readonly JournalEntry[], match: Match): Decided {
  const decide = decider(match)
  const matched: JournalEntry[] = []
  const undecided: JournalEntry[] = []
  for (const entry of entries) {
    const decision = decide(entry)
    if (decision === 'yes') matched.push(entry)
    else if (decision === 'undecided') undecided.push(entry)
  }
  return { matched, undecided }
}

interface DroppedOnes {
  readonly matched: number
  readonly undecided: number
}

/** Of the requests that are not kept any more: how many match, and of how many that cannot be told. */
function droppedOf(journal: Journal, match: Match): DroppedOnes {
  const decide = droppedDecider(match)
  const counts = { yes: 0, no: 0, undecided: 0 }
  for (const each of journal.droppedCounts()) counts[decide(each)] += each.count
  return { matched: counts.yes, undecided: counts.undecided }
}

const unseen = (journal: Journal, undecided: readonly JournalEntry[]) => ({
  ...(undecided.length === 0 ? {} : { undecided: undecided.map(({ id }) => id) }),
  ...(journal.dropped === 0 ? {} : { dropped: journal.dropped }),
  ...takenOver(journal),
})

const wordsOfTakeOver = ({ takeOver }: Journal): string[] => (takeOver === null ? [] : [sentenceOfTakeOver(takeOver)])

/** What the journal leaves out is not named in a sentence either. */
const sentence = (parts: readonly string[]): string => parts.join('; ').replaceAll(REDACTED, '…')

function wordsOfUndecided(undecided: readonly JournalEntry[]): string[] {
  const waiting = undecided.filter(({ isWaiting }) => isWaiting)
  const cut = undecided.length - waiting.length
  return [
    ...(waiting.length === 0
      ? []
      : [`${waiting.length} more could not be decided, for they still wait: ${named(waiting.map(({ id }) => id))}`]),
    ...(cut === 0
      ? []
      : [
          `${cut} more could not be decided, for "where" looks into their bodies and the journal keeps the first 16 KiB`,
        ]),
  ]
}

function wordsOfDropped(journal: Journal, { matched, undecided }: DroppedOnes): string[] {
  const { dropped } = journal
  if (dropped === 0) return []
  const unknown =
    undecided === 0
      ? ''
      : `, and ${undecided} cannot be told: only their operation and status are known. A higher journal_entries keeps more`
  return [`of the ${dropped} older ones that had to make room, ${matched} did${unknown}`]
}

const wordsOfMatched = (newestFirst: readonly JournalEntry[]): string[] =>
  newestFirst.length === 0 ? [] : [`they are ${named(newestFirst.map(outcomeOf).reverse())}`]

const named = (each: readonly string[]): string => listed(each, MAX_NAMED)

/** `exactly 2 requests` */
export function wordsOf({ min, max }: Times, noun = 'request'): string {
  const counted = (count: number) => `${count} ${noun}${count === 1 ? '' : 's'}`
  if (max === null) return `at least ${counted(min)}`
  if (min === max) return `exactly ${counted(min)}`
  return min === 0 ? `at most ${counted(max)}` : `${min} to ${counted(max)}`
}

/** What makes it another call altogether weighs more than a value that is not as expected. */
const WEIGHTS: { readonly [kind: string]: number } = { operation: 4, path: 3, method: 2 }
const weightOf = ({ kind }: Difference): number => WEIGHTS[kind] ?? 1

interface Miss {
  readonly entry: JournalEntry
  readonly differs: readonly Difference[]
}

/** The requests that differ least, the newest first of those that differ as much. */
function nearest(newestFirst: readonly JournalEntry[], match: Match): Miss[] {
  const aspects: readonly Aspect<JournalEntry>[] = entryAspects(match)
  const misses = newestFirst.flatMap((entry) => {
    const differs = [...differences(entry, aspects)]
    if (differs.every(({ isUndecided }) => isUndecided === true)) return []
    return [{ entry, differs, distance: differs.reduce((sum, each) => sum + weightOf(each), 0) }]
  })
  return misses.sort((one, other) => one.distance - other.distance).slice(0, MAX_NEAREST)
}

const shownMiss = ({ entry, differs }: Miss, redact: Redact) => ({
  request: summarize(entry, redact),
  differs: differs.slice(0, MAX_DIFFERENCES).map((each) => showDifference(each, redact)),
})

/** How the nearest one differs, and what it is that made it so. */
function wordsOfNearest([miss]: readonly Miss[], redact: Redact): string[] {
  if (miss === undefined) return []
  const { entry, differs } = miss
  const how = listed(
    differs.slice(0, MAX_DIFFERENCES).map((each) => sentenceOf(each, redact)),
    MAX_NAMED,
  )
  return [`nearest: ${entry.id}, ${how}`, ...causesOf(entry, redact)]
}
