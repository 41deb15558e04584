import { describe, expect, test } from 'vitest'
import { start } from '../../src/start.ts'
import { DEADLINE_MS, until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { expectProblem } from './problem.ts'

/** The same match, asked in each of the three ways. */
async function found(server: TestServer, match: object) {
  const query = `match=${encodeURIComponent(JSON.stringify(match))}`
  const listed = await server.control('GET', `/requests?${query}`)
  expect(listed.status, listed.text).toBe(200)
  const ids: string[] = listed.body.requests.map(({ id }: { id: string }) => id)
  const { body } = await server.control('POST', '/requests/verify', { match, times: { min: 0 } })
  expect(body.count).toBe(ids.length)
  const next = await server.control('GET', `/requests/next?${query}&since=req_0&within_ms=0`)
  expect(next.status === 200 ? next.body.id : undefined).toBe(ids.at(-1))
  return ids.reverse()
}

test('verify, the journal and requests/next find the same requests by the same match', async () => {
  const server = await serve()
  await server.get('/v9/orders')
  await server.get('/v9/orders?page=2', 'processor')
  await server.get('/v9/orders/819974')
  await server.post('/v9/orders', orderBody({ internal_notes: 'job-7 of today' }))
  await server.call('GET', '/v9/nothing', { headers: { 'X-Test': 'a' } })

  const cases: [match: object, ids: number[]][] = [
    [{ query: { page: { absent: true } }, operation: 'orders.index' }, [1]],
    [{ query: { page: 2 } }, [2]],
    [{ params: { order_id: { prefix: '8199' } } }, [3]],
    [{ params: { order_id: 819974 } }, [3]],
    [{ where: { '/orders/0/internal_notes': { prefix: 'job-7' } } }, [4]],
    [{ where: { '/orders/0/internal_notes': { contains: 'job-8' } } }, []],
    [{ where: { '/orders/0/client_id': { one_of: [1, 107655] } } }, [4]],
    [{ header: { 'x-test': { one_of: ['a', 'b'] } } }, [5]],
    [{ header: { 'x-test': { absent: false } } }, [5]],
    [{ operation: { absent: true } }, [5]],
    [{ operation: null }, [5]],
    [{ operation: { prefix: 'orders.' }, method: 'GET', credential: { one_of: ['website'] } }, [1, 3]],
    [{ path: { prefix: '/v9/orders' } }, [1, 2, 3, 4]],
    [{ where: { '': { equals: { prefix: 'a' } } } }, []],
  ]
  for (const [match, ids] of cases)
    expect(await found(server, match), JSON.stringify(match)).toEqual(ids.map((id) => `req_${id}`))
})

test('what a query asks beside its match must hold, too', async () => {
  const server = await serve()
  await server.get('/v9/orders?page=2')
  await server.get('/v9/companies?page=2')
  const match = encodeURIComponent('{"query":{"page":{"one_of":["1","2"]}}}')
  const { body } = await server.control('GET', `/requests?operation=orders.index&match=${match}`)
  expect(body.requests).toMatchObject([{ id: 'req_1' }])
})

test('requests/next waits for a request that fits a pattern', async () => {
  const server = await serve()
  const match = encodeURIComponent('{"where":{"/companies/0/name":{"prefix":"job-7"}}}')
  const asked = server.control('GET', `/requests/next?match=${match}&within_ms=${DEADLINE_MS}`)
  await until('that it waits', () => server.waiting() === 1)
  await server.post('/v9/companies', { companies: [{ name: 'job-6' }] })
  await server.post('/v9/companies', { companies: [{ name: 'job-70' }] })
  expect((await asked).body.id).toBe('req_2')
  const missed = await server.control('GET', `/requests/next?match=${match}&within_ms=0`)
  expectProblem(missed, 504, /^No request with match=\{"where":.* came within 0 ms$/)
})

test('a near miss is told in the words of the pattern', async () => {
  const server = await serve()
  await server.get('/v9/orders?page=2&state=open')
  const match = { query: { page: { absent: true }, state: { prefix: 'pen' } } }
  const { body } = await server.control('POST', '/requests/verify', { match })
  expect(body.detail).toMatch(
    /nearest: req_1, query page is "2" and not absent, query state is "open" and not text that begins with "pen"$/,
  )
  expect(body.nearest[0].differs[1]).toEqual({ field: 'query state', expected: { prefix: 'pen' }, actual: 'open' })
})

describe('a match that no request can be as is refused:', () => {
  test.for<[match: object, detail: RegExp]>([
    [
      { operation: 'orders.create', params: { order_id: 1 } },
      /^match\.params\.order_id: .*the path of orders\.create has none$/,
    ],
    [
      { operation: 'orders.create', method: { one_of: ['GET', 'PUT'] } },
      /^match\.method: one of "GET", "PUT" is not a method of/,
    ],
    [{ operation: 'orders.create', path: '/v9/order' }, /^match\.path: "\/v9\/order" is not a path of orders\.create/],
    [{ operation: { prefix: 'lunch.' } }, /^match\.operation: no operation is text that begins with "lunch\."/],
    [{ operation: { one_of: ['orders.creat'] } }, /^match\.operation\.one_of\.0: "orders\.creat" is not an operation/],
    [
      { operation: null, params: { order_id: 1 } },
      /^match\.params: .*what is not an operation has no path parameters$/,
    ],
    [{ credential: { one_of: ['websit'] } }, /^one of "websit" is not a credential of this sandbox: it has website, /],
    [
      { query: { a: { like: 'a' } } },
      /"like" is not known in a pattern: there are equals, prefix, contains, one_of, absent$/,
    ],
  ])('%j', async ([match, detail]) => {
    const server = await serve()
    expectProblem(await server.control('POST', '/requests/verify', { match, times: { max: 0 } }), 400, detail)
    const query = `match=${encodeURIComponent(JSON.stringify(match))}`
    for (const path of ['/requests', '/requests/next'])
      expectProblem(await server.control('GET', `${path}?${query}`), 400, detail)
  })

  test.for(['{', 'a', `${'['.repeat(200)}${']'.repeat(200)}`])('%s, which is not JSON, or too deep', async (text) => {
    const answer = await (await serve()).control('GET', `/requests?match=${encodeURIComponent(text)}`)
    expectProblem(answer, 400, /^match: is not JSON, or is nested too deep: give \{"query"/)
  })
})

describe('a rule for a credential that its sandbox does not have is refused', () => {
  const FAULT = { match: { credential: 'websit' }, effect: { type: 'reset' } }

  test('when the sandbox is made', async () => {
    const server = await serve()
    const answer = await server.local('POST', '/sandboxes', { name: 'other', faults: [FAULT] })
    expectProblem(answer, 422, /^match\.credential of rule 1: "websit" is not a credential of this sandbox: did you/)
    expect((await server.local('GET', '/sandboxes/other')).status).toBe(404)
  })

  test('when the server is started', async () => {
    const rule = {
      ...FAULT,
      id: 'a',
      phase: 'before-auth',
      delay: null,
      skip: 0,
      times: null,
      chance: 1,
      from: '+0s',
      for: null,
      priority: 0,
    } as const
    await expect(start({ port: 0, faults: [rule] })).rejects.toThrow(/^match\.credential of "a": "websit" is not/)
  })
})
