import { expect } from 'vitest'
import type { World } from '../../src/store/world.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { integrate } from '../integration/broker.ts'
import { addGroup, CLOCK_MS, holdFields, takeFields } from '../inventory/stock.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'

/** A name that runs a program where it is not shown as text. */
export const HOSTILE = '<img src=x onerror="document.title=\'hacked\'">'

const fine = async (answer: Promise<Received>): Promise<Received> => {
  const received = await answer
  expect(received.status, received.text).toBeLessThan(300)
  return received
}

/** The first in the list of the stock. */
const NEWEST_EVENT = 2101016

async function wasted(server: TestServer): Promise<void> {
  const group = await addGroup(server, { event_id: NEWEST_EVENT, quantity: 6 })
  await fine(server.post(`/v9/ticket_groups/${group}/waste`, { wasted_reason: 'Did not sell' }))
}

/** A server on which every page of the inspector has something to show; `before` stands before what people have named. */
export async function fullServer(before = ''): Promise<TestServer> {
  const server = await serveUntilStopped({ clock_ms: CLOCK_MS })
  if (before !== '') await fine(server.putWorld((world) => named(world, before)))
  await fine(server.control('POST', '/webhooks', { url: 'http://127.0.0.1:9/hook' }))
  const notes = `${before}For Moe`
  const texts = { reference: `${before}PO-1`, instructions: notes }
  const placed = await fine(server.post('/v9/orders', { orders: [{ ...MARKET_ORDER, ...texts }] }))
  await fine(server.act(placed.body.orders[0].child_orders[0], 'seller', 'accept'))
  await fine(server.post('/v9/orders', { orders: [MARKET_ORDER] }))
  await fine(server.post('/v9/orders/background', { orders: [MARKET_ORDER] }))
  await addGroup(server, { event_id: NEWEST_EVENT, quantity: 100_000 })
  await wasted(server)
  const group = await addGroup(server, { event_id: NEWEST_EVENT, quantity: 24 }, 'shelbyville')
  const items = [{ ticket_group_id: group, price: 50, quantity: 1, low_seat: 2 }]
  const shipped_items = [{ ...MARKET_ORDER.shipped_items[0], items }]
  await fine(server.post('/v9/orders', { orders: [{ ...MARKET_ORDER, shipped_items }] }))
  const held_for = { held_for_type: 'Office', held_for_id: 1700 }
  await fine(
    server.post(
      `/v9/ticket_groups/${group}/hold`,
      holdFields({ ...held_for, low_seat: 4, quantity: 3, notes }),
      'shelbyville',
    ),
  )
  await fine(
    server.post(`/v9/ticket_groups/${group}/take`, takeFields({ ...held_for, low_seat: 9, notes }), 'shelbyville'),
  )
  await integrate(server, { url: 'http://127.0.0.1:9' })
  expect((await server.post('/v9/orders', { orders: [MARKET_ORDER] })).status).toBe(422)
  await server.call('GET', '/v9/events', { as: { token: 'x'.repeat(32), secret: 'y'.repeat(40) } })
  for (let count = 0; count < 4; count += 1) await server.get('/v9/orders?page=1')
  await server.snapshot('before-checkout')
  await server.make({ name: 'checkout-7' })
  await server.faults.arm([
    {
      id: 'lost-order',
      match: { operation: 'orders.create', header: { 'x-test': `${before}a` } },
      phase: 'after-commit',
      effect: { type: 'reset' },
      times: 1,
    },
    {
      id: 'slow-lists',
      match: { operation: 'orders.index' },
      effect: { type: 'none' },
      delay: { type: 'fixed', ms: 5 },
      chance: 0.5,
    },
    'outage',
  ])
  await server.get('/v9/orders')
  return server
}

const named = (world: World, before: string): object => ({
  ...world,
  ...Object.fromEntries(
    (['clients', 'events', 'venues', 'companies'] as const).map((table) => [
      table,
      world[table]?.map((record) => ({ ...record, name: `${before}${Reflect.get(record, 'name')}` })),
    ]),
  ),
})
