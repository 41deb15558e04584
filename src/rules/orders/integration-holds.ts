import type { Order, OrderIntegration, OutboundCall } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { accountOfOffice } from '../caller.ts'
import type { OutsideAnswer, Preparing } from '../job.ts'
import { notAnsweredInTime, notFoundThere } from '../order-refusals.ts'
import { concludeHold, forgetOld, intendHold, letGo, sendLater } from '../outbound-calls.ts'
import { type Refusal, stale } from '../refusal.ts'
import { attemptOf } from '../sending.ts'
import { callTo, isNotFound, outcomeOf, whyNotHeld } from './integration-calls.ts'
import { hasServices, serviceFor } from './integrations.ts'
import { DEAD_STATES } from './states.ts'

/**
 * W:2321547302, S003: before an order for a broker's tickets is made, its service is asked to hold them; then it is told
 * of the order, or that the hold is released. One hold for each item, all of them or none.
 */

/** The tickets of one item that their owner's service has to hold. */
interface Need {
  /** Which order of the request, and which item of it. */
  readonly entry: number
  readonly item: number
  readonly ticket_group_id: number
  readonly office_id: number
  readonly quantity: number
  readonly price_cents: number
  readonly buying_office_id: number
}

/** A need, the order that it is for, and who is asked. */
interface Needed {
  readonly need: Need
  readonly order: Order
  readonly service: OrderIntegration
}

/** A hold that was made for a need. */
interface Hold {
  readonly id: number
  readonly need: Need
}

export type Holds = readonly Hold[]

/**
 * Asks for the holds that an order needs: for those that an earlier try of the same request has not made yet. `place`
 * makes the orders, and is undone again: TEvo validates first, so an order that is refused anyway asks nobody.
 * @throws Refusal when one of them is not made; then none is left
 */
export async function prepareHolds(
  { dryRun, write, outside, previous = [] }: Pick<Preparing<Holds>, 'dryRun' | 'write' | 'outside' | 'previous'>,
  place: (tx: Transaction) => readonly Order[],
): Promise<Holds> {
  const { kept, missing } = dryRun((tx) => {
    const needed = neededFor(tx, place(tx))
    const kept = previous.filter((hold) => isHeld(tx, hold) && needed.some(({ need }) => isSame(need, hold.need)))
    return { kept, missing: needed.filter(({ need }) => !kept.some((hold) => isSame(need, hold.need))) }
  })
  const unneeded = previous.filter((hold) => !kept.includes(hold))
  if (missing.length === 0 && unneeded.length === 0) return kept

  const begun = await write((tx) => {
    release(tx, unneeded)
    return missing.map((needed) => ({ ...needed, at: tx.now, call: intend(tx, needed) }))
  })
  const answered = await Promise.all(
    begun.map(async (each) => ({ ...each, answer: await outside.call(callTo(each.service, each.call)) })),
  )
  const refusal = refusalOf(answered)
  try {
    await write((tx) => {
      for (const each of answered) conclude(tx, each, refusal !== null)
      if (refusal !== null) release(tx, kept)
    })
  } catch (problem) {
    // It cannot be written down: its world is gone, or the disk is full. The broker must not keep the tickets for that.
    for (const { service, call, answer } of answered) {
      const released = callTo(service, { ...call, kind: 'release', request: {} })
      // One that was not answered may be made later than it is released.
      if (answer.status === null && answer.isSent) outside.callTwice(released, service.deadline_ms)
      else if (mayBeHeld(service, answer)) void outside.call(released)
    }
    throw problem
  }
  if (refusal !== null) throw refusal
  return [...kept, ...answered.map(({ need, call }) => ({ need, id: call.id }))]
}

/** Checks that all tickets of new orders are held where they have to be, and tells their owners of the orders. @throws stale */
export function useHolds(tx: Transaction, orders: readonly Order[], holds: Holds = []): void {
  if (holds.length === 0 && !hasServices(tx)) return
  const unused = new Set(holds)
  for (const { need, order } of neededFor(tx, orders)) {
    const hold = [...unused].find((each) => isSame(each.need, need) && isHeld(tx, each))
    if (hold === undefined) throw stale()
    unused.delete(hold)
    const call = tx.must('outbound_calls', hold.id)
    tx.put('outbound_calls', { ...call, state: 'used', order_id: order.id, updated_at: tx.now })
    sendLater(tx, 'invoice', call, { order_id: order.id, request: invoiceOf(tx, need, order) })
  }
  release(tx, [...unused])
  forgetOld(tx)
}

/** Lets go of the holds of an order that was refused after all. */
export function release(tx: Transaction, holds: Holds = []): void {
  for (const { id } of holds) {
    const call = tx.get('outbound_calls', id)
    if (call?.state === 'held') letGo(tx, call)
  }
}

function neededFor(read: Reader, orders: readonly Order[]): Needed[] {
  if (!hasServices(read)) return []
  return orders.flatMap((made, entry) => {
    const order = purchaseIn(read, made)
    if (order === null) return []
    return read.list('items', 'by_order', order.id).flatMap((item, nth) => {
      const { office_id } = read.must('ticket_groups', item.ticket_group_id)
      const service = serviceFor(read, office_id, order.buyer.id)
      if (service === undefined || accountOfOffice(read, office_id) === order.buyer.account) return []
      const { ticket_group_id, quantity, price_cents } = item
      const buying_office_id = order.buyer.id
      return [
        {
          need: { entry, item: nth, ticket_group_id, office_id, quantity, price_cents, buying_office_id },
          order,
          service,
        },
      ]
    })
  })
}

/** The order in which one brokerage buys from another; null: the seller sells its own, or it is from outside, or canceled. */
function purchaseIn(read: Reader, made: Order): Order | null {
  const order = made.back_order_id === null ? made : read.must('orders', made.back_order_id)
  const isPurchase = order.is_purchase || order.front_order_id !== null
  return isPurchase && order.seller.type === 'Office' && !DEAD_STATES.has(order.seller_state) ? order : null
}

const isSame = (one: Need, other: Need): boolean =>
  one.entry === other.entry &&
  one.item === other.item &&
  one.ticket_group_id === other.ticket_group_id &&
  one.quantity === other.quantity &&
  one.price_cents === other.price_cents &&
  one.buying_office_id === other.buying_office_id

const isHeld = (read: Reader, { id }: Hold): boolean => read.get('outbound_calls', id)?.state === 'held'

const intend = (tx: Transaction, { need }: Needed): OutboundCall => {
  const { office_id, ticket_group_id } = need
  return intendHold(tx, {
    office_id,
    request: {
      remote_id: tx.must('ticket_groups', ticket_group_id).remote_id,
      ticket_group_id,
      quantity: need.quantity,
      price: need.price_cents / 100,
    },
  })
}

/** W:2321547302: TEvo's order id and the global id; the rest is what was held, and who buys (S003). */
function invoiceOf(read: Reader, need: Need, order: Order): OutboundCall['request'] {
  const office = read.must('offices', need.buying_office_id)
  return {
    order_id: order.id,
    order_group_id: order.order_group_id,
    remote_id: read.must('ticket_groups', need.ticket_group_id).remote_id,
    quantity: need.quantity,
    price: need.price_cents / 100,
    buyer: { type: 'Office', id: office.id, name: office.name },
  }
}

interface Answered extends Needed {
  readonly at: number
  readonly call: OutboundCall
  readonly answer: OutsideAnswer
}

function conclude(tx: Transaction, { call, service, at, answer }: Answered, isRefused: boolean): void {
  const state = outcomeOf(service, answer) === 'held' ? 'held' : 'failed'
  const hold = concludeHold(tx, call.id, { state, attempt: attemptOf(at, answer) })
  if (!isRefused) return
  if (state === 'held') letGo(tx, hold)
  // The broker may have held them, too late to say so in time.
  else if (mayBeHeld(service, answer)) sendLater(tx, 'release', hold, { order_id: null, request: {} })
}

function mayBeHeld(service: OrderIntegration, answer: OutsideAnswer): boolean {
  const outcome = outcomeOf(service, answer)
  return outcome === 'held' || outcome === 'unknown'
}

/** W:1666678785: what the buyer is told; the first that failed decides. */
function refusalOf(answered: readonly Answered[]): Refusal | null {
  const failed = answered.find(({ service, answer }) => outcomeOf(service, answer) !== 'held')
  if (failed === undefined) return null
  const { need, service, answer } = failed
  const explanation = `The service of office ${need.office_id} did not hold ${need.quantity} tickets of ticket group ${need.ticket_group_id}: ${whyNotHeld(service, answer)}`
  return isNotFound(answer) ? notFoundThere(explanation) : notAnsweredInTime(explanation)
}
