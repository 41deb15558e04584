import { balances } from './balances.ts'
import { bothSidesOfAChain } from './both-sides-of-a-chain.ts'
import type { Invariant } from './invariant.ts'
import { oneOrderPerIntent } from './one-order-per-intent.ts'
import { ticketsSoldOnce } from './tickets-sold-once.ts'
import { totals } from './totals.ts'

/** All of them, in the order in which they are told. */
export const INVARIANTS: readonly Invariant[] = [
  ticketsSoldOnce,
  totals,
  balances,
  bothSidesOfAChain,
  oneOrderPerIntent,
]
