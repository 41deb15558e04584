import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { hasWords } from '../../rules/catalogue/catalogue.ts'
import { lookUp } from '../../rules/lookup.ts'
import { BrokerageShape, foundShape } from '../../wire/account-shapes.ts'
import { found, presentBrokerage } from '../../wire/accounts.ts'
import { nameFilter, searchFields } from '../../wire/catalogue-query.ts'
import { equalFilters, instantFilters, text } from '../../wire/fields.ts'
import { matches, matchesInstants, onPage, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { BROKERS, RUBY_FIXTURES } from './sources.ts'

const brokeragesIndex = defineOperation({
  id: 'brokerages.index',
  method: 'GET',
  path: '/v9/brokerages',
  summary: 'The brokerages of the exchange.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: BROKERS,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...instantFilters('updated_at'),
      ...nameFilter(),
      ...equalFilters('abbreviation', () => text(255)),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('brokerages', BrokerageShape()),
  handle: ({ tx, query }) => {
    const records = [...tx.all('brokerages')]
      .reverse()
      .filter(
        (brokerage) =>
          matches(query, 'name', brokerage.name) &&
          matches(query, 'abbreviation', brokerage.abbreviation) &&
          matchesInstants(query, 'updated_at', brokerage.updated_at),
      )
    return pageOf('brokerages', query, { records }, presentBrokerage)
  },
})

const brokeragesSearch = defineOperation({
  id: 'brokerages.search',
  method: 'GET',
  path: '/v9/brokerages/search',
  summary: 'The brokerages whose names have the searched words.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: BROKERS,
  input: () => ({ query: z.object(searchFields()) }),
  indexed: true,
  status: 200,
  output: () => foundShape('brokerages', 'Brokerage', BrokerageShape()),
  handle: ({ tx, query }) => {
    const records = [...tx.all('brokerages')]
      .reverse()
      .filter(({ name, abbreviation }) => hasWords(`${name}\n${abbreviation}`, query.q, query.fuzzy ?? false))
    return { brokerages: onPage(records, query).map((brokerage) => found('Brokerage', presentBrokerage(brokerage))) }
  },
})

const brokeragesShow = defineOperation({
  id: 'brokerages.show',
  method: 'GET',
  path: '/v9/brokerages/:brokerage_id',
  summary: 'One brokerage.',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  credentials: BROKERS,
  status: 200,
  output: BrokerageShape,
  handle: ({ tx, params }) => presentBrokerage(lookUp(tx, 'brokerages', params.brokerage_id)),
})

export const brokerages = [brokeragesIndex, brokeragesSearch, brokeragesShow]
