import type { OutboundCall, Recipient, WebhookEvent } from '../store/words.ts'
import type { Effects, EffectsOfPhase, FaultPhase, PresetName, WithoutInPhase } from './generated/effects.ts'
import type { DefaultCredentialName, FaultState } from './generated/names.ts'
import type { AskedOfBody, AskedOfRequest } from './match.ts'

export type { FaultPhase, PresetName } from './generated/effects.ts'
export type { FaultState } from './generated/names.ts'

/** How long a request waits, in milliseconds of wall time: at most five minutes. */
export type FaultDelay =
  | { readonly type: 'fixed'; readonly ms: number }
  | { readonly type: 'uniform'; readonly min_ms: number; readonly max_ms: number }
  | { readonly type: 'lognormal'; readonly p50_ms: number; readonly p99_ms: number }
  /** The first injection waits the first of them, and so on; after the last one it begins again. */
  | { readonly type: 'sequence'; readonly ms: readonly number[] }

/** The type of an effect: `'reset'` say. */
export type EffectType = keyof Effects

/** What goes wrong: `{ type: 'status', status: 503 }` say, its type and the settings of that type. */
export type FaultEffect<Phase extends FaultPhase = FaultPhase> = {
  [At in Phase]: { [Type in EffectsOfPhase[At]]: Omit<Effects[Type], WithoutInPhase[At]> }[EffectsOfPhase[At]]
}[Phase]

/** What a rule is for, in each phase; without it, for all that comes. Each value may be a pattern. */
export interface FaultMatches<Names extends string = DefaultCredentialName> {
  /** The body is not read yet. */
  readonly 'before-auth': AskedOfRequest<Names>
  readonly 'before-handler': AskedOfRequest<Names> & AskedOfBody
  readonly 'after-commit': AskedOfRequest<Names> & AskedOfBody
  readonly delivery: AskedOfBody & {
    readonly event_type?: WebhookEvent
    readonly recipient?: Recipient
    /** The id of an endpoint. */
    readonly endpoint?: number
  }
  readonly call: AskedOfBody & {
    readonly call?: OutboundCall
    /** Whose service is called. */
    readonly office_id?: number
  }
}

interface FaultTimes {
  /** `fault_1` and so on when it is left out. */
  readonly id?: string
  readonly delay?: FaultDelay
  /** How many matching requests go by first. */
  readonly skip?: number
  /** How often it acts; without an end when it is left out. */
  readonly times?: number
  /** How likely it acts on a request that it is for: above 0, and 1 when it is left out. */
  readonly chance?: number
  /** When it begins, counted from now by the sandbox's clock: `'30s'`, or a number of milliseconds. */
  readonly from?: string | number
  /** For how long: `'15m'`, `'1h30m'`, `'PT15M'`, or a number of milliseconds. */
  readonly for?: string | number
  /** The lowest one wins where several would act on one request; 0 when it is left out. */
  readonly priority?: number
}

/** A rule of one phase. */
interface FaultOf<Phase extends FaultPhase, Names extends string> extends FaultTimes {
  readonly match?: FaultMatches<Names>[Phase]
  readonly effect: FaultEffect<Phase>
}

/** Something that goes wrong on purpose; `docs/faults.md` shows what a client then sees. */
export type Fault<Names extends string = DefaultCredentialName> = {
  [Phase in FaultPhase]: FaultOf<Phase, Names> &
    // The phase that a rule has when it says none.
    (Phase extends 'before-handler' ? { readonly phase?: Phase } : { readonly phase: Phase })
}[FaultPhase]

/** A rule, or a preset in its place. */
export type FaultSpec<Names extends string = DefaultCredentialName> =
  | Fault<Names>
  | PresetName
  | { readonly preset: PresetName }

/** A fault as it is armed, with what came of it. */
export interface ArmedFault {
  readonly id: string
  readonly phase: FaultPhase
  readonly effect: FaultEffect
  readonly state: FaultState
  /** How many requests it was for. */
  readonly matches: number
  /** How often it acted. */
  readonly injections: number
  /** How many requests wait because of it now. */
  readonly held: number
  /** Why it has not acted, in a sentence; null where it has. */
  readonly why_not: string | null
}
