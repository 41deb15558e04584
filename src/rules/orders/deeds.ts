import type { Order } from '../../store/records.ts'
import type { AccountSettings } from '../../store/settings.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { RejectionReason } from '../../store/words.ts'
import { type Caller, callerFor } from '../caller.ts'
import type { Job } from '../job.ts'
import { notFound, stale } from '../refusal.ts'
import { scanPackages } from '../shipments/moves.ts'
import { HAND_OVERS, handOver, isHandOver, Papers, preparePapers } from './hand-over.ts'
import { acceptOrder, cancelOrder, completeOrder, judgeFraud, pendToSeller, rejectOrder } from './moves.ts'

/** What each party can do to an order beside the API: `act` and the autopilot do deeds. */
export const DEEDS = {
  seller: ['accept', 'reject', 'cancel', 'complete', ...HAND_OVERS],
  buyer: ['cancel', 'pend_to_seller'],
  carrier: ['pick_up', 'deliver', 'exception', 'return'],
  fraud_desk: ['approve', 'decline', 'hold'],
} as const

interface Refusing {
  readonly reason: RejectionReason
  readonly notes: string | null
}

export type Deed =
  | (Refusing & {
      readonly as: 'seller'
      readonly do: (typeof DEEDS.seller)[number]
      /** The seats to supply at acceptance; null: those that the order has. */
      readonly seats: readonly number[] | null
    })
  | (Refusing & { readonly as: 'buyer'; readonly do: (typeof DEEDS.buyer)[number] })
  | { readonly as: 'carrier'; readonly do: (typeof DEEDS.carrier)[number] }
  | { readonly as: 'fraud_desk'; readonly do: (typeof DEEDS.fraud_desk)[number] }

/** The order as its deed left it, and the party that did it. */
export interface Done {
  readonly order: Order
  readonly party: Caller
}

/** A deed to an order as a job: it is refused as the call of the API would be, or with `not-found`. */
export const deedJob = (order_id: number, deed: Deed): Job<Done> => {
  const { do: what } = deed
  const papersFor = deed.as === 'seller' && isHandOver(what) ? what : null
  return {
    deed: `${deed.as}/${what}`,
    prepare: papersFor === null ? undefined : ({ read }) => preparePapers(read, orderIn(read, order_id), papersFor),
    run: (tx, settings, prepared) => {
      const order = orderIn(tx, order_id)
      const party = partyOf(tx, order, deed)
      if (papersFor === null) perform(tx, party, settings, order, deed)
      else handOver(tx, settings, order, papersFor, papersIn(prepared))
      return { order: tx.must('orders', order_id), party }
    },
  }
}

function orderIn(read: Reader, id: number): Order {
  const order = read.get('orders', id)
  if (order === undefined) throw notFound('Order', id)
  return order
}

function papersIn(prepared: unknown): Papers {
  if (prepared instanceof Papers) return prepared
  throw stale()
}

/** The carrier and the fraud desk see an order as its seller does. */
const partyOf = (read: Reader, order: Order, { as }: Deed): Caller =>
  callerFor(read, as === 'buyer' ? order.buyer.account : order.seller.account)

const FRAUD_STATUSES = { approve: 'approved', decline: 'declined', hold: 'pending' } as const

function perform(tx: Transaction, party: Caller, settings: AccountSettings, order: Order, deed: Deed): void {
  switch (deed.as) {
    case 'fraud_desk':
      judgeFraud(tx, settings, order, FRAUD_STATUSES[deed.do])
      return
    case 'carrier':
      scanPackages(tx, settings, order, deed.do)
      return
    default:
      performAsParty(tx, party, settings, order, deed)
  }
}

type OfParty = Extract<Deed, { readonly as: 'seller' | 'buyer' }>

function performAsParty(tx: Transaction, party: Caller, settings: AccountSettings, order: Order, deed: OfParty): void {
  const reviewer_id = reviewerOf(tx, party)
  const refusing = { reviewer_id, reason: deed.reason, notes: deed.notes }
  switch (deed.do) {
    case 'accept':
      acceptOrder(tx, party, settings, order, { reviewer_id, seats: deed.as === 'seller' ? deed.seats : null })
      return
    case 'reject':
      rejectOrder(tx, party, settings, order, refusing)
      return
    case 'cancel':
      cancelOrder(tx, party, settings, order, refusing)
      return
    case 'complete':
      completeOrder(tx, party, settings, order)
      return
    case 'pend_to_seller':
      pendToSeller(tx, party, settings, order, [])
  }
}

/** The first User of the party's brokerage. */
function reviewerOf(read: Reader, { account }: Caller): number {
  const [user] = read.list('users', 'by_brokerage', Number(account.split(':')[1]))
  return user?.id ?? 0
}
