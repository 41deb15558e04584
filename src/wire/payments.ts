import { refundableOf } from '../rules/money.ts'
import type { Payment } from '../store/records.ts'
import type { Reader } from '../store/store.ts'
import { moneyNumber, moneyString, time } from './print.ts'

/** Payments as they go out, in an order and by themselves. */

/** `payments`: all those of its order, its refunds among them. */
export function presentPayment(payment: Payment, payments: readonly Payment[]) {
  // S2: an authorised card's address has been checked.
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

/** W:9470146: a payment by itself tells more than one in an order. */
export function presentPaymentV9(read: Reader, payment: Payment) {
  const card = payment.credit_card_id === null ? undefined : read.get('credit_cards', payment.credit_card_id)
  return {
    ...presentPayment(payment, read.list('payments', 'by_order', payment.order_id)),
    check_number: payment.check_number,
    performed_by: null,
    credit_card:
      card === undefined
        ? null
        : { id: card.id, card_company: card.card_company, last_digits: card.last_digits, name: card.name },
  }
}
