import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

let server: TestServer
beforeAll(async () => {
  server = await serveUntilStopped()
})
afterAll(() => server.stop())

const many = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value)

/** What is not a field's value, in words that anyone reads once: on both sides. */
describe('what is refused is said plainly', () => {
  test.for([
    ['webhooks', { url: 'http://a.example', events: 'order_created' }, 'events: must be an array; it is a string'],
    [
      'webhooks',
      { url: 'http://a.example', events: many(200, 'order_created') },
      /^events: has 200 entries; at most \d+$/,
    ],
    ['webhooks', { url: `http://a.example/${'x'.repeat(2_000)}` }, 'url: has 2017 characters; at most 2000'],
    [
      'webhooks',
      { url: 'http://a.example', events: ['order_creates'] },
      /^events\.0: is not one of order_created, .*; did you mean "order_created"\?$/,
    ],
    ['webhooks', {}, 'url: is missing; give a string'],
    ['webhooks', [], 'must be an object; it is an array'],
    ['webhooks', { url: 'http://a.example', active: 'yes' }, 'active: must be true or false; it is a string'],
    ['requests/verify', { sequence: many(101, {}) }, 'sequence: has 101 entries; at most 100'],
    ['requests/verify', { sequence: {} }, 'sequence: must be an array; it is an object'],
    ['requests/verify', { match: { path: 5 } }, 'match.path: must be a string; it is 5'],
    ['requests/verify', { times: { min: -1 } }, 'times.min: is -1; at least 0'],
    ['requests/verify', { within_ms: 1.5 }, 'within_ms: must be a whole number; it is 1.5'],
    ['orders/1/act', { as: 'thief', do: 'accept' }, 'as: is not one of seller, buyer, carrier, fraud_desk'],
    ['orders/1/act', { as: 'buyer', do: 'accept' }, 'do: is not one of cancel, pend_to_seller'],
    ['faults', { effect: { type: 'slow-body', chunks: 5_000 } }, 'effect.chunks: is 5000; at most 1000'],
    ['faults', { effect: { type: 'reset' }, match: [] }, 'match: must be an object; it is an array'],
  ] as const)('POST …/%s %j', async ([path, body, detail]) => {
    const refused = await server.control('POST', `/${path}`, body)

    expect(refused.status, refused.text).toBe(400)
    expect(refused.body.detail).toEqual(typeof detail === 'string' ? detail : expect.stringMatching(detail))
  })

  test('of a hundred things that are wrong, the first twenty are named', async () => {
    const { body } = await server.local('POST', '/sandboxes', { webhooks: many(50, { url: 5 }) })

    expect(body.detail.split('; ').filter((each: string) => each.startsWith('webhooks'))).toHaveLength(20)
    expect(body.detail).toMatch(/; and 30 more$/)
  })

  test.for([
    ['/v9/orders/1/accept', { reviewer_id: 1, seats: '1,2' }, 'seats must be an array; it is a string'],
    ['/v9/orders/1/accept', { reviewer_id: 1, seats: many(1_001, 1) }, 'seats has 1001 entries; at most 1000'],
  ] as const)("POST %s says %j in TEvo's dialect", async ([path, body, error]) => {
    const refused = await server.post(path, body, 'processor')

    expect(refused).toMatchObject({ status: 422, body: { error } })
  })

  test('a list of two kinds that is too long is counted, and what is wrong in it is named', async () => {
    const notes = async (external_notes: unknown) => {
      await server.post('/v9/orders', orderBody({ external_notes }))
      return (await server.journal.last()).problems
    }

    expect(await notes(many(101, 'x'))).toEqual([
      { path: '/orders/0/external_notes', message: 'has 101 entries; at most 100' },
    ])
    expect(await notes(['a', 'x'.repeat(10_001)])).toEqual([
      { path: '/orders/0/external_notes/1', message: 'is too long (maximum is 10000 characters)' },
    ])
  })

  test('a body that is not JSON is refused without a piece of it', async () => {
    for (const body of [
      '{"name": "Moe Szyslak",}',
      'Moe Szyslak',
      '{"name": "Moe Szyslak',
      '[{"name": Moe Szyslak}]',
    ]) {
      const own = await server.control('POST', '/webhooks', body)
      expect(own).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/^The body is not JSON: \w/) } })
      const tevos = await server.post('/v9/clients', body)
      expect(tevos).toMatchObject({ status: 400, body: { error: expect.stringMatching(/is not valid JSON: \w/) } })
      expect(`${own.text}${tevos.text}`).not.toMatch(/Moe|yslak/)
    }
  })
})
