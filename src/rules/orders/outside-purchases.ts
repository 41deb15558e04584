import type { BoughtItem, NewItem, NewOrder, OutsidePurchase } from '../../store/placements.ts'
import type { Order, TicketGroup } from '../../store/records.ts'
import { seatsIn } from '../../store/seats.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { ShipmentType } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { stepOfGroup } from '../inventory/availability.ts'
import { addTicketGroup, outsideParty } from '../inventory/ticket-groups.ts'
import type { Settings } from '../settings.ts'
import { checkFits, formatDeliveredBy } from '../shipments/fitting.ts'
import { destinationOf } from '../shipments/shipments.ts'
import { makeNotes, makeOrder, makeParts, nextOrderGroup, pay } from './making.ts'
import { amountsOf } from './placing.ts'

/**
 * Records a purchase whose seller is not on TEvo: its tickets become the buying office's, for sale at once. That seller
 * cannot accept it, so it starts as accepted, unless it is on consignment.
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
    lines: items.map((item) => bring(tx, buyer.id, item, shipment.type, entry)),
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

interface Brought {
  readonly item: NewItem
  readonly group: TicketGroup
}

/** Tickets of which the request says no format are of the one that their delivery fits. */
function bring(
  tx: Transaction,
  office_id: number,
  { group: { format, ...group }, price_cents }: BoughtItem,
  type: ShipmentType,
  entry: number,
): Brought {
  const added = addTicketGroup(tx, office_id, { ...group, format: format ?? formatDeliveredBy(type) }, entry, {
    cost_cents: price_cents,
  })
  if (format !== null) checkFits(added, type)
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
