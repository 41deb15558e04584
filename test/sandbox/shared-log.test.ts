import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Log } from '../../src/store/log.ts'
import { serve } from '../harness.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import fc from '../properties.ts'
import { bytesOf, SharedLog } from './logs.ts'

const NOON = Date.parse('2026-01-01T12:00:00Z')

const sandboxOn = (log: Log, name = 'default') => new Sandbox({ name, world: defaultWorld, clock_ms: NOON, log })

const company = (sandbox: Sandbox, name: string) =>
  sandbox.write((tx) =>
    tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now }),
  )

const namesIn = (sandbox: Sandbox) => [...sandbox.read().all('companies')].map(({ name }) => name)

test('what was written meanwhile is caught up with, and the work is done again on top of it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }), (interruptions) => {
      const log = new SharedLog()
      const other = sandboxOn(log.view())
      let interrupted = 0
      const interrupt = () => {
        // Each write is interrupted as often as its number says: once it is behind, once more, and then it gets through.
        if (interrupted > 0) {
          interrupted -= 1
          company(other, 'Meanwhile')
        }
      }
      const own = sandboxOn(log.view(interrupt))
      const first = own.state()
      for (const [nth, times] of interruptions.entries()) {
        interrupted = times
        company(own, `Company ${nth}`)
      }

      const expected = interruptions.reduce((sum, times) => sum + times, 0)
      expect(log.behind).toBeGreaterThanOrEqual(expected)
      expect(namesIn(own).filter((name) => name === 'Meanwhile')).toHaveLength(expected)
      expect(namesIn(own).filter((name) => name !== 'Meanwhile')).toEqual(
        interruptions.map((_, nth) => `Company ${nth}`).reverse(),
      )
      expect(bytesOf(own.state())).toBe(bytesOf(log.stateAfter(first, log.commits.length)))
    }),
    { numRuns: 25 },
  )
})

test('two sandboxes on one log come to the same world, whoever writes when', () => {
  const step = fc.record({
    who: fc.boolean(),
    what: fc.constantFrom('company', 'settings', 'snapshot', 'restore', 'reset'),
  })
  fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const log = new SharedLog()
      const [one, other] = [sandboxOn(log.view()), sandboxOn(log.view())]
      const first = one.state()
      for (const [nth, { who, what }] of steps.entries()) {
        const sandbox = who ? one : other
        const [snapshot] = sandbox.snapshots.values()
        if (what === 'company') company(sandbox, `Company ${nth}`)
        else if (what === 'settings') await sandbox.changeSettings({ fraud: nth % 2 === 0 ? 'hold' : 'off' })
        else if (what === 'snapshot') sandbox.takeSnapshot()
        else if (what === 'reset') sandbox.reset()
        else if (snapshot !== undefined) sandbox.restore(snapshot)
      }
      // Each has seen everything when it has written last.
      for (const sandbox of [one, other, one]) company(sandbox, 'The last')
      expect(bytesOf(one.state())).toBe(bytesOf(log.stateAfter(first, log.commits.length)))
      company(other, 'The very last')
      expect(bytesOf(other.state())).toBe(bytesOf(log.stateAfter(first, log.commits.length)))
    }),
    { numRuns: 25 },
  )
})

test('two servers on one log make each order once, with ids and tickets of its own', async () => {
  const log = new SharedLog()
  const options = { world: defaultWorld, clock_ms: NOON }
  const servers = [await serve({ ...options, commits: log.view() }), await serve({ ...options, commits: log.view() })]
  const first = servers[0]?.state()
  if (first === undefined) throw new Error('there are two servers')

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, nth) => servers[nth % 2]?.post('/v9/orders', { orders: [MARKET_ORDER] })),
  )

  expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 201))
  const ids = answers.map((answer) => answer?.body.orders[0].id)
  expect(new Set(ids).size).toBe(20)
  expect(log.behind).toBeGreaterThan(0)

  const state = log.stateAfter(first, log.commits.length)
  const seats = [...state.tables.items.records.values()]
    .filter(({ order_id }) => state.tables.orders.records.get(order_id)?.front_order_id !== null)
    .flatMap((item) => item.seats.map((seat) => `${item.ticket_group_id}/${seat}`))
  expect(seats).toHaveLength(20)
  expect(new Set(seats).size).toBe(20)
  expect(state.tables.orders.records.size).toBe(40)
})

test('what an operation notes is noted once, however often it is done again', async () => {
  const log = new SharedLog()
  const other = sandboxOn(log.view())
  let interruptions = 3
  const interrupt = () => {
    if (interruptions === 0) return
    interruptions -= 1
    company(other, 'Meanwhile')
  }
  const server = await serve({ world: defaultWorld, clock_ms: NOON, commits: log.view(interrupt) })

  expect((await server.post('/v9/orders/open', { orders: [MARKET_ORDER] })).status).toBe(202)

  expect(log.behind).toBe(3)
  const { notes } = await server.journal.last()
  expect(notes.filter((note: string) => note.startsWith('The order is made'))).toHaveLength(1)
})

test('a log that is ahead and has nothing to catch up with is a defect, and not an endless loop', () => {
  const log: Log = {
    version: 0,
    begin: () => {},
    append: () => 'behind',
    since: () => [],
    durable: () => undefined,
    close: async () => {},
  }
  expect(() => company(sandboxOn(log), 'Company')).toThrow('the log is ahead of version 0 and has nothing after it')
})
