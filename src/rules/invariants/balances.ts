import type { Order, Payment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { OrderState } from '../../store/words.ts'
import { dollars, paymentTotals } from '../money/totals.ts'
import { DEAD_STATES } from '../orders/states.ts'
import type { Breach, Invariant } from './invariant.ts'

/** Cards are captured when the seller accepts (SUP), and no more is given back than was paid. */
export const balances: Invariant = {
  name: 'balances',
  *breaches(read) {
    for (const order of read.all('orders')) {
      const payments = read.list('payments', 'by_order', order.id)
      for (const payment of payments) yield* wrongState(read, order, payment)
      for (const payment of payments) yield* wrongRefunds(order, payment, payments)
      const { refunded_cents } = paymentTotals(payments)
      if (order.returned_cents > refunded_cents)
        yield {
          records: [{ table: 'orders', id: order.id }],
          detail: `order ${order.id} says that ${dollars(order.returned_cents)} was returned; its refunds come to ${dollars(refunded_cents)}`,
        }
    }
  },
}

/** States in which no seller has accepted the order yet, or ever. */
const NOT_ACCEPTED: ReadonlySet<OrderState> = new Set([
  'open',
  'pending',
  'pending_consignment',
  'rejected',
  'canceled_open',
])
const ACCEPTED: ReadonlySet<OrderState> = new Set(['accepted', 'completed'])

function* wrongState(read: Reader, order: Order, payment: Payment): Generator<Breach> {
  const { seller_state } = order
  const { id, type, state, is_refund } = payment
  const records = [
    { table: 'payments' as const, id },
    { table: 'orders' as const, id: order.id },
  ]
  const isEarly = state === 'captured' && NOT_ACCEPTED.has(seller_state) && !wasAcceptedBefore(read, order)
  if (isEarly) yield { records, detail: `payment ${id} is captured, and order ${order.id} is ${seller_state}` }
  const isLate = type === 'credit_card' && state === 'authorized' && !is_refund
  if (isLate && (ACCEPTED.has(seller_state) || DEAD_STATES.has(seller_state)))
    yield { records, detail: `payment ${id} is still authorized, and order ${order.id} is ${seller_state}` }
}

/** A sale whose tickets were substituted is pending again, and the client's money was kept. */
function wasAcceptedBefore(read: Reader, { back_order_id }: Order): boolean {
  const back = back_order_id === null ? undefined : read.get('orders', back_order_id)
  return back !== undefined && back.substitute_order_link_id !== null
}

const isDone = ({ state }: Payment): boolean => state === 'completed' || state === 'captured'

function* wrongRefunds(order: Order, payment: Payment, payments: readonly Payment[]): Generator<Breach> {
  const { id, refunded_from_id } = payment
  if (refunded_from_id !== null && !payments.some((each) => each.id === refunded_from_id))
    yield {
      records: [
        { table: 'payments', id },
        { table: 'payments', id: refunded_from_id },
      ],
      detail: `payment ${id} of order ${order.id} gives back payment ${refunded_from_id}, which is of another order`,
    }
  const refunds = payments.filter((each) => each.refunded_from_id === id && isDone(each))
  const refunded_cents = refunds.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
  const paid_cents = isDone(payment) ? payment.amount_cents : 0
  if (refunded_cents > paid_cents)
    yield {
      records: [payment, ...refunds].map((each) => ({ table: 'payments', id: each.id })),
      detail: `${dollars(refunded_cents)} of payment ${id} was refunded, and ${dollars(paid_cents)} was paid`,
    }
}
