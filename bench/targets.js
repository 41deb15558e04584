// @ts-check
import { ask, signed } from './load.js'
import { BROKER, BROKERS_REVIEWER_ID, ORDERS, OWN_ORDERS, WEBSITE } from './order.js'

/** What the bench asks of a tevo-local. */

const FAULTS = '/_local/sandboxes/default/faults'
const WEBHOOKS = '/_local/sandboxes/default/webhooks'

/** @typedef {import('./load.js').Server} Server */

/**
 * The newest order.
 * @param {Server} server
 */
export async function show(server) {
  const { orders } = await ask(signed(server, WEBSITE, 'GET', '/v9/orders'))
  return signed(server, WEBSITE, 'GET', `/v9/orders/${orders[0].id}`)
}

/** @param {Server} server */
export const sell = (server) => signed(server, WEBSITE, 'POST', '/v9/orders', ...OWN_ORDERS.map(alone))

/** @param {Server} server */
export const create = (server) => signed(server, WEBSITE, 'POST', '/v9/orders', ...ORDERS.map(alone))

/**
 * The same, in a world without orders: it is reset before each while.
 * @param {import('./load.js').Target} target
 * @returns {import('./load.js').Target}
 */
export const begunAnew = (target) => ({ ...target, begin: () => reset(target.server) })

/** @param {Server} server */
export const reset = (server) =>
  ask({ server, requests: [{ method: 'POST', path: '/_local/sandboxes/default/reset', headers: {} }] })

/** @param {Server} server */
export const poll = (server) => signed(server, BROKER, 'GET', '/v9/orders?state=pending&type=Order')

/** @param {Server} server */
export const list = (server) => signed(server, BROKER, 'GET', '/v9/orders')

/**
 * A pair is made, and its seller accepts it.
 * @param {Server} server
 * @returns {import('./load.js').Target}
 */
export const createAndAccept = (server) => ({
  server,
  requests: [],
  cycle: async () => {
    const { orders } = await ask(create(server))
    const [{ child_orders: children }] = orders
    await ask(signed(server, BROKER, 'POST', `/v9/orders/${children[0]}/accept`, { reviewer_id: BROKERS_REVIEWER_ID }))
  },
})

/** @param {object} order */
const alone = (order) => ({ orders: [order] })

/**
 * Arms so many rules: all of them for what the bench asks, and each for another test's requests.
 * @param {Server} server
 * @param {number} count
 */
export async function armFaults(server, count) {
  const faults = Array.from({ length: count }, (_, nth) => {
    return { match: { operation: 'orders.show', header: { 'x-test': String(nth) } }, effect: { type: 'reset' } }
  })
  const headers = { 'Content-Type': 'application/json' }
  await ask({ server, requests: [{ method: 'POST', path: FAULTS, headers, body: JSON.stringify(faults) }] })
}

/**
 * Tells an endpoint of everything that concerns an office.
 * @param {Server} server
 * @param {string} url
 * @param {number} office_id
 */
export async function addWebhook(server, url, office_id) {
  const headers = { 'Content-Type': 'application/json' }
  await ask({
    server,
    requests: [{ method: 'POST', path: WEBHOOKS, headers, body: JSON.stringify({ url, office_id }) }],
  })
}
