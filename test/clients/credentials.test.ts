import { describe, expect, test } from 'vitest'
import { operations } from '../../src/routes/operations.ts'
import { serve, type TestServer } from '../harness.ts'
import { printedText } from '../seeds/printed.ts'

/** Which credential may call what, and what it sees: tevo-api.md §1.6; design.md, "Parties" and "Decisions". */

const UNAUTHORIZED = { status: 401, body: { error: 'Unauthorized' } }

/** "clients, catalogue, listings, tax quotes, v10 orders, v9 orders index and show; else 401" */
const FOR_AFFILIATES = [
  /^(GET|POST|PUT|DELETE) \/v9\/(clients|companies)(\/|$)/,
  /^GET \/v9\/(categories|configurations|events|performers|venues|search|searches)(\/|$)/,
  /^GET \/v9\/(listings|ticket_groups)(\/:[a-z_]+)?$/,
  /^POST \/v9\/tax_quotes$/,
  /^(GET|POST) \/v10\/orders(\/:order_id)?$/,
  /^GET \/v9\/orders(\/:order_id)?$/,
]

/**
 * Affiliates have a use for these, by their own pages: a gateway's token for POST /v10/orders, and how an order will be
 * delivered. That sentence does not name them, so either answer is right.
 */
const UNDECIDED = /\/(client_token|braintree_client_token|shipments\/suggestion)$/
const emulated = operations.filter(({ emulated, path }) => emulated && !UNDECIDED.test(path))
const isForAffiliates = ({ method, path }: { method: string; path: string }) =>
  FOR_AFFILIATES.some((pattern) => pattern.test(`${method} ${path}`))
const bodyOf = (method: string) => (method === 'POST' || method === 'PUT' || method === 'PATCH' ? {} : undefined)
const targetOf = (path: string) => path.replaceAll(/:[a-z_]+/g, '1')

test.each(emulated.filter((operation) => !isForAffiliates(operation)))(
  '$id is not for a store',
  async ({ method, path }) => {
    const server = await serve()
    const answer = await server.call(method, targetOf(path), { as: 'store', body: bodyOf(method) })
    expect(answer).toMatchObject(UNAUTHORIZED)
  },
)

test.each(emulated.filter(isForAffiliates))('$id is for a store too', async ({ method, path }) => {
  const server = await serve()
  const answer = await server.call(method, targetOf(path), { as: 'store', body: bodyOf(method) })
  expect(answer.status, answer.text).not.toBe(401)
})

test.each(['processor', 'shelbyville', 'website'])(
  'a broker accepts its sales with the credential %s, User or API',
  async (as) => {
    const server = await serve()
    const seller_id = as === 'website' ? 1691 : 1700
    const client = as === 'website' ? { id: 107655, email: 33333 } : { id: 107700, email: 33400 }
    const ticket_group_id = as === 'website' ? 52554290 : 52554287
    const items = [{ ticket_group_id, price: 50, quantity: 1 }]
    const shipped_items = [{ type: 'Eticket', email_address_id: client.email, items }]
    const made = await server.post('/v9/orders', { orders: [{ seller_id, client_id: client.id, shipped_items }] }, as)
    expect(made.status, made.text).toBe(201)
    const [{ id }] = made.body.orders
    const reviewer_id = as === 'website' ? 12346 : 12345
    const accepted = await server.post(`/v9/orders/${id}/accept`, { reviewer_id }, as)
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted' } })
  },
)

test('a broker may call v10 too, and its own office sells then', async () => {
  const server = await serve()
  const order = {
    client_id: 107655,
    ticket_group: { id: 324466901, price: 145.48, quantity: 1 },
    delivery: { type: 'Eticket', email_address_id: 33333 },
    payments: [{ type: 'credit_card', credit_card_id: 2222 }],
  }
  const { status, body } = await server.post('/v10/orders', { order })
  expect(status).toBe(201)
  expect(body).toMatchObject({ seller: { type: 'Office', id: 1691 }, created_by: { type: 'APICredential' } })
})

async function saleWithNotes(server: TestServer) {
  const request = JSON.parse(printedText('004-eticket.txt'))
  const notes = { reference: 'PO 42', internal_notes: 'Ours.', external_notes: 'Aisle, please.' }
  Object.assign(request.orders[0], notes)
  const { body } = await server.post('/v9/orders', request)
  const [front] = body.orders
  return { front, back_id: front.child_orders[0] }
}

describe("somebody else's record is not there", () => {
  test.each([
    ['/v9/clients/107655', 'Client', 'processor'],
    ['/v9/clients/107700', 'Client', 'website'],
    ['/v9/clients/1507094', 'Client', 'website'],
    ['/v9/clients/107655', 'Client', 'store'],
    ['/v9/clients/107655/email_addresses', 'Client', 'processor'],
    ['/v9/clients/107655/credit_cards/2222', 'Client', 'processor'],
    // One's own client, with the property of another.
    ['/v9/clients/107700/email_addresses/33333', 'EmailAddress', 'processor'],
    ['/v9/clients/107700/credit_cards/2222', 'CreditCard', 'processor'],
  ])('%s: no such %s for the %s', async (target, model, as) => {
    const server = await serve()
    const message = `Couldn't find ${model} with ID=`
    const missing = { status: 404, body: { error: 'Not Found', message: expect.stringContaining(message) } }
    expect(await server.get(target, as)).toMatchObject(missing)
    if (!/\d$/.test(target)) return
    if (/\/clients\/\d+\//.test(target)) expect(await server.call('DELETE', target, { as })).toMatchObject(missing)
    expect(await server.call('PUT', target, { as, body: { name: 'Not Mine' } })).toMatchObject(missing)
  })

  test('nor does a list show it', async () => {
    const server = await serve()
    const ids = async (as: string) => {
      const { body } = await server.get('/v9/clients', as)
      return body.clients.map(({ id }: { id: string }) => id)
    }
    expect(await ids('website')).toEqual(['107655'])
    expect(await ids('processor')).toEqual(['107700'])
    expect(await ids('shelbyville')).toEqual(['107700'])
    expect(await ids('store')).toEqual(['1507094'])
  })

  test('a company, and its name is free for others', async () => {
    const server = await serve()
    await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
    expect(await server.get('/v9/companies/11228', 'processor')).toMatchObject({ status: 404 })
    const theirs = await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] }, 'processor')
    expect(theirs).toMatchObject({ status: 201, body: { companies: [{ id: '11229' }] } })
  })

  test('an order, its items and its etickets', async () => {
    const server = await serve()
    const { front, back_id } = await saleWithNotes(server)
    const [{ id: item_id }] = front.items
    const paths = [
      `/v9/orders/${front.id}`,
      `/v9/orders/${front.id}/items`,
      `/v9/orders/${front.id}/items/${item_id}`,
      `/v9/orders/${front.id}/print_etickets`,
      `/v10/orders/${front.id}`,
    ]
    const message = `Couldn't find Order with ID=${front.id}`
    for (const path of paths)
      expect(await server.get(path, 'processor'), path).toMatchObject({ status: 404, body: { message } })
    for (const id of [front.id, back_id])
      expect(await server.get(`/v9/orders/${id}`, 'store')).toMatchObject({ status: 404 })
    const accepted = await server.post(`/v9/orders/${front.id}/accept`, { reviewer_id: 12345 }, 'processor')
    expect(accepted).toMatchObject({ status: 404, body: { message } })
  })

  test('an item, under another order', async () => {
    const server = await serve()
    const { front, back_id } = await saleWithNotes(server)
    const [{ id: item_id }] = front.items
    expect(await server.get(`/v9/orders/${back_id}/items/${item_id}`)).toMatchObject({
      status: 404,
      body: { message: `Couldn't find Item with ID=${item_id}` },
    })
  })
})

describe('both parties see the order behind a sale', () => {
  test('the owner as its sale, the buyer as its purchase', async () => {
    const server = await serve()
    const { back_id } = await saleWithNotes(server)
    const view = async (as: string) => (await server.get(`/v9/orders/${back_id}`, as)).body
    expect(await view('processor')).toMatchObject({ order_type: 'sale', seller: { id: 1700 }, buyer: { id: 1691 } })
    expect(await view('shelbyville')).toMatchObject({ order_type: 'sale' })
    expect(await view('website')).toMatchObject({ order_type: 'purchase', reference: null })
  })

  test('what is for the office that wrote it does not go with it', async () => {
    const server = await serve()
    const { front, back_id } = await saleWithNotes(server)
    expect(front).toMatchObject({
      reference: 'PO 42',
      notes: [
        { category: 'external', content: 'Aisle, please.' },
        { category: 'internal', content: 'Ours.' },
      ],
    })
    const { body: back, text } = await server.get(`/v9/orders/${back_id}`, 'processor')
    expect(back).toMatchObject({ reference: null, notes: [{ category: 'external', content: 'Aisle, please.' }] })
    expect(text).not.toContain('Ours.')
    expect(text).not.toContain('PO 42')
    expect(await server.get('/v9/orders?reference=PO%2042')).toMatchObject({ body: { total_entries: 1 } })
    expect(await server.get('/v9/orders?reference=PO%2042', 'processor')).toMatchObject({ body: { total_entries: 0 } })
  })

  test('only the seller of the tickets acts on it', async () => {
    const server = await serve()
    const { front, back_id } = await saleWithNotes(server)
    for (const id of [front.id, back_id]) {
      const answer = await server.post(`/v9/orders/${id}/accept`, { reviewer_id: 12346 })
      expect(answer).toMatchObject({ status: 422, body: { error: expect.any(String) } })
      expect(await server.get(`/v9/orders/${id}`)).toMatchObject({ body: { state: 'pending' } })
    }
  })

  test.each([12346, 1, '12340'])(
    'the reviewer %s, who is no User of the brokerage, is refused',
    async (reviewer_id) => {
      const server = await serve()
      const { back_id } = await saleWithNotes(server)
      const answer = await server.post(`/v9/orders/${back_id}/accept`, { reviewer_id }, 'processor')
      expect(answer).toMatchObject({ status: 422, body: { error: expect.stringContaining(String(reviewer_id)) } })
      expect(await server.get(`/v9/orders/${back_id}`, 'processor')).toMatchObject({ body: { state: 'pending' } })
    },
  )
})

test.each([
  ['seller_id', { seller_id: 1700 }],
  ['client_id', { client_id: 107700 }],
  ['billing_address_id', { billing_address_id: 111200 }],
])('an order with the %s of somebody else is refused, naming the field', async (field, others) => {
  const server = await serve()
  const request = JSON.parse(printedText('004-fedex.txt'))
  Object.assign(request.orders[0], others)
  const { status, body } = await server.post('/v9/orders', request)
  expect(status).toBe(422)
  expect(body.orders[0].errors).toHaveProperty(field)
})

test.each([
  ['address_id', { address_id: 111200 }],
  ['phone_number_id', { phone_number_id: 33400 }],
])("a shipment to somebody else's %s is refused", async (field, others) => {
  const server = await serve()
  const request = JSON.parse(printedText('004-fedex.txt'))
  Object.assign(request.orders[0].shipped_items[0], others)
  const { status, text } = await server.post('/v9/orders', request)
  expect(status).toBe(422)
  expect(text).toContain(field)
})
