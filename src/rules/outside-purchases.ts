import type { Order } from '../store/records.ts'
import { seatsIn } from '../store/seats.ts'
import type { Transaction } from '../store/store.ts'
import { stepOfGroup } from './availability.ts'
import type { Caller } from './caller.ts'
import { makeNotes, makeOrder, makeParts, nextOrderGroup, pay } from './order-making.ts'
import { amountsOf, type Line, type NewOrder, type Shipped } from './orders.ts'
import type { Settings } from './settings.ts'
import { destinationOf } from './shipments.ts'
import { addTicketGroup, type NewTicketGroup, outsideParty } from './ticket-groups.ts'

export interface BoughtItem {
  readonly group: NewTicketGroup
  /** What one ticket cost. */
  readonly price_cents: number
}

/** Tickets that an office bought outside of TEvo. */
export interface OutsidePurchase extends Omit<NewOrder, 'seller' | 'shipped_items'> {
  readonly shipped_items: readonly Shipped<BoughtItem>[]
}

/**
 * Records a purchase whose seller is not on TEvo: its tickets become the buying office's, for sale at once. There is
 * nobody who could accept it, so it is accepted, unless it is on consignment.
 */
export function recordOutsidePurchase(
  tx: Transaction,
  caller: Caller,
  settings: Settings,
  purchase: OutsidePurchase,
  entry: number,
): Order {
  const { buyer } = purchase
  const brought = purchase.shipped_items.map(({ shipment, items }) => ({
    shipment,
    lines: items.map((item) => bring(tx, buyer.id, item, entry)),
  }))
  const lines = brought.flatMap((each) => each.lines)
  const input: NewOrder = {
    ...purchase,
    seller: outsideParty(buyer),
    shipped_items: brought.map(({ shipment, lines }) => ({ shipment, items: lines.map(({ item }) => item) })),
  }
  const destinations = brought.map(({ shipment }) => destinationOf(tx, null, shipment, entry, input.prefix))

  const made = { tx, caller, settings, input, entry, order_group_id: nextOrderGroup(tx) }
  const order = makeOrder(made, input.seller, buyer, amountsOf(input, lines), {
    seller_state: input.details.consignment === true ? 'pending_consignment' : 'accepted',
  })
  const seats = lines.map(({ group }) => seatsIn(group.available, stepOfGroup(group)))
  makeParts(made, order, destinations, seats, false)
  pay(made, order, null)
  makeNotes(made, order.id)
  for (const { group } of lines) tx.put('ticket_groups', { ...group, purchase_order_id: order.id })
  return order
}

function bring(tx: Transaction, office_id: number, { group, price_cents }: BoughtItem, entry: number): Line {
  const added = addTicketGroup(tx, office_id, group, entry)
  const item = {
    ticket_group_id: added.id,
    price_cents,
    quantity: added.quantity,
    signature: null,
    low_seat: null,
    seat_order: null,
    ticket_hold_id: null,
  }
  return { item, group: added }
}
