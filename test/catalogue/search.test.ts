import { expect, test } from 'vitest'
import { change, idsIn, serveFrozen } from './world.ts'

test('a search finds performers and venues, as it was recorded', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/search?page=1&per_page=5&q=springfield')
  expect(body).toMatchObject({ current_page: 1, per_page: 5, total_entries: 4 })
  expect(body.results.slice(0, 1)).toEqual([
    {
      _type: 'Performer',
      _score: 1,
      id: '30002',
      url: '/performers/30002',
      name: 'Springfield Isotopes',
      upcoming_events: { first: '2026-01-31T19:00:00Z', last: '2026-01-31T19:00:00Z' },
    },
  ])
  expect(body.results.at(-1)).toEqual({
    _type: 'Venue',
    _score: 1,
    id: '2002',
    url: '/venues/2002',
    name: 'Springfield Amphitheater',
    location: 'Springfield, OR',
    upcoming_events: { first: '2026-02-06T21:00:00Z', last: '2026-02-15T20:00:00Z' },
  })
})

test.for<[query: string, found: number[]]>([
  ['q=springfield&types=performers', [30002, 30005]],
  ['q=springfield&types=venues', [2001, 2002]],
  ['q=springfield&types=venues,performers&order_by_popularity=true', [30002, 2001, 30005, 2002]],
  ['q=springfield&types=clients', []],
  ['q=springfield+hamlet', []],
  ['q=hamlet+isotopes&fuzzy=true', [30002, 30008]],
  ['q=springfield&page=2&per_page=3', [2002]],
])('search?%s finds %j', async ([query, found]) => {
  const server = await serveFrozen()
  expect(idsIn((await server.get(`/v9/search?${query}`)).body.results)).toEqual(found)
})

test('suggestions are for what is still to come, the most popular first', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/searches/suggestions?entities=events,performers,venues&q=sp')
  expect(body.total_entries).toBe(3)
  expect(idsIn(body.suggestions.events)).toEqual([2100001, 2100004])
  expect(body.suggestions.events[0]).toEqual({
    id: 2100001,
    name: 'Springfield Isotopes vs. Shelbyville Shelbyvillians',
    slug: 'springfield-isotopes-vs-shelbyville-shelbyvillians',
    location: 'Springfield, OR',
    venue_name: 'Springfield Ballpark',
    occurs_at: '2026-01-31T19:00:00Z',
  })
  expect(body.suggestions.performers).toEqual([
    {
      id: '30002',
      name: 'Springfield Isotopes',
      slug: 'springfield-isotopes',
      location: 'Springfield, OR',
      venue_name: 'Springfield Ballpark',
    },
    {
      id: '30005',
      name: 'Springfield Ice-O-Topes',
      slug: 'springfield-ice-o-topes',
      location: 'Shelbyville, OR',
      venue_name: 'Shelbyville Arena',
    },
  ])
  expect(idsIn(body.suggestions.venues)).toEqual([2001, 2002])
})

test('suggestions follow what is asked for and what there is', async () => {
  const server = await serveFrozen()
  const suggestions = async (query: string) => (await server.get(`/v9/searches/suggestions?${query}`)).body.suggestions
  const events = async (query = '') => idsIn((await suggestions(`entities=events&q=isotopes${query}`)).events)

  expect(await suggestions('entities=venues&q=sp&limit=1')).toEqual({
    venues: [{ id: '2001', name: 'Springfield Ballpark', slug: 'springfield-ballpark', location: 'Springfield, OR' }],
  })
  expect(await events()).toEqual([2100001])
  expect(await events('&occurs_at.gte=2026-02-01')).toEqual([])
  expect((await server.get('/v9/searches/suggestions?q=sp')).body).toEqual({
    error: 'Invalid Parameters',
    message: "entities can't be blank",
  })

  await change(server, 'events', 2100001, { occurs_at: '2025-12-31T15:00:00Z' })

  expect(await events()).toEqual([])
})

test('suggestions of clients are your own ones', async () => {
  const server = await serveFrozen()
  const clients = async (as: string) =>
    (await server.get('/v9/searches/suggestions?entities=clients&q=mo&limit=2', as)).body.suggestions.clients
  await server.post('/v9/clients', { clients: [{ name: 'Mona Simpson' }, { name: 'Ned Flanders' }] })

  expect(await clients('website')).toEqual([
    { id: '168188', name: 'Mona Simpson' },
    { id: '107655', name: 'Moe Szyslak' },
  ])
  expect(await clients('processor')).toEqual([])
})
