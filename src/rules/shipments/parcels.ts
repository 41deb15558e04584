import type { Item, Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'

/**
 * The same tickets are an item of the owner's sale and an item of the sale in front of it, and both have a shipment for
 * them. A change to one is a change to the other.
 */

/** The other order of a chain: the sale in front, or the owner's sale behind. */
const otherOrder = ({ front_order_id, back_order_id }: Order): number | null => front_order_id ?? back_order_id

/** An item, and the item for the same tickets in the other order of its chain. */
export function itemInChain(read: Reader, item: Item): Item[] {
  const other_id = otherOrder(read.must('orders', item.order_id))
  if (other_id === null) return [item]
  const position = read.list('items', 'by_order', item.order_id).findIndex(({ id }) => id === item.id)
  const other = read.list('items', 'by_order', other_id)[position]
  return other === undefined ? [item] : [item, other]
}

/** A shipment, and the shipment for the same parcel in the other order of its chain. */
function shipmentInChain(read: Reader, shipment: Shipment): Shipment[] {
  const [item] = read.find('items', 'by_shipment', shipment.id)
  const items = item === undefined ? [] : itemInChain(read, item)
  const others = items.filter((each) => each.shipment_id !== shipment.id)
  return [shipment, ...others.map(({ shipment_id }) => read.must('shipments', shipment_id))]
}

/** Changes a shipment, and the shipment for the same parcel in the other order. */
export function changeShipment(tx: Transaction, shipment: Shipment, fields: Partial<Shipment>): Shipment {
  for (const each of shipmentInChain(tx, shipment)) tx.put('shipments', { ...each, ...fields, updated_at: tx.now })
  return tx.must('shipments', shipment.id)
}

/** The order whose seller has the tickets: the order behind, if there is one. */
export const saleOfOwner = (read: Reader, order: Order): Order =>
  order.back_order_id === null ? order : read.must('orders', order.back_order_id)
