import type { Client, Payment } from '../store/records.ts'
import type { Transaction } from '../store/store.ts'
import { checkOwnProperty } from './clients.ts'
import { unprocessable } from './refusal.ts'
import type { PaymentType } from './terms.ts'

export interface NewPayment {
  readonly type: PaymentType
  /** Null: the order's total. */
  readonly amount_cents: number | null
  readonly credit_card_id: number | null
  /** A gateway's token or nonce in place of a stored card. */
  readonly token: string | null
  readonly is_completed: boolean
  readonly is_refund: boolean
}

/** Records a payment as it is when an order is made: a card is authorised, another one is pending. */
export function addPayment(
  tx: Transaction,
  order: { readonly id: number; readonly total_cents: number },
  client: Client | null,
  input: NewPayment,
  entry: number,
): Payment {
  if (input.type === 'credit_card') checkCard(tx, client, input, entry)
  const state = input.type === 'credit_card' ? 'authorized' : input.is_completed ? 'completed' : 'pending'
  return tx.put('payments', {
    id: tx.nextId('payments'),
    order_id: order.id,
    type: input.type,
    state,
    amount_cents: input.amount_cents ?? order.total_cents,
    is_refund: input.is_refund,
    refunded_from_id: null,
    credit_card_id: input.credit_card_id,
    check_number: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

function checkCard(tx: Transaction, client: Client | null, input: NewPayment, entry: number): void {
  if (input.credit_card_id === null) {
    if (input.token === null)
      throw unprocessable('A credit_card payment needs a credit_card_id, or a token from the payment gateway')
    return
  }
  if (client === null) throw unprocessable('A credit_card_id names a card of a client; this order has no client')
  checkOwnProperty(tx, client, 'credit_cards', 'credit_card_id', input.credit_card_id, entry)
}

/** SUP: a card that was authorised is captured when the order is accepted; what is paid through TEvo is then done. */
export function settlePayments(tx: Transaction, order_id: number): void {
  for (const payment of tx.list('payments', 'by_order', order_id)) {
    if (payment.state === 'authorized') setState(tx, payment, 'captured')
    if (payment.state === 'pending' && payment.type === 'evopay') setState(tx, payment, 'completed')
  }
}

/** SUP: an authorisation is voided when the order is rejected; nothing that is pending comes any more. */
export function voidPayments(tx: Transaction, order_id: number): void {
  for (const payment of tx.list('payments', 'by_order', order_id)) {
    if (payment.state === 'authorized') setState(tx, payment, 'voided')
    if (payment.state === 'pending') setState(tx, payment, 'canceled')
  }
}

const setState = (tx: Transaction, payment: Payment, state: Payment['state']) =>
  tx.put('payments', { ...payment, state, updated_at: tx.now })
