import type { SeatOrder, SeatRange, TicketGroup } from '../store/records.ts'
import {
  firstMissing,
  rangeFrom,
  rangesOf,
  type Step,
  seatsFrom,
  seatsIn,
  stepOf,
  withoutSeats,
  withSeats,
} from '../store/seats.ts'
import type { Transaction } from '../store/store.ts'
import { availableQuantity, stepOfGroup } from './availability.ts'
import { dollars } from './money.ts'
import { unprocessable } from './refusal.ts'
import type { Settings } from './settings.ts'
import { ticketGroupSignature } from './ticket-group-signature.ts'

/** By how much a forced price is over what was offered. */
const RISE_CENTS = 100

/** What an order asks of a ticket group. */
export interface Wanted {
  readonly quantity: number
  readonly price_cents: number
  readonly signature: string | null
  readonly low_seat: number | null
  readonly seat_order: SeatOrder | null
  /** The hold or take whose tickets these are; its seats are sold, whatever else is left or how the group is split. */
  readonly ticket_hold_id: number | null
}

/** Refuses what the group cannot be sold for: too many, outside its splits, under its cost, or changed since it was seen. */
export function checkSellable(current: TicketGroup, wanted: Wanted, settings: Settings): void {
  const group = asForced(current, wanted, settings.forced)
  const name = `Ticket group ${group.id}`
  if (wanted.ticket_hold_id === null) checkQuantity(group, wanted.quantity)
  if (settings.price_check && wanted.price_cents < group.wholesale_price_cents)
    throw unprocessable(
      `${name} cannot be sold below its wholesale price of ${dollars(group.wholesale_price_cents)}; the price was ${dollars(wanted.price_cents)}: use discount to sell for less`,
    )
  checkSignature(group, wanted, settings)
}

/** The group as it would be if somebody else had been faster, or its owner dearer. */
function asForced(group: TicketGroup, wanted: Wanted, forced: Settings['forced']): TicketGroup {
  if (forced === 'ticket_group_gone') return { ...group, available: [] }
  if (forced !== 'price_rises') return group
  const signatures = { ...group.signatures, [ticketGroupSignature(group)]: group.wholesale_price_cents }
  const dearer_cents = Math.max(group.wholesale_price_cents, wanted.price_cents) + RISE_CENTS
  return { ...group, signatures, wholesale_price_cents: dearer_cents }
}

function checkQuantity(group: TicketGroup, quantity: number): void {
  const available = availableQuantity(group)
  const name = `Ticket group ${group.id}`
  if (quantity > available) throw unprocessable(`${name} has ${available} tickets left; ${quantity} were asked for`)
  if (group.splits !== null && !group.splits.includes(quantity))
    throw unprocessable(
      `${name} is sold in quantities of ${group.splits.join(', ')}; ${quantity} were asked for: take one of these`,
    )
}

/** S4: a signature stops an order for a group whose cost has risen since the signature was given out. */
function checkSignature(group: TicketGroup, { signature }: Wanted, settings: Settings): void {
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
    throw unprocessable(
      `The wholesale price of ticket group ${group.id} has risen from ${dollars(wholesale_cents)} to ${dollars(group.wholesale_price_cents)} since ticket_group_signature ${signature} was given out; read it again`,
    )
}

/** Takes seats out of a group for good, or until they are released. */
export function reserve(tx: Transaction, group: TicketGroup, wanted: Wanted): number[] {
  if (wanted.ticket_hold_id !== null) return useHold(tx, group, wanted.ticket_hold_id, wanted.quantity)
  const seats =
    wanted.low_seat === null
      ? anySeats(group, wanted)
      : seatsFrom(wanted.low_seat, wanted.quantity, stepOf(wanted.seat_order ?? group.seat_order))
  takeSeats(tx, group, seats)
  return seats
}

/** The seats of a hold, which is used up by this. */
function useHold(tx: Transaction, group: TicketGroup, hold_id: number, quantity: number): number[] {
  const hold = tx.must('ticket_holds', hold_id)
  if (hold.state !== 'held' && hold.state !== 'taken')
    throw unprocessable(`Hold ${hold_id} of ticket group ${group.id} is ${hold.state}; its tickets are no longer kept`)
  // An order that was queued may meet a hold that was changed since.
  if (hold.quantity !== quantity)
    throw unprocessable(`Hold ${hold_id} is of ${hold.quantity} tickets now; the order was for ${quantity}`)
  tx.put('ticket_holds', { ...hold, state: 'used', updated_at: tx.now })
  return seatsIn(hold.seats, stepOfGroup(group))
}

export function takeSeats(tx: Transaction, group: TicketGroup, seats: readonly number[]): void {
  const sorted = [...seats].sort((one, other) => one - other)
  const twice = sorted.find((seat, nth) => seat === sorted[nth + 1])
  if (twice !== undefined) throw unprocessable(`Seat ${twice} of ticket group ${group.id} is named twice`)
  takeRanges(tx, group, rangesOf(seats, stepOfGroup(group)))
}

/** As `takeSeats`, at a cost that does not grow with the number of seats. */
export function takeRanges(tx: Transaction, group: TicketGroup, seats: readonly SeatRange[]): void {
  const step = stepOfGroup(group)
  const gone = firstMissing(group.available, seats, step)
  if (gone !== undefined) throw unprocessable(`Seat ${gone} of ticket group ${group.id} is not available`)
  const available = withoutSeats(group.available, seats, step)
  tx.put('ticket_groups', { ...group, available, updated_at: tx.now })
}

/** Seats side by side if there are enough of them, else the lowest ones. */
function anySeats(group: TicketGroup, { quantity, seat_order }: Wanted): number[] {
  const own = stepOfGroup(group)
  // In a group that is numbered odd or even no two seats are consecutive, whatever a client always sends.
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
  const available = withSeats(group.available, seats, stepOfGroup(group))
  tx.put('ticket_groups', { ...group, available, updated_at: tx.now })
}
