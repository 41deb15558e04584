import type { Item, Order } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { release } from './inventory.ts'
import { chainOf, checkMove, moveOrder } from './order-states.ts'
import { settlePayments, voidPayments } from './payments.ts'
import { supplySeats } from './seats.ts'
import { findReviewer } from './visibility.ts'

export function acceptOrder(
  tx: Transaction,
  caller: Caller,
  order: Order,
  reviewer_id: number,
  seats: readonly number[] | null,
): Order {
  findReviewer(tx, caller, reviewer_id)
  const accepted = moveOrder(tx, order, 'accept', { reviewer_id })
  if (seats !== null) supplySeats(tx, accepted, seats)
  for (const { id } of chainOf(tx, accepted)) settlePayments(tx, id)
  return accepted
}

export function rejectOrder(
  tx: Transaction,
  caller: Caller,
  order: Order,
  rejection: { readonly reviewer_id: number; readonly reason: string; readonly notes: string | null },
): Order {
  findReviewer(tx, caller, rejection.reviewer_id)
  const rejected = moveOrder(tx, order, 'reject', {
    reviewer_id: rejection.reviewer_id,
    seller_rejection_reason: rejection.reason,
    seller_rejection_notes: rejection.notes,
  })
  for (const item of tx.list('items', 'by_order', order.id)) release(tx, item.ticket_group_id, item.seats)
  // The client's payment is kept for a substitute: the sale in front of a rejected order is not given up.
  voidPayments(tx, order.id)
  return rejected
}

export function completeOrder(tx: Transaction, order: Order): Order {
  checkMove(order, 'complete')
  for (const each of chainOf(tx, order))
    for (const shipment of tx.list('shipments', 'by_order', each.id))
      if (shipment.state === 'pending' || shipment.state === 'in_transit')
        tx.put('shipments', { ...shipment, state: 'delivered', updated_at: tx.now })
  return moveOrder(tx, order, 'complete')
}

/** Whether the tickets of an item are with the buyer. */
export function isDelivered(read: Reader, item: Item): boolean {
  if (item.eticket_delivery) return item.eticket_finalized_at !== null
  const { state } = read.must('shipments', item.shipment_id)
  return state === 'delivered' || state === 'completed'
}

/** W:4751395: an accepted order is completed once all of its items are delivered. */
export function completeWhenDelivered(tx: Transaction, order: Order): void {
  const items = tx.list('items', 'by_order', order.id)
  if (order.seller_state === 'accepted' && items.every((item) => isDelivered(tx, item)))
    moveOrder(tx, order, 'complete')
}
