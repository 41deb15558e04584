import { expect, onTestFinished, test } from 'vitest'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { serve, serveUntilStopped, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { open, parseAnswer, rawRequest, type SignedRequest } from '../socket.ts'

const SECOND_MS = 1_000
const ORDER: SignedRequest = { method: 'POST', target: '/v9/orders', body: orderBody() }

const ordersOf = async (server: TestServer) => (await server.records()).count('orders')

/** Sends it, and waits until a fault holds it. */
async function heldBy(server: TestServer, fault: string, request = ORDER) {
  const connection = open(server.url, rawRequest(server, request))
  await until(`the request that ${fault} holds`, async () => (await server.faults.get(fault)).held > 0)
  return connection
}

test.for(['before-handler', 'after-commit'])(
  'a request that stalls %s does not keep the server from stopping',
  async (phase) => {
    const server = await serveUntilStopped()
    await server.faults.arm({ id: 'stall', phase, effect: { type: 'stall' } })
    const connection = await heldBy(server, 'stall')
    const since = performance.now()

    await within(DEADLINE_MS, 'the stop', server.stop())

    expect(performance.now() - since).toBeLessThan(SECOND_MS)
    await connection.ended
    expect(connection.received()).toBe('')
    // It answers nobody any more.
    expect(server.reader().count('orders')).toBe(phase === 'after-commit' ? 2 : 0)
  },
)

test('the duration of a request that stalled is all of the time that it stalled', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'stall', effect: { type: 'stall', max_ms: 250 } })
  const connection = open(server.url, rawRequest(server, ORDER))

  const waiting = await until('the request in the journal', () => server.journal.last())
  expect(waiting).toMatchObject({ status: null, committed: false })
  await connection.ended

  const { duration_ms, status } = await server.journal.last()
  expect(status).toBeNull()
  expect(duration_ms).toBeGreaterThanOrEqual(250)
})

test('a client that leaves frees what was held for it, and what was not done stays undone', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'stall', effect: { type: 'stall' } })
  const connection = await heldBy(server, 'stall')
  connection.leave()
  await until('that nobody is held', async () => (await server.faults.get('stall')).held === 0)
  await server.faults.disarm()

  expect((await server.get('/v9/orders')).body.total_entries).toBe(0)
  expect(await ordersOf(server)).toBe(0)
})

test('a client that leaves during a delay has made its order all the same', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'slow', effect: { type: 'none' }, delay: { type: 'fixed', ms: 60_000 } })
  const connection = await heldBy(server, 'slow')
  connection.leave()
  await server.faults.disarm()

  await until('the order', async () => (await ordersOf(server)) === 2)
})

test.for([
  ['a reset', '/reset'],
  ['a restored snapshot', '/snapshots/before/restore'],
])('what waits when %s comes does nothing to the world that comes back', async ([, path]) => {
  const server = await serve()
  await server.snapshot('before')
  await server.faults.arm({ id: 'slow', effect: { type: 'none' }, delay: { type: 'fixed', ms: 60_000 } })
  const connection = await heldBy(server, 'slow')

  await server.control('POST', path)

  expect(await connection.ended).toBe('FIN')
  expect(parseAnswer(connection.received()).status).toBe(503)
  expect(await ordersOf(server)).toBe(0)
})

test('deleting one fault lets go of what it holds, and of nothing else', async () => {
  const server = await serve()
  await server.faults.arm([
    { id: 'orders', match: { operation: 'orders.create' }, effect: { type: 'stall' } },
    { id: 'looks', match: { operation: 'orders.index' }, effect: { type: 'stall' } },
    {
      id: 'slow',
      match: { operation: 'events.index' },
      effect: { type: 'none' },
      delay: { type: 'fixed', ms: 300_000 },
    },
  ])
  const order = await heldBy(server, 'orders')
  const look = await heldBy(server, 'looks', { method: 'GET', target: '/v9/orders' })
  const slow = await heldBy(server, 'slow', { method: 'GET', target: '/v9/events' })

  await server.faults.disarm('orders')
  expect(await order.ended).toBe('FIN')
  expect(parseAnswer(order.received()).status).toBe(201)
  expect(look.received() + slow.received()).toBe('')

  await server.faults.disarm('slow')
  await slow.ended
  expect(parseAnswer(slow.received()).status).toBe(200)

  await server.faults.disarm('looks')
  await look.ended
  expect(JSON.parse(parseAnswer(look.received()).body).total_entries).toBe(2)
})

test('what a deleted fault would have done after its delay is not done', async () => {
  const server = await serve()
  await server.faults.arm({ id: 'slow-reset', effect: { type: 'reset' }, delay: { type: 'fixed', ms: 300_000 } })
  const connection = await heldBy(server, 'slow-reset')
  await server.faults.disarm()

  expect(await connection.ended).toBe('FIN')
  expect(parseAnswer(connection.received()).status).toBe(201)
})

test('a request that was let go can meet another fault', async () => {
  const server = await serve()
  await server.faults.arm([
    { id: 'stall', effect: { type: 'stall' } },
    { id: 'late', phase: 'after-commit', effect: { type: 'reset' } },
  ])
  const connection = await heldBy(server, 'stall')
  await server.faults.disarm('stall')

  expect(await connection.ended).toBe('RST')
  expect((await server.journal.last()).faults.map(({ id }: { id: string }) => id)).toEqual(['stall', 'late'])
})

test('a request has one outcome: after fraud_declined has acted, a reset after the commit loses', async () => {
  const server = await serve()
  await server.faults.arm([
    { id: 'fraud', effect: { type: 'domain', name: 'fraud_declined' } },
    { id: 'late', phase: 'after-commit', effect: { type: 'reset' }, times: 1 },
  ])
  expect((await server.post('/v9/orders', orderBody())).status).toBe(201)
  expect(await server.faults.get('late')).toMatchObject({ matches: 1, injections: 0 })
})

test('dozens of requests on one connection wait without a warning, and are all answered', async () => {
  const server = await serve()
  const warnings: Error[] = []
  const warned = (warning: Error) => warnings.push(warning)
  process.on('warning', warned)
  onTestFinished(() => {
    process.off('warning', warned)
  })
  await server.faults.arm({ id: 'stall', effect: { type: 'stall' } })
  const look = { method: 'GET', target: '/v9/orders', headers: { Connection: 'keep-alive' } }
  const connection = open(server.url, rawRequest(server, look).repeat(30))
  await until('the 30 requests that it holds', async () => (await server.faults.get('stall')).held === 30)
  await server.faults.disarm()

  const answers = () => connection.received().split('HTTP/1.1 200 OK').length - 1
  await until('30 answers', () => answers() === 30)
  connection.leave()
  expect(warnings).toEqual([])
})

test('delays add up', async () => {
  const server = await serve()
  const delay = { type: 'fixed', ms: 40 }
  await server.faults.arm([
    { id: 'one', phase: 'before-auth', effect: { type: 'none' }, delay },
    { id: 'two', effect: { type: 'none' }, delay },
    { id: 'three', effect: { type: 'status', status: 503 }, delay },
    // It loses, and so does not wait either.
    { id: 'four', effect: { type: 'status', status: 500 }, delay: { type: 'fixed', ms: 300_000 } },
  ])
  const since = performance.now()
  expect((await server.get('/v9/orders')).status).toBe(503)
  expect(performance.now() - since).toBeGreaterThan(115)
})

test('a connection is as good as new after a broken body that was whole', async () => {
  const server = await serve()
  await server.faults.arm({ phase: 'after-commit', effect: { type: 'malformed' }, times: 1 })
  const look = { method: 'GET', target: '/v9/orders' }
  const first = rawRequest(server, { ...look, headers: { Connection: 'keep-alive' } })
  const connection = open(server.url, first + rawRequest(server, look))

  await connection.ended
  expect(connection.received().match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
})

test('what was sent before on the same connection is answered before it breaks', async () => {
  const server = await serve()
  await server.faults.arm([
    { match: { operation: 'orders.index' }, effect: { type: 'none' }, delay: { type: 'fixed', ms: 30 } },
    { match: { operation: 'events.index' }, phase: 'before-auth', effect: { type: 'close' } },
  ])
  const first = rawRequest(server, { method: 'GET', target: '/v9/orders', headers: { Connection: 'keep-alive' } })
  const connection = open(server.url, first + rawRequest(server, { method: 'GET', target: '/v9/events' }))

  expect(await connection.ended).toBe('FIN')
  expect(connection.received()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"total_entries":0/)
  expect(connection.received().match(/HTTP/g)).toHaveLength(1)
})

test.for(['truncate', 'malformed', 'bad-chunk', 'garbage', 'slow-body', 'reset', 'close'])(
  'a HEAD that meets %s leaves the server as it was',
  async (type) => {
    const server = await serve()
    await server.faults.arm({ phase: 'after-commit', effect: { type } })
    await open(server.url, rawRequest(server, { method: 'HEAD', target: '/v9/orders' })).ended
    await server.faults.disarm()
    expect((await server.get('/v9/orders')).status).toBe(200)
  },
)

test('deleting a fault sends the rest of a slow body at once', async () => {
  const server = await serve()
  await server.faults.arm({
    id: 'slow',
    phase: 'after-commit',
    effect: { type: 'slow-body', chunks: 50, over_ms: 300_000 },
  })
  const connection = await heldBy(server, 'slow')
  await server.faults.disarm()

  expect(await connection.ended).toBe('FIN')
  expect(JSON.parse(parseAnswer(connection.received()).body).orders).toHaveLength(1)
})

test('a client that leaves in the middle of a slow body leaves the server as it was', async () => {
  const server = await serve()
  await server.faults.arm({ phase: 'after-commit', effect: { type: 'slow-body', chunks: 50, over_ms: 100_000 } })
  const connection = open(server.url, rawRequest(server, ORDER))
  await until('the first piece', () => connection.received().includes('{"orders"'))
  connection.leave()
  await server.faults.disarm()
  expect((await server.get('/v9/orders')).status).toBe(200)
})
