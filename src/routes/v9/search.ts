import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { hasWords, listed, upcoming } from '../../rules/catalogue/catalogue.ts'
import type { Performer, Venue } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { searchFields } from '../../wire/catalogue-query.ts'
import { count, instantFilters, looseFlag, text } from '../../wire/fields.ts'
import { matchesInstants, pageOf, pageShape } from '../../wire/pages.ts'
import {
  foundPerformer,
  foundVenue,
  ResultShape,
  SuggestionsShape,
  suggestedClient,
  suggestedEvent,
  suggestedPerformer,
  suggestedVenue,
} from '../../wire/search.ts'
import { EVERY_CREDENTIAL, RUBY_FIXTURES, wiki } from './sources.ts'

interface SearchQuery {
  readonly q: string
  readonly fuzzy?: boolean | undefined
}

const performersWith = (read: Reader, { q, fuzzy = false }: SearchQuery): Performer[] =>
  listed(read, 'performers').filter(({ name, keywords }) => hasWords(`${name}\n${keywords}`, q, fuzzy))
const venuesWith = (read: Reader, { q, fuzzy = false }: SearchQuery): Venue[] =>
  listed(read, 'venues').filter(({ name, keywords }) => hasWords(`${name}\n${keywords}`, q, fuzzy))

const namesIn = (list: string): string[] => list.split(',').map((name) => name.trim().toLowerCase())

const SEARCHED = ['performers', 'venues']

const searchIndex = defineOperation({
  id: 'search.index',
  method: 'GET',
  path: '/v9/search',
  summary: 'The performers and venues whose names have the searched words.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({ ...searchFields(), types: text(255).optional(), order_by_popularity: looseFlag() }),
  }),
  knownAndIgnored: {
    '?entities': 'an older PHP client sent it; now it is called `types`',
    '?limit': 'an older PHP client sent it; `per_page` says how many',
  },
  indexed: true,
  status: 200,
  output: () => pageShape('results', ResultShape()),
  handle: ({ tx, query, note }) => {
    const types = query.types === undefined ? SEARCHED : namesIn(query.types)
    for (const type of types)
      if (!SEARCHED.includes(type)) note(`type ${type} is not searched: no source shows how TEvo prints such a result`)
    const results = [
      ...(types.includes('performers') ? performersWith(tx, query) : []).map((performer) => ({
        popularity: performer.popularity_score,
        present: () => foundPerformer(tx, performer),
      })),
      ...(types.includes('venues') ? venuesWith(tx, query) : []).map((venue) => ({
        popularity: venue.popularity_score,
        present: () => foundVenue(tx, venue),
      })),
    ]
    if (query.order_by_popularity === true) results.sort((one, other) => other.popularity - one.popularity)
    return pageOf('results', query, { records: results }, ({ present }) => present())
  },
})

const MAX_SUGGESTIONS = 20

const searchesSuggestions = defineOperation({
  id: 'searches.suggestions',
  method: 'GET',
  path: '/v9/searches/suggestions',
  summary:
    'Suggestions while somebody types: the most popular upcoming events, performers and venues, and your newest clients.',
  source: wiki(6455318),
  fidelity: 'decided',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      entities: text(255),
      q: text(255),
      limit: count().default(MAX_SUGGESTIONS),
      fuzzy: looseFlag(),
      ...instantFilters('occurs_at'),
    }),
  }),
  indexed: true,
  status: 200,
  output: SuggestionsShape,
  handle: ({ tx, caller, query, note }) => {
    const entities = namesIn(query.entities)
    const limit = Math.min(query.limit, MAX_SUGGESTIONS)
    const top = <Record extends { readonly popularity_score: number }>(records: readonly Record[]): Record[] =>
      [...records].sort((one, other) => other.popularity_score - one.popularity_score).slice(0, limit)
    const found: { readonly [entity: string]: () => object[] } = {
      events: () => {
        const events = upcoming(tx, listed(tx, 'events')).filter(
          ({ name, occurs_at }) =>
            hasWords(name, query.q, query.fuzzy ?? false) && matchesInstants(query, 'occurs_at', occurs_at),
        )
        return top(events).map((event) => suggestedEvent(tx, event))
      },
      performers: () => top(performersWith(tx, query)).map((performer) => suggestedPerformer(tx, performer)),
      venues: () => top(venuesWith(tx, query)).map(suggestedVenue),
      clients: () =>
        [...tx.find('clients', 'by_account', caller.account)]
          .filter(({ name }) => hasWords(name ?? '', query.q, query.fuzzy ?? false))
          .slice(0, limit)
          .map(suggestedClient),
    }
    const suggestions = entities.flatMap((entity) => {
      const find = Object.hasOwn(found, entity) ? found[entity] : undefined
      if (find === undefined) note(`entity ${entity} is not known; known entities are ${Object.keys(found).join(', ')}`)
      return find === undefined ? [] : [[entity, find()]]
    })
    return { total_entries: suggestions.length, suggestions: Object.fromEntries(suggestions) }
  },
})

export const search = [searchIndex, searchesSuggestions]
