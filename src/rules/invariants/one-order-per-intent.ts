import type { Item, Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { DEAD_STATES } from '../orders/states.ts'
import { type Invariant, recordsOf } from './invariant.ts'

/** The same order twice within so short a time is one that was sent again. */
const SHORT_MS = 60_000

/** What a client wants once, it gets once: a request that is sent again after a lost answer makes a second order. */
export const oneOrderPerIntent: Invariant = {
  name: 'one_order_per_intent',
  *breaches(read) {
    for (const orders of ordersByIntent(read).values())
      for (const same of withinShortTime(orders)) {
        const ids = same.map(({ id }) => id)
        const [first] = same
        const about = first?.reference === null ? 'without a reference' : `with the reference "${first?.reference}"`
        yield {
          records: recordsOf('orders', ids),
          detail: `orders ${ids.join(' and ')} are for the same tickets, at the same price, for the same buyer and ${about}, made within a minute`,
        }
      }
  },
}

/** The oldest first. */
function ordersByIntent(read: Reader): Map<string, Order[]> {
  const found = new Map<string, Order[]>()
  for (const order of read.listAll('orders')) {
    // The order behind is part of the sale in front of it.
    if (DEAD_STATES.has(order.seller_state) || order.front_order_id !== null) continue
    const intent = intentOf(read, order)
    const known = found.get(intent)
    if (known === undefined) found.set(intent, [order])
    else known.push(order)
  }
  return found
}

/** Equal for orders that ask for the same. The reference comes last, for it may hold anything. */
function intentOf(read: Reader, order: Order): string {
  const items = read
    .list('items', 'by_order', order.id)
    .map((item) => `${item.quantity} at ${item.price_cents} of ${ticketsOf(read, order, item)}`)
  const { seller, buyer, created_by_credential_id, reference } = order
  const parties = [seller, buyer].map(({ type, id }) => `${type} ${id}`)
  const asked = [created_by_credential_id, ...parties, ...items].join('|')
  return reference === null ? asked : `${asked}|reference ${reference}`
}

/** Tickets from outside come into a group of their own, so they are known by what they are. */
function ticketsOf(read: Reader, { seller }: Order, { ticket_group_id }: Item): string {
  if (seller.type !== 'Outside') return `group ${ticket_group_id}`
  const { event_id, section, row, low_seat } = read.must('ticket_groups', ticket_group_id)
  return `event ${event_id}, ${section}, ${row}, ${low_seat}`
}

/** Runs of orders of which each was made shortly after the one before it. */
function withinShortTime(orders: readonly Order[]): Order[][] {
  const runs: Order[][] = []
  for (const order of [...orders].sort((one, other) => one.created_at - other.created_at)) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && order.created_at - last.created_at <= SHORT_MS) run.push(order)
    else runs.push([order])
  }
  return runs.filter(({ length }) => length > 1)
}
