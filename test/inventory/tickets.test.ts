import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { addGroup, CLOCK_MS, hold } from './stock.ts'

/** Single tickets, and what they cost: PHP:tickets, PHP:orders. */

const FEDEX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333, service_type: 'LEAST_EXPENSIVE' }

const ticketsOf = async (server: TestServer, group: number, query = '') =>
  (await server.get(`/v9/tickets?ticket_group_id=${group}${query}`)).body

describe('the tickets of a group', () => {
  test('are listed by their seats, each with its state', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, { quantity: 4, low_seat: 5, seat_order: 'odd_even' })
    await hold(server, group, { quantity: 1, low_seat: 7 })
    await place(server, orderBody({}, { ticket_group_id: group, quantity: 1, low_seat: 5 }))
    const { tickets, ...counters } = await ticketsOf(server, group)
    expect(counters).toEqual({ current_page: 1, per_page: 100, total_entries: 4 })
    expect(tickets.map(({ seat, state }: { seat: string; state: string }) => `${seat} ${state}`)).toEqual([
      '5 sold',
      '7 held',
      '9 available',
      '11 available',
    ])
    const second = await ticketsOf(server, group, '&per_page=1&page=2')
    expect(second.tickets).toEqual([tickets[1]])
    expect(await server.get(`/v9/tickets/${tickets[1].id}`)).toMatchObject({ status: 200, body: tickets[1] })
  })

  test('have ids of their own, also where the id of the group has 15 digits', async () => {
    const server = await serve()
    await server.putWorld((world) => ({
      ...world,
      ticket_groups: [
        ...(world.ticket_groups ?? []),
        { ...world.ticket_groups?.find(({ id }) => id === 52554290), id: 999_999_999_999_999 },
      ],
    }))
    const { tickets } = await ticketsOf(server, 999_999_999_999_999, '&page=2')
    expect(tickets.at(-1)).toMatchObject({ id: '99999999999999900199', seat: '200' })
    expect(await server.get('/v9/tickets/99999999999999900199')).toMatchObject({ status: 200 })
  })

  test('of somebody else, or that are none, are not found', async () => {
    const server = await serve()
    for (const id of ['5255428700000', '5255429099999', '5255429000200', '00001', 'x', '1'])
      expect(await server.get(`/v9/tickets/${id}`), id).toMatchObject({
        status: 404,
        body: { message: `Couldn't find Ticket with ID=${id}` },
      })
    expect(await server.get('/v9/tickets?ticket_group_id=52554287')).toMatchObject({ status: 404 })
    const unnamed = await server.get('/v9/tickets')
    expect([unnamed.status, unnamed.body.message]).toEqual([422, "ticket_group_id can't be blank"])
  })
})

describe('PUT /v9/tickets/:id', () => {
  test('gives a ticket its barcode, and its own PDF of one page in place of an older one', async () => {
    const server = await serve()
    const id = '5255429000000'
    const put = (body: object) => server.call('PUT', `/v9/tickets/${id}`, { body })
    expect((await put({ barcode: 123 })).body).toMatchObject({ barcode: '123', eticket_available: false })
    const eticket = base64(await ticketPdf(['1']))
    expect((await put({ eticket })).body).toMatchObject({ barcode: '123', eticket_available: true })
    expect((await put({ eticket, barcode: 'A' })).body).toMatchObject({ id, seat: '1', barcode: 'A' })
    expect(server.reader().count('files')).toBe(1)
    expect((await put({})).body).toEqual((await server.get(`/v9/tickets/${id}`)).body)
    const two = base64(await ticketPdf(['1', '2']))
    await expectRefused(server, () => put({ eticket: two }), /eticket has 2 pages/)
    await expectRefused(server, () => put({ eticket: 'no PDF' }), /eticket: /)
  })
})

describe('what the tickets of an order have cost', () => {
  const costsOf = async (server: TestServer, order: number, as = 'website') =>
    (await server.get(`/v9/orders/${order}/get_ticket_costs`, as)).body.tickets

  test('is said by their owner, ticket by ticket', async () => {
    const server = await serve()
    const { front, back } = await place(server)
    const tickets = await costsOf(server, back, 'processor')
    expect(tickets).toMatchObject([
      { seat: '1', cost: 40 },
      { seat: '2', cost: 40 },
    ])
    const say = (cost: unknown, id = tickets[1].id) =>
      server.post(`/v9/orders/${back}/update_ticket_costs`, { tickets: [{ id, cost }] }, 'processor')
    expect((await say('21.50')).body.tickets).toMatchObject([{ cost: 40 }, { cost: 21.5 }])
    expect(await costsOf(server, back, 'processor')).toMatchObject([{ cost: 40 }, { cost: 21.5 }])
    const { body: group } = await server.get('/v9/ticket_groups/52554287?ticket_list=true', 'processor')
    expect(group.ticket_list[0]).toMatchObject({ id: '5255428700002', seat: '3', cost: 40 })
    // The buyer sees the same order, and none of it.
    expect(await costsOf(server, back)).toEqual([])
    expect(await costsOf(server, front)).toEqual([])
    const stranger = await server.unchanged(() => say(1, '5255428700039'))
    expect([stranger.status, stranger.body.tickets[0].errors]).toEqual([
      422,
      { id: [`5255428700039 is not a ticket of yours in order ${back}`] },
    ])
    expect((await server.unchanged(() => say(-1))).status).toBe(422)
  })

  test('is the price of the purchase order that they came with', async () => {
    const server = await serve()
    const ticket_group = { event_id: 2100002, section: 'A', row: 'B', format: 'Eticket' }
    const items = [{ ticket_group, price: 33, quantity: 2, low_seat: 1, seat_order: 'consecutive' }]
    const order = { is_purchase: true, seller_id: 1691, buyer_id: 1691, consignment: true }
    const { body } = await server.post('/v9/orders', {
      orders: [{ ...order, shipped_items: [{ type: 'Eticket', items }] }],
    })
    const [{ id, items: bought }] = body.orders
    expect(await costsOf(server, id)).toMatchObject([
      { cost: 33, purchase_order_id: String(id) },
      { cost: 33, purchase_order_id: String(id) },
    ])
    const { tickets } = await ticketsOf(server, Number(bought[0].ticket_group.id))
    await server.post(`/v9/orders/${id}/update_ticket_costs`, { tickets: [{ id: tickets[0].id, cost: 30 }] })
    expect(await costsOf(server, id)).toMatchObject([{ cost: 30 }, { cost: 33 }])
  })
})

describe('the groups of an office, over all events', () => {
  const found = async (server: TestServer, query: string, as = 'website') => {
    const received = await server.get(`/v9/ticket_groups/mass_index?${query}`, as)
    expect(received.status, received.text).toBe(200)
    return received.body.ticket_groups.map(({ id }: { id: number }) => id)
  }

  test.for<[string, object, object]>([
    ['event_id=2100003', { event_id: 2100003 }, {}],
    ['ticket_group_section=Lot', { section: 'Lot' }, {}],
    ['ticket_group_row=Z', { row: 'Z' }, {}],
    ['ticket_group_in_hand=false', { in_hand: false }, {}],
    ['ticket_group_type=Parking', { type: 'parking' }, {}],
    ['ticket_group_in_hand_on.gte=2026-02-01', { in_hand_on: '2026-02-03' }, { in_hand_on: '2026-01-03' }],
  ])('%s', async ([query, match, other]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const [matching, missing] = [await addGroup(server, match), await addGroup(server, other)]
    const ids = await found(server, query)
    expect(ids).toContain(matching)
    expect(ids).not.toContain(missing)
  })

  test('by where and when the event is, and who plays', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const id = await addGroup(server)
    const { event } = (await server.get(`/v9/ticket_groups/${id}`)).body
    const { performances } = (await server.get(`/v9/events/${event.id}`)).body
    const near = [
      `venue_id=${event.venue.id}`,
      `venue_name=${encodeURIComponent(event.venue.name.slice(1, 6).toUpperCase())}`,
      `venue_address_locality=${encodeURIComponent(event.venue.address.locality)}`,
      `venue_address_region=${event.venue.address.region}`,
      `performers_search=${encodeURIComponent(performances[0].performer.name)}`,
      `event_occurs_at.gte=${event.occurs_at}&event_occurs_local.lte=${event.occurs_at}`,
    ]
    for (const query of near) expect(await found(server, query), query).toContain(id)
    const far = [
      'venue_id=1',
      'venue_name=Nowhere',
      'performers_search=nobody',
      `event_occurs_at.lt=${event.occurs_at}`,
    ]
    for (const query of far) expect(await found(server, query), query).not.toContain(id)
  })

  test('sold out ones on request only; another office’s never', async () => {
    const server = await serve()
    const id = await addGroup(server, { quantity: 2 })
    const elsewhere = await addGroup(server, { office_id: 1937 })
    await place(server, orderBody({}, { ticket_group_id: id }))
    expect(await found(server, '')).not.toContain(id)
    expect(await found(server, 'show_unavailable=true')).toContain(id)
    expect(await found(server, 'show_unavailable=true&available_only=true')).not.toContain(id)
    expect(await found(server, 'show_unavailable=true')).not.toContain(elsewhere)
  })

  test('those on consignment are of a consignment purchase', async () => {
    const server = await serve()
    const ticket_group = { event_id: 2100002, section: 'A', row: 'B', format: 'Eticket' }
    const items = [{ ticket_group, price: 33, quantity: 2, low_seat: 1, seat_order: 'consecutive' }]
    const order = { is_purchase: true, seller_id: 1691, buyer_id: 1691, consignment: true }
    const { body } = await server.post('/v9/orders', {
      orders: [{ ...order, shipped_items: [{ type: 'Eticket', items }] }],
    })
    expect(await found(server, 'ticket_group_consignment=true')).toEqual([
      Number(body.orders[0].items[0].ticket_group.id),
    ])
  })

  test('get the same fields, all of them or none', async () => {
    const server = await serve()
    const ids = [await addGroup(server), await addGroup(server)]
    const update = (body: object) => server.post('/v9/ticket_groups/mass_update', body)
    const changed = await update({ ids, attrs: { price: 12, section: 'M' } })
    const said = { wholesale_price: 12, section: 'M' }
    expect(changed).toMatchObject({ status: 200, body: { ticket_groups: ids.map((id) => ({ id, ...said })) } })
    for (const id of ids) expect((await server.get(`/v9/ticket_groups/${id}`)).body).toMatchObject(said)
    const refused = await server.unchanged(() => update({ ids: [...ids, 52554287], attrs: { price: 1 } }))
    expect(refused).toMatchObject({ status: 404, body: { message: "Couldn't find TicketGroup with ID=52554287" } })
    await expectRefused(server, () => update({ ids, attrs: { price: 'dear' } }), /attrs\.price is not a number/)
  })
})

test('a group that is not broadcast is there for its own brokerage alone, until it is broadcast again', async () => {
  const server = await serve()
  const group = 52554287
  const broadcast = (on: unknown, as = 'processor') =>
    server.post(`/v9/ticket_groups/${group}/broadcast`, { broadcast: on }, as)
  const listed = async (as: string) => {
    const { event } = (await server.get(`/v9/ticket_groups/${group}`, 'processor')).body
    const { body } = await server.get(`/v9/listings?event_id=${event.id}`, as)
    return body.ticket_groups.some(({ id }: { id: number }) => id === group)
  }
  expect(await broadcast('false')).toMatchObject({ status: 200, body: { id: group } })
  for (const [as, isThere] of [
    ['processor', true],
    ['website', false],
    ['store', false],
  ] as const) {
    expect(await listed(as), as).toBe(isThere)
    expect((await server.get(`/v9/ticket_groups/${group}`, as)).status, as).toBe(isThere ? 200 : 404)
  }
  const refused = await server.unchanged(() => server.post('/v9/orders', orderBody()))
  // W:1666678785: as when the group is gone.
  const gone = ['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets']
  expect([refused.status, refused.body]).toEqual([422, gone])
  const { back: rejected } = await place(server, orderBody({}, { ticket_group_id: 52554285 }, FEDEX))
  await act(server, 'processor', rejected, 'reject', { reason: 'Other' })
  const substitute = () =>
    server.post('/v9/orders', orderBody({ substitute_order_link_id: rejected, client_id: 107655 }))
  expect((await server.unchanged(substitute)).body).toEqual(gone)
  await broadcast(true)
  expect(await listed('website')).toBe(true)
  const { back } = await place(server)
  expect(await act(server, 'processor', back, 'accept')).toMatchObject({ status: 200 })
  expect(await broadcast(true, 'website')).toMatchObject({ status: 404 })
})
