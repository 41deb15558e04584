import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

test('the clock is read, frozen, advanced and set, forward only', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  expect((await server.control('GET', '/clock')).body).toEqual({ now: '2026-01-01T00:00:00.000Z', frozen: true })
  const advanced = await server.control('PATCH', '/clock', { advance: 'P1DT15M' })
  expect(advanced.body).toEqual({ now: '2026-01-02T00:15:00.000Z', frozen: true })
  const set = await server.control('PATCH', '/clock', { set: '2026-02-01T00:00:00Z' })
  expect(set.body).toEqual({ now: '2026-02-01T00:00:00.000Z', frozen: true })
  expect((await server.control('PATCH', '/clock', { set: '2026-01-01T00:00:00Z' })).status).toBe(422)
  expect((await server.control('PATCH', '/clock', { freeze: false })).body).toMatchObject({ frozen: false })
  const { body } = await server.control('PATCH', '/clock', { freeze: true })
  expect(body).toMatchObject({ frozen: true, now: expect.stringMatching(/^2026-02-01T00:00:/) })
})

test.each([{ advance: 'soon' }, { set: 7 }, { freeze: 'yes' }, { faster: true }])(
  '%o is refused, and what was wrong is named',
  async (patch) => {
    const server = await serve()
    const { status, body } = await server.control('PATCH', '/clock', patch)
    expect(status).toBe(400)
    expect(body).toMatchObject({ title: 'Bad Request', detail: expect.stringContaining(Object.keys(patch)[0] ?? '') })
  },
)

test('advancing it finishes what falls due', async () => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const queued = await server.post('/v9/orders/background', orderBody())
  await server.clock.advance('PT2M')
  const { body } = await server.get(`/v9/queued_orders/${queued.body.id}`)
  expect(body).toMatchObject({ state: 'completed', result: { created_at: '2026-01-01T00:01:00Z' } })
})

test('settings are changed one by one, and count from the next request on', async () => {
  const server = await serve()
  expect((await server.control('GET', '/settings')).body).toMatchObject({ fraud: 'off', gateway: 'braintree' })
  const { body } = await server.control('PATCH', '/settings', { fraud: 'hold' })
  expect(body).toMatchObject({ fraud: 'hold', gateway: 'braintree' })
  const placed = await server.post('/v9/orders', orderBody())
  expect(placed.body.orders[0].fraud_check_status).toBe('pending')
  expect((await server.control('PATCH', '/settings', { fraud: 'maybe' })).status).toBe(400)
  expect((await server.control('PATCH', '/settings', { unheard_of: 1 })).body).toMatchObject({
    detail: expect.stringContaining('unheard_of'),
  })
})

test('a sandbox that is not there has neither', async () => {
  const server = await serve()
  for (const path of ['clock', 'settings']) {
    expect((await server.local('GET', `/sandboxes/other/${path}`)).status).toBe(404)
    expect((await server.local('PATCH', `/sandboxes/other/${path}`, {})).status).toBe(404)
  }
})
