import { describe, expect, test } from 'vitest'
import type { TableName } from '../../src/store/tables.ts'
import { WorldProblem } from '../../src/store/world.ts'
import { checkKept } from '../../src/store/world-schema.ts'
import { EVERY_RECORD, ORDER, PURCHASE, SUBSTITUTION } from './every-record.ts'

/** Whether the records of a world fit together: each one that is named is there, and no two contradict each other. */

type Records = { readonly [table: string]: readonly { readonly id: number }[] }

/** The world of every record, with some fields of one of them changed; more of them are added. */
function worldWith(table: TableName, id: number, fields: object, more: Records = {}): Records {
  const records = EVERY_RECORD[table].map((record) => (record.id === id ? { ...record, ...fields } : record))
  const world: Records = { ...EVERY_RECORD, [table]: records }
  return {
    ...world,
    ...Object.fromEntries(Object.entries(more).map(([name, added]) => [name, [...(world[name] ?? []), ...added]])),
  }
}

function problems(world: unknown): string[] {
  try {
    checkKept(world)
    return []
  } catch (problem) {
    if (problem instanceof WorldProblem) return problem.message.split('\n')
    throw problem
  }
}

const NOBODY = 987_654_321

test.for<[table: TableName, id: number, field: string, named: TableName]>([
  ['offices', 11, 'brokerage_id', 'brokerages'],
  ['office_credit_cards', 1, 'office_id', 'offices'],
  ['users', 13, 'brokerage_id', 'brokerages'],
  ['users', 13, 'office_id', 'offices'],
  ['affiliate_stores', 16, 'affiliate_id', 'affiliates'],
  ['credentials', 15, 'office_id', 'offices'],
  ['credentials', 17, 'affiliate_store_id', 'affiliate_stores'],
  ['categories', 2, 'parent_id', 'categories'],
  ['performers', 19, 'category_id', 'categories'],
  ['performers', 19, 'venue_id', 'venues'],
  ['configurations', 20, 'venue_id', 'venues'],
  ['events', 18, 'venue_id', 'venues'],
  ['events', 18, 'configuration_id', 'configurations'],
  ['events', 18, 'category_id', 'categories'],
  ['ticket_groups', 21, 'office_id', 'offices'],
  ['ticket_groups', 21, 'event_id', 'events'],
  ['ticket_holds', 22, 'ticket_group_id', 'ticket_groups'],
  ['ticket_holds', 22, 'office_id', 'offices'],
  ['ticket_details', 23, 'ticket_group_id', 'ticket_groups'],
  ['ticket_details', 23, 'eticket_file_id', 'files'],
  ['unmapped_inventory', 24, 'office_id', 'offices'],
  ['pins', 25, 'event_id', 'events'],
  ['tax_quotes', 26, 'ticket_group_id', 'ticket_groups'],
  ['clients', 31, 'office_id', 'offices'],
  ['clients', 31, 'company_id', 'companies'],
  ['clients', 31, 'primary_email_address_id', 'email_addresses'],
  ['clients', 31, 'primary_phone_number_id', 'phone_numbers'],
  ['clients', 31, 'primary_address_id', 'addresses'],
  ['clients', 31, 'primary_shipping_address_id', 'addresses'],
  ['clients', 31, 'primary_billing_address_id', 'addresses'],
  ['clients', 31, 'primary_credit_card_id', 'credit_cards'],
  ['email_addresses', 32, 'client_id', 'clients'],
  ['addresses', 33, 'client_id', 'clients'],
  ['phone_numbers', 34, 'client_id', 'clients'],
  ['credit_cards', 35, 'client_id', 'clients'],
  ['orders', 41, 'back_order_id', 'orders'],
  ['orders', 42, 'front_order_id', 'orders'],
  ['orders', 41, 'created_by_credential_id', 'credentials'],
  ['orders', 41, 'created_by_office_id', 'offices'],
  ['orders', 41, 'reviewer_id', 'users'],
  ['items', 43, 'order_id', 'orders'],
  ['items', 43, 'shipment_id', 'shipments'],
  ['items', 43, 'ticket_group_id', 'ticket_groups'],
  ['items', 43, 'eticket_file_id', 'files'],
  ['shipments', 44, 'order_id', 'orders'],
  ['shipments', 44, 'airbill_file_id', 'files'],
  ['payments', 45, 'order_id', 'orders'],
  ['payments', 46, 'refunded_from_id', 'payments'],
  ['evopay_transactions', 48, 'sender_id', 'offices'],
  ['evopay_transactions', 48, 'recipient_id', 'offices'],
  ['queued_orders', 51, 'credential_id', 'credentials'],
  ['notes', 52, 'order_id', 'orders'],
  ['notes', 52, 'office_id', 'offices'],
  ['notes', 52, 'affiliate_store_id', 'affiliate_stores'],
  ['webhook_endpoints', 53, 'office_id', 'offices'],
  ['webhook_deliveries', 54, 'endpoint_id', 'webhook_endpoints'],
  ['order_integrations', 55, 'office_id', 'offices'],
  ['outbound_calls', 56, 'office_id', 'offices'],
  ['autopilot_steps', 57, 'order_id', 'orders'],
])('%s[%i].%s names one of %s', ([table, id, field, named]) => {
  const nth = EVERY_RECORD[table].findIndex((record) => record.id === id)
  const found = problems(worldWith(table, id, { [field]: NOBODY }))
  expect(found[0]).toBe(`${table}[${nth}].${field}: "${named}" has no record with the id ${NOBODY}`)
  // But for the event whose configuration is at another venue then.
  expect(found).toHaveLength(field === 'venue_id' && table === 'configurations' ? 2 : 1)
})

test.for<[table: TableName, id: number, field: string, named: TableName]>([
  ['events', 18, 'performer_ids', 'performers'],
  ['queued_orders', 51, 'order_ids', 'orders'],
  ['order_integrations', 55, 'buying_office_ids', 'offices'],
])('%s[%i].%s names some of %s', ([table, id, field, named]) => {
  expect(problems(worldWith(table, id, { [field]: [NOBODY, NOBODY + 1] }))).toEqual([
    `${table}[0].${field}: "${named}" has no record with the id ${NOBODY}`,
    `${table}[0].${field}: "${named}" has no record with the id ${NOBODY + 1}`,
  ])
})

test.for<[table: TableName, id: number, field: string]>([
  ['ticket_groups', 21, 'purchase_order_id'],
  ['ticket_holds', 22, 'held_for_id'],
  ['unmapped_inventory', 24, 'event_id'],
  ['credit_cards', 35, 'address_id'],
  ['credit_cards', 35, 'phone_number_id'],
  ['orders', 41, 'order_group_id'],
  ['orders', 41, 'billing_address_id'],
  ['orders', 41, 'substitute_order_link_id'],
  ['items', 43, 'order_item_id'],
  ['shipments', 44, 'address_id'],
  ['shipments', 44, 'phone_number_id'],
  ['shipments', 44, 'email_address_id'],
  ['shipments', 44, 'ship_from_address_id'],
  ['shipments', 44, 'ship_from_phone_number_id'],
  ['payments', 45, 'credit_card_id'],
  ['webhook_deliveries', 54, 'subject_id'],
  ['outbound_calls', 56, 'order_id'],
])('what %s[%i].%s names may be gone, or not be a record', ([table, id, field]) => {
  expect(problems(worldWith(table, id, { [field]: NOBODY }))).toEqual([])
})

describe('an account names a brokerage or a store', () => {
  test.for<[table: TableName, id: number]>([
    ['ticket_holds', 22],
    ['pins', 25],
    ['tax_quotes', 26],
    ['companies', 30],
    ['clients', 31],
    ['queued_orders', 51],
  ])('of %s', ([table, id]) => {
    expect(problems(worldWith(table, id, { account: 'brokerage:9' }))).toEqual([
      `${table}[0].account: "brokerages" has no record with the id 9`,
    ])
    expect(problems(worldWith(table, id, { account: 'store:9' }))).toEqual([
      `${table}[0].account: "affiliate_stores" has no record with the id 9`,
    ])
    expect(problems(worldWith(table, id, { account: 'store:16' }))).toEqual([])
  })
})

describe('a party names a record of its kind', () => {
  test.for([
    ['Office', 'offices', 12],
    ['Outside', 'offices', 12],
    ['AffiliateStore', 'affiliate_stores', 16],
    ['Client', 'clients', 31],
  ] as const)('%s: one of %s', ([type, named, id]) => {
    const buyer = { type, id, account: 'brokerage:1' }
    expect(problems(worldWith('orders', 41, { buyer }))).toEqual([])
    expect(problems(worldWith('orders', 41, { buyer: { ...buyer, id: 9 } }))).toEqual([
      `orders[0].buyer.id: "${named}" has no record with the id 9`,
    ])
    expect(problems(worldWith('orders', 41, { buyer: { ...buyer, account: 'store:9' } }))).toEqual([
      'orders[0].buyer.account: "affiliate_stores" has no record with the id 9',
    ])
  })

  test('that sells, which a client never does', () => {
    const seller = { type: 'Client', id: 31, account: 'brokerage:1' }
    expect(problems(worldWith('orders', 41, { seller }))).toEqual([
      'orders[0].seller.type: a "Client" only buys: give the party that sells',
    ])
  })
})

describe('what is queued', () => {
  const NOWHERE = { type: 'Office', id: 9, account: 'brokerage:8' }
  const gone = (field: string) => [
    `queued_orders[0].${field}.id: "offices" has no record with the id 9`,
    `queued_orders[0].${field}.account: "brokerages" has no record with the id 8`,
  ]
  const nobodyCan: readonly (readonly [string, object, readonly string[]])[] = [
    [
      'an order for a seller',
      { ...ORDER, order: { ...ORDER.order, seller: NOWHERE } },
      gone('entries[1].order.seller'),
    ],
    ['an order for a buyer', { ...ORDER, order: { ...ORDER.order, buyer: NOWHERE } }, gone('entries[1].order.buyer')],
    [
      'a purchase for a buyer',
      { ...PURCHASE, purchase: { ...PURCHASE.purchase, buyer: NOWHERE } },
      gone('entries[1].purchase.buyer'),
    ],
    [
      'a substitute for an order',
      { ...SUBSTITUTION, rejected_id: 9 },
      ['queued_orders[0].entries[1].rejected_id: "orders" has no record with the id 9'],
    ],
    [
      'an order of a client who sells',
      { ...ORDER, order: { ...ORDER.order, seller: { type: 'Client', id: 31, account: 'brokerage:1' } } },
      ['queued_orders[0].entries[1].order.seller.type: a "Client" only buys: give the party that sells'],
    ],
  ]

  test.for(nobodyCan)('is %s that is not there: it is refused while it waits', ([, entry, found]) => {
    const entries = [SUBSTITUTION, entry]
    expect(problems(worldWith('queued_orders', 51, { entries }))).toEqual(found)
    // Once it is made nobody reads it again.
    expect(problems(worldWith('queued_orders', 51, { entries, state: 'completed' }))).toEqual([])
  })

  test('may come with a seller that is nowhere where it is a purchase from outside, which no one reads', () => {
    const entries = [{ ...PURCHASE, purchase: { ...PURCHASE.purchase, seller: NOWHERE } }]
    expect(problems(worldWith('queued_orders', 51, { entries }))).toEqual([])
  })
})

describe('a credential acts for one party', () => {
  test.for([
    [15, { affiliate_store_id: 16 }, 'API', 'office_id and no affiliate_store_id'],
    [15, { office_id: null }, 'API', 'office_id and no affiliate_store_id'],
    [15, { type: 'User', office_id: null, affiliate_store_id: 16 }, 'User', 'office_id and no affiliate_store_id'],
    [17, { office_id: 11 }, 'Affiliate', 'affiliate_store_id and no office_id'],
    [17, { affiliate_store_id: null }, 'Affiliate', 'affiliate_store_id and no office_id'],
  ] as const)('credential %i with %j', ([id, fields, type, wanted]) => {
    expect(problems(worldWith('credentials', id, fields))).toEqual([
      `credentials[${id === 15 ? 0 : 1}].type: a credential of type "${type}" needs an ${wanted}`,
    ])
  })
})

test.for(['offices', 'venues'] as const)('the time zone of %s is one, or left out', (table) => {
  const [{ id } = { id: 0 }] = EVERY_RECORD[table]
  expect(problems(worldWith(table, id, { time_zone: null }))).toEqual([])
  expect(problems(worldWith(table, id, { time_zone: 'Springfield' }))).toEqual([
    `${table}[0].time_zone: "Springfield" is not a time zone: give one such as "America/New_York"`,
  ])
})

test('the configuration of an event is one of its venue', () => {
  const elsewhere = { venues: [{ id: 100, name: 'Bowlarama', updated_at: '-P1D' }] }
  expect(problems(worldWith('events', 18, { venue_id: 100 }, elsewhere))).toEqual([
    'events[0].configuration_id: 20 is a configuration of venue 10, but the event is at venue 100',
  ])
  expect(problems(worldWith('events', 18, { venue_id: 100, configuration_id: null }, elsewhere))).toEqual([])
})

test.for(['back_order_id', 'front_order_id'])('an order is not its own %s', (field) => {
  const orders = { back_order_id: null, front_order_id: null }
  expect(problems(worldWith('orders', 41, { ...orders, [field]: 41 }))).toEqual([
    `orders[0].${field}: 41 is the order itself: name another one, or null`,
  ])
})

test.for([
  [[17], '1 seats for 2 tickets'],
  [[17, 17], '1 seats for 2 tickets'],
  [[15, 17, 19], '3 seats for 2 tickets'],
])('an item has a seat for each ticket: %j is %s', ([seats, found]) => {
  expect(problems(worldWith('items', 43, { seats }))).toEqual([`items[0].seats: ${found}: give each its own`])
})

test('an office has one service for its orders', () => {
  const [integration] = EVERY_RECORD.order_integrations as [{ id: number }]
  expect(problems({ ...EVERY_RECORD, order_integrations: [integration, { ...integration, id: 99 }] })).toEqual(
    [0, 1].map((nth) => `order_integrations[${nth}].office_id: 11 is given twice; an office has one service`),
  )
  expect(
    problems({ ...EVERY_RECORD, order_integrations: [integration, { ...integration, id: 99, office_id: 12 }] }),
  ).toEqual([])
})

test('an office gives each of its groups a name of its own', () => {
  const [group] = EVERY_RECORD.unmapped_inventory as [{ id: number }]
  expect(problems({ ...EVERY_RECORD, unmapped_inventory: [group, { ...group, id: 99 }] })).toEqual(
    [0, 1].map(
      (nth) => `unmapped_inventory[${nth}].remote_id: "R9" is given twice for office 11; each group needs its own`,
    ),
  )
  expect(problems({ ...EVERY_RECORD, unmapped_inventory: [group, { ...group, id: 99, office_id: 12 }] })).toEqual([])
})

test('an account’s statement has each id once, of a payment or of a transaction', () => {
  const [, deposit] = EVERY_RECORD.evopay_transactions
  expect(problems(worldWith('evopay_transactions', 0, {}, { evopay_transactions: [{ ...deposit, id: 46 }] }))).toEqual([
    'payments[1].id: 46 is the id of an EvoPay transaction; give another one',
    'evopay_transactions[3].id: 46 is the id of a payment; give another one',
  ])
})

test.for([
  [48, { sender_id: null }],
  [48, { recipient_id: null }],
  [48, { type: 'deposit' }],
  [48, { type: 'withdrawal' }],
  [49, { type: 'withdrawal' }],
  [49, { type: 'transfer' }],
  [49, { sender_id: 11 }],
  [49, { recipient_id: null }],
  [50, { type: 'deposit' }],
  [50, { recipient_id: 12 }],
  [50, { sender_id: null }],
] as const)('money moves between the right two: of transaction %i, %j is refused', ([id, fields]) => {
  expect(problems(worldWith('evopay_transactions', id, fields))).toEqual([
    `evopay_transactions[${id - 48}].type: a transfer needs sender_id and recipient_id, a deposit only the second, a withdrawal only the first`,
  ])
})

/** The group has ten odd seats, 1 to 19: 1 to 5 and 11 to 15 are free, 17 is wasted, 7 and 9 are held, 19 is sold. */
describe('the seats of a group', () => {
  const of = (what: string) => `ticket_groups[0].${what}`
  const [hold] = EVERY_RECORD.ticket_holds as [{ id: number }]

  test.for<[fields: object, found: string]>([
    [{ available: [[1, 6]] }, of('available: [1, 6] is out of order, or not among its 10 odd_even seats from 1 on')],
    [{ available: [[2, 5]] }, of('available: [2, 5] is out of order, or not among its 10 odd_even seats from 1 on')],
    [{ available: [[5, 1]] }, of('available: [5, 1] is out of order, or not among its 10 odd_even seats from 1 on')],
    [{ available: [[1, 21]] }, of('available: [1, 21] is out of order, or not among its 10 odd_even seats from 1 on')],
    [{ low_seat: 3 }, of('available: [1, 5] is out of order, or not among its 10 odd_even seats from 3 on')],
    [{ available: [[3, 5], [3, 5]] }, of('available: [3, 5] is out of order, or not among its 10 odd_even seats from 1 on')], // biome-ignore format: one a line
    [{ available: [[3, 5], [5, 11]] }, of('available: [5, 11] is out of order, or not among its 10 odd_even seats from 1 on')], // biome-ignore format: one a line
    [{ wasted: [[18, 18]] }, of('wasted: [18, 18] is out of order, or not among its 10 odd_even seats from 1 on')],
    [{ wasted: [[15, 15]] }, of('available: a seat can be available, wasted or held only once')],
    [{ available: [[1, 7]] }, of('available: a seat can be available, wasted or held only once')],
    [{ wasted: [[9, 9]] }, of('available: a seat can be available, wasted or held only once')],
  ])('%j', ([fields, found]) => {
    expect(problems(worldWith('ticket_groups', 21, fields)).filter((each) => each.startsWith('ticket_groups'))).toEqual(
      [found],
    )
  })

  test('touch each other, and reach from the first to the last', () => {
    expect(problems(worldWith('ticket_groups', 21, { available: [[1, 3], [5, 5], [11, 15], [19, 19]] }))).toEqual([]) // biome-ignore format: one a line
  })

  test.for<[fields: object, found: string[]]>([
    [
      { seats: [[7, 8]] },
      ['ticket_holds[0].seats: [7, 8] is out of order, or not among its 10 odd_even seats from 1 on'],
    ],
    [{ quantity: 3 }, ['ticket_holds[0].quantity: 3 is not the number of its seats']],
    [
      { seats: [[7, 8]], quantity: 3 },
      ['ticket_holds[0].seats: [7, 8] is out of order, or not among its 10 odd_even seats from 1 on'],
    ],
    [{ seats: [[7, 7], [9, 9]] }, []], // biome-ignore format: one a line
    [{ seats: [[5, 7]] }, [of('available: a seat can be available, wasted or held only once')]],
    // A hold that is over keeps no seat.
    [{ seats: [[5, 7]], state: 'released' }, []],
  ])('a hold with %j', ([fields, found]) => {
    expect(problems(worldWith('ticket_holds', 22, fields))).toEqual(found)
  })

  test('two holds share none', () => {
    expect(problems({ ...EVERY_RECORD, ticket_holds: [hold, { ...hold, id: 99 }] })).toEqual([
      of('available: a seat can be available, wasted or held only once'),
    ])
  })

  test.for([2, 21, 0])('a ticket is one of them: %i is not', (seat) => {
    expect(problems(worldWith('ticket_details', 23, { seat }))).toEqual([
      `ticket_details[0].seat: ${seat} is not a seat of ticket group 21`,
    ])
  })

  test.for([1, 19])('a ticket is one of them: %i is', (seat) => {
    expect(problems(worldWith('ticket_details', 23, { seat }))).toEqual([])
  })

  test('a ticket is described once', () => {
    const [details] = EVERY_RECORD.ticket_details as [{ id: number }]
    const twice = (fields: object) =>
      problems({ ...EVERY_RECORD, ticket_details: [details, { ...details, id: 99, ...fields }] })
    expect(twice({})).toEqual(
      [0, 1].map(
        (nth) => `ticket_details[${nth}].seat: 3 of ticket group 21 is given twice; a ticket is described once`,
      ),
    )
    expect(twice({ seat: 5 })).toEqual([])
  })
})
