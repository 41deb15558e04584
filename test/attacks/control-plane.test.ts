import { expect, test } from 'vitest'
import { serve } from '../harness.ts'

/** The control plane takes lists, files and patterns: whatever is in them, a refusal is short, and comes soon. */

const MOST_ANSWER_CHARS = 20_000

const CALLS = [
  ['POST', '/sandboxes'],
  ['PUT', '/sandboxes/default/world'],
  ['POST', '/sandboxes/default/world/verify'],
  ['PUT', '/sandboxes/default/records/events/648825'],
  ['POST', '/sandboxes/default/snapshots'],
  ['POST', '/sandboxes/default/fork'],
  ['PATCH', '/sandboxes/default/clock'],
  ['PATCH', '/sandboxes/default/settings'],
  ['POST', '/sandboxes/default/faults'],
  ['POST', '/sandboxes/default/requests/verify'],
  ['POST', '/sandboxes/default/orders/1/act'],
  ['POST', '/sandboxes/default/webhooks/endpoints'],
  ['PUT', '/sandboxes/default/order_integrations/1'],
] as const

const ones = `[${'1,'.repeat(200_000)}1]`
const some = `[${'1,'.repeat(9_000)}1]`
const keys = `{${Array.from({ length: 19_000 }, (_, nth) => `"key${nth}":1`).join(',')}}`
const long = 'x'.repeat(200_000)

const BODIES: readonly (readonly [what: string, body: string])[] = [
  ['0.4 MB of ones', ones],
  ['many ones', some],
  ['many keys', keys],
  [
    'ones in every list',
    `{"faults":${some},"webhooks":${some},"credentials":${some},"sequence":${some},"world":{"events":${some}},"events":${some}}`,
  ],
  ['a key of 200,000 letters', `{"${long}":1}`],
  [
    'a text of 200,000 letters',
    JSON.stringify({
      name: long,
      at: long,
      do: long,
      operation: long,
      match: { operation: long },
      preset: long,
      faults: [long],
      url: long,
    }),
  ],
  ['many places', `{"match":{"where":${keys},"query":${keys},"header":${keys}},"effect":{"type":"reset"}}`],
  ['a pattern of many values', `{"match":{"operation":{"one_of":${some}}},"effect":{"type":"reset"}}`],
]

test.for(BODIES)('every page refuses %s in short', async ([, body]) => {
  const server = await serve()
  await server.unchanged(async () => {
    for (const [method, path] of CALLS) {
      const answer = await server.local(method, path, body)
      expect(answer.status, `${method} ${path}: ${answer.text.slice(0, 300)}`).toBeGreaterThanOrEqual(400)
      expect(answer.status, `${method} ${path}: ${answer.text.slice(0, 300)}`).toBeLessThan(500)
      expect(answer.text.length, `${method} ${path}`).toBeLessThan(MOST_ANSWER_CHARS)
    }
  })
})

test('20 MB of ones to world are refused before they are parsed', async () => {
  const server = await serve()
  const answer = await server.control('PUT', '/world', `{"events":[${'1,'.repeat(10_000_000)}1]}`)
  expect(answer).toMatchObject({
    status: 400,
    body: { detail: 'The body has more than 5000000 list elements and keys in all' },
  })
})

test('a table of a million things that are no records is refused at the first of them', async () => {
  const server = await serve()
  const answer = await server.control('PUT', '/world', `{"events":[${'{},'.repeat(1_000_000)}{}]}`)
  expect(answer.status).toBe(400)
  expect(answer.text.length).toBeLessThan(MOST_ANSWER_CHARS)
  expect(answer.body.detail).toMatch(/^events\[0\]\./)
})

test.for<[what: string, world: () => string, detail: RegExp]>([
  [
    'an object of many keys',
    () => `{"next_ids":{${Array.from({ length: 10_001 }, (_, nth) => `"k${nth}":1`).join(',')}}}`,
    /object of more than 10000 keys/,
  ],
  [
    'a list of many elements in a record',
    () => `{"offices":[{"id":1,"email":[${'1,'.repeat(100_000)}1]}]}`,
    /a list of more than 100000 elements/,
  ],
])('a world with %s is refused', async ([, world, detail]) => {
  const server = await serve()
  const answer = await server.control('PUT', '/world', world())
  expect(answer.status).toBe(400)
  expect(answer.body.detail).toMatch(detail)
})

test('a verify that fails is answered in short, whatever it asks and whatever came', async () => {
  const server = await serve()
  const places = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, nth) => [`/${'x'.repeat(50)}${nth}`, value]))
  const values = { one_of: Array.from({ length: 150 }, (_, nth) => 'y'.repeat(100) + nth) }
  for (let call = 0; call < 5; call += 1) await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] })
  const answer = await server.control('POST', '/requests/verify', { match: { where: places(100, values) } })
  expect(answer.status).toBe(409)
  expect(answer.body.detail.length).toBeLessThanOrEqual(8_001)
  expect(answer.text.length).toBeLessThan(500_000)
  const more = await server.control('POST', '/requests/verify', { match: { where: places(101, 1) } })
  expect(more).toMatchObject({ status: 400, body: { detail: expect.stringMatching(/names more than the 100/) } })
})

test('at most 1,000 rules are armed at a time', async () => {
  const server = await serve()
  const rule = { effect: { type: 'reset' } }
  const answer = await server.control(
    'POST',
    '/faults',
    Array.from({ length: 1_001 }, () => rule),
  )
  expect(answer).toMatchObject({ status: 400, body: { detail: 'has 1001 rules: give at most 1000 at a time' } })
})
