import type { Event } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { hasTickets, ticketsAt } from '../inventory/event-tickets.ts'
import { categoryTree, hasWords } from './catalogue.ts'
import { isAtPlace, type PlaceFilters } from './venue-search.ts'

/** The filters of W:9470092, except those that compare fields of the event itself. */
export interface EventFilters extends PlaceFilters {
  readonly q?: string | undefined
  readonly fuzzy?: boolean | undefined
  /** An office that has tickets for the event. */
  readonly office_id?: number | undefined
  readonly performer_id?: number | undefined
  /** Whether `performer_id` is, or is not, the event's primary performer. */
  readonly primary_performer?: boolean | undefined
  readonly category_id?: number | undefined
  readonly category_tree?: boolean | undefined
  readonly only_with_available_tickets?: boolean | undefined
  readonly only_with_tickets?: 'all' | 'etickets' | undefined
  readonly by_time?: 'day' | 'night' | undefined
}

const NIGHT_FROM_HOUR = 17

type Check = (event: Event) => boolean

/** The checks that an event must pass, the cheapest first. */
export function eventChecks(read: Reader, filters: EventFilters): Check[] {
  const { q, office_id, performer_id, primary_performer, category_id } = filters
  const { only_with_available_tickets, only_with_tickets, by_time } = filters
  const checks: Check[] = []
  const check = <Value>(value: Value | undefined, holds: (event: Event, value: Value) => boolean) => {
    if (value !== undefined) checks.push((event) => holds(event, value))
  }
  check(performer_id, ({ performer_ids }, value) => {
    if (primary_performer === undefined) return performer_ids.includes(value)
    return performer_ids.includes(value) && (performer_ids[0] === value) === primary_performer
  })
  const categories = category_id === undefined ? undefined : categoriesOf(read, category_id, filters)
  check(categories, (event, value) => event.category_id !== null && value.has(event.category_id))
  check(by_time, ({ occurs_at }, value) => {
    const isNight = new Date(occurs_at).getUTCHours() >= NIGHT_FROM_HOUR
    return isNight === (value === 'night')
  })
  checks.push((event) => isAtPlace(read.must('venues', event.venue_id), filters))
  check(q, (event, value) => hasWords(textOf(read, event), value, filters.fuzzy ?? false))
  check(office_id, (event, value) => hasTickets(read, event, value))
  if (only_with_available_tickets === true) checks.push((event) => ticketsAt(read, event).tickets > 0)
  check(only_with_tickets, (event, value) => {
    const { groups, eticket_groups } = ticketsAt(read, event)
    return (value === 'all' ? groups : eticket_groups) > 0
  })
  return checks
}

/** W:9470092: sub-categories count only with `category_tree`. */
export const categoriesOf = (
  read: Reader,
  category_id: number,
  { category_tree }: { readonly category_tree?: boolean | undefined },
): ReadonlySet<number> => (category_tree === true ? categoryTree(read, category_id) : new Set([category_id]))

function textOf(read: Reader, { name, venue_id, performer_ids }: Event): string {
  const performers = performer_ids.map((id) => read.must('performers', id).name)
  return [name, read.must('venues', venue_id).name, ...performers].join('\n')
}
