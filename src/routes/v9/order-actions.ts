import * as z from 'zod'
import { defineOperation, once } from '../../operation.ts'
import {
  acceptOrder,
  cancelOrder,
  completeOrder,
  pendToSeller,
  type Refusing,
  rejectOrder,
  returnOrder,
} from '../../rules/orders/moves.ts'
import { findOrder } from '../../rules/orders/visibility.ts'
import { REJECTION_REASONS } from '../../store/words.ts'
import { flat } from '../../wire/envelopes.ts'
import { flag, id, money, optionalText } from '../../wire/fields.ts'
import { OrderV9Shape } from '../../wire/order-shapes.ts'
import { presentOrderV9 } from '../../wire/orders.ts'
import { PaymentFields, paymentOf } from '../../wire/payment-input.ts'
import { seat } from '../../wire/ticket-group-input.ts'
import { BROKERS, PHP_CLIENT, RUBY_CLIENT, wiki } from './sources.ts'

const ordersAccept = defineOperation({
  id: 'orders.accept',
  method: 'POST',
  path: '/v9/orders/:order_id/accept',
  summary: 'Accepts a pending order: a promise to supply all of its tickets.',
  source: wiki(9470105),
  fidelity: 'documented',
  credentials: BROKERS,
  forcible: ['payment_declined'],
  input: () => ({ body: flat(z.object({ reviewer_id: id(), seats: z.array(seat()).max(1_000).nullish() })) }),
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, settings, params, body }) => {
    const order = findOrder(tx, caller, params.order_id)
    acceptOrder(tx, caller, settings, order, { reviewer_id: body.reviewer_id, seats: body.seats ?? null })
    return presentOrderV9(tx, caller, tx.must('orders', order.id))
  },
})

/** The six reasons of W:9470108. Until 2.1.5 of the PHP client the field was called `rejection_reason`. */
const RefusingFields = once(() =>
  z
    .object({
      reviewer_id: id(),
      reason: z.enum(REJECTION_REASONS).nullish(),
      rejection_reason: z.enum(REJECTION_REASONS).nullish(),
      rejection_notes: optionalText(),
      cancellation_notes: optionalText(),
      notes: optionalText(),
    })
    .superRefine((body, context) => {
      if (body.reason || body.rejection_reason) return
      const message = `can't be blank: give one of ${REJECTION_REASONS.join(', ')}`
      context.addIssue({ code: 'custom', path: ['reason'], message, input: body })
    }),
)

const refusingOf = (body: z.output<ReturnType<typeof RefusingFields>>): Refusing => ({
  reviewer_id: body.reviewer_id,
  reason: body.reason ?? body.rejection_reason ?? 'Other',
  notes: body.rejection_notes ?? body.cancellation_notes ?? body.notes ?? null,
})

const ordersReject = defineOperation({
  id: 'orders.reject',
  method: 'POST',
  path: '/v9/orders/:order_id/reject',
  summary: 'Rejects a pending order, and releases its tickets.',
  source: wiki(9470108),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: flat(RefusingFields()) }),
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, settings, params, body }) => {
    const order = findOrder(tx, caller, params.order_id)
    rejectOrder(tx, caller, settings, order, refusingOf(body))
    return presentOrderV9(tx, caller, tx.must('orders', order.id))
  },
})

const ordersCancel = defineOperation({
  id: 'orders.cancel',
  method: 'POST',
  path: '/v9/orders/:order_id/cancel',
  summary: 'Proposes to cancel an accepted order between brokerages; it is canceled when both sides have called.',
  source: wiki(4129637),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: flat(RefusingFields()) }),
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, settings, params, body }) => {
    const order = findOrder(tx, caller, params.order_id)
    cancelOrder(tx, caller, settings, order, refusingOf(body))
    return presentOrderV9(tx, caller, tx.must('orders', order.id))
  },
})

const ordersReturn = defineOperation({
  id: 'orders.return',
  method: 'POST',
  path: '/v9/orders/:order_id/return',
  summary: 'Gives money back to the buyer of an accepted order, and may cancel the order.',
  source: wiki(9470111),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    body: flat(
      z.object({
        amount: money(),
        cancel_order: flag().nullish(),
        reviewer_id: id().nullish(),
        reason: z.enum(REJECTION_REASONS).nullish(),
        notes: optionalText(),
      }),
    ),
  }),
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, settings, params, body }) => {
    const order = findOrder(tx, caller, params.order_id)
    returnOrder(tx, caller, settings, order, {
      amount_cents: body.amount,
      cancel_order: body.cancel_order ?? false,
      reviewer_id: body.reviewer_id ?? null,
      reason: body.reason ?? null,
      notes: body.notes ?? null,
    })
    return presentOrderV9(tx, caller, tx.must('orders', order.id))
  },
})

const ordersComplete = defineOperation({
  id: 'orders.complete',
  method: 'POST',
  path: '/v9/orders/:order_id/complete',
  summary: 'Completes an accepted order whose tickets have been delivered.',
  source: RUBY_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => z.strictObject({ orders: z.array(OrderV9Shape()) }),
  handle: ({ tx, caller, settings, params }) => {
    const order = findOrder(tx, caller, params.order_id)
    return { orders: [presentOrderV9(tx, caller, completeOrder(tx, caller, settings, order))] }
  },
})

const ordersPendToSeller = defineOperation({
  id: 'orders.pend_to_seller',
  method: 'POST',
  path: '/v9/orders/:order_id/pend_to_seller',
  summary: 'Sends an open purchase, which was held back, to its seller; payments may be added.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  forcible: ['payment_declined'],
  input: () => ({ body: flat(z.object({ payments: z.array(PaymentFields()).max(100).nullish() })) }),
  knownAndIgnored: { '/order_item_links': 'no source says what stands in it' },
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, settings, params, body }) => {
    const order = findOrder(tx, caller, params.order_id)
    pendToSeller(tx, caller, settings, order, (body.payments ?? []).map(paymentOf))
    return presentOrderV9(tx, caller, tx.must('orders', order.id))
  },
})

export const orderActions = [ordersAccept, ordersReject, ordersCancel, ordersReturn, ordersComplete, ordersPendToSeller]
