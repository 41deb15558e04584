import type { Order, OrderState } from '../store/records.ts'
import type { Transaction } from '../store/store.ts'
import { unprocessable } from './refusal.ts'

interface Move {
  readonly from: readonly OrderState[]
  readonly to: OrderState
  /** `accepted`, as in "only a pending order can be accepted". */
  readonly done: string
}

/** What each call does to an order's state: tevo-api.md §5. */
export const MOVES = {
  accept: { from: ['pending'], to: 'accepted', done: 'accepted' },
  reject: { from: ['pending'], to: 'rejected', done: 'rejected' },
  complete: { from: ['accepted'], to: 'completed', done: 'completed' },
} as const satisfies { readonly [call: string]: Move }

export type OrderCall = keyof typeof MOVES

/** What the sale in front becomes when the order behind it has got to a state; what is not here leaves it. */
const FRONT_FOLLOWS: { readonly [State in OrderState]?: OrderState } = {
  accepted: 'accepted',
  completed: 'completed',
  rejected: 'pending_substitution',
}

export function checkMove(order: Order, call: OrderCall): void {
  const move: Move = MOVES[call]
  if (!move.from.includes(order.seller_state))
    throw unprocessable(
      `Order ${order.id} is ${order.seller_state}; only an order that is ${move.from.join(' or ')} can be ${move.done}`,
    )
}

/** Moves an order, and the sale in front of it. */
export function moveOrder(tx: Transaction, order: Order, call: OrderCall, fields: Partial<Order> = {}): Order {
  checkMove(order, call)
  const moved = tx.put('orders', { ...order, ...fields, seller_state: MOVES[call].to, updated_at: tx.now })
  const followed = FRONT_FOLLOWS[moved.seller_state]
  if (moved.front_order_id !== null && followed !== undefined) {
    const front = tx.must('orders', moved.front_order_id)
    tx.put('orders', { ...front, seller_state: followed, updated_at: tx.now })
  }
  return moved
}

/** The order and the sale in front of it, if there is one: what happens to the tickets happens in both. */
export const chainOf = (tx: Transaction, order: Order): Order[] =>
  order.front_order_id === null ? [order] : [order, tx.must('orders', order.front_order_id)]
