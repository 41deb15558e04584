import type { Order } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import { release, takeSeats } from '../inventory/selling.ts'
import { unprocessable } from '../refusal.ts'

/** W:9470105: when accepting, the seller may list the seats it supplies, for all items, in the order of the items. */
export function supplySeats(tx: Transaction, order: Order, seats: readonly number[]): void {
  if (order.seller.type === 'Outside')
    throw unprocessable(`The seats of order ${order.id} were set when it was made: leave seats out`)
  const items = tx.list('items', 'by_order', order.id)
  const quantity = items.reduce((sum, item) => sum + item.quantity, 0)
  if (seats.length !== quantity)
    throw unprocessable(
      `seats names ${seats.length} seats; order ${order.id} is for ${quantity}. An order cannot be accepted in part: contact support for that`,
    )
  const frontItems = order.front_order_id === null ? [] : tx.list('items', 'by_order', order.front_order_id)

  for (const item of items) release(tx, item.ticket_group_id, item.seats)
  let from = 0
  for (const [nth, item] of items.entries()) {
    const given = seats.slice(from, from + item.quantity)
    from += item.quantity
    takeSeats(tx, tx.must('ticket_groups', item.ticket_group_id), given)
    for (const each of [item, frontItems[nth]])
      if (each !== undefined) tx.put('items', { ...each, seats: given, updated_at: tx.now })
  }
}
