import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { open, openInTwo, parseAnswer, rawRequest } from '../socket.ts'

const KEPT = { Connection: 'keep-alive' }
const EMPTY_LIST = { current_page: 1, per_page: 10, total_entries: 0, orders: [] }
const LOOK = { method: 'GET', target: '/v9/orders' }

describe('a status', () => {
  test('with a text is sent as it is, with headers of its own and none of TEvo’s', async () => {
    const server = await serve()
    const page = '<html><h1>502 Bad Gateway</h1></html>'
    await server.faults.arm({
      id: 'proxy',
      effect: {
        type: 'status',
        status: 502,
        body: page,
        content_type: 'text/html; charset=iso-8859-1',
        headers: { 'X-Proxy': 'a', Server: 'nginx' },
      },
    })

    const { status, text, headers } = await server.get('/v9/orders')

    expect([status, text]).toEqual([502, page])
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=iso-8859-1', 'x-proxy': 'a', server: 'nginx' })
    expect(headers['cache-control']).toBeUndefined()
    expect(headers['x-tevo-local']).toBe('fault; id=proxy; request=req_1')
    expect((await server.journal.get('req_1')).response).toMatchObject({ status: 502, body: page })
  })

  test('with a text and no content_type is plain text', async () => {
    const server = await serve()
    await server.faults.arm({ effect: { type: 'status', status: 500, body: '' } })
    const { text, headers } = await server.get('/v9/orders')
    expect([text, headers['content-type']]).toEqual(['', 'text/plain; charset=utf-8'])
  })

  test.for(['before-handler', 'after-commit'])(
    'has headers in place of TEvo’s, whatever their case: %s',
    async (phase) => {
      const server = await serve()
      const headers = { 'cache-control': 'public', ETAG: '"1"', 'retry-after': '7' }
      await server.faults.arm({ phase, effect: { type: 'status', status: 200, body: EMPTY_LIST, headers } })
      const received = await server.get('/v9/orders')
      expect(received.body).toEqual(EMPTY_LIST)
      expect(received.headers).toMatchObject({ 'cache-control': 'public', etag: '"1"', 'retry-after': '7' })
    },
  )

  test('that is a refusal of TEvo’s may have more headers', async () => {
    const server = await serve()
    await server.faults.arm({ effect: { type: 'status', refusal: 'rate_limited', headers: { 'X-Quota': '0' } } })
    expect((await server.get('/v9/orders')).headers).toMatchObject({ 'x-quota': '0', 'retry-after': '1' })
  })

  test.for<[effect: object, detail: RegExp]>([
    [
      { headers: { 'Content-Length': '5' } },
      /^effect\.headers\.Content-Length: frames the answer, .*: see the effects/,
    ],
    [
      { headers: { 'transfer-encoding': 'chunked' } },
      /: frames the answer, and is set by the server: see the effect bad-chunk$/,
    ],
    [{ headers: { Connection: 'close' } }, /: give "connection": "close" beside "headers"$/],
    [{ headers: { 'Content-Type': 'a/b' } }, /: is given as "content_type" beside "headers"$/],
    [{ headers: { 'X-Tevo-Local': 'a' } }, /: is how the server tells that a fault acted$/],
    [{ headers: { 'X-A': 'a\r\nX-B: b' } }, /^effect\.headers\.X-A: has a control character/],
    [{ headers: { 'X-A': '☃' } }, /^effect\.headers\.X-A: has a control character, or one that no header can carry/],
    [{ headers: { 'X A': 'a' } }, /^effect\.headers\.X A: is not the name of a header/],
    [{ headers: { '': 'a' } }, /is not the name of a header/],
    [{ headers: { 'X-A': 'a', 'x-a': 'b' } }, /^effect\.headers\.X-A: is given twice/],
    [{ headers: { 'X-A': 'a'.repeat(5_000) } }, /^effect\.headers\.X-A: is 5000 characters long; give at most 4096$/],
    [{ headers: { 'Retry-After': '1' }, retry_after_s: 1 }, /^effect: has retry_after_s and the header Retry-After/],
    [{ body: 7 }, /^effect\.body: is an object, which is sent as JSON, or a text, sent as it is$/],
    [{ body: 'a', content_type: 'html' }, /^effect\.content_type: is not a content type: give text\/html/],
    [{ body: 'a', content_type: 'text/html\n' }, /^effect\.content_type: has a control character/],
    [{ content_type: 'text/html' }, /^effect: has a content_type and no body/],
    [{ connection: 'keep-alive' }, /^effect\.connection: can only be "close"$/],
  ])('is refused with %j', async ([effect, detail]) => {
    const server = await serve()
    const answer = await server.control('POST', '/faults', { effect: { type: 'status', status: 503, ...effect } })
    expectProblem(answer, 400, detail)
    expect(await server.faults.list()).toEqual([])
  })

  test.for(['headers', 'content_type', 'connection'])(
    'as the answer to a call of a broker has no %s',
    async (setting) => {
      const server = await serve()
      const value = { headers: { a: 'b' }, content_type: 'a/b', connection: 'close' }[setting]
      const effect = { type: 'status', status: 409, body: 'no', [setting]: value }
      const answer = await server.control('POST', '/faults', { phase: 'call', effect })
      expectProblem(answer, 400, new RegExp(`^effect\\.${setting}: does not go with the phase call`))
    },
  )
})

test.for<[effect: object, phase: string, status: number]>([
  [{ type: 'status', status: 503 }, 'before-auth', 503],
  [{ type: 'status', refusal: 'unavailable' }, 'before-handler', 503],
  [{ type: 'status', status: 503, body: 'text' }, 'after-commit', 503],
  [{ type: 'none' }, 'before-auth', 200],
  [{ type: 'none' }, 'after-commit', 200],
])(
  '%j %s: with "connection": "close" the answer is the last on its connection, and says so',
  async ([effect, phase, status]) => {
    const server = await serve()
    await server.faults.arm({ phase, effect: { ...effect, connection: 'close' } })
    const connection = open(server.url, rawRequest(server, { ...LOOK, headers: KEPT }))
    expect(await connection.ended).toBe('FIN')
    const answer = parseAnswer(connection.received())
    expect([answer.status, answer.headers.get('connection')]).toEqual([status, 'close'])

    // Without it, the connection stays open.
    await server.faults.disarm()
    await server.faults.arm({ phase, effect })
    const other = open(server.url, rawRequest(server, { ...LOOK, headers: KEPT }))
    await until('the answer', () => other.received().startsWith('HTTP/1.1'))
    other.send(rawRequest(server, LOOK))
    expect(await other.ended).toBe('FIN')
    expect(other.received().match(/HTTP\/1\.1 \d/g)).toHaveLength(2)
  },
)

describe('cut-request', () => {
  test('cuts an upload whose body has not come: nothing of it is kept, and nothing is done', async () => {
    const server = await serve()
    await server.faults.arm({ id: 'cut', phase: 'before-auth', effect: { type: 'cut-request' }, times: 1 })
    const body = orderBody()

    // The server asks for the body of a request that it goes on to read; this one it cuts.
    const [head] = rawRequest(server, { method: 'POST', target: '/v9/orders', body }).split('\r\n\r\n')
    const connection = open(server.url, `${head}\r\n\r\n`)
    expect(await connection.ended).toBe('RST')

    const entry = await server.journal.last()
    expect(entry).toMatchObject({ operation: 'orders.create', status: null, committed: false, credential: 'website' })
    expect(entry.faults).toEqual([{ id: 'cut', phase: 'before-auth', effect: 'cut-request' }])
    expect((await server.journal.get(entry.id)).request.body).toBe('')
    expect((await server.post('/v9/orders', body)).status).toBe(201)
  })

  test('is for what its match says of the head, and lets other requests pass whole', async () => {
    const server = await serve()
    const match = { operation: 'orders.create', header: { 'X-Cut': { absent: false } }, credential: 'website' }
    await server.faults.arm({ id: 'cut', match, phase: 'before-auth', effect: { type: 'cut-request' } })
    expect((await server.post('/v9/orders', orderBody())).status).toBe(201)
    expect((await server.get('/v9/orders')).status).toBe(200)
    expect(await server.faults.get('cut')).toMatchObject({ matches: 0 })
  })

  test('that is deleted while it waits lets the request go on, body and all', async () => {
    const server = await serve()
    await server.faults.arm({
      id: 'cut',
      phase: 'before-auth',
      effect: { type: 'cut-request' },
      delay: { type: 'fixed', ms: 60_000 },
    })
    const connection = await openInTwo(server, { method: 'POST', target: '/v9/orders', body: orderBody() })
    await until('the request that waits', async () => (await server.faults.get('cut')).held === 1)
    await server.faults.disarm()
    connection.finish()

    expect(await connection.ended).toBe('FIN')
    expect(connection.received()).toContain('HTTP/1.1 201 Created')
    const entry = await server.journal.last()
    expect(entry).toMatchObject({ id: 'req_1', committed: true, signature: { verdict: 'valid' } })
    expect((await server.journal.get('req_1')).request.body).toContain('"ticket_group_id"')
    expect(await server.journal.list('')).toHaveLength(1)
  })

  test('in another phase is refused', async () => {
    const answer = await (await serve()).control('POST', '/faults', { effect: { type: 'cut-request' } })
    expectProblem(
      answer,
      400,
      /^phase: before-handler does not go with the effect cut-request; it goes with before-auth$/,
    )
  })
})

describe('an operation that is not emulated', () => {
  const STUB = { match: { operation: 'commissions.show' }, effect: { type: 'status', status: 200, body: { id: '7' } } }

  test('is answered by a rule, once its caller is known', async () => {
    const server = await serve()
    await server.faults.arm({ id: 'stub', ...STUB, match: { ...STUB.match, params: { commission_id: '7' } } })

    const { status, body, headers } = await server.get('/v9/commissions/7')

    expect([status, body]).toEqual([200, { id: '7' }])
    expect(headers['x-tevo-local']).toBe('fault; id=stub; request=req_1')
    expect(await server.journal.last()).toMatchObject({
      operation: 'commissions.show',
      status: 200,
      committed: false,
      notes: [],
    })
    const unsigned = await server.call('GET', '/v9/commissions/7', { headers: { 'X-Signature': 'wrong' } })
    expect(unsigned.status).toBe(401)
  })

  test('has its own answer where no rule acts, also after a delay', async () => {
    const server = await serve()
    await server.faults.arm([
      { id: 'stub', ...STUB, times: 1 },
      { id: 'slow', effect: { type: 'none' } },
    ])
    const statuses = []
    for (let nth = 0; nth < 2; nth += 1) statuses.push((await server.get('/v9/commissions/7')).status)
    expect(statuses).toEqual([200, 404])
    const { headers } = await server.get('/v9/commissions/7')
    expect(headers['x-tevo-local']).toBe('not-emulated')
    expect((await server.journal.last()).notes).toEqual([
      expect.stringMatching(/^commissions\.show is documented but not/),
    ])
  })

  test('has nothing to commit', async () => {
    const answer = await (await serve()).control('POST', '/faults', { ...STUB, phase: 'after-commit' })
    expectProblem(
      answer,
      400,
      /^phase: "commissions\.show" is not emulated, so it has nothing to commit: use the phase before-handler$/,
    )
  })
})
