import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { root } from '../../scripts/package-json.js'
import type { TicketGroup } from '../../src/store/records.ts'
import { rangesOf, seatsFrom, stepOf, withoutSeats } from '../../src/store/seats.ts'
import { Reader, type State } from '../../src/store/state.ts'
import { Store } from '../../src/store/store.ts'
import { type TableName, tableNames } from '../../src/store/tables.ts'
import { exportWorld, loadWorld, stateOf, type World, WorldProblem } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { defaultWorld as makeDefaultWorld } from '../../src/world-maker/default-world.ts'
import { worldText } from '../../src/world-maker/world-text.ts'
import fc from '../properties.ts'
import { write } from './write.ts'

const START_MS = Date.parse('2026-01-01T09:30:00Z')
const state = loadWorld(defaultWorld, START_MS)
const read = new Reader(state.tables, START_MS)

/** The table "Default world" of the design. */
const PROMISED: readonly (readonly [TableName, id: number, object])[] = [
  ['brokerages', 1930, { name: 'Springfield Tickets' }],
  ['offices', 1937, { brokerage_id: 1930 }],
  ['offices', 1691, { brokerage_id: 1930 }],
  ['users', 12346, { brokerage_id: 1930 }],
  [
    'credentials',
    1,
    {
      name: 'website',
      type: 'API',
      office_id: 1691,
      token: 'springfieldwebsite00000000000001',
      secret: 'springfield-website-secret-0000000000001',
    },
  ],

  ['brokerages', 1931, { name: 'Shelbyville Seats' }],
  ['offices', 1700, { brokerage_id: 1931 }],
  ['users', 12345, { brokerage_id: 1931 }],
  [
    'credentials',
    2,
    {
      name: 'processor',
      type: 'User',
      office_id: 1700,
      token: 'shelbyvilleprocessor000000000001',
      secret: 'shelbyville-processor-secret-00000000001',
    },
  ],
  [
    'credentials',
    4,
    {
      name: 'shelbyville',
      type: 'API',
      office_id: 1700,
      token: 'shelbyvillewebsite00000000000001',
      secret: 'shelbyville-website-secret-0000000000001',
    },
  ],
  [
    'clients',
    107700,
    {
      account: 'brokerage:1931',
      office_id: 1700,
      primary_email_address_id: expect.any(Number),
      primary_address_id: expect.any(Number),
      primary_phone_number_id: expect.any(Number),
      primary_credit_card_id: expect.any(Number),
    },
  ],

  ['affiliates', 42, {}],
  [
    'affiliate_stores',
    63,
    {
      affiliate_id: 42,
      name: 'my first ticket store',
      website: 'first.com',
      logo: null,
      created_at: Date.parse('2017-03-08T20:21:42Z'),
      updated_at: Date.parse('2017-03-08T20:21:42Z'),
    },
  ],
  [
    'credentials',
    3,
    {
      name: 'store',
      type: 'Affiliate',
      label: 'aff cred label',
      affiliate_store_id: 63,
      office_id: null,
      token: 'affiliatestore000000000000000001',
      secret: 'affiliate-store-secret-00000000000000001',
    },
  ],

  ['brokerages', 61, { name: 'Ticket Evolution' }],
  ['offices', 6, { brokerage_id: 61, name: 'Main Office' }],
  ['offices', 1692, { brokerage_id: 61, name: 'Auto-Purchase' }],
  [
    'ticket_groups',
    161443705,
    {
      office_id: 1692,
      event_id: 648825,
      section: '23',
      row: 'a',
      quantity: 1,
      low_seat: 10,
      available: [[10, 10]],
      format: 'Eticket',
      remote_id: '1103822',
      wholesale_price_cents: 1000,
      retail_price_cents: 3000,
      in_hand: true,
      in_hand_on: '2017-03-21',
      purchase_order_id: 819940,
    },
  ],
  ['events', 648825, { name: 'Massive Attack', occurs_at: Date.parse('2017-10-20T19:00:00Z'), venue_id: 1388 }],
  ['venues', 1388, { name: 'Santa Barbara Bowl', locality: 'Santa Barbara', region: 'CA' }],

  ['ticket_groups', 52554285, { ...groupOfSeed004(), format: 'Physical' }],
  ['ticket_groups', 52554287, { ...groupOfSeed004(), format: 'Eticket' }],
  [
    'ticket_groups',
    324466901,
    { office_id: 1700, format: 'Eticket', quantity: 20, wholesale_price_cents: 12000, retail_price_cents: 14548 },
  ],
  ['ticket_groups', 52554286, { office_id: 1700, format: 'TM_mobile' }],
  ['ticket_groups', 52554288, { office_id: 1700, format: 'Physical' }],
  ['ticket_groups', 52554289, { office_id: 1700, spec: true }],

  ['ticket_groups', 52554290, { ...ownStock(), office_id: 1691, format: 'Eticket' }],
  ['ticket_groups', 52554291, { ...ownStock(), office_id: 1937, format: 'Eticket' }],
  ['ticket_groups', 52554292, { ...ownStock(), office_id: 1691, format: 'Physical' }],
  ['ticket_groups', 52554293, { ...ownStock(), office_id: 1937, format: 'Physical' }],

  ['clients', 107655, { account: 'brokerage:1930', office_id: 1691 }],
  ['addresses', 111111, { client_id: 107655 }],
  ['phone_numbers', 33333, { client_id: 107655 }],
  ['email_addresses', 33333, { client_id: 107655 }],
  ['credit_cards', 2222, { client_id: 107655 }],
  ['credit_cards', 22222, { client_id: 107655 }],

  ['clients', 1507094, { account: 'store:63' }],
  ['email_addresses', 1965046, { client_id: 1507094 }],
  ['addresses', 5070352, { client_id: 1507094 }],
  ['credit_cards', 327284, { client_id: 1507094 }],
]

function groupOfSeed004() {
  return {
    office_id: 1700,
    quantity: 40,
    available: [[1, 40]],
    splits: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    wholesale_price_cents: 4000,
    retail_price_cents: 5000,
    signatures: { a35e9ba5ffee9aabd0546f676cdda3c8: 4000 },
  }
}

function ownStock() {
  return { quantity: 200, available: [[1, 200]], splits: null, wholesale_price_cents: 3000, retail_price_cents: 5000 }
}

test.for(PROMISED)('the default world has %s %i', ([table, id, promised]) => {
  expect(read.get(table, id)).toMatchObject(promised)
})

test("the default world's ids go on where the documents do", () => {
  expect(defaultWorld.next_ids).toMatchObject({
    company: 11228,
    client: 168188,
    order_group: 388214,
    order: 819974,
    item: 958453,
    order_item: 632107,
    shipment: 514479,
    note: 103683,
    payment: 657162,
  })
})

test('the default world has at least twenty events at ten venues, all to come but the one of the documents', () => {
  const events = [...read.all('events')]
  expect(events.length).toBeGreaterThanOrEqual(20)
  expect(new Set(events.map((event) => event.venue_id)).size).toBeGreaterThanOrEqual(10)
  expect(events.filter((event) => event.occurs_at <= START_MS).map(({ id }) => id)).toEqual([648825])
  expect(new Set(events.map((event) => topCategory(event.category_id)))).toEqual(
    new Set(['Sports', 'Concerts', 'Theatre']),
  )
})

function topCategory(category_id: number | null): string | undefined {
  const category = category_id === null ? undefined : read.get('categories', category_id)
  return category?.parent_id == null ? category?.name : topCategory(category.parent_id)
}

test('every event to come has tickets of several offices, sold at more than they cost', () => {
  const groups = [...read.all('ticket_groups')]
  for (const { id } of [...read.all('events')].filter((event) => event.id !== 648825)) {
    const seats = read.list('ticket_groups', 'by_event', id).filter((group) => group.type === 'event')
    expect(seats.length, `groups of event ${id}`).toBeGreaterThanOrEqual(3)
    expect(seats.length, `groups of event ${id}`).toBeLessThanOrEqual(6)
    expect(new Set(seats.map((group) => group.office_id)).size, `offices at event ${id}`).toBeGreaterThan(1)
  }
  expect(groups.filter((group) => group.wholesale_price_cents >= group.retail_price_cents)).toEqual([])
  expect(groups.filter((group) => group.splits?.some((split) => split > group.quantity))).toEqual([])
  expect(new Set(groups.map((group) => group.remote_id)).size).toBe(groups.length)
  expect(new Set(groups.map((group) => group.format))).toEqual(
    new Set(['Physical', 'Eticket', 'TM_mobile', 'Flash_seats', 'Guest_list', 'Paperless']),
  )
  expect(new Set(groups.map((group) => group.office_id))).toEqual(new Set([1700, 6, 1691, 1937, 1692]))
})

test('the default world passes its own check', () => {
  expect(checkWorld(structuredClone(defaultWorld))).toEqual(defaultWorld)
})

test('the default world is what its script makes, byte for byte', () => {
  const file = readFileSync(join(root, 'fixtures/default.json'), 'utf8')
  expect(worldText(makeDefaultWorld()) === file, 'run `npm run make:world`, and look at what changed').toBe(true)
})

test('relative times count from the midnight of the start day', () => {
  const world = (occurs_at: string): World => ({
    events: [{ id: 1, name: 'Opening night', venue_id: 1, occurs_at, updated_at: '-P1D' }],
  })
  const occursAt = (text: string) => {
    const { tables } = loadWorld(world(text), START_MS)
    return new Date(new Reader(tables, START_MS).must('events', 1).occurs_at).toISOString()
  }
  expect(occursAt('+P14DT19H')).toBe('2026-01-15T19:00:00.000Z')
  expect(occursAt('-P1DT30M')).toBe('2025-12-30T23:30:00.000Z')
  expect(occursAt('2026-03-01T20:00:00-05:00')).toBe('2026-03-02T01:00:00.000Z')
  expect(() => loadWorld(world('tomorrow'), START_MS)).toThrow(
    new WorldProblem(
      'events[0].occurs_at: "tomorrow" is not a time: give "2026-01-31T19:00:00Z" or, counted from the start, "+P14DT19H"',
    ),
  )
})

test.for<[string, object]>([
  ['left out', {}],
  ['null', { available: null }],
])('seats that are %s are all of the group', ([, seats]) => {
  const group = { id: 1, low_seat: 5, quantity: 3 }
  const available = (fields: object) => {
    const { tables } = loadWorld({ ticket_groups: [{ ...group, ...fields }] }, START_MS)
    return new Reader(tables, START_MS).must('ticket_groups', 1).available
  }
  expect(available({ ...seats })).toEqual([[5, 7]])
  expect(available({ ...seats, seat_order: 'odd_even' })).toEqual([[5, 9]])
})

test('an id that is given twice is refused', () => {
  const world = {
    affiliates: [
      { id: 42, name: 'one' },
      { id: 42, name: 'other' },
    ],
  }
  expect(() => loadWorld(world, START_MS)).toThrow(new WorldProblem('affiliates[1].id: 42 is given twice'))
})

test('a world that was exported, written down and loaded again has the same records', () => {
  const record = fc.oneof(
    fc.record({ kind: fc.constant('buy' as const), nth: fc.nat(), seats: fc.array(fc.nat(), { maxLength: 5 }) }),
    fc.record({ kind: fc.constant('company' as const), name: fc.string(), at: fc.nat(4e12) }),
    fc.record({ kind: fc.constant('forget' as const), nth: fc.nat() }),
  )
  fc.assert(
    fc.property(fc.nat(4e12), fc.array(record, { maxLength: 8 }), (start_ms, changes) => {
      const store = new Store(loadWorld(defaultWorld, start_ms))
      write(store, (tx) => {
        const groups = [...tx.all('ticket_groups')]
        for (const change of changes) {
          if (change.kind === 'company')
            tx.put('companies', {
              id: tx.nextId('companies'),
              account: 'brokerage:1930',
              name: change.name,
              updated_at: change.at,
            })
          else {
            const group = groups[change.nth % groups.length]
            if (group === undefined) continue
            if (change.kind === 'forget') tx.delete('ticket_groups', group.id)
            else tx.put('ticket_groups', without(group, change.seats))
          }
        }
      })
      const written: unknown = JSON.parse(JSON.stringify(exportWorld(store.state)))
      const loaded = loadWorld(checkWorld(written), 0)
      expect(recordsOf(loaded)).toEqual(recordsOf(store.state))
      expect(loaded.sequences).toEqual(store.state.sequences)
    }),
    { numRuns: 25 },
  )
})

function without(group: TicketGroup, nths: readonly number[]): TicketGroup {
  const step = stepOf(group.seat_order)
  const seats = seatsFrom(group.low_seat, group.quantity, step)
  const gone = nths.flatMap((nth) => seats[nth % seats.length] ?? [])
  return { ...group, available: withoutSeats(group.available, rangesOf([...new Set(gone)], step), step) }
}

const recordsOf = ({ tables }: State) => tableNames.map((name) => [name, [...tables[name].records.values()]])

test('sandboxes of one world share its records for a day, and of the days before only some are kept', () => {
  const world: World = { affiliates: [{ id: 1, name: 'one' }] }
  const day = (nth: number) => stateOf(world, START_MS + nth * 86_400_000)
  const [first, eighth] = [day(0), day(7)]
  expect(stateOf(world, START_MS + 60_000)).toBe(first)
  expect(eighth).not.toBe(first)
  for (let nth = 1; nth < 7; nth += 1) day(nth)
  expect(day(0)).toBe(first)
  day(8)
  expect(day(7)).toBe(eighth)
  expect(day(0)).not.toBe(first)
  expect(recordsOf(day(0))).toEqual(recordsOf(first))
})

test.for([5, true, {}])('%j is no time, and told with its path', (updated_at) => {
  expect(() => loadWorld({ affiliate_stores: [{ id: 1, affiliate_id: 1, name: 'x', updated_at }] }, 0)).toThrow(
    `affiliate_stores[0].updated_at: ${JSON.stringify(updated_at)} is not a time: give `,
  )
})

test('a date that is given relative counts from the day of the start', () => {
  const group = (in_hand_on: string | null) => {
    const { tables } = loadWorld({ ticket_groups: [{ id: 1, low_seat: 5, quantity: 3, in_hand_on }] }, START_MS)
    return new Reader(tables, START_MS).must('ticket_groups', 1).in_hand_on
  }
  expect(group('+P14D')).toBe('2026-01-15')
  expect(group('2026-03-01')).toBe('2026-03-01')
  expect(group(null)).toBeNull()
  expect(() => group('soon')).toThrow('ticket_groups[0].in_hand_on: "soon" is not a time: give ')
})
