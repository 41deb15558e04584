import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { Sandboxes } from '../../src/sandbox/sandboxes.ts'
import { serve, serveUntilStopped } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { MORE, SEED } from '../properties.ts'
import { type Journey, setOut } from './journeys.ts'

/** `.ci/run` makes more of them. */
const SANDBOXES = 80 * MORE
const MANY = 200
/** libuv accepts one connection a turn of its loop; with 200 clients in this very process a turn is so long that some wait for ten seconds. */
const AT_A_TIME = 40

/** What some of the journeys must have met, or they would prove little. */
const MARKS = [
  ...['reset', 'close', 'stall', 'none', 'status', 'truncate', 'malformed', 'domain'].map(
    (type) => `"effect": "${type}"`,
  ),
  ...['before-auth', 'before-handler', 'after-commit'].map((phase) => `"phase": "${phase}"`),
  ...['retried-create-blindly', 'two-orders-for-one-intent', 'came-back-before-retry-after'],
]

const eticket = readFileSync('fixtures/two-tickets.pdf', 'base64')

test(
  `${SANDBOXES} sandboxes in parallel on one server, half of them with faults, end as each of them does alone`,
  async () => {
    const seeds = Array.from({ length: SANDBOXES }, (_, nth) => SEED + nth)
    const server = await serve()

    const journeys = await Promise.all(seeds.map((seed) => setOut(server, seed)))
    const together: Journey[] = []
    const next = journeys.entries()
    const travel = async () => {
      for (const [nth, go] of next) together[nth] = await go()
    }
    await Promise.all(Array.from({ length: AT_A_TIME }, travel))

    for (const [nth, seed] of seeds.entries()) {
      const alone = await serveUntilStopped()
      const go = await setOut(alone, seed)
      expect(together[nth], `journey ${seed}`).toEqual(await go())
      await alone.stop()
    }
    // It says something only if the journeys are not all the same, and do meet what is on their way.
    expect(new Set(together.map(({ left }) => left['/world'])).size).toBeGreaterThan(SANDBOXES / 4)
    const all = together.map(({ answers, journal, left }) => `${answers}${journal}${left['/advice']}`)
    // A few may miss what is rare.
    const marks = SANDBOXES >= MANY ? MARKS : []
    for (const mark of marks) expect(all.filter((text) => text.includes(mark)).length, mark).toBeGreaterThan(0)
    expect(all.filter((text) => text.includes('"lost"')).length).toBeGreaterThan(SANDBOXES / 8)
  },
  120_000 * MORE,
)

test('a request that is under way in a sandbox when that is deleted or reset ends like any other', async () => {
  const server = await serve()
  for (const end of ['delete', 'reset']) {
    const sandbox = await server.make({ name: `short-lived-${end}` })
    const [sale] = (await sandbox.post('/v9/orders', orderBody())).body.orders[0].child_orders
    await sandbox.post(`/v9/orders/${sale}/accept`, { reviewer_id: 12345 }, 'processor')
    const { body } = await sandbox.get(`/v9/orders/${sale}`, 'processor')
    const etickets = [{ item_id: body.items[0].order_item_id, eticket }]

    const [ended, answer] = await Promise.all([
      end === 'delete' ? sandbox.control('DELETE') : sandbox.control('POST', '/reset'),
      sandbox.post(`/v9/orders/${sale}/deliver_etickets`, { etickets }, 'processor'),
    ])

    expect(ended.status).toBeLessThan(300)
    expect([200, 401, 404, 422], answer.text).toContain(answer.status)
  }
  expect((await server.get('/v9/clients')).status).toBe(200)
})

test('the sandbox of a token is found without a look at the others', () => {
  const first = new Sandbox({ name: 'default', world: defaultWorld, clock_ms: null })
  const sandboxes = new Sandboxes(first, defaultWorld)
  const made = Array.from({ length: 1_000 }, () => sandboxes.make({}))
  let looked = 0
  for (const sandbox of made) {
    const state = sandbox.state.bind(sandbox)
    sandbox.state = () => {
      looked += 1
      return state()
    }
  }

  for (const sandbox of made) {
    const [credential] = sandbox.credentials()
    looked = 0
    expect(sandboxes.byToken(credential?.token).sandbox).toBe(sandbox)
    expect(looked).toBe(1)
  }

  looked = 0
  expect(sandboxes.byToken('nobody')).toEqual({ sandbox: first, caller: undefined })
  expect(looked).toBe(0)
})
