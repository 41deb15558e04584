import type { AccountSettings } from '../store/settings.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import type { Job } from './job.ts'

/** A change of state that waits for a time of the sandbox's clock. When it has been run it no longer waits. */
export interface DueTask extends Job<void> {
  /** `queued_orders/12`: the record that waits. */
  readonly key: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Puts the record out of the way, as errored, when it cannot be done because of a defect. */
  readonly parked: (tx: Transaction, problem: string) => void
}

/** Each kind of waiting thing names the one of its kind that falls due first. */
export type DueSource = (read: Reader, settings: AccountSettings) => DueTask | undefined
