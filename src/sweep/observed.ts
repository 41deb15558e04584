import { setTimeout } from 'node:timers/promises'
import { TevoLocalError } from '../library/error.ts'
import type { Advice, RequestSummary } from '../public/requests.ts'
import type { Delivery, TevoSandbox } from '../public/sandbox.ts'
import type { WorldRecord, WorldVerdict } from '../public/world.ts'
import { MOST_DELAY_MS, SWEEP_FAULT } from './effects.ts'

/** What came of a run: what came in, what was told, and what is in the world now. */
export interface Observed {
  /** The oldest first. */
  readonly requests: readonly RequestSummary[]
  /** The oldest first. */
  readonly deliveries: readonly Delivery[]
  readonly orders: readonly WorldRecord<'orders'>[]
  readonly items: readonly WorldRecord<'items'>[]
  readonly payments: readonly WorldRecord<'payments'>[]
  readonly holds: readonly WorldRecord<'ticket_holds'>[]
  readonly broken: WorldVerdict['broken']
  readonly advice: readonly Advice['id'][]
}

/** The control plane lists as many. */
export const MOST_REQUESTS = 1_000
/** A request that is carried out takes no longer, whatever else this machine does. */
const UNDER_WAY_MS = MOST_DELAY_MS + 5_000
const LOOK_AGAIN_MS = 5

/** Looks at a sandbox whose program has ended, when nothing of it is under way any more. */
export async function observe(tevo: TevoSandbox<string>): Promise<Observed> {
  const requests = await requestsWhenOver(tevo)
  const [deliveries, orders, items, payments, holds, broken, advice] = await Promise.all([
    tevo.webhooks.deliveries({ limit: MOST_REQUESTS }),
    tevo.records.list('orders'),
    tevo.records.list('items'),
    tevo.records.list('payments'),
    tevo.records.list('ticket_holds'),
    brokenIn(tevo),
    tevo.advice(),
  ])
  return {
    requests,
    deliveries: [...deliveries].reverse(),
    orders: [...orders].reverse(),
    items,
    payments,
    holds,
    broken,
    advice: advice.map(({ id }) => id),
  }
}

async function requestsWhenOver(tevo: TevoSandbox<string>): Promise<readonly RequestSummary[]> {
  const end_ms = performance.now() + UNDER_WAY_MS
  for (;;) {
    const entries = await tevo.requests.find({ limit: MOST_REQUESTS })
    if (!entries.some(isUnderWay) || performance.now() > end_ms)
      return entries.filter(({ kind }) => kind === undefined).reverse()
    await setTimeout(LOOK_AGAIN_MS)
  }
}

/**
 * Whether it may still change something. One that is held is dropped: it is done with when its sandbox is deleted, which
 * carries nothing out. One that was carried out has only its answer to wait for, which nobody reads.
 */
const isUnderWay = ({ state, faults }: RequestSummary): boolean =>
  state === 'waiting' && !faults.some(({ phase, effect }) => effect === 'stall' || phase === 'after-commit')

async function brokenIn(tevo: TevoSandbox<string>): Promise<WorldVerdict['broken']> {
  try {
    return (await tevo.world.verify()).broken
  } catch (problem) {
    if (!(problem instanceof TevoLocalError) || problem.code !== 'not_met') throw problem
    // As the library has it, whose types end at the details of an error.
    const { broken } = problem.details as { readonly broken: WorldVerdict['broken'] }
    return broken
  }
}

/** Whether what was to go wrong did. */
export const hasGoneWrong = ({ requests, deliveries }: Observed): boolean =>
  requests.some(isHit) || deliveries.some(({ faults }) => faults.some(({ id }) => id === SWEEP_FAULT))

export const isHit = ({ faults }: RequestSummary): boolean => faults.some(({ id }) => id === SWEEP_FAULT)
