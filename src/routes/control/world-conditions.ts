import * as z from 'zod'
import { isPointer, stepsOf, valueAt } from '../../json.ts'
import type { Aspect } from '../../matching/match.ts'
import { MAX_PLACES } from '../../matching/schema.ts'
import { nearest } from '../../nearest.ts'
import { type Row, type TableName, tableNames, tables } from '../../store/tables.ts'
import { dateOf, resolveTime } from '../../store/times.ts'
import { recordSchema } from '../../store/world-schema.ts'
import { badRequest, parsed } from './problem.ts'
import { timesField } from './request-match.ts'

/** The body of `POST …/world/verify`: what is expected of the records of each table that it names. */

/** How many records of a table must be as `where` says. */
export interface Condition {
  readonly table: TableName
  readonly aspects: readonly Aspect<Row<TableName>>[]
  readonly times: z.output<ReturnType<typeof timesField>>
}

/** @throws what becomes a 400, for a name or a value that no record could have: it would be found nowhere, for ever */
export function conditionsOf(body: unknown, now_ms: number): Condition[] {
  const asked = parsed(z.record(z.string(), z.unknown(), 'give an object with a condition for each table'), body)
  return Object.entries(asked).map(([name, given]) => {
    const table = known(tableNames, name, `"${name}" is not a table`, 'the tables are')
    const { where, times } = conditionOf(table, given)
    if (Object.keys(where).length > MAX_PLACES) throw badRequest(`${table}.where: names more than ${MAX_PLACES} places`)
    const aspects = Object.entries(where).map(([place, expected]) => aspectOf(table, place, expected, now_ms))
    return { table, aspects, times }
  })
}

const KEYS = ['where', 'times'] as const
const TIMES = ['min', 'max'] as const

function conditionOf(table: TableName, given: unknown) {
  const fields = parsed(z.record(z.string(), z.unknown(), `${table}: give an object with where and times`), given)
  for (const key of Object.keys(fields)) known(KEYS, key, `${table}: "${key}" is not known here`, 'give')
  if (typeof fields.times === 'object' && fields.times !== null)
    for (const key of Object.keys(fields.times)) known(TIMES, key, `${table}.times: "${key}" is not known here`, 'give')
  const schema = z.strictObject({ where: z.record(z.string(), z.json()).default({}), times: timesField() })
  return (
    parsed(z.object({ [table]: schema }), { [table]: fields })[table] ?? { where: {}, times: { min: 1, max: null } }
  )
}

function aspectOf(table: TableName, place: string, given: unknown, now_ms: number): Aspect<Row<TableName>> {
  const steps = place.startsWith('/') ? stepsOf(place) : [place]
  const path = `${table}.where: ${place}`
  if (place.startsWith('/') && !isPointer(place))
    throw badRequest(`${path}: is not a JSON pointer: write one such as /seller/id`)
  const { times, dates = [] }: { readonly times: readonly string[]; readonly dates?: readonly string[] } = tables[table]
  const [field = ''] = steps
  checkValue(table, steps, given, path)
  const isTime = steps.length === 1 && times.includes(field)
  const isDate = steps.length === 1 && dates.includes(field)
  const at_ms = (isTime || isDate) && typeof given === 'string' ? resolveTime(given, now_ms) : null
  const expected = at_ms === null ? given : isTime ? new Date(at_ms).toISOString() : dateOf(at_ms)
  const read = (record: Row<TableName>): unknown => {
    const value = valueAt(record, steps)
    return isTime && typeof value === 'number' ? new Date(value).toISOString() : value
  }
  return { kind: 'where', name: place, expected, read }
}

/** As far as the schema of the record says what stands there. */
function checkValue(table: TableName, steps: readonly string[], given: unknown, path: string): void {
  let schema: unknown = recordSchema(table)
  for (const step of steps) {
    const inner = bare(schema)
    if (!(inner instanceof z.ZodObject)) return
    const names = Object.keys(inner.shape)
    known(names, step, `${path}: there is no "${step}"`, 'there are')
    schema = inner.shape[step]
  }
  if (!(schema instanceof z.ZodType)) return
  const result = schema.safeParse(given)
  if (!result.success)
    throw badRequest(`${path}: ${JSON.stringify(given)} is not ${result.error.issues[0]?.message ?? 'a value of it'}`)
}

/** What it is where it is neither null nor left out. */
function bare(schema: unknown): unknown {
  let inner = schema
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional || inner instanceof z.ZodReadonly)
    inner = inner.unwrap()
  return inner
}

function known<Name extends string>(names: readonly Name[], given: string, problem: string, list: string): Name {
  const name = names.find((each) => each === given)
  if (name !== undefined) return name
  const meant = nearest(given, names)
  throw badRequest(`${problem}; ${meant === undefined ? `${list} ${names.join(', ')}` : `did you mean "${meant}"?`}`)
}
