import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findListed, hasWords, listed, upcoming } from '../../rules/catalogue.ts'
import { categoriesOf } from '../../rules/event-search.ts'
import type { Performer } from '../../store/records.ts'
import { eventsOfPerformer, presentDeleted, presentPerformer } from '../../wire/catalogue.ts'
import { performerFields, searchFields } from '../../wire/catalogue-query.ts'
import { DeletedShape, PerformerShape } from '../../wire/catalogue-shapes.ts'
import { inOrder, type SortKeys } from '../../wire/order-by.ts'
import { matchesInstants, matchesNumbers, pageOf, pageShape } from '../../wire/pages.ts'
import { deletedList } from './deleted-list.ts'
import { EVERY_CREDENTIAL, PHP_CLIENT, PHP_DATALOADERS, wiki } from './sources.ts'

const sortKeys: SortKeys<Performer> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  popularity_score: ({ popularity_score }) => popularity_score,
  updated_at: ({ updated_at }) => updated_at,
}

const performersIndex = defineOperation({
  id: 'performers.index',
  method: 'GET',
  path: '/v9/performers',
  summary: 'The performers that match given conditions.',
  source: wiki(9470084),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object(performerFields()) }),
  status: 200,
  output: () => pageShape('performers', PerformerShape()),
  handle: ({ tx, query, note }) => {
    const { name, first_letter, venue_id, category_id } = query
    const categories = category_id === undefined ? undefined : categoriesOf(tx, category_id, query)
    const isUpcoming = (performer: Performer) =>
      query.only_with_upcoming_events !== true ||
      upcoming(tx, eventsOfPerformer(tx, performer)).some(({ occurs_at }) => isBefore(query, occurs_at))
    const records = listed(tx, 'performers').filter(
      (performer) =>
        (name === undefined || performer.name === name) &&
        (first_letter === undefined || performer.name.toLowerCase().startsWith(first_letter.toLowerCase())) &&
        (venue_id === undefined || performer.venue_id === venue_id) &&
        (categories === undefined || (performer.category_id !== null && categories.has(performer.category_id))) &&
        matchesNumbers(query, 'popularity_score', performer.popularity_score) &&
        matchesInstants(query, 'updated_at', performer.updated_at) &&
        isUpcoming(performer),
    )
    return pageOf('performers', query, { records: inOrder(records, query.order_by, sortKeys, note) }, (performer) =>
      presentPerformer(tx, performer),
    )
  },
})

const isBefore = (query: { readonly upcoming_events_end_date?: number | undefined }, occurs_at: number): boolean =>
  query.upcoming_events_end_date === undefined || occurs_at < query.upcoming_events_end_date

const performersSearch = defineOperation({
  id: 'performers.search',
  method: 'GET',
  path: '/v9/performers/search',
  summary: 'The performers whose names or keywords have the words that are searched for.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object(searchFields()) }),
  status: 200,
  output: () => pageShape('performers', PerformerShape()),
  handle: ({ tx, query }) => {
    const records = listed(tx, 'performers').filter(({ name, keywords }) =>
      hasWords(`${name}\n${keywords}`, query.q, query.fuzzy ?? false),
    )
    return pageOf('performers', query, { records }, (performer) => presentPerformer(tx, performer))
  },
})

const performersShow = defineOperation({
  id: 'performers.show',
  method: 'GET',
  path: '/v9/performers/:performer_id',
  summary: 'One performer.',
  source: wiki(9470084),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: PerformerShape,
  handle: ({ tx, params }) => presentPerformer(tx, findListed(tx, 'performers', params.performer_id)),
})

const performersDeleted = deletedList({
  table: 'performers',
  source: PHP_DATALOADERS,
  fidelity: 'documented',
  shape: DeletedShape,
  present: (performer) => presentDeleted('performers', performer),
})

export const performers = [performersIndex, performersSearch, performersShow, performersDeleted]
