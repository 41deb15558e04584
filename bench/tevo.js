// @ts-check
import defaultWorld from '../fixtures/default.json' with { type: 'json' }
import { queuedEntryOf } from '../src/routes/order-input.ts'
import { acceptOrder } from '../src/rules/order-moves.ts'
import { placeEntry } from '../src/rules/queued-orders.ts'
import { start } from '../src/start.ts'
import { OrderFields } from '../src/wire/order-input.ts'
import { BROKER, BROKERS_REVIEWER_ID, ORDER, TICKET_GROUP, WEBSITE } from './order.js'

/** `node tevo.js 1000` serves a world in which the website has sold 1,000 times what the broker owns. */

const world = { ...defaultWorld, ticket_groups: [...defaultWorld.ticket_groups, TICKET_GROUP] }
const { url, context } = await start({ port: 0, world })
placeOrders(Number(process.argv[2]))
console.log(url)

/**
 * Every second order is accepted, so that a poll for pending ones has something to leave out.
 * @param {number} count
 */
function placeOrders(count) {
  const { store, settings } = context.sandboxes.fallback
  const website = callerOf(WEBSITE)
  const broker = callerOf(BROKER)
  const entry = OrderFields().parse(ORDER)
  store.transact((tx) => {
    for (let nth = 0; nth < count; nth += 1) {
      const order = placeEntry(tx, website, settings, queuedEntryOf(tx, website, entry, true, 0), 0)
      const accepting = { reviewer_id: BROKERS_REVIEWER_ID, seats: null }
      if (nth % 2 === 1) acceptOrder(tx, broker, settings, tx.must('orders', Number(order.back_order_id)), accepting)
    }
  })
}

/** @param {{ token: string }} credential */
function callerOf({ token }) {
  const { caller } = context.sandboxes.byToken(token)
  if (caller === undefined) throw new Error(`the world has no credential ${token}`)
  return caller
}
