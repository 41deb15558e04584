import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { seen } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const MINE = { token: 'mywebsite00000000000000000000001', secret: 'my-website-secret-0000000000000000000001' }

test('a world that is exported after some orders and put back is the same: the same calls get the same bytes', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  await post('/v9/orders', orderBody())
  await post('/v9/orders/background', orderBody())
  const exported = await control('GET', '/world')
  expect(exported.status).toBe(200)
  const run = async () => [
    seen(await post('/v9/orders', orderBody())),
    seen(await get('/v9/orders?type=Order', 'processor')),
    seen(await get('/v9/events')),
    seen(await get('/v9/queued_orders')),
  ]
  const first = await run()

  const put = await control('PUT', '/world', exported.body)

  expect(put.status, put.text).toBe(200)
  expect((await control('GET', '/world')).body).toEqual(exported.body)
  expect(await run()).toEqual(first)
})

test('a reset goes back to the world that was put in place', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  await control('PUT', '/world', (await control('GET', '/world')).body)
  await post('/v9/companies', { companies: [{ name: 'Kwik-E-Mart' }] })

  await control('POST', '/reset')

  expect((await get('/v9/companies')).body.companies).toMatchObject([{ name: 'The Leftorium' }])
})

test('its dates count from the clock of the sandbox, and its credentials work as they are', async () => {
  const server = await serve()
  const { get, control } = await server.make({ clock: CLOCK })
  await control('PATCH', '/clock', { advance: 'P10D' })

  const put = await control('PUT', '/world', worldOf(MINE))

  expect(put.body.credentials).toEqual({ website: { type: 'API', ...MINE } })
  expect((await get('/v9/brokerages')).status).toBe(401)
  const { body } = await server.call('GET', '/v9/brokerages', { as: MINE })
  expect(body.brokerages[0]).toMatchObject({ name: 'Acme', updated_at: '2026-01-12T00:00:00Z' })
})

test('a token stays its own, whatever world it has, until the sandbox is deleted', async () => {
  const server = await serve()
  const one = await server.make()
  const other = await server.make()
  await one.control('PUT', '/world', worldOf(MINE))
  await one.control('PUT', '/world', worldOf({ ...MINE, token: `x${MINE.token.slice(1)}` }))

  expectProblem(await other.control('PUT', '/world', worldOf(MINE)), 409, new RegExp(`"${one.name}"`))
  expect((await server.call('GET', '/v9/brokerages', { as: MINE })).status).toBe(401)

  await one.control('DELETE')
  expect((await other.control('PUT', '/world', worldOf(MINE))).status).toBe(200)
  expect((await server.call('GET', '/v9/brokerages', { as: MINE })).status).toBe(200)
})

describe('a world is refused, and the old one stays', () => {
  test.for<[what: string, body: unknown, status: number, detail: RegExp]>([
    ['without credentials', {}, 422, /no credentials/],
    ['with a token of another sandbox', defaultWorld, 409, /belongs to the sandbox "default"/],
    ['that is an array', [], 400, /world/],
    ['that is a number', 7, 400, /world/],
    ['that is null', null, 400, /world/],
    ['that is not JSON', '{', 400, /not JSON/],
    ['that is empty', '', 400, /empty/],
    ['with a table that is not known', { ...worldOf(MINE), tickets: [] }, 400, /tickets/],
    ['whose records do not fit together', { ...worldOf(MINE), offices: [] }, 400, /credentials\[0\]\.office_id/],
    ['with a date that nobody can write', acme('+P99999999D'), 400, /updated_at/],
  ])('%s', async ([, body, status, detail]) => {
    const { get, control } = await (await serve()).make()

    expectProblem(await control('PUT', '/world', body), status, detail)

    expect((await get('/v9/clients/107655')).status).toBe(200)
  })

  test('that is too large', async () => {
    const server = await serve()
    const { control } = await server.make()
    expectProblem(await control('PUT', '/world', ' '.repeat(64 * 1024 * 1024 + 1)), 413, /67108864/)
    expect((await control('GET')).status).toBe(200)
  })
})

test('a sandbox whose dates cannot be written with its clock is not made', async () => {
  const server = await serve()
  const world = acme('+P400D')
  const refused = await server.local('POST', '/sandboxes', { clock: '9998-12-31T00:00:00Z', world })
  expect(refused.status).toBe(400)
  expect(refused.body).toMatchObject({ detail: expect.stringContaining('brokerages[0].updated_at') })
})

function worldOf(keys: object) {
  return {
    ...acme('+P1D'),
    credentials: [{ id: 1, name: 'website', label: 'Website', type: 'API', office_id: 8, ...keys }],
  }
}

function acme(updated_at: string) {
  return {
    brokerages: [{ id: 9, name: 'Acme', abbreviation: 'Acme', updated_at }],
    offices: [{ id: 8, brokerage_id: 9, name: 'Main', updated_at: '+P1D' }],
    credentials: [{ id: 1, name: 'website', label: 'Website', type: 'API', office_id: 8, ...MINE }],
  }
}
