import type { SeatRange, TicketDetails, TicketGroup, TicketHold } from './records.ts'
import { countSeats, firstMissing, rangeFrom, stepOf, withSeats } from './seats.ts'
import type { Reader } from './state.ts'
import { ticketKey } from './tables.ts'

/** Whether the seats of a world fit together: those of a group, of its holds, and of single tickets. */

/** A field, and how it disagrees with other fields or records. */
export type Finding = readonly [field: string, finding: string]

export function unlessSeatsAreOwn(group: TicketGroup, read: Reader): Finding[] {
  const kept = [...read.find('ticket_holds', 'by_group', group.id)].flatMap(({ seats }) => seats)
  const findings = [
    ...unlessAmong(group, 'available', group.available),
    ...unlessAmong(group, 'wasted', group.wasted),
    ...unlessApart(group, [...group.available, ...group.wasted, ...kept]),
  ]
  return findings.slice(0, 1)
}

export function unlessSeatsAreHeld({ ticket_group_id, seats, quantity }: TicketHold, read: Reader): Finding[] {
  const group = read.get('ticket_groups', ticket_group_id)
  if (group === undefined) return []
  const isCounted = countSeats(seats, stepOf(group.seat_order)) === quantity
  const findings = [
    ...unlessAmong(group, 'seats', seats),
    ...(isCounted ? [] : [['quantity', `${quantity} is not the number of its seats`] as const]),
  ]
  return findings.slice(0, 1)
}

export function unlessOneOfItsSeats({ ticket_group_id, seat }: TicketDetails, read: Reader): Finding[] {
  const group = read.get('ticket_groups', ticket_group_id)
  if (group === undefined) return []
  if (read.count('ticket_details', 'by_ticket', ticketKey(ticket_group_id, seat)) > 1)
    return [['seat', `${seat} of ticket group ${ticket_group_id} is given twice; a ticket is described once`]]
  const seats = [rangeFrom(group.low_seat, group.quantity, stepOf(group.seat_order))]
  if (firstMissing(seats, [[seat, seat]], stepOf(group.seat_order)) === undefined) return []
  return [['seat', `${seat} is not a seat of ticket group ${ticket_group_id}`]]
}

/** A finding, unless all seats are seats of the group, in ascending order. */
function unlessAmong(group: TicketGroup, field: string, seats: readonly SeatRange[]): Finding[] {
  const { low_seat, quantity, seat_order } = group
  const step = stepOf(seat_order)
  const [, high_seat] = rangeFrom(low_seat, quantity, step)
  const isOwn = (seat: number) => low_seat <= seat && seat <= high_seat && (seat - low_seat) % step === 0
  let next = low_seat
  for (const [from, to] of seats) {
    if (from < next || to < from || !isOwn(from) || !isOwn(to))
      return [
        [
          field,
          `[${from}, ${to}] is out of order, or not among its ${quantity} ${seat_order} seats from ${low_seat} on`,
        ],
      ]
    next = to + 1
  }
  return []
}

/** A finding, unless the ranges of a group share no seat. */
function unlessApart({ seat_order }: TicketGroup, ranges: readonly SeatRange[]): Finding[] {
  const step = stepOf(seat_order)
  if (countSeats(withSeats([], ranges, step), step) === countSeats(ranges, step)) return []
  return [['available', 'a seat can be available, wasted or held only once']]
}
