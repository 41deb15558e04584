import type { Caller } from '../rules/caller.ts'
import { availableQuantity, isOwnGroup, sellableSplits, stepOfGroup } from '../rules/inventory/availability.ts'
import { ticketGroupSignature } from '../rules/inventory/signature.ts'
import { costOf, detailsOf, ticketId } from '../rules/inventory/tickets.ts'
import type { Quoted, RetailRequest, TaxQuoted } from '../rules/money/tax-quotes.ts'
import { isAutomated } from '../rules/orders/integrations.ts'
import type { SeatRange, TicketDetails, TicketGroup, TicketHold } from '../store/records.ts'
import { seatsIn } from '../store/seats.ts'
import type { Reader } from '../store/state.ts'
import { moneyNumber, time, timeOrNull } from './print.ts'

/** Listings, ticket groups, holds and tax quotes in answers. */

/** S2: the event of tickets. */
export function presentGroupEvent(read: Reader, group: TicketGroup) {
  const event = read.must('events', group.event_id)
  const venue = read.must('venues', event.venue_id)
  return {
    id: String(event.id),
    url: `/events/${event.id}`,
    name: event.name,
    occurs_at: time(event.occurs_at),
    venue: { id: String(venue.id), name: venue.name, address: { locality: venue.locality, region: venue.region } },
  }
}

/** S2: a group's office and its brokerage. */
export function presentGroupOffice(read: Reader, group: TicketGroup) {
  const office = read.must('offices', group.office_id)
  const brokerage = read.must('brokerages', office.brokerage_id)
  return {
    office_id: office.id,
    office_name: office.name,
    brokerage_id: brokerage.id,
    brokerage_name: brokerage.name,
  }
}

/** The fields that a listing and a ticket group share, after the id. */
function tickets(read: Reader, caller: Caller, group: TicketGroup) {
  return {
    type: group.type,
    section: group.section,
    row: group.row,
    available_quantity: availableQuantity(group),
    splits: sellableSplits(group),
    retail_price: moneyNumber(group.retail_price_cents),
    wholesale_price: moneyNumber(group.wholesale_price_cents),
    format: group.format,
    eticket: group.format === 'Eticket',
    in_hand: group.in_hand,
    instant_delivery: group.instant_delivery,
    owned: isOwnGroup(read, caller, group),
    view_type: group.view_type,
    wheelchair: group.wheelchair,
    signature: ticketGroupSignature(group),
    event: presentGroupEvent(read, group),
  }
}

/** W:2853797930, W:2895052808: a listing counts what is left. */
export function presentListing(read: Reader, caller: Caller, group: TicketGroup) {
  const shared = tickets(read, caller, group)
  return {
    id: group.id,
    ...shared,
    quantity: shared.available_quantity,
    retail_price_inclusive: shared.retail_price,
    seller_cost: moneyNumber(costTo(group, shared.owned)),
    face_value: group.face_value_cents === null ? null : moneyNumber(group.face_value_cents),
    in_hand_date: group.in_hand_on,
    public_notes: group.external_notes,
    tevo_section_name: group.section,
    automated: isAutomated(read, caller, group),
    discounted: (group.discount_percent ?? 0) > 0,
    featured: false,
  }
}

export interface GroupOptions {
  readonly ticket_list: boolean
  readonly include_tevo_section_mappings: boolean
}

/** GBA ticket groups, with fields that S2 shows in an item. Internal fields are shown only to the owner. */
export function presentTicketGroup(
  read: Reader,
  caller: Caller,
  group: TicketGroup,
  options: GroupOptions = { ticket_list: false, include_tevo_section_mappings: false },
) {
  const shared = tickets(read, caller, group)
  const office = presentGroupOffice(read, group)
  const isBroker = caller.office_id !== null
  const own = shared.owned ? group : undefined
  return {
    id: group.id,
    ...shared,
    url: `/ticket_groups/${group.id}`,
    quantity: group.quantity,
    available_ticket_count: shared.available_quantity,
    in_hand_on: group.in_hand_on,
    ...office,
    // T2 takes the lister of each row from here, and calls this list in place of listings for it.
    office: {
      id: office.office_id,
      name: office.office_name,
      brokerage: { id: office.brokerage_id, name: office.brokerage_name },
    },
    remote_id: group.remote_id,
    spec: group.spec,
    tag_list: group.tag_list,
    external_notes: group.external_notes,
    broker_notes: isBroker ? group.broker_notes : null,
    internal_notes: own?.internal_notes ?? null,
    low_seat: own?.low_seat ?? null,
    seat_order: own?.seat_order ?? null,
    wasted_reason: own?.wasted_reason ?? null,
    updated_at: time(group.updated_at),
    ...(options.ticket_list ? { ticket_list: presentTickets(read, group, group.available, shared.owned) } : {}),
    ...(options.include_tevo_section_mappings ? { tevo_section_name: group.section } : {}),
  }
}

/** S2: a ticket of an item. */
export const presentTicket = (group: TicketGroup, seat: number) => ({
  seat: String(seat),
  purchase_order_id: group.purchase_order_id === null ? null : String(group.purchase_order_id),
})

/** No source says what a seller's cost is for others: here it is the wholesale price, which they pay. */
const costTo = (group: TicketGroup, isOwner: boolean, details: TicketDetails | null = null): number =>
  isOwner ? costOf(group, details) : group.wholesale_price_cents

/** PHP issue 110: entries of a `ticket_list` have ids; a public shop reads their `cost`. */
const presentTickets = (read: Reader, group: TicketGroup, seats: readonly SeatRange[], isOwner: boolean) =>
  seatsIn(seats, stepOfGroup(group)).map((seat) => ({
    id: ticketId({ group, seat }),
    ...presentTicket(group, seat),
    cost: moneyNumber(costTo(group, isOwner, detailsOf(read, group, seat))),
  }))

/** The fields of the request, and an id. Of TEvo's answer only the id is known (S4). */
export function presentHold(read: Reader, hold: TicketHold, options = { ticket_list: false }) {
  const [first] = hold.seats
  const group = read.must('ticket_groups', hold.ticket_group_id)
  return {
    id: hold.id,
    ticket_group_id: hold.ticket_group_id,
    state: hold.state,
    quantity: hold.quantity,
    price: moneyNumber(hold.price_cents),
    low_seat: first?.[0] ?? null,
    held_for_type: hold.held_for_type,
    held_for_id: hold.held_for_id,
    hold_until: timeOrNull(hold.hold_until),
    notes: hold.notes,
    created_at: time(hold.created_at),
    updated_at: time(hold.updated_at),
    ...(options.ticket_list ? { ticket_list: presentTickets(read, group, hold.seats, true) } : {}),
  }
}

/** A hold or a take with its group, in the list of a whole brokerage. */
export const presentFilteredTicket = (read: Reader, caller: Caller, hold: TicketHold) => ({
  ...presentHold(read, hold),
  ticket_group: presentTicketGroup(read, caller, read.must('ticket_groups', hold.ticket_group_id)),
})

/** W:2898427919: the retail part has only the fees that the request gave. */
export function presentTaxQuote(asked: RetailRequest | null, { quote, wholesale, retail }: TaxQuoted) {
  return {
    ticket_group_id: quote.ticket_group_id,
    quantity: quote.quantity,
    tax_signature: quote.tax_signature,
    wholesale: { ...presentQuoted(wholesale), service_fee: moneyNumber(wholesale.service_fee_cents) },
    ...(retail === null || asked === null ? {} : { retail: { ...presentQuoted(retail), ...presentFees(asked) } }),
  }
}

const presentQuoted = ({ price_cents, subtotal_cents, tax_cents, total_cents }: Quoted) => ({
  price: moneyNumber(price_cents),
  subtotal: moneyNumber(subtotal_cents),
  tax: moneyNumber(tax_cents),
  total: moneyNumber(total_cents),
})

const presentFees = (asked: RetailRequest) => ({
  ...(asked.shipping_cents === null ? {} : { shipping: moneyNumber(asked.shipping_cents) }),
  ...(asked.service_fee_cents === null ? {} : { service_fee: moneyNumber(asked.service_fee_cents) }),
  ...(asked.additional_expense_cents === null
    ? {}
    : { additional_expense: moneyNumber(asked.additional_expense_cents) }),
  ...(asked.discount_cents === null ? {} : { discount: moneyNumber(asked.discount_cents) }),
})
