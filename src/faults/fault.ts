import { readDuration } from '../store/times.ts'
import { effectOf } from './effects.ts'
import { type Matcher, matcherOf } from './matching.ts'
import type { FaultRule } from './rule.ts'

/** What a rule has come to: its window is still to come, it acts, it has acted as often as it may, its window is over. */
export const FAULT_STATES = ['waiting', 'armed', 'spent', 'over'] as const
export type FaultState = (typeof FAULT_STATES)[number]

/** A rule as it is listed. */
export interface ListedFault extends FaultRule {
  readonly id: string
  readonly state: FaultState
  /** Requests that it was for, and that reached its phase while it was armed. */
  readonly matches: number
  /** How often it acted. */
  readonly injections: number
  /** How many requests wait because of it now. */
  readonly held: number
}

/** The last match in whose place another rule acted. */
export interface LostTo {
  /** The rule that acted: on the same request, now or in an earlier phase. */
  readonly id: string | null
  /** How often it came to that. */
  readonly times: number
}

/** What tells why a rule has not acted. */
export interface FaultHistory {
  /** How many requests had come when it was armed. */
  readonly armed_after: number
  /** Its window, in epoch milliseconds of the sandbox's clock. */
  readonly from_at: number
  readonly until_at: number
  readonly lostTo: LostTo | null
}

/** A rule in use. */
export class Fault {
  matches = 0
  injections = 0
  lostTo: LostTo | null = null
  readonly isFor: Matcher
  readonly from_at: number
  readonly until_at: number
  /** What lets go of each request that waits because of it. */
  readonly held = new Set<() => void>()

  constructor(
    readonly id: string,
    readonly rule: FaultRule,
    /** Epoch milliseconds of the sandbox's clock. */
    readonly armed_at: number,
    /** Lower: older. */
    readonly age: number,
    /** How many requests had come then. */
    readonly armed_after: number,
  ) {
    const matches = matcherOf(rule.match)
    const { effect } = rule
    const suits = effectOf(effect.type)?.isFor
    this.isFor = suits === undefined ? matches : (request) => suits(effect, request.forcible) && matches(request)
    this.from_at = armed_at + (readDuration(rule.from) ?? 0)
    this.until_at = this.from_at + (rule.for === null ? Number.POSITIVE_INFINITY : (readDuration(rule.for) ?? 0))
  }

  get isSpent(): boolean {
    return this.rule.times !== null && this.injections >= this.rule.times
  }

  stateAt(now: number): FaultState {
    if (this.isSpent) return 'spent'
    if (now < this.from_at) return 'waiting'
    return now < this.until_at ? 'armed' : 'over'
  }

  lose(id: string | null): void {
    this.lostTo = { id, times: (this.lostTo?.times ?? 0) + 1 }
  }

  release(): void {
    for (const letGo of this.held) letGo()
  }
}
