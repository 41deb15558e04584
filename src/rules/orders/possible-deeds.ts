import type { AccountSettings } from '../../store/settings.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { isStale, Refusal } from '../refusal.ts'
import { DEEDS, type Deed, deedJob } from './deeds.ts'
import { Papers } from './hand-over.ts'
import { DEAD_STATES } from './states.ts'

/** Tries what a deed would come to: whatever it writes is forgotten. */
export type TryOut = (work: (tx: Transaction, settings: AccountSettings) => void) => void

/** Every deed of every party, as it is done without a choice of its own. */
const PLAIN_DEEDS: readonly Deed[] = [
  ...DEEDS.seller.map((what): Deed => ({ as: 'seller', do: what, reason: 'Other', notes: null, seats: null })),
  ...DEEDS.buyer.map((what): Deed => ({ as: 'buyer', do: what, reason: 'Other', notes: null })),
  ...DEEDS.carrier.map((what): Deed => ({ as: 'carrier', do: what })),
  ...DEEDS.fraud_desk.map((what): Deed => ({ as: 'fraud_desk', do: what })),
]

/** The deeds that would not be refused now: found by trying each of them, so that the rules alone decide. */
export function possibleDeeds(read: Reader, order_id: number, tryOut: TryOut): Deed[] {
  const { seller_state } = read.must('orders', order_id)
  return DEAD_STATES.has(seller_state) ? [] : PLAIN_DEEDS.filter((deed) => isPossible(order_id, deed, tryOut))
}

function isPossible(order_id: number, deed: Deed, tryOut: TryOut): boolean {
  const { run } = deedJob(order_id, deed)
  try {
    tryOut((tx, settings) => {
      run(tx, settings, new Papers())
    })
    return true
  } catch (problem) {
    // It came as far as the papers, which are drawn when it is done.
    if (isStale(problem)) return true
    if (problem instanceof Refusal) return false
    throw problem
  }
}
