import { expect, test } from 'vitest'
import { change, idsIn, sell, serveFrozen } from './world.ts'

const DERBY = 2100001
const REUNION = 2100002
const MASSIVE_ATTACK = 648825

test('an event is shown as documented', async () => {
  const server = await serveFrozen()

  const { status, body } = await server.get(`/v9/events/${MASSIVE_ATTACK}`)

  expect(status).toBe(200)
  expect(body).toEqual({
    id: 648825,
    url: '/events/648825',
    name: 'Massive Attack',
    state: 'shown',
    occurs_at: '2017-10-20T19:00:00Z',
    occurs_at_local: '2017-10-20T19:00:00-07:00',
    tbd: false,
    promotion_label: null,
    requirements: { face_value_display: false, inclusive_pricing: false, seat_number_display: false },
    updated_at: '2017-03-08T20:21:42Z',
    notes: '',
    owned_by_office: false,
    products_count: 1,
    products_eticket_count: 1,
    available_count: 1,
    category: {
      id: '201',
      name: 'Rock & Pop',
      slug: 'rock-pop',
      url: '/categories/201',
      slug_url: '/categories/rock-pop',
      parent: {
        id: '2',
        name: 'Concerts',
        slug: 'concerts',
        url: '/categories/2',
        slug_url: '/categories/concerts',
        parent: null,
      },
    },
    popularity_score: 12.4,
    long_term_popularity_score: 0.401833,
    stubhub_id: null,
    configuration: {
      id: 501,
      url: '/configurations/501',
      name: 'End Stage',
      fanvenues_key: '6501',
      ticket_utils_id: null,
      seating_chart: {
        medium: 'https://media.example.com/configurations/501/medium.jpg',
        large: 'https://media.example.com/configurations/501/large.jpg',
      },
      name_with_primary_designation: 'End Stage (Primary)',
    },
    venue: {
      id: 1388,
      url: '/venues/1388',
      name: 'Santa Barbara Bowl',
      slug: 'santa-barbara-bowl',
      slug_url: '/venues/santa-barbara-bowl',
      location: 'Santa Barbara, CA',
      time_zone: 'America/Los_Angeles',
      address: {
        street_address: '1122 N Milpas Street',
        extended_address: null,
        locality: 'Santa Barbara',
        region: 'CA',
        postal_code: '93103',
        country_code: 'US',
        latitude: 34.4348,
        longitude: -119.693,
      },
    },
    performances: [
      {
        primary: true,
        performer: {
          id: 30001,
          url: '/performers/30001',
          name: 'Massive Attack',
          slug: 'massive-attack',
          slug_url: '/performers/massive-attack',
        },
      },
    ],
  })
})

test('occurs_at is the wall clock at the venue; occurs_at_local says how far it is from UTC, summer and winter', async () => {
  const server = await serveFrozen()
  const local = async (id: number) => (await server.get(`/v9/events/${id}`)).body.occurs_at_local

  expect(await local(DERBY)).toBe('2026-01-31T19:00:00-08:00')
  expect(await local(MASSIVE_ATTACK)).toBe('2017-10-20T19:00:00-07:00')
  const { body } = await server.get('/v9/events?venue_id=3002')
  for (const event of body.events) expect(event.occurs_at_local).toBe(`${event.occurs_at.slice(0, -1)}${zoneAt(event)}`)
})

/** Buffalo's: daylight saving begins on 8 March 2026. */
const zoneAt = ({ occurs_at }: { occurs_at: string }) => (occurs_at < '2026-03-08T02' ? '-05:00' : '-04:00')

// VL:5154701313 (tevo-api.md §4.1): the keys of 2026.
test('an event says that its time is open, how it is promoted, and what a seller has to show', async () => {
  const server = await serveFrozen()
  const fields = { tbd: true, promotion_label: 'Derby week', face_value_display: true, seat_number_display: true }
  await change(server, 'events', DERBY, fields)
  const { body } = await server.get(`/v9/events/${DERBY}`)
  expect(body).toMatchObject({
    tbd: true,
    promotion_label: 'Derby week',
    requirements: { face_value_display: true, inclusive_pricing: false, seat_number_display: true },
  })
})

// T2 (tevo-api.md §7, row 18): nested in an event they are numbers; on their own they stay text (S2, RB-fix).
test("the ids of an event's venue and performers are numbers, and lead to the records", async () => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/events/${DERBY}`)
  const [{ performer }] = body.performances
  expect([typeof body.venue.id, typeof performer.id]).toEqual(['number', 'number'])
  expect((await server.get(`/v9/venues/${body.venue.id}`)).body.id).toBe(String(body.venue.id))
  expect((await server.get(`/v9/performers/${performer.id}`)).body.id).toBe(String(performer.id))
})

test('the home team is primary', async () => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/events/${DERBY}`)
  expect(body.performances.map(({ primary, performer }: never) => [primary, Reflect.get(performer, 'id')])).toEqual([
    [true, 30002],
    [false, 30003],
  ])
})

test('what an event has for sale follows what is sold', async () => {
  const server = await serveFrozen()
  const counts = async () => {
    const { products_count, products_eticket_count, available_count } = (await server.get(`/v9/events/${REUNION}`)).body
    return { products_count, products_eticket_count, available_count }
  }
  const before = await counts()

  await sell(server, 3)
  expect(await counts()).toEqual({ ...before, available_count: before.available_count - 3 })

  await sell(server, 197)
  expect(await counts()).toEqual({
    products_count: before.products_count - 1,
    products_eticket_count: before.products_eticket_count - 1,
    available_count: before.available_count - 200,
  })
})

test('whether an office owns tickets is for the office that asks', async () => {
  const server = await serveFrozen()
  const owned = async (as: string) => (await server.get(`/v9/events/${REUNION}`, as)).body.owned_by_office

  expect(await owned('website')).toBe(true)
  expect(await owned('store')).toBe(false)
})

test('stats count tickets and price them, and follow what is sold', async () => {
  const server = await serveFrozen()
  const before = (await server.get(`/v9/events/${MASSIVE_ATTACK}/stats`)).body
  expect(before).toEqual({
    url: '/events/648825',
    state: 'shown',
    ticket_groups_count: 1,
    tickets_count: 1,
    retail_price_min: 30,
    retail_price_avg: 30,
    retail_price_max: 30,
    retail_price_sum: 30,
    wholesale_price_min: 10,
    wholesale_price_avg: 10,
    wholesale_price_max: 10,
    wholesale_price_sum: 10,
    popularity_score: 12.4,
  })

  const stats = async (query = '') => (await server.get(`/v9/events/${REUNION}/stats${query}`)).body
  const full = await stats()
  await sell(server, 10)
  const sold = await stats()
  expect(full.tickets_count - sold.tickets_count).toBe(10)
  expect(full.retail_price_sum - sold.retail_price_sum).toBeCloseTo(500)
})

test('stats tell seats from parking', async () => {
  const server = await serveFrozen()
  const tickets = async (query: string) => (await server.get(`/v9/events/${DERBY}/stats${query}`)).body.tickets_count
  const parking = await tickets('?inventory_type=parking')
  expect(parking).toBe(6)
  expect((await tickets('?inventory_type=event')) + parking).toBe(await tickets(''))
  expect((await server.get(`/v9/events/${REUNION}/stats?inventory_type=parking`)).body).toMatchObject({
    ticket_groups_count: 0,
    retail_price_min: null,
    retail_price_avg: null,
    retail_price_sum: 0,
  })
})

test.for<[query: string, found: number, other: number]>([
  ['venue_id=2001', DERBY, REUNION],
  ['configuration_id=502', DERBY, REUNION],
  ['name=Massive+Attack', MASSIVE_ATTACK, DERBY],
  ['q=isotopes', DERBY, REUNION],
  ['q=isotopes+reunion&fuzzy=true', REUNION, MASSIVE_ATTACK],
  ['performer_id=30003', DERBY, REUNION],
  ['performer_id=30002&primary_performer=true', DERBY, REUNION],
  ['performer_id=30003&primary_performer=false', DERBY, REUNION],
  ['category_id=101', DERBY, REUNION],
  ['category_id=1&category_tree=true', DERBY, REUNION],
  ['category_id=1&category_tree=1', DERBY, REUNION],
  ['office_id=1937', REUNION, MASSIVE_ATTACK],
  ['occurs_at=2017-10-20T19:00:00Z', MASSIVE_ATTACK, DERBY],
  ['occurs_at.gte=2026-01-31&occurs_at.lt=2026-02-01', DERBY, REUNION],
  ['occurs_at.gt=2026-01-31T19:00:00Z', REUNION, DERBY],
  ['occurs_at.lte=2026-01-31T19:00:00Z', DERBY, REUNION],
  ['occurs_at.not_eq=2026-01-31T19:00:00Z', REUNION, DERBY],
  ['occurs_at.eq=2026-01-31T19:00:00Z', DERBY, REUNION],
  // Terminal-2; the offset says nothing more: it is the time on the venue's clock.
  ['occurs_at_local.gte=2026-01-31T19:00:00-08:00&occurs_at_local.lte=2026-01-31T19:00:00', DERBY, REUNION],
  ['occurs_at_local.gt=2026-01-31T19:00:00Z', REUNION, DERBY],
  ['occurs_at_local.lt=2026-02-01', DERBY, REUNION],
  // W:983121.
  ['venue_id.eq=2001', DERBY, REUNION],
  ['venue_id.not_eq=2001', REUNION, DERBY],
  ['name.not_eq=Massive+Attack', DERBY, MASSIVE_ATTACK],
  ['popularity_score.gte=900', REUNION, DERBY],
  ['popularity_score.not_eq=12.4', DERBY, MASSIVE_ATTACK],
  ['lat=34.4&lon=-119.7', MASSIVE_ATTACK, DERBY],
  ['lat=44.0&lon=-123.0&within=5', REUNION, 2100004],
  ['postal_code=93103', MASSIVE_ATTACK, DERBY],
  ['city_state=santa+barbara,CA', MASSIVE_ATTACK, DERBY],
])('events?%s finds %i and not %i', async ([query, found, other]) => {
  const server = await serveFrozen()
  const { status, body } = await server.get(`/v9/events?${query}`)
  expect(status).toBe(200)
  expect(idsIn(body.events)).toContain(found)
  expect(idsIn(body.events)).not.toContain(other)
  expect(body.total_entries).toBe(body.events.length)
})

test('filters on words, categories and performers leave out what they must', async () => {
  const server = await serveFrozen()
  const total = async (query: string) => (await server.get(`/v9/events?${query}`)).body.total_entries

  expect(await total('q=isotopes+reunion')).toBe(0)
  expect(await total('category_id=1')).toBe(0)
  expect(await total('performer_id=30003&primary_performer=true')).toBe(0)
  expect(await total('country_code=CA')).toBe(0)
  expect(await total('country_code=us')).toBe(await total(''))
})

test('what is by day is told from what is by night', async () => {
  const server = await serveFrozen()
  const by = async (time: string) => idsIn((await server.get(`/v9/events?by_time=${time}`)).body.events)
  expect(await by('day')).toEqual([])

  await change(server, 'events', DERBY, { occurs_at: '2026-01-31T13:05:00Z' })

  expect(await by('day')).toEqual([DERBY])
  expect(await by('night')).not.toContain(DERBY)
  expect(await by('night')).toContain(REUNION)
})

test('events that are sold out are left out when it is asked for', async () => {
  const server = await serveFrozen()
  const has = async (query: string) => idsIn((await server.get(`/v9/events?${query}`)).body.events).includes(648825)
  const queries = ['only_with_available_tickets=true', 'only_with_tickets=all', 'only_with_tickets=etickets']
  for (const query of queries) expect(await has(query), query).toBe(true)

  await change(server, 'ticket_groups', 161443705, { available: [] })

  for (const query of queries) expect(await has(query), query).toBe(false)
  expect(await has('')).toBe(true)
})

test('updated_at tells what changed since', async () => {
  const server = await serveFrozen()
  const changed = async () => idsIn((await server.get('/v9/events?updated_at.gte=2026-01-01')).body.events)
  expect(await changed()).toEqual([])

  await change(server, 'events', DERBY, { updated_at: '2026-01-01T00:00:00Z' })

  expect(await changed()).toEqual([DERBY])
})

test('events come by id, or in the order that is asked for', async () => {
  const server = await serveFrozen()
  const events = async (query = '') => (await server.get(`/v9/events${query}`)).body.events
  const scores = (list: { popularity_score: number }[]) => list.map(({ popularity_score }) => popularity_score)

  const byId = await events()
  expect(idsIn(byId)).toEqual(idsIn(byId).sort((one, other) => one - other))
  const byScore = scores(await events('?order_by=events.popularity_score+DESC'))
  expect(byScore).toEqual([...byScore].sort((one, other) => other - one))
  expect(idsIn(await events('?order_by=events.occurs_at'))[0]).toBe(MASSIVE_ATTACK)
  // Terminal-2.
  expect(idsIn(await events('?order_by=events.occurs_at_local+ASC'))).toEqual(
    idsIn(await events('?order_by=events.occurs_at')),
  )
  expect(idsIn(await events('?order_by=events.occurs_at_local+DESC')).at(-1)).toBe(MASSIVE_ATTACK)
  // TH.
  await change(server, 'events', REUNION, { updated_at: '2025-12-31T00:00:00Z' })
  expect(idsIn(await events('?order_by=events.updated_at+ASC')).at(-1)).toBe(REUNION)
  expect(idsIn(await events('?order_by=events.colour+DESC'))).toEqual(idsIn(byId))
})

test('search takes words and the filters of the index', async () => {
  const server = await serveFrozen()
  const found = async (query: string) => idsIn((await server.get(`/v9/events/search?${query}`)).body.events)

  expect(await found('q=be+sharps')).toEqual([REUNION, 2100003])
  expect(await found('q=be+sharps&venue_id=2003')).toEqual([2100003])
  // PHP: q is optional. SHOP: a place and a date do without it.
  expect(await found('lat=44.05&lon=-123.02&within=3&occurs_at.gte=2026-02-01')).toContain(REUNION)
  expect(await found('lat=44.05&lon=-123.02&within=3&occurs_at.gte=2026-02-01')).not.toContain(DERBY)
  expect(await found('lat=44.05&lon=-123.02&within=3')).not.toContain(MASSIVE_ATTACK)
})

test('a deleted event is only in the list of the deleted', async () => {
  const server = await serveFrozen()
  const deleted = async (query = '') => (await server.get(`/v9/events/deleted${query}`)).body.events
  expect(await deleted()).toEqual([])

  await change(server, 'events', DERBY, { deleted_at: '2026-01-01T12:00:00Z' })

  expect(await server.get(`/v9/events/${DERBY}`)).toMatchObject({
    status: 404,
    body: { error: 'Not Found', message: `Couldn't find Event with ID=${DERBY}` },
  })
  expect(idsIn((await server.get('/v9/events')).body.events)).not.toContain(DERBY)
  expect(idsIn((await server.get('/v9/events/search?q=isotopes')).body.events)).not.toContain(DERBY)
  expect(await deleted()).toEqual([
    {
      id: DERBY,
      url: `/events/${DERBY}`,
      name: 'Springfield Isotopes vs. Shelbyville Shelbyvillians',
      deleted_at: '2026-01-01T12:00:00Z',
      updated_at: '2017-03-08T20:21:42Z',
      merged_into: null,
    },
  ])
  expect(idsIn(await deleted('?deleted_at.gte=2026-01-01T12:00:00Z'))).toEqual([DERBY])
  expect(await deleted('?deleted_at.gte=2026-01-02')).toEqual([])
  expect(await deleted('?deleted_at.lte=2025-12-31')).toEqual([])
  expect(await deleted('?name=Hamlet')).toEqual([])
})

test.for(['nothing', '999999999'])('there is no event %s', async (id) => {
  const server = await serveFrozen()
  expect((await server.get(`/v9/events/${id}`)).status).toBe(404)
  expect((await server.get(`/v9/events/${id}/stats`)).status).toBe(404)
})

test.for(['website', 'processor', 'store'])('the credential %s may read events', async (as) => {
  const server = await serveFrozen()
  expect((await server.get('/v9/events', as)).status).toBe(200)
  expect((await server.get(`/v9/events/${DERBY}/stats`, as)).status).toBe(200)
})
