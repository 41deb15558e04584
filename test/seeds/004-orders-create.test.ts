import { expect, test } from 'vitest'
import { type DocumentServer, freshWorld, PRINTED_TIME } from './document-server.ts'
import { postJson, printedText } from './printed.ts'

/** Document 004, "Orders Create": an order that ships via FedEx, and one that is edelivery. */

const send = (server: DocumentServer, file: string) => server.replay(postJson('/v9/orders', printedText(file)))

/** What both printed requests ask for, as it comes back. */
const PRINTED = {
  order_type: 'sale',
  state: 'pending',
  seller_state: 'pending',
  buyer_state: 'accepted',
  // 50.00 × 2 + 15.00 + 9.00 + 0.00 + 0.00 − 10.00 = 114.00
  subtotal: '100.0',
  total: '114.0',
  balance: '114.0',
  shipping: '15.0',
  service_fee: '9.0',
  additional_expense: '0.0',
  tax: '0.0',
  discount: '10.0',
  promo_code: '10DOLLARSOFF',
  instructions: 'These instructions will be visible to everyone',
  created_by_ip_address: '12.34.56.78',
  created_at: PRINTED_TIME,
  seller: { type: 'Office', id: 1691, url: '/offices/1691' },
  buyer: { type: 'Client', id: 107655, url: '/clients/107655', name: 'Moe Szyslak' },
  client: { id: 107655 },
  billing_address: { id: 111111 },
  patron_type: 'Client',
  fraud_check_status: null,
  created_by: { type: 'APICredential', office_id: 1691, brokerage_id: 1930 },
}

test('the order that ships via FedEx is made, and comes to 114.00', async () => {
  const server = await freshWorld()
  const { status, body } = await send(server, '004-fedex.txt')
  expect(status).toBe(201)
  expect(Object.keys(body)).toEqual(['orders'])
  const [order] = body.orders
  expect(order).toMatchObject({
    ...PRINTED,
    shipping_address: { id: 111111 },
    shipments: [
      { type: 'FedEx', state: 'pending', service_type: 'LEAST_EXPENSIVE', ship_to_name: 'Moe Szyslak', cost: '0.0' },
    ],
    items: [{ price: '50.0', quantity: 2, seats: [1, 2], eticket_delivery: false, needs_eticket: false }],
    payments: [
      { type: 'credit_card', amount: '114.0', state: 'authorized', is_refund: false, order_link_id: order.id },
    ],
    notes: [],
  })
  expect(order.items[0]).toMatchObject({
    delivery_id: order.shipments[0].id,
    order_id: order.id,
    ticket_group: { id: '52554285', wholesale_price: '40.0', retail_price: '50.0', office_id: '1700' },
  })
})

test('the order that is edelivery is made, and comes to 114.00', async () => {
  const server = await freshWorld()
  const { status, body } = await send(server, '004-eticket.txt')
  expect(status).toBe(201)
  expect(body.orders).toHaveLength(1)
  expect(body.orders[0]).toMatchObject({
    ...PRINTED,
    shipments: [{ type: 'Eticket', state: 'pending' }],
    items: [
      {
        price: '50.0',
        quantity: 2,
        seats: [1, 2],
        eticket_delivery: true,
        needs_eticket: true,
        eticket_available: false,
        ticket_group: { id: '52554287', format: 'Eticket' },
      },
    ],
    payments: [{ type: 'credit_card', amount: '114.0', state: 'authorized' }],
  })
})

test.each(['004-fedex.txt', '004-eticket.txt'])('the order of %s reads back as it was answered', async (file) => {
  const server = await freshWorld()
  const { body } = await send(server, file)
  const [order] = body.orders
  expect((await server.get(`/v9/orders/${order.id}`)).body).toEqual(order)
  // The document: "See Orders / Index".
  const { body: index } = await server.get('/v9/orders?type=Order')
  expect(index).toEqual({ current_page: 1, per_page: 10, total_entries: 1, orders: [order] })
})

test.each(['004-fedex.txt', '004-eticket.txt'])(
  'behind the order of %s stands its pair: the owner sells to the office',
  async (file) => {
    const server = await freshWorld()
    const { body } = await send(server, file)
    const [front] = body.orders
    expect(front).toMatchObject({ id: 819975, oid: '388214-819975', child_orders: [819974] })

    const { status, body: back } = await server.get('/v9/orders/819974', 'processor')
    expect(status).toBe(200)
    expect(back).toMatchObject({
      id: 819974,
      oid: '388214-819974',
      order_group_id: 388214,
      order_type: 'sale',
      state: 'pending',
      child_orders: [],
      seller: { type: 'Office', id: 1700 },
      buyer: { type: 'Office', id: 1691 },
      client: null,
      subtotal: '80.0',
      total: '80.0',
      balance: '80.0',
      pending_balance: '80.0',
      shipping: '0.0',
      service_fee: '0.0',
      additional_expense: '0.0',
      tax: '0.0',
      discount: '0.0',
      fee: '0.0',
      promo_code: null,
      reference: null,
      instructions: 'These instructions will be visible to everyone',
      shipments: [{ type: front.shipments[0].type, state: 'pending' }],
      shipping_address: { id: front.shipping_address.id },
      items: [{ price: '40.0', quantity: 2, seats: [1, 2] }],
      payments: [{ type: 'evopay', amount: '80.0', state: 'pending' }],
    })
    for (const part of ['shipments', 'items', 'payments']) expect(back[part][0].id).not.toBe(front[part][0].id)

    const { body: bought } = await server.get('/v9/orders?type=PurchaseOrder')
    expect(bought.orders).toMatchObject([{ id: 819974, order_type: 'purchase' }])
    const { body: polled } = await server.get('/v9/orders?state=pending&type=Order', 'processor')
    expect(polled.orders).toEqual([back])
  },
)

test('seats are sold once: the next order gets the next ones', async () => {
  const server = await freshWorld()
  await send(server, '004-fedex.txt')
  const { body } = await send(server, '004-fedex.txt')
  expect(body.orders[0].items[0].seats).toEqual([3, 4])
  // 40 tickets, two by two.
  for (let nth = 3; nth <= 20; nth += 1) expect(await send(server, '004-fedex.txt')).toMatchObject({ status: 201 })
  const gone = await send(server, '004-fedex.txt')
  expect([gone.status, gone.body]).toEqual([422, ['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets']])
  const { body: index } = await server.get('/v9/orders?type=Order')
  expect(index.total_entries).toBe(20)
})

test('both orders go in one request too, each with a pair of its own', async () => {
  const server = await freshWorld()
  const orders = ['004-fedex.txt', '004-eticket.txt'].flatMap((file) => JSON.parse(printedText(file)).orders)
  const { status, body } = await server.post('/v9/orders', { orders })
  expect(status).toBe(201)
  expect(body.orders).toMatchObject([
    { oid: '388214-819975', total: '114.0', child_orders: [819974], shipments: [{ type: 'FedEx' }] },
    { oid: '388215-819977', total: '114.0', child_orders: [819976], shipments: [{ type: 'Eticket' }] },
  ])
})

/** The printed FedEx order with other fields, in the order itself or in its one item. */
function orderWith(changes: object, itemChanges: object = {}) {
  const { orders } = JSON.parse(printedText('004-fedex.txt'))
  Object.assign(orders[0].shipped_items[0].items[0], itemChanges)
  return { orders: [{ ...orders[0], ...changes }] }
}

test('a promo code and the amount of a payment leave the total alone; a card is charged its own amount', async () => {
  const server = await freshWorld()
  const payments = [{ type: 'credit_card', credit_card_id: 2222, amount: 305.96 }]
  const { body } = await server.post('/v9/orders', orderWith({ payments, promo_code: 'HALFPRICE' }))
  expect(body.orders[0]).toMatchObject({ total: '114.0', promo_code: 'HALFPRICE', payments: [{ amount: '305.96' }] })
  const { body: without } = await server.post('/v9/orders', orderWith({ payments: undefined }))
  expect(without.orders[0]).toMatchObject({ total: '114.0', balance: '114.0', payments: [] })
})

test('notes are a string, or an array that makes several', async () => {
  const server = await freshWorld()
  const notes = { internal_notes: 'For us.', external_notes: ['An aisle, please.', 'Together, please.'] }
  const { body } = await server.post('/v9/orders', orderWith(notes))
  const contents = body.orders[0].notes.map(({ category, content }: { category: string; content: string }) => ({
    category,
    content,
  }))
  expect(contents).toEqual([
    { category: 'external', content: 'An aisle, please.' },
    { category: 'external', content: 'Together, please.' },
    { category: 'internal', content: 'For us.' },
  ])
})

test.each([
  ['seller_id', { seller_id: undefined }],
  ['shipped_items', { shipped_items: undefined }],
  ['client_id', { client_id: undefined }],
  ['shipping', { shipping: 15.001 }],
  ['discount', { discount: '10.123' }],
  ['discount', { discount: -10 }],
])('an order is refused for its %s, and makes nothing: %j', async (field, changes) => {
  const server = await freshWorld()
  const { status, body } = await server.post('/v9/orders', orderWith(changes))
  expect(status).toBe(422)
  expect(body.orders[0].errors).toHaveProperty(field)
  const { body: next } = await send(server, '004-fedex.txt')
  expect(next.orders[0]).toMatchObject({ id: 819975, items: [{ seats: [1, 2] }] })
})

test.each([
  ['ticket_group_id', { ticket_group_id: undefined }],
  ['price', { price: undefined }],
  ['price', { price: 50.005 }],
  ['quantity', { quantity: undefined }],
  ['quantity', { quantity: 0 }],
])('an order is refused for the %s of its item: %j', async (field, changes) => {
  const server = await freshWorld()
  const { status, body } = await server.post('/v9/orders', orderWith({}, changes))
  expect(status).toBe(422)
  expect(Object.keys(body.orders[0].errors)).toEqual([`shipped_items.items.${field}`])
})

test('a ticket_group_signature that was never given out, or a quantity that cannot be sold, is refused', async () => {
  const server = await freshWorld()
  for (const [changes, pair] of [
    [
      { ticket_group_signature: '0'.repeat(32) },
      ['OrderGroup::Builder::GeneralError', expect.stringMatching(/was never given out for ticket group 52554285/)],
    ],
    [
      { quantity: 11 },
      [
        'OrderLink::InvalidTicketSplit',
        'Error performing ticket split, valid quantity values include 1,2,3,4,5,6,7,8,9,10, not 11',
      ],
    ],
    [{ price: 39.99 }, ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:40.0, Buy Price:39.99']],
  ] as const) {
    const refused = await server.post('/v9/orders', orderWith({}, changes))
    expect([refused.status, refused.body]).toEqual([422, pair])
  }
  expect(await server.post('/v9/orders', orderWith({}, { ticket_group_signature: undefined }))).toMatchObject({
    status: 201,
  })
})

test('low_seat and seat_order say which seats are sold', async () => {
  const server = await freshWorld()
  const seats = async (item: object) => {
    const { body } = await server.post('/v9/orders', orderWith({}, item))
    return body.orders[0].items[0].seats
  }
  expect(await seats({ low_seat: 11 })).toEqual([11, 12])
  expect(await seats({ low_seat: 21, seat_order: 'odd_even' })).toEqual([21, 23])
  expect(await seats({})).toEqual([1, 2])
})

test('several items go in one order only if the office that makes it owns them all', async () => {
  const server = await freshWorld()
  const order = (...groups: number[]) => {
    const items = groups.map((ticket_group_id) => ({ ticket_group_id, price: 50, quantity: 1 }))
    const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
    return server.post('/v9/orders', { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] })
  }
  expect(await order(52554290, 52554290)).toMatchObject({
    status: 201,
    body: { orders: [{ subtotal: '100.0', child_orders: [], items: [{ seats: [1] }, { seats: [2] }] }] },
  })
  for (const groups of [
    [52554287, 52554287],
    [52554290, 52554287],
    [52554290, 52554291],
  ])
    expect(await order(...groups)).toMatchObject({
      status: 422,
      body: ['OrderGroup::Builder::GeneralError', expect.stringMatching(/may have more than one item only if/)],
    })
})

test('an order needs no client when an office buys', async () => {
  const server = await freshWorld()
  const shipped_items = [{ type: 'Eticket', items: [{ ticket_group_id: 52554290, price: 50, quantity: 2 }] }]
  const sale = { seller_id: 1691, buyer_id: 1700, shipped_items }
  const { status, body } = await server.post('/v9/orders', { orders: [sale] })
  expect(status).toBe(201)
  expect(body.orders[0]).toMatchObject({ buyer: { type: 'Office', id: 1700 }, client: null, patron_type: 'Office' })
  const { id } = body.orders[0]
  expect(await server.get(`/v9/orders/${id}`, 'processor')).toMatchObject({ body: { order_type: 'purchase' } })
})
