import type { Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Caller } from '../caller.ts'
import { seenAs } from '../orders/visibility.ts'

/** Filters with an index: they narrow a search down to few records at once. */
export interface ShipmentKeys {
  readonly order_id?: number | undefined
  readonly tracking_number?: string | undefined
}

/** The shipments of the orders that a caller sells or buys, newest first. */
export function* searchShipments(read: Reader, caller: Caller, keys: ShipmentKeys): Generator<Shipment> {
  for (const shipment of candidates(read, keys))
    if (seenAs(caller, read.must('orders', shipment.order_id)) !== undefined) yield shipment
}

function candidates(read: Reader, { order_id, tracking_number }: ShipmentKeys): Iterable<Shipment> {
  if (order_id !== undefined) return read.find('shipments', 'by_order', order_id)
  if (tracking_number !== undefined) return read.find('shipments', 'by_tracking_number', tracking_number)
  return read.all('shipments')
}

/** W:4751368: the status list shows the orders in which the caller's own office sells or buys. */
export const isOfficeIn = (caller: Caller, { seller, buyer }: Order): boolean =>
  [seller, buyer].some(({ type, id }) => type === 'Office' && id === caller.office_id)
