import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { expectRefused, orderBody, place } from '../orders/journey.ts'
import { addGroup } from './stock.ts'

const quote = (server: TestServer, ticket_group_id: number, fields: object = {}) =>
  server.post('/v9/tax_quotes', { ticket_group_id, quantity: 2, ...fields })

const RETAIL = { price: 160, shipping: 15, service_fee: 10, additional_expense: 5, discount: 9 }

describe('a tax quote', () => {
  test("has the figures of the wiki's examples, but for its wholesale tax, which is of another rate", async () => {
    const server = await serve()
    const group = await addGroup(server, { price: 132.5 })
    const wholesale = { price: 132.5, subtotal: 265, service_fee: 0, tax: 23.32, total: 288.32 }
    const plain = await quote(server, group)
    expect([plain.status, plain.body]).toEqual([
      201,
      { ticket_group_id: group, quantity: 2, tax_signature: expect.stringMatching(/^[0-9a-f-]{36}$/), wholesale },
    ])
    expect((await quote(server, group, { payment_type: 'credit_card' })).body.wholesale).toEqual({
      ...wholesale,
      service_fee: 7.95,
      total: 296.27,
    })
    expect((await quote(server, group, { retail: RETAIL })).body).toMatchObject({
      wholesale,
      retail: { ...RETAIL, subtotal: 341, tax: 28.16, total: 369.16 },
    })
    expect((await quote(server, group, { retail: { price: 160 } })).body.retail).toEqual({
      price: 160,
      subtotal: 320,
      tax: 28.16,
      total: 348.16,
    })
  })

  test('may be of all tickets of a group, with a discount of all they cost, and with other fees than that of service', async () => {
    const server = await serve()
    const group = await addGroup(server)
    expect((await quote(server, group, { quantity: 10 })).status).toBe(201)
    expect((await quote(server, group, { retail: { price: 1, discount: 2, shipping: 0 } })).body.retail).toMatchObject({
      subtotal: 0,
      tax: 0.18,
      total: 0.18,
    })
  })

  test('is of its own each time, and of tickets that the caller sees', async () => {
    const server = await serve()
    const group = await addGroup(server)
    const [first, second] = [await quote(server, group), await quote(server, group)]
    expect(first.body.tax_signature).not.toBe(second.body.tax_signature)
    expect((await quote(server, 999)).status).toBe(404)
    await expectRefused(server, () => quote(server, group, { quantity: 11 }), /has 10 tickets/)
    await expectRefused(server, () => quote(server, group, { retail: {} }), /retail\.price can't be blank/)
    await expectRefused(server, () => quote(server, group, { retail: { price: 1, discount: 3 } }), /discount is more/)
  })
})

describe('the tax of an order with a tax_signature', () => {
  const sold = { quantity: 2, price: 50 }

  test.for<[string, object, object, string]>([
    ["is the quote's retail tax", { retail: { price: 50 } }, {}, '8.8'],
    ["is the quote's retail tax where the order says 0", { retail: { price: 50 } }, { tax: 0 }, '8.8'],
    ["is the quote's wholesale tax where there is no retail part", {}, {}, '5.28'],
    ['is what the order says', { retail: { price: 50 } }, { tax: 1.5 }, '1.5'],
    ['goes by its older name too', { retail: { price: 50 } }, { old: true }, '8.8'],
  ])('%s', async ([, asked, { old, ...fields }, tax]: [string, object, { old?: boolean; tax?: number }, string]) => {
    const server = await serve()
    const group = await addGroup(server)
    const { tax_signature } = (await quote(server, group, asked)).body
    const signature = old === true ? { tax_quote_signature: tax_signature } : { tax_signature }
    const { front } = await place(server, orderBody({ ...fields, ...signature }, { ticket_group_id: group, ...sold }))
    const { body } = await server.get(`/v9/orders/${front}`)
    expect([body.tax, body.total]).toEqual([tax, String((100 + Number(tax)).toFixed(2)).replace(/0$/, '')])
    expect(body.payments[0].amount).toBe(body.total)
  })

  test('is the wholesale tax where an office buys', async () => {
    const server = await serve()
    const group = await addGroup(server)
    const { tax_signature } = (await quote(server, group, { retail: { price: 50 } })).body
    const bought = await server.post('/v9/orders', {
      orders: [
        {
          buyer_id: 1700,
          seller_id: 1691,
          tax_signature,
          shipped_items: [{ type: 'Eticket', items: [{ ticket_group_id: group, ...sold }] }],
          payments: [{ type: 'offline' }],
        },
      ],
    })
    expect(bought.status, bought.text).toBe(201)
    expect(bought.body.orders[0].tax).toBe('5.28')
  })

  test('is of the sale alone; the order behind it is at cost', async () => {
    const server = await serve()
    const { tax_signature } = (await quote(server, 52554287, { retail: { price: 50 } })).body
    const { front, back } = await place(server, orderBody({ tax_signature }))
    expect((await server.get(`/v9/orders/${front}`)).body.total).toBe('108.8')
    expect((await server.get(`/v9/orders/${back}`, 'processor')).body).toMatchObject({ tax: '0.0', total: '80.0' })
  })

  test('a v10 order takes one as well', async () => {
    const server = await serve()
    const { tax_signature } = (await quote(server, 52554287, { retail: { price: 50 } })).body
    const order = {
      client_id: 107655,
      ticket_group: { id: 52554287, price: 50, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 33333 },
      payments: [{ type: 'credit_card', credit_card_id: 2222 }],
      tax_signature,
    }
    const placed = await server.post('/v10/orders', { order })
    expect(placed.body).toMatchObject({ tax: '8.8', total: '108.8' })
    expect((await server.post('/v10/orders', { order: { ...order, tax_signature: 'none' } })).status).toBe(422)
  })

  // W:3510599681: the tax_signature of a v10 order is from a quote, so an affiliate makes quotes.
  test('comes to a store from a quote of its own', async () => {
    const server = await serve()
    const asked = { ticket_group_id: 324466901, quantity: 2, retail: { price: 150 } }
    const quoted = await server.post('/v9/tax_quotes', asked, 'store')
    expect([quoted.status, quoted.body.retail.tax]).toEqual([201, 26.4])
    const order = {
      client_id: 1507094,
      ticket_group: { id: 324466901, price: 150, quantity: 2 },
      delivery: { type: 'Eticket', email_address_id: 1965046 },
      payments: [{ type: 'credit_card', credit_card_id: 327284 }],
    }
    const place = (tax_signature: string) => server.post('/v10/orders', { order: { ...order, tax_signature } }, 'store')
    expect((await place(quoted.body.tax_signature)).body).toMatchObject({ tax: '26.4', total: '326.4' })
    const others = await server.post('/v9/tax_quotes', asked)
    await expectRefused(server, () => place(others.body.tax_signature), /is not from a tax quote of yours/)
  })

  test('is refused for other tickets, another quantity, and from anybody else', async () => {
    const server = await serve()
    const [group, other] = [await addGroup(server), await addGroup(server)]
    const { tax_signature } = (await quote(server, group)).body
    const order = (item: object, signature = tax_signature) =>
      server.post('/v9/orders', orderBody({ tax_signature: signature }, { ticket_group_id: group, ...sold, ...item }))
    await expectRefused(server, () => order({ ticket_group_id: other }), /tickets of ticket group \d+ only/)
    await expectRefused(server, () => order({ quantity: 3 }), /quote for 2 tickets/)
    const both = orderBody({ tax_signature }, { ticket_group_id: group, ...sold })
    both.orders[0]?.shipped_items[0]?.items.push({ ticket_group_id: other, ...sold })
    await expectRefused(server, () => server.post('/v9/orders', both), /for what this order sells/)
    await expectRefused(server, () => order({}, 'made-up'), /is not from a tax quote of yours/)
    const theirs = await server.post('/v9/tax_quotes', { ticket_group_id: group, quantity: 2 }, 'shelbyville')
    await expectRefused(server, () => order({}, theirs.body.tax_signature), /is not from a tax quote of yours/)
    expect((await order({})).status).toBe(201)
  })
})
