import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findByIdOrSlug, hasWords, listed, upcoming } from '../../rules/catalogue/catalogue.ts'
import { categoriesOf } from '../../rules/catalogue/event-search.ts'
import type { Performer } from '../../store/records.ts'
import { eventsOfPerformer, presentDeleted, presentOpponents, presentPerformer } from '../../wire/catalogue.ts'
import { performerFields, searchFields } from '../../wire/catalogue-query.ts'
import { DeletedShape, PerformerShape } from '../../wire/catalogue-shapes.ts'
import { looseFlag } from '../../wire/fields.ts'
import { inOrder, type SortKeys } from '../../wire/order-by.ts'
import { matches, matchesInstants, matchesNumbers, pageOf, pageShape } from '../../wire/pages.ts'
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
  knownAndIgnored: { '?disabled_at': 'no performer is disabled here, and no answer shows when one was' },
  indexed: true,
  status: 200,
  output: () => pageShape('performers', PerformerShape()),
  handle: ({ tx, query, note }) => {
    const { first_letter, category_id } = query
    const categories = category_id === undefined ? undefined : categoriesOf(tx, category_id, query)
    const isUpcoming = (performer: Performer) =>
      query.only_with_upcoming_events !== true ||
      upcoming(tx, eventsOfPerformer(tx, performer)).some(({ occurs_at }) => isBefore(query, occurs_at))
    // W:9470084 filters by `deleted_at`, so with it the deleted ones are meant.
    const asksForDeleted = Object.keys(query).some((filter) => filter.startsWith('deleted_at'))
    const performers = asksForDeleted ? [...tx.all('performers')].reverse() : listed(tx, 'performers')
    const wasDeleted = ({ deleted_at }: Performer) =>
      !asksForDeleted || (deleted_at !== null && matchesInstants(query, 'deleted_at', deleted_at))
    const records = performers.filter(
      (performer) =>
        wasDeleted(performer) &&
        matches(query, 'name', performer.name) &&
        (first_letter === undefined || performer.name.toLowerCase().startsWith(first_letter.toLowerCase())) &&
        matches(query, 'venue_id', performer.venue_id) &&
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
  summary: 'The performers whose names or keywords have the searched words.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object(searchFields()) }),
  indexed: true,
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
  summary: 'One performer, by its id or its slug; with `include=true` its opponents too.',
  source: wiki(9470084),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object({ include: looseFlag() }) }),
  status: 200,
  output: PerformerShape,
  handle: ({ tx, params, query }) => {
    const performer = findByIdOrSlug(tx, 'performers', params.performer_id)
    const shown = presentPerformer(tx, performer)
    return query.include === true ? { ...shown, opponents: presentOpponents(tx, performer) } : shown
  },
})

const performersDeleted = deletedList({
  table: 'performers',
  source: PHP_DATALOADERS,
  fidelity: 'documented',
  shape: DeletedShape,
  present: (performer) => presentDeleted('performers', performer),
})

export const performers = [performersIndex, performersSearch, performersShow, performersDeleted]
