import * as z from 'zod'
import { once } from '../operation.ts'
import type { OfficePayment } from '../rules/money/office-payments.ts'
import { moneyString } from '../rules/money/totals.ts'
import type { Party, Payment } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { PARTY_TYPES } from '../store/words.ts'
import { moneyShape, timeShape } from './client-shapes.ts'
import { time } from './print.ts'

/** W:4751401: a payment in the list of a whole office. */

export const PaymentStatusShape = once(() =>
  z.strictObject({
    id: z.int(),
    order_group_id: z.int(),
    order_link_id: z.int(),
    is_refund: z.boolean(),
    payment_amount: moneyShape(),
    transaction_amount: moneyShape(),
    transaction_type: z.string(),
    transaction_state: z.string(),
    seller_id: z.int(),
    seller_type: z.enum(PARTY_TYPES),
    seller_name: z.string(),
    buyer_id: z.int(),
    buyer_type: z.enum(PARTY_TYPES),
    buyer_name: z.string(),
    created_at: timeShape(),
    updated_at: timeShape(),
  }),
)

export type PaymentStatus = z.output<ReturnType<typeof PaymentStatusShape>>

/** `EvopayTransaction` and `CreditCardTransaction` are seen; the others are spelt alike. */
const transactionType = ({ type }: Payment): string =>
  `${type.replace(/(^|_)([a-z])/g, (_, _gap, letter: string) => letter.toUpperCase())}Transaction`

/** The page has two states: a card that is captured is completed, one that is authorised is not. */
function transactionState({ state }: Payment): string {
  if (state === 'captured') return 'completed'
  return state === 'authorized' ? 'pending' : state
}

/** The name of an office is that of its brokerage, as in the page's sample. */
function nameOf(read: Reader, { type, id, account }: Party): string {
  if (type === 'Client') return read.must('clients', id).name
  if (type === 'AffiliateStore') return read.must('affiliate_stores', id).name
  if (type === 'Outside') return 'Outside seller'
  return read.must('brokerages', Number(account.split(':')[1])).name
}

export function presentPaymentStatus(read: Reader, { payment, order }: OfficePayment): PaymentStatus {
  const amount = moneyString(payment.amount_cents)
  return {
    id: payment.id,
    order_group_id: order.order_group_id,
    order_link_id: order.id,
    is_refund: payment.is_refund,
    payment_amount: amount,
    transaction_amount: amount,
    transaction_type: transactionType(payment),
    transaction_state: transactionState(payment),
    seller_id: order.seller.id,
    seller_type: order.seller.type,
    seller_name: nameOf(read, order.seller),
    buyer_id: order.buyer.id,
    buyer_type: order.buyer.type,
    buyer_name: nameOf(read, order.buyer),
    created_at: time(payment.created_at),
    updated_at: time(payment.updated_at),
  }
}
