import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { orderBody, place } from '../orders/journey.ts'
import { addGroup, CLOCK_MS, EVENT, idsOf } from './stock.ts'

const THEIRS = 52554287
const THEIR_EVENT = 2100001

describe('the index of listings', () => {
  test.for<[filter: string, match: object, other: object]>([
    ['type=parking', { type: 'parking' }, { type: 'event' }],
    ['quantity=4', { quantity: 4 }, { quantity: 3 }],
    ['section=Loge+2', { section: 'Loge 2' }, { section: 'Loge 22' }],
    ['row=BB', { row: 'BB' }, { row: 'B' }],
  ])('%s', async ([filter, match, other]) => {
    const server = await serve()
    const [matching, missing] = [await addGroup(server, match), await addGroup(server, other)]
    const ids = await idsOf(server, `/v9/listings?event_id=${EVENT}&${filter}`)
    expect(ids).toContain(matching)
    expect(ids).not.toContain(missing)
  })

  test('has the groups of one event, and owned=true only those of the own brokerage', async () => {
    const server = await serve()
    const [own, elsewhere] = [await addGroup(server, { event_id: THEIR_EVENT }), await addGroup(server)]
    const all = await idsOf(server, `/v9/listings?event_id=${THEIR_EVENT}`)
    expect(all).toEqual(expect.arrayContaining([own, THEIRS]))
    expect(all).not.toContain(elsewhere)
    const owned = await idsOf(server, `/v9/listings?event_id=${THEIR_EVENT}&owned=true`)
    expect(owned).toContain(own)
    expect(owned).not.toContain(THEIRS)
    expect(await idsOf(server, '/v9/listings?event_id=999')).toEqual([])
  })

  test('is in the order that is asked for; section 9 comes before section 10', async () => {
    const server = await serve()
    const ids = {
      ten: await addGroup(server, { section: 'Box 10', row: 'C', retail_price_override: 70, format: 'Physical' }),
      nine: await addGroup(server, { section: 'Box 9', row: 'B', retail_price_override: 90, format: 'TM_mobile' }),
      eleven: await addGroup(server, { section: 'Box 11', row: 'A', retail_price_override: 80, format: 'Eticket' }),
    }
    const orderOf = async (order_by: string) => {
      const listed = await idsOf(server, `/v9/listings?event_id=${EVENT}&order_by=${order_by}`)
      return listed.flatMap((id) =>
        Object.entries(ids)
          .filter(([, its]) => its === id)
          .map(([name]) => name),
      )
    }
    expect(await orderOf('section')).toEqual(['nine', 'ten', 'eleven'])
    expect(await orderOf('section+DESC')).toEqual(['eleven', 'ten', 'nine'])
    expect(await orderOf('row%20ASC')).toEqual(['eleven', 'nine', 'ten'])
    expect(await orderOf('retail_price')).toEqual(['ten', 'eleven', 'nine'])
    expect(await orderOf('format')).toEqual(['eleven', 'ten', 'nine'])
  })

  test('has no pages, and needs an event', async () => {
    const server = await serve()
    for (const filter of ['page=1', 'per_page=10']) {
      const refused = await server.get(`/v9/listings?event_id=${EVENT}&${filter}`)
      expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining('have no pages')])
    }
    expect((await server.get('/v9/listings')).status).toBe(422)
  })

  test('counts what is left after a sale, and leaves out what is sold out', async () => {
    const server = await serve()
    const listing = async () => {
      const { body } = await server.get(`/v9/listings?event_id=${THEIR_EVENT}`)
      return body.ticket_groups.find(({ id }: { id: number }) => id === THEIRS)
    }
    expect(await listing()).toMatchObject({
      available_quantity: 40,
      quantity: 40,
      splits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    })
    for (const quantity of [10, 10, 10, 6]) await place(server, orderBody({}, { quantity }))
    expect(await listing()).toMatchObject({ available_quantity: 4, quantity: 4, splits: [1, 2, 3, 4] })
    await place(server, orderBody({}, { quantity: 4 }))
    expect(await listing()).toBeUndefined()
    expect((await server.get(`/v9/listings/${THEIRS}`)).status).toBe(404)
    expect((await server.get(`/v9/listings/${THEIRS}`, 'processor')).body).toMatchObject({
      owned: true,
      available_quantity: 0,
      splits: [],
    })
  })
})

test('a listing has the documented properties, seen from each side', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const id = await addGroup(server, {
    in_hand: false,
    in_hand_on: '2026-02-01',
    external_notes: 'Aisle',
    view_type: 'Obstructed',
    wheelchair: true,
    split_override: '2,4,10',
  })
  const seen = (await server.get(`/v9/listings/${id}`)).body
  expect(seen).toMatchObject({
    id,
    type: 'event',
    section: 'Loge 1',
    row: 'A',
    quantity: 10,
    available_quantity: 10,
    splits: [2, 4, 10],
    retail_price: 45.5,
    wholesale_price: 30,
    format: 'Eticket',
    eticket: true,
    in_hand: false,
    in_hand_date: '2026-02-01',
    instant_delivery: false,
    owned: true,
    public_notes: 'Aisle',
    view_type: 'Obstructed',
    wheelchair: true,
    automated: false,
    discounted: false,
    featured: false,
    signature: expect.stringMatching(/^[0-9a-f]{32}$/),
    event: { id: String(EVENT), url: `/events/${EVENT}`, occurs_at: '2026-02-15T20:00:00Z' },
  })
  for (const other of ['shelbyville', 'store'])
    expect((await server.get(`/v9/listings/${id}`, other)).body).toEqual({ ...seen, owned: false })
  expect((await server.get('/v9/listings/999')).body).toEqual({
    error: 'Not Found',
    message: "Couldn't find TicketGroup with ID=999",
  })
})

test('of a group that is sold in every quantity a hundred thousand seats list no more than a hundred splits', async () => {
  const server = await serve()
  const id = await addGroup(server, { quantity: 100_000 })
  const { body } = await server.get(`/v9/listings/${id}`)
  expect(body.available_quantity).toBe(100_000)
  expect(body.splits).toHaveLength(100)
})
