import { expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { serveUntilStopped, type TestServer } from '../harness.ts'
import fc, { MORE } from '../properties.ts'
import { bodyOf, type Intent, intent, requestsOf, SELLERS } from './orders-intent.ts'
import {
  accountOf,
  balanceOf,
  clientOf,
  groups,
  isDead,
  Model,
  type Order,
  paidOf,
  pendingOf,
  refundedOf,
  seatsFrom,
  subtotalOf,
  sum,
  TEVO,
  totalOf,
} from './orders-model.ts'

/** Random orders through the real port, against the model in orders-model.ts. */

const SCENARIOS = 40 * MORE
const MAX_ORDERS = 16

/** The credential that acts for a brokerage here, and its reviewer. */
const BROKERS = new Map([
  [accountOf(1930), { as: 'website', reviewer_id: 12346 }],
  [accountOf(1931), { as: 'processor', reviewer_id: 12345 }],
  [accountOf(TEVO), { as: 'tevo', reviewer_id: 12340 }],
])
const TEVO_CREDENTIAL = {
  id: 900,
  name: 'tevo',
  label: 'Ticket Evolution',
  type: 'User',
  token: 'ticketevolution00000000000000001',
  secret: 'ticket-evolution-secret-0000000000000001',
  office_id: 6,
}
/** The default world has no credential for TEvo itself, whose tickets are sold too. */
const WORLD = { ...defaultWorld, credentials: [...defaultWorld.credentials, TEVO_CREDENTIAL] }

test('totals, chains, payments, balances and tickets are those of the model', async () => {
  const server = await serveUntilStopped({ world: WORLD })
  onTestFinished(() => server.stop())
  const initial = await server.snapshot()
  const seen = { placed: 0, refused: 0, chains: 0 }

  await fc.assert(
    fc.asyncProperty(fc.array(intent, { minLength: 1, maxLength: MAX_ORDERS, size: 'max' }), async (intents) => {
      await server.restore(initial)
      const model = new Model()
      for (const request of requestsOf(intents)) {
        const fronts = model.place(request)
        const [{ seller }] = [request[0] ?? { seller: SELLERS[0] }]
        const received = await server.post(`/v${seller?.version}/orders`, bodyOf(request), seller?.as)
        expect(received.status, received.text.slice(0, 500)).toBe(fronts === null ? 422 : 201)
        if (fronts === null) seen.refused += request.length
        for (const [nth, front] of fronts?.entries() ?? []) {
          seen.placed += 1
          seen.chains += front.back === null ? 0 : 1
          learn(model, front, received.body.orders?.[nth] ?? received.body)
          await decide(server, model, front.back ?? front, request[nth]?.fate ?? 'leave')
        }
      }
      for (const order of model.orders) await compareOrder(server, order)
      await compareClients(server, model)
      await compareLists(server, model)
      compareTickets(server, model)
    }),
    { numRuns: SCENARIOS, interruptAfterTimeLimit: 80_000 * MORE },
  )

  // Of what was asked for much is legal and much is not, and much goes through two brokerages.
  expect(seen.placed).toBeGreaterThan(2 * SCENARIOS)
  expect(seen.refused).toBeGreaterThan(SCENARIOS)
  expect(seen.chains).toBeGreaterThan(SCENARIOS / 2)
}, 100_000)

interface ShownOrder {
  readonly id: number
  readonly child_orders: readonly number[]
  readonly items: readonly { readonly seats: readonly number[] }[]
}

/** What the server may choose: ids, and which seats. */
function learn(model: Model, front: Order, shown: ShownOrder): void {
  front.id = shown.id
  expect(shown.child_orders).toHaveLength(front.back === null ? 0 : 1)
  if (front.back !== null) {
    front.back.id = shown.child_orders[0] ?? 0
    expect(front.back.id, 'S2: the order behind is made first').toBeLessThan(front.id)
  }
  expect(shown.items).toHaveLength(front.lines.length)
  for (const [nth, { seats }] of shown.items.entries()) model.take(front, nth, seats)
}

/** The owner of the tickets accepts, completes or rejects. */
async function decide(server: TestServer, model: Model, order: Order, fate: Intent['fate']): Promise<void> {
  if (fate === 'leave') return
  const { as, reviewer_id } = brokerOf(order.seller)
  const act = async (call: string, body: object) => {
    const { status, text } = await server.post(`/v9/orders/${order.id}/${call}`, body, as)
    return { status, text: text.slice(0, 500) }
  }
  if (fate === 'reject') {
    model.reject(order)
    expect(await act('reject', { reviewer_id, reason: 'Other' })).toMatchObject({ status: 200 })
    expect(await act('accept', { reviewer_id })).toMatchObject({ status: 422 })
    return
  }
  const seats = fate === 'accept with other seats' ? lastSeats(model, order) : undefined
  const isAccepted = model.accept(order)
  expect(await act('accept', { reviewer_id, seats: seats?.flat() })).toMatchObject({ status: isAccepted ? 200 : 422 })
  if (!isAccepted) return
  if (seats !== undefined) {
    model.release(order)
    for (const [nth, each] of seats.entries()) model.take(order, nth, each)
  }
  expect(await act('reject', { reviewer_id, reason: 'Other' })).toMatchObject({ status: 422 })
  if (fate !== 'complete') return
  model.complete(order)
  expect(await act('complete', {})).toMatchObject({ status: 200 })
}

function brokerOf(account: string) {
  const broker = BROKERS.get(account)
  if (broker === undefined) throw new Error(`nobody acts for ${account}`)
  return broker
}

/** W:9470105: what the seller supplies instead: for each item the last seats that are free, or the order's own. */
function lastSeats(model: Model, order: Order): number[][] {
  const given = new Set<string>()
  return order.lines.map(({ group, quantity }) => {
    const own = order.lines.filter((line) => line.group === group).flatMap(({ seats }) => seats)
    const seats = [...model.freeOf(group), ...own]
      .filter((seat) => !given.has(`${group.id} ${seat}`))
      .sort((one, other) => other - one)
      .slice(0, quantity)
    for (const seat of seats) given.add(`${group.id} ${seat}`)
    return seats
  })
}

const centsOf = (money: string): number => {
  expect(money).toMatch(/^-?\d+\.\d{1,2}$/)
  return Math.round(Number(money) * 100)
}

interface ShownItem {
  readonly price: string
  readonly quantity: number
  readonly seats: readonly number[]
  readonly ticket_group: { readonly id: string }
}
interface ShownPayment {
  readonly type: string
  readonly amount: string
  readonly state: string
  readonly is_refund: boolean
}

const MONEY = ['shipping', 'service_fee', 'additional_expense', 'tax', 'discount', 'fee'] as const

/** Every viewer of an order sees the model's figures. */
async function compareOrder(server: TestServer, order: Order): Promise<void> {
  const parties = [order.seller, order.buyer].flatMap((account) => BROKERS.get(account)?.as ?? [])
  const viewers = new Set(order.front === null ? [order.made_as, ...parties] : parties)
  for (const as of viewers) {
    const { body: shown, status } = await server.get(`/v${order.version}/orders/${order.id}`, as)
    expect(status, `order ${order.id} for ${as}`).toBe(200)
    const seen = {
      ...Object.fromEntries(MONEY.map((field) => [field, centsOf(shown[field])])),
      subtotal: centsOf(shown.subtotal),
      total: centsOf(shown.total),
      balance: centsOf(shown.balance),
      refunded: centsOf(shown.refunded),
      pending: [centsOf(shown.pending_balance), Math.round(shown.pending_non_refund_payments_total * 100)],
      paid: Math.round(shown.completed_non_refund_payments_total * 100),
      state: shown.state,
      child_orders: shown.child_orders,
      items: shown.items.map(({ price, quantity, seats, ticket_group }: ShownItem) => ({
        group: Number(ticket_group.id),
        price: centsOf(price),
        quantity,
        seats,
      })),
      payments: shown.payments.map(({ type, amount, state, is_refund }: ShownPayment) => ({
        type,
        amount: centsOf(amount),
        state,
        is_refund,
      })),
    }
    expect(seen, `order ${order.id} for ${as}`).toEqual({
      ...Object.fromEntries(MONEY.map((field) => [field, order.fees[field] ?? 0])),
      subtotal: subtotalOf(order),
      total: totalOf(order),
      balance: balanceOf(order),
      refunded: refundedOf(order),
      pending: [pendingOf(order), pendingOf(order)],
      paid: paidOf(order),
      state: order.state,
      child_orders: order.back === null ? [] : [order.back.id],
      items: order.lines.map(({ group, price, quantity, seats }) => ({ group: group.id, price, quantity, seats })),
      payments: order.payments,
    })
  }
}

/** A client owes what is open of its orders that stand. */
async function compareClients(server: TestServer, { orders }: Model): Promise<void> {
  for (const seller of SELLERS) {
    const standing = orders.filter((order) => order.buyer === clientOf(seller) && !isDead(order))
    const { body } = await server.get(`/v9/clients/${seller.client_id}`, seller.as)
    expect(centsOf(body.balance), clientOf(seller)).toBe(sum(standing.map(balanceOf)))
  }
}

/** Whose sale it is sees an `Order`, the brokerage that buys it a `PurchaseOrder`. */
async function compareLists(server: TestServer, { orders }: Model): Promise<void> {
  for (const [account, { as }] of BROKERS) {
    const sales = orders.filter(({ seller }) => seller === account)
    const purchases = orders.filter(({ seller, buyer }) => buyer === account && seller !== account)
    const mine = [...sales, ...purchases]
    const count = async (query: string) => (await server.get(`/v9/orders${query}`, as)).body.total_entries
    expect(await count('?type=Order'), `sales of ${account}`).toBe(sales.length)
    expect(await count('?type=PurchaseOrder'), `purchases of ${account}`).toBe(purchases.length)
    expect(await count('?state=accepted')).toBe(mine.filter(({ state }) => state === 'accepted').length)
    expect(await count('')).toBe(mine.length)
  }
}

/** What is sold and what is free of a group is all of it, and nothing is both. */
function compareTickets(server: TestServer, model: Model): void {
  const read = server.reader()
  const sales = model.orders.filter((order) => order.back === null && !isDead(order))
  const ascending = (seats: Iterable<number>) => [...seats].sort((one, other) => one - other)
  for (const group of groups) {
    const free = read
      .must('ticket_groups', group.id)
      .available.flatMap(([from, to]) => seatsFrom(from, (to - from) / group.step + 1, group.step))
    const sold = sales.flatMap(({ lines }) => lines.flatMap((line) => (line.group === group ? line.seats : [])))
    expect(ascending([...free, ...sold]), `ticket group ${group.id}`).toEqual(ascending(group.seats))
    expect(ascending(free), `ticket group ${group.id}`).toEqual(ascending(model.freeOf(group)))
  }
}
