import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'

test('what a deed and a cast have done to an order is remembered, with its states, until the journal is emptied', async () => {
  const server = await serve({ clock_ms: Date.UTC(2026, 0, 1) })
  await server.settings({ autopilot: 'good-broker' })
  const { body } = await server.post('/v9/orders', { orders: [MARKET_ORDER] })
  const front = body.orders[0].id
  const [back] = body.orders[0].child_orders
  await server.clock.advance('P30D')
  const { journal } = server.context.sandboxes.defaultSandbox

  const byCast = journal.doings.of(new Set([front]))
  expect(byCast.length).toBeGreaterThan(0)
  expect(byCast[0]).toMatchObject({ doer: { kind: 'due', what: 'good-broker: seller/accept' } })
  expect(byCast[0]?.orders).toContainEqual({ id: front, from: 'pending', to: 'accepted' })

  await server.settings({ autopilot: 'patient-broker' })
  const second = (await server.post('/v9/orders', { orders: [MARKET_ORDER] })).body.orders[0]
  await server.act(second.child_orders[0], 'seller', 'reject')
  const [byDeed] = journal.doings.of(new Set([second.id]))
  expect(byDeed?.doer).toEqual({ kind: 'deed', what: 'seller/reject' })
  expect(byDeed?.orders).toEqual(
    expect.arrayContaining([
      { id: second.id, from: 'pending', to: 'pending_substitution' },
      { id: second.child_orders[0], from: 'pending', to: 'rejected' },
    ]),
  )
  expect(journal.doings.of(new Set([back])).every(({ doer }) => doer.kind === 'due')).toBe(true)

  await server.control('DELETE', '/requests')
  expect(journal.doings.of(new Set([front, back, second.id]))).toEqual([])
})
