import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, buy, expectRefused, orderBody, place } from './journey.ts'

/** Payments of an office over all its orders (W:4751401), and its EvoPay account (W:4751489, W:4751495, W:4751497). */

const CLOCK_MS = Date.UTC(2026, 0, 1)

describe('GET /v9/payments/status', () => {
  const status = async (server: TestServer, query = '') => {
    const received = await server.get(`/v9/payments/status?${query}`, 'processor')
    expect(received.status, received.text).toBe(200)
    return received.body.payments
  }

  test('has the fields of the sample', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { back } = await place(server)
    const order = (await server.get(`/v9/orders/${back}`, 'processor')).body
    expect((await server.get('/v9/payments/status', 'processor')).body).toEqual({
      current_page: 1,
      per_page: 100,
      total_entries: 1,
      payments: [
        {
          id: order.payments[0].id,
          order_group_id: order.order_group_id,
          order_link_id: back,
          is_refund: false,
          payment_amount: '80.0',
          transaction_amount: '80.0',
          transaction_type: 'EvopayTransaction',
          transaction_state: 'pending',
          seller_id: 1700,
          seller_type: 'Office',
          seller_name: 'Shelbyville Seats',
          buyer_id: 1691,
          buyer_type: 'Office',
          buyer_name: 'Springfield Tickets',
          created_at: '2026-01-01T00:00:00Z',
          updated_at: '2026-01-01T00:00:00Z',
        },
      ],
    })
  })

  test('takes the filters of the page', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { back: first } = await place(server)
    await server.clock.advance('PT1H')
    const { back: second } = await place(server)
    await act(server, 'processor', second, 'accept')
    const bought = await buy(server, { payments: [{ type: 'check' }] })
    const client = { seller_id: 1700, client_id: 107700, payments: [{ type: 'cash' }] }
    const { body } = await server.post('/v9/orders', orderBody(client, {}, { email_address_id: 33400 }), 'processor')
    const own = body.orders[0].id
    const found = async (query: string) =>
      (await status(server, query)).map(({ order_link_id }: { order_link_id: number }) => order_link_id)
    for (const [query, orders] of [
      ['', [own, bought, second, first]],
      ['order_type=all', [own, bought, second, first]],
      ['order_type=order', [own, second, first]],
      ['order_type=purchase_order', [bought]],
      ['transaction_type=EvopayTransaction', [second, first]],
      ['transaction_type=CashTransaction', [own]],
      ['transaction_state=completed', [second]],
      ['transaction_state=pending&buyer_type=Office', [bought, first]],
      ['buyer_type=Client', [own]],
      ['seller_id=1700&seller_type=Office', [own, second, first]],
      ['buyer_id=107700', [own]],
      ['buyer_name=springfield', [second, first]],
      ['seller_name=Springfield', [bought]],
      ['created_at.lt=2026-01-01T01:00:00Z', [first]],
      ['updated_at.gte=2026-01-01T01:00:00Z', [own, bought, second]],
      ['per_page=1&page=2', [bought]],
    ] as const)
      expect(await found(query), query).toEqual(orders)
  })

  test('is for users only, and for payments of their office', async () => {
    const server = await serve()
    await place(server, orderBody({}, { ticket_group_id: 52554290 }))
    expect(await status(server)).toEqual([])
    for (const as of ['website', 'shelbyville', 'store'])
      expect(await server.get('/v9/payments/status', as)).toMatchObject({ status: 401 })
  })
})

describe('the EvoPay account of an office', () => {
  const account = '/v9/accounts/1691/transactions'
  const move = (server: TestServer, transaction: object, as = 'website') =>
    server.post(account, { transactions: [transaction] }, as)
  const lines = async (server: TestServer, query = '', target = account, as = 'website') => {
    const received = await server.get(`${target}?${query}`, as)
    expect(received.status, received.text).toBe(200)
    return received.body.transactions
  }

  test('takes the requests of the page: a deposit, a withdrawal, a transfer', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const deposit = { amount: 5000, type: 'deposit', notes: 'Deposit to prepare for playoff purchasing.' }
    const made = await move(server, deposit)
    expect(made.status).toBe(201)
    const [first] = made.body.transactions
    expect(first).toEqual({
      id: expect.any(Number),
      url: `/evopay_transactions/${first.id}`,
      sender: null,
      recipient: expect.objectContaining({ type: 'Office', id: 1691, url: '/offices/1691', evopay: true }),
      amount: '5000.0',
      balance: '5000.0',
      state: 'completed',
      notes: deposit.notes,
      order_ids: [],
      order_ids_with_group: [],
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      completed_at: '2026-01-01T00:00:00Z',
    })
    expect(first.recipient.brokerage).toMatchObject({
      id: 1930,
      url: '/brokerages/1930',
      natb_member: expect.any(Boolean),
    })
    await move(server, { amount: 500, type: 'withdrawal' })
    const transfer = (await move(server, { amount: 850, recipient_id: 1700, type: 'transfer' })).body.transactions[0]
    expect(transfer).toMatchObject({ sender: { id: 1691 }, recipient: { id: 1700 }, balance: '3650.0' })
    expect((await server.get(`${account}/${transfer.id}`)).body).toEqual(transfer)
    // The recipient sees the same, and what it has after it.
    const theirs = await server.get(`/v9/accounts/1700/transactions/${transfer.id}`, 'processor')
    expect(theirs.body).toEqual({ ...transfer, balance: '850.0' })
    expect((await lines(server)).map(({ balance }: { balance: string }) => balance)).toEqual([
      '3650.0',
      '4500.0',
      '5000.0',
    ])
  })

  test('several at once are all made, or none', async () => {
    const server = await serve()
    const both = [
      { amount: 10, type: 'deposit' },
      { amount: 4, type: 'withdrawal' },
    ]
    const { body } = await server.post(account, { transactions: both })
    expect(body.transactions).toMatchObject([{ balance: '10.0' }, { balance: '6.0' }])
    const tooMuch = { transactions: [...both, { amount: '12.01', type: 'transfer', recipient_id: 1700 }] }
    await expectRefused(
      server,
      () => server.post(account, tooMuch),
      /Not Enough EvoPay Available: account 1691 has 12\.00/,
    )
  })

  test('the payments of orders are transactions too, pending until the order is accepted', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    await move(server, { amount: 100, type: 'deposit' })
    const { back } = await place(server)
    const order = (await server.get(`/v9/orders/${back}`)).body
    const line = { id: order.payments[0].id, amount: '80.0', order_ids: [back] }
    const named = {
      order_ids_with_group: [`${order.order_group_id}-${back}`],
      sender: { id: 1691 },
      recipient: { id: 1700 },
    }
    expect((await lines(server))[0]).toMatchObject({
      ...line,
      ...named,
      state: 'pending',
      balance: '100.0',
      completed_at: null,
    })
    await server.clock.advance('PT1H')
    await act(server, 'processor', back, 'accept')
    const completed = { ...line, state: 'completed', balance: '20.0', completed_at: '2026-01-01T01:00:00Z' }
    expect((await lines(server))[0]).toMatchObject(completed)
    const theirs = await lines(server, '', '/v9/accounts/1700/transactions', 'processor')
    expect(theirs).toMatchObject([{ ...completed, balance: '80.0' }])
    // Their ids come from one sequence.
    const ids = (await lines(server)).map(({ id }: { id: number }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('takes the filters of the page', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    await move(server, { amount: 100, type: 'deposit' })
    await server.clock.advance('PT1H')
    await move(server, { amount: 7, type: 'transfer', recipient_id: 1937 })
    const { back } = await place(server)
    const { order_group_id } = (await server.get(`/v9/orders/${back}`)).body
    const found = async (query: string) => (await lines(server, query)).map(({ amount }: { amount: string }) => amount)
    for (const [query, amounts] of [
      ['', ['80.0', '7.0', '100.0']],
      ['state=pending', ['80.0']],
      ['sender_id=1691', ['80.0', '7.0']],
      ['recipient_id=1691', ['100.0']],
      ['sender_or_recipient_id=1937', ['7.0']],
      [`order_id=${back}`, ['80.0']],
      [`order_group_id=${order_group_id}`, ['80.0']],
      ['amount=7', ['7.0']],
      ['amount.gt=7&amount.lt=100', ['80.0']],
      ['created_at.gt=2026-01-01', ['80.0', '7.0']],
      ['completed_at.lte=2026-01-01T00:30:00Z', ['100.0']],
      ['per_page=1&page=3', ['100.0']],
    ] as const)
      expect(await found(query), query).toEqual(amounts)
  })

  test('refuses what cannot be, and is nobody else’s', async () => {
    const server = await serve()
    await move(server, { amount: 100, type: 'deposit' })
    for (const [transaction, errors] of [
      [{ type: 'deposit' }, { amount: ["can't be blank"] }],
      [{ amount: 0, type: 'deposit' }, { amount: ['must be greater than 0'] }],
      [{ amount: 1, type: 'gift' }, { type: ['is not included in the list'] }],
      [{ amount: 1, type: 'transfer' }, { recipient_id: ["can't be blank"] }],
      [{ amount: 1, type: 'transfer', recipient_id: 1691 }, { recipient_id: ['1691 is not the id of another office'] }],
    ] as const) {
      const refused = await server.unchanged(() => move(server, transaction))
      expect([refused.status, refused.body.transactions[0].errors]).toEqual([422, errors])
    }
    for (const target of ['1700', 'x', '9'].map((id) => `/v9/accounts/${id}/transactions`)) {
      const missing = { status: 404, body: { message: expect.stringContaining("Couldn't find Account with ID=") } }
      expect(await server.get(target)).toMatchObject(missing)
      expect(await server.post(target, { transactions: [{ amount: 1, type: 'deposit' }] })).toMatchObject(missing)
    }
    expect(await server.get(`${account}/1`)).toMatchObject({
      status: 404,
      body: { message: "Couldn't find Transaction with ID=1" },
    })
  })
})

test('GET /v9/credentials shows what orders show of them, and neither token nor secret', async () => {
  const server = await serve()
  const { body, text } = await server.get('/v9/credentials', 'processor')
  expect(body.credentials).toMatchObject([
    { type: 'APICredential', office_id: 1700, brokerage_id: 1931 },
    { type: 'UserCredential', office_id: 1700, brokerage_id: 1931 },
  ])
  const { back } = await place(server)
  await buy(server)
  const [{ created_by }] = (await server.get('/v9/orders?type=PurchaseOrder', 'processor')).body.orders
  expect(body.credentials.map(({ id: _, ...shown }: { id: number }) => shown)).toContainEqual(created_by)
  expect(back).toBeGreaterThan(0)
  expect(text).not.toMatch(/shelbyville(processor|website)0|secret/)
})
