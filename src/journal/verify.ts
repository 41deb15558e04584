import { stepsOf } from '../json.ts'
import { type Journal, type JournalEntry, summarize } from './journal.ts'
import { type Difference, decide, differences, type Match } from './match.ts'
import { redactBody, redactHeaders } from './redact.ts'

interface Times {
  readonly min: number
  /** Null: without end. */
  readonly max: number | null
}

/** How many near misses are shown: the first one mostly says it all. */
const MAX_NEAREST = 3
/** Of the requests that matched when too many did. */
const MAX_MATCHED = 50

interface Verdict {
  readonly isMet: boolean
  /** `{ count }`; what could not be looked at, where there is such; where it is not met, also `matched` and `nearest`. */
  readonly found: object
  /** Why it is not met, in one sentence; empty when it is. */
  readonly detail: string
}

/** How often requests that match came, and, when that is not what was expected, what came in place of them. */
export function verify(journal: Journal, match: Match, times: Times): Verdict {
  const entries = journal.entries()
  const matched: JournalEntry[] = []
  const undecided: JournalEntry[] = []
  for (const entry of entries) {
    const decision = decide(entry, match)
    if (decision === 'yes') matched.push(entry)
    else if (decision === 'undecided') undecided.push(entry)
  }
  const count = matched.length
  const { min, max } = times
  // It holds when it does for every way in which those that nobody can tell may have been.
  const isMet = count >= min && (max === null || count + undecided.length <= max)
  const isTooFew = count < min
  const found = {
    count,
    ...(undecided.length === 0 ? {} : { undecided: undecided.map(({ id }) => id) }),
    ...(journal.dropped === 0 ? {} : { dropped: journal.dropped }),
  }
  if (isMet) return { isMet, found, detail: '' }
  const missed = isTooFew ? nearest(entries, match) : []
  return {
    isMet,
    found: { ...found, matched: matched.slice(0, MAX_MATCHED).map(({ id }) => id), nearest: missed },
    detail: [
      `Expected ${wordsOf(times)} to match; of the ${entries.length} in the journal, ${count} did`,
      ...(undecided.length === 0 ? [] : [UNDECIDED(undecided.length)]),
      ...(journal.dropped === 0 ? [] : [`${journal.dropped} older ones had to make room and were not looked at`]),
      ...missed
        .slice(0, 1)
        .map(({ request, differs }) => `nearest: ${request.id}, ${differs.map(sentenceOf).join(', ')}`),
    ].join('; '),
  }
}

const UNDECIDED = (count: number): string =>
  `${count} more could not be decided, for "where" looks into their bodies and the journal keeps the first 16 KiB`

function wordsOf({ min, max }: Times): string {
  const requests = (count: number) => `${count} request${count === 1 ? '' : 's'}`
  if (max === null) return `at least ${requests(min)}`
  if (min === max) return `exactly ${requests(min)}`
  return min === 0 ? `at most ${requests(max)}` : `${min} to ${requests(max)}`
}

/** What makes it another call altogether weighs more than a value that is not as expected. */
const WEIGHTS: { readonly [kind: string]: number } = { operation: 4, path: 3, method: 2 }
const weightOf = ({ kind }: Difference): number => WEIGHTS[kind] ?? 1

/** The requests that differ least, the newest first of those that differ as much. */
function nearest(newestFirst: readonly JournalEntry[], match: Match) {
  const misses = newestFirst.flatMap((entry) => {
    const differs = [...differences(entry, match)]
    if (differs.every(({ isUndecided }) => isUndecided === true)) return []
    return [{ entry, differs, distance: differs.reduce((sum, each) => sum + weightOf(each), 0) }]
  })
  return misses
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MAX_NEAREST)
    .map(({ entry, differs }) => ({ request: summarize(entry), differs: differs.map(show) }))
}

interface Shown {
  /** `status`, `query state`, `where /orders/0/client_id`. */
  readonly field: string
  readonly expected: unknown
  readonly actual: unknown
  readonly why?: string
}

function show(difference: Difference): Shown {
  const { kind, name, expected, actual } = difference
  const why = whyOf(difference)
  return {
    field: name === null ? kind : `${kind} ${name}`,
    expected: redacted(difference, expected),
    actual: actual === undefined ? null : redacted(difference, actual),
    ...(why === null ? {} : { why }),
  }
}

const sentenceOf = ({ field, expected, actual, why }: Shown): string =>
  `${field} is ${why ?? JSON.stringify(actual)} and not ${JSON.stringify(expected)}`

/** What the values alone do not tell. */
function whyOf({ kind, expected, actual, isUndecided }: Difference): string | null {
  if (isUndecided === true) return 'beyond what the journal keeps of a body'
  if (actual === undefined) return 'not there'
  const arePlain = [actual, expected].every((value) => typeof value === 'string' || typeof value === 'number')
  const isOnlyType = kind === 'where' && arePlain && String(actual) === String(expected)
  return isOnlyType ? `the ${typeof actual} ${JSON.stringify(actual)}` : null
}

const MAX_SHOWN = 200

/** Both values go through what the journal shows with: whoever reads a failed test may not know the person in it. */
function redacted({ kind, name }: Difference, value: unknown): unknown {
  if (kind === 'query') {
    const pair = `?${name}=${encodeURIComponent(String(value))}`
    return redactBody(pair) === pair ? value : '[redacted]'
  }
  if (kind === 'header')
    return redactHeaders({ [String(name).toLowerCase()]: String(value) })[String(name).toLowerCase()]
  if (kind !== 'where') return typeof value === 'string' ? redactBody(value) : value
  // What is in a list is as private as the list: the field is the last step that is no number.
  const field = stepsOf(name ?? '').findLast((step) => !/^\d+$/.test(step)) ?? ''
  const text = JSON.stringify({ [field]: value })
  const shown = redactBody(text)
  const start = JSON.stringify(field).length + 2
  if (shown.length > MAX_SHOWN) return `${shown.slice(start, start + MAX_SHOWN)}…`
  return shown === text ? value : shown.slice(start, -1)
}
