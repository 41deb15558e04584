import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'

/** What both shops need: to sign a call, and to be told of what happens. */

const { TEVO_BASE_URL, TEVO_API_TOKEN, TEVO_API_SECRET, TEVO_CONTROL_URL } = process.env
const TIMEOUT_MS = 1_500

export const order = {
  seller_id: 1691,
  client_id: 107655,
  reference: 'sale-1',
  shipped_items: [{ type: 'WillCall', items: [{ ticket_group_id: 52554292, price: 50, quantity: 2 }] }],
}
export const paymentFor = (order_id) => ({ order_id, type: 'credit_card', credit_card_id: 2222, amount: 100 })
export const accepting = { reviewer_id: 12346 }

/** Throws where no whole answer comes; an answer that is not good is an error with its `status`. */
export async function call(method, path, body) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const [, query = ''] = path.split('?')
  const signed = `${method} ${new URL(TEVO_BASE_URL).host}${path.split('?')[0]}?${text || query}`
  const answer = await fetch(TEVO_BASE_URL + path, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Token': TEVO_API_TOKEN,
      'X-Signature': createHmac('sha256', TEVO_API_SECRET).update(signed).digest('base64'),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(text === '' ? {} : { body: text }),
  })
  const json = await answer.json()
  if (answer.ok) return json
  const error = new Error(`${method} ${path}: ${answer.status}`)
  throw Object.assign(error, { status: answer.status, wait_s: Number(answer.headers.get('retry-after') ?? 0) })
}

/** Listens for webhooks. `next()` resolves to what is told next, and to null when nothing is for a second. */
export async function listen(...events) {
  const told = []
  let wake = () => {}
  const server = createServer(async (request, response) => {
    let form = ''
    for await (const part of request) form += part
    response.writeHead(202).end()
    const { event_type, body } = Object.fromEntries(new URLSearchParams(form))
    told.push({ event: event_type, order: JSON.parse(body) })
    wake()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}/`
  await fetch(`${TEVO_CONTROL_URL}/webhooks`, { method: 'POST', body: JSON.stringify({ url, events }) })
  return {
    next: async () => {
      const later = new Promise((resolve) => {
        wake = resolve
        setTimeout(resolve, 1_000).unref()
      })
      if (told.length === 0) await later
      return told.shift() ?? null
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
