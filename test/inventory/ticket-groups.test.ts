import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { addGroup, CLOCK_MS, EVENT, groupFields, hold, idsOf, seatsLeft, take } from './stock.ts'

const PAST_EVENT = 648825

describe('the index of ticket groups', () => {
  test.for<[filter: string, match: object, other: object]>([
    ['type=parking', { type: 'parking' }, { type: 'event' }],
    ['quantity=4', { quantity: 4 }, { quantity: 3 }],
    ['section=Loge+2', { section: 'Loge 2' }, { section: 'Loge 22' }],
    ['row=BB', { row: 'BB' }, { row: 'B' }],
    ['office_id=1937', { office_id: 1937 }, { office_id: 1691 }],
    ['exclude_office_id=1937', { office_id: 1691 }, { office_id: 1937 }],
    ['wheelchair=true', { wheelchair: true }, { wheelchair: false }],
    ['format=Physical,TM_mobile', { format: 'TM_mobile' }, { format: 'Eticket' }],
    ['eticket=true', { eticket: true, format: undefined }, { format: 'Physical' }],
    ['instant_delivery=true', { instant_delivery: true }, { instant_delivery: false }],
  ])('%s', async ([filter, match, other]) => {
    const server = await serve()
    const [matching, missing] = [await addGroup(server, match), await addGroup(server, other)]
    const ids = await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&${filter}`)
    expect(ids).toContain(matching)
    expect(ids).not.toContain(missing)
  })

  test('show_past has the groups of an event that is over', async () => {
    const server = await serve()
    const target = `/v9/ticket_groups?event_id=${PAST_EVENT}`
    expect(await idsOf(server, target)).toEqual([])
    expect(await idsOf(server, `${target}&show_past=true`)).toContain(161443705)
  })

  test('include_unavailable has what is sold out, of the own brokerage only', async () => {
    const server = await serve()
    const [own, theirs] = [
      await addGroup(server, { quantity: 2 }),
      await addGroup(server, { quantity: 2 }, 'shelbyville'),
    ]
    await place(server, orderBody({}, { ticket_group_id: own }))
    await place(server, orderBody({}, { ticket_group_id: theirs }))
    const target = `/v9/ticket_groups?event_id=${EVENT}`
    expect(await idsOf(server, target)).not.toContain(own)
    const ids = await idsOf(server, `${target}&include_unavailable=true`)
    expect(ids).toContain(own)
    expect(ids).not.toContain(theirs)
  })

  test('state has the own groups with tickets in that state', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const groups = {
      available: await addGroup(server),
      held: await addGroup(server, { quantity: 2 }),
      taken: await addGroup(server, { quantity: 2 }),
      sold: await addGroup(server, { quantity: 2 }),
      wasted: await addGroup(server, { quantity: 2 }),
    }
    await hold(server, groups.held)
    await take(server, groups.taken)
    await place(server, orderBody({}, { ticket_group_id: groups.sold }))
    await server.post(`/v9/ticket_groups/${groups.wasted}/waste`, { wasted_reason: 'Did not sell' })
    for (const [state, id] of Object.entries(groups)) {
      const ids = await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&state=${state}`)
      expect(Object.values(groups).filter((each) => ids.includes(each))).toEqual([id])
    }
    expect(await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&state=held`, 'shelbyville')).toEqual([])
  })

  test('updated_at takes conditionals', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const old = await addGroup(server)
    await server.clock.advance('PT1M')
    const young = await addGroup(server)
    const since = await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&updated_at.gt=2026-01-01T00:00:00Z`)
    expect(since).toContain(young)
    expect(since).not.toContain(old)
  })

  test('can be ordered by more than listings, and by several at once', async () => {
    const server = await serve()
    const ids = {
      few: await addGroup(server, { section: 'X', quantity: 3, in_hand: false }),
      many: await addGroup(server, { section: 'X', quantity: 7, wheelchair: true }),
      some: await addGroup(server, { section: 'X', quantity: 5 }),
    }
    const orderOf = async (order_by: string) => {
      const listed = await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&section=X&order_by=${order_by}`)
      return listed.flatMap((id) =>
        Object.entries(ids)
          .filter(([, its]) => its === id)
          .map(([name]) => name),
      )
    }
    expect(await orderOf('available_count+DESC')).toEqual(['many', 'some', 'few'])
    expect(await orderOf('wheelchair+DESC,available_count')).toEqual(['many', 'few', 'some'])
    expect(await orderOf('in_hand,available_count+DESC')).toEqual(['few', 'many', 'some'])
  })

  test('ticket_list and include_tevo_section_mappings add to the answer, lightweight takes nothing away', async () => {
    const server = await serve()
    const id = await addGroup(server, { quantity: 3, low_seat: 8, seat_order: 'odd_even' })
    const only = async (filter: string) => {
      const { body } = await server.get(`/v9/ticket_groups?event_id=${EVENT}&${filter}`)
      return body.ticket_groups.find((group: { id: number }) => group.id === id)
    }
    const plain = await only('lightweight=true&ticket_list=false')
    expect(plain).toMatchObject({ available_ticket_count: 3, low_seat: 8, seat_order: 'odd_even' })
    expect(plain).not.toHaveProperty('ticket_list')
    expect(await only('ticket_list=true')).toEqual({
      ...plain,
      ticket_list: ['8', '10', '12'].map((seat, nth) => ({
        id: `${id}0000${nth}`,
        seat,
        purchase_order_id: null,
        cost: 30,
      })),
    })
    expect(await only('include_tevo_section_mappings=true')).toEqual({ ...plain, tevo_section_name: 'Loge 1' })
  })

  test('needs an event, and a filter it knows', async () => {
    const server = await serve()
    for (const [query, message] of [
      ['', "event_id can't be blank"],
      [`?event_id=${EVENT}&format=PDF`, 'format.0 is not included in the list'],
    ])
      expect(await server.get(`/v9/ticket_groups${query}`)).toMatchObject({
        status: 422,
        body: { error: 'Invalid Parameters', message },
      })
  })

  test('by setting it sends the client on to listings, with the same query', async () => {
    const server = await serve({ settings: { ticket_groups_index: 'redirect' } })
    const query = '?event_id=2100002&section=Loge%201&order_by=row+DESC'
    const moved = await server.get(`/v9/ticket_groups${query}`)
    expect([moved.status, moved.headers.location, moved.text]).toEqual([301, `/v9/listings${query}`, ''])
    expect((await server.get('/v9/ticket_groups')).headers.location).toBe('/v9/listings')
    expect((await server.get('/v9/ticket_groups/52554290')).status).toBe(200)
  })
})

describe('a ticket group', () => {
  test('that is made has all that was said of it; what is the own business only the owner sees', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const said = {
      office_id: 1937,
      type: 'parking',
      section: 'Lot C',
      row: '12',
      quantity: 3,
      low_seat: 0,
      seat_order: 'odd_even',
      price: '20.00',
      retail_price_override: 25,
      format: 'Physical',
      view_type: 'Full',
      wheelchair: true,
      tag_list: 'lot cheap',
      in_hand: 'false',
      in_hand_on: '2026-02-03T00:00:00Z',
      instant_delivery: false,
      spec: true,
      remote_id: 77,
      split_override: [3, 1],
      external_notes: 'By the gate',
      broker_notes: 'For brokers',
      internal_notes: 'For us',
    }
    const { status, body } = await server.post('/v9/ticket_groups', { ticket_groups: [groupFields(said)] })
    expect(status).toBe(201)
    const [made] = body.ticket_groups
    expect(made).toMatchObject({
      type: 'parking',
      section: 'Lot C',
      row: '12',
      quantity: 3,
      available_quantity: 3,
      available_ticket_count: 3,
      splits: [1, 3],
      low_seat: 0,
      seat_order: 'odd_even',
      wholesale_price: 20,
      retail_price: 25,
      format: 'Physical',
      eticket: false,
      view_type: 'Full',
      wheelchair: true,
      tag_list: 'lot cheap',
      in_hand: false,
      in_hand_on: '2026-02-03',
      spec: true,
      remote_id: '77',
      external_notes: 'By the gate',
      broker_notes: 'For brokers',
      internal_notes: 'For us',
      office_id: 1937,
      brokerage_id: 1930,
      owned: true,
      updated_at: '2026-01-01T00:00:00Z',
    })
    expect((await server.get(`/v9/ticket_groups/${made.id}`)).body).toEqual(made)
    const hidden = { owned: false, internal_notes: null, low_seat: null, seat_order: null }
    expect((await server.get(`/v9/ticket_groups/${made.id}`, 'shelbyville')).body).toEqual({ ...made, ...hidden })
    expect((await server.get(`/v9/ticket_groups/${made.id}`, 'store')).body).toEqual({
      ...made,
      ...hidden,
      broker_notes: null,
    })
  })

  test('that says little is Physical, of the own office, from seat 1 on, and retails at its price', async () => {
    const server = await serve()
    const little = { event_id: EVENT, section: 'GA', row: 'GA', quantity: 2, wholesale_price: 12.5 }
    const { body } = await server.post('/v9/ticket_groups', { ticket_groups: [little] })
    expect(body.ticket_groups[0]).toMatchObject({
      format: 'Physical',
      office_id: 1691,
      low_seat: 1,
      seat_order: 'consecutive',
      wholesale_price: 12.5,
      retail_price: 12.5,
      splits: [1, 2],
    })
  })

  test.for<[string, object, string, string]>([
    ['a blank section', { section: '' }, 'section', "can't be blank"],
    ['no price', { price: undefined }, 'price', "can't be blank"],
    ['no tickets', { quantity: 0 }, 'quantity', 'must be greater than 0'],
    ['an unknown event', { event_id: 999 }, 'event_id', '999 is not the id of an event'],
    ['an office of somebody else', { office_id: 1700 }, 'office_id', '1700 is not an office of your brokerage'],
    ['an unknown format', { format: 'Fax' }, 'format', 'is not included in the list'],
    ['a price over a million', { price: 1_000_001 }, 'price', 'must be less than or equal to 1000000'],
    ['a date that is none', { in_hand_on: '2026-13-01' }, 'in_hand_on', 'is not a date such as 2026-01-31'],
  ])('with %s is echoed with its errors, and none of the batch is made', async ([, fields, field, words]) => {
    const server = await serve()
    const body = { ticket_groups: [groupFields(), groupFields(fields)] }
    const { status, body: answer } = await server.unchanged(() => server.post('/v9/ticket_groups', body))
    expect(status).toBe(422)
    expect(answer.ticket_groups[0]).not.toHaveProperty('errors')
    expect(answer.ticket_groups[1]).toMatchObject({ id: null })
    expect(Object.keys(answer.ticket_groups[1].errors)).toEqual([field])
    expect(answer.ticket_groups[1].errors[field]).toEqual([words])
  })

  test('is changed by what is sent, and by nothing else', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const id = await addGroup(server, { split_override: '2,4', external_notes: 'Aisle', in_hand_on: '2026-02-01' })
    const before = (await server.get(`/v9/ticket_groups/${id}`)).body
    await server.clock.advance('PT1S')
    const changes = {
      section: 'Loge 9',
      split_override: '',
      external_notes: null,
      in_hand: false,
      retail_price_override: 99,
    }
    const changed = await server.call('PUT', `/v9/ticket_groups/${id}`, { body: changes })
    expect(changed.status).toBe(200)
    expect(changed.body).toEqual({
      ...before,
      section: 'Loge 9',
      splits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      external_notes: null,
      in_hand: false,
      retail_price: 99,
      updated_at: '2026-01-01T00:00:01Z',
    })
    const refused = await server.call('PUT', `/v9/ticket_groups/${id}`, { body: { price: 'much' } })
    expect(refused.status).toBe(422)
    expect(refused.body).toEqual({ ...changed.body, errors: { price: ['is not a number'] } })
  })

  test('keeps its known signatures when its price changes: a rise stops an order, a fall does not', async () => {
    const server = await serve()
    const id = await addGroup(server)
    const signature = async () => (await server.get(`/v9/listings/${id}`)).body.signature
    const setPrice = (price: number) => server.call('PUT', `/v9/ticket_groups/${id}`, { body: { price } })
    const order = (ticket_group_signature: string) =>
      server.post('/v9/orders', orderBody({}, { ticket_group_id: id, ticket_group_signature, quantity: 1 }))
    const first = await signature()

    await setPrice(35)
    const second = await signature()
    expect(second).not.toBe(first)
    await expectRefused(server, () => order(first), /risen from 30\.00 to 35\.00/)
    expect((await order(second)).status).toBe(201)

    await setPrice(32)
    expect((await order(second)).status).toBe(201)
    await expectRefused(server, () => order(first), /risen from 30\.00 to 32\.00/)

    await setPrice(30)
    expect(await signature()).toBe(first)
    expect((await order(first)).status).toBe(201)
    await expectRefused(server, () => order('0'.repeat(32)), /never given out/)
  })

  test('whose price rises over its retail price retails at its price', async () => {
    const server = await serve()
    const id = await addGroup(server)
    const raised = await server.call('PUT', `/v9/ticket_groups/${id}`, { body: { price: 60 } })
    expect(raised.body).toMatchObject({ wholesale_price: 60, retail_price: 60 })
  })

  test('is deleted, unless tickets of it are sold or kept', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const remove = (id: number) => server.call('DELETE', `/v9/ticket_groups/${id}`)
    const id = await addGroup(server)
    const { body: held } = await hold(server, id)
    await expectRefused(server, () => remove(id), /2 held tickets/)
    await server.post(`/v9/ticket_groups/${id}/release_hold/${held.id}`, undefined)
    const { front } = await place(server, orderBody({}, { ticket_group_id: id }))
    await expectRefused(server, () => remove(id), /2 sold tickets/)
    await act(server, 'website', front, 'reject', { reason: 'Test Order' })

    const deleted = await remove(id)
    expect([deleted.status, deleted.body]).toEqual([200, { ticket_groups: [{ id: String(id) }] }])
    for (const call of [
      () => server.get(`/v9/ticket_groups/${id}`),
      () => server.get(`/v9/listings/${id}`),
      () => remove(id),
      () => hold(server, id),
    ])
      expect((await call()).status).toBe(404)
    expect(await idsOf(server, `/v9/ticket_groups?event_id=${EVENT}&include_unavailable=true`)).not.toContain(id)
    await expectRefused(
      server,
      () => server.post('/v9/orders', orderBody({}, { ticket_group_id: id })),
      /There is no ticket group/,
    )
    // The order that named it still does.
    expect((await server.get(`/v9/orders/${front}`)).body.items[0].ticket_group.id).toBe(String(id))
  })

  test('is wasted as far as it is available, for good', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const id = await addGroup(server)
    const { body: held } = await hold(server, id, { low_seat: 5 })
    const waste = () => server.post(`/v9/ticket_groups/${id}/waste`, { wasted_reason: 'Lost by shipper' })
    const wasted = await waste()
    expect(wasted.body).toMatchObject({ quantity: 10, available_quantity: 0, wasted_reason: 'Lost by shipper' })
    await expectRefused(server, waste, /no available tickets/)
    await server.post(`/v9/ticket_groups/${id}/release_hold/${held.id}`, undefined)
    expect(await seatsLeft(server, id)).toBe('5 6')
    await expectRefused(
      server,
      () => server.post(`/v9/ticket_groups/${id}/waste`, { wasted_reason: 'Eaten by the dog' }),
      /wasted_reason is not included in the list/,
    )
  })

  test("of another brokerage can be looked at and bought, and nothing else; an affiliate's credential changes nothing", async () => {
    const server = await serve()
    const id = 52554287
    const calls = [
      () => server.call('PUT', `/v9/ticket_groups/${id}`, { body: { price: 1 } }),
      () => server.call('DELETE', `/v9/ticket_groups/${id}`),
      () => server.post(`/v9/ticket_groups/${id}/waste`, { wasted_reason: 'Did not sell' }),
      () => hold(server, id),
      () => take(server, id),
    ]
    for (const call of calls) expect((await call()).status).toBe(404)
    for (const path of ['hold', 'take', 'waste'])
      expect((await server.post(`/v9/ticket_groups/${id}/${path}`, {}, 'store')).status).toBe(401)
  })
})
