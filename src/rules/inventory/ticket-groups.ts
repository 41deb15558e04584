import type { NewTicketGroup, TicketGroupDetails } from '../../store/placements.ts'
import type { Party, TicketGroup } from '../../store/records.ts'
import { rangeFrom, stepOf, withSeats } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { WastedReason } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { definedFields } from '../defined-fields.ts'
import { lookUpOwn } from '../lookup.ts'
import { invalid, unprocessable } from '../refusal.ts'
import { availableQuantity, isOwnGroup, isSeenGroup, stepOfGroup, ticketCounts } from './availability.ts'
import { ticketGroupSignature } from './signature.ts'

/** A field that is left out stays as it is. */
export type TicketGroupChanges = {
  readonly [Field in keyof TicketGroupDetails]?: TicketGroupDetails[Field] | undefined
}

export const findSeenGroup = (read: Reader, caller: Caller, id: string): TicketGroup =>
  lookUpOwn(read, 'ticket_groups', id, (group) => isSeenGroup(read, caller, group))

/** A group that the caller's brokerage may change: somebody else's is not found. */
export const findOwnGroup = (read: Reader, caller: Caller, id: string): TicketGroup =>
  lookUpOwn(read, 'ticket_groups', id, (group) => group.deleted_at === null && isOwnGroup(read, caller, group))

export function createTicketGroup(tx: Transaction, caller: Caller, input: NewTicketGroup, entry: number): TicketGroup {
  const office_id = input.office_id ?? caller.office_id ?? 0
  const office = tx.get('offices', office_id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw invalid({ office_id: [`${office_id} is not an office of your brokerage`] }, entry)
  return addTicketGroup(tx, office_id, input, entry)
}

/** What is said of a group only by a broker's own system, or by the purchase that it came with. */
export type GroupExtras = Pick<
  TicketGroup,
  'split_type' | 'cost_cents' | 'taxed_cost_cents' | 'face_value_cents' | 'discount_percent' | 'account_email'
>

const NO_EXTRAS: GroupExtras = {
  split_type: 'DEFAULT',
  cost_cents: null,
  taxed_cost_cents: null,
  face_value_cents: null,
  discount_percent: null,
  account_email: null,
}

export function addTicketGroup(
  tx: Transaction,
  office_id: number,
  input: NewTicketGroup,
  entry: number,
  extras: Partial<GroupExtras> = {},
): TicketGroup {
  if (tx.get('events', input.event_id)?.deleted_at !== null)
    throw invalid({ event_id: [`${input.event_id} is not the id of an event`] }, entry)
  return tx.put('ticket_groups', {
    ...input,
    ...NO_EXTRAS,
    ...extras,
    id: tx.nextId('ticket_groups'),
    office_id,
    broadcast: true,
    available: [rangeFrom(input.low_seat, input.quantity, stepOf(input.seat_order))],
    wasted: [],
    wasted_reason: null,
    signatures: {},
    purchase_order_id: null,
    deleted_at: null,
    updated_at: tx.now,
  })
}

/** Changes a group. Signatures given out before stay known, each with its wholesale price. */
export function updateTicketGroup(tx: Transaction, group: TicketGroup, changes: TicketGroupChanges): TicketGroup {
  const changed = { ...group, ...definedFields(changes), updated_at: tx.now }
  if (changed.wholesale_price_cents === group.wholesale_price_cents) return tx.put('ticket_groups', changed)
  const signatures = { ...group.signatures, [ticketGroupSignature(group)]: group.wholesale_price_cents }
  const retail_price_cents =
    changes.retail_price_cents ?? Math.max(group.retail_price_cents, changed.wholesale_price_cents)
  return tx.put('ticket_groups', { ...changed, signatures, retail_price_cents })
}

/** Takes a group off the market for good. Its record stays, for the orders that name it. */
export function deleteTicketGroup(tx: Transaction, group: TicketGroup): TicketGroup {
  const counts = ticketCounts(tx, group)
  for (const state of ['sold', 'held', 'taken'] as const)
    if (counts[state] > 0)
      throw unprocessable(
        `Ticket group ${group.id} has ${counts[state]} ${state} tickets; a group can be deleted only when no ticket is sold, held or taken`,
      )
  return tx.put('ticket_groups', { ...group, available: [], deleted_at: tx.now, updated_at: tx.now })
}

/** PHP:ticket_groups: writes the available tickets off for good. */
export function wasteTickets(tx: Transaction, group: TicketGroup, wasted_reason: WastedReason): TicketGroup {
  if (availableQuantity(group) === 0) throw unprocessable(`Ticket group ${group.id} has no available tickets to waste`)
  const wasted = withSeats(group.wasted, group.available, stepOfGroup(group))
  return tx.put('ticket_groups', { ...group, available: [], wasted, wasted_reason, updated_at: tx.now })
}

/** PHP:ticket_groups: whether others than its brokerage are shown the group, and can buy from it. */
export const broadcastGroup = (tx: Transaction, group: TicketGroup, broadcast: boolean): TicketGroup =>
  tx.put('ticket_groups', { ...group, broadcast, updated_at: tx.now })

/** A seller outside of TEvo: only the buyer of its tickets is known. */
export const outsideParty = ({ id, account }: Party): Party => ({ type: 'Outside', id, account })
