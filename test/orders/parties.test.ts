import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { act, buy, expectRefused, orderBody, paymentsOf, place } from './journey.ts'

/** Who sells, who buys, who sees what: one test for each row of the table of parties. */

const FULL = orderBody({
  reference: 'PO-7',
  instructions: 'at the gate',
  promo_code: 'TENOFF',
  internal_notes: ['ours'],
  external_notes: 'theirs',
  shipping: 15,
  service_fee: 9,
  tax: '1.5',
  discount: 10,
  created_by_ip_address: '12.34.56.78',
})

describe('the order behind a sale', () => {
  test('is made first: its ids are the lower ones, each its own', async () => {
    const server = await serve()
    const { front, back } = await place(server, FULL)
    const [one, other] = [await server.get(`/v9/orders/${back}`), await server.get(`/v9/orders/${front}`)].map(
      ({ body }) => [body.id, body.items[0].id, body.items[0].order_item_id, body.shipments[0].id, body.payments[0].id],
    )
    expect(one).toEqual([819974, 958453, 632107, 514479, 657162])
    expect(other).toEqual([819975, 958454, 632108, 514480, 657163])
    const { body } = await server.get(`/v9/orders/${front}`)
    expect([body.child_orders, body.oid]).toEqual([[back], `${body.order_group_id}-${front}`])
  })

  test('is at the wholesale price, without fees, and paid through evopay at acceptance', async () => {
    const server = await serve()
    const { back } = await place(server, FULL)
    const { body } = await server.get(`/v9/orders/${back}`, 'processor')
    const none = {
      shipping: '0.0',
      service_fee: '0.0',
      additional_expense: '0.0',
      tax: '0.0',
      discount: '0.0',
      fee: '0.0',
    }
    expect(body).toMatchObject({ subtotal: '80.0', total: '80.0', balance: '80.0', pending_balance: '80.0', ...none })
    expect(body.items[0].price).toBe('40.0')
    expect(paymentsOf(body)).toEqual(['evopay 80.0 pending'])
    const accepted = (await act(server, 'processor', back, 'accept')).body
    expect(paymentsOf(accepted)).toEqual(['evopay 80.0 completed'])
    expect(accepted).toMatchObject({ balance: '0.0', pending_balance: '0.0' })
  })

  test('takes over instructions, external notes and the shipment, and nothing that is the seller’s own', async () => {
    const server = await serve()
    const { back } = await place(server, FULL)
    const { body } = await server.get(`/v9/orders/${back}`, 'processor')
    expect(body).toMatchObject({ instructions: 'at the gate', reference: null, promo_code: null, client: null })
    expect(body).toMatchObject({ created_by_ip_address: null, buyer: { type: 'Office', id: 1691 } })
    expect(body.notes.map(({ content }: { content: string }) => content)).toEqual(['theirs'])
    expect(body.shipments[0]).toMatchObject({ type: 'Eticket', state: 'pending' })
  })
})

describe('who sees an order', () => {
  test('its seller and its buyer, the buyer as a PurchaseOrder; nobody else', async () => {
    const server = await serve()
    const { front, back } = await place(server, FULL)
    const list = async (query: string, as: string) =>
      (await server.get(`/v9/orders?${query}`, as)).body.orders.map(({ id }: { id: number }) => id)
    expect(await list('type=Order', 'website')).toEqual([front])
    expect(await list('type=PurchaseOrder', 'website')).toEqual([back])
    expect(await list('', 'website')).toEqual([front, back])
    expect(await list('type=purchaseorder', 'website')).toEqual([front, back])
    expect(await list('type=Order', 'processor')).toEqual([back])
    expect(await list('type=PurchaseOrder', 'processor')).toEqual([])
    expect(await list('', 'shelbyville')).toEqual([back])
    expect(await list('', 'store')).toEqual([])
    expect((await server.get(`/v9/orders/${front}`, 'processor')).status).toBe(404)
    expect((await server.get(`/v9/orders/${back}`, 'store')).status).toBe(404)
    expect((await server.get(`/v9/orders/${back}`)).body.order_type).toBe('purchase')
  })

  test('internal notes and the reference are for the office that wrote them', async () => {
    const server = await serve()
    const { front } = await place(server, FULL)
    const { body } = await server.get(`/v9/orders/${front}`)
    expect(body.reference).toBe('PO-7')
    expect(body.notes.map(({ category }: { category: string }) => category)).toEqual(['external', 'internal'])
    expect((await server.get('/v9/orders?reference=PO-7')).body.total_entries).toBe(1)
    expect((await server.get('/v9/orders?reference=PO-7', 'processor')).body.total_entries).toBe(0)
    expect((await server.call('PATCH', `/v9/orders/${front}`, { body: { reference: 'PO-8' } })).body.reference).toBe(
      'PO-8',
    )
  })

  test('a store sees its own sales, and the owner sells to TEvo’s office', async () => {
    const server = await serve()
    const order = {
      client_id: 1507094,
      ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 1965046 },
      payments: [{ type: 'credit_card', credit_card_id: 327284 }],
    }
    const { body } = await server.post('/v10/orders', { order }, 'store')
    expect(body.seller).toMatchObject({ type: 'AffiliateStore', id: 63 })
    const [back] = body.child_orders
    expect((await server.get(`/v9/orders/${back}`, 'processor')).body.buyer).toMatchObject({ type: 'Office', id: 6 })
    expect((await server.get(`/v9/orders/${body.id}`, 'store')).status).toBe(200)
    expect((await server.get(`/v9/orders/${back}`, 'store')).status).toBe(404)
    expect((await server.get(`/v9/orders/${body.id}`, 'website')).status).toBe(404)
    expect((await server.get('/v10/orders', 'store')).body.total_entries).toBe(1)
  })
})

describe('states', () => {
  test('state is the seller’s for every viewer, and the buyer’s is accepted from the start', async () => {
    const server = await serve()
    const { back } = await place(server)
    for (const as of ['website', 'processor']) {
      const { body } = await server.get(`/v9/orders/${back}`, as)
      expect(body).toMatchObject({ state: 'pending', seller_state: 'pending', buyer_state: 'accepted' })
    }
  })
})

describe('a purchase for stock', () => {
  test('is one order: a sale to its owner, a PurchaseOrder to its buyer', async () => {
    const server = await serve()
    const order = await buy(server)
    const sale = (await server.get(`/v9/orders/${order}`)).body
    expect(sale).toMatchObject({
      order_type: 'sale',
      child_orders: [],
      seller: { id: 1691 },
      buyer: { id: 1700 },
      total: '60.0',
    })
    const purchases = await server.get('/v9/orders?type=PurchaseOrder', 'shelbyville')
    expect(purchases.body.orders.map(({ id }: { id: number }) => id)).toEqual([order])
  })

  test('is not made of one’s own tickets', async () => {
    const server = await serve()
    const items = [{ ticket_group_id: 52554290, price: 30, quantity: 2 }]
    const own = { is_purchase: true, seller_id: 1691, buyer_id: 1691, shipped_items: [{ type: 'Eticket', items }] }
    await expectRefused(server, () => server.post('/v9/orders', { orders: [own] }), /is your own/)
  })
})

describe('what an order names', () => {
  test.each([
    ['an office of somebody else', { seller_id: 1700 }, {}, /is not an office of your brokerage/],
    ['a client of somebody else', { client_id: 107700 }, {}, /is not a client of yours/],
    ['an email of another client', {}, { email_address_id: 1965046 }, /does not belong to client/],
    ['an Eticket without an email', {}, { email_address_id: null }, /can't be blank/],
    ['a FedEx without an address', {}, { type: 'FedEx', phone_number_id: 33333 }, /address_id/],
    [
      'a card of another client',
      { payments: [{ type: 'credit_card', credit_card_id: 327284 }] },
      {},
      /does not belong/,
    ],
    ['a billing address of another client', { billing_address_id: 5070352 }, {}, /does not belong/],
    [
      "a card's billing address of another client",
      { payments: [{ type: 'credit_card', credit_card_id: 2222, billing_address_id: 5070352 }] },
      {},
      /billing_address_id.*5070352 does not belong to client 107655/,
    ],
    [
      "a sender's address of somebody else's client",
      {},
      { ship_from_address_id: 5070352 },
      /ship_from_address_id.*5070352 is not an address of a client of yours/,
    ],
    [
      "a sender's phone number that nobody has",
      {},
      { ship_from_phone_number_id: 9 },
      /ship_from_phone_number_id.*9 is not a phone number of a client of yours/,
    ],
  ])('%s is refused, and nothing has changed', async (_name, fields, shipment, words) => {
    const server = await serve()
    const received = await server.unchanged(() => server.post('/v9/orders', orderBody(fields, {}, shipment)))
    expect(received.status).toBe(422)
    expect(received.text).toMatch(words)
  })

  test.each([
    ['more tickets than there are', { quantity: 50 }, /has 40 tickets left/],
    ['a quantity outside its splits', { quantity: 11 }, /is sold in quantities of/],
    ['a price below its cost', { price: 39.99 }, /below its wholesale price of 40\.00/],
    ['a signature that was never given out', { ticket_group_signature: 'x' }, /never given out/],
    ['a group that is not there', { ticket_group_id: 1 }, /no ticket group 1/],
    ['a seat that is not there', { low_seat: 40 }, /Seat 41/],
  ])('%s is refused, and nothing has changed', async (_name, item, words) => {
    const server = await serve()
    await expectRefused(server, () => server.post('/v9/orders', orderBody({}, item)), words)
  })

  test('more than one item goes only when the seller owns them all', async () => {
    const server = await serve()
    const two = (first: number, second: number) => {
      const item = (ticket_group_id: number) => ({ ticket_group_id, price: 150, quantity: 1 })
      const shipped = [first, second].map((id) => ({ type: 'Eticket', email_address_id: 33333, items: [item(id)] }))
      return { orders: [{ seller_id: 1691, client_id: 107655, shipped_items: shipped }] }
    }
    await expectRefused(server, () => server.post('/v9/orders', two(52554287, 52554290)), /more than one item/)
    const { body } = await server.post('/v9/orders', two(52554290, 52554290))
    expect(body.orders[0]).toMatchObject({ total: '300.0', child_orders: [] })
    expect(body.orders[0].items).toHaveLength(2)
  })

  test('price_check and signature_check can be switched off, and a signature required', async () => {
    const lenient = await serve({ settings: { price_check: false, signature_check: false } })
    await place(lenient, orderBody({}, { price: 1, ticket_group_signature: 'x' }))
    const strict = await serve({ settings: { signature_required: true } })
    await expectRefused(strict, () => strict.post('/v9/orders', orderBody()), /requires a ticket_group_signature/)
    await place(strict, orderBody({}, { ticket_group_signature: 'a35e9ba5ffee9aabd0546f676cdda3c8' }))
  })
})

describe('v10', () => {
  const order = {
    client_id: 1507094,
    ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
    delivery: { type: 'Eticket', email_address_id: 1965046, cost: 5 },
    payments: [{ type: 'credit_card', credit_card_id: 327284, amount: 1 }],
  }
  const post = (fields: object, as = 'store') => ({ order: { ...order, ...fields }, as })

  test.each([
    ['a payment that is no card', { payments: [{ type: 'cash' }] }],
    ['a card without id or token', { payments: [{ type: 'credit_card' }] }],
    ['no payment', { payments: [] }],
    ['instructions of 201 characters', { instructions: 'x'.repeat(201) }],
    ['three decimals', { tax: 1.005 }],
  ])('refuses %s with a sentence', async (_name, fields) => {
    const server = await serve()
    const { order: body } = post(fields)
    await expectRefused(server, () => server.post('/v10/orders', { order: body }, 'store'), /./)
  })

  test('computes the payment, makes the address with it the card’s, and asks for a session where fraud is looked for', async () => {
    const server = await serve()
    const payments = [{ type: 'credit_card', credit_card_id: 327284, address_id: 5070352 }]
    const { body } = await server.post('/v10/orders', { order: { ...order, payments } }, 'store')
    expect(body.payments[0].amount).toBe('295.96')
    const card = await server.get('/v9/clients/1507094/credit_cards/327284', 'store')
    expect(card.body.address.id).toBe('5070352')

    const wary = await serve({ settings: { fraud: 'approve' } })
    await expectRefused(wary, () => wary.post('/v10/orders', { order }, 'store'), /session_id/)
    const { status } = await wary.post('/v10/orders', { order: { ...order, session_id: 's' } }, 'store')
    expect(status).toBe(201)
  })

  test('sells for the office of a broker’s credential', async () => {
    const server = await serve()
    const broker = {
      client_id: 107655,
      ticket_group: { id: 52554287, price: 50, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 33333 },
      payments: [{ type: 'credit_card', token: 'tok_visa' }],
    }
    const { body } = await server.post('/v10/orders', { order: broker })
    expect(body.seller).toMatchObject({ type: 'Office', id: 1691 })
    expect(body.created_by).toMatchObject({ type: 'APICredential', office_id: 1691, brokerage_id: 1930 })
  })
})
