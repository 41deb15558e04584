import type { Amounts } from '../../store/placements.ts'
import type { Client, Order, Payment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { DEAD_STATES } from '../orders/states.ts'

/** All money is integer cents. */

/** S4: `((price × quantity) of each item) + shipping + service_fee + additional_expense + tax − discount`. */
export const totalOf = (amounts: Amounts): number =>
  amounts.subtotal_cents +
  amounts.shipping_cents +
  amounts.service_fee_cents +
  amounts.additional_expense_cents +
  amounts.tax_cents -
  amounts.discount_cents

/** The sums of an order's payments. */
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

/** The part of a payment that has not been given back. */
export function refundableOf(payments: readonly Payment[], payment: Payment): number {
  if (payment.is_refund || !isPaid(payment)) return 0
  const refunds = payments.filter((each) => each.refunded_from_id === payment.id && isPaid(each))
  return payment.amount_cents - refunds.reduce((sum, each) => sum + each.amount_cents, 0)
}

/** What is owed on an order; negative when more than its total was paid (S4: a card is charged its own amount). */
export const balanceFrom = (total_cents: number, { paid_cents, refunded_cents }: PaymentTotals): number =>
  total_cents - paid_cents + refunded_cents

/** Cents as a string with as few decimals as Ruby prints: `"45.0"`, `"9922.71"`. */
export function moneyString(cents: number): string {
  const sign = cents < 0 ? '-' : ''
  const digits = Math.abs(cents)
  const decimals = digits % 100
  const printed = decimals % 10 === 0 ? decimals / 10 : decimals < 10 ? `0${decimals}` : decimals
  return `${sign}${(digits - decimals) / 100}.${printed}`
}

/** Cents as a sentence of ours prints them: `12.50`. */
export const dollars = (cents: number): string => (cents / 100).toFixed(2)

/** What a buyer owes for an order; nothing when the order is dead. */
function balanceOf(read: Reader, order: Order): number {
  if (DEAD_STATES.has(order.seller_state)) return 0
  return balanceFrom(order.total_cents, paymentTotals(read.list('payments', 'by_order', order.id)))
}

/** What a client owes: the balances of its orders that are not dead. */
export function clientBalance(read: Reader, client_id: number): number {
  let balance_cents = 0
  for (const order of read.find('orders', 'by_buyer', `Client:${client_id}`)) balance_cents += balanceOf(read, order)
  return balance_cents
}

/** When what a client owes last changed: at its newest order or payment. RB-fix accounts.yml: a new balance has a new time. */
export function balanceChangedAt(read: Reader, { id, created_at }: Client): number {
  let changed_at = created_at
  for (const order of read.find('orders', 'by_buyer', `Client:${id}`)) {
    changed_at = Math.max(changed_at, order.updated_at)
    for (const payment of read.find('payments', 'by_order', order.id))
      changed_at = Math.max(changed_at, payment.updated_at)
  }
  return changed_at
}
