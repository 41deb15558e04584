import type { Event, TicketGroup } from '../store/records.ts'
import type { Reader } from '../store/store.ts'
import { availableQuantity } from './inventory.ts'

/** What is for sale at an event now. */

export interface PriceRange {
  readonly min_cents: number
  readonly max_cents: number
  /** Over all tickets, each at its price. */
  readonly sum_cents: number
}

export interface EventTickets {
  readonly groups: number
  readonly eticket_groups: number
  readonly tickets: number
  /** Null when nothing is for sale. */
  readonly retail: PriceRange | null
  readonly wholesale: PriceRange | null
}

export function ticketsAt(read: Reader, event: Event, type?: TicketGroup['type']): EventTickets {
  const groups: TicketGroup[] = []
  for (const group of read.find('ticket_groups', 'by_event', event.id))
    if ((type === undefined || group.type === type) && availableQuantity(group) > 0) groups.push(group)
  return {
    groups: groups.length,
    eticket_groups: groups.filter(({ format }) => format === 'Eticket').length,
    tickets: groups.reduce((tickets, group) => tickets + availableQuantity(group), 0),
    retail: priceRange(groups, (group) => group.retail_price_cents),
    wholesale: priceRange(groups, (group) => group.wholesale_price_cents),
  }
}

function priceRange(groups: readonly TicketGroup[], priceOf: (group: TicketGroup) => number): PriceRange | null {
  if (groups.length === 0) return null
  const prices = groups.map(priceOf)
  return {
    min_cents: Math.min(...prices),
    max_cents: Math.max(...prices),
    sum_cents: groups.reduce((sum, group) => sum + availableQuantity(group) * priceOf(group), 0),
  }
}

/** Whether an office has tickets for an event. */
export function hasTickets(read: Reader, event: Event, office_id: number | null): boolean {
  for (const group of read.find('ticket_groups', 'by_event', event.id))
    if (group.office_id === office_id && availableQuantity(group) > 0) return true
  return false
}
