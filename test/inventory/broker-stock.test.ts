import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, orderBody, place, stateOf } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { CLOCK_MS, EVENT, hold, idsOf, seatsLeft } from './stock.ts'

/** How a broker's own system keeps its stock: tevo-api.md §4.8. */

/** The processor has a UserCredential of this office; the website has an APICredential of the other brokerage. */
const OFFICE = 1700
const UNKNOWN_EVENT = 8675309

const TICKET = {
  format: 'Eticket',
  price: 40,
  quantity: 4,
  remote_id: 605696419,
  row: 'C',
  section: '101',
  type: 'EVENT',
  seats: [5, 6, 7, 8].map((seat) => ({ seat })),
  split_type: 'ANY',
  in_hand: true,
}

const entry = (ticket: object = {}, others: object = {}) => ({
  inventory: { event: { id: EVENT }, office: { id: OFFICE }, venue: {}, ticket: { ...TICKET, ...ticket }, ...others },
})

const post = (server: TestServer, body: unknown, as = 'processor') => server.post('/v9/inventory', body as object, as)

async function create(server: TestServer, ticket: object = {}, as = 'processor', office = OFFICE): Promise<number> {
  const received = await post(server, entry(ticket, { office: { id: office } }), as)
  expect(received.status, received.text).toBe(201)
  return received.body.inventory.id
}

const update = (server: TestServer, id: number, inventory: object, as = 'processor') =>
  server.call('PATCH', `/v9/inventory/${id}`, { as, body: { inventory } })

const list = async (server: TestServer, query = '', as = 'processor') =>
  (await server.get(`/v9/inventory?office_id=${OFFICE}${query}`, as)).body

/** The lines of what a test has made: the default world's own groups have lower remote ids. */
const linesFrom = async (server: TestServer, remote_id: number, state = 'MAPPED') =>
  list(server, `&state=${state}&page[cursor]=${remote_id}`)

const show = async (server: TestServer, id: number, as = 'processor') =>
  (await server.get(`/v9/ticket_groups/${id}`, as)).body

/** W:4883120155: a list of codes and messages; every refusal changes nothing. */
async function expectRefused(server: TestServer, call: Parameters<TestServer['unchanged']>[0], words: RegExp) {
  const { status, body } = (await server.unchanged(call)) as Awaited<ReturnType<TestServer['get']>>
  expect([status, body]).toEqual([400, { errors: expect.any(Array) }])
  for (const { code } of body.errors) expect(code).toBe('invalid')
  expect(body.errors.map(({ message }: { message: string }) => message).join('; ')).toMatch(words)
}

const NOT_FOUND = {
  status: 404,
  body: { errors: [{ code: 'not_found', message: 'Could not find record.' }] },
}

describe('POST /v9/inventory', () => {
  test('puts an ordinary ticket group up for sale: it is listed, ordered by another brokerage, and delivered', async () => {
    const server = await serve()

    const made = await post(server, entry())

    const { id } = made.body.inventory
    expect([made.status, made.body]).toEqual([201, { inventory: { id, remote_id: 605696419, event_id: EVENT } }])
    expect(await show(server, id)).toMatchObject({
      section: '101',
      row: 'C',
      quantity: 4,
      low_seat: 5,
      seat_order: 'consecutive',
      wholesale_price: 40,
      retail_price: 40,
      remote_id: '605696419',
      office_id: OFFICE,
      splits: [1, 2, 3, 4],
    })
    expect(await idsOf(server, `/v9/listings?event_id=${EVENT}`)).toContain(id)
    expect(await idsOf(server, `/v9/listings?event_id=${EVENT}`, 'store')).toContain(id)

    const { back } = await place(server, orderBody({}, { ticket_group_id: id, price: 50, quantity: 2 }))
    expect(await act(server, 'processor', back, 'accept')).toMatchObject({ status: 200 })
    const { items } = (await server.get(`/v9/orders/${back}`, 'processor')).body
    expect(items[0]).toMatchObject({ seats: [5, 6], ticket_group: { remote_id: '605696419' } })
    const etickets = [{ item_id: items[0].order_item_id, eticket: base64(await ticketPdf(['5', '6'])) }]
    await server.post(`/v9/orders/${back}/deliver_etickets`, { etickets }, 'processor')
    expect(await stateOf(server, back, 'processor')).toBe('completed')
    expect(await seatsLeft(server, id)).toBe('7 8')
  })

  test('keeps all that was said', async () => {
    const server = await serve()
    const id = await create(server, {
      ...{ cost: 21.5, taxed_cost: 23, face_value: '30.00', discount: 12.5, account_email: 'a@example.com' },
      ...{
        in_hand: false,
        in_hand_on: '2026-02-03',
        speculative: true,
        instant_delivery: true,
        view_type: 'Obstructed',
      },
      ...{ external_notes: 'Aisle', internal_notes: 'Ours', wheelchair: true, type: 'PARKING' },
      ...{ split_type: 'CUSTOM', split_override: [4, 2], seats: [{ seat: 1, barcode: 'AAAA1111' }, { seat: 3 }] },
      quantity: 2,
    })
    expect(await show(server, id)).toMatchObject({
      ...{ type: 'parking', in_hand: false, in_hand_on: '2026-02-03', spec: true, instant_delivery: true },
      ...{ external_notes: 'Aisle', internal_notes: 'Ours', wheelchair: true, view_type: 'Obstructed' },
      ...{ splits: [2], low_seat: 1, seat_order: 'odd_even', quantity: 2 },
    })
    expect(server.reader().must('ticket_groups', id)).toMatchObject({
      ...{ cost_cents: 2150, taxed_cost_cents: 2300, face_value_cents: 3000, discount_percent: 12.5 },
      account_email: 'a@example.com',
    })
    const { body } = await server.get(`/v9/tickets?ticket_group_id=${id}`, 'processor')
    expect(body.tickets).toMatchObject([
      { seat: '1', barcode: 'AAAA1111', cost: 21.5 },
      { seat: '3', barcode: null, cost: 21.5 },
    ])
  })

  test.for<[string, number[], number[]]>([
    ['DEFAULT', [1, 2, 3, 4], [1, 2]],
    ['ANY', [1, 2, 3, 4], [1, 2]],
    ['NEVERLEAVEONE', [1, 2, 4], [2]],
    ['NONE', [4], [2]],
  ])('split_type %s is sold in %j of four tickets, and in %j of two', async ([split_type, ofFour, ofTwo]) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const id = await create(server, { split_type }, 'website', 1691)
    expect((await show(server, id)).splits).toEqual(ofFour)
    for (const quantity of [1, 2, 3, 4].filter((each) => !ofFour.includes(each))) {
      const received = await server.unchanged(() =>
        server.post('/v9/orders', orderBody({}, { ticket_group_id: id, price: 50, quantity })),
      )
      expect(received.status).toBe(422)
    }
    await hold(server, id, { low_seat: 5 })
    expect((await show(server, id)).splits).toEqual(ofTwo)
    await place(server, orderBody({}, { ticket_group_id: id, price: 50, quantity: 2 }))
  })

  test('of an event that TEvo does not know waits without an id, and is not listed', async () => {
    const server = await serve()
    const listed = await idsOf(server, `/v9/listings?event_id=${EVENT}`)

    const event = { id: UNKNOWN_EVENT, name: 'The Be Sharps', occurs_at_date: '2027-01-31', occurs_at_time: '19:00' }
    const made = await post(server, entry({}, { event, venue: { name: 'Moe’s' } }))

    const line = { id: null, remote_id: 605696419, event_id: null }
    expect([made.status, made.body]).toEqual([201, { inventory: line }])
    expect(await linesFrom(server, 605696419, 'UNMAPPED')).toEqual([line])
    expect(await linesFrom(server, 605696419)).toEqual([])
    expect(await idsOf(server, `/v9/listings?event_id=${EVENT}`)).toEqual(listed)
    expect(server.reader().listAll('unmapped_inventory')).toMatchObject([
      { event_id: UNKNOWN_EVENT, event_name: 'The Be Sharps', venue_name: 'Moe’s', section: '101', quantity: 4 },
    ])
    await expectRefused(server, () => post(server, entry()), /remote_id 605696419 has already been taken/)
  })

  test.for<[string, object, object, RegExp]>([
    ['a remote_id that is taken', { remote_id: 7 }, {}, /remote_id 7 has already been taken in office 1700/],
    ['an office of somebody else', {}, { office: { id: 1691 } }, /office\.id 1691 is not an office of your brokerage/],
    ['no format', { format: undefined }, {}, /ticket\.format can't be blank/],
    ['a price over a million', { price: 1_000_001 }, {}, /ticket\.price must be less than or equal to 1000000/],
    ['a remote_id of 0', { remote_id: 0 }, {}, /ticket\.remote_id must be greater than 0/],
    ['seats of another number', { quantity: 3 }, {}, /quantity is 3, but 4 seats are given/],
    ['a seat twice', { quantity: 2, seats: [{ seat: 1 }, { seat: 1 }] }, {}, /seats must be unique; 1 is given twice/],
    ['seats apart', { quantity: 2, seats: [{ seat: 1 }, { seat: 5 }] }, {}, /seats must be neighbours/],
    ['no list for CUSTOM', { split_type: 'CUSTOM' }, {}, /split_override can't be blank where split_type is CUSTOM/],
    ['neither in hand nor a date', { in_hand: undefined }, {}, /in_hand_on can't be blank where in_hand is not true/],
    ['a discount over 100', { discount: 101 }, {}, /ticket\.discount must be less than or equal to 100/],
    ['a blank section', { section: '' }, {}, /ticket\.section can't be blank/],
    ['no event', {}, { event: undefined }, /event can't be blank/],
    ['no venue', {}, { venue: undefined }, /venue can't be blank/],
  ])('refuses %s', async ([, ticket, others, words]) => {
    const server = await serve()
    await create(server, { remote_id: 7 })
    await expectRefused(server, () => post(server, entry(ticket, others)), words)
  })

  test('takes the same remote_id in another office; a UserCredential is for its own office, an APICredential for all', async () => {
    const server = await serve()
    await create(server, {}, 'website', 1691)
    await create(server, {}, 'website', 1937)
    await create(server)
    await create(server, { remote_id: 8 }, 'shelbyville')
    await server.putWorld((world) => ({
      ...world,
      offices: world.offices?.map((office) => (office.id === 1937 ? { ...office, brokerage_id: 1931 } : office)),
    }))
    await expectRefused(
      server,
      () => post(server, entry({ remote_id: 9 }, { office: { id: 1937 } })),
      /office\.id must be 1700, the office of the credential/,
    )
    await create(server, { remote_id: 9 }, 'shelbyville', 1937)
  })

  test('a body without its envelope, or that is not JSON, is refused in the same form', async () => {
    const server = await serve()
    await expectRefused(server, () => post(server, { ticket: TICKET }), /no "inventory"/)
    await expectRefused(server, () => post(server, '{'), /not valid JSON/)
    expect(await post(server, entry(), 'store')).toMatchObject({ status: 401, body: { error: 'Unauthorized' } })
  })
})

describe('PATCH /v9/inventory/:id', () => {
  test('changes what is given; retail follows the price until the owner says another one', async () => {
    const server = await serve()
    const id = await create(server)
    const before = await show(server, id)
    const changed = await update(server, id, { price: '55.50', section: '102', remote_id: 9, split_type: 'NONE' })
    expect([changed.status, changed.body]).toEqual([200, { inventory: { id, remote_id: 9, event_id: EVENT } }])
    const said = { section: '102', remote_id: '9', splits: [4], wholesale_price: 55.5, retail_price: 55.5 }
    expect(await show(server, id)).toEqual({ ...before, ...said, signature: expect.any(String) })
    await server.call('PUT', `/v9/ticket_groups/${id}`, { as: 'processor', body: { retail_price_override: 80 } })
    await update(server, id, { price: 60, split_override: [2] })
    expect(await show(server, id)).toMatchObject({ wholesale_price: 60, retail_price: 80, splits: [2] })
    await update(server, id, { split_type: 'ANY' })
    expect((await show(server, id)).splits).toEqual([1, 2, 3, 4])
  })

  test('makes the tickets anew for another quantity or other seats, while none of them is sold or held', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const id = await create(
      server,
      { seats: [5, 6, 7, 8].map((seat) => ({ seat, barcode: `B${seat}` })) },
      'website',
      1691,
    )
    const barcodes = async () =>
      (await server.get(`/v9/tickets?ticket_group_id=${id}`)).body.tickets.map(
        ({ seat, barcode }: { seat: string; barcode: string | null }) => `${seat}:${barcode}`,
      )
    await update(server, id, { quantity: 2 }, 'website')
    expect(await barcodes()).toEqual(['5:null', '6:null'])
    await update(server, id, { seats: [{ seat: 11, barcode: 'X' }, { seat: 13 }, { seat: 15 }] }, 'website')
    expect(await barcodes()).toEqual(['11:X', '13:null', '15:null'])
    await hold(server, id, { quantity: 1, low_seat: 11 })
    await expectRefused(server, () => update(server, id, { quantity: 5 }, 'website'), /1 tickets of group \d+ are held/)
    // The same seats again, with what is printed on them, are no other seats.
    const seats = [11, 13, 15].map((seat) => ({ seat, barcode: `C${seat}` }))
    expect(await update(server, id, { seats }, 'website')).toMatchObject({ status: 200 })
    expect(await barcodes()).toEqual(['11:C11', '13:C13', '15:C15'])
  })

  test('refuses what it cannot take, and finds no group but those the brokerage has sent', async () => {
    const server = await serve()
    const id = await create(server)
    await create(server, { remote_id: 7 })
    await expectRefused(server, () => update(server, id, { remote_id: 7 }), /remote_id 7 has already been taken/)
    await expectRefused(server, () => update(server, id, { section: '' }), /section can't be blank/)
    await expectRefused(server, () => update(server, id, { in_hand: false }), /in_hand_on can't be blank/)
    await expectRefused(server, () => update(server, id, { ticket: { price: 5 } }), /no field that can be changed/)
    expect(await update(server, id, { price: 5 }, 'website')).toMatchObject(NOT_FOUND)
    expect(await update(server, 1, { price: 5 })).toMatchObject(NOT_FOUND)
    expect(await server.call('PATCH', '/v9/inventory/x', { body: { inventory: { price: 5 } } })).toMatchObject(
      NOT_FOUND,
    )
  })
})

const bulk = (server: TestServer, method: string, body: object, as = 'processor') =>
  server.call(method, '/v9/inventory', { as, body })

describe('many groups at once', () => {
  test('get the same fields, and those that are there are answered: W:4894785537', async () => {
    const server = await serve()
    const ids = [await create(server), await create(server, { remote_id: 7 })]
    const theirs = await create(server, { remote_id: 7 }, 'website', 1691)
    const answer = await bulk(server, 'PATCH', { ids: [...ids, 1, theirs], inventory: { price: 10, row: 'Z' } })
    expect([answer.status, answer.body]).toEqual([
      200,
      [
        { id: ids[0], remote_id: 605696419, event_id: EVENT },
        { id: ids[1], remote_id: 7, event_id: EVENT },
      ],
    ])
    for (const id of ids) expect(await show(server, id)).toMatchObject({ wholesale_price: 10, row: 'Z' })
    expect(await show(server, theirs)).toMatchObject({ wholesale_price: 40 })
    for (const field of [{ remote_id: 1 }, { quantity: 2 }, { seats: [{ seat: 1 }] }])
      await expectRefused(server, () => bulk(server, 'PATCH', { ids, inventory: field }), /is not allowed/)
    await expectRefused(server, () => bulk(server, 'PATCH', { ids, inventory: {} }), /no field that can be changed/)
    expect(await bulk(server, 'PATCH', { ids: [1, 2], inventory: { price: 1 } })).toMatchObject(NOT_FOUND)
  })

  test('are deleted, and those that were there are answered: W:4883120155', async () => {
    const server = await serve()
    const ids = [await create(server), await create(server, { remote_id: 7 })]
    const answer = await bulk(server, 'DELETE', { ids: [...ids, 12345] })
    expect([answer.status, answer.body]).toEqual([
      200,
      [
        { id: ids[0], remote_id: 605696419, event_id: EVENT },
        { id: ids[1], remote_id: 7, event_id: EVENT },
      ],
    ])
    expect(await linesFrom(server, 605696419)).toEqual([])
    expect(await bulk(server, 'DELETE', { ids })).toMatchObject(NOT_FOUND)
    // The id is free again.
    await create(server)
    for (const [body, words] of [
      [{}, /ids can't be blank/],
      [{ ids: [] }, /ids can't be blank/],
      [{ ids: Array.from({ length: 1_001 }, (_, nth) => nth + 1) }, /ids has 1001 entries; at most 1000/],
      [{ ids, force: true }, /force is not allowed/],
    ] as const)
      await expectRefused(server, () => bulk(server, 'DELETE', body), words)
  })

  test('one that is sold or held keeps all of them', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const [free, held] = [
      await create(server, {}, 'website', 1691),
      await create(server, { remote_id: 7 }, 'website', 1691),
    ]
    await hold(server, held, { low_seat: 5 })
    await expectRefused(server, () => bulk(server, 'DELETE', { ids: [free, held] }, 'website'), /has 2 held tickets/)
    await expectRefused(server, () => server.call('DELETE', `/v9/inventory/${held}`), /has 2 held tickets/)
  })
})

test('DELETE /v9/inventory/:id answers 204, without a body', async () => {
  const server = await serve()
  const id = await create(server)
  const gone = await server.call('DELETE', `/v9/inventory/${id}`, { as: 'processor' })
  expect([gone.status, gone.text, gone.headers['content-type']]).toEqual([204, '', undefined])
  expect(await idsOf(server, `/v9/listings?event_id=${EVENT}`)).not.toContain(id)
  expect(await server.call('DELETE', `/v9/inventory/${id}`, { as: 'processor' })).toMatchObject(NOT_FOUND)
})

describe('GET /v9/inventory', () => {
  test('is a bare array of what an office has sent, mapped or not: W:3319463967', async () => {
    const server = await serve()
    const id = await create(server, { remote_id: 79253587 })
    await post(server, entry({ remote_id: 79253586 }, { event: { id: UNKNOWN_EVENT } }))
    await post(server, entry({ remote_id: 79253588 }, { event: { id: UNKNOWN_EVENT } }))
    // A group that was made in another way, under an id that this API could not have given.
    await server.call('PUT', '/v9/ticket_groups/52554285', { as: 'processor', body: { remote_id: 'good-broker:1' } })
    const mapped = [{ id, remote_id: 79253587, event_id: EVENT }]
    const unmapped = [79253586, 79253588].map((remote_id) => ({ id: null, remote_id, event_id: null }))
    const all = await list(server)
    expect(await list(server, '&state=ALL')).toEqual(all)
    expect(all.slice(-3)).toEqual([unmapped[0], mapped[0], unmapped[1]])
    expect(await linesFrom(server, 79253586)).toEqual(mapped)
    expect(await list(server, '&state=UNMAPPED')).toEqual(unmapped)
    expect(all.map(({ id }: { id: number | null }) => id)).not.toContain(52554285)
  })

  test('goes on from the last remote_id and one, until nothing is left', async () => {
    const server = await serve()
    const ids: number[] = []
    for (const remote_id of [700_000_003, 700_000_001, 700_000_005]) ids.push(await create(server, { remote_id }))
    const seen: number[] = []
    let cursor = 700_000_000
    for (;;) {
      const page = await list(server, `&state=MAPPED&page[cursor]=${cursor}&page[items]=2`)
      if (page.length === 0) break
      seen.push(...page.map(({ remote_id }: { remote_id: number }) => remote_id))
      cursor = page.at(-1).remote_id + 1
    }
    expect(seen).toEqual([700_000_001, 700_000_003, 700_000_005])
    await expectRefused(
      server,
      () => server.get(`/v9/inventory?office_id=${OFFICE}&page[cursor]=1`, 'processor'),
      /state must be MAPPED or UNMAPPED/,
    )
  })

  test('needs an office, and finds no other brokerage’s', async () => {
    const server = await serve()
    await expectRefused(server, () => server.get('/v9/inventory'), /office_id can't be blank/)
    await expectRefused(server, () => server.get('/v9/inventory?office_id=1691&state=SOLD'), /state/)
    expect(await server.get(`/v9/inventory?office_id=${OFFICE}`)).toMatchObject(NOT_FOUND)
  })
})
