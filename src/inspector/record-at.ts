import { isId, notFound } from '../routes/control/problem.ts'
import { type Row, type TableName, tables } from '../store/tables.ts'
import type { Visit } from './page.ts'

/** The record that the address names by its id. @throws what becomes a 404 */
export function recordAt<Name extends TableName>({ read, params, sandbox }: Visit, table: Name): Row<Name> {
  const id = params.id ?? ''
  const record = isId(id) ? read.get(table, Number(id)) : undefined
  if (record === undefined) throw notFound(`Sandbox "${sandbox.name}" has no ${tables[table].model} ${id}`)
  return record
}
