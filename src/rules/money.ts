import type { Order, Payment } from '../store/records.ts'
import type { Reader } from '../store/store.ts'
import { DEAD_STATES } from './order-states.ts'

/** All money is integer cents. */

export interface Amounts {
  readonly subtotal_cents: number
  readonly shipping_cents: number
  readonly service_fee_cents: number
  readonly additional_expense_cents: number
  readonly tax_cents: number
  readonly discount_cents: number
}

/** S4: `((price × quantity) of each item) + shipping + service_fee + additional_expense + tax − discount`. */
export const totalOf = (amounts: Amounts): number =>
  amounts.subtotal_cents +
  amounts.shipping_cents +
  amounts.service_fee_cents +
  amounts.additional_expense_cents +
  amounts.tax_cents -
  amounts.discount_cents

/** What an order's payments come to. */
export interface PaymentTotals {
  readonly pending_cents: number
  readonly paid_cents: number
  readonly refunded_cents: number
}

const isPaid = ({ state }: Payment): boolean => state === 'completed' || state === 'captured'

/** An authorised payment counts nowhere until it is captured (S2). */
export function paymentTotals(payments: readonly Payment[]): PaymentTotals {
  const totals = { pending_cents: 0, paid_cents: 0, refunded_cents: 0 }
  for (const payment of payments) {
    if (payment.is_refund) totals.refunded_cents += isPaid(payment) ? payment.amount_cents : 0
    else if (isPaid(payment)) totals.paid_cents += payment.amount_cents
    else if (payment.state === 'pending') totals.pending_cents += payment.amount_cents
  }
  return totals
}

/** What of a payment has not been given back. */
export function refundableOf(payments: readonly Payment[], payment: Payment): number {
  if (payment.is_refund || !isPaid(payment)) return 0
  const refunds = payments.filter((each) => each.refunded_from_id === payment.id && isPaid(each))
  return payment.amount_cents - refunds.reduce((sum, each) => sum + each.amount_cents, 0)
}

/** What is still owed on an order; negative when more was paid than it comes to (S4: a card is charged its own amount). */
export const balanceFrom = (total_cents: number, { paid_cents, refunded_cents }: PaymentTotals): number =>
  total_cents - paid_cents + refunded_cents

/** Cents in the words of a refusal. */
export const dollars = (cents: number): string => (cents / 100).toFixed(2)

/** What a buyer owes for an order that stands. */
function balanceOf(read: Reader, order: Order): number {
  if (DEAD_STATES.has(order.seller_state)) return 0
  return balanceFrom(order.total_cents, paymentTotals(read.list('payments', 'by_order', order.id)))
}

/** What a client owes: the balances of its orders that stand. */
export function clientBalance(read: Reader, client_id: number): number {
  let balance_cents = 0
  for (const order of read.find('orders', 'by_buyer', `Client:${client_id}`)) balance_cents += balanceOf(read, order)
  return balance_cents
}
