import type { Reader, Transaction } from '../store/store.ts'
import { dueHold } from './holds.ts'
import { dueQueuedOrder } from './queued-orders.ts'
import type { Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'

/** A change of state that waits for a time of the sandbox's clock. */
export interface DueTask {
  /** Epoch milliseconds. */
  readonly at: number
  readonly run: (tx: Transaction, settings: Settings) => void
  /** What is left of it when `run` was refused, and undone. */
  readonly refused?: (tx: Transaction, refusal: Refusal) => void
}

/** Each kind of waiting thing names the one of its kind that falls due first. */
type DueSource = (read: Reader) => DueTask | undefined

const SOURCES: readonly DueSource[] = [dueQueuedOrder, dueHold]

/** What falls due next, of all that waits. */
export function nextDue(read: Reader): DueTask | undefined {
  let next: DueTask | undefined
  for (const source of SOURCES) {
    const task = source(read)
    if (task !== undefined && (next === undefined || task.at < next.at)) next = task
  }
  return next
}
