import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { orderBody, place } from '../orders/journey.ts'
import { answering, callsOf, integrate, KEY, SHELBYVILLE, settledCalls, startBroker, WEBSITE } from './broker.ts'

const SERVICE = { url: 'http://127.0.0.1:4000/tevo', key: KEY }

const DEFAULTS = {
  buying_office_ids: null,
  deadline_ms: 5_000,
  paths: { hold: '/holds', release: '/holds/:global_id', invoice: '/invoices' },
  fields: {},
  held: { field: 'status', value: 'held' },
}

test('a service is given, shown, changed and taken away', async () => {
  const server = await serve()
  expect((await server.control('GET', '/order_integrations')).body).toEqual({ order_integrations: [] })

  const whole = { office_id: SHELBYVILLE, ...SERVICE, ...DEFAULTS }
  expect(await integrate(server, SERVICE)).toEqual(whole)
  expect((await server.control('GET', '/order_integrations')).body).toEqual({ order_integrations: [whole] })
  expect((await server.control('GET', `/order_integrations/${SHELBYVILLE}`)).body).toEqual(whole)

  const changes = { buying_office_ids: [6], deadline_ms: 100, paths: { hold: '/reserve' }, held: null }
  const changed = { ...whole, ...changes, paths: { ...whole.paths, hold: '/reserve' } }
  expect(await integrate(server, SERVICE, changes)).toEqual(changed)
  expect((await server.control('GET', '/order_integrations')).body.order_integrations).toEqual([changed])

  expect((await server.control('DELETE', `/order_integrations/${SHELBYVILLE}`)).status).toBe(204)
  const gone = await server.control('GET', `/order_integrations/${SHELBYVILLE}`)
  expect([gone.status, gone.body.detail]).toEqual([
    404,
    'Office 1700 has no service: PUT …/order_integrations/1700 gives it one',
  ])
  expect((await server.control('DELETE', `/order_integrations/${SHELBYVILLE}`)).status).toBe(404)
})

test.for<[string, object, RegExp]>([
  ['no url', { url: undefined }, /^url: /],
  ['another protocol', { url: 'ftp://127.0.0.1' }, /^url: is not the address of a service: give/],
  ['no key', { key: undefined }, /^key: /],
  ['a key that no header takes', { key: 'a b' }, /^key: cannot go into a header/],
  [
    'an office that buys and is not there',
    { buying_office_ids: [6, 99] },
    /^buying_office_ids: there is no office 99$/,
  ],
  ['a deadline of nothing', { deadline_ms: 0 }, /^deadline_ms: /],
  ['a deadline of hours', { deadline_ms: 7_200_000 }, /^deadline_ms: /],
  ['an unknown key', { timeout: 5 }, /"timeout"/],
  ['an unknown path', { paths: { order: '/orders' } }, /^paths: .*"order"/],
  ['a path that is none', { paths: { hold: 'holds' } }, /^paths.hold: is not a path: give one that begins with \//],
  ['a release of nobody knows what', { paths: { release: '/release' } }, /^paths.release: needs :global_id/],
  ['an unknown field', { fields: { seat: 'seat' } }, /^fields/],
  ['one name for two fields', { fields: { remote_id: 'price' } }, /^fields: gives one name to two fields/],
  ['an empty name', { fields: { quantity: '' } }, /^fields.quantity: is empty/],
  ['an unknown key of held', { held: { field: 'ok', value: 'yes', not: 'no' } }, /^held: .*"not"/],
])('a service with %s is refused, and says why', async ([, fields, why]) => {
  const server = await serve()
  const body = { ...SERVICE, ...fields }
  const refused = await server.unchanged(() => server.control('PUT', `/order_integrations/${SHELBYVILLE}`, body))
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(why)])
})

test.for(['12', 'main', '-1'])('there is no service for office %s', async (office) => {
  const server = await serve()
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const { status, body } = await server.control(method, `/order_integrations/${office}`, SERVICE)
    expect([status, body.detail]).toEqual([404, `Sandbox "default" has no office ${office}`])
  }
})

test('an unknown parameter of a list is refused by its name', async () => {
  const server = await serve()
  for (const path of ['', '/calls']) {
    const { status, body } = await server.control('GET', `/order_integrations${path}?page=2`)
    expect([status, body.detail]).toEqual([400, expect.stringContaining('"page"')])
  }
})

test('paths, fields and the answer may have names of the broker’s own', async () => {
  const broker = await startBroker()
  const sent: string[] = []
  broker.intercept = (method, path) => {
    sent.push(`${method} ${path}`)
    return answering(200, { ok: path.includes('reserve') ? 'yes' : 'no matter' })
  }
  const server = await serve()
  await integrate(
    server,
    { url: `${broker.url}/tevo/?tenant=7` },
    {
      paths: { hold: '/reserve', release: '/reserve/:global_id/cancel', invoice: '/sold' },
      fields: { global_id: 'ref', remote_id: 'sku', quantity: 'qty' },
      held: { field: 'ok', value: 'yes' },
    },
  )
  await place(server)
  expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
  expect(sent).toEqual(['POST /tevo/reserve?tenant=7', 'POST /tevo/sold?tenant=7'])
  const [invoice, hold] = (await server.journal.list()).filter(({ kind }: { kind?: string }) => kind === 'outbound')
  expect([hold.path, invoice.path]).toEqual(['/reserve', '/sold'])
  const { request } = await server.journal.get(hold.id)
  expect(JSON.parse(request.body)).toEqual({
    ref: 'TEVO-1-1',
    sku: '1103803',
    ticket_group_id: 52554287,
    qty: 2,
    price: 40,
  })

  broker.intercept = (_, path) => (path.includes('reserve?') ? answering(200, { ok: 'no' }) : answering(200))
  const [order] = orderBody().orders
  const refused = await server.post('/v9/orders', { orders: [order] })
  expect(refused.body).toEqual(['OrderIntegration::Error::NotFound', 'OrderIntegration::Error::NotFound'])
})

test('any 2xx is a hold where the service does not say it in its answer', async () => {
  const broker = await startBroker()
  broker.intercept = () => answering(204)
  const server = await serve()
  await integrate(server, broker, { held: null })
  await place(server)
  expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
})

test('a world file brings services along, and an office has one', async () => {
  const broker = await startBroker()
  const first = await serve()
  await integrate(first, broker, { buying_office_ids: [WEBSITE] })
  const world = await first.world()

  const second = await serve({ world })
  await place(second)
  expect(await settledCalls(second)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])

  const [service] = JSON.parse(JSON.stringify(world)).order_integrations
  const twice = await second.control('PUT', '/world', {
    ...world,
    order_integrations: [service, { ...service, id: service.id + 1 }],
  })
  expect([twice.status, twice.body.detail]).toEqual([
    400,
    expect.stringMatching(/office_id.*an office has one service/),
  ])
})

test('what is told is kept as long as it is looked at: the last 1,000 calls that are over', async () => {
  const broker = await startBroker()
  const server = await serve()
  await integrate(server, broker)
  const call = (id: number) => ({
    id,
    kind: 'hold',
    state: 'failed',
    office_id: SHELBYVILLE,
    global_id: `TEVO-${id}`,
    request: {},
    attempts: [],
    tries: 0,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  })
  const outbound_calls = Array.from({ length: 1_000 }, (_, nth) => call(nth + 1))
  await server.putWorld((world) => ({ ...world, outbound_calls }))
  await place(server)
  await settledCalls(server)
  const calls = await callsOf(server)
  expect(calls).toHaveLength(1_000)
  expect(calls[0].id).toBe(3)
  expect(calls.slice(-2).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['hold used', 'invoice answered'])
})

test('a service that is taken away is still told of what it holds', async () => {
  const broker = await startBroker()
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  await integrate(server, broker)
  broker.intercept = (_, path) => (path === '/invoices' ? answering(503) : undefined)
  await place(server)
  await until('a first try', async () => (await callsOf(server)).some(({ state }) => state === 'waiting'))
  const path = `/order_integrations/${SHELBYVILLE}`
  const removed = await server.control('DELETE', path)
  expect(removed).toMatchObject({ status: 202, body: { open_calls: 1 } })
  // Nobody buys through it any more.
  await place(server)
  broker.intercept = () => undefined
  await server.clock.advance('PT10S')
  expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
  expect((await server.control('DELETE', path)).status).toBe(204)
})

test('the key of a service is where it was given, and nowhere else', async () => {
  const lines: string[] = []
  const broker = await startBroker()
  broker.intercept = (method, path) => answering(200, { status: 'held', you_sent: KEY, to: `${method} ${path}` })
  const { requestLog } = await import('../../src/log/log.ts')
  const server = await serve({ log: requestLog('json', false, (text) => lines.push(text)) })
  const { host } = new URL(broker.url)
  await integrate(server, { url: `http://user:password-of-the-url@${host}/?secret=of-the-query` })
  await place(server)
  broker.intercept = () => answering(500, { status: KEY })
  await server.post('/v9/orders', orderBody())
  await settledCalls(server)

  const journal = await server.journal.list('?limit=1000')
  const entries = await Promise.all(journal.map(({ id }: { id: string }) => server.journal.get(id)))
  const shown = JSON.stringify([journal, entries, await callsOf(server), lines])
  for (const secret of [KEY, 'password-of-the-url', 'of-the-query']) expect(shown).not.toContain(secret)
  expect(shown).toContain('/invoices')
})

describe('the document of the calls', () => {
  const FILE = 'docs/order-integration.openapi.json'

  test('is made from what the reference broker checks, and is the file that is published', async () => {
    const { brokerDocument } = await import('../../src/broker/document.ts')
    // npm run make:docs writes it.
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(brokerDocument())))
  })

  test('is served, and says that the shapes are ours', async () => {
    const server = await serve()
    const { status, body } = await send(server.url, 'GET', '/_local/order-integration.openapi.json')
    expect(status).toBe(200)
    expect(body).toEqual(JSON.parse(readFileSync(FILE, 'utf8')))
    expect(body.info.description).toMatch(/not public.*decided by it/s)
  })
})
