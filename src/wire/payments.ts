import { moneyString, refundableOf } from '../rules/money/totals.ts'
import type { Payment, PaymentCard } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { moneyNumber, time } from './print.ts'

/** Payments in answers, inside an order and on their own. */

/** `payments`: all payments of the order, refunds included. */
export function presentPayment(payment: Payment, payments: readonly Payment[]) {
  // S2: an authorised card shows the result of its address check.
  const match = payment.type === 'credit_card' ? { response: 'Match.', code: 'M' } : { response: null, code: null }
  return {
    id: payment.id,
    type: payment.type,
    amount: moneyString(payment.amount_cents),
    refundable_amount: moneyNumber(refundableOf(payments, payment)),
    refunded_from_id: payment.refunded_from_id,
    avs_response: null,
    avs_response_code: null,
    avs_street_address_response: match.response,
    avs_street_address_response_code: match.code,
    avs_postal_code_response: match.response,
    avs_postal_code_response_code: match.code,
    cvv_response: null,
    cvv_response_code: null,
    order_link_id: payment.order_id,
    credit_memo_id: null,
    payment_for_credit_memo_id: null,
    created_at: time(payment.created_at),
    updated_at: time(payment.updated_at),
    state: payment.state,
    is_refund: payment.is_refund,
    url: `/payments/${payment.id}`,
  }
}

/** W:9470146: a payment on its own has more fields than one inside an order. */
export function presentPaymentV9(read: Reader, payment: Payment) {
  const stored = payment.credit_card_id === null ? undefined : read.get('credit_cards', payment.credit_card_id)
  return {
    ...presentPayment(payment, read.list('payments', 'by_order', payment.order_id)),
    check_number: payment.check_number,
    performed_by: null,
    credit_card: presentCard(stored?.id ?? null, stored ?? payment.card),
  }
}

/** A card that came with the payment itself has no id. */
const presentCard = (id: number | null, card: PaymentCard | null) =>
  card === null ? null : { id, card_company: card.card_company, last_digits: card.last_digits, name: card.name }
