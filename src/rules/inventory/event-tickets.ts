import type { Event, TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { availableQuantity } from './availability.ts'

/** What is for sale at an event now. */

export interface PriceRange {
  readonly min_cents: number
  readonly max_cents: number
  /** The prices of all tickets together. */
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

function* groupsForSale(read: Reader, event: Event): Generator<{ group: TicketGroup; tickets: number }> {
  for (const group of read.find('ticket_groups', 'by_event', event.id)) {
    const tickets = group.deleted_at === null && group.broadcast ? availableQuantity(group) : 0
    if (tickets > 0) yield { group, tickets }
  }
}

export function ticketsAt(read: Reader, event: Event, type?: TicketGroup['type']): EventTickets {
  const sum = { groups: 0, eticket_groups: 0, tickets: 0 }
  const prices: { retail: PriceRange | null; wholesale: PriceRange | null } = { retail: null, wholesale: null }
  for (const { group, tickets } of groupsForSale(read, event)) {
    if (type !== undefined && group.type !== type) continue
    sum.groups += 1
    sum.tickets += tickets
    if (group.format === 'Eticket') sum.eticket_groups += 1
    prices.retail = withPrice(prices.retail, group.retail_price_cents, tickets)
    prices.wholesale = withPrice(prices.wholesale, group.wholesale_price_cents, tickets)
  }
  return { ...sum, ...prices }
}

const withPrice = (range: PriceRange | null, price_cents: number, tickets: number): PriceRange => ({
  min_cents: Math.min(range?.min_cents ?? price_cents, price_cents),
  max_cents: Math.max(range?.max_cents ?? price_cents, price_cents),
  sum_cents: (range?.sum_cents ?? 0) + price_cents * tickets,
})

/** The retail price in cents of the ticket in the middle; between two such tickets, half way. Undefined: nothing is for sale. */
export function medianPrice(read: Reader, event: Event): number | undefined {
  const groups = [...groupsForSale(read, event)].sort(
    (one, other) => one.group.retail_price_cents - other.group.retail_price_cents,
  )
  const total = groups.reduce((sum, { tickets }) => sum + tickets, 0)
  const priceOf = (nth: number): number | undefined => {
    let before = 0
    for (const { group, tickets } of groups) {
      before += tickets
      if (nth < before) return group.retail_price_cents
    }
    return undefined
  }
  const [lower, upper] = [priceOf(Math.ceil(total / 2) - 1), priceOf(Math.floor(total / 2))]
  return lower === undefined || upper === undefined ? undefined : Math.round((lower + upper) / 2)
}

/** Whether an office has tickets for an event. */
export function hasTickets(read: Reader, event: Event, office_id: number | null): boolean {
  for (const { group } of groupsForSale(read, event)) if (group.office_id === office_id) return true
  return false
}
