// @ts-check
import { centsOf, complain, every, listen, readNotification, say, tevoClient } from './client.js'

/**
 * A small website: it makes a client, sells it tickets of another broker, and waits until it has all etickets. It is told of
 * its orders by webhooks, and looks for itself now and then.
 *
 * Its lines: where it listens; that all is sold; that nothing is left to wait for; and, after SIGTERM, what became of each order.
 * `POST /open` opens the shop; notifications go to `/hooks`.
 */

const { OFFICE_ID, EVENT_ID = '', ORDERS, POLL_MS = '0' } = process.env
const QUANTITY = 2
const SERVICE_FEE = 9

/** Nothing more is expected of an order in these states. */
const ENDS = new Map([
  ['completed', 'completed'],
  // The broker has no tickets for it any more.
  ['pending_substitution', 'lost'],
  ['canceled', 'lost'],
])

const tevo = tevoClient(process.env)

/**
 * @typedef {object} Sale
 * @property {number} id
 * @property {number} order_group_id
 * @property {string} state
 * @property {'webhook' | 'poll' | null} found_by  what made it look when it came to its end
 * @property {string} total
 * @property {string | null} back_total  of the order behind it
 * @property {string[]} tickets
 * @property {number} eticket_bytes
 */

/** @type {Map<number, Sale>} by order group */
const sales = new Map()
/** What it was told, by order group: it may be told of an order before it knows that it has made it. @type {Map<number, string[]>} */
const told = new Map()
/** Why orders were not made. @type {string[]} */
const refused = []
let isSoldOut = false
let isSettled = false

async function openShop() {
  const client = await makeClient()
  for (let nth = 1; nth <= Number(ORDERS); nth += 1) await sell(client, nth)
  isSoldOut = true
  say({ sold: sales.size })
  saySettled()
}

/** @returns {Promise<{ id: string, email_addresses: { id: string }[] }>} */
async function makeClient() {
  const email_addresses = [{ label: 'home', address: 'otto@example.com', is_primary: true }]
  const client = { office_id: Number(OFFICE_ID), name: 'Otto Mann', email_addresses }
  const { clients } = await tevo.call('POST', '/v9/clients', { body: { clients: [client] } })
  return clients[0]
}

/** @typedef {{ id: number, format: string, owned: boolean, splits: number[], retail_price: number, signature: string }} Listing */

/** The cheapest etickets of others, as they are now. */
async function findTickets() {
  /** @type {{ ticket_groups: Listing[] }} */
  const { ticket_groups } = await tevo.call('GET', '/v9/listings', { query: { event_id: EVENT_ID, type: 'event' } })
  const [group] = ticket_groups
    .filter(({ format, owned, splits }) => format === 'Eticket' && !owned && splits.includes(QUANTITY))
    .sort((one, other) => one.retail_price - other.retail_price)
  if (group === undefined) throw new Error(`event ${EVENT_ID} has no etickets`)
  return group
}

/**
 * @param {Awaited<ReturnType<typeof makeClient>>} client
 * @param {number} nth
 */
async function sell(client, nth) {
  const [email_address] = client.email_addresses
  const { id, retail_price, signature } = await findTickets()
  const items = [{ ticket_group_id: id, quantity: QUANTITY, price: retail_price, ticket_group_signature: signature }]
  const order = {
    seller_id: Number(OFFICE_ID),
    client_id: client.id,
    shipped_items: [{ type: 'Eticket', email_address_id: email_address?.id, items }],
    service_fee: SERVICE_FEE,
    reference: `sale-${nth}`,
  }
  const { status, body } = await tevo.send('POST', '/v9/orders', { body: { orders: [order] } })
  if (status === 422) {
    // There is no order, and the buyer hears of it at once: the tickets are gone, say, or have another price by now.
    refused.push(Array.isArray(body) ? body[0] : body.error)
    return
  }
  if (status !== 201) throw new Error(`POST /v9/orders: ${status} ${JSON.stringify(body)}`)
  const [{ id: order_id, order_group_id, state, total }] = body.orders
  sales.set(order_group_id, {
    id: order_id,
    order_group_id,
    state,
    found_by: null,
    total,
    back_total: null,
    tickets: [],
    eticket_bytes: 0,
  })
  if (told.get(order_group_id)?.some(isNews)) await look(order_group_id, 'webhook')
}

/**
 * Looks at an order, whatever it was told of it. Nothing is lost when it looks once too often.
 * @param {number} order_group_id
 * @param {'webhook' | 'poll'} found_by
 */
async function look(order_group_id, found_by) {
  const sale = sales.get(order_group_id)
  if (sale === undefined || ENDS.has(sale.state)) return
  const order = await tevo.order(sale.id)
  const { state, total, child_orders } = order
  if (!ENDS.has(state)) return
  const back = await tevo.order(child_orders[0] ?? 0)
  const eticket_bytes = state === 'completed' ? await fetchEtickets(sale.id) : 0
  // It may have come to its end in another look meanwhile.
  if (ENDS.has(sale.state)) return
  Object.assign(sale, { state, total, found_by, back_total: back.total, tickets: ticketsOf(order), eticket_bytes })
  saySettled()
}

/** @param {number} order_id */
async function fetchEtickets(order_id) {
  const { etickets } = await tevo.call('GET', `/v9/orders/${order_id}/print_etickets`)
  const pdf = Buffer.from(etickets, 'base64')
  if (!pdf.toString('latin1').startsWith('%PDF-')) throw new Error(`the etickets of order ${order_id} are not a PDF`)
  return pdf.length
}

/** @param {import('./client.js').Order} order */
const ticketsOf = ({ items }) =>
  items.flatMap(({ seats, ticket_group: { section, row } }) => seats.map((seat) => `${section} ${row} ${seat}`))

async function poll() {
  for (const order_group_id of sales.keys()) await look(order_group_id, 'poll')
}

/** It is told, and answers at once. @param {string} form */
function take(form) {
  const { order_group_id, recipient, event_type } = readNotification(form)
  const event = `${recipient} ${event_type}`
  told.set(order_group_id, [...(told.get(order_group_id) ?? []), event])
  if (isNews(event)) void look(order_group_id, 'webhook').catch(complain)
}

/** It has made its orders itself. @param {string} event */
const isNews = (event) => event !== 'seller order_created'

function saySettled() {
  if (isSettled || !isSoldOut || ![...sales.values()].every(({ state }) => ENDS.has(state))) return
  isSettled = true
  say({ settled: sales.size })
}

function report() {
  const orders = [...sales.values()].map(({ state, ...sale }) => ({
    ...sale,
    state: ENDS.get(state) ?? state,
    told: [...new Set(told.get(sale.order_group_id))].sort(),
  }))
  const completed = orders.filter(({ state }) => state === 'completed')
  /** @param {(order: typeof orders[number]) => number} amount */
  const sum = (amount) => completed.reduce((total, order) => total + amount(order), 0)
  return {
    orders,
    completed: completed.length,
    lost: orders.filter(({ state }) => state === 'lost').length,
    refused,
    total_cents: sum(({ total }) => centsOf(total)),
    back_total_cents: sum(({ back_total }) => centsOf(back_total ?? 0)),
    tickets: sum(({ tickets }) => tickets.length),
  }
}

const { url, close } = await listen(({ method, path, text }) => {
  if (method !== 'POST') return { status: 405 }
  if (path === '/hooks') take(text)
  else if (path === '/open') void openShop().catch(fail)
  else return { status: 404 }
  return { status: 202 }
})
const stopPolling = every(Number(POLL_MS), poll)
process.once('SIGTERM', () => {
  stopPolling()
  close()
  say(report())
})
say({ url })

/** @param {unknown} error */
function fail(error) {
  complain(error)
  process.exit(1)
}
