import type { Wanted } from '../../store/placements.ts'
import type { SeatRange, TicketGroup } from '../../store/records.ts'
import {
  ascending,
  firstMissing,
  rangeFrom,
  rangesOf,
  type Step,
  seatsFrom,
  seatsIn,
  stepOf,
  withoutSeats,
  withSeats,
} from '../../store/seats.ts'
import type { Transaction } from '../../store/transaction.ts'
import { MAX_TICKETS_OF_ITEM, type ShipmentType } from '../../store/words.ts'
import { dollars } from '../money/totals.ts'
import { noTickets, wrongPrice, wrongSplit } from '../order-refusals.ts'
import { unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { checkFits } from '../shipments/fitting.ts'
import { availableQuantity, isSplit, sellableSplits, stepOfGroup } from './availability.ts'
import { ticketGroupSignature } from './signature.ts'

/** What an item of an order asks for, the group that it asks it of, and how it is to be delivered. */
export interface Sale {
  readonly item: Wanted
  /** As it was before the order took anything. */
  readonly group: TicketGroup
  readonly type: ShipmentType
}

type Check = (sale: Sale, settings: Settings) => void

/** In this order: TEvo's page does not say which of several causes it tells. Whether the number is left comes first. */
const CHECKS: readonly Check[] = [checkSplit, ({ group, type }) => checkFits(group, type), checkPrice, checkSignature]

/**
 * Takes the seats that the items of an order ask for, by item.
 * @throws Refusal with the documented cause (W:1666678785), when a group cannot be sold so
 */
export function sell(tx: Transaction, sales: readonly Sale[], settings: Settings): number[][] {
  checkNumbers(sales, settings)
  for (const check of CHECKS) for (const sale of sales) check(sale, settings)
  // Two items may take from the same group: each sees what the one before it left.
  return sales.map(({ item, group }) => reserve(tx, tx.must('ticket_groups', group.id), item))
}

/** @throws Refusal when so many tickets are not left */
export function checkNumbers(sales: readonly Pick<Sale, 'item' | 'group'>[], settings: Settings): void {
  const taken = new Map<number, number>()
  for (const { item, group } of sales) {
    const before = taken.get(group.id) ?? 0
    checkNumber(group, before, item, settings)
    if (item.ticket_hold_id === null) taken.set(group.id, before + item.quantity)
  }
}

function checkNumber(
  group: TicketGroup,
  taken: number,
  { quantity, ticket_hold_id }: Wanted,
  { forced }: Settings,
): void {
  // As if somebody else had been faster.
  const available = forced === 'ticket_group_gone' ? 0 : availableQuantity(group) - taken
  if (ticket_hold_id === null && quantity > available)
    throw noTickets(`Ticket group ${group.id} has ${available} tickets left; ${quantity} were asked for`)
  if (quantity > MAX_TICKETS_OF_ITEM)
    throw unprocessable(
      `An item of an order has at most ${MAX_TICKETS_OF_ITEM} tickets; ${quantity} were asked for: make several orders`,
    )
}

function checkSplit({ group, item: { quantity, ticket_hold_id } }: Sale): void {
  if (ticket_hold_id !== null || isSplit(group, quantity)) return
  const splits = group.splits ?? sellableSplits(group)
  throw wrongSplit(
    splits,
    quantity,
    `Ticket group ${group.id} is sold in quantities of ${splits.join(', ')}; ${quantity} were asked for: ask for one of these`,
  )
}

function checkPrice(sale: Sale, settings: Settings): void {
  const { price_cents } = sale.item
  const group = dearer(sale, settings)
  if (settings.price_check && price_cents < group.wholesale_price_cents)
    throw wrongPrice(
      group,
      price_cents,
      `Ticket group ${group.id} cannot be sold below its wholesale price of ${dollars(group.wholesale_price_cents)}; the price was ${dollars(price_cents)}: use discount to sell for less`,
    )
}

/** How far a price that a fault raises is above the price that was offered. */
const RISE_CENTS = 100

/** The group as if its owner had raised the price. */
function dearer({ group, item }: Sale, { forced }: Settings): TicketGroup {
  if (forced !== 'price_rises') return group
  const signatures = { ...group.signatures, [ticketGroupSignature(group)]: group.wholesale_price_cents }
  const wholesale_price_cents = Math.max(group.wholesale_price_cents, item.price_cents) + RISE_CENTS
  return { ...group, signatures, wholesale_price_cents }
}

/** S4: an order with a signature is refused when the group's cost has risen since the signature was given out. */
function checkSignature(sale: Sale, settings: Settings): void {
  const { signature, price_cents } = sale.item
  const group = dearer(sale, settings)
  if (signature === null) {
    if (settings.signature_required)
      throw unprocessable(`This account requires a ticket_group_signature; read ticket group ${group.id} again for one`)
    return
  }
  if (!settings.signature_check) return
  const current = ticketGroupSignature(group)
  const wholesale_cents = signature === current ? group.wholesale_price_cents : group.signatures[signature]
  if (wholesale_cents === undefined)
    throw unprocessable(
      `ticket_group_signature ${signature} was never given out for ticket group ${group.id}; read it again`,
    )
  if (group.wholesale_price_cents > wholesale_cents)
    throw wrongPrice(
      group,
      price_cents,
      `The wholesale price of ticket group ${group.id} has risen from ${dollars(wholesale_cents)} to ${dollars(group.wholesale_price_cents)} since ticket_group_signature ${signature} was given out; read it again`,
    )
}

/** Takes seats out of a group for good, or until they are released. */
function reserve(tx: Transaction, group: TicketGroup, wanted: Wanted): number[] {
  if (wanted.ticket_hold_id !== null) return useHold(tx, group, wanted.ticket_hold_id, wanted.quantity)
  const seats =
    wanted.low_seat === null
      ? anySeats(group, wanted)
      : seatsFrom(wanted.low_seat, wanted.quantity, stepOf(wanted.seat_order ?? group.seat_order))
  takeSeats(tx, group, seats)
  return seats
}

/** Takes the seats of a hold; the hold is then used up. */
function useHold(tx: Transaction, group: TicketGroup, hold_id: number, quantity: number): number[] {
  const hold = tx.must('ticket_holds', hold_id)
  if (hold.state !== 'held' && hold.state !== 'taken')
    throw unprocessable(`Hold ${hold_id} of ticket group ${group.id} is ${hold.state}; its tickets are no longer kept`)
  // A hold may have changed since the order was queued.
  if (hold.quantity !== quantity)
    throw unprocessable(`Hold ${hold_id} has ${hold.quantity} tickets now; the order is for ${quantity}`)
  tx.put('ticket_holds', { ...hold, state: 'used', updated_at: tx.now })
  return seatsIn(hold.seats, stepOfGroup(group))
}

export function takeSeats(tx: Transaction, group: TicketGroup, seats: readonly number[]): void {
  const sorted = ascending(seats)
  const twice = sorted.find((seat, nth) => seat === sorted[nth + 1])
  if (twice !== undefined) throw unprocessable(`Seat ${twice} of ticket group ${group.id} is named twice`)
  takeRanges(tx, group, rangesOf(sorted, stepOfGroup(group)))
}

/** As `takeSeats`, but its cost does not grow with the number of seats. */
export function takeRanges(tx: Transaction, group: TicketGroup, seats: readonly SeatRange[]): void {
  const step = stepOfGroup(group)
  const gone = firstMissing(group.available, seats, step)
  if (gone !== undefined) throw unprocessable(`Seat ${gone} of ticket group ${group.id} is not available`)
  putAvailable(tx, group, withoutSeats(group.available, seats, step))
}

/** Seats side by side if there are enough of them, else the lowest ones. */
function anySeats(group: TicketGroup, { quantity, seat_order }: Wanted): number[] {
  const own = stepOfGroup(group)
  // A group numbered odd or even has no two consecutive seats, so `seat_order` of the request does not matter.
  const step: Step = own === 2 ? own : stepOf(seat_order ?? group.seat_order)
  for (const [from, to] of group.available) {
    const [, last] = rangeFrom(from, quantity, step)
    if (last <= to) return seatsFrom(from, quantity, step)
  }
  return lowestSeats(group.available, quantity, own)
}

function lowestSeats(available: readonly SeatRange[], quantity: number, step: Step): number[] {
  const seats: number[] = []
  for (const [from, to] of available)
    for (let seat = from; seat <= to && seats.length < quantity; seat += step) seats.push(seat)
  return seats
}

/** Gives seats back to their group. */
export function release(tx: Transaction, ticket_group_id: number, seats: readonly number[]): void {
  const group = tx.must('ticket_groups', ticket_group_id)
  releaseRanges(tx, group, rangesOf(seats, stepOfGroup(group)))
}

export function releaseRanges(tx: Transaction, group: TicketGroup, seats: readonly SeatRange[]): void {
  putAvailable(tx, group, withSeats(group.available, seats, stepOfGroup(group)))
}

/** Written field by field: V8 of Node 20 is slow at changing fields of what is spread, and each order changes its groups. */
function putAvailable(tx: Transaction, group: TicketGroup, available: readonly SeatRange[]): void {
  const updated_at = tx.now
  tx.put('ticket_groups', {
    id: group.id,
    office_id: group.office_id,
    event_id: group.event_id,
    type: group.type,
    section: group.section,
    row: group.row,
    quantity: group.quantity,
    low_seat: group.low_seat,
    seat_order: group.seat_order,
    available,
    wasted: group.wasted,
    wasted_reason: group.wasted_reason,
    splits: group.splits,
    split_type: group.split_type,
    format: group.format,
    wholesale_price_cents: group.wholesale_price_cents,
    retail_price_cents: group.retail_price_cents,
    cost_cents: group.cost_cents,
    taxed_cost_cents: group.taxed_cost_cents,
    face_value_cents: group.face_value_cents,
    discount_percent: group.discount_percent,
    account_email: group.account_email,
    broadcast: group.broadcast,
    signatures: group.signatures,
    remote_id: group.remote_id,
    external_notes: group.external_notes,
    broker_notes: group.broker_notes,
    internal_notes: group.internal_notes,
    view_type: group.view_type,
    wheelchair: group.wheelchair,
    tag_list: group.tag_list,
    in_hand: group.in_hand,
    in_hand_on: group.in_hand_on,
    instant_delivery: group.instant_delivery,
    spec: group.spec,
    purchase_order_id: group.purchase_order_id,
    deleted_at: group.deleted_at,
    updated_at,
  })
}
