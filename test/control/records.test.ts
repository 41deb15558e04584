import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { tableNames } from '../../src/store/tables.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serve, type TestServer } from '../harness.ts'
import { groupFields } from '../inventory/stock.ts'
import { orderBody } from '../orders/journey.ts'
import { expectProblem } from './problem.ts'

const CLOCK_MS = Date.parse('2026-01-01T09:30:00Z')

const EVENT = {
  name: 'Sadgasm',
  venue_id: 1388,
  configuration_id: 501,
  performer_ids: [30001],
  occurs_at: '+P14DT19H',
  updated_at: '2026-01-01T00:00:00Z',
}
const GROUP = {
  office_id: 1700,
  event_id: 77,
  section: '1',
  row: 'A',
  format: 'Eticket',
  quantity: 4,
  low_seat: 1,
  wholesale_price_cents: 4_000,
  retail_price_cents: 5_000,
  updated_at: '2026-01-01T00:00:00Z',
}
const HOLD = {
  ticket_group_id: 88,
  account: 'brokerage:1930',
  office_id: 1691,
  state: 'held',
  quantity: 2,
  seats: [[1, 2]],
  price_cents: 4_000,
  held_for_type: 'Office',
  held_for_id: 1691,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
}
const CREDENTIAL = {
  name: 'kiosk',
  label: 'Kiosk',
  type: 'API',
  token: 'kiosk000000000000000000000000001',
  secret: 'kiosk-secret-000000000000000000000000001',
  office_id: 1691,
}

const put = (server: TestServer, record: string, body: object) => server.control('PUT', `/records/${record}`, body)

async function putAll(server: TestServer, records: { readonly [record: string]: object }): Promise<void> {
  for (const [record, body] of Object.entries(records)) {
    const { status, text } = await put(server, record, body)
    expect(status, `${record}: ${text}`).toBe(201)
    checkWorld(await server.world())
  }
}

describe('to look', () => {
  test.for(tableNames)(
    'the records of %s are listed newest first, with every field, and are shown one by one',
    async (table) => {
      const server = await serve({ clock_ms: CLOCK_MS })
      const stored = [...server.reader().all(table)]

      const { status, body } = await server.control('GET', `/records/${table}?limit=1000`)

      expect(status).toBe(200)
      expect(body).toMatchObject({ table, total: stored.length })
      expect(body.records.map(({ id }: { id: number }) => id)).toEqual(stored.map(({ id }) => id))
      for (const [nth, record] of stored.slice(0, 3).entries()) {
        expect(Object.keys(body.records[nth])).toEqual(Object.keys(record))
        expect((await server.control('GET', `/records/${table}/${record.id}`)).body).toEqual(body.records[nth])
      }
    },
  )

  test('times are text, and blank fields are filled in', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })

    const { body } = await server.control('GET', '/records/events/2100001')

    expect(body).toMatchObject({ occurs_at: '2026-01-31T19:00:00.000Z', state: 'shown', notes: '', deleted_at: null })
  })

  test('a list has 50 records unless it is asked for others, and goes on before an id', async () => {
    const server = await serve()
    const page = async (query: string): Promise<number[]> => {
      const { body } = await server.control('GET', `/records/ticket_groups${query}`)
      return body.records.map(({ id }: { id: number }) => id)
    }
    const all = await page('?limit=1000')
    expect(all).toHaveLength(defaultWorld.ticket_groups.length)

    expect(await page('')).toEqual(all.slice(0, 50))
    for (const limit of [1, 7, 50]) {
      const paged: number[] = []
      for (let next = await page(`?limit=${limit}`); next.length > 0; ) {
        paged.push(...next)
        next = await page(`?limit=${limit}&before=${next.at(-1)}`)
      }
      expect(paged).toEqual(all)
    }
    const lowest = all.at(-1) ?? 0
    expect(await page(`?before=${lowest + 1}`)).toEqual([lowest])
    expect(await page('?before=999999999999999&limit=2')).toEqual(all.slice(0, 2))
  })
})

test('a record that is put is the one that is shown', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })

  const made = await put(server, 'events/77', EVENT)
  const replaced = await put(server, 'events/77', { id: 77, ...EVENT, name: 'Be Sharps' })

  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ id: 77, name: 'Sadgasm', occurs_at: '2026-01-15T19:00:00.000Z', state: 'shown' })
  expect(replaced.status).toBe(200)
  expect(replaced.body).toEqual({ ...made.body, name: 'Be Sharps' })
  expect((await server.control('GET', '/records/events/77')).body).toEqual(replaced.body)
})

test('relative dates count from the day of the clock', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  await server.clock.advance('P10D')

  const { body } = await put(server, 'events/77', EVENT)

  expect(body.occurs_at).toBe('2026-01-25T19:00:00.000Z')
})

test('an event is found as soon as it is put, and can be sold with a group that is put', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  await putAll(server, { 'events/77': EVENT, 'ticket_groups/88': GROUP })

  const found = await server.get('/v9/events?name=Sadgasm')
  expect(found.body.events).toMatchObject([{ id: 77, name: 'Sadgasm', venue: { id: 1388 } }])
  const order = await server.post('/v9/orders', orderBody({}, { ticket_group_id: 88 }))

  expect(order.status, order.text).toBe(201)
  const { body } = await server.control('GET', '/records/ticket_groups/88')
  expect(body.available).toEqual([[3, 4]])
  checkWorld(await server.world())
})

test('a venue that gets another name is shown with it', async () => {
  const server = await serve()
  const { body: venue } = await server.control('GET', '/records/venues/1388')

  expect((await put(server, 'venues/1388', { ...venue, name: 'Krustylu Studios' })).status).toBe(200)

  expect((await server.get('/v9/venues/1388')).body.name).toBe('Krustylu Studios')
  expect((await server.get('/v9/events/648825')).body.venue.name).toBe('Krustylu Studios')
})

test('ids that are in use are skipped, also when a record was put where they go on', async () => {
  const server = await serve()
  const company = { account: 'brokerage:1930', name: 'Globex', updated_at: '2026-01-01T00:00:00Z' }
  await putAll(server, { 'companies/11228': company, 'companies/999999999999999': company })

  const { body } = await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

  expect(body.companies[0].id).toBe('11229')
})

test('a reset takes the records back to those of the world', async () => {
  const server = await serve()
  await putAll(server, { 'events/77': EVENT })

  await server.reset()

  expectProblem(await server.control('GET', '/records/events/77'), 404, /"events" has no record with the id 77/)
})

describe('a credential', () => {
  test('can sign as soon as it is put, with new keys too, and not after it is deleted', async () => {
    const server = await serve()
    const brokerages = async (keys: { token: string; secret: string }) =>
      (await server.call('GET', '/v9/brokerages', { as: keys })).status
    expect(await brokerages(CREDENTIAL)).toBe(401)

    await putAll(server, { 'credentials/9': CREDENTIAL })
    expect(await brokerages(CREDENTIAL)).toBe(200)

    const other = { ...CREDENTIAL, token: CREDENTIAL.token.replace('kiosk', 'booth') }
    expect((await put(server, 'credentials/9', other)).status).toBe(200)
    expect(await brokerages(CREDENTIAL)).toBe(401)
    expect(await brokerages(other)).toBe(200)

    expect((await server.control('DELETE', '/records/credentials/9')).status).toBe(204)
    expect(await brokerages(other)).toBe(401)
  })

  test('signs for its own sandbox', async () => {
    const server = await serve()
    const { control } = await server.make()
    await control('PUT', '/records/credentials/9', CREDENTIAL)
    await control('PUT', '/records/companies/5', { account: 'brokerage:1930', name: 'Globex', updated_at: '-P1D' })

    const { body } = await server.call('GET', '/v9/companies', { as: CREDENTIAL })

    expect(body.companies).toMatchObject([{ name: 'Globex' }])
  })

  test('cannot have a token of another sandbox, until that is deleted', async () => {
    const server = await serve()
    const other = await server.make()
    await other.control('PUT', '/records/credentials/9', CREDENTIAL)
    await other.control('DELETE', '/records/credentials/9')

    const refused = await server.unchanged(() => put(server, 'credentials/9', CREDENTIAL))
    expectProblem(refused, 409, new RegExp(`${CREDENTIAL.token.slice(0, 4)}… belongs to the sandbox "${other.name}"`))

    await other.control('DELETE')
    expect((await put(server, 'credentials/9', CREDENTIAL)).status).toBe(201)
  })

  test('has a name and a token of its own', async () => {
    const server = await serve()
    const { token } = server.keysOf('website')

    const refused = await server.unchanged(() =>
      put(server, 'credentials/9', { ...CREDENTIAL, token, name: 'website' }),
    )

    expectProblem(refused, 400, /^credentials\/9\.name: "website" is given to 2 .*\ncredentials\/9\.token: .* 2 cred/)
  })

  test('that is the last one of its sandbox stays', async () => {
    const server = await serve()
    const remove = (id: number) => server.control('DELETE', `/records/credentials/${id}`)
    const [last, ...others] = defaultWorld.credentials.map(({ id }) => id)
    for (const id of others) expect((await remove(id)).status).toBe(204)

    const refused = await server.unchanged(() => remove(last ?? 0))

    expectProblem(refused, 409, /"default" has no other credential/)
    expect((await server.get('/v9/brokerages')).status).toBe(200)
  })
})

describe('a record that does not fit is refused, and nothing changes:', () => {
  test.for<[record: string, body: unknown, detail: RegExp]>([
    ['events/77', { ...EVENT, name: undefined }, /^events\/77\.name: is missing; give text$/],
    ['events/77', { ...EVENT, name: 5 }, /^events\/77\.name: 5 is not text$/],
    ['events/77', { ...EVENT, performer_ids: ['x'] }, /^events\/77\.performer_ids\[0\]: "x" is not an id/],
    ['events/77', { ...EVENT, town: 'Springfield' }, /^events\/77\.town: is not known here; known names are id, name/],
    ['events/77', { ...EVENT, occurs_at: '+P99999999D' }, /^events\/77\.occurs_at: "\+P99999999D" is not a time/],
    ['events/77', { ...EVENT, id: 78 }, /^events\/77\.id: 78 is another id than that of the path/],
    ['events/77', { ...EVENT, id: '77' }, /^events\/77\.id: "77" is not an id/],
    ['events/77', { ...EVENT, venue_id: 9 }, /^events\/77\.venue_id: "venues" has no record with the id 9$/],
    [
      'events/77',
      { ...EVENT, configuration_id: 502 },
      /^events\/77\.configuration_id: 502 is a configuration of venue/,
    ],
    ['events/77', [], /^events\/77: \[\] is not a record: an object$/],
    ['events/77', '{"__proto__":{"name":"x"}}', /^events\/77\.__proto__: is not known here/m],
    [
      'ticket_groups/52554285',
      `${JSON.stringify({ ...GROUP, event_id: 648825 }).slice(0, -1)},"signatures":{"__proto__":5}}`,
      /^ticket_groups\/52554285: "__proto__" is not a name/,
    ],
    [
      'companies/5',
      { account: 'store:9', name: 'A', updated_at: '-P1D' },
      /^companies\/5\.account: "affiliate_stores" has/,
    ],
  ])('%s with %j', async ([record, body, detail]) => {
    const server = await serve()

    expectProblem(await server.unchanged(() => server.control('PUT', `/records/${record}`, body)), 400, detail)
  })

  test('others depend on what it was', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { body: configuration } = await server.control('GET', '/records/configurations/501')
    await putAll(server, { 'events/77': EVENT, 'ticket_groups/88': { ...GROUP, available: [[3, 4]] } })
    await putAll(server, { 'ticket_holds/99': HOLD })
    const refused = (record: string, body: object) => server.unchanged(() => put(server, record, body))

    expectProblem(
      await refused('configurations/501', { ...configuration, venue_id: 2001 }),
      400,
      /^events\/648825\.configuration_id: 501 is a configuration of venue 2001, but .* 1388\nevents\/77\.configuration_id: /,
    )
    expectProblem(
      await refused('ticket_groups/88', { ...GROUP, low_seat: 11 }),
      400,
      /^ticket_holds\/99\.seats: \[1, 2\] is out of order, or not among its 4 consecutive seats from 11 on$/,
    )
    expectProblem(
      await refused('ticket_holds/99', { ...HOLD, seats: [[2, 3]] }),
      400,
      /^ticket_groups\/88\.available: a seat can be available, wasted or held only once$/,
    )
  })
})

describe('what is named by others is not deleted:', () => {
  test('they are told, and nothing changes', async () => {
    const server = await serve()
    await putAll(server, { 'events/77': EVENT, 'ticket_groups/88': GROUP })

    const { status, body } = await server.unchanged(() => server.control('DELETE', '/records/events/77'))

    expect(status).toBe(409)
    expect(body).toMatchObject({
      title: 'Conflict',
      detail: 'events/77 is still named by ticket_groups/88.event_id; change or delete those first',
      named_by: [{ table: 'ticket_groups', id: 88, field: 'event_id' }],
    })
    expect((await server.control('DELETE', '/records/ticket_groups/88')).status).toBe(204)
    expect((await server.control('DELETE', '/records/events/77')).status).toBe(204)
    expectProblem(await server.control('DELETE', '/records/events/77'), 404, /"events" has no record with the id 77/)
  })

  test('at most 20 of them', async () => {
    const server = await serve()
    await server.post('/v9/ticket_groups', { ticket_groups: Array.from({ length: 25 }, () => groupFields()) })

    const { status, body } = await server.control('DELETE', '/records/offices/1691')

    expect(status).toBe(409)
    expect(body.named_by).toHaveLength(20)
    expect(body.detail).toMatch(/ticket_groups\/\d+\.office_id and \d+ more; change or delete those first$/)
  })

  test('parties and accounts name records too', async () => {
    const server = await serve()
    await server.post('/v9/orders', orderBody())
    const namers = async (record: string): Promise<string[]> => {
      const { status, body } = await server.control('DELETE', `/records/${record}`)
      expect(status).toBe(409)
      return body.named_by.map(({ table, field }: { table: string; field: string }) => `${table}.${field}`)
    }

    expect(await namers('clients/107655')).toContain('orders.buyer.id')
    expect(await namers('brokerages/1930')).toContain('orders.buyer.account')
    expect(await namers('affiliate_stores/63')).toContain('clients.account')
  })
})

test.for<[method: string, path: string, status: number, detail: RegExp]>([
  ['GET', '/records/event', 404, /^There is no table "event"; did you mean "events"\?$/],
  ['GET', '/records/toString', 404, /^There is no table "toString"; the tables are brokerages, /],
  ['PUT', '/records/event/1', 404, /^There is no table "event"/],
  ['DELETE', '/records/event/1', 404, /^There is no table "event"/],
  ['GET', '/records/events?name=x', 400, /"name"/],
  ['GET', '/records/events?limit=0', 400, /^limit: give a number of records from 1 to 1000$/],
  ['GET', '/records/events?limit=1001', 400, /^limit: /],
  ['GET', '/records/events?limit=ten', 400, /^limit: /],
  ['GET', '/records/events?before=req_1', 400, /^before: give a whole number from 1 to 999999999999999$/],
  ['GET', '/records/events/648825?limit=1', 400, /"limit"/],
  ['PUT', '/records/events/648825?force=true', 400, /"force"/],
  ['DELETE', '/records/events/648825?force=true', 400, /"force"/],
  ['GET', '/records/events/1', 404, /^"events" has no record with the id 1$/],
  ['GET', '/records/events/first', 400, /^"first" is not an id: give a whole number from 1 to 999999999999999$/],
  ['PUT', '/records/events/1000000000000000', 400, /^"1000000000000000" is not an id/],
  ['DELETE', '/records/events/0', 400, /^"0" is not an id/],
  ['POST', '/records/events', 405, /does not take POST: use GET$/],
])('%s …%s answers %i', async ([method, path, status, detail]) => {
  const server = await serve()

  const body = method === 'PUT' ? EVENT : undefined
  expectProblem(await server.unchanged(() => server.control(method, path, body)), status, detail)
})

test.for(['GET', 'PUT', 'DELETE'])('%s of a sandbox that is not there answers 404', async (method) => {
  const server = await serve()

  const answer = await server.local(method, '/sandboxes/nope/records/events/1', method === 'PUT' ? EVENT : undefined)

  expectProblem(answer, 404, /^There is no sandbox "nope"$/)
})

test.for<[table: string, change: object, detail: RegExp]>([
  ['ticket_groups', { quantity: 5_000 }, /available: its seats have changed: give those that are free, too/],
  ['items', { quantity: 50 }, /seats: 2 seats for 50 tickets/],
  ['items', { seats: [1, 1] }, /seats: 1 seats for 2 tickets/],
  ['orders', { front_order_id: 'itself' }, /front_order_id: \d+ is the order itself/],
])('%s that would contradict themselves with %j are refused', async ([table, change, detail]) => {
  const server = await serve()
  await server.post('/v9/orders', orderBody())
  const [record] = (await server.control('GET', `/records/${table}?limit=1`)).body.records
  const changed = JSON.parse(JSON.stringify({ ...record, ...change }), (_, value) =>
    value === 'itself' ? record.id : value,
  )
  await server.unchanged(async () => {
    const refused = await server.control('PUT', `/records/${table}/${record.id}`, changed)
    expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(detail)])
  })
})
