import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { CLOCK_MS, EVENT, hold, idsOf, seatsLeft } from './stock.ts'

/** Tickets that were bought outside of TEvo, and are an office's own from then on. */

const GROUP = { event_id: EVENT, section: 'Loge 7', row: 'D', format: 'Eticket', price: 42, retail_price_override: 60 }
const ITEM = { quantity: 4, price: 35, low_seat: 5, seat_order: 'consecutive' }

const purchase = (item: object = {}, fields: object = {}) => ({
  orders: [
    {
      is_purchase: true,
      buyer_id: 1691,
      shipped_items: [{ type: 'Eticket', items: [{ ...ITEM, ticket_group: GROUP, ...item }] }],
      payments: [{ type: 'check' }],
      ...fields,
    },
  ],
})

async function bought(server: TestServer, item: object = {}, fields: object = {}) {
  const received = await server.post('/v9/orders', purchase(item, fields))
  expect(received.status, received.text).toBe(201)
  const [order] = received.body.orders
  return { order, group: Number(order.items[0].ticket_group.id) }
}

describe('a purchase with a ticket_group', () => {
  test('puts its tickets on sale, for the buying office', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { order, group } = await bought(server)
    expect(order).toMatchObject({
      order_type: 'purchase',
      state: 'accepted',
      subtotal: '140.0',
      total: '140.0',
      seller: { id: null, url: null, name: 'Outside seller', type: 'Outside' },
      buyer: { id: 1691, type: 'Office' },
      child_orders: [],
      items: [{ price: '35.0', quantity: 4, seats: [5, 6, 7, 8] }],
      payments: [{ type: 'check', amount: '140.0' }],
    })
    expect(order.items[0].ticket_group.tickets[0]).toEqual({ seat: '5', purchase_order_id: String(order.id) })
    expect((await server.get(`/v9/ticket_groups/${group}`)).body).toMatchObject({
      office_id: 1691,
      quantity: 4,
      available_quantity: 4,
      wholesale_price: 42,
      retail_price: 60,
      section: 'Loge 7',
      owned: true,
    })
    expect(await idsOf(server, `/v9/listings?event_id=${EVENT}`, 'shelbyville')).toContain(group)

    const { front } = await place(server, orderBody({}, { ticket_group_id: group, price: 60, quantity: 2 }))
    expect((await server.get(`/v9/orders/${front}`)).body.items[0].seats).toEqual([5, 6])
    expect(await seatsLeft(server, group)).toBe('7 8')
    const { body } = await hold(server, group, { low_seat: 7, price: 60 })
    expect(body.state).toBe('held')
  })

  test('is a purchase to its own brokerage, and nothing to anybody else', async () => {
    const server = await serve()
    const { order } = await bought(server)
    expect((await server.get('/v9/orders?type=PurchaseOrder')).body.orders.map(({ id }: { id: number }) => id)).toEqual(
      [order.id],
    )
    expect((await server.get('/v9/orders?type=Order')).body.total_entries).toBe(0)
    expect((await server.get(`/v9/orders/${order.id}`, 'shelbyville')).status).toBe(404)
  })

  test('may say all in the ticket_group, and several groups in one order', async () => {
    const server = await serve()
    const { price: _price, ...plain } = GROUP
    const whole = { ...GROUP, quantity: 2, low_seat: 1, seat_order: 'odd_even' }
    const items = [{ ticket_group: whole }, { ...ITEM, ticket_group: plain }]
    const { order } = await bought(server, {}, { shipped_items: [{ type: 'Eticket', items }] })
    expect(order).toMatchObject({ subtotal: '224.0', items: [{ price: '42.0', seats: [1, 3] }, { price: '35.0' }] })
    const [, second] = order.items
    const group = (await server.get(`/v9/ticket_groups/${second.ticket_group.id}`)).body
    expect(group.wholesale_price).toBe(35)
  })

  test('on consignment waits to be accepted; rejected, its tickets are gone', async () => {
    const server = await serve()
    const { order, group } = await bought(server, {}, { consignment: true })
    expect(order.state).toBe('pending_consignment')
    const accepted = await bought(server, {}, { consignment: true })
    expect((await act(server, 'website', accepted.order.id, 'accept')).body.state).toBe('accepted')
    await expectRefused(
      server,
      () => act(server, 'website', order.id, 'accept', { seats: [1, 2, 3, 4] }),
      /seats of order \d+ were set/,
    )

    await act(server, 'website', order.id, 'reject', { reason: 'Other' })
    expect((await server.get(`/v9/ticket_groups/${group}`)).status).toBe(404)
    expect((await server.get(`/v9/ticket_groups/${accepted.group}`)).status).toBe(200)
  })

  test('whose tickets were sold on stands', async () => {
    const server = await serve()
    const { order, group } = await bought(server, {}, { consignment: true })
    await place(server, orderBody({}, { ticket_group_id: group, price: 60, quantity: 2 }))
    await expectRefused(server, () => act(server, 'website', order.id, 'reject', { reason: 'Other' }), /2 sold tickets/)
  })

  test.for<[string, object, object, RegExp]>([
    ['no low_seat', { low_seat: undefined }, {}, /low_seat/],
    ['no seat_order', { seat_order: undefined }, {}, /seat_order/],
    ['no quantity', { quantity: undefined }, {}, /quantity/],
    ['no price', { price: undefined, ticket_group: { ...GROUP, price: undefined } }, {}, /price/],
    ['two quantities', { ticket_group: { ...GROUP, quantity: 3 } }, {}, /quantity.*is 3 in the ticket_group/],
    ['no section', { ticket_group: { ...GROUP, section: undefined } }, {}, /section/],
    ['an unknown event', { ticket_group: { ...GROUP, event_id: 999 } }, {}, /999 is not the id of an event/],
    ['a ticket_group_id too', { ticket_group_id: 52554287 }, {}, /cannot be given together/],
    ['no is_purchase', {}, { is_purchase: false, seller_id: 1691 }, /only a purchase can do that: set is_purchase/],
    ["somebody else's buyer_id", {}, { buyer_id: 1700 }, /1700 is not an office of your brokerage/],
  ])('and %s is refused', async ([, item, fields, words]) => {
    const server = await serve()
    const received = await server.unchanged(() => server.post('/v9/orders', purchase(item, fields)))
    expect(received.status).toBe(422)
    expect(received.text).toMatch(words)
  })

  test('beside tickets of another office is refused', async () => {
    const server = await serve()
    const items = [
      { ...ITEM, ticket_group: GROUP },
      { ticket_group_id: 52554287, price: 50, quantity: 2 },
    ]
    const mixed = purchase({}, { shipped_items: [{ type: 'Eticket', items }] })
    await expectRefused(server, () => server.post('/v9/orders', mixed), /of new tickets \(ticket_group\) or of/)
  })

  test('can be queued', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { body } = await server.post('/v9/orders/background', purchase())
    await server.clock.advance('PT1M')
    const { result } = (await server.get(`/v9/queued_orders/${body.id}`)).body
    expect(result).toMatchObject({ state: 'accepted', seller: { type: 'Outside' } })
  })
})
