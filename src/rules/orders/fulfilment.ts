import type { Item, Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Settings } from '../settings.ts'
import { moveOrder } from './moves.ts'

/** Whether the tickets of an item have reached the buyer. */
export function isDelivered(read: Reader, item: Item): boolean {
  if (item.eticket_delivery) return item.eticket_finalized_at !== null
  const { state } = read.must('shipments', item.shipment_id)
  return state === 'delivered' || state === 'completed'
}

/** W:4751395: an accepted order is completed once all of its items are delivered. */
export function completeWhenDelivered(tx: Transaction, settings: Settings, order: Order): void {
  const items = tx.list('items', 'by_order', order.id)
  if (order.seller_state === 'accepted' && items.every((item) => isDelivered(tx, item)))
    moveOrder(tx, settings, order, 'complete')
}
