import type { Intent, IntentOf } from './marketplace-intents.ts'
import {
  accept,
  cancel,
  complete,
  giveReturn,
  judge,
  type Market,
  moveOf,
  type Order,
  pend,
  reject,
  seatsOf,
  sees,
  totalOf,
} from './marketplace-model.ts'
import { leftOf, type Payment, pay, refund, refundable } from './marketplace-money.ts'
import {
  aimAt,
  aimAtOrder,
  dollars,
  NO_ID,
  type Plan,
  REASON,
  reviewerOf,
  statusFor,
  withChain,
} from './marketplace-plan.ts'
import { payable, paymentBody } from './marketplace-sales.ts'
import { type Call, isDead } from './marketplace-table.ts'
import type { Party } from './marketplace-world.ts'

/** What is done with an order, and with its payments. */

interface OrderCall {
  readonly party: Party
  readonly order: Order | null
  readonly call: Call
  readonly body?: object
  readonly isComplete?: boolean
}

/** A call on an order: the model does it if it may be done. */
function onOrder(
  { party, order, call, body = {}, isComplete = true }: OrderCall,
  perform: (order: Order) => boolean,
): Plan {
  return {
    party,
    method: 'POST',
    target: `/v9/orders/${order?.id ?? NO_ID}/${call}`,
    body,
    status: statusFor(
      party,
      { isComplete, isSeen: order !== null && sees(party, order) },
      () => order !== null && perform(order),
    ),
    call,
    about: withChain(order),
  }
}

export function planAccept(market: Market, intent: IntentOf<'accept'>): Plan {
  const { party, order } = aimAtOrder(market, intent, (each, who) => moveOf(each, 'accept', who) !== null)
  const reviewer = reviewerOf(party, intent.reviewer)
  const seats = order === null ? null : seatsNamed(order, intent.seats)
  const body = { ...reviewer.fields, ...(seats === null ? {} : { seats }) }
  return onOrder(
    { party, order, call: 'accept', body, isComplete: intent.reviewer !== 'none' },
    (each) => reviewer.isOwn && moveOf(each, 'accept', party) !== null && accept(each, seats, market),
  )
}

/** Seats that a seller may say it supplies; null: none are named. */
function seatsNamed(order: Order, which: IntentOf<'accept'>['seats']): number[] | null {
  if (which === 'any') return null
  const given = new Set<string>()
  const seats = order.items.flatMap(({ group, quantity }) => {
    const own = seatsOf(group, (keeper) => keeper === 'nobody' || keeper === order)
    const last = own.filter((seat) => !given.has(`${group.id} ${seat}`)).slice(-quantity)
    for (const seat of last) given.add(`${group.id} ${seat}`)
    return last
  })
  const [first] = order.items
  const others = first === undefined ? [] : seatsOf(first.group, (keeper) => keeper !== 'nobody' && keeper !== order)
  if (which === 'too few') return seats.slice(1)
  if (which === 'twice') return seats.map(() => seats[0] ?? 0)
  if (which === 'sold') return [others[0] ?? 998, ...seats.slice(1)]
  return which === 'others' ? seats.reverse() : seats
}

export function planReject(market: Market, intent: IntentOf<'reject'>): Plan {
  // Of the orders behind others, more.
  const isSought = ({ front }: Order) => front !== null || intent.nth % 3 === 0
  const { party, order } = aimAtOrder(
    market,
    intent,
    (each, who) => isSought(each) && moveOf(each, 'reject', who) !== null,
  )
  const reviewer = reviewerOf(party, intent.reviewer)
  const body = { ...reviewer.fields, ...(intent.hasReason ? { reason: REASON } : {}) }
  return onOrder(
    { party, order, call: 'reject', body, isComplete: intent.hasReason && intent.reviewer !== 'none' },
    (each) => reviewer.isOwn && moveOf(each, 'reject', party) !== null && reject(market, each),
  )
}

export function planCancel(market: Market, intent: IntentOf<'cancel'>): Plan {
  // Few of those that are open, for what they may become.
  const isSought = ({ isToClient, state }: Order) => !isToClient && (state !== 'open' || intent.nth % 5 === 0)
  const { party, order } = aimAtOrder(
    market,
    intent,
    (each, who) => isSought(each) && moveOf(each, 'cancel', who) !== null,
  )
  const reviewer = reviewerOf(party, intent.reviewer)
  const body = { ...reviewer.fields, ...(intent.hasReason ? { reason: REASON } : {}) }
  return onOrder(
    { party, order, call: 'cancel', body, isComplete: intent.hasReason && intent.reviewer !== 'none' },
    (each) => reviewer.isOwn && cancel(market, each, party),
  )
}

export function planReturn(market: Market, intent: IntentOf<'return'>): Plan {
  const { cancel_order, hasReason } = intent
  const isSold = ({ state }: Order) => state === 'accepted' || state === 'completed'
  const isLegal = (each: Order, who: Party) =>
    cancel_order ? moveOf(each, 'return', who) !== null : each.seller === who.account && isSold(each)
  const { party, order } = aimAtOrder(market, intent, isLegal)
  const reviewer = reviewerOf(party, intent.reviewer)
  const most = refundable(order?.payments ?? [])
  const amount = { nothing: 0, 'a part': Math.ceil(most / 3), all: most, 'too much': most + 1 }[intent.amount]
  const body = {
    ...reviewer.fields,
    amount: dollars(amount),
    ...(cancel_order ? { cancel_order } : {}),
    ...(hasReason ? { reason: REASON } : {}),
  }
  const isSaid = cancel_order
    ? reviewer.isOwn && hasReason
    : amount > 0 && (intent.reviewer === 'none' || reviewer.isOwn)
  return onOrder(
    { party, order, call: 'return', body },
    (each) => isSaid && isLegal(each, party) && giveReturn(market, each, amount, cancel_order),
  )
}

export function planComplete(market: Market, intent: IntentOf<'complete'>): Plan {
  const { party, order } = aimAtOrder(market, intent, (each, who) => moveOf(each, 'complete', who) !== null)
  return onOrder({ party, order, call: 'complete' }, (each) => {
    const isLegal = moveOf(each, 'complete', party) !== null
    if (isLegal) complete(market, each)
    return isLegal
  })
}

export function planPend(market: Market, intent: IntentOf<'pend to seller'>): Plan {
  const { party, order } = aimAtOrder(market, intent, (each, who) => moveOf(each, 'pend_to_seller', who) !== null)
  const asked = intent.payments.map((each) => payable(each, intent.aim === 'legal'))
  const body = { payments: asked.map((each) => paymentBody(each, party)) }
  return onOrder({ party, order, call: 'pend_to_seller', body }, (each) => {
    const total = totalOf(each)
    const payments = asked.flatMap((payment) => pay(payment, { total, isToClient: false, isAccepted: false }) ?? [])
    // Design: while the fraud check is pending, the order behind is open.
    const isWaiting = each.front?.fraud === 'pending'
    if (moveOf(each, 'pend_to_seller', party) === null || isWaiting || payments.length < asked.length) return false
    each.payments.push(...payments)
    pend(market, each)
    return true
  })
}

export function planJudgement(market: Market, intent: IntentOf<'judge'>): Plan {
  const { order } = aimAtOrder(market, intent, ({ fraud, back }) => {
    return fraud === 'pending' && (back !== null || intent.nth % 4 === 0)
  })
  const said = { approve: 'approved', decline: 'declined', hold: 'pending' } as const
  return {
    party: null,
    method: 'POST',
    target: `/orders/${order?.id ?? NO_ID}/act`,
    body: { as: 'fraud_desk', do: intent.deed },
    status: order === null ? 404 : judge(market, order, said[intent.deed]) ? 200 : 422,
    call: intent.deed === 'decline' ? 'fraud_declined' : 'fraud_approved',
    about: withChain(order),
  }
}

export function planPayment(market: Market, intent: IntentOf<'pay'>): Plan {
  const { party, order } = aimAtOrder(market, intent, ({ state }) => !isDead(state))
  const asked = payable(intent.payment, intent.aim === 'legal' && order?.isToClient === false)
  const body = { payments: [{ order_id: order?.id ?? NO_ID, ...paymentBody(asked, party) }] }
  const isDone = () => {
    if (order === null || !sees(party, order) || isDead(order.state) || asked.amount === 0) return false
    const isMine = order.isToClient && asked.by === 'card'
    const isAccepted = order.state === 'accepted' || order.state === 'completed'
    const payment = pay(asked, { total: totalOf(order), isToClient: isMine, isAccepted })
    if (payment !== null) order.payments.push(payment)
    return payment !== null
  }
  const status = statusFor(party, { isSeen: true }, isDone, 201)
  return { party, method: 'POST', target: '/v9/payments', body, status, about: order === null ? [] : [order] }
}

interface OwnPayment {
  readonly order: Order
  readonly payment: Payment
}

const paymentsOf = ({ orders }: Market): OwnPayment[] =>
  orders.flatMap((order) => order.payments.map((payment) => ({ order, payment })))

type PaymentIntent = Extract<Intent, { kind: `${string} payment` }>

function onPayment(
  market: Market,
  intent: PaymentIntent,
  isLegal: (payment: Payment) => boolean,
  plan: (own: OwnPayment | null) => Pick<Plan, 'method' | 'body'> & { call: string; perform: () => boolean },
): Plan {
  const { party, thing } = aimAt(
    intent,
    paymentsOf(market),
    ({ order }, who) => sees(who, order),
    ({ payment }) => isLegal(payment),
  )
  const { call, perform, ...request } = plan(thing)
  return {
    party,
    ...request,
    target: `/v9/payments/${thing?.payment.id ?? NO_ID}/${call}`,
    status: statusFor(party, { isSeen: thing !== null && sees(party, thing.order) }, perform),
    about: thing === null ? [] : [thing.order],
  }
}

/** PHP:payments: pending → completed, or canceled. */
export const planEndOfPayment = (market: Market, intent: IntentOf<'apply payment' | 'cancel payment'>): Plan =>
  onPayment(
    market,
    intent,
    ({ state }) => state === 'pending',
    (own) => ({
      method: 'GET',
      call: intent.kind === 'apply payment' ? 'apply' : 'cancel',
      perform: () => {
        if (own?.payment.state !== 'pending') return false
        own.payment.state = intent.kind === 'apply payment' ? 'completed' : 'canceled'
        return true
      },
    }),
  )

/** PHP:payments: a payment the other way; a card that is not charged yet is voided, whole. */
export const planRefund = (market: Market, intent: IntentOf<'refund payment'>): Plan =>
  onPayment(
    market,
    intent,
    ({ state, is_refund }) => !is_refund && ['authorized', 'captured', 'completed'].includes(state),
    (own) => {
      const isHeld = own?.payment.state === 'authorized'
      const left = own === null ? 0 : isHeld ? own.payment.amount : leftOf(own.order.payments, own.payment)
      const amounts = { 'left out': null, 'a part': Math.ceil(left / 2), all: left, 'too much': left + 1 }
      const amount = amounts[intent.amount]
      return {
        method: 'POST',
        call: 'refund',
        body: amount === null ? {} : { amount: dollars(amount) },
        perform: () => {
          if (own === null) return false
          const { order, payment } = own
          if (isHeld && (amount ?? left) === left) payment.state = 'voided'
          else if (isHeld || (amount ?? left) === 0 || (amount ?? left) > left) return false
          else refund(order.payments, payment, amount ?? left)
          return true
        },
      }
    },
  )
