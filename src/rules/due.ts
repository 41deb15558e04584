import type { AccountSettings } from '../store/settings.ts'
import type { Reader } from '../store/state.ts'
import type { DueSource, DueTask } from './due-task.ts'
import { dueHold } from './inventory/holds.ts'
import { dueIntegratedOrder } from './orders/integrated-queue.ts'

/** Of two that fall due in the same millisecond the one that stands first goes first: a hold ends before an order is made. */
export const DUE_SOURCES: readonly DueSource[] = [dueHold, dueIntegratedOrder]

/** What falls due next, of all that waits. */
export function nextDue(read: Reader, settings: AccountSettings, sources = DUE_SOURCES): DueTask | undefined {
  let next: DueTask | undefined
  for (const source of sources) {
    const task = source(read, settings)
    if (task !== undefined && (next === undefined || task.at < next.at)) next = task
  }
  return next
}
