/** Payments in the marketplace's model: tevo-api.md §3.9 and §6, and the gateways' test values. All money is cents. */

export interface Payment {
  id: number
  readonly type: string
  readonly amount: number
  readonly is_refund: boolean
  /** The payment that this one gives back a part of. */
  readonly of: Payment | null
  /** The gateway authorises it and will not capture it. */
  readonly failsToSettle: boolean
  state: 'pending' | 'authorized' | 'captured' | 'completed' | 'voided' | 'canceled'
}

export interface AskedPayment {
  readonly type: string
  /** Null: the order's total. */
  readonly amount: number | null
  readonly by: 'card' | 'foreign card' | 'token' | 'declined token' | 'failing token' | 'nothing'
  readonly is_completed: boolean
  readonly is_refund: boolean
}

interface Payer {
  readonly total: number
  readonly isToClient: boolean
  /** Whether cards are charged at once. */
  readonly isAccepted: boolean
}

// https://developer.paypal.com/braintree/docs/reference/general/testing: amounts that its sandbox does not take.
const isDeclined = (amount: number): boolean => amount >= 2_000_00 && amount < 3_001_00
const settlementFails = (amount: number): boolean => amount >= 4_001_00 && amount < 4_002_00

/** A payment as it is recorded; null: the gateway, or who pays, makes it impossible. */
export function pay(asked: AskedPayment, { total, isToClient, isAccepted }: Payer): Payment | null {
  const amount = asked.amount ?? total
  const common = { id: 0, type: asked.type, amount, is_refund: asked.is_refund, of: null }
  if (asked.type !== 'credit_card')
    return { ...common, failsToSettle: false, state: asked.is_completed ? 'completed' : 'pending' }
  const isKnown = asked.by === 'token' || asked.by === 'failing token' || (asked.by === 'card' && isToClient)
  if (!isKnown || isDeclined(amount)) return null
  const failsToSettle = asked.by === 'failing token' || settlementFails(amount)
  if (isAccepted && failsToSettle) return null
  return { ...common, failsToSettle, state: isAccepted ? 'captured' : 'authorized' }
}

/** SUP: at acceptance cards are captured, and what is paid through TEvo is done. */
export function settle(payments: readonly Payment[]): void {
  for (const each of payments)
    if (each.state === 'authorized') each.state = 'captured'
    else if (each.state === 'pending' && each.type === 'evopay') each.state = 'completed'
}

export function voidAll(payments: readonly Payment[]): void {
  for (const each of payments)
    if (each.state === 'authorized') each.state = 'voided'
    else if (each.state === 'pending') each.state = 'canceled'
}

const isPaid = ({ state }: Payment): boolean => state === 'captured' || state === 'completed'
const sumOf = (payments: readonly Payment[]): number => payments.reduce((total, { amount }) => total + amount, 0)

export const paidOf = (payments: readonly Payment[]): number =>
  sumOf(payments.filter((each) => !each.is_refund && isPaid(each)))
export const refundedOf = (payments: readonly Payment[]): number =>
  sumOf(payments.filter((each) => each.is_refund && isPaid(each)))
export const pendingOf = (payments: readonly Payment[]): number =>
  sumOf(payments.filter((each) => !each.is_refund && each.state === 'pending'))

/** What of a payment has not been given back. */
export const leftOf = (payments: readonly Payment[], payment: Payment): number =>
  payment.is_refund || !isPaid(payment)
    ? 0
    : payment.amount - sumOf(payments.filter((each) => each.of === payment && isPaid(each)))

export function refund(payments: Payment[], payment: Payment, amount: number): void {
  if (amount > 0) payments.push({ ...payment, id: 0, amount, is_refund: true, of: payment, state: 'completed' })
}

/** Out of the first payments first; false: it is more than there is. */
export function giveBack(payments: Payment[], amount: number): boolean {
  const lefts = payments.map((payment) => ({ payment, left: leftOf(payments, payment) }))
  let rest = amount
  if (rest > lefts.reduce((total, { left }) => total + left, 0)) return false
  for (const { payment, left } of lefts) {
    refund(payments, payment, Math.min(rest, left))
    rest -= Math.min(rest, left)
  }
  return true
}

export const refundable = (payments: readonly Payment[]): number =>
  payments.reduce((total, payment) => total + leftOf(payments, payment), 0)

export const giveBackAll = (payments: Payment[]): boolean => giveBack(payments, refundable(payments))
