import type { Delivery } from '../public/sandbox.ts'
import type { WorldRecord } from '../public/world.ts'
import type { Observed } from './observed.ts'

/** The end that a run came to, as far as runs are compared by it. */
export interface End {
  /** Those that stand; the order behind a sale is a part of it. The oldest first. */
  readonly orders: readonly OrderEnd[]
  /** How many tickets are held, by ticket group. */
  readonly held: ReadonlyMap<number, number>
  /** What was told, refused, and not taken later: how often, by event and recipient. */
  readonly refused: ReadonlyMap<string, number>
  /** How often each invariant does not hold. */
  readonly broken: ReadonlyMap<string, number>
}

export interface OrderEnd {
  readonly id: number
  readonly state: string
  readonly progress: number
  /** What it is for, whoever buys it: `2 at 50.00 of ticket group 5, sold by Office 1691`. */
  readonly tickets: string
  readonly reference: string | null
  readonly total_cents: number
  /** What was charged for it, or is to be, without what was given back. */
  readonly charged_cents: number
}

/** How far an order has come; one that is none of these does not stand. */
const PROGRESS: { readonly [state: string]: number } = {
  open: 0,
  pending: 0,
  pending_consignment: 0,
  pending_substitution: 0,
  cancel_proposed: 1,
  accepted: 1,
  completed: 2,
}

const LIVE_PAYMENTS = new Set<string>(['pending', 'authorized', 'captured', 'completed'])
const DONE_PAYMENTS = new Set<string>(['captured', 'completed'])
const LIVE_HOLDS = new Set<string>(['held', 'taken'])
const TAKEN = new Set<number | null>([200, 202])

export function endOf(seen: Observed): End {
  const orders = seen.orders.flatMap((order) => {
    const progress = PROGRESS[order.seller_state]
    return progress === undefined || order.front_order_id !== null ? [] : [orderEnd(seen, order, progress)]
  })
  const held = new Map<number, number>()
  for (const { state, ticket_group_id, quantity } of seen.holds)
    if (LIVE_HOLDS.has(state)) held.set(ticket_group_id, (held.get(ticket_group_id) ?? 0) + quantity)
  return {
    orders,
    held,
    refused: counted(
      seen.deliveries.filter(isRefused).map(({ event_type, recipient }) => `${event_type}/${recipient}`),
    ),
    broken: counted(seen.broken.map(({ invariant }) => invariant)),
  }
}

function orderEnd(seen: Observed, order: WorldRecord<'orders'>, progress: number): OrderEnd {
  const { id, seller_state, seller, reference, total_cents } = order
  const items = seen.items
    .filter(({ order_id }) => order_id === id)
    .map(
      ({ quantity, price_cents, ticket_group_id }) =>
        `${quantity} at ${dollars(price_cents)} of ticket group ${ticket_group_id}`,
    )
  const payments = seen.payments.filter(({ order_id }) => order_id === id)
  const charged_cents = payments.reduce((sum, { is_refund, state, amount_cents }) => {
    if (is_refund) return DONE_PAYMENTS.has(state) ? sum - amount_cents : sum
    return LIVE_PAYMENTS.has(state) ? sum + amount_cents : sum
  }, 0)
  const tickets = `${items.sort().join(' and ')}, sold by ${seller.type} ${seller.id}`
  return { id, state: seller_state, progress, tickets, reference, total_cents, charged_cents }
}

/** The program heard of it and said no; one that nobody answered came when the program had ended. */
const isRefused = ({ state, attempts }: Delivery): boolean => {
  const last = attempts.at(-1)
  return state !== 'delivered' && last !== undefined && last.status !== null && !TAKEN.has(last.status)
}

export const dollars = (cents: number): string => (cents / 100).toFixed(2)

export function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
