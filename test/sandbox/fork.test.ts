import { describe, expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { startServer } from '../../src/index.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { Sandboxes } from '../../src/sandbox/sandboxes.ts'
import { expectProblem } from '../control/problem.ts'
import { serve, type TestServer } from '../harness.ts'
import { type Received, seen } from '../http.ts'
import { call } from '../library/call.ts'
import { orderBody } from '../orders/journey.ts'
import fc, { MORE } from '../properties.ts'
import { sandboxAt, type TestSandbox } from '../test-sandbox.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const company = (name: string) => ({ companies: [{ name }] })

async function fork(server: TestServer, source: TestSandbox, request?: object): Promise<TestSandbox> {
  const { status, body, text } = await source.control('POST', '/fork', request)
  expect(status, text).toBe(201)
  return sandboxAt({ url: server.url, name: body.name, credentials: body.credentials })
}

test('a fork answers as a sandbox that is made, with credentials of its own', async () => {
  const server = await serve()
  const { made, ...source } = await server.make({ name: 'source', seed: 7, clock: CLOCK })

  const { body } = await source.control('POST', '/fork', { name: 'branch' })

  const keys = { token: expect.stringMatching(/^[a-zA-Z0-9]{32}$/), secret: expect.stringMatching(/^\S{40}$/) }
  expect(body).toEqual({
    name: 'branch',
    base_url: server.url,
    seed: 7,
    credentials: { website: keys, processor: keys, store: keys, shelbyville: keys },
    env: {
      TEVO_BASE_URL: server.url,
      TEVO_API_TOKEN: body.credentials.website.token,
      TEVO_API_SECRET: body.credentials.website.secret,
      TEVO_PROCESSOR_TOKEN: body.credentials.processor.token,
      TEVO_PROCESSOR_SECRET: body.credentials.processor.secret,
      TEVO_CONTROL_URL: `${server.url}/_local/sandboxes/branch`,
    },
  })
  for (const name of Object.keys(made.credentials))
    expect(body.credentials[name].token).not.toBe(made.credentials[name].token)
  expect((await source.control('POST', '/fork')).body.name).toBe('sandbox-1')
})

test('it goes on with records, ids, clock, settings and the window of the rate limit, and shares nothing from then on', async () => {
  const server = await serve()
  const settings = { fraud: 'hold', rate_limit: { requests: 3, window_s: 60 } }
  const source = await server.make({ clock: CLOCK, settings })
  await source.clock.advance('PT15M')
  const order = (await source.post('/v9/orders', orderBody())).body.orders[0]

  const branch = await fork(server, source)

  expect((await branch.get(`/v9/orders/${order.id}`)).body).toEqual(order)
  expect((await branch.control('GET', '/clock')).body).toEqual({ now: '2026-01-01T00:15:00.000Z', frozen: true })
  expect(await branch.settings()).toEqual(await source.settings())
  const next = (await branch.post('/v9/companies', company('Kwik-E-Mart'))).body.companies[0]
  expect(next.id).toBe('11228')
  // One request of three before the fork.
  expect((await branch.get('/v9/companies')).status).toBe(429)
  expect((await source.get('/v9/companies')).body.total_entries).toBe(0)
  await source.post('/v9/companies', company('The Leftorium'))
  await source.settings({ fraud: 'off' })
  await source.clock.advance('PT1H')
  expect((await branch.get('/v9/companies')).status).toBe(429)
  await branch.settings({ rate_limit: null })
  expect((await branch.get('/v9/companies')).body.companies).toEqual([next])
  expect(await branch.settings()).toMatchObject({ fraud: 'hold' })
  expect(await branch.clock.now()).toBe(Date.parse('2026-01-01T00:15:00Z'))
})

test('from a snapshot it goes on from that moment', async () => {
  const server = await serve()
  const source = await server.make({ clock: CLOCK })
  await source.post('/v9/companies', company('The Leftorium'))
  const snapshot = await source.snapshot()
  await source.clock.advance('P1D')
  await source.post('/v9/companies', company('Kwik-E-Mart'))

  const branch = await fork(server, source, { from: snapshot })

  expect((await branch.get('/v9/companies')).body.companies).toMatchObject([{ name: 'The Leftorium' }])
  expect(await branch.clock.now()).toBe(Date.parse(CLOCK))
  // What is kept of the source is its own.
  expect((await branch.control('GET', '/snapshots')).body.snapshots).toEqual([])
})

test('a clock that runs goes on in it', async () => {
  const server = await serve()
  const source = await server.make()
  await source.clock.advance('P2D')
  const branch = await fork(server, source)
  const { now, frozen } = (await branch.control('GET', '/clock')).body
  expect(frozen).toBe(false)
  expect(Math.abs(Date.parse(now) - (await source.clock.now()))).toBeLessThan(10_000)
})

test('its armed faults have counted what they had counted, and count on by themselves', async () => {
  const server = await serve()
  const rule = {
    id: 'twice',
    match: { operation: 'companies.index' },
    effect: { type: 'status', status: 418 },
    times: 2,
  }
  const source = await server.make({ faults: [rule] })
  expect((await source.get('/v9/companies')).status).toBe(418)

  const branch = await fork(server, source)

  expect(await branch.faults.get('twice')).toMatchObject({ matches: 1, injections: 1, state: 'armed' })
  expect((await branch.get('/v9/companies')).status).toBe(418)
  expect((await branch.get('/v9/companies')).status).toBe(200)
  expect(await source.faults.get('twice')).toMatchObject({ injections: 1, state: 'armed' })
})

test('journal and outbox begin empty: nothing is told twice, and its own changes are told', async () => {
  const server = await serve({ isOutboundAllowed: false })
  const source = await server.make({ clock: CLOCK, webhooks: [{ url: 'http://127.0.0.1:9/hook', office_id: 1700 }] })
  await source.post('/v9/orders', orderBody())
  const deliveriesOf = async ({ control }: TestSandbox) =>
    (await control('GET', '/webhooks/deliveries')).body.deliveries
  expect(await deliveriesOf(source)).toHaveLength(1)

  const branch = await fork(server, source)

  expect(await branch.journal.list()).toEqual([])
  expect(await deliveriesOf(branch)).toEqual([])
  await branch.clock.advance('P1D')
  expect(await deliveriesOf(branch)).toEqual([])
  await branch.post('/v9/orders', orderBody())
  expect(await deliveriesOf(branch)).toMatchObject([{ event_type: 'order_created', recipient: 'seller' }])
  expect((await branch.journal.list('?operation=orders.create')).map(({ id }: { id: string }) => id)).toEqual(['req_1'])
})

test('a reset takes it back to where it was forked; so does one of a fork of a fork', async () => {
  const server = await serve()
  const source = await server.make({
    clock: CLOCK,
    faults: [
      { id: 'once', match: { operation: 'companies.index' }, effect: { type: 'status', status: 418 }, times: 1 },
    ],
  })
  await source.clock.advance('PT1H')
  await source.post('/v9/companies', company('The Leftorium'))
  await source.get('/v9/companies')
  const branch = await fork(server, await fork(server, source))
  const before = (await branch.control('GET')).body
  await branch.post('/v9/companies', company('Kwik-E-Mart'))
  await branch.clock.advance('P1D')
  await branch.settings({ fraud: 'hold' })
  await branch.faults.disarm()

  await branch.reset()

  expect((await branch.control('GET')).body).toEqual(before)
  expect(before.clock.now).toBe('2026-01-01T01:00:00.000Z')
  expect((await branch.get('/v9/companies')).body.companies).toMatchObject([{ name: 'The Leftorium' }])
  expect(await branch.faults.list()).toMatchObject([{ id: 'once', injections: 1, state: 'spent' }])
  // Of another world, to that one.
  await branch.putWorld((world) => ({ ...world, companies: [] }))
  await branch.reset()
  expect((await branch.get('/v9/companies')).body.total_entries).toBe(0)
})

test('it can be forked from default, and brings its command line', async () => {
  const server = await serve({ clock_ms: Date.parse(CLOCK) })
  await server.snapshot()
  const branch = await fork(server, server, { name: 'branch', from: 'snap_1' })
  const { reproduce } = (await branch.control('GET')).body
  expect(reproduce).toBe(
    `curl -sS ${server.url}/_local/sandboxes/default/fork -d '{"from":"snap_1","name":"branch"}' # when "default" has that snapshot`,
  )
  await fork(server, server, { name: 'other' })
  expect((await server.local('GET', '/sandboxes/other')).body.reproduce).toMatch(
    /-d '\{"name":"other"\}' # when "default" is as/,
  )
})

describe('a fork is refused', () => {
  test.for<[what: string, body: unknown, status: number, detail: RegExp]>([
    ['from a snapshot that is not there', { from: 'snap_9' }, 404, /no snapshot "snap_9"/],
    ['from what is no id', { from: 7 }, 400, /from/],
    ['with a name that is taken', { name: 'source' }, 409, /"source" already/],
    ['with what is no name', { name: 'Branch' }, 400, /name/],
    ['with a key that is not known', { snapshot: 'snap_1' }, 400, /snapshot/],
    ['as an array', [], 400, /array/],
  ])('%s, and nothing is made', async ([, body, status, detail]) => {
    const server = await serve()
    const source = await server.make({ name: 'source' })
    expectProblem(await source.control('POST', '/fork', body), status, detail)
    expect((await server.local('GET', '/health')).body.sandboxes).toBe(2)
    expect((await fork(server, source)).name).toBe('sandbox-1')
  })

  test('of a sandbox that is not there, and one too many', async () => {
    const server = await serve({ maxSandboxes: 2 })
    expectProblem(await server.local('POST', '/sandboxes/nowhere/fork'), 404, /"nowhere"/)
    const source = await server.make()
    expectProblem(await source.control('POST', '/fork'), 409, /has 2 sandboxes, and may have 2/)
  })
})

test('it shares all records with its source but credentials, however many there are', async () => {
  const clock_ms = Date.parse(CLOCK)
  const sandboxes = new Sandboxes(new Sandbox({ name: 'default', world: defaultWorld, clock_ms }), defaultWorld)
  const source = sandboxes.make({ clock_ms })
  source.write((tx) => {
    for (let nth = 0; nth < 10_000; nth += 1)
      tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name: `${nth}`, updated_at: tx.now })
  })

  const branch = sandboxes.fork(source, {})

  const { credentials, ...shared } = branch.state().tables
  for (const [table, state] of Object.entries(shared))
    if (!['webhook_deliveries', 'outbound_calls'].includes(table))
      expect(state, table).toBe(Object.entries(source.state().tables).find(([name]) => name === table)?.[1])
  expect(credentials).not.toBe(source.state().tables.credentials)
})

test('the library forks too', async () => {
  const tevo = await startServer()
  onTestFinished(() => tevo.stop())
  const source = await tevo.makeSandbox({ clock: CLOCK })
  const from = await source.snapshot()
  await call(source, 'POST', '/v9/companies', JSON.stringify(company('The Leftorium')))

  const [now, then] = [await source.fork({ name: 'now' }), await source.fork({ from })]

  expect([now.name, then.name]).toEqual(['now', 'sandbox-2'])
  expect(await call(now, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 1 } })
  expect(await call(then, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 0 } })
  await expect(source.fork({ from: 'snap_9' })).rejects.toThrow(
    'fork(): The sandbox "sandbox-1" has no snapshot "snap_9"; take one first',
  )
  await expect(source.fork({ name: 'Now' })).rejects.toThrow(/^fork\(\): name: is not a name/)
})

type Move = 'order' | 'company' | 'companies' | 'orders' | 'accept' | 'advance' | 'nothing'
const someMoves = (maxLength: number) =>
  fc.array(fc.constantFrom<Move>('order', 'company', 'companies', 'orders', 'accept', 'advance', 'nothing'), {
    maxLength,
  })

async function play(sandbox: TestSandbox, moves: readonly Move[]) {
  const answers: unknown[] = []
  const answered = async (call: Promise<Received>) => answers.push(seen(await call))
  for (const move of moves) {
    if (move === 'order') await answered(sandbox.post('/v9/orders', orderBody()))
    else if (move === 'company') await answered(sandbox.post('/v9/companies', company('The Leftorium')))
    else if (move === 'companies') await answered(sandbox.get('/v9/companies'))
    else if (move === 'orders') await answered(sandbox.get('/v9/orders?type=Order', 'processor'))
    else if (move === 'accept')
      await answered(sandbox.post('/v9/orders/819974/accept', { reviewer_id: 12345 }, 'processor'))
    else if (move === 'advance') await sandbox.clock.advance('PT7M')
    else await answered(sandbox.get('/v9/nothing'))
  }
  return answers
}

test(
  'of any calls: a fork and its source answer the same calls with the same bytes, chances too',
  async () => {
    const server = await serve()
    await fc.assert(
      fc.asyncProperty(someMoves(8), someMoves(8), fc.integer({ min: 1, max: 1_000 }), async (before, after, seed) => {
        const faults = [
          { effect: { type: 'status', status: 503 }, chance: 0.4 },
          { phase: 'after-commit', effect: { type: 'status', status: 502 }, chance: 0.3, skip: 1 },
        ]
        const source = await server.make({ clock: CLOCK, seed, faults, settings: { autopilot: 'good-broker' } })
        await play(source, before)
        const branch = await fork(server, source)

        // Which request it was is in a header, and each journal counts its own.
        const without = (answers: unknown[]) => JSON.stringify(answers).replaceAll(/request=req_\d+/g, 'request')
        expect(without(await play(branch, after))).toBe(without(await play(source, after)))
        for (const each of [source, branch]) await each.control('DELETE')
      }),
      { numRuns: 10 * MORE },
    )
  },
  60_000 * MORE,
)
