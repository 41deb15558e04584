import type { Order } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import { unprocessable } from '../refusal.ts'
import { writeNote } from './making.ts'
import { wroteOrder } from './visibility.ts'

export interface OrderUpdate {
  readonly reference?: string | null | undefined
  readonly instructions?: string | null | undefined
  readonly po_number?: string | null | undefined
  readonly invoice_number?: string | null | undefined
  readonly buyer_reference_number?: string | null | undefined
  readonly internal_notes?: readonly string[] | null | undefined
  readonly external_notes?: readonly string[] | null | undefined
}

/** PHP updateOrder. No source lists its fields; these are decided here. */
export function updateOrder(tx: Transaction, caller: Caller, order: Order, update: OrderUpdate): Order {
  const { internal_notes, external_notes, ...fields } = update
  // A client may send the whole record back: a field with its old value is not a change.
  const changes = Object.entries(definedFields(fields)).filter(([field, value]) => Reflect.get(order, field) !== value)
  if (changes.length > 0 && !wroteOrder(caller, order))
    throw unprocessable(
      `Order ${order.id} was made by another office; only that office can change its ${changes.map(([field]) => field).join(' and ')}`,
    )
  for (const content of internal_notes ?? []) writeNote(tx, caller, order.id, 'internal', content)
  for (const content of external_notes ?? []) writeNote(tx, caller, order.id, 'external', content)
  if (changes.length === 0) return order
  return tx.put('orders', { ...order, ...Object.fromEntries(changes), updated_at: tx.now })
}
