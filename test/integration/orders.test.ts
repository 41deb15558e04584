import { describe, expect, test } from 'vitest'
import { MemoryLog, NotKept } from '../../src/store/log.ts'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { act, buy, orderBody, place } from '../orders/journey.ts'
import { answering, callsOf, integrate, SHELBYVILLE, settledCalls, silent, startBroker, WEBSITE } from './broker.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')

const NOT_FOUND = ['OrderIntegration::Error::NotFound', 'OrderIntegration::Error::NotFound']
const TIMEOUT = ['OrderIntegration::Error::ConnectionTimeout', 'Connection Timeout']

async function begin(fields: object = {}, stock: { [remote_id: string]: number } | null = null) {
  const broker = await startBroker({ stock })
  const server = await serve({ clock_ms: CLOCK_MS })
  await integrate(server, broker, fields)
  return { broker, server }
}

const ordersOf = async (server: TestServer, as = 'website'): Promise<number> =>
  (await server.get('/v9/orders', as)).body.total_entries

describe('an order for tickets of a broker with a service', () => {
  test('is made after they are held there, and the broker is told of the order to invoice', async () => {
    const { broker, server } = await begin()
    const { back, front } = await place(server)

    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
    expect(await broker.calls()).toEqual(['POST /holds 201', 'POST /invoices 201'])
    const { calls, holds, invoices, stock } = await broker.shown()
    expect(calls[0].body).toEqual({
      global_id: 'TEVO-1-1',
      remote_id: '1103803',
      ticket_group_id: 52554287,
      quantity: 2,
      price: 40,
    })
    const { order_group_id } = (await server.get(`/v9/orders/${back}`, 'processor')).body
    expect(invoices).toEqual([
      {
        global_id: 'TEVO-1-1',
        order_id: back,
        order_group_id,
        remote_id: '1103803',
        quantity: 2,
        price: 40,
        buyer: { type: 'Office', id: WEBSITE, name: 'Website' },
      },
    ])
    expect(holds).toMatchObject([{ global_id: 'TEVO-1-1', state: 'invoiced' }])
    expect(stock).toEqual({ 1103803: 998 })
    // The invoice changes no state: the seller still accepts.
    expect((await server.get(`/v9/orders/${front}`)).body.state).toBe('pending')
    expect((await act(server, 'processor', back, 'accept')).body.state).toBe('accepted')
  })

  test.for<[string, number, object | undefined, string[], string]>([
    ['404', 404, { error: 'gone' }, NOT_FOUND, 'it answered 404'],
    ['409', 409, undefined, NOT_FOUND, 'it answered 409'],
    ['200 and another status', 200, { status: 'sold' }, NOT_FOUND, 'it answered 200 without "status": "held"'],
    ['200 and nothing that says it', 200, {}, NOT_FOUND, 'it answered 200 without "status": "held"'],
    ['500', 500, {}, TIMEOUT, 'it answered 500'],
    ['401', 401, {}, TIMEOUT, 'it answered 401'],
    ['302', 302, {}, TIMEOUT, 'it answered 302'],
  ])('is refused with the documented pair when the service answers %s', async ([, status, body, pair, why]) => {
    const { broker, server } = await begin()
    broker.intercept = (method) => (method === 'POST' ? answering(status, body) : undefined)

    const received = await server.post('/v9/orders', orderBody())

    expect([received.status, received.body]).toEqual([422, pair])
    expect(await ordersOf(server)).toBe(0)
    const [entry] = await server.journal.list('?operation=orders.create')
    expect(entry.problems).toEqual([
      { path: '', message: `The service of office 1700 did not hold 2 tickets of ticket group 52554287: ${why}` },
    ])
    // Where it may have been held all the same, it is released.
    const isUnknown = status === 500 || (status === 200 && Object.keys(body ?? {}).length === 0)
    const calls = await settledCalls(server)
    expect(calls).toEqual(['hold TEVO-1-1 failed', ...(isUnknown ? ['release TEVO-1-1 answered'] : [])])
  })

  test('is refused when nothing listens there, and nothing is released that nobody got', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    await integrate(server, { url: 'http://127.0.0.1:1' })
    const { status, body } = await server.post('/v9/orders', orderBody())
    expect([status, body]).toEqual([422, TIMEOUT])
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 failed'])
  })

  test.for([
    ['a metadata address', {}, { url: 'http://169.254.169.254/' }, /link-local or cloud metadata address/],
    ['calls that are turned off', { isOutboundAllowed: false }, { url: 'http://127.0.0.1:1' }, /--no-outbound/],
  ] as const)('is refused with %s', async ([, options, service, why]) => {
    const server = await serve({ clock_ms: CLOCK_MS, ...options })
    await integrate(server, service)
    const { status, body } = await server.post('/v9/orders', orderBody())
    expect([status, body]).toEqual([422, TIMEOUT])
    expect((await callsOf(server))[0].attempts[0].error).toMatch(why)
  })

  test('is refused without an answer within the deadline, and the hold that may come late is released', async () => {
    const { broker, server } = await begin({ deadline_ms: 500 })
    broker.intercept = (method) => (method === 'POST' ? silent : undefined)

    const { status, body } = await server.post('/v9/orders', orderBody())

    expect([status, body]).toEqual([422, TIMEOUT])
    await broker.wait('DELETE /holds/TEVO-1-1')
    // The reference broker does not know it yet, and may still come to hold it: it is told once more.
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 failed', 'release TEVO-1-1 waiting'])
    await server.clock.advance('PT10S')
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 failed', 'release TEVO-1-1 answered'])
    expect(await ordersOf(server)).toBe(0)
  })

  test('asks nobody when it would be refused anyway', async () => {
    const { broker, server } = await begin()
    const { status, body } = await server.post('/v9/orders', orderBody({}, { quantity: 11 }))
    expect([status, body[0]]).toEqual([422, 'OrderLink::InvalidTicketSplit'])
    expect(broker.came).toEqual([])
    expect(await callsOf(server)).toEqual([])
  })

  test('asks nobody for the tickets of the seller itself, nor where its office does not buy so', async () => {
    const { broker, server } = await begin({ buying_office_ids: [6, 1937] })
    await integrate(server, broker, {}, WEBSITE)
    await place(server)
    await place(server, orderBody({}, { ticket_group_id: 52554290 }))
    expect(broker.came).toEqual([])

    await integrate(server, broker, { buying_office_ids: [WEBSITE] })
    await place(server)
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
  })

  test('of two in one request, both are held or none is kept', async () => {
    const { broker, server } = await begin({}, { 1103803: 3 })
    const [order] = orderBody().orders
    const { status, body } = await server.post('/v9/orders', { orders: [order, order] })

    expect([status, body]).toEqual([422, NOT_FOUND])
    expect((await settledCalls(server)).sort()).toEqual([
      'hold TEVO-1-1 let_go',
      'hold TEVO-1-2 failed',
      'release TEVO-1-1 answered',
    ])
    expect((await broker.shown()).stock).toEqual({ 1103803: 3 })
    expect(await ordersOf(server)).toBe(0)
  })

  test('of two in one request, each has a hold and an invoice of its own', async () => {
    const { broker, server } = await begin()
    const [order] = orderBody().orders
    const { status, text } = await server.post('/v9/orders', { orders: [order, order] })
    expect(status, text).toBe(201)
    await settledCalls(server)
    const { invoices } = await broker.shown()
    expect(new Set(invoices.map(({ order_id }: { order_id: number }) => order_id)).size).toBe(2)
  })

  test('of two at once for the last tickets, one gets them; the hold of the other is released', async () => {
    const { broker, server } = await begin()
    const group = await addGroup(server, { quantity: 2, remote_id: 'last' }, 'shelbyville')
    const body = orderBody({}, { ticket_group_id: group })

    const answers = await Promise.all([server.post('/v9/orders', body), server.post('/v9/orders', body)])

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
    const calls = await settledCalls(server)
    expect(calls.map((call) => call.replace(/TEVO-\d-\d /, '')).sort()).toEqual([
      'hold let_go',
      'hold used',
      'invoice answered',
      'release answered',
    ])
    expect(broker.came.filter((call) => call === 'POST /holds')).toHaveLength(2)
    expect((await broker.shown()).stock).toEqual({ last: 998 })
  })

  test('asks once, although others come in between', async () => {
    const { broker, server } = await begin()
    broker.intercept = async (method) => {
      if (method === 'POST')
        await server.post('/v9/companies', { companies: [{ name: `While ${broker.came.length}` }] })
      return undefined
    }
    await place(server)
    expect(broker.came.filter((call) => call === 'POST /holds')).toHaveLength(1)
  })

  test('whose tickets change their price meanwhile asks again, and lets go of the first hold', async () => {
    const { broker, server } = await begin()
    let isFirst = true
    broker.intercept = async (_, path) => {
      if (path !== '/holds' || !isFirst) return undefined
      isFirst = false
      const received = await server.call('PUT', '/v9/ticket_groups/52554287', {
        as: 'shelbyville',
        body: { price: 42 },
      })
      expect(received.status, received.text).toBe(200)
      return undefined
    }
    const { back } = await place(server)
    expect((await server.get(`/v9/orders/${back}`, 'processor')).body.total).toBe('84.0')
    expect((await settledCalls(server)).sort()).toEqual([
      'hold TEVO-1-1 let_go',
      'hold TEVO-1-3 used',
      'invoice TEVO-1-3 answered',
      'release TEVO-1-1 answered',
    ])
    expect((await broker.shown()).invoices).toMatchObject([{ global_id: 'TEVO-1-3', price: 42 }])
  })
})

test('of two in one request, the one whose tickets stayed as they were is asked for once', async () => {
  const { broker, server } = await begin()
  const group = await addGroup(server, { remote_id: 'dearer' }, 'shelbyville')
  const [order] = orderBody().orders
  const [other] = orderBody({}, { ticket_group_id: group }).orders
  let isFirst = true
  broker.intercept = async (_, path) => {
    if (path !== '/holds' || !isFirst) return undefined
    isFirst = false
    await server.call('PUT', `/v9/ticket_groups/${group}`, { as: 'shelbyville', body: { price: 35 } })
    return undefined
  }
  const { status, text } = await server.post('/v9/orders', { orders: [order, other] })
  expect(status, text).toBe(201)
  await settledCalls(server)
  const { calls } = await broker.shown()
  const asked = calls.filter(({ path }: { path: string }) => path === '/holds')
  expect(asked.map(({ body }: { body: { remote_id: string } }) => body.remote_id).sort()).toEqual([
    '1103803',
    'dearer',
    'dearer',
  ])
  expect((await broker.shown()).stock).toEqual({ 1103803: 998, dearer: 998 })
})

test.for([
  ['decline', []],
  ['hold', ['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered']],
  ['approve', ['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered']],
] as const)('with the fraud desk set to %s', async ([fraud, calls]) => {
  const { server } = await begin()
  await server.settings({ fraud })
  const { status, text } = await server.post('/v9/orders', orderBody())
  expect(status, text).toBe(201)
  expect(await settledCalls(server)).toEqual(calls)
})

test('a purchase from outside asks nobody', async () => {
  const { broker, server } = await begin()
  await integrate(server, broker, {}, WEBSITE)
  const ticket_group = {
    event_id: 2100002,
    section: 'Loge 1',
    row: 'A',
    quantity: 2,
    price: 30,
    low_seat: 1,
    seat_order: 'consecutive',
    format: 'Eticket',
  }
  const order = {
    is_purchase: true,
    buyer_id: WEBSITE,
    seller_id: WEBSITE,
    shipped_items: [{ type: 'Eticket', items: [{ price: 30, ticket_group }] }],
  }
  const { status, text } = await server.post('/v9/orders', { orders: [order] })
  expect(status, text).toBe(201)
  expect(broker.came).toEqual([])
})

describe('a hold is asked for', () => {
  test('by a purchase for stock', async () => {
    const broker = await startBroker()
    const server = await serve({ clock_ms: CLOCK_MS })
    await integrate(server, broker, {}, WEBSITE)
    const order = await buy(server)
    await settledCalls(server)
    expect((await broker.shown()).invoices).toMatchObject([{ order_id: order, buyer: { id: SHELBYVILLE } }])
  })

  test('by an order of v10, for which TEvo’s office buys', async () => {
    const { broker, server } = await begin({ buying_office_ids: [6] })
    const order = {
      client_id: 1507094,
      ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 1965046 },
      payments: [{ type: 'credit_card', credit_card_id: 327284 }],
    }
    const made = await server.post('/v10/orders', { order }, 'store')
    expect(made.status, made.text).toBe(201)
    await settledCalls(server)
    expect((await broker.shown()).invoices).toMatchObject([{ order_id: made.body.child_orders[0], buyer: { id: 6 } }])

    broker.intercept = () => answering(409)
    const refused = await server.post('/v10/orders', { order }, 'store')
    expect([refused.status, refused.body]).toEqual([
      422,
      { error: 'The service of office 1700 did not hold 2 tickets of ticket group 324466901: it answered 409' },
    ])
  })

  test('by a queued order when it is made, and it waits for it', async () => {
    const { broker, server } = await begin()
    const queued = await server.post('/v9/orders/background', orderBody())
    expect(broker.came).toEqual([])
    await server.clock.advance('PT1M')
    const { state, result } = (await server.get(`/v9/queued_orders/${queued.body.id}`)).body
    expect(state).toBe('completed')
    await settledCalls(server)
    expect((await broker.shown()).invoices).toMatchObject([{ order_id: result.child_orders[0] }])
  })

  test.for([
    [404, 'OrderIntegration::Error::NotFound'],
    [503, 'Connection Timeout'],
  ] as const)('by a queued order, which is errored when the service answers %i', async ([status, error]) => {
    const { broker, server } = await begin()
    broker.intercept = () => answering(status)
    const queued = await server.post('/v9/orders/background', orderBody())
    await server.clock.advance('PT1M')
    expect((await server.get(`/v9/queued_orders/${queued.body.id}`)).body).toMatchObject({ state: 'errored', error })
    expect(await ordersOf(server)).toBe(0)
  })

  test('by a substitute', async () => {
    const { broker, server } = await begin()
    const fedEx = { type: 'FedEx', address_id: 111111, phone_number_id: 33333 }
    const { back } = await place(server, orderBody({}, { ticket_group_id: 52554285 }, fedEx))
    const rejected = await server.act(back, 'seller', 'reject')
    expect(rejected.status, rejected.text).toBe(200)
    const items = [{ price: 40, quantity: 2, ticket_group_id: 52554285 }]
    const made = await server.post('/v9/orders', {
      orders: [{ shipped_items: [{ items }], substitute_order_link_id: back }],
    })
    expect(made.status, made.text).toBe(201)
    await settledCalls(server)
    const { invoices } = await broker.shown()
    expect(invoices[1]).toMatchObject({ global_id: 'TEVO-1-3', order_id: made.body.orders[0].id, remote_id: '1103801' })
  })
})

describe('what a broker is told', () => {
  test('comes again by the sandbox’s clock until it is answered, and is given up after the last try', async () => {
    const { broker, server } = await begin()
    broker.intercept = (_, path) => (path === '/invoices' ? answering(503) : undefined)
    await place(server)
    const tries = async (count: number) =>
      until(`${count} tries`, async () => {
        const invoice = (await callsOf(server)).find(({ kind }) => kind === 'invoice')
        return invoice.attempts.length === count && invoice.state !== 'ready' && invoice
      })

    expect(await tries(1)).toMatchObject({ state: 'waiting', next_at: '2026-01-01T00:00:10.000Z' })
    for (const [nth, wait] of ['PT10S', 'PT2M', 'PT10M', 'PT1H'].entries()) {
      await server.clock.advance(wait)
      await tries(nth + 2)
    }
    expect(await tries(5)).toMatchObject({ state: 'given_up', next_at: null })
  })

  test('is answered at a later try, once', async () => {
    const { broker, server } = await begin()
    broker.intercept = (_, path) => (path === '/invoices' ? answering(503) : undefined)
    await place(server)
    await until('a first try', async () => (await callsOf(server)).some(({ state }) => state === 'waiting'))
    broker.intercept = () => undefined
    await server.clock.advance('PT10S')
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
  })

  test('stands in the journal, where no count and no advice looks at it', async () => {
    const { server } = await begin()
    await place(server)
    await settledCalls(server)
    const outbound = (await server.journal.list()).filter(({ kind }: { kind?: string }) => kind === 'outbound')
    expect(outbound.reverse()).toMatchObject([
      { method: 'POST', path: '/holds', status: 201, operation: null, credential: null },
      { method: 'POST', path: '/invoices', status: 201, operation: null, credential: null },
    ])
    expect(outbound[0].notes).toEqual(['The hold of TEVO-1-1, to the service of office 1700: answered 201'])
    const { request, response } = await server.journal.get(outbound[0].id)
    expect(JSON.parse(request.body)).toMatchObject({ global_id: 'TEVO-1-1', quantity: 2 })
    expect(JSON.parse(response.body)).toMatchObject({ status: 'held' })
    const verified = await server.control('POST', '/requests/verify', { match: { path: '/holds' }, times: { max: 0 } })
    expect(verified.status, verified.text).toBe(200)
    expect((await server.control('GET', '/advice')).body.advice).toEqual([])
  })
})

describe('a sandbox that comes to another life while a hold is under way', () => {
  test('answers 503, makes no order, and the broker gets its release', async () => {
    const { broker, server } = await begin()
    broker.intercept = (method) => (method === 'POST' ? silent : undefined)
    const ordered = server.post('/v9/orders', orderBody())
    await broker.wait('POST /holds')
    await server.reset()
    expect((await ordered).status).toBe(503)
    await broker.wait('DELETE /holds/TEVO-1-1')
    expect(await callsOf(server)).toEqual([])
    expect(await ordersOf(server)).toBe(0)
  })

  test.for(['reset', 'delete'])('releases a hold again that may be made late, at a %s', async (end) => {
    const { broker, server } = await begin()
    const sandbox = end === 'delete' ? await server.make({ name: 'short-lived' }) : server
    await integrate(sandbox, broker, { deadline_ms: 200 })
    broker.intercept = (method) => (method === 'POST' ? silent : undefined)
    const ordered = sandbox.post('/v9/orders', orderBody())
    await broker.wait('POST /holds')
    if (end === 'delete') await sandbox.control('DELETE')
    else await server.reset()
    expect((await ordered).status).toBe(503)
    await broker.wait('DELETE /holds/TEVO-1-1', 2)
  })

  test('releases what was sold and not yet invoiced, when its world goes', async () => {
    const { broker, server } = await begin()
    broker.intercept = (_, path) => (path === '/invoices' ? answering(503) : undefined)
    await place(server)
    await until('a first try', async () => (await callsOf(server)).some(({ state }) => state === 'waiting'))
    await server.reset()
    await broker.wait('DELETE /holds/TEVO-1-1')
  })

  test('has released what was to be released, though its new world knows nothing of it', async () => {
    const { broker, server } = await begin({ deadline_ms: 50 })
    broker.intercept = (method) => (method === 'POST' ? silent : answering(503))
    await server.post('/v9/orders', orderBody())
    await until('a first try', async () => (await callsOf(server)).some(({ state }) => state === 'waiting'))
    await server.reset()
    await broker.wait('DELETE /holds/TEVO-1-1', 2)
  })

  test('lets go of a hold that a snapshot brings back', async () => {
    const { broker, server } = await begin()
    let snapshot = ''
    broker.intercept = async (_, path) => {
      if (path === '/holds') snapshot = await server.snapshot()
      return undefined
    }
    await place(server)
    await settledCalls(server)
    await server.restore(snapshot)
    // The broker has invoiced it, and keeps it: 409 is an answer, but the hold may still be under way.
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 let_go', 'release TEVO-1-1 waiting'])
    await server.clock.advance('PT10S')
    expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 let_go', 'release TEVO-1-1 answered'])
    // What is held from now on has another name.
    await place(server)
    expect((await settledCalls(server)).at(-1)).toMatch(/^invoice TEVO-2-\d+ answered$/)
  })
})

test('a hold whose outcome cannot be written down is released, and no order is made', async () => {
  const broker = await startBroker()
  let isFull = false
  const commits = Object.assign(new MemoryLog(), {
    durable: () => (isFull ? Promise.reject(new NotKept('the disk is full')) : undefined),
  })
  const server = await serve({ clock_ms: CLOCK_MS, commits })
  await integrate(server, broker)
  broker.intercept = (_, path) => {
    isFull ||= path === '/holds'
    return undefined
  }
  const { status } = await server.post('/v9/orders', orderBody())
  expect(status).toBe(503)
  await broker.wait('DELETE /holds/TEVO-1-1')
  isFull = false
  await until('the hold is released', async () => (await broker.shown()).holds[0].state === 'released')
  expect(await ordersOf(server)).toBe(0)
})

test('a listing says to whom its tickets are sold at once', async () => {
  const { server } = await begin({ buying_office_ids: [WEBSITE] })
  const automated = async (as: string, id = 52554287) => (await server.get(`/v9/listings/${id}`, as)).body.automated
  expect(await automated('website')).toBe(true)
  expect(await automated('store')).toBe(false)
  expect(await automated('shelbyville')).toBe(false)
  expect(await automated('website', 52554290)).toBe(false)
  await integrate(server, { url: 'http://127.0.0.1:1' })
  expect(await automated('store')).toBe(true)
  const { body } = await server.get('/v9/listings?event_id=2100001')
  expect(body.ticket_groups.map(({ automated }: { automated: boolean }) => automated)).toContain(true)
})
