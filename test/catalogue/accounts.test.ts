import { expect, test } from 'vitest'
import { operations } from '../../src/routes/operations.ts'
import { idsIn, sell, serveFrozen } from './world.ts'

const SHELBYVILLE = {
  id: '1931',
  url: '/brokerages/1931',
  name: 'Shelbyville Seats',
  abbreviation: 'SHEL',
}

test('a brokerage is shown as it was recorded', async () => {
  const server = await serveFrozen()
  const brokerage = { ...SHELBYVILLE, natb_member: true, updated_at: '2017-03-08T20:21:42Z' }
  expect((await server.get('/v9/brokerages/1931')).body).toEqual(brokerage)
  expect((await server.get('/v9/brokerages/search?page=1&q=shelbyville')).body).toEqual({
    brokerages: [{ _type: 'Brokerage', _score: 1, ...brokerage }],
  })
  expect((await server.get('/v9/brokerages/search?q=ogdenville')).body).toEqual({ brokerages: [] })
  expect((await server.get('/v9/brokerages/7')).body).toEqual({
    error: 'Not Found',
    message: "Couldn't find Brokerage with ID=7",
  })
})

test.for<[query: string, found: number[]]>([
  ['', [61, 1930, 1931]],
  ['?page=2&per_page=2', [1931]],
  ['?name=Shelbyville+Seats', [1931]],
  ['?abbreviation=SPRI', [1930]],
  ['?updated_at.gte=2017-03-08T20:21:42Z', [61, 1930, 1931]],
  ['?updated_at.gt=2017-03-08T20:21:42Z', []],
])('brokerages%s are %j', async ([query, found]) => {
  const server = await serveFrozen()
  expect(idsIn((await server.get(`/v9/brokerages${query}`)).body.brokerages)).toEqual(found)
})

test("an office is shown with its brokerage, everybody's alike", async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/offices/1700')
  expect(body).toEqual({
    id: '1700',
    url: '/offices/1700',
    name: 'Main Office',
    main: true,
    phone: '541-555-0170',
    fax: '541-555-0171',
    email: ['orders@example.com'],
    time_zone: 'America/Los_Angeles',
    hours: [],
    pos: true,
    evopay: true,
    evopay_discount: '0.0',
    fedex_pickup_dropoff_time: null,
    address: {
      street_address: '8 Shelbyville Road',
      extended_address: null,
      locality: 'Shelbyville',
      region: 'OR',
      postal_code: '97476',
      country_code: 'US',
      po_box: false,
      latitude: null,
      longitude: null,
    },
    brokerage: SHELBYVILLE,
    updated_at: '2017-03-08T20:21:42Z',
  })
  expect((await server.get('/v9/offices/9')).status).toBe(404)
})

test.for<[query: string, found: number[]]>([
  ['offices', [6, 1691, 1692, 1700, 1937]],
  ['offices?brokerage_id=1930', [1691, 1937]],
  ['offices?brokerage_id=1930&main=true', [1937]],
  ['offices?main=false', [1691, 1692]],
  ['offices?name=Website', [1691]],
  ['offices?updated_at.gte=2026-01-01', []],
  ['offices/search?q=shelbyville', [1700]],
  ['offices/search?q=springfield+website', [1691]],
])('%s are %j', async ([query, found]) => {
  const server = await serveFrozen()
  expect(idsIn((await server.get(`/v9/${query}`)).body.offices)).toEqual(found)
})

test('a brokerage sees its own users, and nobody else does', async () => {
  const server = await serveFrozen()
  const user = {
    id: '12346',
    url: '/users/12346',
    name: 'Gil Gunderson',
    email: 'gil.gunderson@example.com',
    phone: { number: '541-555-0123', extension: '46' },
    office: {
      id: '1691',
      url: '/offices/1691',
      name: 'Website',
      brokerage: { id: '1930', url: '/brokerages/1930', name: 'Springfield Tickets', abbreviation: 'SPRI' },
    },
    updated_at: '2017-03-08T20:21:42Z',
  }
  expect((await server.get('/v9/users')).body).toEqual({
    current_page: 1,
    per_page: 100,
    total_entries: 1,
    users: [user],
  })
  expect((await server.get('/v9/users/12346')).body).toEqual(user)
  expect((await server.get('/v9/users/search?q=gil')).body).toEqual({
    users: [{ _type: 'User', _score: 1, ...user }],
  })

  expect((await server.get('/v9/users/12346', 'processor')).body).toEqual({
    error: 'Not Found',
    message: "Couldn't find User with ID=12346",
  })
  expect(idsIn((await server.get('/v9/users', 'processor')).body.users)).toEqual([12345])
  expect((await server.get('/v9/users/search?q=gil', 'processor')).body).toEqual({ users: [] })
})

test.for<[filter: string, other: string]>([
  ['name=Gil+Gunderson', 'name=Gil'],
  ['email=gil.gunderson@example.com', 'email=orders@example.com'],
  ['office_id=1691', 'office_id=1937'],
  ['updated_at.lte=2017-03-08T20:21:42Z', 'updated_at.lt=2017-03-08T20:21:42Z'],
])('users?%s are found, and not with %s', async ([filter, other]) => {
  const server = await serveFrozen()
  expect(idsIn((await server.get(`/v9/users?${filter}`)).body.users)).toEqual([12346])
  expect((await server.get(`/v9/users?${other}`)).body.users).toEqual([])
})

const CARD = {
  name: 'Gil Gunderson',
  number: '4111111111111111',
  expiration_month: '7',
  expiration_year: '2031',
  verification_code: '123',
}

test("an office's cards are added and deleted, and are its own brokerage's to see", async () => {
  const server = await serveFrozen()
  const ids = async () => idsIn((await server.get('/v9/offices/1691/credit_cards')).body.credit_cards)
  expect(await ids()).toEqual([400000])

  const created = await server.post('/v9/offices/1691/credit_cards', { credit_cards: [CARD] })
  expect(created.status).toBe(201)
  expect(created.body).toEqual({
    credit_cards: [
      {
        id: 400001,
        url: '/offices/1691/credit_cards/400001',
        label: null,
        name: 'Gil Gunderson',
        card_company: 'Visa',
        last_digits: '1111',
        expiration_month: '07',
        expiration_year: '31',
        primary: false,
        phone_number: null,
        address: null,
        association: { id: 1691, name: 'Website', url: '/offices/1691', phone_numbers: [], email_addresses: [] },
        updated_at: '2026-01-01T00:00:00Z',
      },
    ],
  })
  expect(await ids()).toEqual([400001, 400000])
  expect((await server.get('/v9/offices/1691/credit_cards', 'processor')).status).toBe(404)
  const remove = (office: number, as: string) =>
    server.call('DELETE', `/v9/offices/${office}/credit_cards/400001`, { as })
  expect((await remove(1691, 'processor')).status).toBe(404)
  expect((await remove(1937, 'website')).status).toBe(404)

  expect((await remove(1691, 'website')).body).toEqual({ credit_cards: [{ id: '400001' }] })

  expect(await ids()).toEqual([400000])
  expect((await remove(1691, 'website')).status).toBe(404)
})

test.for<[number: string, error: string]>([
  ['4111111111111112', 'is invalid'],
  ['4000111111111115', 'was declined by the bank that issued the card'],
])('the card %s is refused, and its number is not sent back', async ([number, error]) => {
  const server = await serveFrozen()
  const refused = await server.post('/v9/offices/1691/credit_cards', { credit_cards: [{ ...CARD, number }] })
  expect(refused.status).toBe(422)
  expect(refused.body).toEqual({
    credit_cards: [{ id: null, name: 'Gil Gunderson', updated_at: null, errors: { number: [error] } }],
  })
  expect(refused.text).not.toContain('123')
  expect((await server.get('/v9/offices/1691/credit_cards')).body.total_entries).toBe(1)
})

test('a credential has no settings of service fees', async () => {
  const server = await serveFrozen()
  expect((await server.get('/v9/settings/service_fees')).body).toEqual({ settings: [] })
})

// tevo-api.md §3.7 (SHOP): a public shop offers the entries, and sends the type and service_type of the chosen one.
test('a shop offers the settings of shipping, and orders what its customer chose', async () => {
  const server = await serveFrozen()
  const { body } = await server.get('/v9/settings/shipping')
  expect(body.settings[1]).toEqual({
    id: 2,
    name: 'FedEx 2Day',
    price: 15,
    shipping_option: { type: 'FedEx', service_type: 'FEDEX_2_DAY' },
  })
  for (const { price, shipping_option } of body.settings) {
    const items = [{ ticket_group_id: 52554285, price: 50, quantity: 1 }]
    const shipped_items = [{ ...shipping_option, address_id: 111111, items }]
    const order = { seller_id: 1691, client_id: 107655, shipping: price, shipped_items, payments: [{ type: 'cash' }] }
    const made = await server.post('/v9/orders', { orders: [order] })
    expect(made.status, made.text).toBe(201)
    expect(made.body.orders[0].shipments[0]).toMatchObject(shipping_option)
  }
})

// tevo-api.md §3.7: recorded (RB-fix endpoints/accounts.yml).
test("an account is shown as it was recorded, with its client's balance", async () => {
  const server = await serveFrozen()
  const account = {
    id: '107655',
    url: '/accounts/107655',
    currency: 'USD',
    balance: '0.0',
    updated_at: expect.any(String),
    client: { id: '107655', name: 'Moe Szyslak', url: '/clients/107655' },
  }
  expect((await server.get('/v9/accounts/107655')).body).toEqual(account)
  await server.clock.advance('PT1H')
  await sell(server, 2)
  const owing = { ...account, balance: '100.0', updated_at: '2026-01-01T01:00:00Z' }
  expect((await server.get('/v9/accounts/107655')).body).toEqual(owing)
  await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] })
  expect((await server.get('/v9/accounts?page=1&per_page=1')).body).toEqual({
    current_page: 1,
    per_page: 1,
    total_entries: 2,
    accounts: [owing],
  })
  for (const id of ['107700', '7', 'main'])
    expect(await server.get(`/v9/accounts/${id}`)).toMatchObject({
      status: 404,
      body: { error: 'Not Found', message: `Couldn't find Account with ID=${id}` },
    })
})

test.for([
  '/v9/brokerages',
  '/v9/brokerages/61',
  '/v9/brokerages/search?q=x',
  '/v9/offices',
  '/v9/offices/6',
  '/v9/offices/search?q=x',
  '/v9/offices/6/credit_cards',
  '/v9/users',
  '/v9/users/12346',
  '/v9/users/search?q=x',
  '/v9/accounts',
  '/v9/accounts/107655',
  '/v9/settings/shipping',
  '/v9/settings/service_fees',
])('%s is not for an affiliate', async (path) => {
  const server = await serveFrozen()
  expect(await server.get(path, 'store')).toMatchObject({ status: 401, body: { error: 'Unauthorized' } })
})

const notEmulated = operations.filter(({ emulated, method }) => !emulated && method === 'GET')

test.for(notEmulated.map(({ path }) => path.replaceAll(/:[a-z_]+/g, '1')))(
  '%s, whose answer no source shows, is marked as not emulated',
  async (path) => {
    const server = await serveFrozen()
    expect(await server.get(path)).toMatchObject({ status: 404, headers: { 'x-tevo-local': 'not-emulated' } })
  },
)
