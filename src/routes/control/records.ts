import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { didYouMean } from '../../nearest.ts'
import { once } from '../../once.ts'
import { listed } from '../../shorten.ts'
import { type TableName, tableNames } from '../../store/tables.ts'
import { encode } from '../../store/world.ts'
import { deleteRecord, putRecord } from '../../store/world-record.ts'
import { badRequest, notFound, parsed, problem, readJson, sandboxOf } from './problem.ts'

const ID = /^[1-9]\d{0,14}$/
const AN_ID = 'give a whole number from 1 to 999999999999999'
const MAX_NAMED = 20

/** The query of a list. */
export const Page = once(() =>
  z.strictObject({
    limit: z
      .string()
      .regex(/^(?:[1-9]\d{0,2}|1000)$/, 'give a number of records from 1 to 1000')
      .default('50')
      .transform(Number),
    before: z.string().regex(ID, AN_ID).transform(Number).optional(),
  }),
)

type Request = { readonly req: { param(name: string): string | undefined } }

/** The records of a sandbox, one at a time: as a world file writes them, with every field, and checked like one. */
export function recordRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/:table', (c) => {
    const sandbox = sandboxOf(context, c)
    const table = tableOf(c)
    const { limit, before } = parsed(Page(), c.req.query())
    const read = sandbox.read()
    const records: object[] = []
    for (const record of read.all(table, before)) {
      if (records.length === limit) break
      records.push(shownRecord(table, record))
    }
    return c.json({ table, total: read.count(table), records })
  })

  routes.get('/:table/:id', (c) => {
    const sandbox = sandboxOf(context, c)
    const { table, id } = recordOf(c)
    const record = sandbox.read().get(table, id)
    if (record === undefined) throw noRecord(table, id)
    return c.json(shownRecord(table, record))
  })

  routes.put('/:table/:id', async (c) => {
    sandboxOf(context, c)
    const { table, id } = recordOf(c)
    const given = await readJson(c)
    const { checkRecord } = await import('../../store/world-schema.ts')
    const written = checkRecord(table, id, given)
    // Looked up again: it may have been deleted while the record came.
    const sandbox = sandboxOf(context, c)
    const { record, isNew } = await context.registry.write(sandbox, (tx) => putRecord(tx, table, written))
    return c.json(shownRecord(table, record), isNew ? 201 : 200)
  })

  routes.delete('/:table/:id', async (c) => {
    const sandbox = sandboxOf(context, c)
    const { table, id } = recordOf(c)
    const namers = await context.registry.write(sandbox, (tx) => {
      if (tx.get(table, id) === undefined) throw noRecord(table, id)
      return deleteRecord(tx, table, id)
    })
    if (namers.length > 0) return stillNamed(table, id, namers)
    return c.body(null, 204)
  })

  return routes
}

/** A record as it is shown, with every field. */
export const shownRecord = (table: TableName, record: object): object => encode(table, record, { isWhole: true })

const tableOf = (c: Request): TableName => tableNamed(c.req.param('table') ?? '')

/** @throws what becomes a 404 */
export function tableNamed(given: string): TableName {
  const table = tableNames.find((name) => name === given)
  if (table !== undefined) return table
  const hint = didYouMean(given, tableNames, `the tables are ${tableNames.join(', ')}`)
  throw notFound(`There is no table "${given}"; ${hint}`)
}

function recordOf(c: Request): { table: TableName; id: number } {
  const table = tableOf(c)
  const id = c.req.param('id') ?? ''
  if (!ID.test(id)) throw badRequest(`"${id}" is not an id: ${AN_ID}`)
  return { table, id: Number(id) }
}

const noRecord = (table: TableName, id: number): Error => notFound(`"${table}" has no record with the id ${id}`)

function stillNamed(table: TableName, id: number, namers: ReturnType<typeof deleteRecord>): Response {
  const named_by = namers.slice(0, MAX_NAMED)
  const places = namers.map((namer) => `${namer.table}/${namer.id}.${namer.field}`)
  return problem(409, `${table}/${id} is still named by ${listed(places, MAX_NAMED)}; change or delete those first`, {
    named_by,
  })
}
