import type { NewPayment } from '../../store/placements.ts'
import type { Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { FraudCheckStatus, OrderState, RejectionReason } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { addPayment, giveBack, refundPayments, settlePayments, voidPayments } from '../money/payments.ts'
import { invalid, unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { leaveTransferToSeller } from '../shipments/shipments.ts'
import { canMove } from '../shipments/states.ts'
import { supplySeats } from './seats.ts'
import { checkActor, DEAD_STATES, FOLLOWINGS, type OrderCall, transitionOf } from './states.ts'
import { giveUpTickets } from './tickets.ts'
import { findReviewer } from './visibility.ts'

/** An order and the sale in front of it, if any: both are about the same tickets, so both change. */
const chainOf = (read: Reader, order: Order): Order[] =>
  order.front_order_id === null ? [order] : [order, read.must('orders', order.front_order_id)]

/** Moves an order by one transition of the table, and the sale in front of it with it. */
export function moveOrder(
  tx: Transaction,
  settings: Settings,
  order: Order,
  call: OrderCall,
  fields: Partial<Order> = {},
): Order {
  const { to } = transitionOf(order, call)
  const moved = tx.put('orders', { ...order, ...fields, seller_state: to, updated_at: tx.now })
  if (DEAD_STATES.has(to)) {
    giveUpTickets(tx, order)
    voidPayments(tx, order.id)
    // A return refunds the amount that its call gives, and no more.
    if (call !== 'return') refundPayments(tx, order.id)
  }
  if (moved.front_order_id !== null) follow(tx, settings, tx.must('orders', moved.front_order_id), to)
  return moved
}

function follow(tx: Transaction, settings: Settings, front: Order, back: OrderState): void {
  const following = FOLLOWINGS.find((each) => each.back === back)
  if (following === undefined) return
  const isAutomatic = settings.auto_cancel && following.auto_cancel !== undefined
  const state = isAutomatic ? following.auto_cancel : following.front
  tx.put('orders', {
    ...front,
    seller_state: state ?? following.front,
    was_auto_canceled: isAutomatic ? true : front.was_auto_canceled,
    updated_at: tx.now,
  })
  // The order behind has released the tickets. The client's money is kept while a substitute is sought.
  if (state === undefined || !DEAD_STATES.has(state)) return
  voidPayments(tx, front.id)
  refundPayments(tx, front.id)
}

export function acceptOrder(
  tx: Transaction,
  caller: Caller,
  settings: Settings,
  order: Order,
  input: { readonly reviewer_id: number; readonly seats: readonly number[] | null },
): Order {
  checkActor(caller, order, 'accept')
  findReviewer(tx, caller, input.reviewer_id)
  if (settings.fraud_blocks_accept && order.fraud_check_status !== null && order.fraud_check_status !== 'approved')
    throw unprocessable(
      `The fraud check of order ${order.id} is ${order.fraud_check_status}; accept the order once it is approved`,
    )
  const accepted = moveOrder(tx, settings, order, 'accept', { reviewer_id: input.reviewer_id })
  if (input.seats !== null) supplySeats(tx, accepted, input.seats)
  for (const { id } of chainOf(tx, accepted)) leaveTransferToSeller(tx, id)
  for (const { id } of chainOf(tx, accepted)) settlePayments(tx, settings, id)
  return accepted
}

export interface Refusing {
  readonly reviewer_id: number
  readonly reason: RejectionReason
  readonly notes: string | null
}

export function rejectOrder(tx: Transaction, caller: Caller, settings: Settings, order: Order, input: Refusing): Order {
  checkActor(caller, order, 'reject')
  findReviewer(tx, caller, input.reviewer_id)
  return moveOrder(tx, settings, order, 'reject', {
    reviewer_id: input.reviewer_id,
    seller_rejection_reason: input.reason,
    seller_rejection_notes: input.notes,
  })
}

/** W:4129637: the first side to call proposes to cancel, the other side agrees. A buyer cancels an open order alone. */
export function cancelOrder(tx: Transaction, caller: Caller, settings: Settings, order: Order, input: Refusing): Order {
  const side = checkActor(caller, order, 'cancel')
  findReviewer(tx, caller, input.reviewer_id)
  if (order.buyer.type !== 'Office')
    throw unprocessable(
      `Order ${order.id} is a sale to a client; only orders between brokerages can be canceled: use return`,
    )
  const { to } = transitionOf(order, 'cancel')
  return moveOrder(tx, settings, order, 'cancel', {
    [`${side}_cancellation_reason`]: input.reason,
    [`${side}_cancellation_notes`]: input.notes,
    buyer_state: to,
  })
}

export interface Returning {
  readonly amount_cents: number
  readonly cancel_order: boolean
  readonly reviewer_id: number | null
  readonly reason: RejectionReason | null
  readonly notes: string | null
}

/** W:9470111: the seller gives money back, and may cancel an order that was accepted. */
export function returnOrder(
  tx: Transaction,
  caller: Caller,
  settings: Settings,
  order: Order,
  input: Returning,
): Order {
  if (order.seller.account !== caller.account)
    throw unprocessable(`Order ${order.id} can be returned only by its seller`)
  if (input.reviewer_id !== null) findReviewer(tx, caller, input.reviewer_id)
  if (input.cancel_order) {
    if (input.reviewer_id === null) throw invalid({ reviewer_id: ["can't be blank when cancel_order is true"] })
    if (input.reason === null) throw invalid({ reason: ["can't be blank when cancel_order is true"] })
    checkActor(caller, order, 'return')
  } else {
    if (input.amount_cents === 0) throw invalid({ amount: ['must be greater than 0 unless cancel_order is true'] })
    transitionOf(order, 'return')
  }
  giveBack(tx, order, input.amount_cents)
  const returned = tx.put('orders', {
    ...order,
    returned_cents: order.returned_cents + input.amount_cents,
    updated_at: tx.now,
  })
  if (!input.cancel_order) return returned
  return moveOrder(tx, settings, returned, 'return', {
    reviewer_id: input.reviewer_id,
    seller_cancellation_reason: input.reason,
    seller_cancellation_notes: input.notes,
  })
}

/** RB:orders.rb: completes an accepted order whose tickets were delivered in a way that TEvo cannot see. */
export function completeOrder(tx: Transaction, caller: Caller, settings: Settings, order: Order): Order {
  checkActor(caller, order, 'complete')
  for (const each of chainOf(tx, order))
    for (const shipment of tx.list('shipments', 'by_order', each.id))
      if (canMove(shipment, 'deliver')) tx.put('shipments', { ...shipment, state: 'delivered', updated_at: tx.now })
  return moveOrder(tx, settings, order, 'complete')
}

/** PHP:orders: the buyer lets a purchase that was held back go to its seller. */
export function pendToSeller(
  tx: Transaction,
  caller: Caller,
  settings: Settings,
  order: Order,
  payments: readonly NewPayment[],
): Order {
  checkActor(caller, order, 'pend_to_seller')
  const front = order.front_order_id === null ? null : tx.must('orders', order.front_order_id)
  if (front?.fraud_check_status === 'pending')
    throw unprocessable(`Order ${order.id} waits for the fraud check of order ${front.id}, which is pending`)
  for (const payment of payments) addPayment(tx, settings, order, null, payment, 0)
  return moveOrder(tx, settings, order, 'pend_to_seller')
}

/** Records the fraud desk's decision on an order to a Client; the order behind waits for it (S3). */
export function judgeFraud(
  tx: Transaction,
  settings: Settings,
  order: Order,
  status: Exclude<FraudCheckStatus, null>,
): Order {
  if (order.fraud_check_status === null)
    throw unprocessable(`Order ${order.id} was not screened: its fraud_check_status is null`)
  if (order.fraud_check_status !== 'pending')
    throw unprocessable(`The fraud check of order ${order.id} is ${order.fraud_check_status} already`)
  const judged = tx.put('orders', {
    ...order,
    fraud_check_status: status,
    fraud_updates: order.fraud_updates + 1,
    updated_at: tx.now,
  })
  const back = judged.back_order_id === null ? undefined : tx.must('orders', judged.back_order_id)
  if (back?.seller_state === 'open') {
    if (status === 'declined') moveOrder(tx, settings, back, 'fraud_declined')
    if (status === 'approved' && settings.order_review === 'off') moveOrder(tx, settings, back, 'fraud_approved')
  }
  return tx.must('orders', order.id)
}
