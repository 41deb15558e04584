import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { ticketPdf } from '../pdf/fixtures.ts'
import { openInTwo } from '../socket.ts'

/** What client libraries do differently when they send the same thing: tevo-api.md §1.2, §1.3 and §2.5. */

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const VENDOR_TYPE = 'application/vnd.ticketevolution.api+json; version=8'
const NED = JSON.stringify({ clients: [{ name: 'Ned Flanders' }] })

test.each([
  ['no Content-Type, as the Python client', {}],
  ['text/plain', { 'Content-Type': 'text/plain' }],
  ['a form, as curl -d without a header', { 'Content-Type': 'application/x-www-form-urlencoded' }],
  ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=x' }],
  ['the vendor type of v8', { 'Content-Type': VENDOR_TYPE }],
  ['a charset', { 'Content-Type': 'application/json; charset=UTF-8' }],
  ['something that is no type', { 'Content-Type': 'json' }],
])('a body is read as JSON when it says %s', async (_name, headers) => {
  const server = await serve()
  const answer = await server.call('POST', '/v9/clients', { headers, body: NED })
  expect(answer).toMatchObject({ status: 201, body: { clients: [{ id: '168188', name: 'Ned Flanders' }] } })
})

test('a GET may say what the type of its missing body is, as the Ruby client does', async () => {
  const server = await serve()
  const answer = await server.call('GET', '/v9/clients', { headers: { 'Content-Type': 'application/json' } })
  expect(answer).toMatchObject({ status: 200, body: { total_entries: 1 } })
})

test.each([VENDOR_TYPE, 'application/json', '*/*', 'text/html', ''])(
  'the header "Accept: %s" changes nothing',
  async (accept) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const plain = await server.get('/v9/clients/107655')
    const asked = await server.call('GET', '/v9/clients/107655', { headers: { Accept: accept } })
    expect(asked.status).toBe(200)
    expect(asked.text).toBe(plain.text)
    expect(asked.headers['content-type']).toBe('application/json; charset=utf-8')
    const refused = await server.call('GET', '/v9/clients/1', { headers: { Accept: accept } })
    expect(refused).toMatchObject({ status: 404, body: { error: 'Not Found' } })
  },
)

// PHP:CHANGELOG: required before 2012, and still printed in the tutorials.
test.each(['/v9/clients', '/v9/clients/107655', '/v9/clients/107655/addresses', '/v9/companies', '/v9/orders'])(
  'a bare question mark after %s changes nothing',
  async (path) => {
    const server = await serve()
    const [plain, bare] = [await server.get(path), await server.get(`${path}?`)]
    expect(bare.status).toBe(200)
    expect(bare.text).toBe(plain.text)
  },
)

test('a bare question mark is taken after a POST, a PUT and a DELETE', async () => {
  const server = await serve()
  const made = await server.post('/v9/companies?', { companies: [{ name: 'The Leftorium' }] })
  expect(made).toMatchObject({ status: 201, body: { companies: [{ id: '11228' }] } })
  const renamed = await server.call('PUT', '/v9/companies/11228?', { body: { name: 'Leftorium' } })
  expect(renamed).toMatchObject({ status: 200, body: { name: 'Leftorium' } })
  expect(await server.call('DELETE', '/v9/companies/11228?')).toMatchObject({ status: 200 })
})

test('a name is what its bytes say, raw as from Ruby or escaped as from PHP', async () => {
  const server = await serve()
  const raw = await server.call('POST', '/v9/clients', { body: '{"clients":[{"name":"Zoë Ünal 🎸"}]}' })
  const escaped = await server.call('POST', '/v9/clients', {
    body: '{"clients":[{"name":"Zo\\u00eb \\u00dcnal \\ud83c\\udfb8"}]}',
  })
  expect([raw, escaped].map(({ body }) => body.clients[0].name)).toEqual(['Zoë Ünal 🎸', 'Zoë Ünal 🎸'])
})

// PHP:Client turns it off because the real servers dislike it; curl sends it with every larger body.
test('"Expect: 100-continue" does no harm', async () => {
  const server = await serve()
  const connection = await openInTwo(server, { method: 'POST', target: '/v9/clients', body: NED })
  connection.finish()
  expect(await connection.ended).toBe('FIN')
  expect(connection.received()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /)
})

/** A call of the session below. */
interface Step {
  readonly method: string
  readonly target: string
  readonly as?: string
  readonly body?: unknown
}

/** A day of clients, orders and payments, with ids, money and quantities as numbers in every body. */
async function session(server: TestServer, spell: (body: unknown) => unknown): Promise<Received[]> {
  const eticket = Buffer.from(await ticketPdf(['1', '2'])).toString('base64')
  const card = { number: '4111111111111111', expiration_month: '12', expiration_year: '2039' }
  const shipment = { address_id: 111111, phone_number_id: 33333, email_address_id: 33333 }
  const sale = { seller_id: 1691, client_id: 107655, billing_address_id: 111111, service_fee: 9.5 }
  const payment = { type: 'credit_card', credit_card_id: 2222, billing_address_id: 111111, amount: 59.5 }
  const steps: Step[] = [
    { method: 'POST', target: '/v9/companies', body: { companies: [{ name: 'The Leftorium' }] } },
    { method: 'POST', target: '/v9/clients', body: { clients: [{ name: 'N F', office_id: 1937, company_id: 11228 }] } },
    {
      method: 'PUT',
      target: '/v9/clients/107655',
      body: {
        office_id: 1937,
        company_id: 11228,
        primary_email_address_id: 33333,
        primary_phone_number_id: 33333,
        primary_shipping_address_id: 111111,
        primary_billing_address_id: 111111,
        primary_credit_card_id: 22222,
      },
    },
    { method: 'PUT', target: '/v9/clients/107655', body: { primary_credit_credit_id: 2222 } },
    {
      method: 'POST',
      target: '/v9/clients/107655/credit_cards',
      body: { credit_cards: [{ ...card, address_id: 111111, phone_number_id: 33333 }] },
    },
    {
      method: 'PUT',
      target: '/v9/clients/107655/credit_cards/2222',
      body: { address_id: 111111, phone_number_id: 33333 },
    },
    {
      method: 'POST',
      target: '/v9/orders',
      body: {
        orders: [
          {
            ...sale,
            shipped_items: [
              { type: 'FedEx', ...shipment, items: [{ ticket_group_id: 52554285, price: 50, quantity: 1 }] },
            ],
            payments: [payment],
          },
        ],
      },
    },
    {
      method: 'POST',
      target: '/v9/orders',
      body: {
        orders: [
          {
            ...sale,
            shipped_items: [
              { type: 'Eticket', ...shipment, items: [{ ticket_group_id: 52554287, price: 50.25, quantity: 2 }] },
            ],
            payments: [payment],
          },
        ],
      },
    },
    {
      method: 'POST',
      target: '/v9/orders',
      body: {
        orders: [
          {
            is_purchase: true,
            seller_id: 1691,
            buyer_id: 1691,
            shipped_items: [{ type: 'Eticket', items: [{ ticket_group_id: 52554287, price: 40, quantity: 2 }] }],
          },
        ],
      },
    },
    { method: 'POST', target: '/v9/orders/819976/accept', as: 'processor', body: { reviewer_id: 12345 } },
    {
      method: 'POST',
      target: '/v9/orders/819976/deliver_etickets',
      as: 'processor',
      body: { etickets: [{ item_id: 632109, eticket }] },
    },
    {
      method: 'POST',
      target: '/v9/orders/819978/reject',
      as: 'processor',
      body: { reviewer_id: 12345, reason: 'Other' },
    },
    { method: 'POST', target: '/v9/payments', body: { payments: [{ type: 'cash', order_id: 819975, amount: 5 }] } },
    {
      method: 'POST',
      target: '/v10/orders',
      as: 'store',
      body: {
        order: {
          client_id: 1507094,
          ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
          delivery: { type: 'Eticket', email_address_id: 1965046, cost: 5 },
          payments: [{ type: 'credit_card', credit_card_id: 327284, address_id: 5070352 }],
          discount: 5,
        },
      },
    },
  ]
  const answers: Received[] = []
  for (const { method, target, as = 'website', body } of steps)
    answers.push(await server.call(method, target, { as, body: spell(body) }))
  return answers
}

type Scalar = (key: string, value: number) => unknown

/** A body with some of its numbers written in another way. */
function respell(value: unknown, scalar: Scalar, key = ''): unknown {
  if (typeof value === 'number') return scalar(key, value)
  if (Array.isArray(value)) return value.map((each) => respell(each, scalar, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, respell(each, scalar, name)]))
}

const isId = (key: string): boolean => /(?:^|_)id$/.test(key)
const MONEY = new Set(['price', 'amount', 'service_fee', 'discount', 'cost'])

describe('the same requests get the same answers, to the byte', () => {
  const spellings: [string, Scalar][] = [
    ['ids are strings', (key, value) => (isId(key) ? String(value) : value)],
    ['money is strings', (key, value) => (MONEY.has(key) ? value.toFixed(2) : value)],
    ['quantities are strings', (key, value) => (key === 'quantity' ? String(value) : value)],
  ]
  test.each(spellings)('when %s', async (_name, scalar) => {
    const asNumbers = await session(await serve({ clock_ms: CLOCK_MS }), (body) => body)
    expect(asNumbers.map(({ status }) => status)).toEqual([
      201, 201, 200, 200, 201, 200, 201, 201, 201, 200, 200, 200, 201, 201,
    ])
    const respelled = await session(await serve({ clock_ms: CLOCK_MS }), (body) => respell(body, scalar))
    expect(respelled.map(({ text }) => text)).toEqual(asNumbers.map(({ text }) => text))
  })
})

test.each([0, -1, 1.5, '0', '01', '1e3', 'one', '', true, [1691], { id: 1691 }, '9'.repeat(30)])(
  '%j is no id, and no server fault either',
  async (seller_id) => {
    const server = await serve()
    const items = [{ ticket_group_id: 52554285, price: 50, quantity: 1 }]
    const order = { seller_id, client_id: 107655, shipped_items: [{ type: 'WillCall', items }] }
    const { status, body } = await server.post('/v9/orders', { orders: [order] })
    expect(status).toBe(422)
    expect(body.orders[0].errors).toHaveProperty('seller_id')
  },
)

test.each(['1e400', '-1e400'])(
  'the number %s, which is JSON and larger than any number, is refused wherever it stands',
  async (number) => {
    const server = await serve()
    await server.unchanged(async () => {
      for (const body of [
        `{"orders":[],"__proto__":${number}}`,
        `{"clients":[{"name":"Ned Flanders","notes":[{"a":${number}}]}]}`,
        `{"params":[[${number}]]}`,
      ])
        for (const path of ['/v9/orders/background', '/v9/orders', '/v9/clients']) {
          const answer = await server.call('POST', path, { body })
          expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining('too large') } })
        }
    })
  },
)
