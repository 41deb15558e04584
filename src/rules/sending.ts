import type { Attempt } from '../store/records.ts'
import type { Transaction } from '../store/transaction.ts'
import type { DueSource } from './due-task.ts'

/** W:73302018 v8: how long after each try the next one comes; after the last there is none. */
const RETRY_AFTER_S = [10, 120, 600, 3_600] as const

/** How much of an answer is kept of each try. */
const MAX_ANSWER_CHARS = 2_048

/** When a thing is sent again that was tried so often; null: never. */
export function nextTryAt(tries: number, now: number): number | null {
  const wait_s = RETRY_AFTER_S[tries - 1]
  return wait_s === undefined ? null : now + wait_s * 1_000
}

/** What is kept of one try. */
export const attemptOf = (
  at: number,
  { status, text, error, duration_ms }: Pick<Attempt, 'status' | 'error' | 'duration_ms'> & { readonly text: string },
): Attempt => ({ at, status, error, answer: text.slice(0, MAX_ANSWER_CHARS), duration_ms })

/** What of a table is to be sent again first; one that fails because of a defect is given up. */
export const dueAgain =
  (
    table: 'webhook_deliveries' | 'outbound_calls',
    put: (
      tx: Transaction,
      id: number,
      fields: { readonly state: 'ready' | 'given_up'; readonly next_at: null },
    ) => void,
  ): DueSource =>
  (read) => {
    const first = read.lowest(table, 'by_next_at')
    if (first === undefined || first.next_at === null) return undefined
    const { id } = first
    return {
      key: `${table}/${id}`,
      at: first.next_at,
      run: (tx) => put(tx, id, { state: 'ready', next_at: null }),
      parked: (tx) => put(tx, id, { state: 'given_up', next_at: null }),
    }
  }
