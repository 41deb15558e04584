import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { type Received, send } from '../http.ts'
import { speak } from '../socket.ts'
import { expectProblem } from './problem.ts'

const ids = ({ body }: Received): string[] => body.requests.map(({ id }: { id: string }) => id)

describe('GET …/requests', () => {
  test('tells of each request, the newest first', async () => {
    const server = await serve({ clock_ms: Date.UTC(2026, 0, 1) })
    await server.get('/v9/clients?page=2')
    await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

    const { status, body } = await server.control('GET', '/requests')

    expect(status).toBe(200)
    expect(body).toEqual({
      seed: 1,
      requests: [
        {
          id: 'req_2',
          state: 'done',
          at: '2026-01-01T00:00:00.000Z',
          operation: 'companies.create',
          method: 'POST',
          path: '/v9/companies',
          status: 201,
          credential: 'website',
          signature: { verdict: 'valid' },
          faults: [],
          committed: true,
          created: [{ type: 'company', id: 11228 }],
          changed: [],
          ignored: [],
          problems: [],
          notes: [],
          duration_ms: expect.any(Number),
        },
        {
          id: 'req_1',
          state: 'done',
          at: '2026-01-01T00:00:00.000Z',
          operation: 'clients.index',
          method: 'GET',
          path: '/v9/clients',
          status: 200,
          credential: 'website',
          signature: { verdict: 'valid' },
          faults: [],
          committed: false,
          created: [],
          changed: [],
          ignored: [],
          problems: [],
          notes: [],
          duration_ms: expect.any(Number),
        },
      ],
    })
  })

  test('names each record that was made or changed once', async () => {
    const server = await serve()
    await server.call('PUT', '/v9/clients/107655/email_addresses/33333', { body: { address: 'moe@example.com' } })
    await server.post('/v9/clients', {
      clients: [{ name: 'Ned Flanders', email_addresses: [{ address: 'a@b.c', is_primary: true }] }],
    })

    const { body } = await server.control('GET', '/requests')

    expect(body.requests[0].created).toEqual([
      { type: 'client', id: 168188 },
      { type: 'email_address', id: 1965047 },
    ])
    expect(body.requests[0].changed).toEqual([])
    expect(body.requests[1].created).toEqual([])
    expect(body.requests[1].changed).toEqual([{ type: 'email_address', id: 33333 }])
  })

  test('filters by operation, status, credential, since and limit, and by all of them together', async () => {
    const server = await serve()
    await server.get('/v9/clients') // 1
    await server.get('/v9/clients', 'store') // 2
    await server.get('/v9/clients/1') // 3
    await server.get('/v9/orders', 'processor') // 4
    await server.get('/v9/clients?page=0') // 5
    await send(server.url, 'GET', '/v9/clients') // 6
    const list = async (query: string) => ids(await server.control('GET', `/requests?${query}`))

    expect(await list('')).toEqual(['req_6', 'req_5', 'req_4', 'req_3', 'req_2', 'req_1'])
    expect(await list('operation=clients.index')).toEqual(['req_6', 'req_5', 'req_2', 'req_1'])
    expect(await list('status=404')).toEqual(['req_3'])
    expect(await list('credential=store')).toEqual(['req_2'])
    expect(await list('since=req_4')).toEqual(['req_6', 'req_5'])
    expect(await list('since=req_6')).toEqual([])
    expect(await list('limit=2')).toEqual(['req_6', 'req_5'])
    expect(await list('operation=clients.index&status=200&credential=website&since=req_0&limit=1')).toEqual(['req_1'])
    expect(await list('method=GET&path=/v9/clients')).toEqual(['req_6', 'req_5', 'req_2', 'req_1'])
    expect(await list('method=POST')).toEqual([])
    expect(await list('operation=orders.create')).toEqual([])
  })

  test('an id that is still to come is refused: it is from before a reset, and would hide what comes now', async () => {
    const server = await serve()
    await server.get('/v9/clients')
    await server.get('/v9/clients')
    await server.reset()
    await server.get('/v9/clients')

    for (const path of ['/requests?since=req_2', '/requests/next?since=req_2&within_ms=0'])
      expectProblem(await server.control('GET', path), 400, /no req_2 yet.*req_1; ids start again after a reset/)
  })

  test.for([
    ['status=abc', /status/],
    ['status=99', /status/],
    ['status=600', /status/],
    ['status=20.5', /status/],
    ['status=', /status/],
    ['limit=0', /limit/],
    ['limit=1001', /limit/],
    ['limit=-1', /limit/],
    ['limit=ten', /limit/],
    ['since=12', /since.*req_12/],
    ['since=req_', /since.*req_12/],
    ['since=req_1%20or%201', /since.*req_12/],
    ['state=pending', /state/],
    ['operation=a&method=get', /method/],
    ['constructor=1', /constructor/],
    ['operation=orders.creat', /"orders.creat" is not an operation: did you mean "orders.create"\?$/],
    ['operation=', /"" is not an operation: GET \/_local\/operations lists them$/],
    ['credential=proccessor', /"proccessor" is not a credential.*: did you mean "processor"\?$/],
    ['credential=nobody', /"nobody" is not a credential.*: it has website/],
  ] as const)('?%s is refused and names what is wrong', async ([query, detail]) => {
    const server = await serve()

    expectProblem(await server.control('GET', `/requests?${query}`), 400, detail)
  })
})

describe('GET …/requests/:id', () => {
  test('shows the request and its answer', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: [{ name: 'The Leftorium', size: 3 }] })

    const { body } = await server.control('GET', '/requests/req_1')

    expect(body.request).toEqual({
      target: '/v9/companies',
      headers: expect.objectContaining({ 'x-token': 'spri…', 'x-signature': '[redacted]', host: expect.any(String) }),
      body: '{"companies":[{"name":"[redacted]","size":"[redacted]"}]}',
    })
    expect(body.response).toEqual({
      status: 201,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' },
      body: expect.stringMatching(/^{"companies":\[{"id":"11228",/),
    })
  })

  test('says how long a body was of which it has only the beginning', async () => {
    const server = await serve()
    const companies = Array.from({ length: 1_000 }, (_, nth) => ({ name: `Company ${nth}` }))
    await server.post('/v9/companies', { companies })

    const { request } = (await server.control('GET', '/requests/req_1')).body

    expect(request.body_bytes).toBe(JSON.stringify({ companies }).length)
    expect(request.body.length).toBeLessThan(request.body_bytes)
  })

  test('has none that came never, that was deleted, or that had to make room', async () => {
    const server = await serve()
    await server.get('/v9/clients')
    for (const id of ['req_2', 'req_0', 'x', '__proto__'])
      expectProblem(await server.control('GET', `/requests/${id}`), 404, /keeps the last 1,000/)

    expect((await server.control('GET', '/requests/req_1')).status).toBe(200)
    expect((await server.control('DELETE', '/requests')).body).toEqual({ requests: [] })

    expectProblem(await server.control('GET', '/requests/req_1'), 404, /no request req_1/)
    expect(ids(await server.control('GET', '/requests'))).toEqual([])
    await server.get('/v9/clients')
    expect(ids(await server.control('GET', '/requests'))).toEqual(['req_2'])
  })

  test('says why a signature was refused, without what was private in the string to sign', async () => {
    const server = await serve()
    const body = JSON.stringify({
      clients: [{ name: 'Ned Flanders', email_addresses: [{ address: 'ned@example.com' }] }],
    })

    await server.call('POST', '/v9/clients', { body, headers: { 'X-Signature': 'x'.repeat(43) } })

    const { body: entry } = await server.control('GET', '/requests/req_1')
    expect(entry.signature).toMatchObject({ verdict: 'refused', mistake: expect.any(String) })
    expect(entry.signature.expected).toMatch(/^POST 127\.0\.0\.1:\d+\/v9\/clients\?{"clients":\[{"name":"\[redacted\]"/)
    expect(JSON.stringify(entry)).not.toMatch(/Flanders|ned@example/)
  })
})

describe('the journal says why a request was refused', () => {
  const problemsOf = async (call: (server: TestServer) => Promise<unknown>) => {
    const server = await serve()
    await call(server)
    return (await server.control('GET', '/requests')).body.requests[0].problems
  }

  test('by a schema, with the path of each field', async () => {
    expect(
      await problemsOf((server) =>
        server.post('/v9/orders', {
          orders: [
            { seller_id: 1691, client_id: 107655, shipped_items: [{ type: 'Eticket', items: [{ quantity: 'two' }] }] },
          ],
        }),
      ),
    ).toEqual([
      { path: '/orders/0/shipped_items/0/items/0/quantity', message: 'is invalid' },
      { path: '/orders/0/shipped_items/0/items/0/ticket_group_id', message: "can't be blank" },
      { path: '/orders/0/shipped_items/0/items/0/price', message: "can't be blank" },
    ])
    expect(
      await problemsOf((server) => server.call('PUT', '/v9/clients/107655', { body: { name: { first: 'Ned' } } })),
    ).toEqual([{ path: '/name', message: 'is invalid' }])
  })

  test('by a filter', async () => {
    expect(await problemsOf((server) => server.get('/v9/clients?page=0'))).toEqual([
      { path: '?page', message: 'is invalid' },
    ])
    expect(await problemsOf((server) => server.get('/v9/events?occurs_at_gte=2026-01-01'))).toEqual([
      { path: '?occurs_at_gte', message: 'is not allowed: write occurs_at.gte' },
    ])
  })

  test('by a rule, about a field or as a whole', async () => {
    const company = { companies: [{ name: 'A' }] }
    expect(
      await problemsOf(async (server) => {
        await server.post('/v9/companies', company)
        await server.post('/v9/companies', company)
      }),
    ).toEqual([{ path: '/companies/0/name', message: 'has already been taken' }])
    expect(await problemsOf((server) => server.post('/v9/companies', '{'))).toEqual([
      { path: '', message: expect.stringContaining('not valid JSON') },
    ])
    expect(await problemsOf((server) => server.get('/v9/clients/1'))).toEqual([])
  })

  test('a hundred times at most', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: Array.from({ length: 150 }, () => ({})) })

    const [{ problems, notes }] = (await server.control('GET', '/requests')).body.requests

    expect(problems).toHaveLength(100)
    expect(notes).toEqual(['There are 150 problems; the first 100 are named'])
  })
})

describe('the journal names what nothing read', () => {
  test('fields and filters that are not declared', async () => {
    const server = await serve()
    await server.post('/v9/clients?dry_run=1', {
      clients: [{ name: 'Ned Flanders', vip: true, addresses: [{ street: '742', planet: 'Earth' }] }],
      __proto__: null,
      meta: {},
    })
    await server.get('/v9/orders?state=pending&colour=red&constructor=1')
    await server.post('/v9/companies', '{"companies":[{"name":"A","__proto__":{"name":"B"}}]}')

    const { body } = await server.control('GET', '/requests')

    expect(body.requests.map(({ ignored }: { ignored: string[] }) => ignored)).toEqual([
      ['/companies/0/__proto__'],
      ['?colour', '?constructor'],
      ['?dry_run', '/clients/0/vip', '/clients/0/addresses/0/street', '/clients/0/addresses/0/planet', '/meta'],
    ])
    expect((await server.get('/v9/companies')).body.companies[0].name).toBe('A')
  })

  test('the body of an operation that takes none', async () => {
    const server = await serve()
    await server.call('DELETE', '/v9/clients/107655/email_addresses/33333', { body: '{"reason":"moved"}' })
    await server.call('GET', '/v9/clients/107655')

    const { body } = await server.control('GET', '/requests')

    expect(body.requests.map(({ ignored }: { ignored: string[] }) => ignored)).toEqual([[], ['the whole body']])
  })

  test('keys and filters that were given more than once, of which the last one counts', async () => {
    const server = await serve()
    await server.post('/v9/companies', '{"companies":[{"name":"A","n\\u0061me":"B"}],"x":1,"x":2}')
    await server.get('/v9/companies?per_page=1&page=2&per_page=2&ids[]=1&ids[]=2')

    const { body } = await server.control('GET', '/requests')

    expect(body.requests.map(({ notes }: { notes: string[] }) => notes)).toEqual([
      ['The query gives per_page more than once: the last one counts'],
      [
        'The body gives /companies/0/name more than once: the last one counts',
        'The body gives /x more than once: the last one counts',
      ],
    ])
    expect((await server.get('/v9/companies')).body.companies[0].name).toBe('B')
    expect((await server.get('/v9/companies?per_page=1&per_page=2')).body.per_page).toBe(2)
  })

  test('a type in the wrong case', async () => {
    const server = await serve()
    await server.get('/v9/orders?type=order')

    const { body } = await server.control('GET', '/requests')

    expect(body.requests[0].notes).toEqual([expect.stringContaining('type order is neither Order nor PurchaseOrder')])
  })

  test('an operation that is not emulated, and a path that is none', async () => {
    const server = await serve()
    await server.get('/v9/quotes')
    await server.get('/v9/nowhere')

    const { body } = await server.control('GET', '/requests')

    expect(body.requests[1]).toMatchObject({
      operation: 'quotes.index',
      status: 404,
      notes: [expect.stringContaining('not emulated')],
    })
    expect(body.requests[0]).toMatchObject({
      operation: null,
      status: 404,
      notes: [expect.stringContaining('/_local/operations')],
    })
  })
})

test('requests of unknown tokens, and ones that are too large, are in the journal of the default sandbox', async () => {
  const server = await serve()
  await send(server.url, 'GET', '/v9/clients', { 'X-Token': 'unknown' })
  const { token } = server.keysOf('website')
  const head = `POST /v9/clients HTTP/1.1\r\nHost: a\r\nX-Token: ${token}\r\nContent-Length: 99999999\r\n\r\n`
  await speak(server.url, head)

  const { body } = await server.control('GET', '/requests')

  expect(body.requests).toMatchObject([
    { operation: 'clients.create', credential: 'website', status: 413, committed: false },
    { operation: 'clients.index', credential: null, status: 401, signature: { mistake: 'unknown-token' } },
  ])
})
