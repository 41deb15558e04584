import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { orderOf } from '../invariants/scene.ts'

/** What a client is told of parameters that have no effect, and of values that TEvo takes in more than one form. */

const OWN_GROUP = 52554290

const lastOf = async (server: TestServer) => {
  const { ignored, notes } = await server.journal.last()
  return { ignored, notes }
}

test('what is known and ignored is noted and listed with its operation; what is misspelt is advised against', async () => {
  const server = await serve()
  const advice = async () => (await server.control('GET', '/advice')).body.advice.map(({ id }: never) => id)

  await server.get('/v9/ticket_groups?event_id=2100002&lightweight=true')
  expect(await lastOf(server)).toEqual({
    ignored: [],
    notes: [expect.stringMatching(/^\?lightweight has no effect: the whole answer/)],
  })
  await server.get('/v9/performers?disabled_at.gte=2026-01-01')
  expect((await lastOf(server)).notes).toEqual([expect.stringMatching(/^\?disabled_at has no effect: /)])
  expect(await advice()).not.toContain('sent-what-nothing-reads')

  await server.get('/v9/performers?perPage=100')
  expect(await lastOf(server)).toEqual({ ignored: ['?perPage'], notes: [] })
  expect(await advice()).toContain('sent-what-nothing-reads')

  const { body } = await server.local('GET', '/operations')
  const listed = body.operations.find(({ id }: { id: string }) => id === 'performers.index')
  expect(Object.keys(listed.known_and_ignored)).toEqual(['?disabled_at'])
})

test('a field of every entry of a list is noted once', async () => {
  const server = await serve()
  const phones = ['541-555-0133', '541-555-0134'].map((number) => ({ number, area_code: '541' }))
  const { status } = await server.post('/v9/clients/107655/phone_numbers', { phone_numbers: phones })
  expect(status).toBe(201)
  expect(await lastOf(server)).toEqual({
    ignored: [],
    notes: [expect.stringMatching(/^\/phone_numbers\/\*\/area_code has no effect: /)],
  })
})

// SHOP: needs_eticket=1. PHP:CHANGELOG 4.2.2: true and false.
test.for<[value: string, found: number, isIgnored: boolean]>([
  ['true', 1, false],
  ['1', 1, false],
  ['True', 1, false],
  ['false', 0, false],
  ['0', 0, false],
  ['yes', 1, true],
  ['', 1, true],
])('needs_eticket=%s does no harm', async ([value, found, isIgnored]) => {
  const server = await serve()
  await server.post('/v9/orders', { orders: [orderOf(OWN_GROUP)] })
  const { status, body } = await server.get(`/v9/orders?needs_eticket=${value}`)
  expect([status, body.total_entries]).toEqual([200, found])
  expect((await lastOf(server)).ignored).toEqual(isIgnored ? ['?needs_eticket'] : [])
})

// W:983121.
test.for<[query: string, found: number]>([
  ['state.eq=pending', 1],
  ['state.not_eq=pending', 0],
  ['state.not_eq=rejected', 1],
])('orders?%s', async ([query, found]) => {
  const server = await serve()
  await server.post('/v9/orders', { orders: [orderOf(OWN_GROUP)] })
  expect((await server.get(`/v9/orders?${query}`)).body.total_entries).toBe(found)
})

// W:9470168: equality only, so `.eq` and `.not_eq` and no more.
test('clients are told apart by .eq and .not_eq, letter for letter', async () => {
  const server = await serve()
  const total = async (query: string) => (await server.get(`/v9/clients?${query}`)).body.total_entries
  expect(await total('name.eq=Moe+Szyslak')).toBe(1)
  expect(await total('name.eq=moe+szyslak')).toBe(0)
  expect(await total('name.not_eq=Moe+Szyslak')).toBe(0)
  expect(await total('name.not_eq=moe+szyslak')).toBe(1)
  expect(await total('office_id.not_eq=1937')).toBe(1)
})

// W:693665793.
test('a new address that an order brings with it can be the primary one', async () => {
  const server = await serve()
  const address = { street_address: '744 Evergreen Terrace', locality: 'Springfield', country_code: 'US' }
  const shipment = {
    type: 'FedEx',
    service_type: 'LEAST_EXPENSIVE',
    phone_number_id: 33333,
    address_attributes: { ...address, is_primary: true },
  }
  expect((await server.post('/v9/orders', { orders: [orderOf(52554292, shipment)] })).status).toBe(201)
  const { addresses } = (await server.get('/v9/clients/107655')).body
  const primary = addresses.filter((each: { primary: boolean }) => each.primary)
  expect(primary).toMatchObject([{ street_address: '744 Evergreen Terrace' }])
})

// W:983121.
test('.eq of a plain filter says what the plain filter says', async () => {
  const server = await serve()
  const found = async (query: string) => (await server.get(`/v9/events?${query}`)).body.total_entries
  expect(await found('only_with_available_tickets.eq=true')).toBe(await found('only_with_available_tickets=true'))
  expect(await found('venue_id.eq=896')).toBe(await found('venue_id=896'))
  expect((await lastOf(server)).ignored).toEqual([])
})
