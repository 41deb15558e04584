import type { TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { TicketState } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { upcoming } from '../catalogue/catalogue.ts'
import { availableQuantity, isOwnGroup, ticketCounts } from './availability.ts'

/** The filters of W:2853797930 and, with those that only ticket groups have, of W:9469962. */
export interface GroupFilters {
  readonly event_id: number
  readonly type?: string | undefined
  readonly quantity?: number | undefined
  readonly section?: string | undefined
  readonly row?: string | undefined
  readonly owned?: boolean | undefined
  readonly show_past?: boolean | undefined
  readonly office_id?: number | undefined
  readonly exclude_office_id?: number | undefined
  readonly wheelchair?: boolean | undefined
  readonly include_unavailable?: boolean | undefined
  readonly formats?: readonly string[] | undefined
  readonly eticket?: boolean | undefined
  readonly instant_delivery?: boolean | undefined
  readonly state?: TicketState | undefined
}

/** The groups of an event that a caller may see and that match its filters, newest first. */
export function searchTicketGroups(read: Reader, caller: Caller, filters: GroupFilters): TicketGroup[] {
  if (filters.show_past === false && isPast(read, filters.event_id)) return []
  const found: TicketGroup[] = []
  for (const group of read.find('ticket_groups', 'by_event', filters.event_id))
    if (isWanted(read, caller, group, filters)) found.push(group)
  return found
}

function isPast(read: Reader, event_id: number): boolean {
  const event = read.get('events', event_id)
  return event !== undefined && upcoming(read, [event]).length === 0
}

function isWanted(read: Reader, caller: Caller, group: TicketGroup, filters: GroupFilters): boolean {
  const isOwn = isOwnGroup(read, caller, group)
  const { type, section, row, office_id, exclude_office_id, formats } = filters
  return (
    (isOwn || group.broadcast) &&
    isShown(read, group, isOwn, filters) &&
    (type === undefined || group.type === type) &&
    (filters.quantity === undefined || availableQuantity(group) >= filters.quantity) &&
    (section === undefined || group.section === section) &&
    (row === undefined || group.row === row) &&
    (office_id === undefined || group.office_id === office_id) &&
    (exclude_office_id === undefined || group.office_id !== exclude_office_id) &&
    (formats === undefined || formats.includes(group.format)) &&
    (filters.owned !== true || isOwn) &&
    (filters.wheelchair !== true || group.wheelchair) &&
    (filters.eticket !== true || group.format === 'Eticket') &&
    (filters.instant_delivery !== true || group.instant_delivery)
  )
}

/** A group without tickets left is shown only to its owner, and only on request. */
function isShown(
  read: Reader,
  group: TicketGroup,
  isOwn: boolean,
  { include_unavailable, state }: GroupFilters,
): boolean {
  if (state !== undefined && state !== 'available') return isOwn && ticketCounts(read, group)[state] > 0
  return availableQuantity(group) > 0 || (isOwn && include_unavailable === true && state === undefined)
}
