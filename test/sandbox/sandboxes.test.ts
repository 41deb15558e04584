import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { seen } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const TOKEN = 'mywebsite00000000000000000000001'
const SECRET = 'my-website-secret-0000000000000000000001'
const DEFAULT_KEYS = {
  token: 'springfieldwebsite00000000000001',
  secret: 'springfield-website-secret-0000000000001',
}

describe('making a sandbox', () => {
  test('answers all that a test needs to use it', async () => {
    const server = await serve()

    const { made, get } = await server.make({ name: 'checkout-7', seed: 7 })

    const keys = { token: expect.stringMatching(/^[a-zA-Z0-9]{32}$/), secret: expect.stringMatching(/^\S{40}$/) }
    expect(made).toEqual({
      name: 'checkout-7',
      base_url: server.url,
      seed: 7,
      credentials: { website: keys, processor: keys, store: keys, shelbyville: keys },
      env: {
        TEVO_BASE_URL: server.url,
        TEVO_API_TOKEN: made.credentials.website.token,
        TEVO_API_SECRET: made.credentials.website.secret,
        TEVO_PROCESSOR_TOKEN: made.credentials.processor.token,
        TEVO_PROCESSOR_SECRET: made.credentials.processor.secret,
        TEVO_CONTROL_URL: `${server.url}/_local/sandboxes/checkout-7`,
      },
    })
    for (const as of Object.keys(made.credentials))
      expect((await get('/v9/orders?type=Order', as)).status, as).toBe(200)
  })

  test('needs no body; names go on, and the same call brings the same keys', async () => {
    const [one, other] = [await serve(), await serve()]

    const made = await one.local('POST', '/sandboxes')
    expect(made.body).toMatchObject({ name: 'sandbox-1', seed: 1 })
    expect((await one.local('POST', '/sandboxes', {})).body.name).toBe('sandbox-2')
    expect((await other.local('POST', '/sandboxes', { name: 'sandbox-1' })).body.credentials).toEqual(
      made.body.credentials,
    )
    expect((await other.local('POST', '/sandboxes')).body.name).toBe('sandbox-2')
    const another = await other.local('POST', '/sandboxes', { name: 'another', seed: 1 })
    expect(another.body.credentials).not.toEqual(made.body.credentials)
  })

  test('takes a world, whose credentials get keys of their own, unless they are given', async () => {
    const server = await serve({ clock_ms: Date.parse(CLOCK) })
    const world = await server.world()

    const { made, get } = await server.make({
      world,
      clock: CLOCK,
      settings: { gateway: 'stripe', rate_limit: { requests: 9, window_s: 1 } },
      credentials: [{ name: 'website', token: TOKEN, secret: SECRET }],
    })

    expect(made.credentials.website).toEqual({ token: TOKEN, secret: SECRET })
    expect(made.credentials.processor.token).not.toBe('shelbyvilleprocessor000000000001')
    expect((await get('/v9/clients')).body).toEqual((await server.get('/v9/clients')).body)
    const { body } = await server.local('GET', `/sandboxes/${made.name}`)
    expect(body).toMatchObject({
      clock: { now: '2026-01-01T00:00:00.000Z', frozen: true },
      settings: { gateway: 'stripe', rate_limit: { requests: 9, window_s: 1, status: 429 }, fraud: 'off' },
      credentials: { website: { type: 'API', token: TOKEN } },
    })
  })

  test('lists what there is, and deletes it', async () => {
    const server = await serve()
    const { get } = await server.make({ name: 'a', clock: CLOCK, seed: 3 })

    const listed = await server.local('GET', '/sandboxes')
    expect(listed.body.sandboxes).toEqual([
      { name: 'default', base_url: server.url, seed: 1, clock: { now: expect.any(String), frozen: false } },
      { name: 'a', base_url: server.url, seed: 3, clock: { now: '2026-01-01T00:00:00.000Z', frozen: true } },
    ])
    expect((await get('/v9/clients')).status).toBe(200)

    expect(await server.local('DELETE', '/sandboxes/a')).toMatchObject({ status: 204, text: '' })

    expect((await get('/v9/clients')).status).toBe(401)
    expectProblem(await server.local('GET', '/sandboxes/a'), 404, /"a"/)
    expectProblem(await server.local('DELETE', '/sandboxes/a'), 404, /"a"/)
    expect((await server.make({ name: 'a' })).made.name).toBe('a')
  })

  test('of default there is one, always', async () => {
    const server = await serve()
    expectProblem(await server.local('DELETE', '/sandboxes/default'), 409, /always exists.*reset/)
    expectProblem(await server.local('POST', '/sandboxes', { name: 'default' }), 409, /"default" already/)
    expect((await server.get('/v9/clients')).status).toBe(200)
  })
})

describe('a sandbox is refused', () => {
  const keys = { name: 'website', token: TOKEN, secret: SECRET }
  test.for<[what: string, body: unknown, status: number, detail: RegExp]>([
    ['a name that is taken', { name: 'taken' }, 409, /"taken" already/],
    ['a token of the default sandbox', { credentials: [{ ...keys, token: DEFAULT_KEYS.token }] }, 409, /"default"/],
    ['a token of another sandbox', { credentials: [{ ...keys, token: `x${TOKEN.slice(1)}` }] }, 409, /"taken"/],
    ['a token that is given twice', { credentials: [keys, { ...keys, name: 'store' }] }, 409, /twice/],
    [
      'a credential that is given twice',
      { credentials: [keys, { ...keys, token: SECRET.slice(8).replaceAll('-', '0') }] },
      409,
      /twice/,
    ],
    ['a credential of no name in the world', { credentials: [{ ...keys, name: 'shop' }] }, 422, /"shop".*website/],
    ['upper case in its name', { name: 'Checkout' }, 400, /name/],
    ['a name too long', { name: 'a'.repeat(41) }, 400, /name/],
    ['an empty name', { name: '' }, 400, /name/],
    ['a name that is a number', { name: 7 }, 400, /name/],
    ['a key that is not known', { nmae: 'x' }, 400, /nmae/],
    ['a key of a credential that is not known', { credentials: [{ ...keys, type: 'API' }] }, 400, /type/],
    ['a token too short', { credentials: [{ ...keys, token: 'short' }] }, 400, /credentials\.0\.token/],
    ['a secret too short', { credentials: [{ ...keys, secret: 'short' }] }, 400, /credentials\.0\.secret/],
    ['credentials that are no list', { credentials: keys }, 400, /credentials/],
    ['a seed that is text', { seed: '7' }, 400, /seed/],
    ['a seed that is no whole number', { seed: 1.5 }, 400, /seed/],
    ['a clock without its zone', { clock: '2026-01-01T00:00' }, 400, /clock.*2026-01-01T00:00/],
    ['a clock that is no text', { clock: 7 }, 400, /clock/],
    ['a clock too far away', { clock: '9999-12-31T00:00:00Z' }, 400, /9998/],
    ['a setting that is not known', { settings: { colour: 'red' } }, 400, /settings.*colour/],
    [
      'a setting of a wrong type',
      { settings: { rate_limit: { requests: 0, window_s: 1 } } },
      400,
      /rate_limit\.requests/,
    ],
    ['a world that is an array', { world: [] }, 400, /world/],
    ['a world that is nothing', { world: null }, 400, /world/],
    ['a world with a table that is not known', { world: { tickets: [] } }, 400, /tickets/],
    ['a world with a record that is wrong', { world: { brokerages: [{ id: 'x' }] } }, 400, /brokerages\[0\]/],
    ['a world without credentials', { world: {} }, 422, /no credentials/],
    ['a body that is an array', [], 400, /array/],
    ['a body that is a number', 7, 400, /an object; it is 7/],
    ['a body that is null', null, 400, /null/],
    ['a body that is not JSON', '{"name":', 400, /not JSON/],
  ])('for %s', async ([, body, status, detail]) => {
    const server = await serve()
    await server.make({ name: 'taken', credentials: [{ ...keys, token: `x${TOKEN.slice(1)}` }] })

    expectProblem(await server.local('POST', '/sandboxes', body), status, detail)

    expect((await server.local('GET', '/sandboxes')).body.sandboxes).toHaveLength(2)
  })
})

test('sandboxes share neither records, ids, clock, journal nor settings', async () => {
  const server = await serve({ clock_ms: Date.parse(CLOCK) })
  const [one, other] = [await server.make({ clock: CLOCK }), await server.make({ clock: CLOCK })]

  const placed = await one.post('/v9/orders', orderBody())
  expect(placed.status, placed.text).toBe(201)
  await one.control('PATCH', '/clock', { advance: 'P1D' })
  await one.control('PATCH', '/settings', { fraud: 'hold' })

  const nothing = await other.get('/v9/orders?type=Order')
  expect(nothing.body.total_entries).toBe(0)
  expect((await other.control('GET', '/clock')).body.now).toBe('2026-01-01T00:00:00.000Z')
  expect((await other.control('GET', '/settings')).body.fraud).toBe('off')
  expect((await other.control('GET', '/requests')).body.requests).toHaveLength(1)
  const alike = await other.post('/v9/orders', orderBody())
  expect(alike.body).toEqual(placed.body)
  expect((await server.get('/v9/orders?type=Order')).body.total_entries).toBe(0)
})

test('a secret of one sandbox does not fit the token of another, and what is said of it hangs on neither', async () => {
  const server = await serve()
  const [one, other] = [await server.make(), await server.make()]
  const { token } = one.made.credentials.website
  const { secret } = other.made.credentials.website

  const mixed = async () => {
    expect((await server.call('GET', '/v9/clients', { as: { token, secret } })).status).toBe(401)
    return (await one.control('GET', '/requests')).body.requests[0].signature
  }

  const first = await mixed()
  expect(first).toMatchObject({ mistake: 'unknown' })
  await other.get('/v9/clients')
  expect(await mixed()).toEqual(first)
  await other.control('DELETE')
  expect(await mixed()).toEqual(first)
})

test('the token of a sandbox that was deleted is unknown, whatever was done with it before', async () => {
  const server = await serve()
  const { get, control: controlled } = await server.make()
  await get('/v9/clients')
  await controlled('DELETE')

  expect((await get('/v9/clients')).status).toBe(401)

  const entry = await server.journal.last()
  expect(entry.signature).toMatchObject({ mistake: 'unknown-token' })
})

test('how a signature is explained does not hang on what was used before', async () => {
  const server = await serve()
  const { made, control } = await server.make()
  const keys = { token: made.credentials.website.token, secret: made.credentials.store.secret }
  for (let nth = 0; nth < 25; nth += 1) await (await server.make()).get('/v9/clients')

  expect((await server.call('GET', '/v9/clients', { as: keys })).status).toBe(401)

  const [{ signature }] = (await control('GET', '/requests')).body.requests
  expect(signature).toMatchObject({ mistake: 'other-credential', message: expect.stringContaining('"store"') })
})

describe('a reset', () => {
  test('takes everything back to its making: the same calls get the same bytes', async () => {
    const server = await serve()
    const { get, post, control: own } = await server.make({ clock: CLOCK, settings: { order_review: 'off' } })
    const run = async () => [
      seen(await post('/v9/orders', orderBody())),
      seen(await get('/v9/orders?type=Order&state=pending', 'processor')),
      seen(await get('/v9/nothing')),
      seen(await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })),
    ]
    const before = await own('GET')
    const first = await run()
    await own('PATCH', '/clock', { advance: 'PT15M', freeze: false })
    await own('PATCH', '/settings', { fraud: 'hold', rate_limit: { requests: 1, window_s: 60 } })

    const reset = await own('POST', '/reset')

    expect(reset.status).toBe(200)
    expect(reset.body).toEqual(before.body)
    expect((await own('GET', '/requests')).body.requests).toEqual([])
    expect(await run()).toEqual(first)
    expect((await own('GET', '/requests')).body.requests[0].id).toBe('req_4')
  })

  test('of one in real time lets its dates begin from now', async () => {
    const server = await serve()
    const { get, control: own } = await server.make()
    const events = await get('/v9/events')
    await own('PATCH', '/clock', { advance: 'P400D' })

    const { body } = await own('POST', '/reset')

    expect(body.clock.frozen).toBe(false)
    expect(Math.abs(Date.parse(body.clock.now) - Date.now())).toBeLessThan(60_000)
    expect((await get('/v9/events')).body).toEqual(events.body)
  })

  test('of the default sandbox works too', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
    expect((await server.reset()).status).toBe(200)
    expect((await server.get('/v9/companies')).body.total_entries).toBe(0)
  })

  test('of one that is not there is a 404', async () => {
    const server = await serve()
    expectProblem(await server.local('POST', '/sandboxes/nowhere/reset'), 404, /nowhere/)
  })
})
