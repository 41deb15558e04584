import type { Fault } from '../public/faults.ts'
import type { SweepTarget } from '../public/sweep.ts'
import type { AccountSettings } from '../public.ts'
import type { SweepEffect, SweepPlace } from '../store/words.ts'

/** What goes wrong in a run: the table of all effects, in the order in which a sweep tries them. */

/** The id of the one rule of a run. */
export const SWEEP_FAULT = 'sweep'

const SLOW_MS = 2_000
const RETRY_AFTER_S = 1
const LAG_S = 2

/** A rule without what it is for. */
type Trouble = Pick<Fault, 'phase' | 'effect' | 'delay'>

interface OfRequests {
  readonly kind: 'request'
  readonly at: SweepPlace
  readonly trouble: Trouble
  /** A request that changes nothing looks the same to the program after it as before it: one of the two is enough. */
  readonly isForChanges?: true
  /** Tried only where it is asked for. */
  readonly isAskedFor?: true
}

interface OfWebhooks {
  readonly kind: 'webhook'
  readonly trouble: Trouble
  /** It needs another one to the same endpoint that comes after it. */
  readonly needsNext?: true
}

interface OfLists {
  readonly kind: 'lists'
  readonly settings: AccountSettings
}

export type SweptEffect = (OfRequests | OfWebhooks | OfLists) & {
  readonly name: SweepEffect
  /** What went wrong, for a story. */
  readonly told: string
}

const status = (refusal: 'unavailable' | 'rate_limited') =>
  ({ type: 'status', refusal, retry_after_s: RETRY_AFTER_S }) as const

const DONE = 'It was carried out'
const NOT_DONE = 'Nothing of it was done'

export const EFFECTS: readonly SweptEffect[] = [
  {
    name: 'lost-answer',
    kind: 'request',
    at: 'after',
    trouble: { phase: 'after-commit', effect: { type: 'head-only' } },
    told: `${DONE}, and its answer was lost: the connection broke after the head`,
  },
  {
    name: 'cut',
    kind: 'request',
    at: 'after',
    trouble: { phase: 'after-commit', effect: { type: 'truncate' } },
    told: `${DONE}, and its answer was cut in the middle`,
  },
  {
    name: 'stall',
    kind: 'request',
    at: 'after',
    trouble: { phase: 'after-commit', effect: { type: 'stall' } },
    told: `${DONE}, and its answer never came`,
  },
  {
    name: 'slow',
    kind: 'request',
    at: 'after',
    trouble: { phase: 'after-commit', effect: { type: 'none' }, delay: { type: 'fixed', ms: SLOW_MS } },
    told: `${DONE}, and its answer took ${SLOW_MS / 1_000} s`,
  },
  {
    name: 'refused',
    kind: 'request',
    at: 'before',
    trouble: { phase: 'before-handler', effect: { type: 'reset' } },
    told: `${NOT_DONE}: the connection was refused`,
  },
  {
    name: '503',
    kind: 'request',
    at: 'before',
    trouble: { phase: 'before-handler', effect: status('unavailable') },
    told: `${NOT_DONE}: it was answered 503 with Retry-After: ${RETRY_AFTER_S}`,
  },
  {
    name: '429',
    kind: 'request',
    at: 'before',
    trouble: { phase: 'before-handler', effect: status('rate_limited') },
    told: `${NOT_DONE}: it was answered 429 with Retry-After: ${RETRY_AFTER_S}`,
  },
  {
    name: 'stall',
    kind: 'request',
    at: 'before',
    isForChanges: true,
    trouble: { phase: 'before-handler', effect: { type: 'stall' } },
    told: `${NOT_DONE}, and no answer ever came`,
  },
  {
    name: 'late',
    kind: 'request',
    at: 'before',
    isForChanges: true,
    isAskedFor: true,
    trouble: { phase: 'before-handler', effect: { type: 'none' }, delay: { type: 'fixed', ms: SLOW_MS } },
    told: `It arrived ${SLOW_MS / 1_000} s late, and was carried out then`,
  },
  {
    name: 'webhook-lost',
    kind: 'webhook',
    trouble: { phase: 'delivery', effect: { type: 'lost' } },
    told: 'It never arrived',
  },
  {
    name: 'webhook-doubled',
    kind: 'webhook',
    trouble: { phase: 'delivery', effect: { type: 'duplicate' } },
    told: 'It arrived twice',
  },
  {
    name: 'webhook-reordered',
    kind: 'webhook',
    needsNext: true,
    trouble: { phase: 'delivery', effect: { type: 'behind' } },
    told: 'It arrived after the next one',
  },
  {
    name: 'index-lag',
    kind: 'lists',
    settings: { index_lag_s: LAG_S },
    told: `They lagged ${LAG_S} s behind the records`,
  },
]

/** How long a request may be under way because of the one rule of a run. */
export const MOST_DELAY_MS = SLOW_MS

/** `stall` after the commit, `stall@before` before it: the name alone is the first row of that name. */
export function nameOf(effect: SweptEffect): string {
  const first = EFFECTS.find(({ name }) => name === effect.name)
  return effect === first || effect.kind !== 'request' ? effect.name : `${effect.name}@${effect.at}`
}

/** `orders.create#1`, `order_created/seller#1`, `lists` */
export function nameOfTarget(target: SweepTarget): string {
  switch (target.kind) {
    case 'request':
      return `${target.operation}#${target.occurrence}`
    case 'webhook':
      return `${target.event_type}/${target.recipient}#${target.occurrence}`
    case 'lists':
      return 'lists'
  }
}
