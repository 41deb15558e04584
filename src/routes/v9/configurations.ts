import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { lookUp } from '../../rules/lookup.ts'
import { presentConfiguration } from '../../wire/catalogue.ts'
import { idFilter, nameFilter } from '../../wire/catalogue-query.ts'
import { ConfigurationShape } from '../../wire/catalogue-shapes.ts'
import { instantFilters } from '../../wire/fields.ts'
import { matches, matchesInstants, pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { EVERY_CREDENTIAL, wiki } from './sources.ts'

const configurationsIndex = defineOperation({
  id: 'configurations.index',
  method: 'GET',
  path: '/v9/configurations',
  summary: 'The layouts of venues.',
  source: wiki(9470120),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ...pageFields,
      ...instantFilters('updated_at'),
      ...idFilter('venue_id'),
      ...nameFilter(),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('configurations', ConfigurationShape()),
  handle: ({ tx, query }) => {
    const records = [...tx.all('configurations')]
      .reverse()
      .filter(
        (configuration) =>
          matches(query, 'venue_id', configuration.venue_id) &&
          matches(query, 'name', configuration.name) &&
          matchesInstants(query, 'updated_at', configuration.updated_at),
      )
    return pageOf('configurations', query, { records }, (configuration) => presentConfiguration(tx, configuration))
  },
})

const configurationsShow = defineOperation({
  id: 'configurations.show',
  method: 'GET',
  path: '/v9/configurations/:configuration_id',
  summary: 'One layout of a venue.',
  source: wiki(9470120),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: ConfigurationShape,
  handle: ({ tx, params }) => presentConfiguration(tx, lookUp(tx, 'configurations', params.configuration_id)),
})

export const configurations = [configurationsIndex, configurationsShow]
