import { expect, onTestFinished, test } from 'vitest'
import { connect, startServer, type TevoLocal, TevoLocalError, type TevoSandbox } from '../../src/index.ts'
import { receiver } from '../webhooks/receiver.ts'

async function started(): Promise<TevoLocal> {
  const server = await startServer()
  onTestFinished(() => server.stop())
  return server
}

const sandboxOf = async (): Promise<TevoSandbox> => (await started()).makeSandbox({ clock: '2026-01-01T00:00:00Z' })

interface Order {
  readonly id: number
  readonly state: string
}

const ORDER = {
  orders: [
    {
      seller_id: 1691,
      client_id: 107655,
      shipped_items: [
        {
          type: 'Eticket',
          email_address_id: 33333,
          items: [{ ticket_group_id: 52554287, price: 50, quantity: 2 }],
        },
      ],
      payments: [{ type: 'cash' }],
    },
  ],
}

const place = async (tevo: TevoSandbox): Promise<Order> => {
  const answer = await tevo.fetch<{ orders: Order[] }>('/v9/orders', { body: ORDER })
  const { orders } = await answer.json()
  return orders[0] ?? { id: 0, state: 'none' }
}

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
  } catch (problem) {
    return problem instanceof TevoLocalError ? `${problem.code}: ${problem.message}` : String(problem)
  }
  return 'no error'
}

test('an order is placed by one party, and handed over by another', async () => {
  const tevo = await sandboxOf()
  const { id } = await place(tevo)
  expect(await tevo.act(id - 1, { as: 'seller', do: 'accept' })).toMatchObject({ id: id - 1, state: 'accepted' })
  await tevo.act(id - 1, { as: 'seller', do: 'deliver' })
  const seen = await (await tevo.as('processor').fetch<Order>(`/v9/orders/${id - 1}`)).json()
  expect(seen).toMatchObject({ state: 'completed', items: [{ eticket_available: true }] })
  expect(await codeOf(tevo.act(id - 1, { as: 'seller', do: 'reject' }))).toMatch(
    /^refused: act\(\): Order .* is completed/,
  )
})

test('a lost answer is found out: made once, and the client does not know', async () => {
  const tevo = await sandboxOf()
  await tevo.faults.during('lost-answer', () => expect(place(tevo)).rejects.toThrow())
  expect(await tevo.faults.list()).toEqual([])
  expect(await tevo.requests.verify({ operation: 'orders.create', committed: true }, 1)).toBe(1)
  expect(await tevo.world.verify({ orders: { where: { front_order_id: null }, times: { min: 1, max: 1 } } })).toEqual({
    counts: { orders: 1 },
    broken: [],
  })
})

test('a fault that no request meets is told, and taken away all the same', async () => {
  const tevo = await sandboxOf()
  const idle = tevo.faults.during({ id: 'idle', effect: { type: 'reset' } }, () => 1)
  expect(await codeOf(idle)).toMatch(/^unused_fault: faults.during\(\): no request met the fault "idle"/)
  const failing = tevo.faults.during({ effect: { type: 'reset' } }, () => Promise.reject(new Error('its own')))
  await expect(failing).rejects.toThrow('its own')
  expect(await tevo.faults.list()).toEqual([])
  const [armed] = await tevo.faults.add({ id: 'kept', effect: { type: 'status', status: 503 } })
  expect(armed).toMatchObject({ id: 'kept', matches: 0 })
  expect((await tevo.fetch('/v9/orders')).status).toBe(503)
  await tevo.faults.clear()
  expect((await tevo.fetch('/v9/orders')).status).toBe(200)
})

test('what was sent is signed, found, waited for and verified', async () => {
  const tevo = await sandboxOf()
  const next = tevo.requests.next({ operation: 'companies.create' }, { within_ms: 10_000 })
  await tevo.fetch('/v9/companies', { body: { companies: [{ name: 'The Leftorium' }] } })
  const entry = await next
  expect(entry).toMatchObject({ method: 'POST', status: 201, credential: 'website', signature: { verdict: 'valid' } })
  expect(await tevo.requests.get(entry.id)).toEqual(entry)
  expect(await tevo.requests.find({ operation: 'companies.create', limit: 1 })).toMatchObject([{ id: entry.id }])
  expect(await codeOf(tevo.requests.verify({ operation: 'companies.create' }, 2))).toMatch(
    /^not_met: requests.verify\(\): Expected .*2/,
  )
  expect(await codeOf(tevo.requests.next({ operation: 'orders.create' }, { within_ms: 1 }))).toMatch(/^timeout: /)
  expect(await codeOf(tevo.requests.get('req_99'))).toMatch(/^not_found: /)
  expect(
    await tevo.requests.find({ match: { path: { contains: 'companies' }, header: { 'x-none': { absent: true } } } }),
  ).toMatchObject([{ id: entry.id, state: 'done' }])
  const twice = tevo.requests.verify({ operation: 'companies.create' }, 2, { within_ms: 10_000 })
  const inOrder = tevo.requests.sequence([{ operation: 'companies.create' }, { method: { one_of: ['GET'] } }], {
    within_ms: 10_000,
  })
  await tevo.fetch('/v9/companies', { body: { companies: [{ name: 'Another' }] } })
  await tevo.fetch('/v9/companies')
  expect(await twice).toBe(2)
  expect(await inOrder).toEqual([entry.id, expect.stringMatching(/^req_/)])
  expect(await codeOf(tevo.requests.sequence([{ operation: 'orders.create' }]))).toMatch(
    /^not_met: requests.sequence\(\): Expected 1 requests? in this order/,
  )
  await tevo.requests.forget()
  expect(await tevo.requests.find()).toEqual([])
})

test('another program sends what sign says', async () => {
  const tevo = await sandboxOf()
  const target = '/v9/orders?type=Order&state=pending'
  for (const url of [target, tevo.url + target]) {
    const headers = { ...tevo.as('processor').sign({ method: 'GET', url }) }
    expect((await fetch(tevo.url + target, { headers })).status).toBe(200)
  }
  expect(() => tevo.sign({ method: 'GET', url: 'v9/orders' })).toThrow(/is not a path of .*begins with a slash/)
  // @ts-expect-error: it is spelt with two s.
  expect(() => tevo.as('procesor')).toThrow(/no credential "procesor"; it has website, processor/)
})

test('clock, settings and moments', async () => {
  const tevo = await sandboxOf()
  expect(await tevo.clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
  const id = await tevo.snapshot()
  expect(await tevo.clock.set(new Date('2026-01-02T00:00:00Z'))).toEqual(new Date('2026-01-02T00:00:00Z'))
  expect((await tevo.clock.run()) >= new Date('2026-01-02T00:00:00Z')).toBe(true)
  await tevo.clock.freeze()
  expect(await tevo.settings.change({ fraud: 'hold' })).toMatchObject({ fraud: 'hold', minfraud: false })
  await tevo.restore(id)
  expect(await tevo.settings.get()).toMatchObject({ fraud: 'off' })
  expect(await tevo.clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
})

test('its records and its world, one at a time and as a whole', async () => {
  const tevo = await sandboxOf()
  const world = await tevo.world.export()
  const company = { ...(await recordOf(tevo)), name: 'Globex' }
  expect(await tevo.records.put('companies', company)).toMatchObject({ name: 'Globex' })
  expect(await tevo.records.list('companies')).toEqual([company])
  expect(await tevo.records.get('companies', company.id)).toEqual(company)
  await tevo.records.delete('companies', company.id)
  expect(await tevo.records.list('companies')).toEqual([])
  expect((await tevo.records.list('performers')).length).toBe(
    Array.isArray(world.performers) && world.performers.length,
  )
  await tevo.world.replace(world)
  expect(await codeOf(tevo.world.verify({ orders: { times: { min: 1 } } }))).toMatch(
    /^not_met: world.verify\(\): Expected/,
  )
})

async function recordOf(tevo: TevoSandbox) {
  await tevo.fetch('/v9/companies', { body: { companies: [{ name: 'The Leftorium' }] } })
  const [company] = await tevo.records.list('companies')
  if (company === undefined) throw new Error('the company was not made')
  return company
}

test('webhooks go out, are waited for and looked at', async () => {
  const { url } = await receiver()
  const tevo = await sandboxOf()
  const endpoint = await tevo.webhooks.add(url)
  expect(await tevo.webhooks.list()).toEqual([endpoint])
  const { id } = await place(tevo)
  const told = await tevo.webhooks.next({ event_type: 'order_created' }, { within_ms: 10_000 })
  expect(told).toMatchObject({ order_id: expect.any(Number), request: { body: { id: id - 1 } } })
  expect(await tevo.webhooks.deliveries({ order_id: id - 1 })).toMatchObject([{ event_type: 'order_created' }])
  await tevo.webhooks.remove(endpoint.id)
  expect(await tevo.webhooks.list()).toEqual([])
})

test('a server that runs elsewhere is used by the same handle; to leave it does not stop it', async () => {
  const server = await started()
  await using elsewhere = await connect(`${server.url}/`)
  expect([elsewhere.url, elsewhere.port, elsewhere.env]).toEqual([server.url, server.port, server.env])
  const made = await elsewhere.makeSandbox({ name: 'shared' })
  const found = await server.sandbox('shared')
  expect(found.credentials).toEqual(made.credentials)
  await elsewhere.stop()
  expect(await codeOf(elsewhere.makeSandbox())).toMatch(/^stopped: makeSandbox\(\): /)
  expect(await codeOf(made.fetch('/v9/orders'))).toMatch(/^stopped: fetch\(\): /)
  expect((await found.fetch('/v9/orders')).status).toBe(200)
  expect(await codeOf(server.sandbox('nowhere'))).toMatch(/^not_found: sandbox\(\): /)
})

test('the control token is asked for, and told', async () => {
  const server = await startServer({ controlToken: 'mine' })
  onTestFinished(() => server.stop())
  expect(await codeOf(connect(server.url))).toMatch(/^unauthorized: connect\(\): /)
  const tevo = await (await connect(server.url, { token: 'mine' })).makeSandbox()
  expect(tevo.env).toMatchObject({ TEVO_CONTROL_TOKEN: 'mine', TEVO_SHELBYVILLE_TOKEN: expect.any(String) })
})

test('what is not a tevo-local is said so', async () => {
  const other = await receiver()
  expect(await codeOf(connect(new URL(other.url).origin))).toMatch(/^unreachable: .* is not tevo-local/)
  await expect(connect('localhost:8386')).rejects.toThrow(/"localhost:8386" is not a URL/)
  const gone = await startServer()
  await gone.stop()
  expect(await codeOf(connect(gone.url))).toMatch(/^unreachable: connect\(\): no answer from /)
})

test('a handle of what is gone says what is gone', async () => {
  const server = await startServer()
  let name = ''
  {
    await using tevo = await server.makeSandbox()
    name = tevo.name
  }
  expect(await codeOf(server.sandbox(name))).toMatch(/^not_found/)
  const tevo = await server.makeSandbox()
  await tevo.delete()
  await tevo.delete()
  expect(await codeOf(tevo.clock.now())).toMatch(/^deleted: clock.now\(\): the sandbox ".*" was deleted/)
  expect(await codeOf(tevo.fetch('/v9/orders'))).toMatch(/^deleted: fetch\(\)/)
  const left = await server.makeSandbox()
  await server.stop()
  expect(await codeOf(left.advice())).toMatch(/^stopped: advice\(\): /)
})

test('every call of a handle of what is gone rejects with the same code', async () => {
  const server = await startServer()
  const deleted = await server.makeSandbox()
  await deleted.delete()
  const left = await server.makeSandbox()
  const waiting = codeOf(left.requests.next({}, { within_ms: 60_000 }))
  for (const [name, call] of callsOf(deleted)) expect(await codeOf(attempt(call)), name).toMatch(/^deleted: /)
  await server.stop()
  expect(await waiting).toMatch(/^stopped: requests.next\(\)/)
  for (const [name, call] of callsOf(left)) expect(await codeOf(attempt(call)), name).toMatch(/^stopped: /)
  expect(await codeOf(left.delete())).toMatch(/^stopped: delete\(\)/)
  for (const call of [server.makeSandbox(), server.sandbox('default')])
    expect(await codeOf(call)).toMatch(/^stopped: (makeS|s)andbox\(\): /)
})

/** One that throws at once rejects, too. */
const attempt = async (call: () => unknown): Promise<unknown> => call()

type Calls = { readonly [name: string]: unknown }

/** Every function of a sandbox but those that are about its end, by its name, each with arguments that would do. */
function callsOf(tevo: TevoSandbox): [string, () => unknown][] {
  const given: { readonly [name: string]: readonly unknown[] } = {
    sign: [{ method: 'GET', url: '/v9/orders' }],
    'faults.add': ['flaky'],
    'faults.during': ['flaky', () => 1],
    'records.put': ['companies', { id: 1 }],
    'webhooks.add': ['http://127.0.0.1:1'],
  }
  const found: [string, () => unknown][] = []
  const collect = (calls: Calls, prefix: string) => {
    for (const [name, value] of Object.entries(calls)) {
      const path = prefix + name
      if (['as', 'delete'].includes(path)) continue
      if (typeof value === 'function') found.push([path, () => value(...(given[path] ?? ['/v9/orders', {}]))])
      else if (typeof value === 'object' && value !== null && !['credentials', 'env'].includes(path))
        collect({ ...value }, `${path}.`)
    }
  }
  collect({ ...tevo }, '')
  expect(found.length).toBeGreaterThan(30)
  return found
}
