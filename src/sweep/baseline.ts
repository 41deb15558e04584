import type { Fault } from '../public/faults.ts'
import type { Advice, RequestEntry, RequestSummary } from '../public/requests.ts'
import type { Delivery } from '../public/sandbox.ts'
import { listed } from '../shorten.ts'
import { counted, endOf } from './end.ts'
import { type Expected, expectedOf } from './expected.ts'
import type { Observed } from './observed.ts'

/** What two runs without a fault have in common: what can go wrong, and what a run should come to. */
export interface Baseline {
  /** In the order of the first run. */
  readonly requests: readonly SeenRequest[]
  readonly webhooks: readonly SeenWebhook[]
  /** Whether it reads anything, so that it could read what is not there yet. */
  readonly reads: boolean
  readonly expected: Expected
  readonly advice: ReadonlySet<Advice['id']>
  /** What was not the same in both, and what is done about it. */
  readonly differs: readonly string[]
}

export interface SeenRequest {
  readonly entry: RequestSummary
  /** Which request of its operation it is, from 1. */
  readonly occurrence: number
  /** Which one of those that get to each phase, from 1; a phase that it does not get to is left out. */
  readonly nth: { readonly [Phase in ProbedPhase]?: number }
}

export interface SeenWebhook {
  readonly delivery: Delivery
  /** Which one of its event and recipient it is, from 1. */
  readonly occurrence: number
  /** Whether another one to the same endpoint comes after it. */
  readonly hasNext: boolean
}

const PROBED_PHASES = ['before-handler', 'after-commit'] as const
type ProbedPhase = (typeof PROBED_PHASES)[number]

/** Rules that do nothing but tell how far each request gets. */
export const PROBES: readonly Fault[] = PROBED_PHASES.map((phase) => ({
  id: `sweep-${phase}`,
  phase,
  effect: { type: 'none' },
}))

/** A run without a fault, and its requests whole. */
export interface PlainRun {
  readonly seen: Observed
  readonly whole: readonly RequestEntry[]
}

const MOST_NAMED = 5

export function baselineOf([first, second]: readonly [PlainRun, PlainRun]): Baseline {
  const expected = expectedOf([endOf(first.seen), endOf(second.seen)])
  const known = counted(second.seen.requests.map(operationOf))
  const requests = seenRequests(first.seen.requests).filter(
    ({ entry, occurrence }) => occurrence <= (known.get(operationOf(entry)) ?? 0),
  )
  const told = counted(second.seen.deliveries.map(eventOf))
  const webhooks = seenWebhooks(first.seen.deliveries).filter(
    ({ delivery, occurrence }) => occurrence <= (told.get(eventOf(delivery)) ?? 0),
  )
  return {
    requests,
    webhooks,
    reads: first.seen.requests.some(({ method }) => method === 'GET'),
    expected,
    advice: new Set([...first.seen.advice, ...second.seen.advice]),
    differs: [...differencesOf(first, second), ...(expected.way.told === null ? [] : [expected.way.told])],
  }
}

const operationOf = ({ operation, method, path }: RequestSummary): string => operation ?? `${method} ${path}`
const eventOf = ({ event_type, recipient }: Delivery): string => `${event_type}/${recipient}`

function seenRequests(entries: readonly RequestSummary[]): SeenRequest[] {
  const came = new Counter()
  return entries
    .map((entry): SeenRequest => {
      const operation = operationOf(entry)
      const nth = Object.fromEntries(
        PROBED_PHASES.filter((phase) => entry.faults.some((fault) => fault.phase === phase)).map((phase) => [
          phase,
          came.next(`${phase} ${operation}`),
        ]),
      )
      return { entry, occurrence: came.next(operation), nth }
    })
    .filter(({ entry }) => entry.operation !== null)
}

function seenWebhooks(deliveries: readonly Delivery[]): SeenWebhook[] {
  const came = new Counter()
  return deliveries.map((delivery, place) => ({
    delivery,
    occurrence: came.next(eventOf(delivery)),
    hasNext: deliveries.slice(place + 1).some(({ endpoint_id }) => endpoint_id === delivery.endpoint_id),
  }))
}

class Counter {
  readonly #counts = new Map<string, number>()

  next(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count
  }
}

function differencesOf(first: PlainRun, second: PlainRun): string[] {
  const [one, other] = [first.whole.map(operationOf), second.whole.map(operationOf)]
  const [ones, others] = [counted(one), counted(other)]
  const uneven = [...new Set([...one, ...other])].filter((each) => ones.get(each) !== others.get(each))
  if (uneven.length > 0)
    return [
      `how often it calls ${listed(uneven, MOST_NAMED)}: what did not come in both runs is left out, and the others are matched by operation and occurrence`,
    ]
  const isReordered = one.some((operation, nth) => operation !== other[nth])
  const sent = sentBy(second)
  const varies = new Set([...sentBy(first)].filter(([place, what]) => sent.get(place) !== what).map(([place]) => place))
  const named = listed([...varies], MOST_NAMED)
  return [
    ...(isReordered ? ['the order of its requests: they are matched by operation and occurrence'] : []),
    ...(varies.size === 0 ? [] : [`what it sends with ${named}: they are matched by operation and occurrence`]),
  ]
}

/** What was sent with each request, by operation and occurrence, and how it was answered. */
function sentBy({ whole }: PlainRun): Map<string, string> {
  const came = new Counter()
  return new Map(
    whole.map((entry) => {
      const operation = operationOf(entry)
      const { target, body } = entry.request
      return [`${operation}#${came.next(operation)}`, JSON.stringify([target, body, entry.status])]
    }),
  )
}
