import { dollars, totalOf } from '../money/totals.ts'
import type { Invariant } from './invariant.ts'

/** S4: an order comes to the sum of its items, plus its fees and tax, minus its discount. */
export const totals: Invariant = {
  name: 'totals',
  *breaches(read) {
    for (const order of read.all('orders')) {
      const items = read.list('items', 'by_order', order.id)
      const subtotal_cents = items.reduce((sum, { price_cents, quantity }) => sum + price_cents * quantity, 0)
      const wrong = (what: string, stored_cents: number, due_cents: number) => ({
        records: [{ table: 'orders' as const, id: order.id }],
        detail: `the ${what} of order ${order.id} is ${dollars(stored_cents)}; it should be ${dollars(due_cents)}`,
      })
      if (order.subtotal_cents !== subtotal_cents) yield wrong('subtotal', order.subtotal_cents, subtotal_cents)
      if (order.total_cents !== totalOf(order)) yield wrong('total', order.total_cents, totalOf(order))
    }
  },
}
