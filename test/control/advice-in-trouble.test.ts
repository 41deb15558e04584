import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, orderBody } from '../orders/journey.ts'

/** What a client is told that met faults and limits: the journal is the one that the server itself wrote. */

const EARLY_2026 = Date.UTC(2026, 0, 1)

const begin = (settings = {}) => serve({ clock_ms: EARLY_2026, settings })

async function advice(server: TestServer): Promise<Record<string, string[]>> {
  const { status, body } = await server.control('GET', '/advice')
  expect(status).toBe(200)
  return Object.fromEntries(body.advice.map(({ id, requests }: { id: string; requests: string[] }) => [id, requests]))
}

/** Springfield's own stock: there is no order behind the one that is made. */
const own = (reference: string) => orderBody({ reference, session_id: 'here' }, { ticket_group_id: 52554290 })

/** Sends an order; null: its answer cannot be read. */
async function order(server: TestServer, body = own('PO-1')): Promise<Received | null> {
  const received = await server.post('/v9/orders', body).catch((problem: unknown) => {
    expect(problem).toMatchObject({ code: 'ECONNRESET' })
    return null
  })
  return received?.body === undefined ? null : received
}

const ordersOf = async (server: TestServer): Promise<number> => (await server.get('/v9/orders')).body.total_entries

const OF_ORDERS = { match: { operation: 'orders.create' }, times: 1 }
const BOTH = ['req_1', 'req_2']

test.for(['reset', 'close', 'head-only', 'truncate', 'malformed'])(
  'an order is sent again after its answer was lost (%s): a blind retry, and two orders for one intent',
  async (type) => {
    const server = await begin()
    await server.faults.arm({ ...OF_ORDERS, phase: 'after-commit', effect: { type } })
    expect(await order(server)).toBeNull()
    expect(await advice(server)).toEqual({})

    expect((await order(server))?.status).toBe(201)

    expect(await advice(server)).toEqual({ 'retried-create-blindly': BOTH, 'two-orders-for-one-intent': BOTH })
    expect(await ordersOf(server)).toBe(2)
  },
)

test.for<[what: string, fault: object, status: number | undefined]>([
  ['a reset', { effect: { type: 'reset' } }, undefined],
  ['a 503', { effect: { type: 'status', status: 503 } }, 503],
  ['a 503 before the signature is checked', { phase: 'before-auth', effect: { type: 'status', status: 503 } }, 503],
])('an order that was not made is sent again after %s: a blind retry, and one order', async ([, fault, status]) => {
  const server = await begin()
  await server.faults.arm({ ...OF_ORDERS, ...fault })
  expect((await order(server))?.status).toBe(status)

  expect((await order(server))?.status).toBe(201)

  expect(await advice(server)).toEqual({ 'retried-create-blindly': BOTH })
  expect(await ordersOf(server)).toBe(1)
})

test('an order that was made is sent again after a 503: two orders, though the client waited as it was told', async () => {
  const server = await begin()
  const effect = { type: 'status', refusal: 'unavailable', retry_after_s: 5 }
  await server.faults.arm({ ...OF_ORDERS, phase: 'after-commit', effect })
  expect(await order(server)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  await server.clock.advance('PT5S')

  expect((await order(server))?.status).toBe(201)

  expect(await advice(server)).toEqual({ 'retried-create-blindly': BOTH, 'two-orders-for-one-intent': BOTH })
})

test('a client comes back before the Retry-After of a fault, and another one in its time', async () => {
  const effect = { type: 'status', refusal: 'unavailable', retry_after_s: 5 }
  const [hasty, patient] = [await begin(), await begin()]
  for (const server of [hasty, patient]) {
    await server.faults.arm({ ...OF_ORDERS, effect })
    expect((await order(server))?.status).toBe(503)
  }

  await hasty.clock.advance('PT4S')
  expect((await order(hasty))?.status).toBe(201)
  await patient.clock.advance('PT5S')
  expect((await order(patient))?.status).toBe(201)

  expect(await advice(hasty)).toEqual({ 'came-back-before-retry-after': BOTH, 'retried-create-blindly': BOTH })
  expect(await advice(patient)).toEqual({})
})

test.for([429, 503])('a client comes back before the Retry-After of a rate limit (%i)', async (status) => {
  const server = await begin({ rate_limit: { requests: 1, window_s: 60, status } })
  expect((await server.get('/v9/clients')).status).toBe(200)
  expect(await server.get('/v9/clients')).toMatchObject({ status, headers: { 'retry-after': '60' } })
  await server.clock.advance('PT60S')
  expect((await server.get('/v9/clients')).status).toBe(200)
  expect(await advice(server)).toEqual({})

  expect((await server.get('/v9/clients')).headers['retry-after']).toBe('60')
  await server.clock.advance('PT30S')
  expect(await server.get('/v9/clients')).toMatchObject({ status, headers: { 'retry-after': '30' } })

  expect(await advice(server)).toEqual({ 'came-back-before-retry-after': ['req_4', 'req_5'] })
})

test('an order is accepted while its fraud check is pending, by a client that lost the answer of the order', async () => {
  const server = await begin({ fraud: 'hold' })
  await server.faults.arm({ ...OF_ORDERS, phase: 'after-commit', effect: { type: 'reset' } })
  expect(await order(server)).toBeNull()
  const [found] = (await server.get('/v9/orders?reference=PO-1')).body.orders

  expect((await act(server, 'website', found.id, 'accept')).body.fraud_check_status).toBe('pending')

  expect(await advice(server)).toEqual({ 'accepted-before-fraud-check': ['req_3'] })
})

/** Waits as long as it is told to, and looks whether its order was made before it sends it again. */
async function placeWithCare(server: TestServer, reference: string): Promise<number> {
  for (let tries = 1; tries <= 3; tries += 1) {
    const received = await order(server, own(reference))
    if (received?.status === 201) return received.body.orders[0].id
    const retryAfter = received?.headers['retry-after']
    if (retryAfter !== undefined) await server.clock.advance(`PT${retryAfter}S`)
    const { body } = await server.get(`/v9/orders?reference=${reference}`)
    if (body.total_entries > 0) return body.orders[0].id
  }
  throw new Error(`${reference} could not be placed`)
}

test('a client that behaves is told nothing, whatever goes wrong on its way', async () => {
  const server = await begin({ fraud: 'hold' })
  const after = (type: string) => ({ phase: 'after-commit', effect: { type } })
  const troubles = [
    after('reset'),
    after('truncate'),
    { effect: { type: 'reset' } },
    { phase: 'before-auth', effect: { type: 'close' } },
    { effect: { type: 'status', status: 503 } },
    { effect: { type: 'status', refusal: 'rate_limited', retry_after_s: 30 } },
    { phase: 'after-commit', effect: { type: 'status', refusal: 'unavailable', retry_after_s: 30 } },
  ]
  for (const [nth, trouble] of troubles.entries()) {
    const [fault] = await server.faults.arm({ ...OF_ORDERS, ...trouble })
    const placed = await placeWithCare(server, `PO-${nth}`)
    const { state } = await server.faults.get(fault.id)
    expect(state, JSON.stringify(trouble)).toBe('spent')

    expect((await server.act(placed, 'fraud_desk', 'approve')).status).toBe(200)
    expect((await act(server, 'website', placed, 'accept')).body.fraud_check_status).toBe('approved')
    await server.clock.advance('PT1M')
  }
  expect((await server.get('/v9/orders')).body.total_entries).toBe(troubles.length)

  expect(await advice(server)).toEqual({})
})
