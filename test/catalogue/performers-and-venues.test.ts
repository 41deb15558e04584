import { expect, test } from 'vitest'
import { change, idsIn, serveFrozen } from './world.ts'

const ISOTOPES = 30002
const SHARPS = 30004
const BALLPARK = 2001
const BOWL = 1388
const BASEBALL = 101

test('a performer is shown as documented, with the events to come', async () => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/performers/${ISOTOPES}`)
  expect(body).toEqual({
    id: '30002',
    url: '/performers/30002',
    name: 'Springfield Isotopes',
    slug: 'springfield-isotopes',
    slug_url: '/performers/springfield-isotopes',
    keywords: 'topes',
    popularity_score: 0.773106,
    category: {
      id: '101',
      url: '/categories/101',
      name: 'Baseball',
      slug: 'baseball',
      slug_url: '/categories/baseball',
      parent: {
        id: '1',
        url: '/categories/1',
        name: 'Sports',
        slug: 'sports',
        slug_url: '/categories/sports',
        parent: null,
      },
    },
    venue: { id: '2001', url: '/venues/2001', name: 'Springfield Ballpark', location: 'Springfield, OR' },
    upcoming_events: { first: '2026-01-31T19:00:00Z', last: '2026-01-31T19:00:00Z' },
    updated_at: '2017-03-08T20:21:42Z',
  })
})

test('a venue is shown as documented, with the events to come', async () => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/venues/${BALLPARK}`)
  expect(body).toEqual({
    id: '2001',
    url: '/venues/2001',
    name: 'Springfield Ballpark',
    slug: 'springfield-ballpark',
    slug_url: '/venues/springfield-ballpark',
    location: 'Springfield, OR',
    time_zone: 'America/Los_Angeles',
    address: {
      street_address: '1 Isotope Way',
      extended_address: null,
      locality: 'Springfield',
      region: 'OR',
      postal_code: '97475',
      country_code: 'US',
      latitude: 44.0462,
      longitude: -123.022,
    },
    keywords: '',
    popularity_score: 0.704318,
    upcoming_events: { first: '2026-01-31T19:00:00Z', last: '2026-01-31T19:00:00Z' },
    updated_at: '2017-03-08T20:21:42Z',
  })
})

test('an event that is over is not to come, by the clock at its venue', async () => {
  const server = await serveFrozen()
  const coming = async (path: string) => (await server.get(path)).body.upcoming_events
  const none = { first: null, last: null }
  expect(await coming(`/v9/venues/${BOWL}`)).toEqual(none)
  expect(await coming('/v9/performers/30001')).toEqual(none)

  // Seven in the evening in Oregon is three in the morning of the next day in UTC.
  await server.clock.set('2026-02-01T02:59:00Z')
  expect(await coming(`/v9/performers/${ISOTOPES}`)).not.toEqual(none)
  await server.clock.advance('PT2M')
  expect(await coming(`/v9/performers/${ISOTOPES}`)).toEqual(none)
})

test.for<[query: string, found: number, other: number]>([
  ['name=Springfield+Isotopes', ISOTOPES, SHARPS],
  ['first_letter=s', ISOTOPES, SHARPS],
  ['venue_id=2001', ISOTOPES, SHARPS],
  ['category_id=101', ISOTOPES, SHARPS],
  ['category_id=1&category_tree=true', ISOTOPES, SHARPS],
  ['popularity_score.gt=0.8', SHARPS, ISOTOPES],
  ['only_with_upcoming_events=true', ISOTOPES, 30001],
  ['only_with_upcoming_events=true&upcoming_events_end_date=2026-02-01', ISOTOPES, SHARPS],
])('performers?%s finds %i and not %i', async ([query, found, other]) => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/performers?${query}`)
  expect(idsIn(body.performers)).toContain(found)
  expect(idsIn(body.performers)).not.toContain(other)
})

test.for<[query: string, found: number, other: number]>([
  ['name=Springfield+Ballpark', BALLPARK, BOWL],
  ['first_letter=S&city_state=Springfield,+OR', BALLPARK, BOWL],
  ['first_letter=c', 2004, BALLPARK],
  ['lat=44.05&lon=-123.02&within=3', BALLPARK, 2003],
  ['lat=34.4&lon=-119.7', BOWL, BALLPARK],
  ['postal_code=93103', BOWL, BALLPARK],
  ['popularity_score.lte=0.4', BOWL, BALLPARK],
])('venues?%s finds %i and not %i', async ([query, found, other]) => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/venues?${query}`)
  expect(idsIn(body.venues)).toContain(found)
  expect(idsIn(body.venues)).not.toContain(other)
})

test.for<['performers' | 'venues', number]>([
  ['performers', ISOTOPES],
  ['venues', BALLPARK],
])('%s that changed since are told by updated_at', async ([table, id]) => {
  const server = await serveFrozen()
  const changed = async () => idsIn((await server.get(`/v9/${table}?updated_at.gte=2026-01-01`)).body[table])
  expect(await changed()).toEqual([])

  await change(server, table, id, { updated_at: '2026-01-01T08:00:00Z' })

  expect(await changed()).toEqual([id])
})

test.for<['performers' | 'venues', string]>([
  ['performers', 'performers.popularity_score DESC'],
  ['venues', 'venues.popularity_score DESC'],
])('%s come in the order of %s', async ([table, order]) => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/${table}?order_by=${encodeURIComponent(order)}`)
  const scores: number[] = body[table].map(({ popularity_score }: { popularity_score: number }) => popularity_score)
  expect(scores).toEqual([...scores].sort((one, other) => other - one))
})

test('performers and venues are searched by words of their names and keywords, and of their places', async () => {
  const server = await serveFrozen()
  const performers = async (q: string) => idsIn((await server.get(`/v9/performers/search?${q}`)).body.performers)
  const venues = async (q: string) => idsIn((await server.get(`/v9/venues/search?${q}`)).body.venues)

  expect(await performers('q=topes')).toEqual([ISOTOPES, 30005])
  expect(await performers('q=iso')).toEqual([ISOTOPES])
  expect(await performers('q=sharps+hamlet')).toEqual([])
  expect(await performers('q=sharps+hamlet&fuzzy=true')).toEqual([SHARPS, 30008])
  expect(await venues('q=ballpark')).toEqual([BALLPARK])
  expect(await venues('q=santa+barbara+CA')).toEqual([BOWL])
  expect(await venues('q=otherville')).toEqual([])
})

test.for<['performers' | 'venues', number, string]>([
  ['performers', ISOTOPES, 'isotopes'],
  ['venues', BALLPARK, 'ballpark'],
])('of %s, a deleted one is only in the list of the deleted', async ([table, id, word]) => {
  const server = await serveFrozen()
  const deleted = async (query = '') => idsIn((await server.get(`/v9/${table}/deleted${query}`)).body[table])

  await change(server, table, id, { deleted_at: '2026-01-01T12:00:00Z' })

  expect((await server.get(`/v9/${table}/${id}`)).status).toBe(404)
  expect(idsIn((await server.get(`/v9/${table}`)).body[table])).not.toContain(id)
  expect((await server.get(`/v9/${table}/search?q=${word}`)).body[table]).toEqual([])
  expect((await server.get(`/v9/search?q=${word}`)).body.results).toEqual([])
  expect(await deleted('?deleted_at.gte=2026-01-01')).toEqual([id])
  expect(await deleted('?deleted_at.lte=2026-01-01T12:00:00Z')).toContain(id)
  expect(await deleted('?deleted_at.gt=2026-01-01T12:00:00Z')).toEqual([])
})

// TH, PHP pull request 117: 136 of 136.
test('all categories come at once, each with those above it', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/categories?page=2&per_page=1')
  expect(body).toMatchObject({ current_page: 1, per_page: 9, total_entries: 9 })
  expect(idsIn(body.categories)).toEqual([1, 2, 3, 101, 102, 201, 202, 301, 302])
  expect((await server.get(`/v9/categories/${BASEBALL}`)).body).toEqual({
    id: '101',
    url: '/categories/101',
    name: 'Baseball',
    slug: 'baseball',
    slug_url: '/categories/baseball',
    parent: {
      id: '1',
      url: '/categories/1',
      name: 'Sports',
      slug: 'sports',
      slug_url: '/categories/sports',
      parent: null,
    },
    updated_at: '2017-03-08T20:21:42Z',
  })
  expect(idsIn((await server.get('/v9/categories?name=Plays')).body.categories)).toEqual([302])
  expect((await server.get('/v9/categories?updated_at.gte=2026-01-01')).body.categories).toEqual([])
})

// Terminal-2.
test('include=true adds the opponents of a performer, and only then', async () => {
  const server = await serveFrozen()
  const opponents = async (query: string) => (await server.get(`/v9/performers/${ISOTOPES}${query}`)).body.opponents
  expect(await opponents('?include=true')).toEqual([
    {
      id: 30003,
      url: '/performers/30003',
      name: 'Shelbyville Shelbyvillians',
      slug: 'shelbyville-shelbyvillians',
      slug_url: '/performers/shelbyville-shelbyvillians',
    },
  ])
  expect(await opponents('')).toBeUndefined()
  expect(await opponents('?include=false')).toBeUndefined()
})

// W:9470084.
test('performers that were deleted since are told by deleted_at', async () => {
  const server = await serveFrozen()
  await change(server, 'performers', ISOTOPES, { deleted_at: '2026-01-01T12:00:00Z' })
  const ids = async (query: string) => idsIn((await server.get(`/v9/performers?${query}`)).body.performers)
  expect(await ids('deleted_at.gte=2026-01-01')).toEqual([ISOTOPES])
  expect(await ids('deleted_at.lt=2026-01-01')).not.toContain(ISOTOPES)
})

test('a deleted category is only in the list of the deleted, as it was recorded', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/categories/deleted?per_page=2')
  expect(body).toEqual({
    current_page: 1,
    per_page: 2,
    total_entries: 1,
    categories: [
      {
        id: '303',
        url: '/categories/303',
        name: 'Puppetry',
        deleted_at: '2017-03-06T03:17:18Z',
        updated_at: '2017-03-08T20:21:42Z',
      },
    ],
  })
  expect((await server.get('/v9/categories/303')).status).toBe(404)

  await change(server, 'categories', BASEBALL, { deleted_at: '2026-01-01T00:00:00Z' })

  expect((await server.get(`/v9/categories/${BASEBALL}`)).status).toBe(404)
  expect(idsIn((await server.get('/v9/categories')).body.categories)).not.toContain(BASEBALL)
  expect(idsIn((await server.get('/v9/categories/deleted?deleted_at.gte=2026-01-01')).body.categories)).toEqual([101])
})

test('configurations are the layouts of a venue', async () => {
  const server = await serveFrozen()
  const ids = async (query: string) => idsIn((await server.get(`/v9/configurations?${query}`)).body.configurations)

  expect((await server.get('/v9/configurations/505')).body).toEqual({
    id: 505,
    url: '/configurations/505',
    name: 'End Stage',
    primary: false,
    capacity: 9800,
    general_admission: false,
    fanvenues_key: null,
    ticket_utils_id: null,
    seating_chart: { medium: null, large: null },
    venue: {
      id: '2003',
      url: '/venues/2003',
      name: 'Shelbyville Arena',
      location: 'Shelbyville, OR',
      street_address: '75 Manhattan Square',
      country_code: 'US',
    },
    updated_at: '2017-03-08T20:21:42Z',
  })
  expect(await ids('venue_id=2003')).toEqual([504, 505])
  expect(await ids('venue_id=2003&name=Hockey')).toEqual([504])
  expect(await ids('venue_id=9')).toEqual([])
  expect(await ids('updated_at.gte=2026-01-01')).toEqual([])
  expect((await server.get('/v9/configurations/9')).body).toEqual({
    error: 'Not Found',
    message: "Couldn't find Configuration with ID=9",
  })
})
