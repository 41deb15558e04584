import type { Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Scan } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { lookUpOwn } from '../lookup.ts'
import { completeWhenDelivered } from '../orders/fulfilment.ts'
import { findOwnSale, seenAs } from '../orders/visibility.ts'
import { unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { changeShipment, saleOfOwner } from './parcels.ts'
import { isCarried } from './shipments.ts'
import { canMove, type ShipmentCall, shipmentMoveOf } from './states.ts'
import { recordScan } from './tracking.ts'

/** A shipment of an order that the caller sells or buys. */
export const findShipment = (read: Reader, caller: Caller, id: string): Shipment =>
  lookUpOwn(read, 'shipments', id, ({ order_id }) => seenAs(caller, read.must('orders', order_id)) !== undefined)

export interface OwnShipment {
  readonly order: Order
  readonly shipment: Shipment
}

/** A shipment of the caller's own tickets. */
export function findOwnShipment(read: Reader, caller: Caller, id: string): OwnShipment {
  const shipment = findShipment(read, caller, id)
  return { shipment, order: findOwnSale(read, caller, String(shipment.order_id), 'move the shipments of') }
}

/** Moves a shipment, and the one in front of it, by one move of the table. The last delivery completes the order. */
export function moveShipment(
  tx: Transaction,
  settings: Settings,
  { order, shipment }: OwnShipment,
  call: ShipmentCall,
  fields: Partial<Shipment> = {},
): Shipment {
  const { to } = shipmentMoveOf(order, shipment, call)
  if (tx.count('items', 'by_shipment', shipment.id) === 0)
    throw unprocessable(`Shipment ${shipment.id} is ${shipment.state} and empty: its items are in another shipment now`)
  const moved = changeShipment(tx, shipment, { ...fields, state: to })
  completeWhenDelivered(tx, settings, order)
  return moved
}

export interface Transfer {
  readonly tm_mobile_link: string | null
  readonly transfer_source: string | null
}

/** W:2445672450: a link is required for TMMobileLink, optional for TMMobile, and ignored for FlashSeats. */
export function completeTransfer(
  tx: Transaction,
  settings: Settings,
  own: OwnShipment,
  { tm_mobile_link, transfer_source }: Transfer,
): Shipment {
  const { id, type } = own.shipment
  shipmentMoveOf(own.order, own.shipment, 'complete')
  if (type === 'TMMobileLink' && tm_mobile_link === null)
    throw unprocessable(`Shipment ${id} is of type TMMobileLink; it needs a tm_mobile_link to be completed`)
  return moveShipment(tx, settings, own, 'complete', {
    tm_mobile_link: type === 'FlashSeats' ? null : tm_mobile_link,
    transfer_source: transfer_source ?? own.shipment.transfer_source,
  })
}

export type CarrierCall = Extract<ShipmentCall, 'pick_up' | 'deliver' | 'exception' | 'return'>

const SCAN_OF: { readonly [Call in CarrierCall]: Scan } = {
  pick_up: 'PU',
  deliver: 'DL',
  exception: 'DE',
  return: 'RS',
}

/** A carrier scans every package of an order that can make this move; at least one must. */
export function scanPackages(tx: Transaction, settings: Settings, order: Order, call: CarrierCall): void {
  const sale = saleOfOwner(tx, order)
  const carried = tx.list('shipments', 'by_order', sale.id).filter(({ type }) => isCarried(type))
  const movable = carried.filter((shipment) => canMove(shipment, call))
  const refused = movable[0] ?? carried[0]
  if (refused === undefined) throw unprocessable(`Order ${sale.id} has no shipment that a carrier takes`)
  shipmentMoveOf(sale, refused, call)

  const packages = movable.flatMap((shipment) => {
    const { tracking_number } = shipment
    return tracking_number === null ? [] : [{ shipment, tracking_number }]
  })
  if (packages.length === 0)
    throw unprocessable(
      `Shipment ${refused.id} has no tracking number yet: the carrier takes it once it has its airbill`,
    )
  for (const { shipment, tracking_number } of packages)
    scanPackage(tx, settings, { order: tx.must('orders', sale.id), shipment }, tracking_number, call)
}

/** A carrier scans one package. */
export function scanPackage(
  tx: Transaction,
  settings: Settings,
  own: OwnShipment,
  tracking_number: string,
  call: CarrierCall,
): Shipment {
  const scanned = moveShipment(tx, settings, own, call)
  recordScan(tx, tracking_number, SCAN_OF[call])
  return scanned
}
