import { describe, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { act, place } from '../orders/journey.ts'
import { receiver, statuses } from './receiver.ts'

/** What goes wrong with a notification on its way, on purpose: the phase `delivery`. */

const NOON = Date.parse('2026-01-01T12:00:00Z')

async function scene(answering?: Parameters<typeof receiver>[0]) {
  const hook = await receiver(answering)
  const server = await serve({
    clock_ms: NOON,
    webhooks: [{ url: hook.url, office_id: 1700, events: null, active: true }],
  })
  return { hook, server }
}

const arm = (server: TestServer, rule: object) => server.faults.arm({ id: 'on-purpose', phase: 'delivery', ...rule })

const delivery = async (server: TestServer, id: number) =>
  (await server.control('GET', `/webhooks/deliveries/${id}`)).body

const inState = (server: TestServer, id: number, state: string) =>
  until(`delivery ${id} ${state}`, async () => {
    const found = await delivery(server, id)
    return found.state === state && found
  })

test('lost: it never arrives, and is not sent again', async () => {
  const { hook, server } = await scene()
  await arm(server, { match: { event_type: 'order_created' }, effect: { type: 'lost' }, times: 1 })
  const { back } = await place(server)
  const { attempts, faults } = await inState(server, 1, 'given_up')
  expect(faults).toEqual([{ id: 'on-purpose', effect: 'lost' }])
  expect(attempts).toEqual([expect.objectContaining({ status: null, error: expect.stringContaining('lost') })])
  await server.clock.advance('P1D')
  await act(server, 'processor', back, 'accept')
  await hook.count(1)
  expect(hook.seen()).toEqual([`seller order_accepted ${back}`])
  expect(await server.faults.get('on-purpose')).toMatchObject({ state: 'spent', matches: 1, injections: 1 })
  // By hand it is sent all the same.
  await server.control('POST', '/webhooks/deliveries/1/redeliver')
  await hook.count(2)
  expect(hook.seen()[1]).toBe(`seller order_created ${back}`)
})

test('duplicate: it arrives twice, the same to the byte, and both answers are in the log', async () => {
  const { hook, server } = await scene(statuses(200, 500))
  await arm(server, { effect: { type: 'duplicate' } })
  await place(server)
  await hook.count(2)
  expect(hook.received[0]?.text).toBe(hook.received[1]?.text)
  const { attempts } = await inState(server, 1, 'delivered')
  expect(attempts.map(({ status }: { status: number }) => status)).toEqual([200, 500])
})

test('behind: it arrives after the next one', async () => {
  const { hook, server } = await scene()
  await arm(server, { match: { event_type: 'order_created' }, effect: { type: 'behind' }, times: 1 })
  const { back } = await place(server)
  await until('it is held back', async () => (await delivery(server, 1)).faults?.length === 1)
  expect(hook.received).toEqual([])
  await act(server, 'processor', back, 'accept')
  await hook.count(2)
  expect(hook.seen()).toEqual([`seller order_accepted ${back}`, `seller order_created ${back}`])
})

test('behind: when nothing follows it arrives after a minute', async () => {
  const { hook, server } = await scene()
  await arm(server, { effect: { type: 'behind' } })
  await place(server)
  expect(await inState(server, 1, 'waiting')).toMatchObject({ attempts: [] })
  await until('it is held back', async () => (await delivery(server, 1)).next_at === '2026-01-01T12:01:00.000Z')
  await server.clock.advance('PT1M')
  await hook.count(1)
  expect(await inState(server, 1, 'delivered')).toMatchObject({ faults: [{ effect: 'behind' }] })
})

test('garbled: half of its body arrives; the log shows what was meant', async () => {
  const { hook, server } = await scene()
  await arm(server, { effect: { type: 'garbled' } })
  const { back } = await place(server)
  const [notification] = await hook.count(1)
  expect(notification?.fields).toMatchObject({ recipient: 'seller', event_type: 'order_created' })
  expect(notification?.body).toBeUndefined()
  expect((await delivery(server, 1)).request.body).toMatchObject({ id: back })
})

test('a delay is one of the sandbox clock', async () => {
  const { hook, server } = await scene()
  await arm(server, { effect: { type: 'none' }, delay: { type: 'fixed', ms: 90_000 } })
  await place(server)
  await until('it waits', async () => (await delivery(server, 1)).next_at === '2026-01-01T12:01:30.000Z')
  await server.clock.advance('PT89S')
  expect(hook.received).toEqual([])
  await server.clock.advance('PT1S')
  await hook.count(1)
  expect(await inState(server, 1, 'delivered')).toMatchObject({ faults: [{ id: 'on-purpose', effect: 'none' }] })
})

describe('a rule', () => {
  test('is for the deliveries that it matches: by event, recipient, endpoint and what is in the order', async () => {
    const { hook, server } = await scene()
    const other = await receiver()
    await server.control('POST', '/webhooks', { url: other.url })
    await server.faults.arm([
      { id: 'event', phase: 'delivery', match: { event_type: 'order_accepted' }, effect: { type: 'none' } },
      { id: 'recipient', phase: 'delivery', match: { recipient: 'buyer' }, effect: { type: 'none' } },
      { id: 'endpoint', phase: 'delivery', match: { endpoint: 2 }, effect: { type: 'none' } },
      { id: 'where', phase: 'delivery', match: { where: { '/id': 819975 } }, effect: { type: 'none' } },
      { id: 'any', phase: 'delivery', effect: { type: 'none' } },
    ])
    await place(server)
    await Promise.all([hook.count(1), other.count(2)])
    const counts = (await server.faults.list()).map(({ id, matches }: { id: string; matches: number }) => [id, matches])
    expect(Object.fromEntries(counts)).toEqual({ event: 0, recipient: 0, endpoint: 2, where: 1, any: 3 })
  })

  test('counts a delivery once, however often it is tried', async () => {
    const { hook, server } = await scene(statuses(500, 500))
    await arm(server, { effect: { type: 'none' }, skip: 0 })
    await place(server)
    for (const [nth, wait] of ['PT10S', 'PT2M'].entries()) {
      await until('a try', async () => (await delivery(server, 1)).attempts.length === nth + 1)
      await server.clock.advance(wait)
    }
    await inState(server, 1, 'delivered')
    expect(hook.received).toHaveLength(3)
    expect(await server.faults.get('on-purpose')).toMatchObject({ matches: 1, injections: 1 })
  })

  test.for<[rule: object, detail: RegExp]>([
    [{ phase: 'delivery', effect: { type: 'reset' } }, /phase: delivery does not go with the effect reset/],
    [{ effect: { type: 'lost' } }, /phase: before-handler does not go with the effect lost; it goes with delivery/],
    [
      { phase: 'delivery', match: { operation: 'orders.create' }, effect: { type: 'lost' } },
      /match\.operation: does not go/,
    ],
    [{ phase: 'delivery', match: { header: { a: 'b' } }, effect: { type: 'lost' } }, /match\.header: does not go/],
    [{ match: { event_type: 'order_created' }, effect: { type: 'reset' } }, /match\.event_type: does not go/],
    [{ phase: 'delivery', match: { event_type: 'order_creatd' }, effect: { type: 'lost' } }, /match\.event_type/],
    [{ phase: 'delivery', match: { recipient: 'nobody' }, effect: { type: 'lost' } }, /match\.recipient/],
    [{ phase: 'delivery', effect: { type: 'lost', more: 1 } }, /more/],
  ])('%j is refused', async ([rule, detail]) => {
    const { server } = await scene()
    const refused = await server.control('POST', '/faults', rule)
    expect(refused.status).toBe(400)
    expect(refused.body.detail).toMatch(detail)
  })
})
