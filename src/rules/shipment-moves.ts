import type { Order, Shipment } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import type { Caller } from './caller.ts'
import type { Scan } from './fedex.ts'
import { completeWhenDelivered } from './fulfilment.ts'
import { lookUpOwn } from './lookup.ts'
import { changeShipment, saleOfOwner } from './parcels.ts'
import { unprocessable } from './refusal.ts'
import type { Settings } from './settings.ts'
import { canMove, type ShipmentCall, shipmentMoveOf } from './shipment-states.ts'
import { isCarried } from './shipments.ts'
import { recordScan } from './tracking.ts'
import { findOwnSale, seenAs } from './visibility.ts'

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

/** Moves a shipment by one move of the table, and the one in front of it; the order is completed with its last one. */
export function moveShipment(
  tx: Transaction,
  settings: Settings,
  { order, shipment }: OwnShipment,
  call: ShipmentCall,
  fields: Partial<Shipment> = {},
): Shipment {
  const { to } = shipmentMoveOf(order, shipment, call)
  if (tx.count('items', 'by_shipment', shipment.id) === 0)
    throw unprocessable(
      `Shipment ${shipment.id} is ${shipment.state} and empty: what was in it is in another shipment now`,
    )
  const moved = changeShipment(tx, shipment, { ...fields, state: to })
  completeWhenDelivered(tx, settings, order)
  return moved
}

export interface Transfer {
  readonly tm_mobile_link: string | null
  readonly transfer_source: string | null
}

/** W:2445672450: a link is required for TMMobileLink, optional for TMMobile, and nothing to FlashSeats. */
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

/** A carrier scans the packages of an order: those that are there to be scanned in this way, and one at least. */
export function scanPackages(tx: Transaction, settings: Settings, order: Order, call: CarrierCall): void {
  const sale = saleOfOwner(tx, order)
  const carried = tx.list('shipments', 'by_order', sale.id).filter(({ type }) => isCarried(type))
  const movable = carried.filter((shipment) => canMove(shipment, call))
  const refused = movable[0] ?? carried[0]
  if (refused === undefined) throw unprocessable(`Order ${sale.id} has no shipment that goes by a carrier`)
  shipmentMoveOf(sale, refused, call)

  const packages = movable.flatMap((shipment) => {
    const { tracking_number } = shipment
    return tracking_number === null ? [] : [{ shipment, tracking_number }]
  })
  if (packages.length === 0)
    throw unprocessable(`Shipment ${refused.id} has no tracking number yet; the carrier takes it with its airbill`)
  for (const { shipment, tracking_number } of packages) {
    moveShipment(tx, settings, { order: tx.must('orders', sale.id), shipment }, call)
    recordScan(tx, tracking_number, SCAN_OF[call])
  }
}
