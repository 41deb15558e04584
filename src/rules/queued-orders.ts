import type { QueuedOrder } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { type Caller, callerByCredential } from './caller.ts'
import type { DueTask } from './due.ts'
import { type NewItem, type NewOrder, placeOrder } from './orders.ts'
import { type OutsidePurchase, recordOutsidePurchase } from './outside-purchases.ts'
import type { Refusal } from './refusal.ts'
import { invalid } from './refusal.ts'
import type { Settings } from './settings.ts'
import { substitute } from './substitution.ts'

/** PHP:orders: a queued order is made within a couple of minutes. */
const PROCESSING_TIME_MS = 60_000

/** What is to be placed, as it was understood when it came in. */
export type QueuedEntry =
  | { readonly kind: 'order'; readonly order: NewOrder }
  | { readonly kind: 'outside_purchase'; readonly purchase: OutsidePurchase }
  | { readonly kind: 'substitution'; readonly rejected_id: number; readonly items: readonly NewItem[] }

export function placeEntry(tx: Transaction, caller: Caller, settings: Settings, entry: QueuedEntry, nth: number) {
  if (entry.kind === 'substitution') return substitute(tx, caller, settings, entry.rejected_id, entry.items)
  if (entry.kind === 'outside_purchase') return recordOutsidePurchase(tx, caller, settings, entry.purchase, nth)
  return placeOrder(tx, caller, settings, entry.order, nth)
}

/** Keeps orders to be made later, in the background. */
export function queueOrders(
  tx: Transaction,
  caller: Caller,
  input: { readonly entries: readonly QueuedEntry[]; readonly params: unknown },
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
export function dueQueuedOrder(read: Reader): DueTask | undefined {
  const first = read.lowest('queued_orders', 'by_process_at')
  if (first === undefined) return undefined
  const { id, process_at } = first
  return {
    at: process_at,
    run: (tx, settings) => process(tx, settings, tx.must('queued_orders', id)),
    refused: (tx, refusal) => fail(tx, tx.must('queued_orders', id), refusal),
  }
}

/** A world file may hold what it likes here; only what `queueOrders` wrote is made. */
const isEntry = (entry: unknown): entry is QueuedEntry => typeof entry === 'object' && entry !== null && 'kind' in entry

function process(tx: Transaction, settings: Settings, queued: QueuedOrder): void {
  const caller = callerByCredential(tx, queued.credential_id)
  if (caller === undefined) throw invalid({ base: ['The credential that queued this order is gone'] })
  const orders = queued.entries.filter(isEntry).map((entry, nth) => placeEntry(tx, caller, settings, entry, nth))
  tx.put('queued_orders', {
    ...queued,
    state: 'completed',
    order_ids: orders.map(({ id }) => id),
    updated_at: tx.now,
  })
}

const fail = (tx: Transaction, queued: QueuedOrder, refusal: Refusal) =>
  tx.put('queued_orders', { ...queued, state: 'errored', error: refusal.message, updated_at: tx.now })
