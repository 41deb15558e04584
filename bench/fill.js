// @ts-check
import { ask, signed } from './load.js'
import { BROKER, BROKERS_REVIEWER_ID, ORDERS, WEBSITE } from './order.js'

/**
 * Sells so many times what the broker owns, as any client would: through HTTP, which every checkout understands. Every
 * second order is accepted, so that a poll for pending ones has something to leave out.
 * @param {import('./load.js').Server} server
 * @param {number} count
 */
export async function placeOrders(server, count) {
  for (let placed = 0; placed < count; placed += ORDERS.length) {
    const { orders } = await ask(
      signed(server, WEBSITE, 'POST', '/v9/orders', { orders: ORDERS.slice(0, count - placed) }),
    )
    /** @type {number[]} */
    const back = orders.flatMap((/** @type {{ child_orders: number[] }} */ { child_orders }) => child_orders)
    await Promise.all(back.filter((_, nth) => nth % 2 === 1).map((id) => accept(server, id)))
  }
}

/**
 * @param {import('./load.js').Server} server
 * @param {number} id
 */
const accept = (server, id) =>
  ask(signed(server, BROKER, 'POST', `/v9/orders/${id}/accept`, { reviewer_id: BROKERS_REVIEWER_ID }))
