import type { Caller } from '../rules/caller.ts'
import { upcoming } from '../rules/catalogue.ts'
import { hasTickets, type PriceRange, ticketsAt } from '../rules/event-tickets.ts'
import { locationOf } from '../rules/venue-search.ts'
import { offsetOfWall } from '../rules/venue-time.ts'
import type { Category, Configuration, Event, Performer, TicketGroup, Venue } from '../store/records.ts'
import type { Reader } from '../store/store.ts'
import { moneyNumber, time } from './print.ts'

/** Events, performers, venues, configurations and categories, as they go out (W:354910401). */

/** `Rock & Pop` → `rock-pop` */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** How performers, venues and categories name themselves wherever they are printed. */
function named(path: string, { id, name }: { readonly id: number; readonly name: string }) {
  const slug = slugOf(name)
  return { id: String(id), url: `/${path}/${id}`, name, slug, slug_url: `/${path}/${slug}` }
}

interface PresentedCategory extends ReturnType<typeof named> {
  readonly parent: PresentedCategory | null
}

const nestedCategory = (read: Reader, category: Category): PresentedCategory => ({
  ...named('categories', category),
  parent: category.parent_id === null ? null : nestedCategory(read, read.must('categories', category.parent_id)),
})

export const presentCategory = (read: Reader, category: Category) => ({
  ...nestedCategory(read, category),
  updated_at: time(category.updated_at),
})

const categoryOf = (read: Reader, { category_id }: { readonly category_id: number | null }) =>
  category_id === null ? null : nestedCategory(read, read.must('categories', category_id))

/** RB-fix search.yml: the first and the last event to come. */
export function upcomingEvents(read: Reader, events: Iterable<Event>) {
  const coming = upcoming(read, events)
  const [first] = coming
  const last = coming.at(-1)
  return {
    first: first === undefined ? null : time(first.occurs_at),
    last: last === undefined ? null : time(last.occurs_at),
  }
}

export const eventsOfPerformer = (read: Reader, { id }: Performer) => read.find('events', 'by_performer', id)
export const eventsOfVenue = (read: Reader, { id }: Venue) => read.find('events', 'by_venue', id)

const nestedVenue = (venue: Venue) => ({
  ...named('venues', venue),
  location: locationOf(venue),
  time_zone: venue.time_zone,
  address: {
    street_address: venue.street_address,
    extended_address: venue.extended_address,
    locality: venue.locality,
    region: venue.region,
    postal_code: venue.postal_code,
    country_code: venue.country_code,
    latitude: venue.latitude,
    longitude: venue.longitude,
  },
})

export const presentVenue = (read: Reader, venue: Venue) => ({
  ...nestedVenue(venue),
  keywords: venue.keywords,
  popularity_score: venue.popularity_score,
  upcoming_events: upcomingEvents(read, eventsOfVenue(read, venue)),
  updated_at: time(venue.updated_at),
})

/** W:9470084. */
export function presentPerformer(read: Reader, performer: Performer) {
  const home = performer.venue_id === null ? undefined : read.must('venues', performer.venue_id)
  return {
    ...named('performers', performer),
    keywords: performer.keywords,
    popularity_score: performer.popularity_score,
    category: categoryOf(read, performer),
    venue:
      home === undefined
        ? null
        : { id: String(home.id), url: `/venues/${home.id}`, name: home.name, location: locationOf(home) },
    upcoming_events: upcomingEvents(read, eventsOfPerformer(read, performer)),
    updated_at: time(performer.updated_at),
  }
}

const nestedConfiguration = (configuration: Configuration) => ({
  id: configuration.id,
  url: `/configurations/${configuration.id}`,
  name: configuration.name,
  fanvenues_key: configuration.fanvenues_key,
  ticket_utils_id: configuration.ticket_utils_id,
  seating_chart: { medium: configuration.seating_chart_medium, large: configuration.seating_chart_large },
})

/** W:9470120. */
export function presentConfiguration(read: Reader, configuration: Configuration) {
  const venue = read.must('venues', configuration.venue_id)
  return {
    ...nestedConfiguration(configuration),
    primary: configuration.primary,
    capacity: configuration.capacity,
    general_admission: configuration.general_admission,
    venue: {
      id: String(venue.id),
      url: `/venues/${venue.id}`,
      name: venue.name,
      location: locationOf(venue),
      street_address: venue.street_address,
      country_code: venue.country_code,
    },
    updated_at: time(configuration.updated_at),
  }
}

/** `2017-06-24T19:10:00-07:00`, of a wall clock's time */
function localTime(wall_ms: number, time_zone: string | null): string {
  const offset_min = offsetOfWall(wall_ms, time_zone) / 60_000
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const ahead_min = Math.abs(offset_min)
  return `${time(wall_ms).slice(0, -1)}${offset_min < 0 ? '-' : '+'}${digits(ahead_min / 60)}:${digits(ahead_min % 60)}`
}

export function presentEvent(read: Reader, caller: Caller, event: Event, shown = { prices: false }) {
  const venue = read.must('venues', event.venue_id)
  const configuration =
    event.configuration_id === null ? undefined : read.must('configurations', event.configuration_id)
  const tickets = ticketsAt(read, event)
  return {
    id: event.id,
    url: `/events/${event.id}`,
    name: event.name,
    state: event.state,
    occurs_at: time(event.occurs_at),
    occurs_at_local: localTime(event.occurs_at, venue.time_zone),
    updated_at: time(event.updated_at),
    notes: event.notes,
    owned_by_office: hasTickets(read, event, caller.office_id),
    products_count: tickets.groups,
    products_eticket_count: tickets.eticket_groups,
    available_count: tickets.tickets,
    ...(shown.prices && {
      min_price: numberOrNull(tickets.retail?.min_cents),
      max_price: numberOrNull(tickets.retail?.max_cents),
    }),
    category: categoryOf(read, event),
    popularity_score: event.popularity_score,
    long_term_popularity_score: event.long_term_popularity_score,
    stubhub_id: event.stubhub_id,
    configuration: configuration === undefined ? null : nestedConfiguration(configuration),
    venue: nestedVenue(venue),
    performances: event.performer_ids.map((id, nth) => ({
      primary: nth === 0,
      performer: named('performers', read.must('performers', id)),
    })),
  }
}

const numberOrNull = (cents: number | undefined): number | null => (cents === undefined ? null : moneyNumber(cents))

/** W:3057319937. */
export function presentEventStats(read: Reader, event: Event, type: TicketGroup['type'] | undefined) {
  const { groups, tickets, retail, wholesale } = ticketsAt(read, event, type)
  return {
    url: `/events/${event.id}`,
    state: event.state,
    ticket_groups_count: groups,
    tickets_count: tickets,
    ...priceStats('retail', retail, tickets),
    ...priceStats('wholesale', wholesale, tickets),
    popularity_score: event.popularity_score,
  }
}

const priceStats = (name: 'retail' | 'wholesale', prices: PriceRange | null, tickets: number) => ({
  [`${name}_price_min`]: numberOrNull(prices?.min_cents),
  [`${name}_price_avg`]: prices === null ? null : moneyNumber(Math.round(prices.sum_cents / tickets)),
  [`${name}_price_max`]: numberOrNull(prices?.max_cents),
  [`${name}_price_sum`]: moneyNumber(prices?.sum_cents ?? 0),
})

/** RB-fix categories.yml: what is left of a deleted one. */
export const presentDeleted = (
  path: string,
  record: {
    readonly id: number
    readonly name: string
    readonly deleted_at: number | null
    readonly updated_at: number
  },
) => ({
  id: String(record.id),
  url: `/${path}/${record.id}`,
  name: record.name,
  deleted_at: time(record.deleted_at ?? record.updated_at),
  updated_at: time(record.updated_at),
})
