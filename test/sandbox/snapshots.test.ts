import { describe, expect, test } from 'vitest'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { seen } from '../http.ts'
import { orderBody } from '../orders/journey.ts'

const CLOCK = '2026-01-01T00:00:00Z'

test('a snapshot is taken, listed, restored and deleted', async () => {
  const { control } = await (await serve()).make({ clock: CLOCK })

  const taken = await control('POST', '/snapshots')
  expect(taken).toMatchObject({ status: 201, body: { id: 'snap_1', at: '2026-01-01T00:00:00.000Z' } })
  await control('PATCH', '/clock', { advance: 'PT1M' })
  const named = await control('POST', '/snapshots', { id: 'after_login' })
  expect(named.body).toEqual({ id: 'after_login', at: '2026-01-01T00:01:00.000Z' })
  expect((await control('POST', '/snapshots', {})).body.id).toBe('snap_2')
  const ids = async () => (await control('GET', '/snapshots')).body.snapshots.map(({ id }: { id: string }) => id)
  expect(await ids()).toEqual(['snap_1', 'after_login', 'snap_2'])

  const restored = await control('POST', '/snapshots/snap_1/restore')
  expect(restored).toMatchObject({ status: 200, body: taken.body })
  expect((await control('GET', '/clock')).body).toEqual({ now: '2026-01-01T00:00:00.000Z', frozen: true })

  expect(await control('DELETE', '/snapshots/snap_1')).toMatchObject({ status: 204, text: '' })
  expect(await ids()).toEqual(['after_login', 'snap_2'])
  expectProblem(await control('DELETE', '/snapshots/snap_1'), 404, /snap_1/)
  expectProblem(await control('POST', '/snapshots/snap_1/restore'), 404, /snap_1/)
  expect((await control('POST', '/snapshots')).body.id).toBe('snap_3')
})

test('restoring it brings the same answers to the same calls, byte for byte, as often as one likes', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  await post('/v9/orders', orderBody())
  await control('POST', '/snapshots')
  const run = async () => [
    seen(await post('/v9/orders', orderBody())),
    seen(await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })),
    seen(await get('/v9/orders?type=Order', 'processor')),
    seen(await get('/v9/ticket_groups/52554287', 'processor')),
  ]
  const first = await run()

  for (const round of ['once', 'twice']) {
    await control('PATCH', '/clock', { advance: 'P1D' })
    await control('POST', '/snapshots/snap_1/restore')
    expect(await run(), round).toEqual(first)
  }
})

test('it brings back records that were deleted, the settings and the window of the rate limit; the journal goes on', async () => {
  const { call, get, control } = await (await serve()).make({
    clock: CLOCK,
    settings: { rate_limit: { requests: 2, window_s: 60 } },
  })
  await get('/v9/clients/107655/addresses/111111')
  await control('POST', '/snapshots')
  await control('PATCH', '/settings', { fraud: 'hold', rate_limit: null })
  expect((await call('DELETE', '/v9/clients/107655/addresses/111111?')).status).toBe(200)

  await control('POST', '/snapshots/snap_1/restore')

  expect((await control('GET', '/settings')).body).toMatchObject({ fraud: 'off', rate_limit: { requests: 2 } })
  expect((await get('/v9/clients/107655/addresses/111111')).status).toBe(200)
  expect((await get('/v9/clients')).status).toBe(429)
  const { requests } = (await control('GET', '/requests')).body
  expect(requests.map(({ id }: { id: string }) => id)).toEqual(['req_4', 'req_3', 'req_2', 'req_1'])
})

test('a clock in real time goes on from where the snapshot was taken', async () => {
  const { control } = await (await serve()).make()
  const { body } = await control('POST', '/snapshots')
  await control('PATCH', '/clock', { advance: 'P2D', freeze: true })

  await control('POST', '/snapshots/snap_1/restore')

  const { now, frozen } = (await control('GET', '/clock')).body
  expect(frozen).toBe(false)
  const since_ms = Date.parse(now) - Date.parse(body.at)
  expect(since_ms).toBeGreaterThanOrEqual(0)
  expect(since_ms).toBeLessThan(60_000)
})

test('what was waiting then waits again', async () => {
  const { get, post, control } = await (await serve()).make({ clock: CLOCK })
  const { body } = await post('/v9/orders/background', orderBody())
  const queued = async () => (await get(`/v9/queued_orders/${body.id}`)).body.state
  await control('POST', '/snapshots')
  await control('PATCH', '/clock', { advance: 'PT2M' })
  expect(await queued()).toBe('completed')

  await control('POST', '/snapshots/snap_1/restore')
  expect(await queued()).toBe('pending')
  await control('PATCH', '/clock', { advance: 'PT2M' })
  expect(await queued()).toBe('completed')
})

test('it brings back the faults with their counters, and takes away those that came later', async () => {
  const { get, control } = await (await serve()).make({ clock: CLOCK })
  const unavailable = { effect: { type: 'status', refusal: 'unavailable' } }
  await control('POST', '/faults', { id: 'twice', ...unavailable, times: 2 })
  await get('/v9/clients')
  const before = (await control('GET', '/faults')).body
  await control('POST', '/snapshots')
  await get('/v9/clients')
  await control('POST', '/faults', { id: 'later', ...unavailable })

  for (const _ of [1, 2]) {
    await control('POST', '/snapshots/snap_1/restore')
    expect((await control('GET', '/faults')).body).toEqual(before)
    expect((await get('/v9/clients')).status).toBe(503)
    expect((await get('/v9/clients')).status).toBe(200)
  }
})

test('a snapshot outlives a reset, and the world that it is of', async () => {
  const server = await serve()
  const { get, post, control } = await server.make({ clock: CLOCK })
  await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
  await control('POST', '/snapshots')
  await control('POST', '/reset')
  const world = (await control('GET', '/world')).body
  await control('PUT', '/world', { ...world, clients: [], credit_cards: [], ...noProperty })
  expect((await get('/v9/companies')).body.total_entries).toBe(0)

  await control('POST', '/snapshots/snap_1/restore')

  expect((await get('/v9/companies')).body.total_entries).toBe(1)
})

/** What hangs on clients. */
const noProperty = { addresses: [], email_addresses: [], phone_numbers: [] }

describe('a snapshot is refused', () => {
  test.for<[what: string, body: unknown, status: number, detail: RegExp]>([
    ['an id that is taken', { id: 'here' }, 409, /"here" already/],
    ['an id with a slash', { id: 'a/b' }, 400, /id/],
    ['a key that is not known', { name: 'x' }, 400, /name/],
    ['a body that is an array', [], 400, /array/],
  ])('for %s', async ([, body, status, detail]) => {
    const { control } = await (await serve()).make()
    await control('POST', '/snapshots', { id: 'here' })
    expectProblem(await control('POST', '/snapshots', body), status, detail)
  })

  test('of a sandbox that is not there', async () => {
    const { control } = await (await serve()).make()
    await control('DELETE')
    expectProblem(await control('GET', '/snapshots'), 404, /no sandbox/)
    expectProblem(await control('POST', '/snapshots'), 404, /no sandbox/)
    expectProblem(await control('DELETE', '/snapshots/a'), 404, /no sandbox/)
    expectProblem(await control('POST', '/snapshots/a/restore'), 404, /no sandbox/)
  })
})
