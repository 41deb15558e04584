import { beforeEach, describe, expect, test, vi } from 'vitest'
import { until } from '../deadline.ts'
import { serve, serveUntilStopped, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import fc from '../properties.ts'
import { type Connection, open, rawRequest, type SignedRequest } from '../socket.ts'

/**
 * What a library sends again by itself, over raw sockets: what makes it one, clause by clause, and what comes of it. The
 * clock by which the quarter of a second is measured stands still unless a test moves it.
 */

let now_ms = 0
beforeEach(() => {
  // Whole, or 250 ms later would be a tiny bit more than that.
  now_ms = Math.floor(performance.now())
  vi.spyOn(performance, 'now').mockImplementation(() => now_ms)
  return () => vi.restoreAllMocks()
})

const CURL = 'curl/7.88.1'
const KEPT = { Connection: 'keep-alive' }
const OWN = { ticket_group_id: 52554290 }
const ORDER: SignedRequest = { method: 'POST', target: '/v9/orders', body: orderBody({ session_id: 'here' }, OWN) }
const LOOK: SignedRequest = { method: 'GET', target: '/v9/orders' }

/** The bytes of a request as a library with this name writes them; null: it has none. */
function bytesOf(server: TestServer, request: SignedRequest, userAgent: string | null, more: object = {}): string {
  const named = userAgent === null ? {} : { 'User-Agent': userAgent }
  return rawRequest(server, { ...request, headers: { ...KEPT, ...named, ...more } })
}

/** A connection on which one request has been answered already. */
async function usedConnection(server: TestServer): Promise<Connection> {
  const connection = open(server.url, rawRequest(server, { method: 'GET', target: '/v9/offices', headers: KEPT }))
  await until('the first answer', () => /\r\n\r\n[{[]/.test(connection.received()))
  return connection
}

/** Sends a request on a used connection, and waits until a fault has broken it; what came of its answer. */
async function breakOnUsed(server: TestServer, bytes: string): Promise<string> {
  const connection = await usedConnection(server)
  const before = connection.received().length
  connection.send(bytes)
  await connection.ended
  return connection.received().slice(before)
}

/** Sends a request on a connection of its own, to the end of it. */
async function sendFresh(server: TestServer, bytes: string): Promise<'FIN' | 'RST'> {
  return open(server.url, bytes).ended
}

const LOST = { id: 'lost', match: { operation: 'orders.create' }, phase: 'after-commit', effect: { type: 'reset' } }

async function begin(rule: object = {}): Promise<TestServer> {
  const server = await serve({ clock_ms: Date.UTC(2026, 0, 1) })
  await server.faults.arm({ ...LOST, ...rule })
  return server
}

/** The requests that a fault was for, the oldest first. */
async function brokenIn(server: TestServer) {
  const entries = await server.journal.list()
  return entries.filter(({ faults }: { faults: object[] }) => faults.length > 0).reverse()
}

const ordersOf = async (server: TestServer): Promise<number> => (await server.records()).count('orders')

async function adviceOf(server: TestServer): Promise<string[]> {
  const { body } = await server.control('GET', '/advice')
  return body.advice.map(({ id }: { id: string }) => id)
}

async function expectResend(server: TestServer, orders: number, rule: { phase: string; type: string }): Promise<void> {
  const [first, resend, ...more] = await brokenIn(server)
  const acted = [{ id: 'lost', phase: rule.phase, effect: rule.type }]
  expect(more).toEqual([])
  expect(first).not.toHaveProperty('resend_of')
  expect(first.faults).toEqual(acted)
  expect(resend).toMatchObject({
    resend_of: first.id,
    operation: first.operation,
    status: null,
    faults: acted,
    committed: false,
    created: [],
    changed: [],
  })
  expect(await server.faults.get('lost')).toMatchObject({ matches: 1, injections: 1, held: 0 })
  expect(await ordersOf(server)).toBe(orders)
  expect(await adviceOf(server)).toEqual([])
}

describe('a resend meets the fault of the first one again, changes nothing, and is not counted', () => {
  test.for([CURL, 'GuzzleHttp/7', 'GuzzleHttp/6.5.5 curl/7.88.1 PHP/8.2.7', 'Java/17.0.15', null])(
    'an order of %s',
    async (userAgent) => {
      const server = await begin()
      const bytes = bytesOf(server, ORDER, userAgent)
      expect(await breakOnUsed(server, bytes)).toBe('')

      expect(await sendFresh(server, bytes)).toBe('RST')

      await expectResend(server, 1, { phase: 'after-commit', type: 'reset' })
    },
  )

  test.for(['Ruby', 'Java-http-client/17.0.15', CURL])('a read of %s', async (userAgent) => {
    const server = await begin({ match: { operation: 'orders.index' } })
    const bytes = bytesOf(server, LOOK, userAgent)
    await breakOnUsed(server, bytes)

    expect(await sendFresh(server, bytes)).toBe('RST')

    await expectResend(server, 0, { phase: 'after-commit', type: 'reset' })
  })

  test.for([
    ['before-auth', { type: 'reset' }, 'RST'],
    ['before-auth', { type: 'stall', max_ms: 20 }, 'FIN'],
    ['before-handler', { type: 'close' }, 'FIN'],
    ['before-handler', { type: 'reset' }, 'RST'],
    ['after-commit', { type: 'close' }, 'FIN'],
    ['after-commit', { type: 'stall', max_ms: 20 }, 'FIN'],
  ] as const)('%s %j', async ([phase, effect, end]) => {
    const server = await begin({ phase, effect, times: 1 })
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)

    expect(await sendFresh(server, bytes)).toBe(end)

    await expectResend(server, phase === 'after-commit' ? 1 : 0, { phase, type: effect.type })
    expect(await server.faults.get('lost')).toMatchObject({ state: 'spent' })
  })

  test('after 250 ms it still is one, and a delay comes again', async () => {
    const server = await begin({ delay: { type: 'sequence', ms: [1, 200_000] } })
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    now_ms += 250

    expect(await sendFresh(server, bytes)).toBe('RST')

    await expectResend(server, 1, { phase: 'after-commit', type: 'reset' })
  })

  test('also when the fault has been deleted meanwhile: no second order is made', async () => {
    const server = await begin({ effect: { type: 'stall', max_ms: 20 } })
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    await server.faults.disarm()

    expect(await sendFresh(server, bytes)).toBe('FIN')

    expect((await brokenIn(server)).map(({ resend_of }: { resend_of?: string }) => resend_of)).toEqual([
      undefined,
      'req_2',
    ])
    expect(await ordersOf(server)).toBe(1)
  })

  test('it uses up no limit, and is no call of its operation', async () => {
    const server = await begin()
    await server.settings({ rate_limit: { requests: 2, window_s: 60 } })
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    await server.settings({ rate_limit: { requests: 3, window_s: 60 } })
    await sendFresh(server, bytes)

    expect((await server.get('/v9/orders')).status).toBe(200)
    expect((await server.get('/v9/orders')).status).toBe(429)
    const { body } = await server.local('GET', '/operations')
    expect(body.operations.find(({ id }: { id: string }) => id === 'orders.create').calls).toBe(1)
  })

  test('two at once are told apart, and each is one', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await Promise.all([breakOnUsed(server, bytes), breakOnUsed(server, bytes)])

    await Promise.all([sendFresh(server, bytes), sendFresh(server, bytes)])

    const broken = await brokenIn(server)
    const [one, other, ...resends] = broken.map(({ id }: { id: string }) => id)
    expect(resends).toHaveLength(2)
    const of = broken.slice(2).map(({ resend_of }: { resend_of: string }) => resend_of)
    expect(new Set(of)).toEqual(new Set([one, other]))
    expect(await ordersOf(server)).toBe(2)
  })
})

/** It was counted as a request of the program's own: it met the rule, and made an order. */
async function expectOwn(server: TestServer): Promise<void> {
  const broken = await brokenIn(server)
  expect(broken.filter((entry: object) => 'resend_of' in entry)).toEqual([])
  expect(broken.filter(({ committed }: { committed: boolean }) => committed)).toHaveLength(2)
  expect(await server.faults.get('lost')).toMatchObject({ matches: 2, injections: 2 })
  expect(await ordersOf(server)).toBe(2)
  expect(await adviceOf(server)).toEqual(['two-orders-for-one-intent', 'retried-create-blindly'])
}

describe('it is no resend, and counts, where one clause does not hold', () => {
  test('the broken request was the first on its connection', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await sendFresh(server, bytes)
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test.for(['head-only', 'garbage', 'truncate', 'bad-chunk'])('a byte of an answer had been sent: %s', async (type) => {
    const server = await begin({ effect: { type } })
    const bytes = bytesOf(server, ORDER, CURL)
    expect(await breakOnUsed(server, bytes)).not.toBe('')
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test('a byte had been sent: it had asked for a 100 Continue', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL, { Expect: '100-continue' })
    expect(await breakOnUsed(server, bytes)).toMatch(/^HTTP\/1.1 100 /)
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test.for<[what: string, change: (bytes: string) => string]>([
    ['a header has another value', (bytes) => bytes.replace('keep-alive', 'Keep-Alive')],
    ['a header is written in another way', (bytes) => bytes.replace('Connection:', 'connection:')],
    ['there is a header more', (bytes) => bytes.replace('\r\n\r\n', '\r\nX-Try: 2\r\n\r\n')],
    ['headers are in another order', (bytes) => bytes.replace(/(Connection: .+\r\n)(User-Agent: .+\r\n)/, '$2$1')],
    ['another target', (bytes) => bytes.replace('/v9/orders ', '/v9/orders? ')],
    ['another version of HTTP', (bytes) => bytes.replace('HTTP/1.1', 'HTTP/1.0')],
  ])('it is not the same to the byte: %s', async ([, change]) => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    expect(change(bytes)).not.toBe(bytes)
    await breakOnUsed(server, bytes)
    await sendFresh(server, change(bytes))
    await expectOwn(server)
  })

  test('its body differs in one byte', async () => {
    // Before the signature is checked, which would tell the two apart.
    const server = await begin({ phase: 'before-auth' })
    const bytes = bytesOf(server, ORDER, CURL)
    const other = bytes.replace('"session_id":"here"', '"session_id":"hers"')
    expect(other).not.toBe(bytes)
    await breakOnUsed(server, bytes)
    await sendFresh(server, other)
    expect((await brokenIn(server)).map((entry: object) => 'resend_of' in entry)).toEqual([false, false])
    expect(await server.faults.get('lost')).toMatchObject({ matches: 2, injections: 2 })
  })

  test('it comes on a connection that was used before', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    await breakOnUsed(server, bytes)
    await expectOwn(server)
  })

  test('it comes 251 ms later', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    now_ms += 251
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test.for(['node', 'undici', 'axios/1.21.1', 'python-requests/2.31.0', 'Ruby', 'Java-http-client/17.0.15'])(
    'it is an order, and %s does not send those again',
    async (userAgent) => {
      const server = await begin()
      const bytes = bytesOf(server, ORDER, userAgent)
      await breakOnUsed(server, bytes)
      await sendFresh(server, bytes)
      await expectOwn(server)
    },
  )

  test.for(['MyShop/1.0 curl/8.1', 'curly/1.0', 'Javascript', ''])(
    '%j is not a library that is known',
    async (name) => {
      const server = await begin()
      const bytes = bytesOf(server, ORDER, name)
      await breakOnUsed(server, bytes)
      await sendFresh(server, bytes)
      await expectOwn(server)
    },
  )

  test('it has no User-Agent, and is written as Python writes it', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, null, { 'Accept-Encoding': 'identity' })
    await breakOnUsed(server, bytes)
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test('it has no User-Agent, and is written as Node writes it', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, null).replace(/(Host: .+\r\n)([\s\S]*)(\r\n\r\n)/, '$2\r\n$1\r\n')
    expect(bytes).toMatch(/^POST .+\r\nX-Token/)
    await breakOnUsed(server, bytes)
    await sendFresh(server, bytes)
    await expectOwn(server)
  })

  test('it comes once more: a library tries again once, and a program as often as it likes', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    await sendFresh(server, bytes)
    await sendFresh(server, bytes)

    const [first, resend, own] = await brokenIn(server)
    expect([first.resend_of, resend.resend_of, own.resend_of]).toEqual([undefined, first.id, undefined])
    expect(await server.faults.get('lost')).toMatchObject({ matches: 2, injections: 2 })
    const { body } = await server.control('GET', '/advice')
    expect(body.advice).toMatchObject([
      { id: 'two-orders-for-one-intent', requests: [first.id, own.id] },
      {
        id: 'retried-create-blindly',
        instead: expect.stringMatching(
          /^Your program sends it again without looking, or the retry setting of its library/,
        ),
        requests: [first.id, own.id],
      },
    ])
  })

  test('its client had left before the connection was closed', async () => {
    const server = await begin({ effect: { type: 'stall' } })
    const bytes = bytesOf(server, ORDER, CURL)
    const connection = await usedConnection(server)
    connection.send(bytes)
    await until('that it is held', async () => (await server.faults.get('lost')).held === 1)
    connection.leave()
    await until('that it is let go', async () => (await server.faults.get('lost')).held === 0)

    const again = open(server.url, bytes)
    await until('that the next one is held', async () => (await server.faults.get('lost')).held === 1)
    again.leave()

    expect(await server.faults.get('lost')).toMatchObject({ matches: 2, injections: 2 })
    expect(await ordersOf(server)).toBe(2)
  })

  test('the sandbox was reset meanwhile: what it asked for is gone', async () => {
    const server = await begin()
    const bytes = bytesOf(server, ORDER, CURL)
    await breakOnUsed(server, bytes)
    await server.reset()

    const again = open(server.url, bytes)
    await until('the answer', () => again.received().startsWith('HTTP/1.1 201 '))
    again.leave()

    expect((await server.journal.last()).status).toBe(201)
  })
})

/** Clauses of the rule, each as it holds and as it does not. */
const CLAUSES = {
  isReused: true,
  isUnanswered: true,
  isFresh: true,
  isSame: true,
  isInTime: true,
  isByResender: true,
}
type Clauses = typeof CLAUSES

const clauses: fc.Arbitrary<Clauses> = fc.record({
  // Mostly true, or nearly no draw would be a resend.
  isReused: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  isUnanswered: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  isFresh: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  isSame: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  isInTime: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  isByResender: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
})

test('it is a resend when all clauses hold and never else; then one order stands, else two', async () => {
  const server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  try {
    await fc.assert(
      fc.asyncProperty(clauses, async (drawn) => {
        await server.reset()
        const phase = 'after-commit'
        await server.faults.arm({ ...LOST, phase, effect: { type: drawn.isUnanswered ? 'reset' : 'head-only' } })
        const bytes = bytesOf(server, ORDER, drawn.isByResender ? CURL : 'node')
        await (drawn.isReused ? breakOnUsed(server, bytes) : sendFresh(server, bytes).catch(() => 'RST'))
        if (!drawn.isInTime) now_ms += 300
        const again = drawn.isSame ? bytes : bytes.replace('Connection:', 'connection:')
        await (drawn.isFresh ? sendFresh(server, again) : breakOnUsed(server, again))

        const isResend = Object.values(drawn).every(Boolean)
        const [first, second] = await brokenIn(server)
        expect(second.resend_of).toBe(isResend ? first.id : undefined)
        expect(await ordersOf(server)).toBe(isResend ? 1 : 2)
        expect(await server.faults.get('lost')).toMatchObject({ injections: isResend ? 1 : 2 })
        expect((await adviceOf(server)).length > 0).toBe(!isResend)
      }),
      { numRuns: 40, examples: [[CLAUSES]] },
    )
  } finally {
    await server.stop()
  }
})
