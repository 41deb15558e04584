import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { make, seen, type TestSandbox } from './sandboxes.ts'

const SANDBOXES = 200
const STEPS = 8

const eticket = readFileSync('fixtures/two-tickets.pdf', 'base64')

/** Numbers from 0 up to 1, the same ones for the same seed: mulberry32. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a client does, each with all that it sees of the answer. */
const STEPS_BY_CHANCE: readonly ((sandbox: TestSandbox) => Promise<unknown>)[] = [
  async ({ call }) => seen(await call('POST', '/v9/orders', orderBody())),
  async ({ call }) => seen(await call('POST', '/v9/companies', { companies: [{ name: 'The Leftorium' }] })),
  async ({ call }) => seen(await call('POST', '/v9/orders/background', orderBody())),
  async ({ call }) => {
    const { body } = await call('GET', '/v9/orders?state=pending&type=Order', undefined, 'processor')
    const [order] = body.orders
    if (order === undefined) return 'nothing to accept'
    const accepted = await call('POST', `/v9/orders/${order.id}/accept`, { reviewer_id: 12345 }, 'processor')
    const etickets = [{ item_id: order.items[0].order_item_id, eticket }]
    // It waits while its PDF is read: others get in between.
    const delivered = await call('POST', `/v9/orders/${order.id}/deliver_etickets`, { etickets }, 'processor')
    return [seen(accepted), seen(delivered)]
  },
  async ({ control }) => seen(await control('PATCH', '/clock', { advance: 'PT40S' })),
  async ({ control }) => seen(await control('PATCH', '/settings', { fraud: 'approve' })),
  async ({ control }) => seen(await control('POST', '/snapshots')),
  async ({ control }) => seen(await control('POST', '/snapshots/snap_1/restore')),
  async ({ control }) => (await control('POST', '/reset')).status,
]

/** A random journey, and all that is left when it is over. */
async function journey(server: TestServer, seed: number) {
  const sandbox = await make(server, { name: `journey-${seed}`, seed, clock: '2026-01-01T00:00:00Z' })
  const chance = random(seed)
  const answers: unknown[] = []
  for (let nth = 0; nth < STEPS; nth += 1)
    answers.push(await STEPS_BY_CHANCE[Math.floor(chance() * STEPS_BY_CHANCE.length)]?.(sandbox))
  const { requests } = (await sandbox.control('GET', '/requests')).body
  const journal = requests.map(({ duration_ms: _, ...entry }: { duration_ms: number }) => entry)
  return { answers, world: (await sandbox.control('GET', '/world')).text, journal }
}

test('200 sandboxes in parallel on one server end as each of them does alone', async () => {
  const [together, alone] = [await serve(), await serve()]
  const seeds = Array.from({ length: SANDBOXES }, (_, nth) => nth + 1)

  const parallel = await Promise.all(seeds.map((seed) => journey(together, seed)))

  for (const [nth, seed] of seeds.entries())
    expect(parallel[nth], `journey ${seed}`).toEqual(await journey(alone, seed))
  expect(new Set(parallel.map(({ world }) => world)).size).toBeGreaterThan(SANDBOXES / 4)
}, 60_000)

test('a request that is under way in a sandbox when that is deleted or reset ends like any other', async () => {
  const server = await serve()
  for (const end of ['delete', 'reset']) {
    const sandbox = await make(server, { name: `short-lived-${end}` })
    const [sale] = (await sandbox.call('POST', '/v9/orders', orderBody())).body.orders[0].child_orders
    await sandbox.call('POST', `/v9/orders/${sale}/accept`, { reviewer_id: 12345 }, 'processor')
    const { body } = await sandbox.call('GET', `/v9/orders/${sale}`, undefined, 'processor')
    const etickets = [{ item_id: body.items[0].order_item_id, eticket }]

    const [ended, answer] = await Promise.all([
      end === 'delete' ? sandbox.control('DELETE') : sandbox.control('POST', '/reset'),
      sandbox.call('POST', `/v9/orders/${sale}/deliver_etickets`, { etickets }, 'processor'),
    ])

    expect(ended.status).toBeLessThan(300)
    expect([200, 401, 404, 422], answer.text).toContain(answer.status)
  }
  expect((await server.get('/v9/clients')).status).toBe(200)
})

test('the sandbox of a token is found without a look at the others', async () => {
  const { sandboxes } = (await serve()).context
  const made = Array.from({ length: 1_000 }, () => sandboxes.make({}))
  let looked = 0
  for (const { store } of made) {
    const reader = store.reader.bind(store)
    store.reader = () => {
      looked += 1
      return reader()
    }
  }

  for (const sandbox of made) {
    const [credential] = sandbox.credentials()
    looked = 0
    expect(sandboxes.byToken(credential?.token).sandbox).toBe(sandbox)
    expect(looked).toBe(1)
  }

  looked = 0
  expect(sandboxes.byToken('nobody')).toEqual({ sandbox: sandboxes.fallback, caller: undefined })
  expect(looked).toBe(0)
})
