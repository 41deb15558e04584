import type { Reader, Transaction } from '../store/store.ts'

/** A change of state that waits for a time of the sandbox's clock. */
export interface DueTask {
  /** Epoch milliseconds. */
  readonly at: number
  readonly run: (tx: Transaction) => void
}

/** Each kind of waiting thing names the one of its kind that falls due first. */
type DueSource = (read: Reader) => DueTask | undefined

const SOURCES: readonly DueSource[] = []

/** What falls due next, of all that waits. */
export function nextDue(read: Reader): DueTask | undefined {
  let next: DueTask | undefined
  for (const source of SOURCES) {
    const task = source(read)
    if (task !== undefined && (next === undefined || task.at < next.at)) next = task
  }
  return next
}
