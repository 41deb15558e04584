import type { Item, Order, Shipment } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'

/**
 * The same tickets are an item of the owner's sale, and one of the sale in front of it; so are their shipments. What
 * becomes of the one becomes of the other.
 */

/** The other order of a chain: the sale in front of an owner's, or the one behind. */
const otherOrder = ({ front_order_id, back_order_id }: Order): number | null => front_order_id ?? back_order_id

/** An item, and the one that stands for the same tickets in the other order of its chain. */
export function itemInChain(read: Reader, item: Item): Item[] {
  const other_id = otherOrder(read.must('orders', item.order_id))
  if (other_id === null) return [item]
  const position = read.list('items', 'by_order', item.order_id).findIndex(({ id }) => id === item.id)
  const other = read.list('items', 'by_order', other_id)[position]
  return other === undefined ? [item] : [item, other]
}

/** A shipment, and the one that stands for the same parcel in the other order of its chain. */
function shipmentInChain(read: Reader, shipment: Shipment): Shipment[] {
  const [item] = read.find('items', 'by_shipment', shipment.id)
  const items = item === undefined ? [] : itemInChain(read, item)
  const others = items.filter((each) => each.shipment_id !== shipment.id)
  return [shipment, ...others.map(({ shipment_id }) => read.must('shipments', shipment_id))]
}

/** Changes a shipment and the one that stands for the same parcel. */
export function changeShipment(tx: Transaction, shipment: Shipment, fields: Partial<Shipment>): Shipment {
  for (const each of shipmentInChain(tx, shipment)) tx.put('shipments', { ...each, ...fields, updated_at: tx.now })
  return tx.must('shipments', shipment.id)
}

/** The order whose seller has the tickets: the one behind, where there is one. */
export const saleOfOwner = (read: Reader, order: Order): Order =>
  order.back_order_id === null ? order : read.must('orders', order.back_order_id)
