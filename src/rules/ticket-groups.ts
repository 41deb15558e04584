import type { Party, SeatOrder, TicketGroup } from '../store/records.ts'
import { rangeFrom, stepOf, withSeats } from '../store/seats.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { availableQuantity, isOwnGroup, isSeenGroup, stepOfGroup, ticketCounts } from './availability.ts'
import type { Caller } from './caller.ts'
import { given } from './clients.ts'
import { lookUpOwn } from './lookup.ts'
import { invalid, unprocessable } from './refusal.ts'
import type { WastedReason } from './terms.ts'
import { ticketGroupSignature } from './ticket-group-signature.ts'

/** What an owner may say of a group at any time. */
type TicketGroupDetails = Pick<
  TicketGroup,
  | 'type'
  | 'section'
  | 'row'
  | 'splits'
  | 'format'
  | 'wholesale_price_cents'
  | 'retail_price_cents'
  | 'remote_id'
  | 'external_notes'
  | 'broker_notes'
  | 'internal_notes'
  | 'view_type'
  | 'wheelchair'
  | 'tag_list'
  | 'in_hand'
  | 'in_hand_on'
  | 'instant_delivery'
  | 'spec'
>

/** What is left out stays as it is. */
export type TicketGroupChanges = {
  readonly [Field in keyof TicketGroupDetails]?: TicketGroupDetails[Field] | undefined
}

export interface NewTicketGroup extends TicketGroupDetails {
  readonly event_id: number
  /** Null: the caller's own. */
  readonly office_id: number | null
  readonly quantity: number
  readonly low_seat: number
  readonly seat_order: SeatOrder
}

export const findSeenGroup = (read: Reader, caller: Caller, id: string): TicketGroup =>
  lookUpOwn(read, 'ticket_groups', id, (group) => isSeenGroup(read, caller, group))

/** A group that the caller's brokerage may change: somebody else's is not there. */
export const findOwnGroup = (read: Reader, caller: Caller, id: string): TicketGroup =>
  lookUpOwn(read, 'ticket_groups', id, (group) => group.deleted_at === null && isOwnGroup(read, caller, group))

export function createTicketGroup(tx: Transaction, caller: Caller, input: NewTicketGroup, entry: number): TicketGroup {
  const office_id = input.office_id ?? caller.office_id ?? 0
  const office = tx.get('offices', office_id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw invalid({ office_id: [`${office_id} is no office of your brokerage`] }, entry)
  return addTicketGroup(tx, office_id, input, entry)
}

export function addTicketGroup(tx: Transaction, office_id: number, input: NewTicketGroup, entry: number): TicketGroup {
  if (tx.get('events', input.event_id)?.deleted_at !== null)
    throw invalid({ event_id: [`${input.event_id} is no event`] }, entry)
  return tx.put('ticket_groups', {
    ...input,
    id: tx.nextId('ticket_groups'),
    office_id,
    available: [rangeFrom(input.low_seat, input.quantity, stepOf(input.seat_order))],
    wasted: [],
    wasted_reason: null,
    signatures: {},
    purchase_order_id: null,
    deleted_at: null,
    updated_at: tx.now,
  })
}

/** Changes a group. A signature that was given out stays known by the wholesale price it stood for. */
export function updateTicketGroup(tx: Transaction, group: TicketGroup, changes: TicketGroupChanges): TicketGroup {
  const changed = { ...group, ...given(changes), updated_at: tx.now }
  if (changed.wholesale_price_cents === group.wholesale_price_cents) return tx.put('ticket_groups', changed)
  const signatures = { ...group.signatures, [ticketGroupSignature(group)]: group.wholesale_price_cents }
  const retail_price_cents =
    changes.retail_price_cents ?? Math.max(group.retail_price_cents, changed.wholesale_price_cents)
  return tx.put('ticket_groups', { ...changed, signatures, retail_price_cents })
}

/** Takes a group off the market for good. Orders that name it go on doing so. */
export function deleteTicketGroup(tx: Transaction, group: TicketGroup): TicketGroup {
  const counts = ticketCounts(tx, group)
  for (const state of ['sold', 'held', 'taken'] as const)
    if (counts[state] > 0)
      throw unprocessable(
        `Ticket group ${group.id} has ${counts[state]} ${state} tickets; only one without sold, held and taken tickets can be deleted`,
      )
  return tx.put('ticket_groups', { ...group, available: [], deleted_at: tx.now, updated_at: tx.now })
}

/** PHP:ticket_groups: what is still available is written off for good. */
export function wasteTickets(tx: Transaction, group: TicketGroup, wasted_reason: WastedReason): TicketGroup {
  if (availableQuantity(group) === 0) throw unprocessable(`Ticket group ${group.id} has no available tickets to waste`)
  const wasted = withSeats(group.wasted, group.available, stepOfGroup(group))
  return tx.put('ticket_groups', { ...group, available: [], wasted, wasted_reason, updated_at: tx.now })
}

/** Whoever sold tickets from outside of TEvo: all that is known is who bought them. */
export const outsideParty = ({ id, account }: Party): Party => ({ type: 'Outside', id, account })
