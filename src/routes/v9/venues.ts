import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findByIdOrSlug, hasWords, listed } from '../../rules/catalogue/catalogue.ts'
import { isAtPlace, locationOf } from '../../rules/catalogue/venue-search.ts'
import type { Venue } from '../../store/records.ts'
import { presentDeleted, presentVenue } from '../../wire/catalogue.ts'
import { nameFilter, placeFields, searchFields } from '../../wire/catalogue-query.ts'
import { DeletedShape, VenueShape } from '../../wire/catalogue-shapes.ts'
import { instantFilters, numberFilters, text } from '../../wire/fields.ts'
import { inOrder, type SortKeys } from '../../wire/order-by.ts'
import { matches, matchesInstants, matchesNumbers, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { deletedList } from './deleted-list.ts'
import { EVERY_CREDENTIAL, HARVESTER, PHP_CLIENT, PHP_DATALOADERS } from './sources.ts'

const sortKeys: SortKeys<Venue> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  popularity_score: ({ popularity_score }) => popularity_score,
  updated_at: ({ updated_at }) => updated_at,
}

const venuesIndex = defineOperation({
  id: 'venues.index',
  method: 'GET',
  path: '/v9/venues',
  summary: 'The venues that match given conditions.',
  source: HARVESTER,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...placeFields(),
      ...instantFilters('updated_at'),
      ...numberFilters('popularity_score'),
      ...nameFilter(),
      first_letter: text(1).optional(),
      order_by: text(255).optional(),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('venues', VenueShape()),
  handle: ({ tx, query, note }) => {
    const { first_letter } = query
    const records = listed(tx, 'venues').filter(
      (venue) =>
        matches(query, 'name', venue.name) &&
        (first_letter === undefined || venue.name.toLowerCase().startsWith(first_letter.toLowerCase())) &&
        matchesNumbers(query, 'popularity_score', venue.popularity_score) &&
        matchesInstants(query, 'updated_at', venue.updated_at) &&
        isAtPlace(venue, query),
    )
    return pageOf('venues', query, { records: inOrder(records, query.order_by, sortKeys, note) }, (venue) =>
      presentVenue(tx, venue),
    )
  },
})

const venuesSearch = defineOperation({
  id: 'venues.search',
  method: 'GET',
  path: '/v9/venues/search',
  summary: 'The venues whose names, keywords or places have the searched words.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object(searchFields()) }),
  indexed: true,
  status: 200,
  output: () => pageShape('venues', VenueShape()),
  handle: ({ tx, query }) => {
    const records = listed(tx, 'venues').filter((venue) =>
      hasWords(`${venue.name}\n${venue.keywords}\n${locationOf(venue)}`, query.q, query.fuzzy ?? false),
    )
    return pageOf('venues', query, { records }, (venue) => presentVenue(tx, venue))
  },
})

const venuesShow = defineOperation({
  id: 'venues.show',
  method: 'GET',
  path: '/v9/venues/:venue_id',
  summary: 'One venue, by its id or its slug.',
  source: HARVESTER,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: VenueShape,
  handle: ({ tx, params }) => presentVenue(tx, findByIdOrSlug(tx, 'venues', params.venue_id)),
})

const venuesDeleted = deletedList({
  table: 'venues',
  source: PHP_DATALOADERS,
  fidelity: 'documented',
  shape: DeletedShape,
  present: (venue) => presentDeleted('venues', venue),
})

export const venues = [venuesIndex, venuesSearch, venuesShow, venuesDeleted]
