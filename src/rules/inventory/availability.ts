import type { TicketGroup } from '../../store/records.ts'
import { countSeats, type Step, stepOf } from '../../store/seats.ts'
import type { Reader } from '../../store/state.ts'
import type { TicketState } from '../../store/words.ts'
import { accountOfOffice, type Caller } from '../caller.ts'

/** Which tickets of a group can be sold now, and who sees the group. */

export const stepOfGroup = ({ seat_order }: TicketGroup): Step => stepOf(seat_order)

export const availableQuantity = (group: TicketGroup): number => countSeats(group.available, stepOfGroup(group))

/** For a group that is sold in any quantity, splits up to this one are listed. */
const MAX_LISTED_SPLIT = 100

/** The quantities in which the group can be bought now: W:2853797930. */
export function sellableSplits(group: TicketGroup): number[] {
  const available = availableQuantity(group)
  if (group.splits !== null) return group.splits.filter((split) => split <= available)
  if (group.split_type === 'NONE') return available === 0 ? [] : [available]
  const all = Array.from({ length: Math.min(available, MAX_LISTED_SPLIT) }, (_, nth) => nth + 1)
  return all.filter((quantity) => isSplit(group, quantity))
}

/** Whether as many of its tickets as there may be left are sold together. */
export function isSplit(group: TicketGroup, quantity: number): boolean {
  if (group.splits !== null) return group.splits.includes(quantity)
  const left = availableQuantity(group) - quantity
  if (group.split_type === 'NONE') return left === 0
  return group.split_type !== 'NEVERLEAVEONE' || left !== 1
}

/** How many tickets of a group are in each state; they add up to its quantity. */
export function ticketCounts(read: Reader, group: TicketGroup): { readonly [State in TicketState]: number } {
  const counts = { held: 0, taken: 0 }
  for (const { state, quantity } of read.find('ticket_holds', 'by_group', group.id))
    if (state === 'held' || state === 'taken') counts[state] += quantity
  const available = availableQuantity(group)
  const wasted = countSeats(group.wasted, stepOfGroup(group))
  return { ...counts, available, wasted, sold: group.quantity - available - wasted - counts.held - counts.taken }
}

export const isOwnGroup = (read: Reader, caller: Caller, group: TicketGroup): boolean =>
  accountOfOffice(read, group.office_id) === caller.account

/** A brokerage sees all of its own groups; everybody else sees those that are broadcast and have tickets left. */
export const isSeenGroup = (read: Reader, caller: Caller, group: TicketGroup): boolean =>
  group.deleted_at === null && ((group.broadcast && availableQuantity(group) > 0) || isOwnGroup(read, caller, group))
