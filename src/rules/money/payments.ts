import type { NewPayment } from '../../store/placements.ts'
import type { Client, Order, Payment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { checkOwnProperty } from '../clients/clients.ts'
import { unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { captureFailureOf, declineOf } from './gateway.ts'
import { dollars, refundableOf } from './totals.ts'

/** What a payment needs to know of its order. */
type Paid = Pick<Order, 'id' | 'total_cents' | 'seller_state'>

/** Records a payment. A card is authorised, and captured too if its order is accepted; other types start as pending. */
export function addPayment(
  tx: Transaction,
  settings: Settings,
  order: Paid,
  client: Client | null,
  input: NewPayment,
  entry: number,
): Payment {
  const amount_cents = input.amount_cents ?? order.total_cents
  checkBillingAddress(tx, client, input.billing_address_id ?? null, entry)
  if (input.type === 'credit_card') authorize(tx, settings, client, input, amount_cents, entry)
  const payment = tx.put('payments', {
    id: tx.nextId('payments'),
    order_id: order.id,
    type: input.type,
    state: input.type === 'credit_card' ? 'authorized' : input.is_completed ? 'completed' : 'pending',
    amount_cents,
    is_refund: input.is_refund,
    refunded_from_id: null,
    credit_card_id: input.credit_card_id,
    token: input.token,
    card: input.card ?? null,
    check_number: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
  const isAccepted = order.seller_state === 'accepted' || order.seller_state === 'completed'
  return isAccepted && payment.state === 'authorized' ? capture(tx, settings, payment) : payment
}

/** The billing address of an order, or of a payment, is an address of its client. */
export function checkBillingAddress(read: Reader, client: Client | null, id: number | null, entry: number): void {
  if (id === null) return
  if (client === null)
    throw unprocessable('billing_address_id names an address of a client, and this order has no client: leave it out')
  checkOwnProperty(read, client, 'addresses', 'billing_address_id', id, entry)
}

function authorize(
  tx: Transaction,
  settings: Settings,
  client: Client | null,
  input: NewPayment,
  amount_cents: number,
  entry: number,
): void {
  // S4: they fail, even in the sandbox, without a gateway.
  if (settings.gateway === 'none') throw unprocessable('This account has no payment gateway; credit_card payments fail')
  if (input.credit_card_id === null && input.token === null && !input.card)
    throw unprocessable(
      'A credit_card payment needs a credit_card_id, a credit_card, or a token from the payment gateway',
    )
  if (input.credit_card_id !== null) {
    if (client === null) throw unprocessable('A credit_card_id names a card of a client, and this order has no client')
    checkOwnProperty(tx, client, 'credit_cards', 'credit_card_id', input.credit_card_id, entry)
  }
  const decline = declineOf({ amount_cents, token: input.token, is_declined: input.is_declined ?? false }, settings)
  if (decline !== null) throw unprocessable(`The credit card was declined: ${decline}`)
}

function capture(tx: Transaction, settings: Settings, payment: Payment): Payment {
  const failure = captureFailureOf(payment, settings)
  if (failure !== null)
    throw unprocessable(`Payment ${payment.id} of order ${payment.order_id} could not be captured: ${failure}`)
  return setState(tx, payment, 'captured')
}

/** SUP: when an order is accepted, its authorised cards are captured and its `evopay` payments are completed. */
export function settlePayments(tx: Transaction, settings: Settings, order_id: number): void {
  for (const payment of tx.list('payments', 'by_order', order_id)) {
    if (payment.state === 'authorized') capture(tx, settings, payment)
    if (payment.state === 'pending' && payment.type === 'evopay') setState(tx, payment, 'completed')
  }
}

/** W:9470132: a pending payment has come in. */
export function applyPayment(tx: Transaction, payment: Payment, check_number: string | null): Payment {
  checkPending(payment, 'applied')
  return tx.put('payments', {
    ...payment,
    state: 'completed',
    check_number: check_number ?? payment.check_number,
    updated_at: tx.now,
  })
}

export function cancelPayment(tx: Transaction, payment: Payment): Payment {
  checkPending(payment, 'canceled')
  return setState(tx, payment, 'canceled')
}

function checkPending(payment: Payment, done: string): void {
  if (payment.state !== 'pending')
    throw unprocessable(`Payment ${payment.id} is ${payment.state}; only a payment that is pending can be ${done}`)
}

/** PHP:payments: a refund is a payment back, of the same type. A card that is not captured yet is voided instead. */
export function refundPayment(tx: Transaction, payment: Payment, amount_cents: number | null): Payment {
  if (payment.state === 'authorized') {
    if (amount_cents !== null && amount_cents !== payment.amount_cents)
      throw unprocessable(
        `Payment ${payment.id} is not captured yet; it can only be voided as a whole: leave amount out`,
      )
    return setState(tx, payment, 'voided')
  }
  const left_cents = refundableOf(tx.list('payments', 'by_order', payment.order_id), payment)
  const refunded = (amount_cents ?? left_cents) <= left_cents ? refund(tx, payment, amount_cents ?? left_cents) : null
  if (refunded === null)
    throw unprocessable(
      `Payment ${payment.id} is ${payment.state} and has ${dollars(left_cents)} left to refund; ${dollars(amount_cents ?? left_cents)} was asked for`,
    )
  return refunded
}

/** SUP: when an order fails, its authorised cards are voided and its pending payments are canceled. */
export function voidPayments(tx: Transaction, order_id: number): void {
  for (const payment of tx.list('payments', 'by_order', order_id)) {
    if (payment.state === 'authorized') setState(tx, payment, 'voided')
    if (payment.state === 'pending') setState(tx, payment, 'canceled')
  }
}

/** Refunds everything that was paid for an order and not refunded yet. */
export function refundPayments(tx: Transaction, order_id: number): void {
  const payments = tx.list('payments', 'by_order', order_id)
  for (const payment of payments) refund(tx, payment, refundableOf(payments, payment))
}

/** PHP:payments: a refund is a payment of its own, of the same type, marked `is_refund`. */
function refund(tx: Transaction, payment: Payment, amount_cents: number): Payment | null {
  if (amount_cents === 0) return null
  return tx.put('payments', {
    ...payment,
    id: tx.nextId('payments'),
    state: 'completed',
    amount_cents,
    is_refund: true,
    refunded_from_id: payment.id,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/** Refunds an amount to an order's buyer, from the oldest payments first. */
export function giveBack(tx: Transaction, order: Order, amount_cents: number): void {
  const payments = tx.list('payments', 'by_order', order.id)
  const refundable = payments.map((payment) => ({ payment, left_cents: refundableOf(payments, payment) }))
  const most_cents = refundable.reduce((sum, { left_cents }) => sum + left_cents, 0)
  if (amount_cents > most_cents)
    throw unprocessable(
      `${dollars(amount_cents)} is more than the ${dollars(most_cents)} that was paid for order ${order.id} and not given back yet`,
    )
  let rest_cents = amount_cents
  for (const { payment, left_cents } of refundable) {
    const part_cents = Math.min(rest_cents, left_cents)
    refund(tx, payment, part_cents)
    rest_cents -= part_cents
  }
}

const setState = (tx: Transaction, payment: Payment, state: Payment['state']) =>
  tx.put('payments', { ...payment, state, updated_at: tx.now })
