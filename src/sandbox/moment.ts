import type { FaultsState } from '../faults/faults.ts'
import { emptyState, recordIn, type State } from '../store/state.ts'
import { withKeys, withSandbox } from './beginning.ts'
import { clockAt } from './clock.ts'
import type { Keys } from './keys.ts'
import type { RateWindowState } from './rate-window.ts'

/** A sandbox at one moment. The state is shared and not copied, for it never changes. */
export interface Moment {
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  readonly state: State
  readonly rateWindow: RateWindowState
  readonly faults: FaultsState
}

/** A moment that is kept. */
export interface Snapshot extends Moment {
  readonly id: string
}

/** The state of a moment, in another life: its clock goes on from there, or stands still there. */
export function goingOn({ at, state }: Moment, life: number): State {
  const { began_at, settings, frozen_at: frozen } = recordIn(state)
  const { frozen_at, ahead_ms } = clockAt(at, frozen !== null)
  return withSandbox(state, { frozen_at, ahead_ms, began_at, life, settings })
}

const NOTHING = emptyState({}).tables

/**
 * The state of another sandbox, for one that goes on from there: with keys of its own, and without what that one has still to
 * tell others, or has told them. It shares all other records.
 */
export function forked(state: State, keys: ReadonlyMap<string, Keys>, at: number): State {
  const { webhook_deliveries, outbound_calls } = NOTHING
  return withKeys({ ...state, tables: { ...state.tables, webhook_deliveries, outbound_calls } }, keys, at)
}

/** Those of a sandbox, by their ids. */
export class Snapshots extends Map<string, Snapshot> {
  #taken = 0

  /** `snap_1`: one that was given to none before. */
  nextId(): string {
    do this.#taken += 1
    while (this.has(`snap_${this.#taken}`))
    return `snap_${this.#taken}`
  }
}
