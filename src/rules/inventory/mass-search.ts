import type { TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Caller } from '../caller.ts'
import { hasWords } from '../catalogue/catalogue.ts'
import { availableQuantity } from './availability.ts'

/** PHP:ticket_groups: the filters of an office's groups over all events. */
export interface MassFilters {
  readonly performers_search?: string | undefined
  readonly event_id?: number | undefined
  readonly venue_id?: number | undefined
  readonly venue_name?: string | undefined
  readonly venue_address_locality?: string | undefined
  readonly venue_address_region?: string | undefined
  readonly ticket_group_section?: string | undefined
  readonly ticket_group_row?: string | undefined
  readonly ticket_group_in_hand?: boolean | undefined
  readonly ticket_group_type?: 'Event' | 'Parking' | undefined
  readonly ticket_group_consignment?: boolean | undefined
  readonly available_only?: boolean | undefined
  readonly show_unavailable?: boolean | undefined
}

/** The groups of the caller's office, newest first. */
export const searchOfficeGroups = (read: Reader, caller: Caller, filters: MassFilters): TicketGroup[] =>
  [...read.find('ticket_groups', 'by_office', caller.office_id ?? 0)].filter((group) => isWanted(read, group, filters))

function isWanted(read: Reader, group: TicketGroup, filters: MassFilters): boolean {
  const event = read.must('events', group.event_id)
  const venue = read.must('venues', event.venue_id)
  const is = <Value>(wanted: Value | undefined, value: Value) => wanted === undefined || wanted === value
  const has = (part: string | undefined, text: string | null) =>
    part === undefined || (text ?? '').toLowerCase().includes(part.toLowerCase())
  const showsSoldOut = filters.show_unavailable === true && filters.available_only !== true
  return (
    (showsSoldOut || availableQuantity(group) > 0) &&
    is(filters.event_id, group.event_id) &&
    is(filters.venue_id, venue.id) &&
    is(filters.ticket_group_section, group.section) &&
    is(filters.ticket_group_row, group.row) &&
    is(filters.ticket_group_in_hand, group.in_hand) &&
    is(filters.ticket_group_type?.toLowerCase(), group.type) &&
    is(filters.ticket_group_consignment, isOnConsignment(read, group)) &&
    has(filters.venue_name, venue.name) &&
    has(filters.venue_address_locality, venue.locality) &&
    has(filters.venue_address_region, venue.region) &&
    (filters.performers_search === undefined ||
      hasWords(performersOf(read, event.performer_ids), filters.performers_search, false))
  )
}

const performersOf = (read: Reader, ids: readonly number[]): string =>
  ids.map((id) => read.must('performers', id).name).join('\n')

const isOnConsignment = (read: Reader, { purchase_order_id }: TicketGroup): boolean =>
  purchase_order_id !== null && read.get('orders', purchase_order_id)?.consignment === true
