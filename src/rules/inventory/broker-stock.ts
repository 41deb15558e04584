import type { NewTicketGroup, TicketGroupDetails } from '../../store/placements.ts'
import type { TicketGroup, UnmappedInventory } from '../../store/records.ts'
import { rangeFrom, stepOf } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import { remoteKey } from '../../store/tables.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { SeatOrder } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import { lookUpOwn } from '../lookup.ts'
import { invalid, notFound } from '../refusal.ts'
import { isOwnGroup, ticketCounts } from './availability.ts'
import { type DetailFields, describeTicket, forgetTickets } from './ticket-details.ts'
import { addTicketGroup, deleteTicketGroup, type GroupExtras, updateTicketGroup } from './ticket-groups.ts'

/**
 * How a broker's own system keeps its stock at TEvo. Its groups are ordinary ticket groups, which it knows by an id of its
 * own, the `remote_id`.
 */

/** One ticket that was sent, and what was said of it. */
export interface SentSeat {
  readonly seat: number
  readonly details: DetailFields
}

type Details = Omit<TicketGroupDetails, 'retail_price_cents' | 'broker_notes' | 'tag_list' | 'remote_id'> & GroupExtras

export interface NewStock {
  readonly office_id: number
  readonly remote_id: string
  readonly quantity: number
  /** Empty: the tickets are numbered from 1 on. */
  readonly seats: readonly SentSeat[]
  readonly details: Details
  readonly event: Pick<UnmappedInventory, 'event_id' | 'event_name' | 'event_occurs_at_date' | 'event_occurs_at_time'>
  readonly venue_name: string | null
}

/** What is left out stays as it is. */
export interface StockChanges {
  readonly remote_id?: string | undefined
  readonly quantity?: number | undefined
  readonly seats?: readonly SentSeat[] | undefined
  readonly details: { readonly [Field in keyof Details]?: Details[Field] | undefined }
}

/** What every answer says of a group: W:3319463967. Null where TEvo does not know the event yet. */
export interface StockLine {
  readonly id: number | null
  readonly remote_id: string
  readonly event_id: number | null
}

export const lineOf = ({ id, remote_id, event_id }: TicketGroup): StockLine => ({
  id,
  remote_id: remote_id ?? '',
  event_id,
})

/** A `remote_id` that this API could have given: another one is a group that was made in another way. */
export const isRemoteId = (remote_id: string | null): remote_id is string =>
  remote_id !== null && /^[1-9]\d{0,14}$/.test(remote_id)

export function createStock(tx: Transaction, caller: Caller, input: NewStock): StockLine {
  const { office_id, remote_id, quantity, details, event } = input
  checkOffice(tx, caller, office_id)
  checkFree(tx, office_id, remote_id)
  const numbers = numbersOf(input.seats, quantity)
  if (tx.get('events', event.event_id)?.deleted_at !== null) {
    const { section, row, format, wholesale_price_cents } = details
    const described = { section, row, format, wholesale_price_cents, quantity, venue_name: input.venue_name }
    tx.put('unmapped_inventory', {
      id: tx.nextId('unmapped_inventory'),
      office_id,
      remote_id,
      ...event,
      ...described,
      created_at: tx.now,
    })
    return { id: null, remote_id, event_id: null }
  }
  const group = addTicketGroup(tx, office_id, newGroupOf(input, numbers), 0, details)
  describeAll(tx, group, input.seats)
  return lineOf(group)
}

/** W:4540596259: a UserCredential keeps the stock of its own office. */
function checkOffice(read: Reader, caller: Caller, office_id: number): void {
  const office = read.get('offices', office_id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw invalid({ 'office.id': [`${office_id} is not an office of your brokerage`] })
  if (caller.credential.type === 'User' && caller.office_id !== office_id)
    throw invalid({ 'office.id': [`must be ${caller.office_id}, the office of the credential`] })
}

/** W:4540596259: `office_id` and `remote_id` together name one group. */
function checkFree(read: Reader, office_id: number, remote_id: string): void {
  const key = remoteKey(office_id, remote_id)
  const taken = read.count('ticket_groups', 'by_remote_id', key) + read.count('unmapped_inventory', 'by_remote_id', key)
  if (taken > 0) throw invalid({ remote_id: [`${remote_id} has already been taken in office ${office_id}`] })
}

type Numbers = Pick<TicketGroup, 'low_seat' | 'quantity' | 'seat_order'>

/** A group has neighbours, as `seat_order` names them: their numbers are one apart, or two. */
function numbersOf(seats: readonly SentSeat[], quantity: number): Numbers {
  const numbers = seats.map(({ seat }) => seat).sort((one, other) => one - other)
  const [low_seat = 1, second] = numbers
  if (numbers.length === 0) return { low_seat, quantity, seat_order: 'consecutive' }
  if (numbers.length !== quantity)
    throw invalid({ quantity: [`is ${quantity}, but ${numbers.length} seats are given: give as many`] })
  const seat_order: SeatOrder = second === low_seat + 2 ? 'odd_even' : 'consecutive'
  const step = stepOf(seat_order)
  const twice = numbers.find((seat, nth) => seat === numbers[nth + 1])
  if (twice !== undefined) throw invalid({ seats: [`must be unique; ${twice} is given twice`] })
  if (numbers.some((seat, nth) => seat !== low_seat + step * nth))
    throw invalid({
      seats: ['must be neighbours, such as 1, 2, 3 or 1, 3, 5: send the others as a group of their own'],
    })
  return { low_seat, quantity, seat_order }
}

/** The price is wholesale, and retail until the owner says another one. */
const newGroupOf = ({ remote_id, details, event }: NewStock, numbers: Numbers): NewTicketGroup => ({
  ...details,
  ...numbers,
  event_id: event.event_id,
  office_id: null,
  remote_id,
  retail_price_cents: details.wholesale_price_cents,
  broker_notes: null,
  tag_list: null,
})

function describeAll(tx: Transaction, group: TicketGroup, seats: readonly SentSeat[]): void {
  for (const { seat, details } of seats) if (Object.keys(details).length > 0) describeTicket(tx, group, seat, details)
}

const isStock = (read: Reader, caller: Caller, group: TicketGroup): boolean =>
  group.deleted_at === null && isRemoteId(group.remote_id) && isOwnGroup(read, caller, group)

/** A group that the caller's brokerage has sent, by the id in a URL. */
export const findStock = (read: Reader, caller: Caller, id: string): TicketGroup =>
  lookUpOwn(read, 'ticket_groups', id, (group) => isStock(read, caller, group))

/** W:4883120155: of several ids those are found that there are; where there is none of them, nothing is. */
export function findManyStocks(read: Reader, caller: Caller, ids: readonly number[]): TicketGroup[] {
  const found = [...new Set(ids)].flatMap((id) => {
    const group = read.get('ticket_groups', id)
    return group !== undefined && isStock(read, caller, group) ? [group] : []
  })
  if (found.length === 0) throw notFound('TicketGroup', ids.join(', '))
  return found
}

export function updateStock(tx: Transaction, group: TicketGroup, changes: StockChanges): StockLine {
  const { remote_id, quantity, seats, details } = changes
  if (remote_id !== undefined && remote_id !== group.remote_id) checkFree(tx, group.office_id, remote_id)
  const { splits, split_type, in_hand, in_hand_on } = details
  if (in_hand === false && (in_hand_on ?? group.in_hand_on) === null)
    throw invalid({ in_hand_on: ["can't be blank where in_hand is false"] })
  // A list of quantities belongs to CUSTOM.
  const listed = split_type !== undefined && split_type !== 'CUSTOM' ? null : splits
  // Retail has followed the price so far.
  const isFollowing = group.retail_price_cents === group.wholesale_price_cents
  const retail_price_cents = isFollowing ? details.wholesale_price_cents : undefined
  const changed = updateTicketGroup(
    tx,
    group,
    definedFields({ ...details, splits: listed, remote_id, retail_price_cents }),
  )
  const numbered = seats === undefined && quantity === undefined ? changed : renumber(tx, changed, seats, quantity)
  describeAll(tx, numbered, seats ?? [])
  return lineOf(numbered)
}

/** W:4659118094: another quantity makes the tickets anew. Nobody may have one of them then. */
function renumber(
  tx: Transaction,
  group: TicketGroup,
  seats: readonly SentSeat[] | undefined,
  quantity: number | undefined,
): TicketGroup {
  const { low_seat, seat_order } = group
  const numbers =
    seats === undefined
      ? { low_seat, seat_order, quantity: quantity ?? group.quantity }
      : numbersOf(seats, quantity ?? seats.length)
  const isSame =
    numbers.low_seat === low_seat && numbers.seat_order === seat_order && numbers.quantity === group.quantity
  if (isSame) return group
  const counts = ticketCounts(tx, group)
  for (const state of ['sold', 'held', 'taken', 'wasted'] as const)
    if (counts[state] > 0)
      throw invalid({
        quantity: [`cannot be changed, nor can the seats: ${counts[state]} tickets of group ${group.id} are ${state}`],
      })
  forgetTickets(tx, group)
  const available = [rangeFrom(numbers.low_seat, numbers.quantity, stepOf(numbers.seat_order))]
  return tx.put('ticket_groups', { ...group, ...numbers, available })
}

export function deleteStock(tx: Transaction, group: TicketGroup): StockLine {
  forgetTickets(tx, deleteTicketGroup(tx, group))
  return lineOf(group)
}
