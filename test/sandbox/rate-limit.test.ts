import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const limited = (rate_limit: object | null) => ({ clock: CLOCK, settings: { rate_limit } })

test('one request too many is a 429 that says when to come back, and does nothing', async () => {
  const { get, post, control } = await (await serve()).make(limited({ requests: 2, window_s: 60 }))
  await get('/v9/clients')
  await control('PATCH', '/clock', { advance: 'PT18.5S' })
  await get('/v9/clients')

  const refused = await post('/v9/orders', orderBody())

  expect(refused.status).toBe(429)
  expect(refused.headers['retry-after']).toBe('42')
  expect(refused.body).toEqual({ error: expect.stringMatching(/42 seconds/) })
  const [entry] = (await control('GET', '/requests')).body.requests
  expect(entry).toMatchObject({ status: 429, committed: false, notes: [expect.stringMatching(/2 requests in 60 s/)] })

  await control('PATCH', '/clock', { advance: 'PT41S' })
  expect((await get('/v9/clients')).headers['retry-after']).toBe('1')
  await control('PATCH', '/clock', { advance: 'PT0.5S' })
  const { body } = await get('/v9/orders?type=Order')
  expect(body.total_entries).toBe(0)
})

test('it is a 503 where the settings say so', async () => {
  const { get } = await (await serve()).make(limited({ requests: 1, window_s: 5, status: 503 }))
  await get('/v9/clients')
  const refused = await get('/v9/clients')
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { error: expect.any(String) } })
})

test('a refused signature does not count; a path that is none does', async () => {
  const server = await serve()
  const { get, made } = await server.make(limited({ requests: 1, window_s: 60 }))
  const forged = { ...made.credentials.website, secret: 'x'.repeat(40) }
  for (let nth = 0; nth < 3; nth += 1)
    expect((await server.call('GET', '/v9/clients', { as: forged })).status).toBe(401)

  expect((await get('/v9/nothing')).status).toBe(404)
  expect((await get('/v9/clients')).status).toBe(429)
  expect((await server.call('GET', '/v9/clients', { as: forged })).status).toBe(401)
})

test('all credentials of a sandbox share it, and no other sandbox does', async () => {
  const server = await serve()
  const { get } = await server.make(limited({ requests: 1, window_s: 60 }))
  const other = await server.make(limited({ requests: 1, window_s: 60 }))
  await get('/v9/clients')
  expect((await get('/v9/orders?type=Order', 'processor')).status).toBe(429)
  expect((await other.get('/v9/clients')).status).toBe(200)
  expect((await server.get('/v9/clients')).status).toBe(200)
})

test('of many requests at once just so many get through', async () => {
  const { get } = await (await serve()).make(limited({ requests: 7, window_s: 60 }))
  const answers = await Promise.all(Array.from({ length: 20 }, () => get('/v9/clients')))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(7)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(13)
})

test('it is lifted with null, and a reset brings it back with its window closed', async () => {
  const { get, control } = await (await serve()).make(limited({ requests: 1, window_s: 60 }))
  await get('/v9/clients')
  await control('PATCH', '/settings', { rate_limit: null })
  expect((await get('/v9/clients')).status).toBe(200)
  await control('POST', '/reset')
  expect((await get('/v9/clients')).status).toBe(200)
  expect((await get('/v9/clients')).status).toBe(429)
})

describe('a limit is refused', () => {
  test.for<[what: string, rate_limit: unknown, detail: RegExp]>([
    ['without its window', { requests: 1 }, /rate_limit\.window_s/],
    ['of no requests', { requests: 0, window_s: 1 }, /rate_limit\.requests/],
    ['with another status', { requests: 1, window_s: 1, status: 500 }, /rate_limit\.status/],
    ['with a key that is not known', { requests: 1, window_s: 1, burst: 3 }, /burst/],
    ['that is a number', 7, /rate_limit/],
    ['over more than a year', { requests: 1, window_s: 1e9 }, /rate_limit\.window_s/],
  ])('%s', async ([, rate_limit, detail]) => {
    const { control } = await (await serve()).make()
    expectProblem(await control('PATCH', '/settings', { rate_limit, fraud: 'hold' }), 400, detail)
    expect((await control('GET', '/settings')).body).toMatchObject({ rate_limit: null, fraud: 'off' })
  })
})
