import { describe, expect, test } from 'vitest'
import { startServer } from '../../src/index.ts'
import { within } from '../deadline.ts'
import { serve } from '../harness.ts'
import { act, place } from '../orders/journey.ts'
import { receiver } from './receiver.ts'

/** Endpoints and the delivery log, over the control plane and from the library. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const URL_OF_NOBODY = 'http://127.0.0.1:9/hook'

describe('an endpoint', () => {
  test('is made, listed, changed and taken away', async () => {
    const server = await serve({ clock_ms: NOON, isOutboundAllowed: false })
    const made = await server.control('POST', '/webhooks', { url: URL_OF_NOBODY })
    expect(made).toMatchObject({
      status: 201,
      body: { id: 1, url: URL_OF_NOBODY, office_id: null, events: null, active: true },
    })
    const events = ['order_created', 'venue_updated']
    await server.control('POST', '/webhooks', { url: 'https://example.test/', office_id: 1700, events, active: false })
    expect((await server.control('GET', '/webhooks/2')).body).toEqual({
      id: 2,
      url: 'https://example.test/',
      office_id: 1700,
      events,
      active: false,
    })
    const changed = await server.control('PATCH', '/webhooks/2', { active: true, office_id: null })
    expect(changed).toMatchObject({ status: 200, body: { id: 2, office_id: null, events, active: true } })
    await place(server)
    expect((await server.control('GET', '/webhooks/deliveries?endpoint_id=2')).body.deliveries).toHaveLength(2)
    expect((await server.control('DELETE', '/webhooks/2')).status).toBe(204)
    expect((await server.control('GET', '/webhooks')).body.webhooks).toHaveLength(1)
    expect((await server.control('GET', '/webhooks/deliveries?endpoint_id=2')).body.deliveries).toEqual([])
    expect((await server.control('DELETE', '/webhooks')).body).toEqual({ webhooks: [] })
    expect((await server.control('GET', '/webhooks/deliveries')).body).toEqual({ deliveries: [] })
  })

  test('hears only of its office, only what it asks for, and nothing while it is not active', async () => {
    const server = await serve({ clock_ms: NOON, isOutboundAllowed: false })
    for (const more of [
      {},
      { office_id: 1691 },
      { office_id: 1937 },
      { events: ['order_accepted'] },
      { active: false },
    ])
      await server.control('POST', '/webhooks', { url: URL_OF_NOBODY, ...more })
    const { back } = await place(server)
    await act(server, 'processor', back, 'accept')
    const heard = [...server.reader().all('webhook_deliveries')].map(({ endpoint_id }) => endpoint_id)
    expect([1, 2, 3, 4, 5].map((id) => heard.filter((each) => each === id).length)).toEqual([4, 2, 0, 2, 0])
  })

  test.for<[body: unknown, detail: RegExp]>([
    [{}, /^url: /],
    [{ url: 'example' }, /^url: .*such as http:\/\/127\.0\.0\.1/],
    [{ url: 'ftp://example.test/' }, /^url: /],
    [{ url: 'javascript:alert(1)' }, /^url: /],
    [{ url: 'http://' }, /^url: /],
    [{ url: `http://example.test/${'a'.repeat(3_000)}` }, /^url: /],
    [{ url: URL_OF_NOBODY, events: ['order_creatd'] }, /^events\.0: /],
    [{ url: URL_OF_NOBODY, office_id: 'x' }, /^office_id: /],
    [{ url: URL_OF_NOBODY, office_id: 999 }, /^office_id: there is no office 999; there are 6, /],
    [{ url: URL_OF_NOBODY, secret: 'x' }, /secret/],
    [[], /./],
  ])('%j is refused', async ([body, detail]) => {
    const server = await serve()
    await server.unchanged(async () => {
      const refused = await server.control('POST', '/webhooks', body)
      expect(refused.status, refused.text).toBe(400)
      expect(refused.body.detail).toMatch(detail)
    })
  })

  test('that is not there is a 404; so is such a delivery', async () => {
    const server = await serve()
    for (const [method, path] of [
      ['GET', '/webhooks/1'],
      ['PATCH', '/webhooks/1'],
      ['DELETE', '/webhooks/x'],
      ['GET', '/webhooks/deliveries/1'],
      ['POST', '/webhooks/deliveries/1/redeliver'],
    ] as const) {
      const refused = await server.control(method, path, method === 'PATCH' ? { active: true } : undefined)
      expect([refused.status, refused.body.detail]).toEqual([404, expect.stringContaining('There is no')])
    }
  })
})

test('the log is filtered, and a misspelt filter is refused', async () => {
  const server = await serve({ clock_ms: NOON, isOutboundAllowed: false })
  await server.control('POST', '/webhooks', { url: URL_OF_NOBODY })
  const { front, back } = await place(server)
  await act(server, 'processor', back, 'accept')
  const ids = async (query: string) =>
    (await server.control('GET', `/webhooks/deliveries${query}`)).body.deliveries.map(({ id }: { id: number }) => id)
  expect(await ids('')).toEqual([4, 3, 2, 1])
  expect(await ids('?limit=1')).toEqual([4])
  expect(await ids('?event_type=order_created')).toEqual([2, 1])
  expect(await ids(`?order_id=${front}`)).toEqual([4, 2])
  expect(await ids('?since=2')).toEqual([4, 3])
  expect(await ids('?recipient=buyer')).toEqual([])
  for (const query of ['?event=order_created', '?event_type=order_creatd', '?state=ready', '?limit=0'])
    expect((await server.control('GET', `/webhooks/deliveries${query}`)).status, query).toBe(400)
})

test('with outbound calls turned off nothing leaves, and the log says what would have', async () => {
  const hook = await receiver()
  const webhooks = [{ url: hook.url, office_id: 1700, events: null, active: true }]
  const server = await serve({ clock_ms: NOON, isOutboundAllowed: false, webhooks })
  const { back } = await place(server)
  const next = await server.control('GET', '/webhooks/deliveries/next?since=0')
  expect(next.body).toMatchObject({
    state: 'given_up',
    event_type: 'order_created',
    attempts: [{ status: null, error: expect.stringContaining('--no-outbound') }],
    request: { body: { id: back } },
  })
  expect(hook.received).toEqual([])
})

describe('next', () => {
  test('waits for the next one that is tried', async () => {
    const hook = await receiver()
    const server = await serve({ clock_ms: NOON })
    await server.control('POST', '/webhooks', { url: hook.url, office_id: 1700 })
    const next = server.control('GET', '/webhooks/deliveries/next?event_type=order_accepted&within_ms=10000')
    const { back } = await place(server)
    await act(server, 'processor', back, 'accept')
    expect(await within(10_000, 'the next webhook', next)).toMatchObject({
      status: 200,
      body: { event_type: 'order_accepted', state: 'delivered', order_id: back, attempts: [{ status: 200 }] },
    })
  })

  test('with since, one that was tried before counts too', async () => {
    const hook = await receiver()
    const server = await serve({ clock_ms: NOON })
    await server.control('POST', '/webhooks', { url: hook.url, office_id: 1700 })
    await place(server)
    await hook.count(1)
    const next = await server.control('GET', '/webhooks/deliveries/next?since=0&within_ms=10000')
    expect(next.body).toMatchObject({ id: 1, event_type: 'order_created' })
  })

  test('says so when none comes in time', async () => {
    const server = await serve()
    const late = await server.control('GET', '/webhooks/deliveries/next?event_type=order_created&within_ms=1')
    expect([late.status, late.body.detail]).toEqual([
      504,
      'No webhook with event_type=order_created was tried within 1 ms',
    ])
  })
})

test('a world file brings its endpoints along, and what is still to be sent', async () => {
  const hook = await receiver()
  const made_at = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
  const endpoint = { id: 7, url: hook.url, office_id: 1700, ...made_at }
  const first = await serve({ clock_ms: NOON, isOutboundAllowed: false })
  await first.putWorld((world) => ({ ...world, webhook_endpoints: [{ ...endpoint, url: URL_OF_NOBODY }] }))
  await place(first)
  const world = await first.world()
  const [delivery] = world.webhook_deliveries ?? []
  expect(delivery).toMatchObject({ endpoint_id: 7, event_type: 'order_created' })

  const waiting = { ...delivery, id: delivery?.id ?? 0, state: 'ready', attempts: [], tries: 0 }
  await serve({ clock_ms: NOON, world: { ...world, webhook_endpoints: [endpoint], webhook_deliveries: [waiting] } })
  await hook.count(1)
  expect(hook.seen()).toEqual(['seller order_created 819974'])
})

test('the journal names what TEvo made, and not what is still to be sent', async () => {
  const server = await serve({ clock_ms: NOON, isOutboundAllowed: false })
  await server.control('POST', '/webhooks', { url: URL_OF_NOBODY })
  await place(server)
  const { created } = await server.journal.last()
  expect(created.map(({ type }: { type: string }) => type)).not.toContain('webhook_delivery')
})

describe('from the library', () => {
  test('startServer and makeSandbox take endpoints, by URL or with more', async () => {
    const hook = await receiver()
    const server = await startServer({ webhooks: [hook.url], clock: '2026-01-01T00:00:00Z' })
    try {
      const sandbox = await server.makeSandbox({
        webhooks: [{ url: hook.url, office_id: 1700, events: ['order_created'] }],
      })
      const shown = async (name: string) => (await fetch(`${server.url}/_local/sandboxes/${name}/webhooks`)).json()
      expect(await shown('default')).toMatchObject({ webhooks: [{ url: hook.url, office_id: null, events: null }] })
      expect(await shown(sandbox.name)).toMatchObject({ webhooks: [{ office_id: 1700, events: ['order_created'] }] })
    } finally {
      await server.stop()
    }
  })

  test.for<[options: object, message: RegExp]>([
    [{ webhooks: 'http://127.0.0.1/' }, /^startServer\(\): webhooks: is not a list/],
    [{ webhooks: ['example'] }, /^startServer\(\): webhooks\[0\]: url is not a URL to send webhooks to/],
    [{ webhooks: [{ url: URL_OF_NOBODY, events: ['x'] }] }, /^startServer\(\): webhooks\[0\]: events\.0/],
    [{ outbound: 'no' }, /^startServer\(\): outbound: no is not a choice: give true or false$/],
  ])('%j is refused', async ([options, message]) => {
    await expect(Reflect.apply(startServer, undefined, [options])).rejects.toThrow(message)
  })

  test('an endpoint of an office that the world lacks is refused', async () => {
    await expect(startServer({ webhooks: [{ url: URL_OF_NOBODY, office_id: 999 }] })).rejects.toThrow(
      'webhooks: the world has no office 999',
    )
    const server = await serve()
    const refused = await server.local('POST', '/sandboxes', { webhooks: [{ url: URL_OF_NOBODY, office_id: 999 }] })
    expect([refused.status, refused.body.detail]).toEqual([400, 'webhooks: the world has no office 999'])
  })
})
