// @ts-check
import { readFileSync } from 'node:fs'
import { centsOf, complain, every, listen, readNotification, say, tevoClient } from './client.js'

/**
 * A small order processor of a broker: it learns of new orders by webhooks, by polling or by order integration, accepts them
 * if it can, and delivers their etickets.
 *
 * Its lines: where it listens; and, after SIGTERM, what became of each order. Notifications go to `/hooks`; `/holds` and
 * `/invoices` are its service for order integration.
 */

const { REVIEWER_ID, ETICKET = '', STOCK = '{}', INTEGRATION_KEY, POLL_MS = '0' } = process.env
/** It rejects each order with such a number; 0: none. */
const REJECT_EVERY = Number(process.env.REJECT_EVERY ?? 0)
/** So many notifications are answered with 500 at first. */
let left_to_fail = Number(process.env.FAIL_FIRST ?? 0)

const tevo = tevoClient(process.env)
const eticket = readFileSync(ETICKET, 'base64')

/** Its own count of tickets, and its price, by its own id of them. @type {{ [remote_id: string]: { left: number, price: number } }} */
const stock = JSON.parse(STOCK)

/**
 * @typedef {import('./client.js').Order} Order
 * @typedef {import('./client.js').Item} Item
 *
 * @typedef {object} Handled
 * @property {number} id
 * @property {number} order_group_id
 * @property {string} state
 * @property {string} total
 * @property {number} tickets
 * @property {'webhook' | 'poll' | 'invoice'} found_by
 */

/** What it has seen of each order. @type {Map<number, Handled>} */
const orders = new Map()

/* ---- one order after the other, however often and by whom it is told of one ---- */

/** @type {Map<number, Handled['found_by']>} */
const waiting = new Map()
/** @type {Promise<void> | undefined} */
let working

/**
 * @param {number} order_id
 * @param {Handled['found_by']} found_by
 */
function plan(order_id, found_by) {
  if (!waiting.has(order_id)) waiting.set(order_id, found_by)
  working ??= workOff()
}

async function workOff() {
  for (const [order_id, found_by] of waiting) {
    waiting.delete(order_id)
    // Whatever went wrong: the order is still there for the next poll.
    await handle(order_id, found_by).catch(complain)
  }
  working = undefined
}

/**
 * Does what is left to do for an order as it is now.
 * @param {number} order_id
 * @param {Handled['found_by']} found_by
 */
async function handle(order_id, found_by) {
  let order = await tevo.order(order_id)
  const { order_group_id, state, total } = order
  const handled = orders.get(order_id) ?? {
    id: order_id,
    order_group_id,
    state,
    total,
    tickets: quantityOf(order),
    found_by,
  }
  orders.set(order_id, handled)
  if (order.state === 'pending' && !isBeingScreened(order)) order = await decide(order)
  handled.state = order.state
  if (order.state === 'accepted' && order.items.some(needsEticket)) order = await deliver(order)
  handled.state = order.state
}

/** Only a sale to a client is screened; what the check says of an office does not matter. @param {Order} order */
const isBeingScreened = ({ buyer, fraud_check_status }) => buyer.type === 'Client' && fraud_check_status === 'pending'

/** @param {Order} order */
const quantityOf = ({ items }) => items.reduce((sum, { quantity }) => sum + quantity, 0)

/**
 * @param {Order} order
 * @returns {Promise<Order>}
 */
function decide(order) {
  const { buyer, fraud_check_status } = order
  if (buyer.type === 'Client' && fraud_check_status === 'declined') return reject(order, 'Fraudulent Order')
  if (REJECT_EVERY > 0 && nthOf(order) % REJECT_EVERY === 0) return reject(order, 'Tickets No Longer Available')
  if (!order.items.every(isPriceRight)) return reject(order, 'Tickets Priced Incorrectly')
  if (!setAside(order)) return reject(order, 'Tickets No Longer Available')
  return tevo.call('POST', `/v9/orders/${order.id}/accept`, { body: { reviewer_id: Number(REVIEWER_ID) } })
}

/** @param {Order} order */
const nthOf = ({ id }) => [...orders.keys()].indexOf(id) + 1

/**
 * @param {Order} order
 * @param {string} reason
 */
const reject = (order, reason) =>
  tevo.call('POST', `/v9/orders/${order.id}/reject`, { body: { reviewer_id: Number(REVIEWER_ID), reason } })

/** @param {Item} item */
const isPriceRight = ({ price, ticket_group: { remote_id } }) =>
  centsOf(price) >= centsOf(stock[remote_id]?.price ?? Number.POSITIVE_INFINITY)

/** The orders whose tickets are set aside. @type {Set<number>} */
const secured = new Set()

/** Whether its tickets are there; then nobody else gets them. @param {Order} order */
function setAside({ id, items }) {
  if (secured.has(id)) return true
  const wanted = new Map()
  for (const { quantity, ticket_group } of items)
    wanted.set(ticket_group.remote_id, (wanted.get(ticket_group.remote_id) ?? 0) + quantity)
  for (const [remote_id, quantity] of wanted) if ((stock[remote_id]?.left ?? 0) < quantity) return false
  for (const [remote_id, quantity] of wanted) addToStock(remote_id, -quantity)
  secured.add(id)
  return true
}

/**
 * @param {string} remote_id
 * @param {number} quantity
 */
function addToStock(remote_id, quantity) {
  const row = stock[remote_id]
  if (row !== undefined) row.left += quantity
}

/** @param {Item} item */
const needsEticket = ({ eticket_delivery, needs_eticket }) => eticket_delivery && needs_eticket

/** @param {Order} order */
async function deliver({ id, items }) {
  const etickets = items.filter(needsEticket).map(({ order_item_id }) => ({ item_id: order_item_id, eticket }))
  await tevo.call('POST', `/v9/orders/${id}/deliver_etickets`, { body: { etickets } })
  return tevo.order(id)
}

/* ---- webhooks ---- */

const NEWS = new Set(['order_created', 'fraud_response_received'])

/** @param {string} form */
function take(form) {
  if (left_to_fail > 0) {
    left_to_fail -= 1
    return { status: 500 }
  }
  const { recipient, event_type, order_id, order_group_id } = readNotification(form)
  if (recipient === 'seller' && NEWS.has(event_type ?? '')) {
    if (order_id !== null) plan(order_id, 'webhook')
    else void planAll({ order_group_id, type: 'Order' }, 'webhook').catch(complain)
  }
  return { status: 202 }
}

/* ---- polling ---- */

/**
 * Plans all orders that a filter finds. All pages are read first: an order that is accepted leaves the list, and what
 * follows it moves up.
 * @param {{ [filter: string]: string | number }} filter
 * @param {Handled['found_by']} found_by
 */
async function planAll(filter, found_by) {
  /** @type {number[]} */
  const found = []
  for (let page = 1; ; page += 1) {
    /** @type {{ orders: Order[], per_page: number, total_entries: number }} */
    const list = await tevo.call('GET', '/v9/orders', { query: { ...filter, page, per_page: 10 } })
    for (const { id } of list.orders) found.push(id)
    if (list.orders.length === 0 || page * list.per_page >= list.total_entries) break
  }
  // The oldest first.
  for (const id of found.reverse()) plan(id, found_by)
}

async function poll() {
  await planAll({ state: 'pending', type: 'Order' }, 'poll')
  // What it had accepted when something went wrong.
  for (const { id, state } of orders.values()) if (state === 'accepted') plan(id, 'poll')
  await working
}

/* ---- order integration ---- */

/** By global id. @type {Map<string, { remote_id: string, quantity: number, isInvoiced: boolean }>} */
const holds = new Map()
let released = 0

/** @param {import('./client.js').Incoming} incoming */
function integrate({ method, path, key, text }) {
  if (INTEGRATION_KEY === undefined || key !== INTEGRATION_KEY) return { status: 401 }
  if (method === 'POST' && path === '/holds') return hold(JSON.parse(text))
  if (method === 'DELETE' && path.startsWith('/holds/'))
    return release(decodeURIComponent(path.slice('/holds/'.length)))
  if (method === 'POST' && path === '/invoices') return invoice(JSON.parse(text))
  return { status: 404 }
}

/** The same hold may be asked for twice. @param {{ global_id: string, remote_id: string, quantity: number }} request */
function hold({ global_id, remote_id, quantity }) {
  if (!holds.has(global_id)) {
    const left = stock[remote_id]?.left
    if (left === undefined) return { status: 404 }
    if (left < quantity) return { status: 409 }
    addToStock(remote_id, -quantity)
    holds.set(global_id, { remote_id, quantity, isInvoiced: false })
  }
  return { status: 201, body: { status: 'held' } }
}

/** @param {string} global_id */
function release(global_id) {
  const held = holds.get(global_id)
  if (held === undefined) return { status: 404 }
  if (held.isInvoiced) return { status: 409 }
  holds.delete(global_id)
  released += 1
  addToStock(held.remote_id, held.quantity)
  return { status: 204 }
}

/** @param {{ global_id: string, order_id: number }} request */
function invoice({ global_id, order_id }) {
  const held = holds.get(global_id)
  if (held === undefined) return { status: 404 }
  held.isInvoiced = true
  secured.add(order_id)
  plan(order_id, 'invoice')
  return { status: 201, body: { status: 'invoiced' } }
}

/* ---- its life ---- */

function report() {
  const all = [...orders.values()]
  const completed = all.filter(({ state }) => state === 'completed')
  return {
    orders: all,
    completed: completed.length,
    rejected: all.filter(({ state }) => state === 'rejected').length,
    total_cents: completed.reduce((sum, { total }) => sum + centsOf(total), 0),
    tickets: completed.reduce((sum, { tickets }) => sum + tickets, 0),
    released,
    stock,
  }
}

const { url, close } = await listen((incoming) =>
  incoming.method === 'POST' && incoming.path === '/hooks' ? take(incoming.text) : integrate(incoming),
)
const stopPolling = every(Number(POLL_MS), poll)
process.once('SIGTERM', async () => {
  stopPolling()
  close()
  await working
  say(report())
})
say({ url })
