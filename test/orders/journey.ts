import { expect } from 'vitest'
import type { Received, TestServer } from '../harness.ts'

/** The parties of the default world, and the few requests that most order tests begin with. */

const REVIEWERS = { website: 12346, processor: 12345 } as const

export interface Placed {
  /** The sale to the client. */
  readonly front: number
  /** The owner's sale behind it; 0 where the seller sells its own. */
  readonly back: number
}

/** An order of Shelbyville's etickets (Buy/Sell), unless told otherwise. */
export function orderBody(fields: object = {}, item: object = {}, shipment: object = {}) {
  const items = [{ ticket_group_id: 52554287, price: 50, quantity: 2, ...item }]
  const shipped = { type: 'Eticket', email_address_id: 33333, ...shipment, items }
  const payments = [{ type: 'credit_card', credit_card_id: 2222 }]
  return { orders: [{ seller_id: 1691, client_id: 107655, shipped_items: [shipped], payments, ...fields }] }
}

export async function place(server: TestServer, body: object = orderBody()): Promise<Placed> {
  const received = await server.post('/v9/orders', body)
  expect(received.status, received.text).toBe(201)
  const [order] = received.body.orders
  return { front: order.id, back: order.child_orders[0] ?? 0 }
}

/** Shelbyville buys Springfield's own stock for itself: no client, no chain. */
export async function buy(server: TestServer, fields: object = {}): Promise<number> {
  const items = [{ ticket_group_id: 52554290, price: 30, quantity: 2 }]
  const order = { is_purchase: true, seller_id: 1700, buyer_id: 1700, shipped_items: [{ type: 'Eticket', items }] }
  const received = await server.post('/v9/orders', { orders: [{ ...order, ...fields }] }, 'shelbyville')
  expect(received.status, received.text).toBe(201)
  return received.body.orders[0].id
}

export type Party = keyof typeof REVIEWERS

export const act = (server: TestServer, as: Party, order: number, call: string, fields: object = {}) =>
  server.post(`/v9/orders/${order}/${call}`, { reviewer_id: REVIEWERS[as], ...fields }, as)

export async function stateOf(server: TestServer, order: number, as = 'website'): Promise<string> {
  return (await server.get(`/v9/orders/${order}`, as)).body.state
}

export async function fraudDesk(server: TestServer, order: number, deed: 'approve' | 'decline' | 'hold') {
  return fetch(`${server.url}/_local/sandboxes/default/orders/${order}/act`, {
    method: 'POST',
    body: JSON.stringify({ as: 'fraud_desk', do: deed }),
  })
}

/** A refusal in TEvo's words that left everything as it was. */
export async function expectRefused(
  server: TestServer,
  call: () => Promise<Received>,
  words: RegExp,
  status = 422,
): Promise<void> {
  const before = server.context.sandboxes.fallback.store.state
  const received = await call()
  expect(received.status, received.text).toBe(status)
  expect(received.body.error).toMatch(words)
  expect(server.context.sandboxes.fallback.store.state).toBe(before)
}

export const paymentsOf = (order: {
  payments: { type: string; state: string; amount: string; is_refund: boolean }[]
}) =>
  order.payments.map(({ type, state, amount, is_refund }) => `${is_refund ? 'refund ' : ''}${type} ${amount} ${state}`)
