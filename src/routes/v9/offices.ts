import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { hasWords } from '../../rules/catalogue/catalogue.ts'
import { lookUp } from '../../rules/lookup.ts'
import { foundShape, OfficeShape } from '../../wire/account-shapes.ts'
import { found, presentOffice } from '../../wire/accounts.ts'
import { idFilter, nameFilter, searchFields } from '../../wire/catalogue-query.ts'
import { instantFilters, looseFlag } from '../../wire/fields.ts'
import { matches, matchesInstants, onPage, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { BROKERS, HARVESTER, PHP_CLIENT } from './sources.ts'

const officesIndex = defineOperation({
  id: 'offices.index',
  method: 'GET',
  path: '/v9/offices',
  summary: 'The offices of all brokerages.',
  source: HARVESTER,
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...instantFilters('updated_at'),
      ...nameFilter(),
      ...idFilter('brokerage_id'),
      main: looseFlag(),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('offices', OfficeShape()),
  handle: ({ tx, query }) => {
    const { main } = query
    const records = [...tx.all('offices')]
      .reverse()
      .filter(
        (office) =>
          matches(query, 'name', office.name) &&
          matches(query, 'brokerage_id', office.brokerage_id) &&
          (main === undefined || office.main === main) &&
          matchesInstants(query, 'updated_at', office.updated_at),
      )
    return pageOf('offices', query, { records }, (office) => presentOffice(tx, office))
  },
})

const officesSearch = defineOperation({
  id: 'offices.search',
  method: 'GET',
  path: '/v9/offices/search',
  summary: 'The offices whose names, towns or brokerages have the searched words.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: z.object(searchFields()) }),
  indexed: true,
  status: 200,
  output: () => foundShape('offices', 'Office', OfficeShape()),
  handle: ({ tx, query }) => {
    const records = [...tx.all('offices')].reverse().filter((office) => {
      const { name } = tx.must('brokerages', office.brokerage_id)
      return hasWords(`${office.name}\n${name}\n${office.locality ?? ''}`, query.q, query.fuzzy ?? false)
    })
    return { offices: onPage(records, query).map((office) => found('Office', presentOffice(tx, office))) }
  },
})

const officesShow = defineOperation({
  id: 'offices.show',
  method: 'GET',
  path: '/v9/offices/:office_id',
  summary: 'One office.',
  source: HARVESTER,
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: OfficeShape,
  handle: ({ tx, params }) => presentOffice(tx, lookUp(tx, 'offices', params.office_id)),
})

export const offices = [officesIndex, officesSearch, officesShow]
