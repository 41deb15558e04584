import type { SeatOrder, SeatRange, TicketGroup } from '../store/records.ts'
import { countSeats, hasSeat, seatsFrom, withoutSeat, withSeats } from '../store/seats.ts'
import type { Transaction } from '../store/store.ts'
import { dollars } from './money.ts'
import { unprocessable } from './refusal.ts'
import type { Settings } from './settings.ts'
import { ticketGroupSignature } from './ticket-group-signature.ts'

/** What an order asks of a ticket group. */
export interface Wanted {
  readonly quantity: number
  readonly price_cents: number
  readonly signature: string | null
  readonly low_seat: number | null
  readonly seat_order: SeatOrder | null
}

export const availableQuantity = (group: TicketGroup): number => countSeats(group.available)

/** The quantities that can be bought at once now: W:2853797930. */
export function sellableSplits(group: TicketGroup): number[] {
  const available = availableQuantity(group)
  if (group.splits === null) return Array.from({ length: Math.min(available, 100) }, (_, nth) => nth + 1)
  return group.splits.filter((split) => split <= available)
}

/** Refuses what the group cannot be sold for: too many, outside its splits, under its cost, or changed since it was seen. */
export function checkSellable(group: TicketGroup, wanted: Wanted, settings: Settings): void {
  const available = availableQuantity(group)
  const name = `Ticket group ${group.id}`
  if (wanted.quantity > available)
    throw unprocessable(`${name} has ${available} tickets left; ${wanted.quantity} were asked for`)
  if (group.splits !== null && !group.splits.includes(wanted.quantity))
    throw unprocessable(
      `${name} is sold in quantities of ${group.splits.join(', ')}; ${wanted.quantity} were asked for: take one of these`,
    )
  if (settings.price_check && wanted.price_cents < group.wholesale_price_cents)
    throw unprocessable(
      `${name} cannot be sold below its wholesale price of ${dollars(group.wholesale_price_cents)}; the price was ${dollars(wanted.price_cents)}: use discount to sell for less`,
    )
  checkSignature(group, wanted, settings)
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
  const step = (wanted.seat_order ?? group.seat_order) === 'odd_even' ? 2 : 1
  const seats =
    wanted.low_seat === null
      ? anySeats(group.available, wanted.quantity, step)
      : seatsFrom(wanted.low_seat, wanted.quantity, step)
  takeSeats(tx, group, seats)
  return seats
}

export function takeSeats(tx: Transaction, group: TicketGroup, seats: readonly number[]): void {
  const gone = seats.find((seat, nth) => !hasSeat(group.available, seat) || seats.indexOf(seat) !== nth)
  if (gone !== undefined) throw unprocessable(`Seat ${gone} of ticket group ${group.id} is not available`)
  const available = seats.reduce((ranges: readonly SeatRange[], seat) => withoutSeat(ranges, seat), group.available)
  tx.put('ticket_groups', { ...group, available, updated_at: tx.now })
}

/** Seats side by side if there are enough of them, else the lowest ones. */
function anySeats(available: readonly SeatRange[], quantity: number, step: 1 | 2): number[] {
  for (const [from, to] of available) {
    if (step === 1 && to - from + 1 >= quantity) return seatsFrom(from, quantity, 1)
    if (step === 2)
      for (let low = from; low <= to; low += 1) {
        const seats = seatsFrom(low, quantity, 2)
        if (seats.every((seat) => hasSeat(available, seat))) return seats
      }
  }
  return lowestSeats(available, quantity)
}

function lowestSeats(available: readonly SeatRange[], quantity: number): number[] {
  const seats: number[] = []
  for (const [from, to] of available)
    for (let seat = from; seat <= to && seats.length < quantity; seat += 1) seats.push(seat)
  return seats
}

/** Gives seats back to their group. */
export function release(tx: Transaction, ticket_group_id: number, seats: readonly number[]): void {
  const group = tx.must('ticket_groups', ticket_group_id)
  tx.put('ticket_groups', { ...group, available: withSeats(group.available, seats), updated_at: tx.now })
}
