import { expect } from 'vitest'
import type { World } from '../../src/store/world.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { addGroup, CLOCK_MS, hold, take } from '../inventory/stock.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'

/** A name that runs a program where it is not shown as text. */
export const HOSTILE = '<img src=x onerror="document.title=\'hacked\'">'

const fine = async (answer: Promise<Received>): Promise<Received> => {
  const received = await answer
  expect(received.status, received.text).toBeLessThan(300)
  return received
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
  const group = await addGroup(server, { quantity: 24 })
  await fine(hold(server, group, { low_seat: 4, quantity: 3, notes }))
  await fine(take(server, group, { low_seat: 9, quantity: 2, notes }))
  await addGroup(server, { quantity: 100_000 })
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
