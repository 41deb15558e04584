import * as z from 'zod'
import { defineOperation, type Fidelity, type Operation } from '../../operation.ts'
import type { CatalogueTable } from '../../rules/catalogue/catalogue.ts'
import type { Row } from '../../store/tables.ts'
import { deletedFields } from '../../wire/catalogue-query.ts'
import { matches, matchesInstants, pageOf, pageShape } from '../../wire/pages.ts'
import { EVERY_CREDENTIAL } from './sources.ts'

interface DeletedList<Name extends CatalogueTable> {
  readonly table: Name
  readonly source: string
  readonly fidelity: Fidelity
  readonly shape: () => z.ZodType
  readonly present: (record: Row<Name>) => object
}

/** The list of deleted records: from it, programs that keep a copy of the catalogue learn what to remove. */
export function deletedList<Name extends CatalogueTable>(list: DeletedList<Name>): Operation {
  const { table, source, fidelity, shape, present } = list
  return defineOperation({
    id: `${table}.deleted`,
    method: 'GET',
    path: `/v9/${table}/deleted`,
    summary: `The ${table} that were deleted, oldest first.`,
    source,
    fidelity,
    credentials: EVERY_CREDENTIAL,
    input: () => ({ query: z.object(deletedFields()) }),
    indexed: true,
    status: 200,
    output: () => pageShape(table, shape()),
    handle: ({ tx, query }) => {
      const records = [...tx.all<Name>(table)].reverse()
      const keep = ({ name, deleted_at, updated_at }: Row<Name>) =>
        deleted_at !== null &&
        matches(query, 'name', name) &&
        matchesInstants(query, 'deleted_at', deleted_at) &&
        matchesInstants(query, 'updated_at', updated_at)
      return pageOf<Row<Name>>(table, query, { records, keep }, present)
    },
  })
}
