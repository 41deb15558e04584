import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { serve, type TestServer } from '../harness.ts'
import { type Received, send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import { expectProblem } from './problem.ts'

const verify = (server: TestServer, asked: unknown): Promise<Received> =>
  server.control('POST', '/requests/verify', asked)

/** Five requests, each unlike the others. */
async function journey(): Promise<TestServer> {
  const server = await serve()
  await server.get('/v9/orders?state=pending&page=2&page=3', 'processor') // 1
  await server.call('POST', '/v9/orders', { body: orderBody({ reference: 'PO-7' }), headers: { 'X-Test': 'a' } }) // 2
  await server.post('/v9/orders', orderBody({ client_id: 1 })) // 3
  await server.call('GET', '/v9/clients', { headers: { 'X-Signature': 'wrong' } }) // 4
  await server.call('GET', '/v9/nowhere', { headers: { 'X-Token': 'nobody' } }) // 5
  return server
}

describe('POST …/requests/verify', () => {
  test('counts what matches each key, and all of them together', async () => {
    const server = await journey()
    const count = async (match: object) => (await verify(server, { match, times: { min: 0 } })).body.count

    await server.faults.arm({ id: 'lost-order', effect: { type: 'reset' } })

    expect(await count({})).toBe(5)
    expect(await count({ operation: 'orders.create' })).toBe(2)
    expect(await count({ operation: null })).toBe(1)
    expect(await count({ method: 'POST' })).toBe(2)
    expect(await count({ path: '/v9/orders' })).toBe(3)
    expect(await count({ status: 201 })).toBe(1)
    expect(await count({ credential: 'website' })).toBe(3)
    expect(await count({ credential: null })).toBe(1)
    expect(await count({ committed: true })).toBe(1)
    expect(await count({ signature: 'valid' })).toBe(3)
    expect(await count({ signature: 'refused' })).toBe(2)
    expect(await count({ signature: 'unknown-token' })).toBe(1)
    expect(await count({ fault: 'lost-order' })).toBe(0)
    expect(await count({ query: { state: 'pending' } })).toBe(1)
    // The last one counts, for TEvo as well.
    expect(await count({ query: { page: 3 } })).toBe(1)
    expect(await count({ query: { page: '2' } })).toBe(0)
    expect(await count({ query: { type: '' } })).toBe(0)
    expect(await count({ header: { 'X-Test': 'a' } })).toBe(1)
    expect(await count({ header: { 'x-test': 'A' } })).toBe(0)
    expect(await count({ where: { '/orders/0/client_id': 107655 } })).toBe(1)
    expect(
      await count({
        operation: 'orders.create',
        method: 'POST',
        path: '/v9/orders',
        status: 201,
        credential: 'website',
        committed: true,
        signature: 'valid',
        query: {},
        header: { 'x-test': 'a' },
        where: { '/orders/0/reference': 'PO-7', '/orders/0/seller_id': 1691 },
      }),
    ).toBe(1)
  })

  test('compares values of a body as JSON: 5 is not "5", and the order of keys does not matter', async () => {
    const server = await serve()
    await server.post('/v9/companies', '{"companies":[{"name":"A"}],"x":{"b":[1,{"d":2,"c":3}],"a/~":5,"":null}}')
    const matches = async (where: object) => (await verify(server, { match: { where } })).status === 200

    expect(await matches({ '/x/a~1~0': 5 })).toBe(true)
    expect(await matches({ '/x/a~1~0': '5' })).toBe(false)
    expect(await matches({ '/x/a~1~0': 5.0 })).toBe(true)
    expect(await matches({ '/x/b': [1, { c: 3, d: 2 }] })).toBe(true)
    expect(await matches({ '/x/b': [{ c: 3, d: 2 }, 1] })).toBe(false)
    expect(await matches({ '/x/b/1': { c: 3 } })).toBe(false)
    expect(await matches({ '/x/': null })).toBe(true)
    expect(await matches({ '/x/nothing': null })).toBe(false)
    expect(await matches({ '/x/b/length': 2 })).toBe(false)
    expect(await matches({ '/x/b/01': { c: 3, d: 2 } })).toBe(false)
    expect(await matches({ '/x/toString': null })).toBe(false)
    expect(await matches({ '/x': { '': null, 'a/~': 5, b: [1, { c: 3, d: 2 }] } })).toBe(true)
    // Neither is a body that any operation could read.
    await server.post('/v9/companies', 'not JSON')
    await server.post('/v9/companies', `{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`)
    expect((await verify(server, { match: { where: { '/a': [] } } })).status).toBe(409)
    expect((await verify(server, { match: { method: 'POST', where: { '': null } }, times: { max: 0 } })).status).toBe(
      200,
    )
  })

  test('holds when the count is within its bounds; without them, from one on', async () => {
    const server = await serve()
    await server.get('/v9/orders')
    await server.get('/v9/orders')
    const status = async (times?: object) => {
      const received = await verify(server, { match: { operation: 'orders.index' }, ...(times && { times }) })
      expect(received.body.count).toBe(2)
      return received.status
    }

    expect(await status()).toBe(200)
    expect(await status({})).toBe(200)
    expect(await status({ min: 2 })).toBe(200)
    expect(await status({ min: 3 })).toBe(409)
    expect(await status({ max: 2 })).toBe(200)
    expect(await status({ max: 1 })).toBe(409)
    expect(await status({ max: 0 })).toBe(409)
    expect(await status({ min: 2, max: 2 })).toBe(200)
    expect(await status({ min: 0, max: 1 })).toBe(409)
    expect((await verify(server, {})).body).toEqual({ count: 2 })
    expect((await verify(server, { match: { operation: 'orders.create' } })).status).toBe(409)
  })

  test('shows the nearest misses, and what differed', async () => {
    const server = await journey()
    const match = { operation: 'orders.create', status: 201, where: { '/orders/0/client_id': '107655' } }

    const { status, headers, body } = await verify(server, { match, times: { min: 1, max: 1 } })

    expect(status).toBe(409)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(body).toMatchObject({ title: 'Conflict', status: 409, count: 0, matched: [] })
    expect(body.detail).toBe(
      'Expected exactly 1 request to match; of the 5 in the journal, 0 did; ' +
        'nearest: req_2, where /orders/0/client_id is the number 107655 and not "107655"',
    )
    expect(body.nearest.map(({ request }: { request: { id: string } }) => request.id)).toEqual([
      'req_2',
      'req_3',
      'req_5',
    ])
    expect(body.nearest[0]).toEqual({
      request: expect.objectContaining({ id: 'req_2', operation: 'orders.create', status: 201, committed: true }),
      differs: [
        {
          field: 'where /orders/0/client_id',
          expected: '107655',
          actual: 107655,
          why: 'the number 107655',
        },
      ],
    })
    expect(body.nearest[1].differs).toEqual([
      { field: 'status', expected: 201, actual: 422 },
      { field: 'where /orders/0/client_id', expected: '107655', actual: 1 },
    ])
    expect(body.nearest[2].differs).toContainEqual({
      field: 'where /orders/0/client_id',
      expected: '107655',
      actual: null,
      why: 'not there',
    })
  })

  test('names the difference of every key', async () => {
    const server = await serve()
    await server.get('/v9/orders?state=pending', 'processor')
    await server.faults.arm({ id: 'lost-order', effect: { type: 'reset' } })
    const match = {
      operation: 'orders.create',
      method: 'POST',
      path: { prefix: '/v9/order/' },
      status: 201,
      credential: 'website',
      committed: true,
      signature: 'refused',
      fault: 'lost-order',
      query: { state: 'open', type: 'Order' },
      header: { 'X-Test': 'a' },
    }

    const { body } = await verify(server, { match })

    expect(body.nearest[0].differs.map(({ field }: { field: string }) => field)).toEqual([
      'operation',
      'method',
      'path',
      'status',
      'credential',
      'committed',
      'signature',
      'fault',
      'query state',
      'query type',
      'header X-Test',
    ])
  })

  test('names the requests of which there were too many', async () => {
    const server = await journey()

    const { body } = await verify(server, { match: { path: '/v9/orders' }, times: { max: 1 } })

    expect(body).toMatchObject({ count: 3, matched: ['req_3', 'req_2', 'req_1'], nearest: [] })
    expect(body.detail).toBe(
      'Expected at most 1 request to match; of the 5 in the journal, 3 did; they are req_1 (answered 200), ' +
        'req_2 (answered 201), req_3 (answered 422)',
    )
  })

  test('shows nothing private of a near miss, and no secret', async () => {
    const server = await serve()
    const person = {
      name: 'Ned Flanders',
      email_addresses: [{ address: 'ned@example.com' }],
      tags: ['ned@work.example'],
    }
    await server.post('/v9/clients', { clients: [person] })
    await server.get('/v9/clients?name=Flanders&q=ned')
    const where = {
      '/clients/0/name': 'Homer',
      '/clients/0': {},
      '/clients/0/email_addresses/0/address': 'homer@example.com',
      '/clients/0/tags/0': '',
      '': null,
    }
    const header = { 'X-Token': 'x', 'X-Signature': 'x', authorization: 'x' }

    const ofBody = await verify(server, { match: { method: 'POST', where, header } })
    const ofQuery = await verify(server, {
      match: { method: 'GET', status: 404, query: { name: 'Homer', q: 'h' }, header },
    })

    for (const { status, text } of [ofBody, ofQuery]) {
      expect(status).toBe(409)
      expect(text).not.toMatch(/Flanders|Homer|ned|homer@/)
      expect(text).toContain('[redacted]')
      for (const { token, secret } of defaultWorld.credentials) {
        expect(text).not.toContain(token)
        expect(text).not.toContain(secret)
      }
      expect(text).not.toMatch(/[A-Za-z0-9+/]{43}=/)
    }
  })

  test('says when it could not look into a body, and does not pass by luck', async () => {
    const server = await serve()
    const companies = Array.from({ length: 400 }, (_, nth) => ({ name: `Company ${nth} of very many of them` }))
    await server.post('/v9/companies', { companies })
    const match = { operation: 'companies.create', where: { '/companies/0/name': 'Company 0 of very many of them' } }

    const missing = await verify(server, { match })
    const tooMany = await verify(server, { match, times: { max: 0 } })
    const either = await verify(server, { match, times: { max: 1 } })
    const other = await verify(server, { match: { ...match, status: 422 }, times: { max: 0 } })

    expect(missing.status).toBe(409)
    expect(missing.body).toMatchObject({ count: 0, undecided: ['req_1'], nearest: [] })
    expect(missing.body.detail).toMatch(/1 more could not be decided.*first 16 KiB/)
    expect(tooMany.status).toBe(409)
    expect(either.body).toEqual({ count: 0, undecided: ['req_1'] })
    expect(other.body).toEqual({ count: 0 })
  })

  test('says how many requests it could not look at any more', async () => {
    const server = await serve()
    for (let nth = 0; nth < 1_005; nth += 1) await send(server.url, 'GET', '/v9/orders')

    expect((await verify(server, { match: { method: 'GET' } })).body).toEqual({ count: 1_000, dropped: 5 })
    const { body } = await verify(server, { match: { method: 'POST' } })
    expect(body).toMatchObject({ count: 0, dropped: 5, detail: expect.stringContaining('5 older ones') })
    await server.control('DELETE', '/requests')
    expect((await verify(server, { times: { max: 0 } })).body).toEqual({ count: 0 })
  })

  test('knows a fault by its id from its arming to the next reset, also when it is deleted', async () => {
    const server = await serve()
    const never = { match: { fault: 'lost' }, times: { max: 0 } }
    const arm = () => server.control('POST', '/faults', { id: 'lost', effect: { type: 'reset' } })
    const { id } = (await server.control('POST', '/snapshots')).body

    await arm()
    expect((await verify(server, never)).status).toBe(200)
    await server.control('DELETE', '/faults/lost')
    expect((await verify(server, never)).status).toBe(200)
    await arm()
    await server.control('DELETE', '/faults')
    expect((await verify(server, never)).status).toBe(200)
    await server.control('POST', `/snapshots/${id}/restore`)
    expect((await verify(server, never)).status).toBe(200)
    expectProblem(await verify(server, { match: { fault: 'lots' } }), 400, /"lots".*: did you mean "lost"\?$/)

    await server.control('POST', '/reset')
    expectProblem(await verify(server, never), 400, new RegExp(`"lost" was never a fault of sandbox "${server.name}"`))
  })

  test.for<[asked: unknown, detail: RegExp]>([
    ['', /it is empty/],
    ['{', /not JSON/],
    [[], /object/],
    [{ matches: {} }, /^Unrecognized key: "matches"; did you mean "match"\?$/],
    [{ lunch: {}, time: {} }, /^Unrecognized keys: "lunch", "time"; did you mean .*"times"\?$/],
    [{ unheardOf: {} }, /^Unrecognized key: "unheardOf"; it takes "match", "times", "sequence", "within_ms"$/],
    [{ match: { opration: 'orders.create' } }, /^match: Unrecognized key: "opration"; did you mean "operation"\?$/],
    [
      { match: { operation: 'orders.creat' } },
      /match.operation.*"orders.creat" is not an operation: did you mean "orders.create"\?$/,
    ],
    [{ match: { operation: 7 } }, /match.operation/],
    [{ match: { credential: 'nobody' } }, /"nobody" is not a credential.*: it has website, /],
    [{ match: { credential: 'websit' } }, /"websit" is not a credential.*: did you mean "website"\?$/],
    [{ match: { fault: 'lost-order' } }, /match.fault: "lost-order" was never a fault .*: GET …\/faults lists them$/],
    [{ match: { method: 'post' } }, /match.method/],
    [{ match: { path: 'v9/orders' } }, /match.path.*\/v9\/orders/],
    [{ match: { path: '/v9/orders?state=pending' } }, /match.path.*"query"/],
    [{ match: { status: '201' } }, /match.status/],
    [{ match: { status: 20 } }, /match.status/],
    [{ match: { committed: 1 } }, /match.committed/],
    [{ match: { signature: 'good' } }, /match.signature.*valid/],
    [{ match: { where: { 'orders/0': 1 } } }, /match.where.orders\/0.*JSON pointer/],
    [{ match: { where: { '/a~2': 1 } } }, /match.where.*JSON pointer/],
    [`{"match":{"where":{"/a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`, /nested more than 100 levels/],
    [{ match: { where: [] } }, /match.where/],
    [{ match: { query: { a: {} } } }, /match.query.a/],
    [{ match: { header: { a: 1 } } }, /match.header.a/],
    [{ times: 1 }, /times/],
    [{ times: { min: -1 } }, /times.min/],
    [{ times: { min: 1.5 } }, /times.min/],
    [{ times: { min: 2, max: 1 } }, /times.*max is less than min/],
    [{ times: { exactly: 1 } }, /times.*exactly/],
  ])('%.60j is refused and names what is wrong', async ([asked, detail]) => {
    expectProblem(await verify(await serve(), asked), 400, detail)
  })
})
