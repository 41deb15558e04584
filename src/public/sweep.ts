import type { Webhook } from '../public.ts'
import type { SWEEP_DAMAGES, SweepClass, SweepEffect, SweepPlace, WebhookEvent } from '../store/words.ts'
import type { AdviceId, DefaultCredentialName, OperationId } from './generated/names.ts'
import type { TevoSandbox } from './sandbox.ts'
import type { InvariantName, World } from './world.ts'

export type { SweepClass, SweepEffect, SweepPlace } from '../store/words.ts'

/** An AbortSignal, in a project whose types know one. */
export type StopSignal = typeof globalThis extends { AbortSignal: { prototype: infer Known } } ? Known : object

/**
 * What is swept: it gets a sandbox of its own for each run. It passes when it resolves, and fails when it rejects. `signal` is
 * aborted when nobody waits for it any more: it took too long, or the sweep is stopped.
 */
export type SweptRun<Names extends string = DefaultCredentialName> = (
  tevo: TevoSandbox<Names>,
  signal: StopSignal,
) => unknown

/** `Names`: of the credentials, which an own `world` gives. */
export interface SweepOptions<Names extends string = DefaultCredentialName> {
  /** These operations, and webhooks of these events, and no others: `['orders.create', 'order_created']`. */
  readonly only?: readonly (OperationId | WebhookEvent | 'lists')[] | undefined
  /** These effects, and no others. */
  readonly effects?: readonly SweepEffect[] | undefined
  /** What goes wrong with requests that are not carried out yet, or with those that are; both where it is left out. */
  readonly at?: readonly SweepPlace[] | undefined
  /** Requests that arrive late, too. */
  readonly late?: boolean | undefined
  /** How many runs there are at once; 1 where it is left out. */
  readonly jobs?: number | undefined
  /** Stop after so long: `'5m'`, or milliseconds. What was not tried then is in the report. */
  readonly budget?: string | number | undefined
  /** A run that takes longer is hung; five times as long as without a fault, and ten seconds, where it is left out. */
  readonly deadline?: string | number | undefined
  /** One run alone, by its id: `'orders.create#1:lost-answer'`. */
  readonly run?: string | undefined
  /** The report of a sweep that was not finished: what is in it is not run again. */
  readonly resume?: SweepReport | undefined
  /** Another world than the default one. */
  readonly world?: World<Names> | undefined
  readonly seed?: number | undefined
  /** The time at which the clock of each sandbox stands still; real time where it is left out. */
  readonly clock?: string | Date | undefined
  readonly webhooks?: readonly (Webhook | string)[] | undefined
  /** Stops the sweep; the report has what was found so far. */
  readonly signal?: StopSignal | undefined
  /** Is told after each run. */
  readonly onRun?: ((run: SweepRunReport, progress: SweepProgress) => void) | undefined
}

export interface SweepProgress {
  readonly done: number
  readonly planned: number
  /** An estimate, in milliseconds. */
  readonly left_ms: number
}

/** What went wrong in a run: a request, a webhook, or all lists. */
export type SweepTarget =
  | {
      readonly kind: 'request'
      readonly operation: OperationId
      /** The first of this operation is 1. */
      readonly occurrence: number
      readonly method: string
      /** As the first run without a fault sent it. */
      readonly path: string
    }
  | {
      readonly kind: 'webhook'
      readonly event_type: WebhookEvent
      readonly recipient: string
      readonly occurrence: number
    }
  | { readonly kind: 'lists' }

/** What is wrong in the world after a run, and was not in the runs without a fault. */
export interface SweepDamage {
  readonly name: InvariantName | (typeof SWEEP_DAMAGES)[number]
  readonly detail: string
}

/** One run, with one thing that went wrong. */
export interface SweepRunReport {
  /** `orders.create#1:lost-answer`. */
  readonly id: string
  readonly request: SweepTarget
  readonly effect: SweepEffect
  /** Null where it is not about a request. */
  readonly at: SweepPlace | null
  readonly class: SweepClass
  /** Null: it was ended, by a signal or by the sweep. Of a function: 0 where it passed, and else 1. */
  readonly exit_code: number | null
  readonly damage: readonly SweepDamage[]
  /** Advice that the runs without a fault did not get. */
  readonly advice: readonly AdviceId[]
  /** Of damage, and of a run that hung: what was sent, what went wrong, what the program did next, how it ended, what there is now. */
  readonly story: readonly string[]
  /** The command, or the call, that brings exactly this run back. */
  readonly reproduce: string
  readonly duration_ms: number
}

/** What a sweep has found. But for `duration_ms` it is the same each time. */
export interface SweepReport {
  /** Null for a function. */
  readonly command: readonly string[] | null
  /** What each sandbox was made with. */
  readonly setup: { readonly world: string | null; readonly seed: number | null; readonly clock: string | null }
  /** The runs without a fault. */
  readonly baseline: {
    readonly requests: number
    readonly webhooks: number
    /** What was not the same in both, and what is done about it. */
    readonly differs: readonly string[]
    readonly duration_ms: number
  }
  /** In the order in which they were planned: the most telling first. */
  readonly runs: readonly SweepRunReport[]
  readonly not_tried: readonly {
    readonly id: string
    readonly request: SweepTarget
    readonly effect: SweepEffect
    readonly at: SweepPlace | null
    readonly why: string
  }[]
  /** How many runs of each class. */
  readonly summary: { readonly [Class in SweepClass]: number }
  readonly duration_ms: number
}
