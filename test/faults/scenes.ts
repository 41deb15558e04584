import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import type { SignedRequest } from '../socket.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')

/** A request that changes something, in a world that is ready for it. */
export interface Scene {
  readonly operation: string
  readonly ready: (server: TestServer) => Promise<SignedRequest>
  /** What it makes of the world, in a few words: for a person who reads a failure. */
  readonly before: Facts
  readonly after: Facts
}

/** What a request must change once or not at all. */
export interface Facts {
  readonly orders: number
  readonly states: string
  readonly total: string
  readonly seats: number
  readonly payments: string
  readonly files: number
}

const OWN = { ticket_group_id: 52554290 }
const TWO_TICKETS = readFileSync('fixtures/two-tickets.pdf', 'base64')

const NOTHING = { orders: 0, states: '', total: '', payments: '', files: 0 }

async function accepted(server: TestServer): Promise<number> {
  const { front } = await place(server, orderBody({}, OWN))
  expect((await act(server, 'website', front, 'accept')).status).toBe(200)
  return front
}

export const scenes: readonly Scene[] = [
  {
    operation: 'orders.create',
    ready: async () => ({ method: 'POST', target: '/v9/orders', body: orderBody() }),
    before: { ...NOTHING, seats: 40 },
    // The order behind, at cost, and the sale to the client.
    after: {
      orders: 2,
      states: 'pending pending',
      total: '80 100',
      seats: 38,
      payments: 'evopay pending, credit_card authorized',
      files: 0,
    },
  },
  {
    operation: 'v10.orders.create',
    ready: async () => ({
      method: 'POST',
      target: '/v10/orders',
      as: 'store',
      body: {
        order: {
          client_id: 1507094,
          session_id: 'of-the-browser',
          ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
          delivery: { type: 'Eticket', email_address_id: 1965046 },
          payments: [{ type: 'credit_card', credit_card_id: 327284 }],
        },
      },
    }),
    before: { ...NOTHING, seats: 20 },
    after: {
      orders: 2,
      states: 'pending pending',
      total: '240 290.96',
      seats: 18,
      payments: 'evopay pending, credit_card authorized',
      files: 0,
    },
  },
  {
    operation: 'orders.accept',
    ready: async (server) => {
      const { front } = await place(server, orderBody({}, OWN))
      return { method: 'POST', target: `/v9/orders/${front}/accept`, body: { reviewer_id: 12346 } }
    },
    before: { orders: 1, states: 'pending', total: '100', seats: 198, payments: 'credit_card authorized', files: 0 },
    after: { orders: 1, states: 'accepted', total: '100', seats: 198, payments: 'credit_card captured', files: 0 },
  },
  {
    operation: 'items.add_etickets',
    ready: async (server) => {
      const order = await accepted(server)
      const { body } = await server.get(`/v9/orders/${order}`)
      return {
        method: 'POST',
        target: `/v9/orders/${order}/items/${body.items[0].id}/add_etickets`,
        body: { files: [TWO_TICKETS] },
      }
    },
    before: { orders: 1, states: 'accepted', total: '100', seats: 198, payments: 'credit_card captured', files: 0 },
    after: { orders: 1, states: 'accepted', total: '100', seats: 198, payments: 'credit_card captured', files: 1 },
  },
  {
    operation: 'orders.deliver_etickets',
    ready: async (server) => {
      const order = await accepted(server)
      const { body } = await server.get(`/v9/orders/${order}`)
      const etickets = [{ item_id: body.items[0].order_item_id, eticket: TWO_TICKETS }]
      return { method: 'POST', target: `/v9/orders/${order}/deliver_etickets`, body: { etickets } }
    },
    before: { orders: 1, states: 'accepted', total: '100', seats: 198, payments: 'credit_card captured', files: 0 },
    after: { orders: 1, states: 'completed', total: '100', seats: 198, payments: 'credit_card captured', files: 1 },
  },
  {
    operation: 'payments.create',
    ready: async (server) => {
      const order = await accepted(server)
      const payment = { type: 'credit_card', order_id: order, credit_card_id: 2222, amount: 5 }
      return { method: 'POST', target: '/v9/payments', body: { payments: [payment] } }
    },
    before: { orders: 1, states: 'accepted', total: '100', seats: 198, payments: 'credit_card captured', files: 0 },
    after: {
      orders: 1,
      states: 'accepted',
      total: '100',
      seats: 198,
      payments: 'credit_card captured, credit_card captured',
      files: 0,
    },
  },
  {
    operation: 'orders.pend_to_seller',
    ready: async (server) => {
      await server.settings({ order_review: 'hold' })
      const { back } = await place(server)
      const payments = [{ type: 'credit_card', payment_method_nonce: 'fake-valid-nonce', amount: 5 }]
      return { method: 'POST', target: `/v9/orders/${back}/pend_to_seller`, body: { payments } }
    },
    before: {
      orders: 2,
      states: 'open pending',
      total: '80 100',
      seats: 38,
      payments: 'evopay pending, credit_card authorized',
      files: 0,
    },
    after: {
      orders: 2,
      states: 'pending pending',
      total: '80 100',
      seats: 38,
      payments: 'evopay pending, credit_card authorized, credit_card authorized',
      files: 0,
    },
  },
]

/** The world of the scene's server, its orders made by the same calls at the same time: its bytes can be compared. */
export async function begin(scene: Scene): Promise<{ server: TestServer; request: SignedRequest }> {
  const server = await serve({ clock_ms: CLOCK_MS })
  return { server, request: await scene.ready(server) }
}

export const worldOf = async (server: TestServer): Promise<string> => (await server.control('GET', '/world')).text

const GROUPS: { readonly [operation: string]: number } = {
  'orders.create': 52554287,
  'v10.orders.create': 324466901,
  'orders.accept': OWN.ticket_group_id,
  'items.add_etickets': OWN.ticket_group_id,
  'orders.deliver_etickets': OWN.ticket_group_id,
  'payments.create': OWN.ticket_group_id,
  'orders.pend_to_seller': 52554287,
}

export async function factsOf(server: TestServer, { operation }: Scene): Promise<Facts> {
  const read = await server.records()
  // The default world has no orders and no files.
  const orders = [...read.all('orders')].reverse()
  const payments = [...read.all('payments')].reverse()
  const [from = 0, to = 0] = read.get('ticket_groups', GROUPS[operation] ?? 0)?.available.at(0) ?? []
  return {
    orders: orders.length,
    states: orders.map((order) => order.seller_state).join(' '),
    total: orders.map((order) => order.total_cents / 100).join(' '),
    seats: to - from + 1,
    payments: payments.map(({ type, state }) => `${type} ${state}`).join(', '),
    files: read.count('files'),
  }
}

/** What the same request does once, when nothing goes wrong. */
export interface Undisturbed {
  /** The world as bytes. */
  readonly before: string
  readonly after: string
  readonly status: number
  readonly text: string
  /** Its entry in the journal. */
  readonly entry: Awaited<ReturnType<TestServer['journal']['last']>>
  /** How many orders its client finds before and after. */
  readonly found: { readonly before: number; readonly after: number }
}

/** How many orders the client of a request finds when it looks, over the wire. */
export async function ordersFound(server: TestServer, { as = 'website' }: SignedRequest): Promise<number> {
  const { status, body, text } = await server.get('/v9/orders', as)
  expect(status, text).toBe(200)
  expect(body.orders).toHaveLength(body.total_entries)
  return body.total_entries
}

export async function undisturbed(scene: Scene): Promise<Undisturbed> {
  const { server, request } = await begin(scene)
  const before = await worldOf(server)
  expect(await factsOf(server, scene)).toEqual(scene.before)
  const { method, target, body, as } = request
  const foundBefore = await ordersFound(server, request)
  const { status, text } = await server.call(method, target, { body, ...(as === undefined ? {} : { as }) })
  expect(await factsOf(server, scene), text).toEqual(scene.after)
  const entry = await server.journal.last()
  expect(entry).toMatchObject({ operation: scene.operation, status, faults: [], committed: true })
  const found = { before: foundBefore, after: await ordersFound(server, request) }
  expect(found.after > found.before).toBe(scene.after.orders > scene.before.orders)
  return { before, after: await worldOf(server), status, text, entry, found }
}
