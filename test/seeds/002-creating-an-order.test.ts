import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { freshWorld, PRINTED_TIME } from './document-server.ts'
import { postJson, printedText } from './printed.ts'

/**
 * Document 002, "Creating an Order": an affiliate's store sells through POST /v10/orders. The printed answer is to another
 * request than the printed one (tevo-api.md §6): it is compared twice, with the request beside it, and with its own.
 */

const printedAnswer = JSON.parse(printedText('002-response.txt'))

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The kind of each value, by its path; all elements of a list have one path. */
function kindsOf(value: Json, path = '', kinds = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  kinds.set(path, (kinds.get(path) ?? new Set()).add(kind))
  if (Array.isArray(value)) for (const each of value) kindsOf(each, `${path}/*`, kinds)
  else if (value !== null && typeof value === 'object')
    for (const [key, each] of Object.entries(value)) kindsOf(each, `${path}/${key}`, kinds)
  return kinds
}

/** What differs, by its path: `[printed, answered]`. */
function differences(printed: Json, answered: Json, path = ''): Record<string, [Json, Json]> {
  const isNested = (value: Json) => value !== null && typeof value === 'object'
  if (!isNested(printed) || !isNested(answered)) return printed === answered ? {} : { [path]: [printed, answered] }
  const [one, other] = [new Map(Object.entries(printed ?? {})), new Map(Object.entries(answered ?? {}))]
  const keys = new Set([...one.keys(), ...other.keys()])
  return Object.assign(
    {},
    ...[...keys].map((key) => differences(one.get(key) ?? null, other.get(key) ?? null, `${path}/${key}`)),
  )
}

/** All that the printed request makes different from the printed answer, and the one second that the real service took. */
const DETERMINED_BY_THE_REQUEST = {
  // 145.48 × 2 = 290.96, + 5 for the delivery + 10 for the service − 5 of discount = 300.96: document 004's formula.
  '/subtotal': ['30.0', '290.96'],
  '/discount': ['0.0', '5.0'],
  '/total': ['45.0', '300.96'],
  '/balance': ['45.0', '300.96'],
  '/payments/0/amount': ['45.0', '300.96'],
  '/updated_at': ['2017-03-21T20:28:42Z', PRINTED_TIME],
  // client_id 1507094
  '/buyer/id': [787814, 1507094],
  '/buyer/url': ['/clients/787814', '/clients/1507094'],
  '/buyer/name': ['Max', 'Max Power'],
  // quantity 2 at 145.48
  '/items/0/price': ['30.0', '145.48'],
  '/items/0/quantity': [1, 2],
  '/items/0/seats/0': [10, 1],
  '/items/0/seats/1': [null, 2],
  // ticket_group.id 324466901
  '/items/0/ticket_group/id': ['161443705', '324466901'],
  '/items/0/ticket_group/url': ['/ticket_groups/161443705', '/ticket_groups/324466901'],
  '/items/0/ticket_group/quantity': [1, 2],
  '/items/0/ticket_group/retail_price': ['30.0', '145.48'],
  '/items/0/ticket_group/wholesale_price': ['10.0', '120.0'],
  '/items/0/ticket_group/office_id': [1692, 1700],
  '/items/0/ticket_group/office_name': ['Auto-Purchase', 'Main Office'],
  '/items/0/ticket_group/brokerage_id': [61, 1931],
  '/items/0/ticket_group/brokerage_name': ['Ticket Evolution', 'Shelbyville Seats'],
  '/items/0/ticket_group/remote_id': ['1103822', '1103823'],
  '/items/0/ticket_group/section': ['23', 'Floor 2'],
  '/items/0/ticket_group/row': ['a', '7'],
  '/items/0/ticket_group/seats/0': ['10', '1'],
  '/items/0/ticket_group/seats/1': [null, '2'],
  '/items/0/ticket_group/tickets/0/seat': ['10', '1'],
  '/items/0/ticket_group/tickets/1': [null, expect.objectContaining({ seat: '2' })],
  '/items/0/ticket_group/tickets/0/purchase_order_id': ['819940', '819941'],
  '/items/0/ticket_group/event/id': ['648825', '2100003'],
  '/items/0/ticket_group/event/url': ['/events/648825', '/events/2100003'],
  '/items/0/ticket_group/event/name': ['Massive Attack', 'The Be Sharps: The Rooftop Benefit'],
  '/items/0/ticket_group/event/occurs_at': ['2017-10-20T19:00:00Z', '2017-05-12T20:30:00Z'],
  '/items/0/ticket_group/event/venue/id': ['1388', '2003'],
  '/items/0/ticket_group/event/venue/name': ['Santa Barbara Bowl', 'Shelbyville Arena'],
  '/items/0/ticket_group/event/venue/address/locality': ['Santa Barbara', 'Shelbyville'],
  '/items/0/ticket_group/event/venue/address/region': ['CA', 'OR'],
}

const variants = [
  ['by cURL', (server: Awaited<ReturnType<typeof freshWorld>>) => server.command('002.txt', 1, {}, 'store')],
  [
    'as the request params print it',
    (server: Awaited<ReturnType<typeof freshWorld>>) =>
      server.replay(postJson('/v10/orders?', printedText('002-params.txt')), 'store'),
  ],
] as const

test.each(variants)(
  'the order, sent %s, is answered with the printed fields, types, ids and values',
  async (_name, order) => {
    const server = await freshWorld()
    const { status, body } = await order(server)
    expect(status).toBe(201)
    expect(kindsOf(body)).toEqual(kindsOf(printedAnswer))
    expect(differences(printedAnswer, body)).toEqual(DETERMINED_BY_THE_REQUEST)
  },
)

test('the ids are those that are printed', async () => {
  const server = await freshWorld()
  const { body } = await server.command('002.txt', 1, {}, 'store')
  expect(body).toMatchObject({
    id: 819975,
    oid: '388214-819975',
    url: '/orders/819975',
    child_orders: [819974],
    deliveries: [{ id: 514480, url: '/shipments/514480' }],
    notes: [
      { id: 103684, category: 'external', order_link_id: 819975 },
      { id: 103683, category: 'internal', order_link_id: 819975 },
    ],
    items: [{ id: 958454, order_item_id: 632108, delivery_id: 514480, order_id: 819975 }],
    payments: [{ id: 657163, url: '/payments/657163', order_link_id: 819975, state: 'authorized' }],
  })
})

/** The request that the printed answer answers: one ticket of the group it shows, for the client it shows. */
const OWN_REQUEST = {
  order: {
    ...JSON.parse(printedText('002-params.txt')).order,
    ticket_group: { id: 161443705, price: 30, quantity: 1 },
    client_id: 787814,
    delivery: { type: 'Eticket', email_address_id: 1965000, cost: 5 },
    payments: [{ type: 'credit_card', token: 'tok_visa' }],
    discount: 0,
  },
}
const MAX = { account: 'store:63', name: 'Max', created_at: '2017-03-08T23:09:10Z', updated_at: '2017-03-08T23:09:10Z' }
const WORLD_OF_THE_ANSWER = {
  ...defaultWorld,
  clients: [...defaultWorld.clients, { ...MAX, id: 787814 }],
  email_addresses: [
    ...defaultWorld.email_addresses,
    { id: 1965000, client_id: 787814, address: 'max@example.com', updated_at: '2017-03-08T23:09:10Z' },
  ],
}

test('the request that belongs to the printed answer is answered with it, value for value', async () => {
  const server = await freshWorld(WORLD_OF_THE_ANSWER)
  const { status, body } = await server.replay(postJson('/v10/orders?', JSON.stringify(OWN_REQUEST)), 'store')
  expect(status).toBe(201)
  // The real service took a second to finish it.
  expect(body).toEqual({ ...printedAnswer, updated_at: PRINTED_TIME })
})

test('the tickets are reserved, and the owner of the tickets has the order behind it to accept', async () => {
  const server = await freshWorld()
  await server.command('002.txt', 1, {}, 'store')
  const { body } = await server.get('/v9/orders?state=pending&type=Order&direct_buyer_type=Office', 'processor')
  expect(body).toMatchObject({ total_entries: 1, orders: [{ id: 819974, order_group_id: 388214 }] })
  // Document 003: sales to TEvo are the ones with buyer.type=Office and buyer.id=6.
  expect(body.orders[0]).toMatchObject({ buyer: { type: 'Office', id: 6 }, items: [{ seats: [1, 2], price: '120.0' }] })

  const { body: second } = await server.command('002.txt', 1, {}, 'store')
  expect(second).toMatchObject({ id: 819977, oid: '388215-819977', items: [{ seats: [3, 4] }] })
})

test('the order can be read again by the store, and by nobody else who has no part in it', async () => {
  const server = await freshWorld()
  const { body } = await server.command('002.txt', 1, {}, 'store')
  expect(await server.get('/v10/orders/819975', 'store')).toMatchObject({ status: 200, body })
  expect(await server.get('/v9/orders/819975', 'store')).toMatchObject({ status: 200, body: { id: 819975 } })
  for (const other of ['website', 'processor'])
    expect(await server.get('/v9/orders/819975', other)).toMatchObject({ status: 404 })
})

/** The printed request with other fields. */
const requestWith = (changes: object) => ({ order: { ...JSON.parse(printedText('002-params.txt')).order, ...changes } })

test('a token from the gateway goes in place of a credit_card_id, and one of the two has to be there', async () => {
  const server = await freshWorld()
  const pay = (payment: object) => server.post('/v10/orders', requestWith({ payments: [payment] }), 'store')
  const paid = await pay({ type: 'credit_card', token: 'tok_visa' })
  expect(paid).toMatchObject({ status: 201, body: { payments: [{ type: 'credit_card', amount: '300.96' }] } })
  expect(await pay({ type: 'credit_card' })).toMatchObject({ status: 422, body: { error: expect.any(String) } })
  expect(await pay({ type: 'cash' })).toMatchObject({ status: 422, body: { error: expect.any(String) } })
})

test('an address with the payment becomes the address of the card', async () => {
  const server = await freshWorld()
  const addressOfCard = async () => {
    const { body } = await server.get('/v9/clients/1507094/credit_cards/327284', 'store')
    return body.address
  }
  expect(await addressOfCard()).toBeNull()
  await server.command('002.txt', 1, {}, 'store')
  expect(await addressOfCard()).toMatchObject({ id: '5070352' })

  const address_attributes = { street_address: '1 New Street', locality: 'Springfield' }
  const payments = [{ type: 'credit_card', credit_card_id: 327284, address_attributes }]
  expect(await server.post('/v10/orders', requestWith({ payments }), 'store')).toMatchObject({ status: 201 })
  expect(await addressOfCard()).toMatchObject(address_attributes)
})

test('instructions have at most 200 characters', async () => {
  const server = await freshWorld()
  const order = (length: number) =>
    server.post('/v10/orders', requestWith({ instructions: 'x'.repeat(length) }), 'store')
  expect(await order(200)).toMatchObject({ status: 201 })
  expect(await order(201)).toMatchObject({ status: 422, body: { error: expect.stringContaining('instructions') } })
})

test.each(['client_id', 'ticket_group', 'payments', 'delivery'])(
  'an order without %s is refused, and makes nothing',
  async (field) => {
    const server = await freshWorld()
    const refused = await server.post('/v10/orders', requestWith({ [field]: undefined }), 'store')
    expect(refused).toMatchObject({ status: 422, body: { error: expect.stringContaining(field) } })
    const { body } = await server.command('002.txt', 1, {}, 'store')
    expect(body.id).toBe(819975)
  },
)
