import type { Note, Order, User } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { orderViewers } from '../../store/tables.ts'
import type { OrderType } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { lookUpOwn } from '../lookup.ts'
import { unprocessable } from '../refusal.ts'
import { DEAD_STATES } from './states.ts'

/** How a caller sees an order: as its own sale, as its own purchase, or not at all. */
export const seenAs = (caller: Caller, order: Order): OrderType | undefined =>
  orderViewers(order).find(({ account }) => account === caller.account)?.type

export const findOrder = (read: Reader, caller: Caller, id: string): Order =>
  lookUpOwn(read, 'orders', id, (order) => seenAs(caller, order) !== undefined)

/** An order that the caller sells. */
export function findOwnSale(read: Reader, caller: Caller, id: string, action: string): Order {
  const order = findOrder(read, caller, id)
  if (order.seller.account !== caller.account)
    throw unprocessable(`Order ${order.id} is sold by somebody else; only its seller can ${action} it`)
  if (order.back_order_id !== null)
    throw unprocessable(
      `Order ${order.id} sells another brokerage's tickets: it follows order ${order.back_order_id}, which the owner of the tickets can ${action}`,
    )
  return order
}

/** Refuses to take money for an order that failed. */
export function checkPayable(order: Order): void {
  if (DEAD_STATES.has(order.seller_state))
    throw unprocessable(`Order ${order.id} is ${order.seller_state}; nothing can be paid for it`)
}

/** Internal notes and the reference are shown only to the office, or the store, that wrote them. */
export const wroteOrder = (caller: Caller, order: Order): boolean =>
  order.front_order_id === null &&
  (order.created_by_office_id === null
    ? caller.account === order.seller.account
    : caller.office_id === order.created_by_office_id)

export const mayRead = (caller: Caller, note: Note): boolean =>
  note.category === 'external' ||
  (note.office_id === null
    ? caller.account === `store:${note.affiliate_store_id}`
    : caller.office_id === note.office_id)

/** W:9470105: the reviewer is a User of the brokerage that acts. */
export function findReviewer(read: Reader, caller: Caller, reviewer_id: number): User {
  const user = read.get('users', reviewer_id)
  if (user === undefined || `brokerage:${user.brokerage_id}` !== caller.account)
    throw unprocessable(`reviewer_id ${reviewer_id} is not a User of your brokerage: GET /v9/users lists them`)
  return user
}
