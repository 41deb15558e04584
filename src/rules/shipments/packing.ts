import type { NewShipment } from '../../store/placements.ts'
import type { Item, Order, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { ShipmentType } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { findOwnSale, seenAs } from '../orders/visibility.ts'
import { invalid, unprocessable } from '../refusal.ts'
import { destinationIn, reship, withPrimaries } from './changes.ts'
import { checkFits } from './fitting.ts'
import { clientBehind } from './recipient.ts'
import { checkDestination, checkProvided, checkSender, UNSHIPPED, wantedDestination } from './shipments.ts'

/** What `POST /v9/shipments` asks for: a shipment for items of an order, by their `order_item_id` (W:9994308). */
export interface NewPacking {
  readonly order_id: number | null
  readonly order_item_ids: readonly number[]
  readonly shipment: NewShipment
}

/** Puts items of an order into a new shipment; fields that are left out keep the values of the shipment before. */
export function createShipment(
  tx: Transaction,
  caller: Caller,
  { order_id, order_item_ids, shipment: wanted }: NewPacking,
  entry: number,
): Shipment {
  const items = itemsNamed(tx, caller, order_item_ids, entry)
  const order = orderOfAll(tx, caller, items, order_id, entry)
  checkShippable(order)
  checkProvided(wanted, entry, '')
  for (const { ticket_group_id } of items) checkFits(tx.must('ticket_groups', ticket_group_id), wanted.type)
  checkSender(tx, caller, wanted, entry, '')
  const [first] = items
  const before = tx.must('shipments', first?.shipment_id ?? 0)

  const client = clientBehind(tx, order)
  const isOwnClient = client !== null && client.account === caller.account
  if (client !== null && !isOwnClient) checkNoDestination(order, wanted)
  const given =
    isOwnClient || client === null ? wantedDestination(tx, client, wanted, entry, '') : destinationIn(before)
  const to = withPrimaries(tx, order, { ...overlaid(destinationIn(before), given), type: wanted.type })
  checkDestination(tx, client, to.type, to, entry, '')
  const { type, carrier, available } = wanted
  return reship(tx, items, { ...UNSHIPPED, ...saidOf(wanted), ...destinationIn(to), type, carrier, available })
}

function itemsNamed(read: Reader, caller: Caller, order_item_ids: readonly number[], entry: number): Item[] {
  return order_item_ids.map((id) => {
    const [item] = read.find('items', 'by_order_item', id)
    if (item !== undefined && seenAs(caller, read.must('orders', item.order_id)) !== undefined) return item
    throw invalid({ items: [`${id} is not the order_item_id of an item in an order of yours`] }, entry)
  })
}

function orderOfAll(
  read: Reader,
  caller: Caller,
  items: readonly Item[],
  order_id: number | null,
  entry: number,
): Order {
  const named = order_id ?? items[0]?.order_id ?? 0
  const stranger = items.find((item) => item.order_id !== named)
  if (stranger !== undefined)
    throw invalid(
      { items: [`${stranger.order_item_id} is an item of order ${stranger.order_id}, not ${named}`] },
      entry,
    )
  return findOwnSale(read, caller, String(named), 'make shipments for')
}

const SHIPPABLE: ReadonlySet<string> = new Set(['pending', 'pending_consignment', 'accepted'])

function checkShippable({ id, seller_state }: Order): void {
  if (!SHIPPABLE.has(seller_state))
    throw unprocessable(
      `Order ${id} is ${seller_state}; shipments are made for an order that is ${[...SHIPPABLE].join(' or ')}`,
    )
}

function checkNoDestination(order: Order, wanted: NewShipment): void {
  const fields = ['address', 'phone_number', 'email_address'] as const
  const said = fields.find((field) => wanted[field] !== null || wanted[`${field}_id`] !== null)
  if (said !== undefined)
    throw unprocessable(
      `Order ${order.id} goes to somebody else's client; leave ${said}_id and ${said}_attributes out: they stay as they were`,
    )
}

/** The first, with the fields that the second sets. */
function overlaid<Fields extends object>(before: Fields, given: Fields): Fields {
  return { ...before, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) }
}

/** The fields of a request for a shipment, without its destination. */
function saidOf(wanted: NewShipment): Partial<Shipment> {
  const {
    type: _type,
    address_id: _address_id,
    address: _address,
    phone_number_id: _phone_number_id,
    phone_number: _phone_number,
    email_address_id: _email_address_id,
    email_address: _email_address,
    cost_cents: _cost_cents,
    ...said
  } = wanted
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
}

/** PHP convertOrderItemToEtickets: the item goes into a shipment of its own, and the others stay where they are. */
export function convertToEtickets(tx: Transaction, order: Order, item: Item): Item {
  checkShippable(order)
  if (item.eticket_delivery) throw unprocessable(`Item ${item.id} is delivered as etickets already`)
  const type: ShipmentType = 'Eticket'
  const to = withPrimaries(tx, order, { ...destinationIn(tx.must('shipments', item.shipment_id)), type })
  checkDestination(tx, clientBehind(tx, order), type, to, 0, '')
  reship(tx, [item], { ...UNSHIPPED, ...destinationIn(to), type })
  return tx.must('items', item.id)
}
