import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, place } from '../orders/journey.ts'
import { receiver, statuses } from './receiver.ts'

/** How a notification gets to its endpoint: at once, again on the sandbox's clock, or never. Nothing here sleeps. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const serveTo = (url: string) =>
  serve({ clock_ms: NOON, webhooks: [{ url, office_id: 1700, events: null, active: true }] })

const deliveries = async (server: TestServer, query = '') =>
  (await server.control('GET', `/webhooks/deliveries${query}`)).body.deliveries

/** The delivery when its latest attempt is over. */
const tried = (server: TestServer, id: number, times: number) =>
  until(`attempt ${times} of delivery ${id}`, async () => {
    const { body } = await server.control('GET', `/webhooks/deliveries/${id}`)
    return body.attempts?.length >= times && body
  })

test('a notification is a form with four fields, in the order of the page, unsigned', async () => {
  const hook = await receiver()
  const server = await serveTo(hook.url)
  const { back } = await place(server)
  const [{ path, headers, text, fields, body }] = (await hook.count(1)) as [Awaited<ReturnType<typeof hook.count>>[0]]

  expect(path).toBe('/hook')
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Object.keys(headers).filter((name) => /^(?:x-|authorization|cookie)/.test(name))).toEqual([])
  expect(Object.keys(fields)).toEqual(['order_group_id', 'recipient', 'event_type', 'body'])
  expect(fields).toMatchObject({ order_group_id: '388214', recipient: 'seller', event_type: 'order_created' })
  expect(body).toEqual((await server.get(`/v9/orders/${back}`, 'processor')).body)
  // No secret of the sandbox is in what leaves it.
  const { credentials } = (await server.control('GET', '')).body
  for (const { token, secret } of Object.values<{ token: string; secret: string }>(credentials))
    for (const sent of [text, JSON.stringify(headers)])
      expect(sent.includes(token) || sent.includes(secret)).toBe(false)
})

test('200 and 202 end it; it is then delivered', async () => {
  const hook = await receiver(statuses(202, 200))
  const server = await serveTo(hook.url)
  const { back } = await place(server)
  await act(server, 'processor', back, 'accept')
  await hook.count(2)
  const list = await until('both delivered', async () => {
    const found = await deliveries(server, '?state=delivered')
    return found.length === 2 && found
  })
  expect(list.map(({ attempts }: { attempts: { status: number }[] }) => attempts.map(({ status }) => status))).toEqual([
    [200],
    [202],
  ])
  await server.clock.advance('P1D')
  expect(hook.received).toHaveLength(2)
})

test.for([201, 204, 301, 302, 404, 500, 503])('%d does not end it', async (status) => {
  const hook = await receiver((_, response) => response.writeHead(status, { Location: hook.url }).end())
  const server = await serveTo(hook.url)
  await place(server)
  expect(await tried(server, 1, 1)).toMatchObject({
    state: 'waiting',
    next_at: '2026-01-01T12:00:10.000Z',
    attempts: [{ at: '2026-01-01T12:00:00.000Z', status, error: null }],
  })
  // A redirect is not followed.
  expect(hook.received).toHaveLength(1)
})

test('it is tried again after 10, 120, 600 and 3,600 seconds of the sandbox clock, and then given up', async () => {
  const hook = await receiver((_, response) => response.writeHead(500).end('no'))
  const server = await serveTo(hook.url)
  await place(server)

  let at_s = 0
  for (const [nth, wait_s] of [10, 120, 600, 3_600].entries()) {
    const { state, next_at } = await tried(server, 1, nth + 1)
    at_s += wait_s
    expect([state, next_at]).toEqual(['waiting', new Date(NOON + at_s * 1_000).toISOString()])
    await server.clock.advance(`PT${wait_s - 1}S`)
    expect(hook.received).toHaveLength(nth + 1)
    await server.clock.advance('PT1S')
    await hook.count(nth + 2)
  }
  const given = await tried(server, 1, 5)
  expect(given).toMatchObject({ state: 'given_up', next_at: null })
  expect(given.attempts.map(({ at }: { at: string }) => (Date.parse(at) - NOON) / 1_000)).toEqual([
    0, 10, 130, 730, 4_330,
  ])
  expect(given.attempts[4]).toMatchObject({ status: 500, error: null, answer: 'no' })
  await server.clock.advance('P1D')
  expect(hook.received).toHaveLength(5)
  // What is sent again says what it said at first.
  expect(new Set(hook.received.map(({ text }) => text)).size).toBe(1)
})

test('with webhook_retries off it is tried once', async () => {
  const hook = await receiver(statuses(500))
  const server = await serveTo(hook.url)
  await server.settings({ webhook_retries: false })
  await place(server)
  expect(await tried(server, 1, 1)).toMatchObject({ state: 'given_up', next_at: null })
})

test('the one clock of the sandbox brings back what waits for it, also when it runs', async () => {
  const hook = await receiver(statuses(500))
  const server = await serve({ webhooks: [{ url: hook.url, office_id: 1700, events: null, active: true }] })
  await place(server)
  await tried(server, 1, 1)
  await server.clock.advance('PT10S')
  expect(await tried(server, 1, 2)).toMatchObject({ state: 'delivered' })
})

test('first tries start in the order of the commits; a retry holds back no later event', async () => {
  // The first notification is never answered, and is tried again while others come.
  let first: string | undefined
  const hook = await receiver(({ fields }, response) => {
    first ??= fields.order_group_id
    if (fields.order_group_id !== first) response.end()
    else if (hook.received.filter((each) => each.fields.order_group_id === first).length === 1)
      response.writeHead(500).end()
  })
  const server = await serveTo(hook.url)
  await place(server)
  await tried(server, 1, 1)
  await server.clock.advance('PT10S')
  await hook.count(2)
  const backs = []
  for (let nth = 0; nth < 12; nth += 1) backs.push((await place(server)).back)
  await hook.count(14)
  expect(hook.received.slice(2).map(({ body }) => body.id)).toEqual(backs)
})

test('no more than eight are under way to one endpoint at a time; another endpoint does not wait for it', async () => {
  const open: (() => void)[] = []
  const slow = await receiver((_, response) => void open.push(() => response.end()))
  const quick = await receiver()
  const server = await serveTo(slow.url)
  await server.control('POST', '/webhooks', { url: quick.url, office_id: 1700 })
  for (let nth = 0; nth < 20; nth += 1) await place(server)
  await quick.count(20)
  await slow.count(8)
  expect(slow.received).toHaveLength(8)
  for (let nth = 0; nth < 20; nth += 1) {
    const answer = await until(`notification ${nth}`, () => open.shift())
    answer()
  }
  await slow.count(20)
  expect(slow.received.map(({ body }) => body.id)).toEqual(quick.received.map(({ body }) => body.id))
})

test('the request that causes it is answered before anybody has taken it', async () => {
  const hook = await receiver(() => {})
  const server = await serveTo(hook.url)
  await place(server)
  await hook.count(1)
  const [delivery] = await deliveries(server)
  expect(delivery).toMatchObject({ state: 'waiting', attempts: [], order_id: 819974 })
})

test('nobody at the endpoint, an answer that is not HTTP and one that breaks off: the log says what it was', async () => {
  const gone = await receiver()
  await gone.close()
  const broken = await receiver((_, response) => {
    response.writeHead(503, { 'Content-Length': '10' })
    response.write('half')
    setImmediate(() => response.destroy())
  })
  const strange = await receiver((_, response) => void response.socket?.end('hello\r\n\r\n'))
  const server = await serve({
    clock_ms: NOON,
    webhooks: [gone, broken, strange].map(({ url }) => ({ url, office_id: 1700, events: null, active: true })),
  })
  await place(server)
  const errors = []
  for (const id of [1, 2, 3]) errors.push((await tried(server, id, 1)).attempts[0].error)
  expect(errors).toEqual([
    expect.stringContaining('ECONNREFUSED'),
    expect.stringMatching(/broke off|aborted|hang up|ECONNRESET/),
    expect.stringContaining('Parse Error'),
  ])
})

test('200 ends it, though the rest of the answer never comes, or breaks off', async () => {
  const endless = await receiver((_, response) => void response.writeHead(200).write('a'))
  const broken = await receiver((_, response) => {
    response.writeHead(202, { 'Content-Length': '10' })
    response.write('half')
    setImmediate(() => response.destroy())
  })
  const webhooks = [endless, broken].map(({ url }) => ({ url, office_id: 1700, events: null, active: true }))
  const server = await serve({ clock_ms: NOON, webhooks })
  await place(server)
  for (const [nth, answer] of ['a', 'half'].entries())
    expect(await tried(server, nth + 1, 1)).toMatchObject({
      state: 'delivered',
      attempts: [{ answer, error: expect.stringContaining('the answer did not end') }],
    })
})

test('a secret in the URL is in no log, also when the endpoint says it again', async () => {
  const hook = await receiver(({ path, headers }, response) => {
    response.writeHead(404).end(`Cannot POST ${path} pass3 ${decodeURIComponent(path)} ${headers.authorization}`)
  })
  const url = `http://user:pass1@127.0.0.1:${hook.port}/in/pass2pass2?key=pass3`
  const server = await serve({ clock_ms: NOON, webhooks: [{ url, office_id: 1700, events: null, active: true }] })
  await place(server)
  await tried(server, 1, 1)
  expect(hook.received[0]?.path).toBe('/in/pass2pass2?key=pass3')
  const logs = [
    await server.control('GET', '/webhooks/deliveries'),
    await server.control('GET', '/webhooks/deliveries/1'),
    await server.control('GET', '/requests'),
    await server.control('GET', '/requests/req_1'),
    await server.control('GET', '/advice'),
  ]
  const basic = Buffer.from('user:pass1').toString('base64')
  for (const { text } of logs) expect(text).not.toMatch(new RegExp(`pass[123]|${basic}`))
  // Who may see everything can look it up.
  expect((await server.control('GET', '/webhooks')).body.webhooks).toEqual([
    { id: 1, url, office_id: 1700, events: null, active: true },
  ])
})

describe('redeliver', () => {
  test('sends one again that was delivered, or given up, with all its tries', async () => {
    const hook = await receiver(statuses(200, 500))
    const server = await serveTo(hook.url)
    await place(server)
    await tried(server, 1, 1)
    const again = await server.control('POST', '/webhooks/deliveries/1/redeliver')
    expect(again).toMatchObject({ status: 202, body: { id: 1, state: 'waiting' } })
    expect(await tried(server, 1, 2)).toMatchObject({ state: 'waiting', next_at: '2026-01-01T12:00:10.000Z' })
    await server.clock.advance('PT10S')
    expect(await tried(server, 1, 3)).toMatchObject({ state: 'delivered' })
    expect(new Set(hook.received.map(({ text }) => text)).size).toBe(1)
  })
})

describe('reset, restore and another world', () => {
  test('forget what was to be sent, and say nothing', async () => {
    const hook = await receiver(statuses(500))
    const server = await serveTo(hook.url)
    const snapshot = await server.snapshot()
    await place(server)
    await tried(server, 1, 1)
    await server.restore(snapshot)
    expect(await deliveries(server)).toEqual([])
    await server.reset()
    await server.putWorld((world) => ({
      ...world,
      events: world.events?.map((event) => ({ ...event, name: 'Other' })),
    }))
    await server.clock.advance('P1D')
    expect(await deliveries(server)).toEqual([])
    expect(hook.received).toHaveLength(1)
    // Ids start again, and the endpoint is the one that it was made with.
    const { back } = await place(server)
    expect((await hook.count(2))[1]?.body.id).toBe(back)
  })

  test('an attempt that is under way is of the old life: its answer changes nothing', async () => {
    const answers: (() => void)[] = []
    const hook = await receiver((_, response) => void answers.push(() => response.end()))
    const server = await serveTo(hook.url)
    await place(server)
    await hook.count(1)
    await server.reset()
    await place(server)
    await hook.count(2)
    answers[0]?.()
    expect((await deliveries(server)).map(({ id, attempts }: { id: number; attempts: [] }) => [id, attempts])).toEqual([
      [1, []],
    ])
    answers[1]?.()
    expect(await tried(server, 1, 1)).toMatchObject({ state: 'delivered' })
  })

  test('a snapshot keeps what waits, and a restore sends it', async () => {
    const hook = await receiver(statuses(500, 500))
    const server = await serveTo(hook.url)
    await place(server)
    await tried(server, 1, 1)
    const snapshot = await server.snapshot()
    await server.clock.advance('PT10S')
    await tried(server, 1, 2)
    await server.restore(snapshot)
    expect((await deliveries(server))[0]).toMatchObject({ state: 'waiting', attempts: [{ status: 500 }] })
    await server.clock.advance('PT10S')
    expect(await tried(server, 1, 2)).toMatchObject({ state: 'delivered' })
  })
})

test('each sandbox has its own endpoints and its own deliveries', async () => {
  const [one, other] = [await receiver(), await receiver()]
  const server = await serve({ clock_ms: NOON })
  const sandboxes = [
    await server.make({ webhooks: [{ url: one.url, office_id: 1700 }] }),
    await server.make({ webhooks: [{ url: other.url, office_id: 1691 }] }),
  ]
  for (const sandbox of sandboxes) {
    const items = [{ ticket_group_id: 52554287, price: 50, quantity: 1 }]
    const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
    await sandbox.post('/v9/orders', { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] })
  }
  await Promise.all([one.count(1), other.count(1)])
  expect([one.seen(), other.seen()]).toEqual([['seller order_created 819974'], ['seller order_created 819975']])
  const deleted = await server.local('DELETE', `/sandboxes/${sandboxes[0]?.name}`)
  expect(deleted.status).toBe(204)
})
