import type { ListedFault } from '../../faults/fault.ts'
import { sentenceOf } from '../../journal/difference.ts'
import { type JournalEntry, numberOf } from '../../journal/entry.ts'
import type { Redact } from '../../journal/redact.ts'
import { subjectOf } from '../../journal/search.ts'
import { type Difference, differences, type RequestSubject, requestAspects } from '../../matching/match.ts'
import { fits, wordsOf } from '../../matching/pattern.ts'
import { once } from '../../once.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { operations } from '../operations.ts'

/** A rule as it is shown: with the reason why it has not acted, in a sentence; null where it has. */
export interface ShownFault extends ListedFault {
  readonly why_not: string | null
}

/** A thousand rules may be listed: each looks at the newest of its requests, at fewer of them the more it asks. */
const MAX_LOOKED_AT = 100
const MAX_COMPARED = 1_000
const MAX_NAMED = 3

/** Explains the rules of a sandbox, by their counters and by what the journal has of the requests since they were armed. */
export function explainer(sandbox: Sandbox): (fault: ListedFault) => ShownFault {
  const entries = sandbox.journal.entries().flatMap((entry) => (entry.kind === 'request' ? [cameOf(entry)] : []))
  return (fault) => ({
    ...fault,
    why_not: fault.injections > 0 ? null : reasonOf(sandbox, fault, entries) + anew(sandbox, fault),
  })
}

/** What a rule did before another process took the sandbox over is not known. */
function anew({ faults }: Sandbox, { id }: ListedFault): string {
  const { rearmed_at } = faults
  if (rearmed_at === null || !faults.isRearmed(id)) return ''
  return `; it was armed anew at ${timeOf(rearmed_at)}, when this process took the sandbox over: what it did before is not counted`
}

/** A request that came, as rules look at it: a thousand may read its body. */
interface Came {
  readonly entry: JournalEntry
  readonly subject: RequestSubject
}

function cameOf(entry: JournalEntry): Came {
  const subject = subjectOf(entry)
  return { entry, subject: { ...subject, json: once(subject.json) } }
}

function reasonOf(sandbox: Sandbox, fault: ListedFault, entries: readonly Came[]): string {
  const { id, matches, skip, chance, state, phase } = fault
  const history = sandbox.faults.historyOf(id)
  if (history === undefined) return 'it was deleted before it acted'
  const { from_at, until_at, armed_after, lostTo } = history
  if (state === 'waiting') return `not in force until ${timeOf(from_at)} by the clock of the sandbox`
  if (lostTo !== null) {
    const by = lostTo.id === null ? 'a rule that had acted on the request before' : lostTo.id
    return `matched ${matches}; lost to ${by}${lostTo.times === 1 ? '' : `, and ${lostTo.times} times in all`}`
  }
  if (matches > 0 && matches <= skip) return `matched ${matches}, and skip is ${skip}`
  if (matches > 0) return `matched ${matches}, and of ${matches - skip} draws none was below the chance of ${chance}`
  const isOver = state === 'over' ? `in force until ${timeOf(until_at)}; before that ` : ''
  if (phase === 'delivery' || phase === 'call')
    return `${isOver}no ${phase === 'call' ? 'call' : 'webhook'} that it is for was sent since it was armed`
  const since = entries.filter(({ entry }) => numberOf(entry) > armed_after)
  return isOver + unmatched(fault, since, sandbox.journal.redact)
}

/** Why none of the requests since it was armed was one that it is for. */
function unmatched(fault: ListedFault, since: readonly Came[], redact: Redact): string {
  const { match, effect } = fault
  const { operation } = match
  const able = operationsFor(effect)
  const isOfOperation = ({ entry }: Came) =>
    (operation === undefined || fits(entry.operation ?? undefined, operation) || entry.operation === operation) &&
    (able === null || able.includes(entry.operation ?? ''))
  const ofIt = since.filter(isOfOperation)
  const words =
    operation === undefined || operation === null
      ? ''
      : ` of ${typeof operation === 'string' ? operation : wordsOf(operation)}`
  const noun = `request${words}${able === null || operation !== undefined ? '' : ` of ${able.join(', ')}`}`
  if (ofIt.length === 0) {
    const others = since.length === 0 ? '' : since.length === 1 ? '; 1 other has' : `; ${since.length} others have`
    return `no ${noun} has come since it was armed${others}`
  }
  const aspects = requestAspects({ ...match, operation: undefined })
  const most = Math.min(MAX_LOOKED_AT, Math.max(1, Math.floor(MAX_COMPARED / aspects.length)))
  const looked = ofIt
    .slice(0, most)
    .map(({ entry, subject }) => ({ entry, differs: [...differences(subject, aspects)] }))
  const came = `${looked.length < ofIt.length ? `the last ${looked.length} of ` : ''}${counted(ofIt.length, noun)} came`
  const same = looked.filter(({ differs }) => differs.length === 0)
  if (same.length > 0) return `${came}; ${notReached(fault, same[0]?.entry, same.length)}`
  return `${came}; ${differing(looked, redact)}`
}

/** It was as the rule asks, and did not come as far as its phase. */
function notReached({ phase }: ListedFault, entry: JournalEntry | undefined, count: number): string {
  const many = count === 1 ? 'one was' : `${count} were`
  const before = entry?.faults.find((acted) => acted.effect !== 'none')
  const how =
    before !== undefined
      ? `met ${before.id} in ${before.phase}`
      : entry?.isWaiting
        ? 'still waits before it'
        : `was answered ${entry?.status ?? 'nothing'} before it`
  return `${many} as asked and did not get to ${phase} while it was in force: ${entry?.id} ${how}`
}

interface Looked {
  readonly entry: JournalEntry
  readonly differs: readonly Difference[]
}

function differing(looked: readonly Looked[], redact: Redact): string {
  const sentence = (difference: Difference) => sentenceOf(difference, redact)
  const [nearest] = [...looked].sort((one, other) => one.differs.length - other.differs.length)
  if (nearest === undefined) return ''
  const { entry, differs } = nearest
  const places = looked.map((other) => new Set(other.differs.map(placeOf)))
  const inAll = differs.filter((each) => places.every((others) => others.has(placeOf(each))))
  if (looked.length === 1 || inAll.length === 0) {
    const said = differs.slice(0, MAX_NAMED).map(sentence).join(', ')
    return looked.length === 1 ? `in ${entry.id} ${said}` : `nearest: ${entry.id}, ${said}`
  }
  const named = inAll.slice(0, MAX_NAMED).map(placeOf).join(', ')
  const said = inAll.slice(0, 1).map(sentence).join('')
  return `each differs in ${named}: in ${entry.id} ${said}`
}

const placeOf = ({ kind, name }: Difference): string => (name === null ? kind : `${kind} ${name}`)

/** The operations that an effect can do anything to; null: all. */
function operationsFor(effect: ListedFault['effect']): readonly string[] | null {
  if (effect.type !== 'domain' || !('name' in effect)) return null
  return operations.flatMap((each) =>
    each.emulated && each.forcible?.some((name) => name === effect.name) ? [each.id] : [],
  )
}

const timeOf = (ms: number): string => new Date(ms).toISOString()

const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : noun.replace('request', 'requests')}`
