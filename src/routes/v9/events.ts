import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { findListed, listed } from '../../rules/catalogue/catalogue.ts'
import { type EventFilters, eventChecks } from '../../rules/catalogue/event-search.ts'
import type { Event } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { presentDeleted, presentEvent, presentEventStats } from '../../wire/catalogue.ts'
import { eventFields } from '../../wire/catalogue-query.ts'
import { DeletedEventShape, EventShape, EventStatsShape } from '../../wire/catalogue-shapes.ts'
import { inOrder, type SortKeys } from '../../wire/order-by.ts'
import { matches, matchesInstants, matchesNumbers, type PageRequest, pageOf, pageShape } from '../../wire/pages.ts'
import { deletedList } from './deleted-list.ts'
import { EVERY_CREDENTIAL, PHP_DATALOADERS, wiki } from './sources.ts'

const sortKeys: SortKeys<Event> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  occurs_at: ({ occurs_at }) => occurs_at,
  // T2: `events.occurs_at_local ASC`. Both are the time on the venue's clock.
  occurs_at_local: ({ occurs_at }) => occurs_at,
  popularity_score: ({ popularity_score }) => popularity_score,
  long_term_popularity_score: ({ long_term_popularity_score }) => long_term_popularity_score,
  updated_at: ({ updated_at }) => updated_at,
}

/** W:9470092. */
const EVENT_PARAMETERS = {
  '?short_term_popularity_score': 'no answer shows a score of that name',
}

interface EventQuery extends EventFilters, PageRequest {
  readonly min_and_max_price?: boolean | undefined
  readonly order_by?: string | undefined
  /** Filters with an operator: `occurs_at.gte` and the like. */
  readonly [filter: string]: unknown
}

interface Call {
  readonly tx: Reader
  readonly caller: Caller
  readonly query: EventQuery
  readonly note: (text: string) => void
}

function eventPage({ tx, caller, query, note }: Call): object {
  if ((query.lat === undefined) !== (query.lon === undefined)) note('lat and lon count only together: give both')
  const checks = eventChecks(tx, query)
  const records = listed(tx, 'events').filter(
    (event) =>
      matches(query, 'venue_id', event.venue_id) &&
      matches(query, 'configuration_id', event.configuration_id) &&
      matches(query, 'name', event.name) &&
      matchesInstants(query, 'occurs_at', event.occurs_at) &&
      matchesInstants(query, 'occurs_at_local', event.occurs_at) &&
      matchesInstants(query, 'updated_at', event.updated_at) &&
      matchesNumbers(query, 'popularity_score', event.popularity_score) &&
      checks.every((check) => check(event)),
  )
  const shown = { prices: query.min_and_max_price === true }
  return pageOf('events', query, { records: inOrder(records, query.order_by, sortKeys, note) }, (event) =>
    presentEvent(tx, caller, event, shown),
  )
}

const eventsIndex = defineOperation({
  id: 'events.index',
  method: 'GET',
  path: '/v9/events',
  summary: 'The events that match given conditions, with what is for sale now.',
  source: wiki(9470092),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object(eventFields()) }),
  knownAndIgnored: EVENT_PARAMETERS,
  indexed: true,
  status: 200,
  output: () => pageShape('events', EventShape()),
  handle: eventPage,
})

const eventsSearch = defineOperation({
  id: 'events.search',
  method: 'GET',
  path: '/v9/events/search',
  summary: 'The events that have the searched words, or are near a place; it takes all filters of the index.',
  source: wiki(9470096),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  // PHP: `q` is optional; shops search by `lat`, `lon` and a date alone (SHOP).
  input: () => ({ query: z.object(eventFields()) }),
  knownAndIgnored: EVENT_PARAMETERS,
  indexed: true,
  status: 200,
  output: () => pageShape('events', EventShape()),
  handle: eventPage,
})

const eventsShow = defineOperation({
  id: 'events.show',
  method: 'GET',
  path: '/v9/events/:event_id',
  summary: 'One event, with what is for sale now.',
  source: wiki(354910401),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: EventShape,
  handle: ({ tx, caller, params }) => presentEvent(tx, caller, findListed(tx, 'events', params.event_id)),
})

const eventsStats = defineOperation({
  id: 'events.stats',
  method: 'GET',
  path: '/v9/events/:event_id/stats',
  summary: 'How many tickets an event has for sale now, and at which prices.',
  source: wiki(3057319937),
  fidelity: 'decided',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object({ inventory_type: z.enum(['event', 'parking']).optional() }) }),
  status: 200,
  output: EventStatsShape,
  handle: ({ tx, params, query }) =>
    presentEventStats(tx, findListed(tx, 'events', params.event_id), query.inventory_type),
})

const eventsDeleted = deletedList({
  table: 'events',
  source: PHP_DATALOADERS,
  fidelity: 'documented',
  shape: DeletedEventShape,
  present: (event) => ({ ...presentDeleted('events', event), id: event.id, merged_into: null }),
})

export const events = [eventsIndex, eventsSearch, eventsShow, eventsStats, eventsDeleted]
