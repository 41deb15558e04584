import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import { act, buy, orderBody, place } from '../orders/journey.ts'
import { expectProblem } from './problem.ts'

const verify = (server: TestServer, asked?: unknown): Promise<Received> =>
  server.control('POST', '/world/verify', asked)

describe('counts', () => {
  test('of every table that is asked for, by any field, with values as the records show them', async () => {
    const server = await serve({ clock_ms: Date.parse('2026-01-01T09:30:00Z') })
    const { front, back } = await place(server, orderBody({ reference: 'PO-7' }))
    await act(server, 'processor', back, 'accept')

    const { status, body } = await verify(server, {
      orders: { where: { reference: 'PO-7', '/buyer/id': 107655 }, times: { min: 1, max: 1 } },
      payments: { where: { order_id: front, state: 'captured' } },
      clients: { times: { min: 3, max: 3 } },
      items: { where: { '/seats/0': 1, order_id: front } },
      shipments: { where: { order_id: back } },
      webhook_deliveries: { times: { max: 0 } },
      notes: { times: { min: 0 } },
    })

    expect(body).toEqual({
      counts: { orders: 1, payments: 1, clients: 3, items: 1, shipments: 1, webhook_deliveries: 0, notes: 0 },
      broken: [],
    })
    expect(status).toBe(200)
  })

  test('a time is equal however it is written', async () => {
    const server = await serve({ clock_ms: Date.parse('2026-01-01T09:30:00Z') })
    await place(server)

    for (const created_at of ['2026-01-01T09:30:00Z', '2026-01-01T09:30:00.000Z', '+PT9H30M'])
      expect((await verify(server, { orders: { where: { created_at } } })).body.counts).toEqual({ orders: 2 })
  })

  test('too few is a 409 that says what was expected, what was found and which record is nearest', async () => {
    const server = await serve()
    const { front } = await place(server, orderBody({ reference: 'PO-7' }))

    const { status, body } = await verify(server, {
      orders: { where: { reference: 'PO-7', seller_state: 'accepted' } },
      payments: { where: { order_id: front } },
    })

    expect(status).toBe(409)
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: `Expected at least 1 record of orders to match; of 2, 0 did; nearest: orders/${front}, seller_state is "pending" and not "accepted"`,
      counts: { orders: 0, payments: 1 },
      broken: [],
      unmet: [
        {
          table: 'orders',
          matched: [],
          nearest: [
            { id: front, differs: [{ field: 'seller_state', expected: 'accepted', actual: 'pending' }] },
            {
              id: front - 1,
              differs: [
                { field: 'reference', expected: 'PO-7', actual: null },
                { field: 'seller_state', expected: 'accepted', actual: 'pending' },
              ],
            },
          ],
        },
      ],
    })
  })

  test('too many is a 409 that names those that matched', async () => {
    const server = await serve()
    await place(server)
    const bought = await buy(server)

    const { status, body } = await verify(server, {
      orders: { where: { seller_state: 'pending' }, times: { min: 1, max: 1 } },
    })

    expect(status).toBe(409)
    expect(body.counts).toEqual({ orders: 3 })
    expect(body.unmet).toEqual([{ table: 'orders', matched: [bought, bought - 1, bought - 2], nearest: [] }])
    expect(body.detail).toMatch(/^Expected exactly 1 record of orders to match; of 3, 3 did; matched: \d+, \d+, \d+$/)
  })

  test('nothing is dropped when the journal is full', async () => {
    const server = await serve()
    const { front } = await place(server)
    for (let request = 0; request < 1_000; request += 1) await server.get('/v9/companies')

    expect((await server.control('POST', '/requests/verify', { match: {} })).body.dropped).toBe(1)
    expect((await verify(server, { orders: { where: { id: front }, times: { min: 1, max: 1 } } })).status).toBe(200)
  })
})

test.for<[unknown, RegExp]>([
  [{ order: {} }, /^"order" is not a table; did you mean "orders"\?$/],
  [{ unicorns: {} }, /^"unicorns" is not a table; the tables are brokerages, offices, /],
  [{ orders: { wher: {} } }, /^orders: "wher" is not known here; did you mean "where"\?$/],
  [{ orders: { times: { mim: 1 } } }, /^orders\.times: "mim" is not known here; did you mean "min"\?$/],
  [{ orders: { times: { min: 2, max: 1 } } }, /^orders\.times: max is less than min$/],
  [
    { orders: { where: { referenze: 'PO-7' } } },
    /^orders\.where: referenze: there is no "referenze"; did you mean "reference"\?$/,
  ],
  [{ orders: { where: { '/buyer/idd': 1 } } }, /^orders\.where: \/buyer\/idd: there is no "idd"; did you mean "id"\?$/],
  [{ orders: { where: { '/a~b': 1 } } }, /^orders\.where: \/a~b: is not a JSON pointer/],
  [{ orders: { where: { seller_state: 'acepted' } } }, /^orders\.where: seller_state: "acepted" is not one of /],
  [{ orders: { where: { id: '5' } } }, /^orders\.where: id: "5" is not an id/],
  [{ orders: 1 }, /^orders: give an object with where and times$/],
  [[], /^give an object with a condition for each table$/],
])('%j is refused: no record could ever be so', async ([asked, detail]) => {
  expectProblem(await verify(await serve(), asked), 400, detail)
})

describe('one_order_per_intent', () => {
  test('after a lost answer and a blind retry it names both orders and both requests', async () => {
    const server = await serve()
    await server.faults.arm(['lost-answer'])
    const lost = await server.post('/v9/orders', orderBody({ reference: 'PO-7' })).catch((problem: unknown) => problem)
    expect(lost).toBeInstanceOf(Error)
    const { front: second } = await place(server, orderBody({ reference: 'PO-7' }))
    const first = second - 2

    const { status, body } = await verify(server, {
      orders: { where: { reference: 'PO-7' }, times: { min: 1, max: 1 } },
    })

    expect(status).toBe(409)
    expect(body.counts).toEqual({ orders: 2 })
    expect(body.broken).toEqual([
      {
        invariant: 'one_order_per_intent',
        records: [
          { type: 'order', id: first },
          { type: 'order', id: second },
        ],
        detail: `orders ${first} and ${second} are for the same tickets, at the same price, for the same buyer and with the reference "PO-7", made within a minute; made by req_1 and req_2`,
        requests: ['req_1', 'req_2'],
      },
    ])
    expect(body.detail).toMatch(
      /^Expected exactly 1 record of orders .*2 did; matched: .*\. one_order_per_intent is broken: /,
    )
  })

  test('names the orders alone when the journal has their requests no more', async () => {
    const server = await serve()
    await place(server)
    await place(server)
    await server.control('DELETE', '/requests')

    const [{ detail, requests }] = (await verify(server)).body.broken
    expect(requests).toEqual([])
    expect(detail).toMatch(/without a reference, made within a minute; the journal has no request that made them$/)
  })

  test('queued orders were asked for by the requests that queued them', async () => {
    const server = await serve({ clock_ms: Date.parse('2026-01-01T09:30:00Z') })
    for (let time = 0; time < 2; time += 1) await server.post('/v9/orders/background', orderBody())
    await server.clock.advance('PT1M')

    expect((await verify(server)).body.broken[0]).toMatchObject({ requests: ['req_1', 'req_2'] })
  })

  test.for<[string, object, object]>([
    ['another reference', { reference: 'PO-8' }, {}],
    ['another quantity', { reference: 'PO-7' }, { quantity: 1 }],
    ['another price', { reference: 'PO-7' }, { price: 51 }],
  ])('%s is another intent', async ([, fields, item]) => {
    const server = await serve()
    await place(server, orderBody({ reference: 'PO-7' }))
    await place(server, orderBody(fields, item))

    expect((await verify(server)).status).toBe(200)
  })

  test('so is the same a minute later, or after the first one was rejected', async () => {
    const later = await serve({ clock_ms: Date.parse('2026-01-01T09:30:00Z') })
    await place(later)
    await later.clock.advance('PT61S')
    await place(later)
    expect((await verify(later)).status).toBe(200)

    const again = await serve()
    const body = orderBody({}, { ticket_group_id: 52554290, price: 60 })
    const { status, body: made } = await again.post('/v9/orders', body)
    expect(status).toBe(201)
    await act(again, 'website', made.orders[0].id, 'reject', { reason: 'Other' })
    await place(again, body)
    expect((await verify(again)).status).toBe(200)
  })
})
