import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { documentAt } from '../shipments/parcels.ts'
import { act, expectRefused, orderBody, place } from './journey.ts'

/** What an order and its payments show and take beyond the wiki's own samples: tevo-api.md §3.4, §3.9. */

const OWN = { ticket_group_id: 52554290 }

// §3.4: T2 reads `client.phone_numbers[0].number`; TEvo's samples of 2012 have both lists.
test("an order's client has its phone numbers and email addresses, for its seller alone", async () => {
  const server = await serve()
  const { front, back } = await place(server)
  const { body: order } = await server.get(`/v9/orders/${front}`)
  const { body: moe } = await server.get('/v9/clients/107655')
  expect(order.client.phone_numbers[0].number).toBe(moe.phone_numbers[0].number)
  expect(order.client).toMatchObject({
    id: 107655,
    phone_numbers: moe.phone_numbers,
    email_addresses: moe.email_addresses,
  })
  expect(order.buyer).not.toHaveProperty('phone_numbers')
  const owner = await server.get(`/v9/orders/${back}`, 'processor')
  expect(owner.body.client).toBeNull()
  expect(owner.text).not.toContain(moe.phone_numbers[0].number)
})

// §3.4: `po_number` and `invoice_number` are in the samples of 2012, `buyer_reference_number` is sent by a public program.
describe('po_number, invoice_number and buyer_reference_number', () => {
  const NUMBERS = { po_number: 'PO 42', invoice_number: '43', buyer_reference_number: '3161' }
  const NONE = { po_number: null, invoice_number: null, buyer_reference_number: null }

  test('are taken with an order, and are the sale’s alone', async () => {
    const server = await serve()
    const { front, back } = await place(server, orderBody(NUMBERS))
    expect((await server.get(`/v9/orders/${front}`)).body).toMatchObject(NUMBERS)
    expect((await server.get(`/v9/orders/${back}`, 'processor')).body).toMatchObject(NONE)
  })

  test('are null until they are given, and can be changed', async () => {
    const server = await serve()
    const { front } = await place(server)
    expect((await server.get(`/v9/orders/${front}`)).body).toMatchObject(NONE)
    const changed = await server.call('PATCH', `/v9/orders/${front}`, { body: NUMBERS })
    expect(changed).toMatchObject({ status: 200, body: NUMBERS })
  })

  test('come with an order of the background too', async () => {
    const server = await serve()
    const queued = await server.post('/v9/orders/background', orderBody(NUMBERS))
    await server.clock.advance('PT5M')
    expect((await server.get(`/v9/queued_orders/${queued.body.id}`)).body.result).toMatchObject(NUMBERS)
  })
})

// §3.9: public PHP clients send the card inside its payment.
describe('a card inside a payment', () => {
  const CARD = {
    number: '4111 1111 1111 1111',
    expiration_month: '12',
    expiration_year: '2039',
    verification_code: '123',
    ip_address: '127.0.0.1',
  }
  const paid = (credit_card: object) =>
    orderBody({ payments: [{ type: 'credit_card', amount: '100.00', credit_card }] }, OWN)

  test('is authorised, captured at acceptance, and not stored with the client', async () => {
    const server = await serve()
    const { body: before } = await server.get('/v9/clients/107655/credit_cards')
    const { front } = await place(server, paid(CARD))
    await act(server, 'website', front, 'accept')
    const { body } = await server.get(`/v9/payments?order_id=${front}`)
    expect(body.payments[0]).toMatchObject({
      state: 'captured',
      amount: '100.0',
      credit_card: { id: null, card_company: 'Visa', last_digits: '1111', name: null },
    })
    expect((await server.get('/v9/clients/107655/credit_cards')).body).toEqual(before)
    expect(JSON.stringify(await server.world())).not.toMatch(/4111 ?1111/)
  })

  test('is charged for an order that is there already', async () => {
    const server = await serve()
    const { front } = await place(server, orderBody({ payments: [] }, OWN))
    const payment = { order_id: front, type: 'credit_card', amount: 5, credit_card: CARD }
    const made = await server.post('/v9/payments', { payments: [payment] })
    expect(made.body.payments[0]).toMatchObject({ state: 'authorized', credit_card: { last_digits: '1111' } })
  })

  test('is not kept with the request of a queued order', async () => {
    const server = await serve()
    const queued = await server.post('/v9/orders/background', paid(CARD))
    expect(queued.body.params.orders[0].payments[0]).toEqual({
      type: 'credit_card',
      amount: '100.00',
      credit_card: { expiration_month: '12', expiration_year: '2039', ip_address: '127.0.0.1' },
    })
    expect(JSON.stringify(await server.world())).not.toMatch(/4111 ?1111/)
    await server.clock.advance('PT5M')
    const { result } = (await server.get(`/v9/queued_orders/${queued.body.id}`)).body
    expect(result.payments[0].state).toBe('authorized')
  })

  test.for<[string, object, RegExp]>([
    ['that its bank declines', { number: '4000111111111115' }, /declined: 2000/],
    ['whose number is none', { number: '4111111111111112' }, /payments.*number/],
    ['without a month', { expiration_month: undefined }, /payments.*expiration_month/],
  ])('%s makes no order, and its number is not repeated', async ([, fields, words]) => {
    const server = await serve()
    const refused = await server.unchanged(() => server.post('/v9/orders', paid({ ...CARD, ...fields })))
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(words)
    expect(refused.text).not.toMatch(/4111|4000|123/)
  })

  test('is not charged by an account without a gateway', async () => {
    const server = await serve({ settings: { gateway: 'none' } })
    await expectRefused(server, () => server.post('/v9/orders', paid(CARD)), /no payment gateway/)
  })
})

// §3.4 (SHOP): a public shop sends none with its FedEx orders.
test('a FedEx order is placed and sent without a phone number', async () => {
  const server = await serve()
  const { front, back } = await place(
    server,
    orderBody({}, { ticket_group_id: 52554285 }, { type: 'FedEx', address_id: 111111, email_address_id: null }),
  )
  await act(server, 'processor', back, 'accept')
  const { body } = await server.get(`/v9/orders/${back}`, 'processor')
  const airbill = await server.post(`/v9/shipments/${body.shipments[0].id}/airbill`, undefined, 'processor')
  expect(airbill.status, airbill.text).toBe(200)
  expect((await server.get(`/v9/orders/${front}`)).body.shipments[0].tracking_number).toMatch(/^\d{12}$/)
})

test("a sender's address and phone number of one's own client are taken", async () => {
  const server = await serve()
  const address = { street_address: '9 Spooner Street', locality: 'Springfield', country_code: 'US' }
  const ned = { name: 'Ned Flanders', addresses: [address], phone_numbers: [{ number: '541-555-0133' }] }
  const { addresses, phone_numbers } = (await server.post('/v9/clients', { clients: [ned] })).body.clients[0]
  const sender = { ship_from_address_id: addresses[0].id, ship_from_phone_number_id: phone_numbers[0].id }
  const { back } = await place(
    server,
    orderBody({}, { ticket_group_id: 52554285 }, { type: 'FedEx', address_id: 111111, ...sender }),
  )
  await act(server, 'processor', back, 'accept')
  const [{ id }] = (await server.get(`/v9/orders/${back}`, 'processor')).body.shipments
  await server.post(`/v9/shipments/${id}/airbill`, undefined, 'processor')
  const airbill = await documentAt(server, `/v9/shipments/${id}/get_airbill`, 'airbill', 'processor')
  expect(airbill).toMatch(/FROM.*9 Spooner Street.*541-555-0133.*TO/s)
})

test("a payment's billing address of the order's client is taken", async () => {
  const server = await serve()
  await place(
    server,
    orderBody({ payments: [{ type: 'credit_card', credit_card_id: 2222, billing_address_id: 111111 }] }),
  )
})
