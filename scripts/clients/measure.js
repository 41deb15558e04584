// @ts-check
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/**
 * What one client makes of one effect, on a connection that it uses again.
 * @typedef {object} Measured
 * @property {string} client
 * @property {string} effect
 * @property {string} sight  what the program sees of its order
 * @property {string} order  whether the library sent the order again by itself
 * @property {string} read  whether it sent a read again by itself
 * @property {string} orders  how many orders stood
 */

/**
 * @typedef {object} Effect
 * @property {string} type
 * @property {readonly string[]} phases
 */

/** @typedef {(request: { method: string, host: string, target: string, body: Uint8Array, secret: string }) => { signature: string }} Sign */

const ON_REQUESTS = ['after-commit', 'before-handler', 'before-auth']

/** Where an effect asks for settings, or has some that would take long. @type {{ readonly [type: string]: object }} */
const SETTINGS = {
  status: { status: 503 },
  stall: { max_ms: 200 },
  'slow-body': { chunks: 3, over_ms: 90 },
  domain: { name: 'ticket_group_gone' },
}

/** The latest phase of a request that an effect goes with; undefined: it is not for requests. @param {Effect} effect */
export const phaseOf = ({ phases }) => ON_REQUESTS.find((phase) => phases.includes(phase))

/**
 * @param {import('./clients.js').Client} client
 * @param {import('./clients.js').Running} running
 * @param {Effect} effect
 * @param {{ url: string, sign: Sign }} server  it has to be in this process
 * @returns {Promise<Measured>}
 */
export async function measure({ name }, running, effect, server) {
  const order = await once(running, effect, server, 'orders.create')
  const read = await once(running, effect, server, 'orders.index')
  return {
    client: name,
    effect: effect.type,
    sight: order.sight,
    order: order.sentAgain,
    read: effect.type === 'domain' ? '' : read.sentAgain,
    orders: String(order.orders),
  }
}

/**
 * In a sandbox of its own: a read that is answered, and on the same connection the request that the fault is for.
 * @param {import('./clients.js').Running} running
 * @param {Effect} effect
 * @param {{ url: string, sign: Sign }} server
 * @param {string} operation
 */
async function once(running, effect, { url, sign }, operation) {
  const { type } = effect
  const fault = { match: { operation }, phase: phaseOf(effect), effect: { type, ...SETTINGS[type] } }
  const faults = type === 'domain' && operation !== 'orders.create' ? [] : [fault]
  const { name, credentials } = await local(url, 'POST', '/sandboxes', { faults })
  const { token, secret } = credentials.website
  /** @param {string} method @param {string} target @param {object} [json] */
  const job = (method, target, json) => {
    const body = json === undefined ? undefined : JSON.stringify(json)
    const { signature } = sign({ method, host: new URL(url).host, target, body: Buffer.from(body ?? ''), secret })
    const typed = body === undefined ? {} : { 'Content-Type': 'application/json' }
    const headers = { 'X-Token': token, 'X-Signature': signature, ...typed }
    return { method, url: `${url}${target}`, body, headers }
  }
  const last = operation === 'orders.index' ? job('GET', '/v9/orders') : job('POST', '/v9/orders', ORDER)

  /** @type {unknown[]} */
  const sockets = []
  const note = (/** @type {any} */ { request, socket }) => {
    if (request.headers['x-token'] === token) sockets.push(socket)
  }
  subscribe('http.server.request.start', note)
  const sight = await running.send([job('GET', '/v9/offices'), last])
  unsubscribe('http.server.request.start', note)
  if (sockets[0] !== sockets[1]) throw new Error('the client did not use its connection again: nothing can be told')

  const { requests } = await local(url, 'GET', `/sandboxes/${name}/requests`)
  const { records } = await local(url, 'GET', `/sandboxes/${name}/records/orders`)
  await local(url, 'DELETE', `/sandboxes/${name}`)
  const came = requests.filter((/** @type {any} */ each) => each.operation === operation)
  const resent = came.filter((/** @type {any} */ each) => each.resend_of !== undefined).length
  return { sight, orders: records.length, sentAgain: wordsOf(resent, came.length - 1 - resent) }
}

/** @param {number} resent  and not counted @param {number} counted  as the program's own */
function wordsOf(resent, counted) {
  if (resent === 0 && counted === 0) return 'no'
  const times = (/** @type {number} */ count) => (count === 1 ? 'once' : `${count} times`)
  return [
    ...(resent === 0 ? [] : ['yes']),
    ...(counted === 0 ? [] : [`${times(counted)}, as a request of its own`]),
  ].join(', and ')
}

/** Of the website's own stock, so that there is one order and none behind it. */
const ORDER = {
  orders: [
    {
      seller_id: 1691,
      client_id: 107655,
      shipped_items: [
        { type: 'Eticket', email_address_id: 33333, items: [{ ticket_group_id: 52554290, price: 50, quantity: 2 }] },
      ],
    },
  ],
}

/** @param {string} url @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
async function local(url, method, path, body) {
  const answer = await fetch(`${url}/_local${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
