import type { Placement, QueuedOrder } from '../../store/placements.ts'
import type { Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { type Caller, callerByCredential } from '../caller.ts'
import type { DueTask } from '../due-task.ts'
import { invalid } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { recordOutsidePurchase } from './outside-purchases.ts'
import { placeOrder } from './placing.ts'
import { substitute } from './substitution.ts'

/** PHP:orders: a queued order is made within a couple of minutes. */
const PROCESSING_TIME_MS = 60_000

export function place(tx: Transaction, caller: Caller, settings: Settings, entry: Placement, nth: number) {
  if (entry.kind === 'substitution') return substitute(tx, caller, settings, entry)
  if (entry.kind === 'outside_purchase') return recordOutsidePurchase(tx, caller, settings, entry.purchase, nth)
  return placeOrder(tx, caller, settings, entry.order, nth)
}

/** Stores orders that are made later, in the background. */
export function queueOrders(
  tx: Transaction,
  caller: Caller,
  input: { readonly entries: readonly Placement[]; readonly params: unknown },
): QueuedOrder {
  return tx.put('queued_orders', {
    id: tx.nextId('queued_orders'),
    account: caller.account,
    credential_id: caller.credential.id,
    state: 'pending',
    params: input.params,
    entries: input.entries,
    order_ids: [],
    error: null,
    process_at: tx.now + PROCESSING_TIME_MS,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/** The queued order that is to be made first. */
export function dueQueuedOrder(read: Reader): (DueTask & { readonly id: number }) | undefined {
  const first = read.lowest('queued_orders', 'by_process_at')
  if (first === undefined) return undefined
  const { id, process_at } = first
  return {
    id,
    key: `queued_orders/${id}`,
    at: process_at,
    run: (tx, settings) => {
      makeQueued(tx, settings, id)
    },
    refused: (tx, _, refusal) => failQueued(tx, id, refusal.message),
    parked: (tx, problem) => failQueued(tx, id, problem),
  }
}

/** Makes the orders of a request that was queued. */
export function makeQueued(tx: Transaction, settings: Settings, id: number): Order[] {
  const queued = tx.must('queued_orders', id)
  const caller = callerByCredential(tx, queued.credential_id)
  if (caller === undefined) throw invalid({ base: ['The credential that queued this order is gone'] })
  const orders = queued.entries.map((entry, nth) => place(tx, caller, settings, entry, nth))
  tx.put('queued_orders', {
    ...queued,
    state: 'completed',
    order_ids: orders.map(({ id }) => id),
    updated_at: tx.now,
  })
  return orders
}

/** Ends a queued order that cannot be made. */
export function failQueued(tx: Transaction, id: number, error: string): void {
  tx.put('queued_orders', { ...tx.must('queued_orders', id), state: 'errored', error, updated_at: tx.now })
}
