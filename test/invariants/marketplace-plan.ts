import { chainOf, type Market, type Order, sees } from './marketplace-model.ts'
import type { Call } from './marketplace-table.ts'
import { BROKERS, PARTIES, type Party, STORE } from './marketplace-world.ts'

/** A call, and what the model says of it. Making the plan of a legal call has moved the model on. */
export interface Plan {
  /** Null: the fraud desk, which is no party and speaks through the sandbox's part of the control plane. */
  readonly party: Party | null
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly target: string
  readonly body?: object
  /** How long the sandbox's clock goes on before it. */
  readonly advance_ms?: number
  readonly status: number
  /** What the table of states calls it. */
  readonly call?: Call
  /** Whom it concerns, for a closer look. */
  readonly about: readonly Order[]
  /** Takes over what the server chose, and throws at what it may not choose. */
  readonly learn?: (answer: Answer) => void
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
export type Answer = any

export interface Aim {
  readonly party: Party
  readonly nth: number
  /** At what may be done, at what the party sees, or at anything. */
  readonly aim: 'legal' | 'seen' | 'any'
}

/** The nth of some things, counted round. */
export const pick = <Thing>(things: readonly Thing[], nth: number): Thing | null => things[nth % things.length] ?? null

interface Aimed<Thing> {
  readonly party: Party
  readonly thing: Thing | null
}

/** A thing and a party, as near to the aim as there are any. */
export function aimAt<Thing>(
  { party, nth, aim }: Aim,
  things: readonly Thing[],
  isSeen: (thing: Thing, party: Party) => boolean,
  isLegal: (thing: Thing, party: Party) => boolean,
): Aimed<Thing> {
  const any = { party, thing: pick(things, nth) }
  if (aim === 'any') return any
  const pairs = things.flatMap((thing) => BROKERS.map((each) => ({ party: each, thing })))
  const seen = pairs.filter((each) => isSeen(each.thing, each.party))
  const legal = aim === 'legal' ? seen.filter((each) => isLegal(each.thing, each.party)) : []
  return pick(legal, nth) ?? pick(seen, nth) ?? any
}

export const aimAtOrder = (market: Market, aim: Aim, isLegal: (order: Order, party: Party) => boolean) => {
  const { party, thing } = aimAt(aim, market.orders, (order, each) => sees(each, order), isLegal)
  return { party, order: thing }
}

/**
 * Design: a credential of another type 401; a request that lacks a field 422, whatever it is about; somebody else's
 * record 404; not now, or not by you, 422.
 */
export function statusFor(
  party: Party,
  { isComplete = true, isSeen }: { readonly isComplete?: boolean; readonly isSeen: boolean },
  isDone: () => boolean,
  done = 200,
): number {
  if (party === STORE) return 401
  if (!isComplete) return 422
  if (!isSeen) return 404
  return isDone() ? done : 422
}

/** No record has it. */
export const NO_ID = 1

/** An order with its chain, front and back. */
export const withChain = (order: Order | null): Order[] =>
  order === null ? [] : [...chainOf(order), ...(order.back === null ? [] : [order.back])]

export const dollars = (cents: number): number => cents / 100

export const REASON = 'Tickets No Longer Available'

/** What a party says of who reviewed an order, and whether that is true. */
export function reviewerOf(
  { account, reviewer }: Party,
  who: 'own' | 'foreign' | 'none',
): { readonly fields: { readonly reviewer_id?: number }; readonly isOwn: boolean } {
  if (who === 'none') return { fields: {}, isOwn: false }
  const foreign = PARTIES.find((each) => each.account !== account && each.reviewer !== null)?.reviewer ?? NO_ID
  const reviewer_id = who === 'own' ? (reviewer ?? NO_ID) : foreign
  return { fields: { reviewer_id }, isOwn: reviewer_id === reviewer }
}
