import { expect } from 'vitest'
import type { TestServer } from '../harness.ts'
import type { Received } from '../http.ts'

/** The parties of the default world, and the few requests that most order tests begin with. */

export const REVIEWERS = { website: 12346, processor: 12345 } as const

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

/** A refusal in TEvo's words that left everything as it was. */
export async function expectRefused(
  server: TestServer,
  call: () => Promise<Received>,
  words: RegExp,
  status = 422,
): Promise<void> {
  const received = await server.unchanged(call)
  expect(received.status, received.text).toBe(status)
  expect(await sentenceIn(server, received)).toMatch(words)
}

/** Our own words for the last refusal: in a pair of TEvo's they are not to be seen, but in the journal they are. */
export async function sentenceIn(server: TestServer, { body }: Pick<Received, 'body'>): Promise<string> {
  if (!Array.isArray(body)) return body.error
  expect(body).toEqual([expect.stringMatching(/^Order\w+(::\w+)+$/), expect.stringMatching(/./)])
  const [problem, ...others] = (await server.journal.last()).problems
  expect(others).toEqual([])
  return problem.message
}

export const paymentsOf = (order: {
  payments: { type: string; state: string; amount: string; is_refund: boolean }[]
}) =>
  order.payments.map(({ type, state, amount, is_refund }) => `${is_refund ? 'refund ' : ''}${type} ${amount} ${state}`)
