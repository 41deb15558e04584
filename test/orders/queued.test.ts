import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { orderBody } from './journey.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')

test('an order queued in the background is made on the sandbox clock', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { status, body } = await server.post('/v9/orders/background', orderBody())
  expect(status).toBe(202)
  expect(body).toMatchObject({ state: 'pending', error: null, result: null, params: orderBody() })
  expect((await server.get('/v9/orders')).body.total_entries).toBe(0)

  await server.clock.advance('PT59.999S')
  expect((await server.get(`/v9/queued_orders/${body.id}`)).body.state).toBe('pending')
  await server.clock.advance('PT0.001S')
  const done = (await server.get(`/v9/queued_orders/${body.id}`)).body
  expect(done.state).toBe('completed')
  expect(done.result).toMatchObject({ total: '100.0', state: 'pending', created_at: '2026-01-01T00:01:00Z' })
  expect((await server.get('/v9/orders?type=Order')).body.orders[0].id).toBe(done.result.id)
})

test('one whose tickets are gone by then is errored, and nothing of it is made', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const many = orderBody({}, { quantity: 10 })
  const queued = await Promise.all([1, 2, 3, 4, 5].map(() => server.post('/v9/orders/background', many)))
  await server.clock.advance('PT1M')
  const { body } = await server.get('/v9/queued_orders')
  expect(body.total_entries).toBe(queued.length)
  const states = body.queued_orders.map(({ state }: { state: string }) => state)
  expect(states.filter((state: string) => state === 'completed')).toHaveLength(4)
  const errored = body.queued_orders.find(({ state }: { state: string }) => state === 'errored')
  // W:1666678785: the message of the pair; the journal has our sentence beside it.
  expect(errored).toMatchObject({ result: null, error: 'OrderGroup::Builder::NoTickets' })
  expect(await server.journal.list()).toContainEqual(
    expect.objectContaining({
      kind: 'due',
      method: 'DUE',
      path: `/queued_orders/${errored.id}`,
      at: '2026-01-01T00:01:00.000Z',
      problems: [{ path: '', message: 'Ticket group 52554287 has 0 tickets left; 10 were asked for' }],
    }),
  )
  expect((await server.get('/v9/orders?type=Order')).body.total_entries).toBe(4)
})

test('one that lacks a field says which one', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { body } = await server.post('/v9/orders/background', orderBody({}, {}, { email_address_id: undefined }))
  await server.clock.advance('PT1M')
  const failed = (await server.get(`/v9/queued_orders/${body.id}`)).body
  expect(failed).toMatchObject({ state: 'errored', error: "shipped_items.email_address_id can't be blank" })
})

test.for([2, 20])('of %i that fall due in the same millisecond, the one queued first is made first', async (count) => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const queued: number[] = []
  for (let nth = 0; nth < count; nth += 1)
    queued.push((await server.post('/v9/orders/background', orderBody())).body.id)
  await server.clock.advance('PT1M')
  const made: number[] = []
  for (const id of queued) made.push((await server.get(`/v9/queued_orders/${id}`)).body.result.id)
  expect(made).toEqual([...made].sort((one, other) => one - other))
})

test('of two that fall due in the same millisecond and want the last tickets, the one queued first gets them', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const group = await addGroup(server, { quantity: 2 })
  const queue = async () => {
    const { body } = await server.post('/v9/orders/background', orderBody({}, { ticket_group_id: group }))
    return body.id
  }
  const [first, second] = [await queue(), await queue()]
  await server.clock.advance('PT1M')
  expect((await server.get(`/v9/queued_orders/${first}`)).body).toMatchObject({ state: 'completed', error: null })
  const late = { state: 'errored', result: null, error: 'OrderGroup::Builder::NoTickets' }
  expect((await server.get(`/v9/queued_orders/${second}`)).body).toMatchObject(late)
})

test('orders/open answers a request object, looked up under requests', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { body } = await server.post('/v9/orders/open', { webhook_url: 'http://127.0.0.1:1/', ...orderBody() })
  expect(body).toMatchObject({ state: 'pending', params: { webhook_url: 'http://127.0.0.1:1/' } })
  await server.clock.advance('PT1M')
  expect((await server.get(`/v9/requests/orders/${body.id}`)).body.state).toBe('completed')
  expect((await server.get(`/v9/requests/orders/${body.id}`, 'shelbyville')).status).toBe(404)
})

test('recent ones are those of the last 48 hours', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  await server.post('/v9/orders/background', orderBody())
  expect((await server.get('/v9/queued_orders/recent')).body.total_entries).toBe(1)
  await server.clock.advance('PT48H')
  expect((await server.get('/v9/queued_orders/recent')).body.total_entries).toBe(0)
  expect((await server.get('/v9/queued_orders')).body.total_entries).toBe(1)
})

test('a body that is refused is refused at once', async () => {
  const server = await serve()
  expect((await server.post('/v9/orders/background', orderBody({ seller_id: 1700 }))).status).toBe(422)
  expect((await server.post('/v9/orders/open', { orders: [] })).status).toBe(400)
})

test.each(['-0', '-0.0', '-1e-400'])('%s is kept as 0, as it is written again', async (number) => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const text = JSON.stringify({ ...orderBody(), beside: 'NUMBER' }).replace('"NUMBER"', number)
  const { status, body } = await server.call('POST', '/v9/orders/background', { body: text })
  expect(status).toBe(202)
  expect(body.params.beside).toBe(0)
})
