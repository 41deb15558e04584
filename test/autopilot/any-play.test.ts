import { expect, onTestFinished, test } from 'vitest'
import { stepOf } from '../../src/autopilot/casts.ts'
import type { Order } from '../../src/store/records.ts'
import type { Reader } from '../../src/store/state.ts'
import { CASTS } from '../../src/store/words.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { checkChains, checkTickets } from '../invariants/marketplace-checks.ts'
import { orderBody } from '../orders/journey.ts'
import fc, { MORE } from '../properties.ts'
import { FED_EX, GROUPS, PROVIDED_AIRBILL } from '../shipments/parcels.ts'
import { NOON, withRemoteId } from './stage.ts'

/** Any mix of casts, orders, human deeds and hours: no step waits for what is over, and the records hold together. */

const SCENARIOS = 20 * MORE
const DAYS_TO_THE_END = 40

const BY_EMAIL = { email_address_id: 33333 }
/** What is sold to a client: by whatever way, and of groups with a cast and without. */
const SALES = [
  orderBody({}, { quantity: 1 }),
  orderBody({}, { ticket_group_id: 324466901, price: 200, quantity: 1 }),
  orderBody({}, { ticket_group_id: 52600013, price: 200, quantity: 1 }),
  orderBody({}, { ticket_group_id: 52554290, quantity: 1 }),
  ...[
    [FED_EX, GROUPS.physical],
    [PROVIDED_AIRBILL, GROUPS.physical],
    [{ type: 'UPS' }, GROUPS.physical],
    [{ type: 'LocalPickup' }, GROUPS.nearVenue],
    [{ type: 'TMMobile', ...BY_EMAIL }, GROUPS.mobile],
  ].map(([shipment, ticket_group_id]) =>
    orderBody(
      {},
      { ticket_group_id, price: 100, quantity: ticket_group_id === GROUPS.physical ? 1 : 2 },
      { email_address_id: undefined, ...Object(shipment) },
    ),
  ),
]

const DEEDS = [
  ['seller', 'accept'],
  ['seller', 'reject'],
  ['seller', 'cancel'],
  ['seller', 'complete'],
  ['seller', 'deliver'],
  ['seller', 'ship'],
  ['buyer', 'cancel'],
  ['buyer', 'pend_to_seller'],
  ['carrier', 'pick_up'],
  ['carrier', 'return'],
  ['fraud_desk', 'approve'],
  ['fraud_desk', 'decline'],
  ['fraud_desk', 'hold'],
] as const

const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('order' as const), nth: fc.nat(SALES.length - 1) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('deed' as const), deed: fc.constantFrom(...DEEDS), order: fc.nat(9) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      by: fc.constantFrom('PT1M', 'PT5M', 'PT30M', 'PT1H', 'PT6H', 'P1D', 'P2D'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('setting' as const),
      settings: fc.record(
        {
          autopilot: fc.oneof(
            fc.constantFrom(...CASTS),
            fc.constantFrom(...CASTS.filter((cast) => cast !== 'fraud-desk')).map((cast) => [cast, 'fraud-desk']),
          ),
          order_review: fc.constantFrom('off', 'hold'),
          fraud_blocks_accept: fc.boolean(),
        },
        { requiredKeys: ['autopilot'] },
      ),
    }),
  },
)

type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never

test(
  'no step waits for what is over, whoever did what and when',
  async () => {
    const server = await serveUntilStopped({ clock_ms: NOON, settings: { autopilot: ['good-broker', 'fraud-desk'] } })
    onTestFinished(() => server.stop())
    await withRemoteId(server, {
      324466901: 'double-seller:1',
      [GROUPS.nearVenue]: 'slow-broker:2',
      52600013: 'rejecting-broker:3',
    })
    const initial = await server.snapshot()
    const seen = new Map<string, number>()

    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 24, size: 'max' }), async (events) => {
        await server.restore(initial)
        const orders: number[] = []
        for (const each of events) {
          await play(server, each, orders)
          // What falls due at once is drawn beside the answers: a moment later it is done.
          await server.clock.advance('PT1S')
          check(server.reader())
        }
        await server.clock.advance(`P${DAYS_TO_THE_END}D`)
        const read = server.reader()
        check(read)
        expect(read.listAll('autopilot_steps').filter(({ problem }) => problem === null)).toEqual([])
        for (const { seller_state } of read.all('orders')) seen.set(seller_state, (seen.get(seller_state) ?? 0) + 1)
        expect(await server.journal.list('?limit=1000')).not.toContainEqual(expect.objectContaining({ method: 'DUE' }))
      }),
      { numRuns: SCENARIOS, interruptAfterTimeLimit: 60_000 * MORE },
    )

    // Each of them comes more than ten times.
    for (const state of ['completed', 'rejected', 'cancel_proposed']) expect([...seen.keys()]).toContain(state)
  },
  90_000 * MORE,
)

async function play(server: TestServer, each: Event, orders: number[]): Promise<void> {
  switch (each.kind) {
    case 'order': {
      const { status, body } = await server.post('/v9/orders', SALES[each.nth])
      // It may be sold out.
      if (status === 201) orders.push(Number(body.orders[0].id), ...body.orders[0].child_orders.map(Number))
      return
    }
    case 'deed': {
      const order = orders[each.order % Math.max(1, orders.length)]
      if (order === undefined) return
      const { status, text } = await server.act(order, each.deed[0], each.deed[1])
      expect([200, 422], text).toContain(status)
      return
    }
    case 'time':
      await server.clock.advance(each.by)
      return
    case 'setting':
      await server.settings(each.settings)
  }
}

function check(read: Reader): void {
  checkTickets(read)
  checkChains(read, false)
  checkFiles(read)
  for (const { order_id, cast, deed, due_at, problem } of read.all('autopilot_steps')) {
    const name = `${cast}: ${deed} of order ${order_id}`
    expect(problem ?? '', name).not.toContain('defect')
    if (problem !== null) continue
    expect(due_at, name).toBeGreaterThan(read.now)
    const order = read.must('orders', order_id)
    expect(phasesOf(order), `${name}, which is ${order.seller_state}`).toContain(stepOf(cast, deed)?.in)
  }
}

/** What somebody may wait for in an order. */
function phasesOf({ seller_state, fraud_check_status, front_order_id, is_purchase }: Order): string[] {
  const isOwners = front_order_id !== null || is_purchase
  const phases: string[] = []
  if (isOwners && (seller_state === 'pending' || seller_state === 'accepted')) phases.push(seller_state)
  if (fraud_check_status === 'pending' && !/^(rejected|canceled)/.test(seller_state)) phases.push('screened')
  return phases
}

/** Every file is an item's tickets or a shipment's airbill, and none is left over. */
function checkFiles(read: Reader): void {
  const named = [
    ...[...read.all('items')].flatMap(({ eticket_file_id }) => eticket_file_id ?? []),
    ...[...read.all('shipments')].flatMap(({ airbill_file_id }) => airbill_file_id ?? []),
  ]
  expect(new Set([...read.all('files')].map(({ id }) => id))).toEqual(new Set(named))
}
