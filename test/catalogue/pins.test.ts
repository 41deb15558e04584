import { expect, test } from 'vitest'
import { serve } from '../harness.ts'

/** Pinned events: PHP:pins, PHP:events. */

const AT_2026 = { clock_ms: Date.UTC(2026, 0, 1) }

test('a brokerage pins events, sees them listed, and takes the pins away', async () => {
  const server = await serve(AT_2026)
  const made = await server.post('/v9/pins', { pins: [{ event_id: 2100002 }, { event_id: '2100003' }] })
  const pins = [
    { id: '1', url: '/pins/1', event_id: 2100002, created_at: '2026-01-01T00:00:00Z' },
    { id: '2', url: '/pins/2', event_id: 2100003, created_at: '2026-01-01T00:00:00Z' },
  ]
  expect([made.status, made.body]).toEqual([201, { pins }])
  const counters = { current_page: 1, per_page: 100, total_entries: 2 }
  expect((await server.get('/v9/pins')).body).toEqual({ ...counters, pins: [pins[1], pins[0]] })
  expect((await server.get('/v9/pins?embedded=true')).body.pins).toEqual([
    { id: '2', url: '/pins/2' },
    { id: '1', url: '/pins/1' },
  ])
  expect((await server.get('/v9/pins/2')).body).toEqual(pins[1])

  const { body: pinned } = await server.get('/v9/events/pinned')
  const shown = [2100003, 2100002].map(async (id) => (await server.get(`/v9/events/${id}`)).body)
  expect(pinned).toEqual({ ...counters, events: await Promise.all(shown) })
  expect((await server.get('/v9/events/pinned?per_page=1&page=2')).body.events).toMatchObject([
    { name: pinned.events[1].name },
  ])

  expect(await server.call('DELETE', '/v9/pins/2')).toMatchObject({ status: 200, body: { pins: [{ id: '2' }] } })
  expect(await server.get('/v9/pins/2')).toMatchObject({ status: 404 })
  expect((await server.get('/v9/events/pinned')).body.total_entries).toBe(1)
})

test('nobody else sees a pin; an event is pinned once, and must be one', async () => {
  const server = await serve()
  await server.post('/v9/pins', { pins: [{ event_id: 2100002 }] })
  const missing = { status: 404, body: { message: "Couldn't find Pin with ID=1" } }
  expect(await server.get('/v9/pins/1', 'processor')).toMatchObject(missing)
  expect(await server.call('DELETE', '/v9/pins/1', { as: 'processor' })).toMatchObject(missing)
  for (const as of ['processor', 'store'])
    expect((await server.get('/v9/events/pinned', as)).body).toMatchObject({ total_entries: 0, events: [] })
  for (const [event_id, words] of [
    [2100002, 'has already been taken'],
    [9, '9 is not the id of an event'],
    ['', "can't be blank"],
  ] as const) {
    const refused = await server.unchanged(() =>
      server.post('/v9/pins', { pins: [{ event_id: 2100003 }, { event_id }] }),
    )
    expect([refused.status, refused.body.pins[1].errors]).toEqual([422, { event_id: [words] }])
  }
})

test('a deleted event is not among the pinned ones', async () => {
  const server = await serve(AT_2026)
  await server.post('/v9/pins', { pins: [{ event_id: 2100002 }] })
  await server.putWorld((world) => ({
    ...world,
    events: world.events?.map((event) => (event.id === 2100002 ? { ...event, deleted_at: '2026-01-01' } : event)),
  }))
  expect((await server.get('/v9/pins')).body.total_entries).toBe(1)
  expect((await server.get('/v9/events/pinned')).body.events).toEqual([])
})
