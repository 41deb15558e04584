import type { Caller } from '../rules/caller.ts'
import { slugOf, upcoming } from '../rules/catalogue/catalogue.ts'
import { locationOf } from '../rules/catalogue/venue-search.ts'
import { offsetOfWall } from '../rules/catalogue/venue-time.ts'
import {
  type EventTickets,
  hasTickets,
  medianPrice,
  type PriceRange,
  ticketsAt,
} from '../rules/inventory/event-tickets.ts'
import type { Category, Configuration, Event, Performer, TicketGroup, Venue } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { moneyNumber, time } from './print.ts'

/** Events, performers, venues, configurations and categories in answers (W:354910401). */

/** The name and url of a performer, venue or category, the same in every answer. */
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

/** RB-fix search.yml: the times of the first and the last upcoming event. */
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

/** T2: `include=true` adds `opponents`. Decided here: those with whom it shares an upcoming event, the next one first. */
export function presentOpponents(read: Reader, performer: Performer): object[] {
  const ids = new Set(upcoming(read, eventsOfPerformer(read, performer)).flatMap(({ performer_ids }) => performer_ids))
  ids.delete(performer.id)
  return [...ids].map((id) => ({ ...named('performers', read.must('performers', id)), id }))
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

/** A venue's local time with its offset: `2017-06-24T19:10:00-07:00` */
function localTime(wall_ms: number, time_zone: string | null): string {
  const offset_min = offsetOfWall(wall_ms, time_zone) / 60_000
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const ahead_min = Math.abs(offset_min)
  return `${time(wall_ms).slice(0, -1)}${offset_min < 0 ? '-' : '+'}${digits(ahead_min / 60)}:${digits(ahead_min % 60)}`
}

/** VL:5154701313: a record as a catalog notification has it. Popularity scores are text there. */
export function presentCatalogNotice(read: Reader, table: 'events' | 'performers' | 'venues', id: number): object {
  const shown = presentRecord(read, table, id)
  const scores = Object.entries(shown).flatMap(([field, value]) =>
    field.endsWith('popularity_score') ? [[field, String(value)]] : [],
  )
  return { ...shown, ...Object.fromEntries(scores) }
}

function presentRecord(read: Reader, table: 'events' | 'performers' | 'venues', id: number): object {
  if (table === 'performers') return presentPerformer(read, read.must(table, id))
  if (table === 'venues') return presentVenue(read, read.must(table, id))
  return presentEvent(read, { office_id: null }, read.must(table, id))
}

export function presentEvent(read: Reader, caller: Pick<Caller, 'office_id'>, event: Event, shown = { prices: false }) {
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
    tbd: event.tbd,
    promotion_label: event.promotion_label,
    requirements: {
      face_value_display: event.face_value_display,
      inclusive_pricing: event.inclusive_pricing,
      seat_number_display: event.seat_number_display,
    },
    updated_at: time(event.updated_at),
    notes: event.notes,
    owned_by_office: hasTickets(read, event, caller.office_id),
    products_count: tickets.groups,
    products_eticket_count: tickets.eticket_groups,
    available_count: tickets.tickets,
    ...(shown.prices && prices(read, event, tickets)),
    category: categoryOf(read, event),
    popularity_score: event.popularity_score,
    long_term_popularity_score: event.long_term_popularity_score,
    stubhub_id: event.stubhub_id,
    configuration: configuration === undefined ? null : presentEventConfiguration(configuration),
    // T2 keeps only numbers as the ids of an event's venue and performers; on their own these have text.
    venue: { ...nestedVenue(venue), id: venue.id },
    performances: event.performer_ids.map((id, nth) => ({
      primary: nth === 0,
      performer: { ...named('performers', read.must('performers', id)), id },
    })),
  }
}

/** VL:5154701313 names the field; how it tells a primary layout from others is not shown. */
const presentEventConfiguration = (configuration: Configuration) => ({
  ...nestedConfiguration(configuration),
  name_with_primary_designation: configuration.primary ? `${configuration.name} (Primary)` : configuration.name,
})

/** PHP listEvents: what `min_and_max_price=true` adds. Decided here: retail prices, each as often as it has tickets. */
function prices(read: Reader, event: Event, { retail, tickets }: EventTickets) {
  return {
    min_price: numberOrNull(retail?.min_cents),
    max_price: numberOrNull(retail?.max_cents),
    avg_price: retail === null ? null : moneyNumber(Math.round(retail.sum_cents / tickets)),
    sum_price: moneyNumber(retail?.sum_cents ?? 0),
    median_price: numberOrNull(medianPrice(read, event)),
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

/** RB-fix categories.yml: what the list of deleted records shows. */
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
