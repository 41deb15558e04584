import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { callerFor } from '../../rules/caller.ts'
import {
  acceptOrder,
  cancelOrder,
  completeOrder,
  judgeFraud,
  pendToSeller,
  rejectOrder,
} from '../../rules/order-moves.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { Settings } from '../../rules/settings.ts'
import { scanPackages } from '../../rules/shipment-moves.ts'
import { REJECTION_REASONS } from '../../rules/terms.ts'
import type { Order } from '../../store/records.ts'
import type { Reader, Transaction } from '../../store/store.ts'
import { presentOrderV9 } from '../../wire/orders.ts'
import { parsed, problem, readJson, sandboxOf } from './problem.ts'

/** What each party can be made to do with an order. */
const DEEDS = {
  seller: ['accept', 'reject', 'cancel', 'complete'],
  buyer: ['cancel', 'pend_to_seller'],
  carrier: ['pick_up', 'deliver', 'exception', 'return'],
  fraud_desk: ['approve', 'decline', 'hold'],
} as const

const reason = () => z.enum(REJECTION_REASONS).default('Other')
const Act = once(() =>
  z.discriminatedUnion('as', [
    z.strictObject({
      as: z.literal('seller'),
      do: z.enum(DEEDS.seller),
      reason: reason(),
      notes: z.string().nullable().default(null),
      seats: z.array(z.int().nonnegative()).nullable().default(null),
    }),
    z.strictObject({
      as: z.literal('buyer'),
      do: z.enum(DEEDS.buyer),
      reason: reason(),
      notes: z.string().nullable().default(null),
    }),
    z.strictObject({ as: z.literal('carrier'), do: z.enum(DEEDS.carrier) }),
    z.strictObject({ as: z.literal('fraud_desk'), do: z.enum(DEEDS.fraud_desk) }),
  ]),
)
type Act = z.output<ReturnType<typeof Act>>

/** Plays the other parties of an order: its seller, its buyer, the carrier of its packages, the fraud desk. */
export function actRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const acts = new Hono<{ Bindings: HttpBindings }>()
  acts.post('/:id/act', async (c) => {
    const act = parsed(Act(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const id = Number(c.req.param('id'))
    sandbox.settle()
    try {
      const { result } = sandbox.store.transact((tx) => {
        const order = tx.get('orders', id)
        if (order === undefined) return null
        const caller = partyOf(tx, order, act)
        perform(tx, caller, sandbox.settings, order, act)
        return presentOrderV9(tx, caller, tx.must('orders', id))
      })
      await context.persisted(sandbox)
      return result === null
        ? problem(404, `Sandbox "${sandbox.name}" has no order ${c.req.param('id')}`)
        : c.json(result)
    } catch (refused) {
      if (refused instanceof Refusal) return problem(422, refused.message)
      throw refused
    }
  })
  return acts
}

/** The carrier and the fraud desk see an order as its seller does. */
const partyOf = (read: Reader, order: Order, act: Act): Caller =>
  callerFor(read, act.as === 'buyer' ? order.buyer.account : order.seller.account)

function perform(tx: Transaction, caller: Caller, settings: Settings, order: Order, act: Act): void {
  if (act.as === 'fraud_desk') {
    const statuses = { approve: 'approved', decline: 'declined', hold: 'pending' } as const
    judgeFraud(tx, settings, order, statuses[act.do])
    return
  }
  if (act.as === 'carrier') {
    scanPackages(tx, settings, order, act.do)
    return
  }
  if (act.do === 'pend_to_seller') {
    pendToSeller(tx, caller, settings, order, [])
    return
  }
  if (act.do === 'complete') {
    completeOrder(tx, caller, settings, order)
    return
  }
  const reviewer_id = reviewerOf(tx, caller)
  const refusing = { reviewer_id, reason: act.reason, notes: act.notes }
  if (act.do === 'cancel') cancelOrder(tx, caller, settings, order, refusing)
  else if (act.do === 'reject') rejectOrder(tx, caller, settings, order, refusing)
  else acceptOrder(tx, caller, settings, order, { reviewer_id, seats: act.as === 'seller' ? act.seats : null })
}

function reviewerOf(read: Reader, caller: Caller): number {
  const [user] = read.list('users', 'by_brokerage', Number(caller.account.split(':')[1]))
  return user?.id ?? 0
}
