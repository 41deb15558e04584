import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import { addPayment, applyPayment, cancelPayment, refundPayment } from '../../rules/money/payments.ts'
import { checkPayable, seenAs } from '../../rules/orders/visibility.ts'
import { invalid } from '../../rules/refusal.ts'
import type { Payment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { createdShape } from '../../wire/client-shapes.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { id, money, optionalText } from '../../wire/fields.ts'
import { pageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { PaymentFields, paymentOf } from '../../wire/payment-input.ts'
import { PaymentV9Shape } from '../../wire/payment-shapes.ts'
import { presentPaymentV9 } from '../../wire/payments.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

/** A payment of an order that the caller sells or buys. */
const findPayment = (read: Reader, caller: Caller, payment_id: string): Payment =>
  lookUpOwn(
    read,
    'payments',
    payment_id,
    (payment) => seenAs(caller, read.must('orders', payment.order_id)) !== undefined,
  )

const paymentsIndex = defineOperation({
  id: 'payments.index',
  method: 'GET',
  path: '/v9/payments',
  summary: 'The payments of an order, newest first.',
  source: wiki(9470146),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ query: z.object({ ...pageFields, order_id: id() }) }),
  indexed: true,
  status: 200,
  output: () => pageShape('payments', PaymentV9Shape()),
  handle: ({ tx, caller, query }) => {
    const order = lookUpOwn(tx, 'orders', String(query.order_id), (each) => seenAs(caller, each) !== undefined)
    const records = tx.find('payments', 'by_order', order.id)
    const total = tx.count('payments', 'by_order', order.id)
    return pageOf('payments', query, { records, total }, (payment) => presentPaymentV9(tx, payment))
  },
})

const paymentsShow = defineOperation({
  id: 'payments.show',
  method: 'GET',
  path: '/v9/payments/:payment_id',
  summary: 'One payment.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: PaymentV9Shape,
  handle: ({ tx, caller, params }) => presentPaymentV9(tx, findPayment(tx, caller, params.payment_id)),
})

const paymentsCreate = defineOperation({
  id: 'payments.create',
  method: 'POST',
  path: '/v9/payments',
  summary: 'Records payments for orders; a card is charged at once if its order is accepted already.',
  source: wiki(9470142),
  fidelity: 'documented',
  credentials: BROKERS,
  forcible: ['payment_declined'],
  input: () => ({ body: batch('payments', PaymentFields().extend({ order_id: id() })) }),
  status: 201,
  output: () => createdShape('payments', PaymentV9Shape()),
  handle: ({ tx, caller, settings, body }) => {
    const payments = body.payments.map((entry, nth) => {
      const order = tx.get('orders', entry.order_id)
      if (order === undefined || seenAs(caller, order) === undefined)
        throw invalid({ order_id: [`${entry.order_id} is not an order of yours`] }, nth)
      if (entry.amount === 0) throw invalid({ amount: ['must be greater than 0'] }, nth)
      checkPayable(order)
      const client = order.buyer.type === 'Client' ? tx.must('clients', order.buyer.id) : null
      return addPayment(tx, settings, order, client, paymentOf(entry), nth)
    })
    return { payments: payments.map((payment) => presentPaymentV9(tx, payment)) }
  },
})

const paymentsApply = defineOperation({
  id: 'payments.apply',
  method: 'GET',
  path: '/v9/payments/:payment_id/apply',
  summary: 'Completes a pending payment, and so changes the balance of its order.',
  source: wiki(9470132),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ query: z.object({ check_number: optionalText(255) }) }),
  status: 200,
  output: PaymentV9Shape,
  handle: ({ tx, caller, params, query }) => {
    const payment = findPayment(tx, caller, params.payment_id)
    return presentPaymentV9(tx, applyPayment(tx, payment, query.check_number ?? null))
  },
})

const paymentsCancel = defineOperation({
  id: 'payments.cancel',
  method: 'GET',
  path: '/v9/payments/:payment_id/cancel',
  summary: 'Cancels a pending payment.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: PaymentV9Shape,
  handle: ({ tx, caller, params }) =>
    presentPaymentV9(tx, cancelPayment(tx, findPayment(tx, caller, params.payment_id))),
})

const paymentsRefund = defineOperation({
  id: 'payments.refund',
  method: 'POST',
  path: '/v9/payments/:payment_id/refund',
  summary: 'Refunds a payment or a part of it, as a payment back; a card that is not captured yet is voided.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: flat(z.object({ amount: money().nullish() })) }),
  status: 200,
  output: PaymentV9Shape,
  handle: ({ tx, caller, params, body }) => {
    const payment = findPayment(tx, caller, params.payment_id)
    return presentPaymentV9(tx, refundPayment(tx, payment, body.amount ?? null))
  },
})

export const payments = [paymentsIndex, paymentsShow, paymentsCreate, paymentsApply, paymentsCancel, paymentsRefund]
