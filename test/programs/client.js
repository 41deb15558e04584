// @ts-check
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'

/** What both programs need, whatever they are for: to sign a call, to be called, to wait, and to say what came of it. */

/**
 * What both programs read of an order.
 * @typedef {object} Order
 * @property {number} id
 * @property {number} order_group_id
 * @property {string} state
 * @property {string} total
 * @property {number[]} child_orders
 * @property {{ type: string }} buyer
 * @property {string | null} fraud_check_status
 * @property {Item[]} items
 *
 * @typedef {object} Item
 * @property {number} order_item_id
 * @property {string} price
 * @property {number} quantity
 * @property {number[]} seats
 * @property {boolean} eticket_delivery
 * @property {boolean} needs_eticket
 * @property {{ remote_id: string, section: string, row: string }} ticket_group
 *
 * @typedef {object} CallOptions
 * @property {{ [name: string]: string | number }} [query]
 * @property {object} [body]
 */

/**
 * Calls of TEvo's API, signed as its documentation says: base64 of the HMAC-SHA256 of `METHOD host/path?payload`.
 * @param {NodeJS.ProcessEnv} environment
 */
export function tevoClient({ TEVO_BASE_URL = '', TEVO_API_TOKEN = '', TEVO_API_SECRET = '' }) {
  const { origin, host } = new URL(TEVO_BASE_URL)

  /**
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} options
   * @returns {Promise<{ status: number, body: any }>}
   */
  const send = async (method, path, { query = {}, body } = {}) => {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) search.set(name, String(value))
    search.sort()
    const text = body === undefined ? '' : JSON.stringify(body)
    const signature = createHmac('sha256', TEVO_API_SECRET)
      .update(`${method} ${host}${path}?${text || search}`)
      .digest('base64')
    const response = await fetch(`${origin}${path}?${search}`, {
      method,
      headers: {
        Accept: 'application/json',
        'X-Token': TEVO_API_TOKEN,
        'X-Signature': signature,
        ...(text === '' ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(text === '' ? {} : { body: text }),
    })
    return { status: response.status, body: await response.json() }
  }

  /**
   * The body of a good answer; anything else is an error.
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  const call = async (method, path, options) => {
    const { status, body } = await send(method, path, options)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`)
    return body
  }

  /**
   * An order as it is now.
   * @param {number} id
   * @returns {Promise<Order>}
   */
  const order = (id) => call('GET', `/v9/orders/${id}`)

  return { send, call, order }
}

/**
 * @typedef {object} Incoming
 * @property {string} method
 * @property {string} path
 * @property {string | undefined} key  its `X-Api-Key`
 * @property {string} text  its body
 */

/**
 * Takes calls on a free port, and answers each with a status and a body. Resolves to where it is, and to what closes it.
 * @param {(incoming: Incoming) => { status: number, body?: object }} answer
 */
export async function listen(answer) {
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (part) => {
      text += part
    })
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const { status, body } = answer({ method, path, key: headers['x-api-key']?.toString(), text })
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body))
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${address.port}`, close }
}

/**
 * What a notification says: who is told what, and of which order. The order itself is only a hint, and may be unreadable: it
 * may be old by now, or have come twice, or after a newer one.
 * @param {string} form
 */
export function readNotification(form) {
  const fields = new URLSearchParams(form)
  return {
    order_group_id: Number(fields.get('order_group_id')),
    recipient: fields.get('recipient'),
    event_type: fields.get('event_type'),
    order_id: idIn(fields.get('body') ?? ''),
  }
}

/** @param {string} text */
function idIn(text) {
  try {
    return Number(JSON.parse(text).id)
  } catch {
    return null
  }
}

/**
 * Does something now and then, until it is stopped; never twice at a time.
 * @param {number} ms  between two times; 0: never
 * @param {() => Promise<void>} work
 */
export function every(ms, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let isStopped = ms === 0
  const next = () => {
    if (!isStopped) timer = setTimeout(() => work().catch(complain).finally(next), ms)
  }
  next()
  return () => {
    isStopped = true
    clearTimeout(timer)
  }
}

/** @param {unknown} error */
export const complain = (error) => console.error(error)

/** @param {object} line */
export const say = (line) => console.log(JSON.stringify(line))

/** @param {string | number} dollars  TEvo prints `"45.0"` */
export const centsOf = (dollars) => Math.round(Number(dollars) * 100)
