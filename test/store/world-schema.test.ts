import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { TableName } from '../../src/store/tables.ts'
import { type World, WorldProblem } from '../../src/store/world.ts'
import { checkWorld, recordSchema } from '../../src/store/world-schema.ts'

/** The default world, with some fields of one record changed; `undefined` leaves a field out. */
function changed(table: TableName, position: number, fields: object): object {
  const world: World = defaultWorld
  const records = (world[table] ?? []).map((record, nth) => (nth === position ? { ...record, ...fields } : record))
  return { ...world, [table]: records }
}

function problem(world: unknown): string {
  try {
    checkWorld(structuredClone(JSON.parse(JSON.stringify(world))))
  } catch (problem) {
    if (problem instanceof WorldProblem) return problem.message
    throw problem
  }
  return 'none'
}

test.for<[TableName, number, object, string]>([
  [
    'ticket_groups',
    3,
    { wholesale_price_cents: '12' },
    'ticket_groups[3].wholesale_price_cents: "12" is not a whole number of cents',
  ],
  [
    'ticket_groups',
    3,
    { retail_price_cents: 12.5 },
    'ticket_groups[3].retail_price_cents: 12.5 is not a whole number of cents',
  ],
  ['ticket_groups', 0, { splits: [2, 0] }, 'ticket_groups[0].splits[1]: 0 is not a number of tickets: 1 to 100000'],
  [
    'ticket_groups',
    0,
    { signatures: { abc: null } },
    'ticket_groups[0].signatures.abc: null is not a whole number of cents',
  ],
  [
    'ticket_groups',
    0,
    { available: [[1]] },
    'ticket_groups[0].available[0]: [1] is not two seats: the first and the last of a range',
  ],
  ['ticket_groups', 0, { type: 'bus' }, 'ticket_groups[0].type: "bus" is not one of "event", "parking"'],
  ['venues', 1, { name: null }, 'venues[1].name: null is not text'],
  ['venues', 1, { latitude: '44' }, 'venues[1].latitude: "44" is not degrees: a number from -180 to 180'],
  ['events', 1, { popularity_score: -1 }, 'events[1].popularity_score: -1 is not a number from 0 on'],
  ['venues', 1, { name: undefined }, 'venues[1].name: is missing; give text'],
  ['affiliates', 0, { town: 'Springfield' }, 'affiliates[0].town: is not known here; known names are id, name'],
  [
    'events',
    0,
    { occurs_at: 'soon' },
    'events[0].occurs_at: "soon" is not a time, such as "2026-01-31T19:00:00Z" or, from the midnight of the start day, "+P14DT19H"',
  ],
  [
    'clients',
    0,
    { account: 'office:6' },
    'clients[0].account: "office:6" is not an account, such as "brokerage:1930" or "store:63"',
  ],
  [
    'credentials',
    0,
    { token: 'x'.repeat(31) },
    `credentials[0].token: "${'x'.repeat(31)}" is not a token: 32 letters and digits`,
  ],
  [
    'credentials',
    0,
    { secret: `${'x'.repeat(20)} ${'x'.repeat(19)}` },
    `credentials[0].secret: "${'x'.repeat(20)} ${'x'.repeat(19)}" is not a secret: 40 characters, none of them a space`,
  ],
])('of %s[%i], %j is refused with its path', ([table, position, fields, message]) => {
  expect(problem(changed(table, position, fields))).toBe(message)
})

test.for<[unknown, string]>([
  [[], 'world: [] is not a world: give an object'],
  [null, 'world: null is not a world: give an object'],
  ['one', 'world: "one" is not a world: give an object'],
  [{ next_ids: 5 }, 'next_ids: 5 is not an object'],
  [{ next_ids: { order: 0 } }, 'next_ids.order: 0 is not an id: a whole number from 1 to 999999999999999'],
  [{ events: {} }, 'events: {} is not an array'],
  [{ events: [5] }, 'events[0]: 5 is not a record: an object'],
  [{ next_ids: { order: '1' } }, 'next_ids.order: "1" is not an id: a whole number from 1 to 999999999999999'],
])('%j is no world', ([world, message]) => {
  expect(problem(world)).toBe(message)
})

test.for<[unknown, string]>([
  [{ tickets: [] }, 'tickets: is not known here; known names are next_ids, brokerages, offices, '],
  [
    { next_ids: { ordre: 1 } },
    'next_ids.ordre: is not known here; known names are order_group, order_item, brokerage, ',
  ],
])('a key that %j has and nothing reads is refused, with those that are read', ([world, message]) => {
  expect(problem(world)).toContain(message)
})

test.for<[TableName, number, object, string]>([
  ['offices', 0, { brokerage_id: 9 }, 'offices[0].brokerage_id: "brokerages" has no record with the id 9'],
  ['events', 3, { venue_id: 9 }, 'events[3].venue_id: "venues" has no record with the id 9'],
  [
    'events',
    0,
    { configuration_id: 502 },
    'events[0].configuration_id: 502 is a configuration of venue 2001, but the event is at venue 1388',
  ],
  [
    'venues',
    0,
    { time_zone: 'Springfield' },
    'venues[0].time_zone: "Springfield" is not a time zone: give one such as "America/New_York"',
  ],
  ['events', 0, { performer_ids: [30001, 9] }, 'events[0].performer_ids: "performers" has no record with the id 9'],
  ['ticket_groups', 2, { event_id: 9 }, 'ticket_groups[2].event_id: "events" has no record with the id 9'],
  ['clients', 0, { company_id: 9 }, 'clients[0].company_id: "companies" has no record with the id 9'],
  [
    'clients',
    0,
    { primary_billing_address_id: 9 },
    'clients[0].primary_billing_address_id: "addresses" has no record with the id 9',
  ],
  ['clients', 0, { account: 'store:9' }, 'clients[0].account: "affiliate_stores" has no record with the id 9'],
  [
    'credentials',
    2,
    { office_id: 1691 },
    'credentials[2].type: a credential of type "Affiliate" needs an affiliate_store_id and no office_id',
  ],
  [
    'credentials',
    0,
    { office_id: null },
    'credentials[0].type: a credential of type "API" needs an office_id and no affiliate_store_id',
  ],
  [
    'ticket_groups',
    0,
    { available: [[30, 41]] },
    'ticket_groups[0].available: [30, 41] is out of order, or not among its 40 consecutive seats from 1 on',
  ],
  [
    'ticket_groups',
    0,
    {
      available: [
        [5, 9],
        [1, 4],
      ],
    },
    'ticket_groups[0].available: [1, 4] is out of order, or not among its 40 consecutive seats from 1 on',
  ],
  [
    'ticket_groups',
    0,
    { seat_order: 'odd_even', available: [[1, 2]] },
    'ticket_groups[0].available: [1, 2] is out of order, or not among its 40 odd_even seats from 1 on',
  ],
])('of %s[%i], %j does not fit and is refused with its path', ([table, position, fields, message]) => {
  expect(problem(changed(table, position, fields))).toBe(message)
})

test('two credentials with one token, or one name, are refused', () => {
  const { token, name } = defaultWorld.credentials[0] ?? {}
  const finding = (field: string, value: string) => `${field}: "${value}" is given to 2 credentials; each needs its own`
  expect(problem(changed('credentials', 1, { token })).split('\n')).toEqual([
    finding('credentials[0].token', `${token}`),
    finding('credentials[1].token', `${token}`),
  ])
  expect(problem(changed('credentials', 3, { name })).split('\n')).toEqual([
    finding('credentials[0].name', 'website'),
    finding('credentials[3].name', 'website'),
  ])
})

test('an order names its parties, its credential and the orders it hangs on', () => {
  const order = {
    id: 1,
    order_group_id: 1,
    back_order_id: 7,
    front_order_id: null,
    is_purchase: false,
    seller: { type: 'Office', id: 1691, account: 'brokerage:8' },
    buyer: { type: 'Client', id: 9, account: 'brokerage:1930' },
    created_by_credential_id: 10,
    created_by_office_id: 1691,
    seller_state: 'pending',
    buyer_state: 'accepted',
    subtotal_cents: 0,
    shipping_cents: 0,
    service_fee_cents: 0,
    additional_expense_cents: 0,
    tax_cents: 0,
    discount_cents: 0,
    total_cents: 0,
    instructions: null,
    reference: null,
    promo_code: null,
    consignment: null,
    created_by_ip_address: null,
    session_id: null,
    user_agent: null,
    seller_reference_number: null,
    buyer_reference_number: 'PO 42',
    po_number: '42',
    invoice_number: '43',
    tax_signature: null,
    billing_address_id: 11,
    substitute_order_link_id: 12,
    reviewer_id: null,
    seller_rejection_reason: null,
    seller_rejection_notes: null,
    fraud_check_status: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  }
  expect(problem({ ...defaultWorld, orders: [order] }).split('\n')).toEqual([
    'orders[0].back_order_id: "orders" has no record with the id 7',
    'orders[0].created_by_credential_id: "credentials" has no record with the id 10',
    'orders[0].seller.account: "brokerages" has no record with the id 8',
    'orders[0].buyer.id: "clients" has no record with the id 9',
  ])
})

test('at most five problems are told at once', () => {
  const performers = Array.from({ length: 8 }, (_, nth) => ({ id: nth + 1, name: nth, updated_at: '-P1D' }))
  const lines = problem({ performers }).split('\n')
  expect(lines).toHaveLength(6)
  expect(lines.slice(0, 2)).toEqual(['performers[0].name: 0 is not text', 'performers[1].name: 1 is not text'])
  expect(lines.at(-1)).toBe('and 3 more')
})

test('an empty world is one', () => {
  expect(checkWorld({})).toEqual({})
})

test.for([
  ['another shape', { x: 1 }, 'kind: is missing; give an order to be made: '],
  ['another kind', { kind: 'gift' }, 'kind: "gift" is not an order to be made: '],
  ['no object', 7, '7 is not an order to be made: '],
])('a queued entry of %s is refused with what its kind is', ([, entry, words]) => {
  const queued = { id: 1, account: 'brokerage:1930', entries: [entry] }
  const path = typeof entry === 'object' ? 'queued_orders[0].entries[0].' : 'queued_orders[0].entries[0]: '
  expect(problem({ ...defaultWorld, queued_orders: [queued] })).toContain(`${path}${words}`)
})

test.for<[TableName, string, accepted: readonly unknown[], refused: readonly unknown[]]>([
  ['affiliates', 'id', [1, 999_999_999_999_999], [0, -1, 1.5, 1_000_000_000_000_000, '1']],
  ['companies', 'account', ['brokerage:1', 'store:999999999999999'], ['store:0', 'store:01', 'store:1000000000000000']],
  ['companies', 'account', [], ['brokerage:', 'xstore:1', 'store:1x', 5]],
  ['credentials', 'token', ['aZ09'.repeat(8)], ['a'.repeat(31), 'a'.repeat(33), `${'a'.repeat(31)}-`]],
  ['credentials', 'secret', ['-'.repeat(40)], ['a'.repeat(39), 'a'.repeat(41), `${'a'.repeat(39)} `]],
  ['venues', 'latitude', [-180, 180, 0.5, null], [-181, 181]],
  ['venues', 'popularity_score', [0, 0.5, 7], [-0.1]],
  ['configurations', 'capacity', [0, null, 9_007_199_254_740_991], [-1, 0.5, 9_007_199_254_740_992]],
  ['ticket_groups', 'quantity', [1, 100_000], [0, 100_001, 1.5]],
  ['ticket_groups', 'low_seat', [0, 7], [-1, 0.5]],
  ['ticket_groups', 'wholesale_price_cents', [0, 100_000_000_000], [-1, 100_000_000_001]],
  ['ticket_groups', 'discount_percent', [0, 12.5, 100, null], [-1, 101]],
  ['ticket_groups', 'in_hand_on', ['2026-01-31', '+P14D', null], ['soon', 5]],
  ['ticket_groups', 'splits', [[1, 100_000], [], null], [[0], [100_001]]],
  ['items', 'quantity', [1, 1_000], [0, 1_001]],
  ['orders', 'total_cents', [-5, 0], [0.5]],
  ['orders', 'tax_cents', [0, 5], [-1]],
  ['webhook_endpoints', 'url', ['http://127.0.0.1:1/x'], ['ftp://a.example', 'a.example']],
  ['queued_orders', 'params', [null, 0, { a: [1.7e308] }], [{ a: [Number.POSITIVE_INFINITY] }]],
])('of %s, %s is from here to there', ([table, field, accepted, refused]) => {
  const schema = recordSchema(table).shape[field]
  for (const value of accepted) expect(schema?.safeParse(value).success, String(value)).toBe(true)
  for (const value of refused) expect(schema?.safeParse(value).success, String(value)).toBe(false)
})

test('what is long is shown in short', () => {
  const found = problem({ affiliates: [{ id: 1, name: { long: 'x'.repeat(100) } }] })
  expect(found).toMatch(/^affiliates\[0\]\.name: \{"long":"x{40,60}… is not text$/)
})

test('of a million records that are wrong not all are looked at', () => {
  const wrong = (count: number) => problem({ affiliates: Array.from({ length: count }, (_, nth) => ({ id: nth + 1 })) })
  expect(wrong(100)).toMatch(/\nand 95 more$/)
  expect(wrong(1_000)).toMatch(/\nand 96 more$/)
})
