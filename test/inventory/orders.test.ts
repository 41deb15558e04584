import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, buy, expectRefused, orderBody, place, sentenceIn } from '../orders/journey.ts'
import { addGroup, CLOCK_MS, hold, seatsLeft, take } from './stock.ts'

/** An item that says nothing but which hold it is of. */
const ofHold = (ticket_hold_id: number, item: object = {}, fields: object = {}) =>
  orderBody(fields, { ticket_group_id: undefined, price: undefined, quantity: undefined, ticket_hold_id, ...item })

async function itemOf(server: TestServer, order: number) {
  const [item] = (await server.get(`/v9/orders/${order}`)).body.items
  return { price: item.price, quantity: item.quantity, seats: item.seats, group: Number(item.ticket_group.id) }
}

describe('an order with a ticket_hold_id', () => {
  test('has group, quantity, price and seats from the hold, and uses it up', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group, { low_seat: 5, quantity: 3, price: 41.5 })
    const { front, back } = await place(server, ofHold(held.id))
    expect(back).toBe(0)
    expect(await itemOf(server, front)).toEqual({ price: '41.5', quantity: 3, seats: [5, 6, 7], group })
    expect((await server.get(`/v9/orders/${front}`)).body.total).toBe('124.5')
    await expectRefused(server, () => server.post('/v9/orders', ofHold(held.id)), /was used by an order/)
    await expectRefused(
      server,
      () => server.post(`/v9/ticket_groups/${group}/release_hold/${held.id}`, undefined),
      /was used by an order/,
    )
    // What was sold does not come back when the hold would have run out.
    await server.clock.advance('P1D')
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 8 9 10')
  })

  test('gives the seats back to the group when it is rejected', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group)
    const { front } = await place(server, ofHold(held.id))
    await act(server, 'website', front, 'reject', { reason: 'Test Order' })
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
    await expectRefused(server, () => server.post('/v9/orders', ofHold(held.id)), /was used by an order/)
  })

  test('takes a given price instead, and no other quantity or seat', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await take(server, group, { low_seat: 9, price: 41 })
    const said = { price: 50, quantity: 1, low_seat: 1, ticket_group_id: group }
    const { front } = await place(server, ofHold(held.id, said))
    expect(await itemOf(server, front)).toEqual({ price: '50.0', quantity: 2, seats: [9, 10], group })
  })

  test('may be of a quantity that the group is not split into', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, { split_override: '2,4' })
    const { body: held } = await hold(server, group, { quantity: 3 })
    const { front } = await place(server, ofHold(held.id))
    expect((await itemOf(server, front)).seats).toEqual([1, 2, 3])
  })

  test.for<[string, (group: number, other: number) => object, string, RegExp]>([
    ['of another group', (_, other) => ({ ticket_group_id: other }), 'website', /is for ticket group \d+, not for/],
    ['below the wholesale price', () => ({ price: 29.99 }), 'website', /below its wholesale price/],
    ['of somebody else', () => ({}), 'shelbyville', /is not a hold or take of your brokerage/],
    [
      'and new tickets',
      () => ({ ticket_group: { event_id: 1, section: 'A', row: 'B' } }),
      'website',
      /cannot be given/,
    ],
  ])('%s is refused', async ([, item, as, words]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const [group, other] = [await addGroup(server), await addGroup(server)]
    const { body: held } = await hold(server, group)
    const fields = as === 'website' ? {} : { seller_id: 1700, client_id: 107700, payments: [] }
    const order = () => server.post('/v9/orders', ofHold(held.id, item(group, other), fields), as)
    const received = await server.unchanged(order)
    expect(received.status).toBe(422)
    expect(Array.isArray(received.body) ? await sentenceIn(server, received) : received.text).toMatch(words)
  })

  test('that was released or has run out is refused, and so is one that names it twice', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: first } = await hold(server, group)
    const { body: second } = await hold(server, group, { low_seat: 3 })
    await server.post(`/v9/ticket_groups/${group}/release_hold/${first.id}`, undefined)
    await expectRefused(server, () => server.post('/v9/orders', ofHold(first.id)), /was released/)
    const twice = [{ ticket_hold_id: second.id }, { ticket_hold_id: second.id }]
    const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items: twice }]
    await expectRefused(server, () => server.post('/v9/orders', orderBody({ shipped_items })), /is used/)
    await server.clock.advance('PT1H')
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
    await expectRefused(server, () => server.post('/v9/orders', ofHold(second.id)), /ran out/)
  })

  test('that is queued errors when the hold has run out, or was changed, by the time it is made', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: brief } = await hold(server, group, { hold_until: '2026-01-01T00:00:30Z' })
    const { body: changed } = await hold(server, group, { low_seat: 3 })
    const { body: fine } = await hold(server, group, { low_seat: 6 })
    const queue = async (id: number) => (await server.post('/v9/orders/background', ofHold(id))).body.id
    const queued = [await queue(brief.id), await queue(changed.id), await queue(fine.id)]
    await server.post(`/v9/ticket_groups/${group}/update_hold/${changed.id}`, { quantity: 1 })
    await server.clock.advance('PT1M')
    const results = await Promise.all(queued.map((id) => server.get(`/v9/queued_orders/${id}`)))
    expect(results.map(({ body }) => [body.state, body.error])).toEqual([
      ['errored', expect.stringMatching(/is expired/)],
      ['errored', expect.stringMatching(/has 1 tickets now; the order is for 2/)],
      ['completed', null],
    ])
    expect(await seatsLeft(server, group)).toBe('1 2 4 5 8 9 10')
  })

  test('that is queued errors when its hold runs out in the same millisecond: the hold has run out first', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    const { body: held } = await hold(server, group, { hold_until: '2026-01-01T00:01:00Z' })
    const { body: queued } = await server.post('/v9/orders/background', ofHold(held.id))
    await server.clock.advance('PT1M')
    expect((await server.get(`/v9/queued_orders/${queued.id}`)).body).toMatchObject({
      state: 'errored',
      result: null,
      error: `Hold ${held.id} of ticket group ${group} is expired; its tickets are no longer kept`,
    })
    expect((await server.get('/v9/orders')).body.total_entries).toBe(0)
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
  })
})

describe('the seats of an order', () => {
  test.for<[string, object, object, number[]]>([
    ['the lowest that are side by side', {}, { quantity: 2 }, [1, 2]],
    ['those from low_seat on', {}, { quantity: 3, low_seat: 4 }, [4, 5, 6]],
    ['every second one with seat_order odd_even', {}, { quantity: 3, low_seat: 2, seat_order: 'odd_even' }, [2, 4, 6]],
    ['every second one in a group of such', { seat_order: 'odd_even' }, { quantity: 3 }, [1, 3, 5]],
    [
      'every second one there, though a client says consecutive',
      { seat_order: 'odd_even' },
      { quantity: 2, seat_order: 'consecutive' },
      [1, 3],
    ],
    ['from seat 0 on', { low_seat: 0 }, { quantity: 2, low_seat: 0 }, [0, 1]],
  ])('are %s', async ([, fields, item, seats]) => {
    const server = await serve()
    const group = await addGroup(server, fields)
    const { front } = await place(server, orderBody({}, { ticket_group_id: group, ...item }))
    expect((await itemOf(server, front)).seats).toEqual(seats)
    await act(server, 'website', front, 'reject', { reason: 'Test Order' })
    const left = await server.get(`/v9/listings/${group}`)
    expect(left.body.available_quantity).toBe(10)
  })

  test('are the lowest ones when no run of them is long enough', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server)
    for (const low_seat of [2, 5, 8]) await hold(server, group, { low_seat, quantity: 1 })
    const { front } = await place(server, orderBody({}, { ticket_group_id: group, quantity: 3 }))
    expect((await itemOf(server, front)).seats).toEqual([1, 3, 4])
    const { front: second } = await place(server, orderBody({}, { ticket_group_id: group, quantity: 2 }))
    expect((await itemOf(server, second)).seats).toEqual([6, 7])
    expect(await seatsLeft(server, group)).toBe('9 10')
  })

  test.for<[string, object, readonly number[], number, number[]]>([
    ['a run of just as many, side by side', {}, [3, 7], 3, [4, 5, 6]],
    ['side by side past the runs that are one seat short', {}, [3, 6], 3, [7, 8, 9]],
    ['a run of just as many at the beginning', {}, [3, 7], 2, [1, 2]],
    ['a run of just as many at the end', {}, [3, 6], 4, [7, 8, 9, 10]],
    ['the lowest ones where the longest run is one seat short', {}, [3, 6], 5, [1, 2, 4, 5, 7]],
    ['every second one in a run of just as many', { seat_order: 'odd_even' }, [3, 11], 3, [5, 7, 9]],
    ['every second one past a run that is one seat short', { seat_order: 'odd_even' }, [3, 9], 3, [11, 13, 15]],
    ['all that there are', {}, [], 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ])('are %s', async ([, fields, held, quantity, seats]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const group = await addGroup(server, fields)
    for (const low_seat of held) await hold(server, group, { low_seat, quantity: 1 })
    const { front } = await place(server, orderBody({}, { ticket_group_id: group, quantity }))
    expect((await itemOf(server, front)).seats).toEqual(seats)
  })

  test.for<[string, object, RegExp]>([
    ['one that is sold', { low_seat: 2 }, /Seat 2/],
    ['one that there never was', { low_seat: 10 }, /Seat 11/],
    ['every second one past the end', { low_seat: 7, quantity: 3, seat_order: 'odd_even' }, /Seat 11/],
  ])('are never %s', async ([, item, words]) => {
    const server = await serve()
    const group = await addGroup(server)
    await place(server, orderBody({}, { ticket_group_id: group, low_seat: 1 }))
    const order = orderBody({}, { ticket_group_id: group, quantity: 2, ...item })
    await expectRefused(server, () => server.post('/v9/orders', order), words)
  })

  test('come back when a purchase is canceled, and when it is returned', async () => {
    const server = await serve()
    const group = await addGroup(server)
    const items = [{ ticket_group_id: group, price: 30, quantity: 2 }]
    const reason = { reason: 'Other' }
    const canceled = await buy(server, { shipped_items: [{ type: 'Eticket', items }] })
    await act(server, 'website', canceled, 'accept')
    expect(await seatsLeft(server, group)).toBe('3 4 5 6 7 8 9 10')
    await act(server, 'website', canceled, 'cancel', reason)
    expect(await seatsLeft(server, group)).toBe('3 4 5 6 7 8 9 10')
    await act(server, 'processor', canceled, 'cancel', reason)
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')

    const returned = await buy(server, { shipped_items: [{ type: 'Eticket', items }] })
    await act(server, 'website', returned, 'accept')
    await act(server, 'website', returned, 'return', { amount: 0, cancel_order: true, ...reason })
    expect(await seatsLeft(server, group)).toBe('1 2 3 4 5 6 7 8 9 10')
  })
})

test('a purchase needs no seller_id: the seller is the owner of the tickets', async () => {
  const server = await serve()
  const order = await buy(server, { seller_id: undefined })
  const { body } = await server.get(`/v9/orders/${order}`, 'shelbyville')
  expect([body.seller.id, body.buyer.id, body.order_type]).toEqual([1691, 1700, 'purchase'])
})
