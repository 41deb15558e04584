import { expect, test } from 'vitest'
import { change, idsIn, serveFrozen } from './world.ts'

const ISOTOPES = 30002
const SHARPS = 30004
const BALLPARK = 2001

test('events come in pages of at most 100', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/events?page=2&per_page=3')
  expect(body).toMatchObject({ current_page: 2, per_page: 3 })
  expect(idsIn(body.events)).toEqual(idsIn((await server.get('/v9/events')).body.events).slice(3, 6))
  // T2: measured as a 422.
  expect(await server.get('/v9/events?per_page=250')).toMatchObject({
    status: 422,
    body: { error: 'Invalid Parameters', message: 'per_page must be less than or equal to 100' },
  })
})

test('a dotted operator that is misspelt is refused, and a filter nobody knows is noted', async () => {
  const server = await serveFrozen()
  // T2: measured as a 422.
  for (const filter of ['occurs_at_gte', 'updated_at_not_eq']) {
    const refused = await server.get(`/v9/events?${filter}=2026-01-01`)
    expect(refused.status).toBe(422)
    expect(refused.body).toEqual({ error: 'Invalid Parameters', message: `${filter} is not allowed` })
  }
  expect((await server.get('/v9/events?colour=red')).status).toBe(200)
})

// TH UpdateResourceCommand.php: recorded of events. W:9469962 and Terminal-2: page and per_page of ticket groups.
test.for([
  ['events/deleted?order_by=events.updated_at+ASC', 'order_by'],
  ['performers/deleted?order_by=id', 'order_by'],
  ['venues/deleted?order_by=id', 'order_by'],
  ['categories/deleted?order_by=id', 'order_by'],
  ['ticket_groups?event_id=2100001&page=1', 'page'],
  ['ticket_groups?event_id=2100001&per_page=10', 'per_page'],
])('%s is refused: a parameter that is not allowed', async ([path, parameter]) => {
  const server = await serveFrozen()
  const refused = await server.get(`/v9/${path}`)
  expect(refused.status).toBe(422)
  expect(refused.body).toEqual({ error: 'Invalid Parameters', message: `${parameter} is not allowed` })
})

// SHOP.
test.for<[query: string, found: number[]]>([
  ['parent_id=1', [101, 102]],
  ['parent_id=', [1, 2, 3]],
  ['parent_id.not_eq=1', [1, 2, 3, 201, 202, 301, 302]],
  ['parent_id=9', []],
])('categories?%s are %j', async ([query, found]) => {
  const server = await serveFrozen()
  const { body } = await server.get(`/v9/categories?${query}`)
  expect(idsIn(body.categories)).toEqual(found)
  expect(body).toMatchObject({ per_page: found.length, total_entries: found.length })
})

// PHP: "ID or slug". Terminal-2 reads performers by it.
test.for<[path: string, id: number]>([
  ['performers/springfield-isotopes', ISOTOPES],
  ['venues/springfield-ballpark', BALLPARK],
  ['categories/rock-pop', 201],
])('%s is found by its slug', async ([path, id]) => {
  const server = await serveFrozen()
  const found = await server.get(`/v9/${path}`)
  expect(found.status).toBe(200)
  expect(Number(found.body.id)).toBe(id)
  expect(`/${path}`).toBe(found.body.slug_url)
})

test('a slug of digits gives way to an id, and a deleted record has none', async () => {
  const server = await serveFrozen()
  await change(server, 'performers', SHARPS, { name: '1975' })
  await change(server, 'performers', ISOTOPES, { name: String(SHARPS) })
  expect((await server.get('/v9/performers/1975')).body.id).toBe(String(SHARPS))
  expect((await server.get(`/v9/performers/${SHARPS}`)).body.id).toBe(String(SHARPS))

  await change(server, 'performers', SHARPS, { deleted_at: '2026-01-01T00:00:00Z' })
  expect(await server.get('/v9/performers/1975')).toMatchObject({
    status: 404,
    body: { message: "Couldn't find Performer with ID=1975" },
  })
})
