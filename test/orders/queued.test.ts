import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { orderBody } from './journey.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')

test('an order queued in the background is made on the sandbox clock', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { clock } = server.context.sandboxes.fallback
  const { status, body } = await server.post('/v9/orders/background', orderBody())
  expect(status).toBe(202)
  expect(body).toMatchObject({ state: 'pending', error: null, result: null, params: orderBody() })
  expect((await server.get('/v9/orders')).body.total_entries).toBe(0)

  clock.advance(59_999)
  expect((await server.get(`/v9/queued_orders/${body.id}`)).body.state).toBe('pending')
  clock.advance(1)
  const done = (await server.get(`/v9/queued_orders/${body.id}`)).body
  expect(done.state).toBe('completed')
  expect(done.result).toMatchObject({ total: '100.0', state: 'pending', created_at: '2026-01-01T00:01:00Z' })
  expect((await server.get('/v9/orders?type=Order')).body.orders[0].id).toBe(done.result.id)
})

test('one whose tickets are gone by then is errored, and nothing of it is made', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const many = orderBody({}, { quantity: 10 })
  const queued = await Promise.all([1, 2, 3, 4, 5].map(() => server.post('/v9/orders/background', many)))
  server.context.sandboxes.fallback.clock.advance(60_000)
  const { body } = await server.get('/v9/queued_orders')
  expect(body.total_entries).toBe(queued.length)
  const states = body.queued_orders.map(({ state }: { state: string }) => state)
  expect(states.filter((state: string) => state === 'completed')).toHaveLength(4)
  const errored = body.queued_orders.find(({ state }: { state: string }) => state === 'errored')
  expect(errored).toMatchObject({ result: null, error: expect.stringMatching(/has 0 tickets left/) })
  expect((await server.get('/v9/orders?type=Order')).body.total_entries).toBe(4)
})

test('orders/open answers a request object, looked up under requests', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { body } = await server.post('/v9/orders/open', { webhook_url: 'http://127.0.0.1:1/', ...orderBody() })
  expect(body).toMatchObject({ state: 'pending', params: { webhook_url: 'http://127.0.0.1:1/' } })
  server.context.sandboxes.fallback.clock.advance(60_000)
  expect((await server.get(`/v9/requests/orders/${body.id}`)).body.state).toBe('completed')
  expect((await server.get(`/v9/requests/orders/${body.id}`, 'shelbyville')).status).toBe(404)
})

test('recent ones are those of the last 48 hours', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  await server.post('/v9/orders/background', orderBody())
  expect((await server.get('/v9/queued_orders/recent')).body.total_entries).toBe(1)
  server.context.sandboxes.fallback.clock.advance(48 * 3_600_000)
  expect((await server.get('/v9/queued_orders/recent')).body.total_entries).toBe(0)
  expect((await server.get('/v9/queued_orders')).body.total_entries).toBe(1)
})

test('a body that is refused is refused at once', async () => {
  const server = await serve()
  expect((await server.post('/v9/orders/background', orderBody({ seller_id: 1700 }))).status).toBe(422)
  expect((await server.post('/v9/orders/open', { orders: [] })).status).toBe(400)
})
