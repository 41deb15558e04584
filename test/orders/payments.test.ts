import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, expectRefused, orderBody, paymentsOf, place, stateOf } from './journey.ts'

const OWN = { ticket_group_id: 52554290 }
const own = (payments: object[], fields: object = {}) => orderBody({ payments, ...fields }, OWN)
const amountsOf = ({
  body,
}: {
  body: { total: string; balance: string; pending_balance: string; refunded: string }
}) => [body.total, body.balance, body.pending_balance, body.refunded]
const show = (server: TestServer, order: number) => server.get(`/v9/orders/${order}`)

describe('card payments', () => {
  test('are authorised with the order, captured at acceptance, and voided at rejection', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'credit_card', credit_card_id: 2222 }]))
    expect(paymentsOf((await show(server, front)).body)).toEqual(['credit_card 100.0 authorized'])
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '100.0', '0.0', '0.0'])
    await act(server, 'website', front, 'accept')
    expect(paymentsOf((await show(server, front)).body)).toEqual(['credit_card 100.0 captured'])
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '0.0', '0.0', '0.0'])

    const { front: other } = await place(server, own([{ type: 'credit_card', credit_card_id: 2222 }]))
    await act(server, 'website', other, 'reject', { reason: 'Test Order' })
    expect(paymentsOf((await show(server, other)).body)).toEqual(['credit_card 100.0 voided'])
  })

  test.each([
    ['an amount of 2000.00 to 2999.99', { credit_card_id: 2222, amount: 2046.5 }, /declined: 2046/],
    ['an amount of 3000.xx', { credit_card_id: 2222, amount: 3000 }, /declined: 3000/],
    [
      'a nonce that Braintree declines',
      { payment_method_nonce: 'fake-processor-declined-visa-nonce' },
      /declined: 2000/,
    ],
    ['a token that Stripe declines', { token: 'tok_chargeDeclined' }, /declined: card_declined/],
    ['no card at all', {}, /needs a credit_card_id, a credit_card, or a token/],
  ])('%s makes no order', async (_name, payment, words) => {
    const server = await serve()
    await expectRefused(server, () => server.post('/v9/orders', own([{ type: 'credit_card', ...payment }])), words)
  })

  test.each([
    { payment_method_nonce: 'fake-valid-nonce' },
    { payment_method_token: 'anything' },
    { token: 'tok_visa' },
    { credit_card_id: 2222, amount: 1999.99 },
    { credit_card_id: 2222, amount: 3001 },
  ])('%o is authorised', async (payment) => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'credit_card', ...payment }]))
    expect((await show(server, front)).body.payments[0].state).toBe('authorized')
  })

  test('a declined v10 token makes no order', async () => {
    const server = await serve()
    const order = {
      client_id: 1507094,
      ticket_group: { id: 324466901, price: 145.48, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 1965046 },
      payments: [{ type: 'credit_card', token: 'tok_chargeDeclinedInsufficientFunds' }],
    }
    await expectRefused(server, () => server.post('/v10/orders', { order }, 'store'), /insufficient_funds/)
    const paid = { ...order, payments: [{ type: 'credit_card', token: 'tok_visa' }] }
    expect((await server.post('/v10/orders', { order: paid }, 'store')).status).toBe(201)
  })

  test('a capture that fails at acceptance leaves the order pending, on both sides', async () => {
    const server = await serve()
    const { front, back } = await place(
      server,
      orderBody({ payments: [{ type: 'credit_card', token: 'tok_chargeCustomerFail' }] }),
    )
    await expectRefused(server, () => act(server, 'processor', back, 'accept'), /could not be captured/)
    expect([await stateOf(server, back), await stateOf(server, front)]).toEqual(['pending', 'pending'])
  })

  test('fail without a gateway', async () => {
    const server = await serve({ settings: { gateway: 'none' } })
    const body = own([{ type: 'credit_card', credit_card_id: 2222 }])
    await expectRefused(server, () => server.post('/v9/orders', body), /no payment gateway/)
    expect((await server.post('/v9/orders', own([{ type: 'cash' }]))).status).toBe(201)
  })

  test('are charged their own amount, whatever the total is', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'credit_card', credit_card_id: 2222, amount: 130 }]))
    await act(server, 'website', front, 'accept')
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '-30.0', '0.0', '0.0'])
  })
})

describe('other payments', () => {
  test.each(['cash', 'check', 'evopay', 'money_order', 'offline', 'paypal', 'tbd'])(
    '%s is pending at first, and applied it moves the balance',
    async (type) => {
      const server = await serve()
      const { front } = await place(server, own([]))
      const { status, body } = await server.post('/v9/payments', {
        payments: [{ type, order_id: String(front), amount: '60.25' }],
      })
      expect(status).toBe(201)
      const [{ id, state, order_link_id }] = body.payments
      expect({ state, order_link_id }).toEqual({ state: 'pending', order_link_id: front })
      expect(amountsOf(await show(server, front))).toEqual(['100.0', '100.0', '60.25', '0.0'])
      const applied = await server.get(`/v9/payments/${id}/apply?check_number=1234`)
      expect(applied.body).toMatchObject({ id, state: 'completed', check_number: '1234' })
      expect(amountsOf(await show(server, front))).toEqual(['100.0', '39.75', '0.0', '0.0'])
      await expectRefused(
        server,
        () => server.get(`/v9/payments/${id}/apply`),
        /is completed; only a payment that is pending/,
      )
    },
  )

  test('is_completed completes one at once, and without an amount it is of the order’s total', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'cash', is_completed: true }]))
    expect(paymentsOf((await show(server, front)).body)).toEqual(['cash 100.0 completed'])
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '0.0', '0.0', '0.0'])
  })

  test('a pending one can be canceled, once', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'check' }]))
    const [{ id }] = (await show(server, front)).body.payments
    expect((await server.get(`/v9/payments/${id}/cancel`)).body.state).toBe('canceled')
    await expectRefused(server, () => server.get(`/v9/payments/${id}/cancel`), /only a payment that is pending/)
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '100.0', '0.0', '0.0'])
  })

  test('a refund is a payment the other way, up to what is left of the first', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'cash', is_completed: true }]))
    const [{ id }] = (await show(server, front)).body.payments
    const { body } = await server.post(`/v9/payments/${id}/refund`, { amount: 30 })
    expect(body).toMatchObject({
      type: 'cash',
      amount: '30.0',
      is_refund: true,
      refunded_from_id: id,
      state: 'completed',
    })
    expect(amountsOf(await show(server, front))).toEqual(['100.0', '30.0', '0.0', '30.0'])
    await expectRefused(server, () => server.post(`/v9/payments/${id}/refund`, { amount: 70.01 }), /70\.00 left/)
    expect((await server.post(`/v9/payments/${id}/refund`, {})).body.amount).toBe('70.0')
    await expectRefused(server, () => server.post(`/v9/payments/${id}/refund`, {}), /0\.00 left/)
    await expectRefused(server, () => server.post(`/v9/payments/${body.id}/refund`, {}), /left to refund/)
  })

  test('a card that is not captured yet is voided by a refund', async () => {
    const server = await serve()
    const { front } = await place(server, own([{ type: 'credit_card', credit_card_id: 2222 }]))
    const [{ id }] = (await show(server, front)).body.payments
    expect((await server.post(`/v9/payments/${id}/refund`, {})).body).toMatchObject({ id, state: 'voided' })
  })

  test('a card paid later, for an order that is accepted, is captured at once', async () => {
    const server = await serve()
    const { front } = await place(server, own([]))
    await act(server, 'website', front, 'accept')
    const payment = { type: 'credit_card', order_id: front, credit_card_id: 2222 }
    expect((await server.post('/v9/payments', { payments: [payment] })).body.payments[0].state).toBe('captured')
  })

  test('nothing is paid for an order that did not come about', async () => {
    const server = await serve()
    const { front } = await place(server, own([]))
    await act(server, 'website', front, 'reject', { reason: 'Other' })
    const pay = () => server.post('/v9/payments', { payments: [{ type: 'cash', order_id: front }] })
    await expectRefused(server, pay, /is rejected; nothing can be paid/)
  })
})

describe('reading payments', () => {
  test('an order’s are listed for its parties and for nobody else', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    const { body } = await server.get(`/v9/payments?order_id=${front}`)
    expect(body).toMatchObject({ current_page: 1, per_page: 100, total_entries: 1 })
    expect(body.payments[0]).toMatchObject({ type: 'credit_card', performed_by: null, credit_card: { id: 2222 } })
    expect((await server.get(`/v9/payments?order_id=${front}`, 'processor')).status).toBe(404)
    expect((await server.get(`/v9/payments?order_id=${back}`, 'processor')).body.total_entries).toBe(1)
    expect((await server.get(`/v9/payments/${body.payments[0].id}`, 'processor')).status).toBe(404)
    expect((await server.get('/v9/payments')).status).toBe(422)
    expect((await server.get(`/v9/payments?order_id=${front}`, 'store')).status).toBe(401)
  })
})

test('a Braintree client token is given to accounts with that gateway', async () => {
  const server = await serve()
  const { body } = await server.get('/v9/merchant_accounts/braintree/client_token?office_id=1691')
  expect(JSON.parse(Buffer.from(body.client_token, 'base64').toString())).toMatchObject({ environment: 'sandbox' })
  expect((await server.get('/v9/merchant_accounts/braintree/client_token?office_id=1700')).status).toBe(422)
  expect((await server.call('POST', '/v9/clients/107655/braintree_client_token')).status).toBe(200)
  const without = await serve({ settings: { gateway: 'none' } })
  expect((await without.get('/v9/merchant_accounts/braintree/client_token')).status).toBe(422)
})
