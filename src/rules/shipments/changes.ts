import type { Item, Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { MobileTransferType, ShipmentType } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import { isDelivered } from '../orders/fulfilment.ts'
import { DEAD_STATES } from '../orders/states.ts'
import { findOwnSale } from '../orders/visibility.ts'
import { unprocessable } from '../refusal.ts'
import { findShipment } from './moves.ts'
import { changeShipment, itemInChain, saleOfOwner } from './parcels.ts'
import { clientBehind } from './recipient.ts'
import {
  checkDestination,
  type Destination,
  goesByEmail,
  isEticket,
  NO_ETICKET_FILE,
  type WantedDestination,
  wantedDestination,
} from './shipments.ts'
import { checkAccepted } from './states.ts'

/** `pickup`: whom to look for on one side of a local pickup. */
interface PickupContact {
  readonly name: string
  readonly phone: string
}

type Fields<Name extends keyof Shipment> = { readonly [Field in Name]?: Shipment[Field] | undefined }

/** The fields that a request changes; a field that is left out stays as it is. */
export interface ShipmentUpdate {
  readonly mobile_transfer_type: MobileTransferType | null
  readonly pickup: PickupContact | null
  /** Only the seller may set these. */
  readonly sender: Fields<
    | 'ship_from_name'
    | 'ship_from_address'
    | 'ship_from_phone_number'
    | 'pickup_time_range'
    | 'pickup_instructions'
    | 'transfer_source'
    | 'tracking_number'
  >
  readonly details: Fields<'ship_to_name' | 'ship_to_company_name' | 'service_type' | 'signature_type' | 'residential'>
  readonly destination: WantedDestination
}

/**
 * W:185466902: the seller says how tickets are transferred or where they are handed over, the buyer who gets them. That
 * makes a new shipment with a new id. `pickup`, which is ours, changes the shipment in place.
 */
export function updateShipment(tx: Transaction, caller: Caller, id: string, update: ShipmentUpdate): Shipment {
  const named = findShipment(tx, caller, id)
  const order = tx.must('orders', named.order_id)
  const shipment = update.pickup === null ? named : setPickup(tx, caller, order, named, update.pickup)
  const fields = {
    ...definedFields(update.details),
    ...sellersChanges(tx, caller, shipment, update),
    ...newDestination(tx, caller, order, shipment, update.destination),
  }
  if (Object.keys(fields).length === 0) return shipment
  checkChangeable(order, shipment)
  const to = withPrimaries(tx, order, { ...shipment, ...fields })
  checkDestination(tx, clientBehind(tx, order), to.type, to, 0, '')
  return reship(tx, tx.list('items', 'by_shipment', shipment.id), { ...fields, ...destinationIn(to) })
}

/** Changes that only the seller of the tickets may make, and only after accepting the order. */
function sellersChanges(
  tx: Transaction,
  caller: Caller,
  shipment: Shipment,
  { sender, mobile_transfer_type }: ShipmentUpdate,
): Partial<Shipment> {
  const fields = { ...definedFields(sender), ...(mobile_transfer_type === null ? {} : { type: mobile_transfer_type }) }
  if (Object.keys(fields).length === 0) return {}
  const sale = findOwnSale(tx, caller, String(shipment.order_id), 'decide on the shipments of')
  checkAccepted(sale, shipment)
  return fields
}

/** Only the brokerage whose client it goes to, or an office that buys for itself, may change where it goes. */
function newDestination(
  tx: Transaction,
  caller: Caller,
  order: Order,
  shipment: Shipment,
  wanted: WantedDestination,
): Partial<Destination> {
  if (Object.values(wanted).every((value) => value === null)) return {}
  const client = clientBehind(tx, order)
  if (caller.account !== (client?.account ?? order.buyer.account))
    throw unprocessable(
      `Shipment ${shipment.id} goes to somebody else's client; only its buyer can change its address, phone number and email address`,
    )
  const to = wantedDestination(tx, client, wanted, 0, '')
  return Object.fromEntries(Object.entries(to).filter(([, value]) => value !== null))
}

export const destinationIn = (shipment: Destination): Destination => ({
  address_id: shipment.address_id,
  phone_number_id: shipment.phone_number_id,
  email_address_id: shipment.email_address_id,
  ship_to_address: shipment.ship_to_address,
  ship_to_phone_number: shipment.ship_to_phone_number,
  ship_to_email_address: shipment.ship_to_email_address,
})

/** A shipment with what its type needs; what is missing comes from the client's primary properties. */
export function withPrimaries<Shipped extends Destination & Pick<Shipment, 'type'>>(
  read: Reader,
  order: Order,
  shipment: Shipped,
): Shipped {
  const client = clientBehind(read, order)
  if (client === null) return shipment
  const stillThere = (table: 'addresses' | 'phone_numbers' | 'email_addresses', id: number | null) =>
    read.get(table, id ?? 0)?.id ?? null
  if (goesByEmail(shipment.type)) {
    const email_address_id = stillThere('email_addresses', shipment.email_address_id)
    return { ...shipment, email_address_id: email_address_id ?? client.primary_email_address_id }
  }
  if (shipment.type !== 'FedEx') return shipment
  const primary_address_id = client.primary_shipping_address_id ?? client.primary_address_id
  return {
    ...shipment,
    address_id: stillThere('addresses', shipment.address_id) ?? primary_address_id,
    phone_number_id: stillThere('phone_numbers', shipment.phone_number_id) ?? client.primary_phone_number_id,
  }
}

/** S3: both sides say whom to look for. A brokerage that sells its own tickets to its own client acts as the seller. */
function setPickup(
  tx: Transaction,
  caller: Caller,
  order: Order,
  shipment: Shipment,
  { name, phone }: PickupContact,
): Shipment {
  if (shipment.type !== 'LocalPickup')
    throw unprocessable(`Shipment ${shipment.id} is of type ${shipment.type}; pickup is only for LocalPickup`)
  checkChangeable(order, shipment)
  const isSeller = saleOfOwner(tx, order).seller.account === caller.account
  return changeShipment(
    tx,
    shipment,
    isSeller
      ? { ship_from_name: name, ship_from_phone_number: phone }
      : { ship_to_name: name, ship_to_phone_number: phone },
  )
}

/** The seller decides how tickets are delivered: they go into a new shipment of that type. */
export function chooseType(tx: Transaction, order: Order, shipment: Shipment, type: ShipmentType): Shipment {
  checkChangeable(order, shipment)
  const to = withPrimaries(tx, order, { ...destinationIn(shipment), type })
  checkDestination(tx, clientBehind(tx, order), type, to, 0, '')
  return reship(tx, tx.list('items', 'by_shipment', shipment.id), { ...destinationIn(to), type })
}

/** W:357204018: details can be changed until the airbill is generated. */
function checkChangeable(order: Order, { id, state, airbill_file_id }: Shipment): void {
  if (DEAD_STATES.has(order.seller_state) || order.seller_state === 'completed')
    throw unprocessable(`Order ${order.id} is ${order.seller_state}; nothing is shipped for it any more`)
  if (state !== 'pending')
    throw unprocessable(`Shipment ${id} is ${state}; only a shipment that is pending can be changed`)
  if (airbill_file_id !== null)
    throw unprocessable(`Shipment ${id} has its airbill already; it can be changed only before that`)
}

/**
 * Puts items of an order, and the items for the same tickets in the other order of its chain, into a new shipment. The
 * old shipment is deleted when it is empty, unless it was canceled or came back.
 */
export function reship(tx: Transaction, items: readonly Item[], fields: Partial<Shipment>): Shipment {
  const [first] = items
  if (first === undefined) throw unprocessable('A shipment needs at least one item')
  for (const item of items) checkUnsent(tx, item)
  const pairs = items.map((item) => itemInChain(tx, item))
  // The order behind was made first, so it has the lower id and gets the lower ids here too.
  const order_ids = [...new Set(pairs.flat().map(({ order_id }) => order_id))].sort((one, other) => one - other)
  for (const order_id of order_ids) {
    const own = pairs.flat().filter((item) => item.order_id === order_id)
    repack(tx, own, fields)
  }
  return tx.must('shipments', tx.must('items', first.id).shipment_id)
}

function checkUnsent(read: Reader, item: Item): void {
  if (isDelivered(read, item)) throw unprocessable(`Item ${item.order_item_id} has been delivered already`)
  const { id, state } = read.must('shipments', item.shipment_id)
  if (state === 'in_transit' || state === 'in_exception')
    throw unprocessable(`Item ${item.order_item_id} is in shipment ${id}, which is ${state}`)
}

function repack(tx: Transaction, items: readonly Item[], fields: Partial<Shipment>): void {
  const [first] = items
  if (first === undefined) return
  const before = tx.must('shipments', first.shipment_id)
  const shipment = tx.put('shipments', {
    ...before,
    ...fields,
    id: tx.nextId('shipments'),
    created_at: tx.now,
    updated_at: tx.now,
  })
  for (const item of items) {
    const eticket_delivery = isEticket(shipment.type)
    if (!eticket_delivery && item.eticket_file_id !== null) tx.delete('files', item.eticket_file_id)
    const file = eticket_delivery ? {} : NO_ETICKET_FILE
    tx.put('items', { ...item, ...file, shipment_id: shipment.id, eticket_delivery, updated_at: tx.now })
  }
  for (const shipment_id of new Set(items.map((item) => item.shipment_id))) dropIfEmpty(tx, shipment_id)
}

function dropIfEmpty(tx: Transaction, shipment_id: number): void {
  const { state, airbill_file_id } = tx.must('shipments', shipment_id)
  if (state !== 'pending' || tx.count('items', 'by_shipment', shipment_id) > 0) return
  if (airbill_file_id !== null) tx.delete('files', airbill_file_id)
  tx.delete('shipments', shipment_id)
}
