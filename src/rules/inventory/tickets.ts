import type { SeatRange, TicketDetails, TicketGroup } from '../../store/records.ts'
import { firstMissing, seatsFrom } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import { ticketKey } from '../../store/tables.ts'
import type { TicketState } from '../../store/words.ts'
import { notFound } from '../refusal.ts'
import { stepOfGroup } from './availability.ts'

/**
 * The single tickets of a group. A group keeps ranges of seats and no record for each, so the id of a ticket is made of
 * its group's id and its position in the group, in five digits: a group has at most 100,000 tickets.
 */

const POSITION_DIGITS = 5

export interface Ticket {
  readonly group: TicketGroup
  readonly seat: number
  readonly state: TicketState
  readonly details: TicketDetails | null
}

/** The id is text: that of a group may have 15 digits. */
export function ticketId({ group, seat }: Pick<Ticket, 'group' | 'seat'>): string {
  const position = (seat - group.low_seat) / stepOfGroup(group)
  return `${group.id}${String(position).padStart(POSITION_DIGITS, '0')}`
}

/** The group and the seat of a ticket's id, where there is such a ticket. */
function ticketByText(read: Reader, id: string): Pick<Ticket, 'group' | 'seat'> | undefined {
  const [, group_id, position] = /^([1-9]\d{0,14})(\d{5})$/.exec(id) ?? []
  const group = group_id === undefined ? undefined : read.get('ticket_groups', Number(group_id))
  if (group === undefined || group.deleted_at !== null || Number(position) >= group.quantity) return undefined
  return { group, seat: group.low_seat + Number(position) * stepOfGroup(group) }
}

/** A ticket by the id in a URL. */
export function findTicket(read: Reader, id: string, isOwn: (group: TicketGroup) => boolean): Ticket {
  const found = ticketByText(read, id)
  if (found === undefined || !isOwn(found.group)) throw notFound('Ticket', id)
  return ticketAt(read, found.group, found.seat)
}

export function ticketAt(read: Reader, group: TicketGroup, seat: number): Ticket {
  return { group, seat, state: stateOf(read, group, seat), details: detailsOf(read, group, seat) }
}

export const seatsOf = (group: TicketGroup): number[] => seatsFrom(group.low_seat, group.quantity, stepOfGroup(group))

export function detailsOf(read: Reader, group: TicketGroup, seat: number): TicketDetails | null {
  const [details] = read.find('ticket_details', 'by_ticket', ticketKey(group.id, seat))
  return details ?? null
}

/** What a ticket has cost its owner, as far as that is known: as said of the ticket, else of its group, else wholesale. */
export const costOf = (group: TicketGroup, details: TicketDetails | null): number =>
  details?.cost_cents ?? group.cost_cents ?? group.wholesale_price_cents

function stateOf(read: Reader, group: TicketGroup, seat: number): TicketState {
  const isIn = (ranges: readonly SeatRange[]) => firstMissing(ranges, [[seat, seat]], stepOfGroup(group)) === undefined
  if (isIn(group.available)) return 'available'
  if (isIn(group.wasted)) return 'wasted'
  for (const { state, seats } of read.find('ticket_holds', 'by_group', group.id))
    if ((state === 'held' || state === 'taken') && isIn(seats)) return state
  return 'sold'
}
