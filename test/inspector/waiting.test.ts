import { expect, onTestFinished, test } from 'vitest'
import { nextWaiting } from '../../src/inspector/pages/clock/waiting.ts'
import { nextDue } from '../../src/rules/due.ts'
import { wiringOf } from '../../src/wiring.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { fullServer } from './full-server.ts'

const { dueSources = [] } = wiringOf({ isOutboundAllowed: false })

test('what the clock page lists is what falls due, of every kind and in order', async () => {
  const server = await fullServer()
  onTestFinished(() => server.stop())
  await server.faults.disarm()
  await server.control('DELETE', '/order_integrations/1700')
  await server.settings({ autopilot: 'good-broker' })
  expect((await server.post('/v9/orders', { orders: [MARKET_ORDER] })).status).toBe(201)

  const kinds = new Set<string>()
  for (let steps = 0; steps < 30; steps += 1) {
    const read = server.reader()
    const { settings } = server.context.sandboxes.defaultSandbox
    const waiting = nextWaiting(read, 1_000).map(({ table, id, at }) => ({ key: `${table}/${id}`, at }))
    expect(waiting).toEqual(waiting.toSorted((one, other) => one.at - other.at))
    for (const source of dueSources) {
      const task = source(read, settings)
      if (task !== undefined) expect(waiting).toContainEqual({ key: task.key, at: task.at })
    }
    const next = nextDue(read, settings, dueSources)
    expect(waiting[0]?.at).toBe(next?.at)
    if (next === undefined) break
    kinds.add(next.key.split('/')[0] ?? '')
    await server.clock.set(new Date(next.at).toISOString())
  }
  expect(kinds).toContain('ticket_holds')
  expect(kinds).toContain('queued_orders')
  expect(kinds).toContain('autopilot_steps')
})
