import type { Order } from '../../store/records.ts'
import type { OrderState } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { unprocessable } from '../refusal.ts'

/** What moves an order: the calls of TEvo's API, and the fraud desk's decisions. */
export type OrderCall =
  | 'accept'
  | 'reject'
  | 'complete'
  | 'cancel'
  | 'return'
  | 'pend_to_seller'
  | 'substitute'
  | 'fraud_approved'
  | 'fraud_declined'

type Actor = 'seller' | 'buyer' | 'either side' | 'the other side' | 'fraud desk'

export interface Transition {
  readonly call: OrderCall
  readonly from: OrderState
  readonly to: OrderState
  readonly by: Actor
}

/** The state machine of an order: tevo-api.md §5 and the design's parties. A call is legal only from these states. */
export const TRANSITIONS: readonly Transition[] = [
  { call: 'pend_to_seller', from: 'open', to: 'pending', by: 'buyer' },
  { call: 'fraud_approved', from: 'open', to: 'pending', by: 'fraud desk' },
  { call: 'fraud_declined', from: 'open', to: 'canceled_open', by: 'fraud desk' },
  { call: 'cancel', from: 'open', to: 'canceled_open', by: 'buyer' },
  { call: 'accept', from: 'pending', to: 'accepted', by: 'seller' },
  { call: 'accept', from: 'pending_consignment', to: 'accepted', by: 'seller' },
  { call: 'reject', from: 'pending', to: 'rejected', by: 'seller' },
  { call: 'reject', from: 'pending_consignment', to: 'rejected', by: 'seller' },
  { call: 'complete', from: 'accepted', to: 'completed', by: 'seller' },
  { call: 'cancel', from: 'accepted', to: 'cancel_proposed', by: 'either side' },
  { call: 'cancel', from: 'cancel_proposed', to: 'canceled', by: 'the other side' },
  { call: 'return', from: 'accepted', to: 'canceled_post_acceptance', by: 'seller' },
  { call: 'return', from: 'completed', to: 'canceled_post_acceptance', by: 'seller' },
  { call: 'substitute', from: 'pending_substitution', to: 'pending', by: 'seller' },
]

export interface Following {
  /** The new state of the order behind. */
  readonly back: OrderState
  /** The state that the sale in front then gets. */
  readonly front: OrderState
  /** The state it gets with the setting `auto_cancel`. */
  readonly auto_cancel?: OrderState
}

/** How the sale in front follows the order behind it; any other state of the order behind leaves it as it is. */
export const FOLLOWINGS: readonly Following[] = [
  { back: 'accepted', front: 'accepted' },
  { back: 'completed', front: 'completed' },
  { back: 'rejected', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled_post_acceptance', front: 'pending_substitution', auto_cancel: 'canceled' },
  { back: 'canceled_open', front: 'canceled' },
]

/** States of an order that failed: its tickets are free again, and nothing is owed for it. */
export const DEAD_STATES: ReadonlySet<OrderState> = new Set([
  'rejected',
  'canceled',
  'canceled_open',
  'canceled_post_acceptance',
])

/** The call in a refusal's words: "can be accepted". */
const DONE: { readonly [Call in OrderCall]: string } = {
  accept: 'accepted',
  reject: 'rejected',
  complete: 'completed',
  cancel: 'canceled',
  return: 'returned',
  pend_to_seller: 'pended to its seller',
  substitute: 'substituted',
  fraud_approved: 'approved by the fraud desk',
  fraud_declined: 'declined by the fraud desk',
}

/** The transition that a call makes from the order's state, or a refusal that names the states it needs. */
export function transitionOf(order: Order, call: OrderCall): Transition {
  const transition = TRANSITIONS.find((each) => each.call === call && each.from === order.seller_state)
  if (transition !== undefined) return transition
  const from = TRANSITIONS.filter((each) => each.call === call).map((each) => each.from)
  throw unprocessable(
    `Order ${order.id} is ${order.seller_state}; only an order that is ${from.join(' or ')} can be ${DONE[call]}`,
  )
}

/** Refuses a call by the wrong party; returns the side on which the caller acts. */
export function checkActor(caller: Caller, order: Order, call: OrderCall): 'seller' | 'buyer' {
  const isSeller = order.seller.account === caller.account
  const isBuyer = order.buyer.account === caller.account
  checkIsOwners(order)
  const { by } = transitionOf(order, call)
  const refused = (who: string) => unprocessable(`Order ${order.id} can be ${DONE[call]} only by ${who}`)
  if (by === 'seller' && !isSeller) throw refused('its seller')
  if (by === 'buyer' && !isBuyer) throw refused('its buyer')
  if (by === 'fraud desk') throw refused('the fraud desk')
  if (by === 'the other side') return otherSide(order, { isSeller, isBuyer })
  return isSeller && by !== 'buyer' ? 'seller' : 'buyer'
}

/** Refuses to change the sale in front of another one. */
export function checkIsOwners(order: Order): void {
  if (order.back_order_id === null) return
  throw unprocessable(
    `Order ${order.id} sells another brokerage's tickets: it follows order ${order.back_order_id}, the owner's sale`,
  )
}

/** W:4129637: a proposal to cancel takes effect when the side that did not make it calls too. */
function otherSide(order: Order, { isSeller, isBuyer }: { isSeller: boolean; isBuyer: boolean }): 'seller' | 'buyer' {
  const proposer = order.seller_cancellation_reason === null ? 'buyer' : 'seller'
  if (proposer === 'seller' ? isBuyer : isSeller) return proposer === 'seller' ? 'buyer' : 'seller'
  throw unprocessable(
    `The ${proposer} of order ${order.id} has proposed to cancel it; it is canceled when the other side calls cancel too`,
  )
}
