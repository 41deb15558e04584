import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TableName, tableNames, tables } from '../../src/store/tables.ts'
import { type World, WorldProblem, type WorldRecord } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { setScene } from '../invariants/scene.ts'
import fc, { MORE } from '../properties.ts'

/** A sandbox with records in every table. Whatever is put and deleted in it, what is left is a world. */

const AT = '2026-01-01T00:00:00Z'
const TIMES = { created_at: AT, updated_at: AT }
const SENT = { attempts: [{ at: 0, status: 200, error: null, answer: '', duration_ms: 1 }], tries: 1, ...TIMES }

/** One for each table that no call fills yet. Nothing of it is sent. */
const UNFILLED: readonly (readonly [path: string, record: object])[] = [
  [
    'tax_quotes/1',
    {
      account: 'brokerage:1930',
      tax_signature: 'a',
      ticket_group_id: 52554287,
      quantity: 1,
      wholesale_tax_cents: 1,
      created_at: AT,
    },
  ],
  [
    'notes/1',
    { order_id: 819974, category: 'internal', content: 'A', office_id: 1691, affiliate_store_id: null, ...TIMES },
  ],
  ['tracking_events/1', { tracking_number: 'A', type: 'PU', occurred_at: AT }],
  ['webhook_endpoints/1', { url: 'http://127.0.0.1:9/', active: false, ...TIMES }],
  [
    'webhook_deliveries/1',
    {
      endpoint_id: 1,
      event_type: 'event_updated',
      recipient: 'catalog',
      state: 'delivered',
      subject_id: 1,
      fields: {},
      body: '',
      ...SENT,
    },
  ],
  [
    'order_integrations/1',
    { office_id: 1700, url: 'http://127.0.0.1:9/', key: 'A', buying_office_ids: [1691], ...TIMES },
  ],
  [
    'outbound_calls/1',
    { kind: 'invoice', state: 'answered', office_id: 1700, global_id: 'A', request: { order_id: 1 }, ...SENT },
  ],
  [
    'autopilot_steps/1',
    { order_id: 819974, cast: 'good-broker', deed: 'accept', due_at: AT, problem: 'A', created_at: AT },
  ],
]

let server: TestServer
let initial: string
let picks: readonly (readonly [TableName, number])[]

beforeAll(async () => {
  // The clock stands, so that nothing falls due in between.
  server = await serveUntilStopped({ clock_ms: Date.parse(AT) })
  await setScene(server)
  for (const [path, record] of UNFILLED) {
    const { status, text } = await server.control('PUT', `/records/${path}`, record)
    expect(status, `${path}: ${text}`).toBeLessThan(300)
  }
  initial = await server.snapshot()
  picks = tableNames.flatMap((table) =>
    server
      .reader()
      .listAll(table)
      .map(({ id }) => [table, id] as const),
  )
})
beforeEach(() => server.restore(initial))
afterAll(() => server.stop())

const exported = async (): Promise<string> => (await server.control('GET', '/world')).text
const get = async (path: string): Promise<WorldRecord> => (await server.control('GET', path)).body
const pathOf = ([table, id]: readonly [TableName, number]) => `/records/${table}/${id}`

/** Every table as often as any other one, however many records it has. */
const pick = () =>
  fc.tuple(fc.constantFrom(...tableNames), fc.nat()).map(([table, nth]) => {
    const own = picks.filter(([name]) => name === table)
    return own[nth % own.length] ?? fail(`${table} has no record`)
  })

function fail(label: string): never {
  throw new Error(label)
}

const isWorld = (world: World): boolean => {
  try {
    checkWorld(world)
    return true
  } catch (problem) {
    if (problem instanceof WorldProblem) return false
    throw problem
  }
}

test('every table has a record', () => {
  expect(new Set(picks.map(([table]) => table))).toEqual(new Set(tableNames))
})

test('to put any record back as it is shown, or as a world has it, changes nothing', async () => {
  const world = await server.world()
  const before = server.state()

  for (const [table, id] of picks) {
    const path = pathOf([table, id])
    const shown = await get(path)
    const written = world[table]?.find((record) => record.id === id)
    for (const body of [shown, written]) {
      const answer = await server.control('PUT', path, body)
      expect(answer.status, answer.text).toBe(200)
      expect(answer.body).toEqual(shown)
      expect(server.state(), path).toBe(before)
    }
  }
})

test('a record without a field that it needs is refused with the path, and nothing changes', async () => {
  const before = server.state()
  await fc.assert(
    fc.asyncProperty(pick(), fc.nat(), async ([table, id], nth) => {
      const record = await get(pathOf([table, id]))
      const { blank }: { readonly blank: object } = tables[table]
      const needed = Object.keys(record).filter((field) => !(field in blank) && !['id', 'available'].includes(field))
      const field = needed[nth % needed.length] ?? fail(`${table} needs no field`)

      const { status, body } = await server.control('PUT', pathOf([table, id]), { ...record, [field]: undefined })

      expect(status).toBe(400)
      expect(body.detail).toMatch(new RegExp(`^${table}/${id}\\.${field}: is missing; give `))
      expect(server.state()).toBe(before)
    }),
    { numRuns: 50 * MORE },
  )
})

test('a record is deleted when the rest is a world without it, and put back it is exported as before', async () => {
  const before = await exported()
  await fc.assert(
    fc.asyncProperty(pick(), async ([table, id]) => {
      const state = server.state()
      const record = await get(pathOf([table, id]))
      const world: World = JSON.parse(before)
      const without = { ...world, [table]: world[table]?.filter((each) => each.id !== id) }

      const { status, body } = await server.control('DELETE', pathOf([table, id]))

      expect(status).toBe(isWorld(without) ? 204 : 409)
      if (status === 409) {
        expect(body.named_by.length).toBeGreaterThan(0)
        expect(server.state()).toBe(state)
      } else {
        expect(JSON.parse(await exported())[table] ?? []).toEqual(without[table])
        expect((await server.control('PUT', pathOf([table, id]), record)).status).toBe(201)
        expect(await exported()).toBe(before)
      }
    }),
    { numRuns: 50 * MORE },
  )
})

const change = () =>
  fc.record({
    target: pick(),
    donor: fc.nat(),
    field: fc.nat(),
    deed: fc.constantFrom('swap', 'swap', 'copy', 'delete'),
  })

test('whatever is put and deleted, what was refused changed nothing, and what is left is a world', async () => {
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change(), { minLength: 1, maxLength: 8 }), async (changes) => {
      await server.restore(initial)
      for (const { target, donor, field, deed } of changes) {
        const [table] = target
        const before = server.state()
        const ids = [...server.reader().all(table)].map(({ id }) => id)
        const given = ids[donor % ids.length]
        const from = given === undefined ? {} : await get(pathOf([table, given]))
        const own = await get(pathOf(target))
        const fields = Object.keys(from).filter((name) => name !== 'id')
        const name = fields[field % fields.length] ?? 'id'
        const path = pathOf(deed === 'copy' ? [table, target[1] + 1] : target)
        const body = deed === 'copy' ? { ...from, id: undefined } : { ...own, [name]: Reflect.get(from, name) }

        const { status, text } = await server.control(deed === 'delete' ? 'DELETE' : 'PUT', path, body)

        expect([200, 201, 204, 400, 404, 409], text).toContain(status)
        // Without the records in the message: there are thousands of lines of them.
        if (status >= 400) expect(server.state() === before, `${path}: ${text}`).toBe(true)
        else done += 1
      }
      checkWorld(await server.world())
    }),
    { numRuns: 25 * MORE },
  )
  expect(done).toBeGreaterThan(30)
})
