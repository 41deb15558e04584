import { describe, expect, test } from 'vitest'
import defaultWorld from '../../../fixtures/default.json' with { type: 'json' }
import { type Caller, callerByToken } from '../../../src/rules/caller.ts'
import { isSeenGroup, isSplit, sellableSplits, ticketCounts } from '../../../src/rules/inventory/availability.ts'
import { hasTickets, medianPrice, ticketsAt } from '../../../src/rules/inventory/event-tickets.ts'
import { searchOfficeGroups } from '../../../src/rules/inventory/mass-search.ts'
import { type GroupFilters, searchTicketGroups } from '../../../src/rules/inventory/search.ts'
import { checkNumbers, sell } from '../../../src/rules/inventory/selling.ts'
import { costOf, findTicket, ticketAt, ticketId } from '../../../src/rules/inventory/tickets.ts'
import { explanationOf, Refusal } from '../../../src/rules/refusal.ts'
import type { Settings } from '../../../src/rules/settings.ts'
import type { Wanted } from '../../../src/store/placements.ts'
import type { Event, TicketGroup } from '../../../src/store/records.ts'
import { rangesOf } from '../../../src/store/seats.ts'
import { DEFAULT_SETTINGS } from '../../../src/store/settings.ts'
import { Transaction } from '../../../src/store/transaction.ts'
import { loadWorld } from '../../../src/store/world.ts'
import fc from '../../properties.ts'

/** The rules of ticket groups by themselves, on a transaction. */

const NOW = Date.parse('2026-01-01T00:00:00Z')
const WORLD = loadWorld(defaultWorld, NOW)
const OFFICE = 1691
const OTHER_OFFICE = 1700

function begin(): { tx: Transaction; caller: Caller; event: Event } {
  const tx = new Transaction(WORLD, NOW)
  const caller = callerByToken(tx, 'springfieldwebsite00000000000001')
  if (caller === undefined) throw new Error('the default world has no credential of that token')
  const venue = { ...tx.must('venues', 1388), id: 9_001, name: 'Moe’s Tavern', locality: 'Springfield', region: 'OR' }
  tx.put('venues', venue)
  const event = { ...tx.must('events', 648825), id: 9_002, venue_id: 9_001, occurs_at: NOW + 86_400_000 }
  tx.put('events', event)
  return { tx, caller, event }
}

const some = new Transaction(WORLD, NOW).must('ticket_groups', 52554285)
const group = (fields: Partial<TicketGroup> = {}): TicketGroup => ({
  ...some,
  id: 7,
  office_id: OFFICE,
  event_id: 9_002,
  quantity: 10,
  low_seat: 1,
  available: [[1, 10]],
  splits: null,
  split_type: 'ANY',
  ...fields,
})
const free = (count: number): Partial<TicketGroup> => ({ available: count === 0 ? [] : [[1, count]] })

describe('the quantities in which a group is sold', () => {
  test.for<[what: string, fields: Partial<TicketGroup>, splits: readonly number[]]>([
    ['are those that it gives, as far as there are tickets', { splits: [1, 2, 4, 8], ...free(4) }, [1, 2, 4]],
    ['are none without tickets', { splits: [1, 2], ...free(0) }, []],
    ['are all at once', { split_type: 'NONE', ...free(3) }, [3]],
    ['are not all at once, where there are none', { split_type: 'NONE', ...free(0) }, []],
    ['leave no single ticket', { split_type: 'NEVERLEAVEONE', ...free(4) }, [1, 2, 4]],
    ['are any', { ...free(3) }, [1, 2, 3]],
    ['are any, by default', { split_type: 'DEFAULT', ...free(2) }, [1, 2]],
  ])('%s', ([, fields, splits]) => {
    const given = group(fields)
    expect(sellableSplits(given)).toEqual(splits)
    for (let quantity = 1; quantity <= 4; quantity += 1)
      if ((given.available[0]?.[1] ?? 0) >= quantity) expect(isSplit(given, quantity)).toBe(splits.includes(quantity))
  })

  test('are listed up to a hundred', () => {
    const large = group({ quantity: 5_000, available: [[1, 5_000]] })
    expect(sellableSplits(large)).toHaveLength(100)
    expect(sellableSplits(large).at(-1)).toBe(100)
  })
})

test('the tickets of a group are counted by their state, and so is each of them', () => {
  const { tx } = begin()
  const odd = group({ seat_order: 'odd_even', quantity: 10, low_seat: 1, available: [[1, 5]], wasted: [[7, 7]] })
  tx.put('ticket_groups', odd)
  const hold = {
    ticket_group_id: 7,
    account: 'brokerage:1930',
    office_id: OFFICE,
    price_cents: 1,
    held_for_type: 'Client',
    held_for_id: 107655,
    hold_until: NOW + 1,
    notes: null,
    created_at: NOW,
    updated_at: NOW,
  } as const
  tx.put('ticket_holds', { ...hold, id: 1, state: 'held', quantity: 1, seats: [[9, 9]] })
  tx.put('ticket_holds', { ...hold, id: 2, state: 'taken', quantity: 2, seats: [[11, 13]] })
  tx.put('ticket_holds', { ...hold, id: 3, state: 'released', quantity: 1, seats: [[15, 15]] })
  tx.put('ticket_holds', { ...hold, id: 4, state: 'used', quantity: 1, seats: [[17, 17]] })
  expect(ticketCounts(tx, odd)).toEqual({ available: 3, wasted: 1, held: 1, taken: 2, sold: 3 })
  const states = [1, 3, 5, 7, 9, 11, 13, 15, 17, 19].map((seat) => ticketAt(tx, odd, seat).state)
  expect(states.join(' ')).toBe('available available available wasted held taken taken sold sold sold')

  expect(ticketId({ group: odd, seat: 19 })).toBe('700009')
  expect(findTicket(tx, '700009', () => true)).toMatchObject({ seat: 19, group: odd, details: null })
  for (const id of ['700010', '70009', '0700009', 'x700009', '700009x', '800001', ''])
    expect(() => findTicket(tx, id, () => true), id).toThrow('not-found')
  expect(() => findTicket(tx, '700009', () => false)).toThrow('not-found')
  tx.put('ticket_groups', { ...odd, deleted_at: NOW })
  expect(() => findTicket(tx, '700009', () => true)).toThrow('not-found')

  const details = { id: 1, ticket_group_id: 7, seat: 1, barcode: null, primary_ticket_id: null, verification_id: null }
  const said = { ...details, eticket_file_id: null, updated_at: NOW }
  const priced = group({ wholesale_price_cents: 30, cost_cents: 20 })
  expect(costOf(priced, { ...said, cost_cents: 10 })).toBe(10)
  expect(costOf(priced, { ...said, cost_cents: null })).toBe(20)
  expect(costOf(priced, null)).toBe(20)
  expect(costOf({ ...priced, cost_cents: null }, null)).toBe(30)
})

test.for<[what: string, fields: Partial<TicketGroup>, isSeen: boolean]>([
  ["another's", { office_id: OTHER_OFFICE }, true],
  ["another's without tickets", { office_id: OTHER_OFFICE, ...free(0) }, false],
  ["another's that is not broadcast", { office_id: OTHER_OFFICE, broadcast: false }, false],
  ["another's that is deleted", { office_id: OTHER_OFFICE, deleted_at: 1 }, false],
  ['its own', {}, true],
  ['its own without tickets', free(0), true],
  ['its own that is not broadcast', { broadcast: false }, true],
  ['its own that is deleted', { deleted_at: 1 }, false],
])('a brokerage sees of groups %s: %s', ([, fields, isSeen]) => {
  const { tx, caller } = begin()
  expect(isSeenGroup(tx, caller, group(fields))).toBe(isSeen)
})

describe('a search among the groups of an event', () => {
  const found = (filters: Partial<GroupFilters>, fields: Partial<TicketGroup> = {}, event: Partial<Event> = {}) => {
    const { tx, caller, event: usual } = begin()
    tx.put('events', { ...usual, ...event })
    tx.put('ticket_groups', group(fields))
    return searchTicketGroups(tx, caller, { event_id: 9_002, ...filters }).length === 1
  }
  const OTHERS = { office_id: OTHER_OFFICE }

  test.for<[filters: Partial<GroupFilters>, fields: Partial<TicketGroup>, isFound: boolean]>([
    [{}, {}, true],
    [{}, OTHERS, true],
    [{}, { ...OTHERS, broadcast: false }, false],
    [{}, { broadcast: false }, true],
    [{}, free(0), false],
    [{ event_id: 648825 + 1_000_000 }, {}, false],
    [{ include_unavailable: true }, free(0), true],
    [{ include_unavailable: true }, { ...OTHERS, ...free(0) }, false],
    [{ include_unavailable: false }, free(0), false],
    [{ include_unavailable: true, state: 'available' }, free(0), false],
    [{ state: 'available' }, {}, true],
    [{ state: 'wasted' }, {}, false],
    [{ state: 'wasted' }, { available: [[1, 9]], wasted: [[10, 10]] }, true],
    [{ state: 'wasted' }, { ...OTHERS, available: [[1, 9]], wasted: [[10, 10]] }, false],
    [{ state: 'sold' }, { available: [[1, 9]] }, true],
    [{ state: 'sold' }, {}, false],
    [{ type: 'event' }, { type: 'event' }, true],
    [{ type: 'parking' }, { type: 'event' }, false],
    [{ quantity: 10 }, {}, true],
    [{ quantity: 11 }, {}, false],
    [{ section: 'A' }, { section: 'A' }, true],
    [{ section: 'A' }, { section: 'B' }, false],
    [{ row: '1' }, { row: '1' }, true],
    [{ row: '1' }, { row: '2' }, false],
    [{ office_id: OFFICE }, {}, true],
    [{ office_id: OFFICE }, OTHERS, false],
    [{ exclude_office_id: OFFICE }, {}, false],
    [{ exclude_office_id: OFFICE }, OTHERS, true],
    [{ formats: ['Eticket', 'Physical'] }, { format: 'Physical' }, true],
    [{ formats: ['Eticket'] }, { format: 'Physical' }, false],
    [{ owned: true }, {}, true],
    [{ owned: true }, OTHERS, false],
    [{ owned: false }, OTHERS, true],
    [{ wheelchair: true }, { wheelchair: true }, true],
    [{ wheelchair: true }, { wheelchair: false }, false],
    [{ wheelchair: false }, { wheelchair: false }, true],
    [{ eticket: true }, { format: 'Eticket' }, true],
    [{ eticket: true }, { format: 'Physical' }, false],
    [{ eticket: false }, { format: 'Physical' }, true],
    [{ instant_delivery: true }, { instant_delivery: true }, true],
    [{ instant_delivery: true }, { instant_delivery: false }, false],
    [{ instant_delivery: false }, { instant_delivery: false }, true],
  ])('by %j finds %j: %s', ([filters, fields, isFound]) => {
    expect(found(filters, fields)).toBe(isFound)
  })

  test('leaves out those of an event that is over, where it is asked to', () => {
    const past = { occurs_at: NOW - 30 * 86_400_000 }
    expect([true, false, undefined].map((show_past) => found({ show_past }, {}, past))).toEqual([true, false, true])
    expect(found({ show_past: false })).toBe(true)
  })
})

test.for<[filters: Parameters<typeof searchOfficeGroups>[2], fields: Partial<TicketGroup>, isFound: boolean]>([
  [{}, {}, true],
  [{}, { office_id: OTHER_OFFICE }, false],
  [{}, free(0), false],
  [{ show_unavailable: true }, free(0), true],
  [{ show_unavailable: true, available_only: true }, free(0), false],
  [{ available_only: true }, {}, true],
  [{ show_unavailable: false }, free(0), false],
  [{ event_id: 9_002 }, {}, true],
  [{ event_id: 9_003 }, {}, false],
  [{ venue_id: 9_001 }, {}, true],
  [{ venue_id: 1388 }, {}, false],
  [{ ticket_group_section: '112' }, { section: '112' }, true],
  [{ ticket_group_section: '11' }, { section: '112' }, false],
  [{ ticket_group_row: 'F' }, { row: 'F' }, true],
  [{ ticket_group_row: 'G' }, { row: 'F' }, false],
  [{ ticket_group_in_hand: true }, { in_hand: true }, true],
  [{ ticket_group_in_hand: false }, { in_hand: true }, false],
  [{ ticket_group_type: 'Event' }, { type: 'event' }, true],
  [{ ticket_group_type: 'Parking' }, { type: 'event' }, false],
  [{ ticket_group_consignment: false }, {}, true],
  [{ ticket_group_consignment: true }, {}, false],
  [{ ticket_group_consignment: true }, { purchase_order_id: 5 }, false],
  [{ venue_name: 'moe’s T' }, {}, true],
  [{ venue_name: 'Bowl' }, {}, false],
  [{ venue_address_locality: 'SPRING' }, {}, true],
  [{ venue_address_locality: 'Santa' }, {}, false],
  [{ venue_address_region: 'or' }, {}, true],
  [{ venue_address_region: 'CA' }, {}, false],
  [{ performers_search: 'massive' }, {}, true],
  [{ performers_search: 'nobody' }, {}, false],
])('a search among the groups of an office by %j finds %j: %s', ([filters, fields, isFound]) => {
  const { tx, caller } = begin()
  tx.put('ticket_groups', group(fields))
  expect(searchOfficeGroups(tx, caller, filters).some(({ id }) => id === 7)).toBe(isFound)
})

test('what is for sale at an event is what its groups together have', () => {
  const groups = fc.array(
    fc.record({
      count: fc.nat(4),
      broadcast: fc.boolean(),
      isDeleted: fc.nat(4),
      isEticket: fc.boolean(),
      isParking: fc.boolean(),
      office_id: fc.constantFrom(OFFICE, OTHER_OFFICE),
      retail_price_cents: fc.nat(9),
      wholesale_price_cents: fc.nat(9),
    }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(groups, (all) => {
      const { tx, event } = begin()
      const made = all.map(({ count, isDeleted, isEticket, isParking, ...fields }, nth) =>
        tx.put('ticket_groups', {
          ...group({ ...fields, ...free(count), id: 100 + nth }),
          deleted_at: isDeleted === 0 ? NOW : null,
          format: isEticket ? 'Eticket' : 'Physical',
          type: isParking ? 'parking' : 'event',
        }),
      )
      const tickets = ({ available }: TicketGroup) => available[0]?.[1] ?? 0
      const sold = made.filter((each) => each.deleted_at === null && each.broadcast && tickets(each) > 0)
      const pricesOf = (some: TicketGroup[], kind: 'retail_price_cents' | 'wholesale_price_cents') =>
        some
          .flatMap((each) => Array.from({ length: tickets(each) }, () => each[kind]))
          .sort((one, other) => one - other)
      const rangeOf = (prices: number[]) =>
        prices.length === 0
          ? null
          : {
              min_cents: prices[0],
              max_cents: prices.at(-1),
              sum_cents: prices.reduce((sum, each) => sum + each, 0),
            }
      for (const type of [undefined, 'event', 'parking'] as const) {
        const some = sold.filter((each) => type === undefined || each.type === type)
        expect(ticketsAt(tx, event, type)).toEqual({
          groups: some.length,
          eticket_groups: some.filter(({ format }) => format === 'Eticket').length,
          tickets: some.reduce((sum, each) => sum + tickets(each), 0),
          retail: rangeOf(pricesOf(some, 'retail_price_cents')),
          wholesale: rangeOf(pricesOf(some, 'wholesale_price_cents')),
        })
      }
      const prices = pricesOf(sold, 'retail_price_cents')
      const middle = (nth: number) => prices[nth] ?? Number.NaN
      const half = prices.length / 2
      const expected =
        prices.length === 0
          ? undefined
          : Math.round(prices.length % 2 === 1 ? middle(half - 0.5) : (middle(half - 1) + middle(half)) / 2)
      expect(medianPrice(tx, event)).toBe(expected)
      for (const office of [OFFICE, OTHER_OFFICE])
        expect(hasTickets(tx, event, office)).toBe(sold.some(({ office_id }) => office_id === office))
      expect(hasTickets(tx, event, null)).toBe(false)
    }),
  )
})

describe('a sale', () => {
  const wanted = (fields: Partial<Wanted> = {}): Wanted =>
    ({
      ticket_group_id: 7,
      quantity: 2,
      price_cents: 6_000,
      signature: null,
      low_seat: null,
      seat_order: null,
      ticket_hold_id: null,
      ...fields,
    }) as Wanted
  const selling = (fields: Partial<Wanted>, of: Partial<TicketGroup> = {}, settings: Partial<Settings> = {}) => {
    const { tx } = begin()
    const given = tx.put(
      'ticket_groups',
      group({ wholesale_price_cents: 4_000, signatures: { old: 3_000, now: 4_000 }, ...of }),
    )
    const [seats] = sell(tx, [{ item: wanted(fields), group: given, type: 'FedEx' }], {
      ...DEFAULT_SETTINGS,
      ...settings,
    })
    return { seats, left: tx.must('ticket_groups', 7).available }
  }

  test('takes seats that are together, where there are some', () => {
    expect(selling({})).toEqual({ seats: [1, 2], left: [[3, 10]] })
    expect(selling({ low_seat: 4 })).toEqual({
      seats: [4, 5],
      left: [
        [1, 3],
        [6, 10],
      ],
    })
    expect(selling({}, { available: rangesOf([1, 3, 5, 6], 1) }).seats).toEqual([5, 6])
    expect(selling({}, { available: rangesOf([1, 3, 5], 1) }).seats).toEqual([1, 3])
    expect(selling({ quantity: 3 }, { available: rangesOf([1, 2, 5, 6, 7, 9], 1) }).seats).toEqual([5, 6, 7])
  })

  test.for<
    [what: string, fields: Partial<Wanted>, of: Partial<TicketGroup>, settings: Partial<Settings>, words: RegExp]
  >([
    ['more than are left', { quantity: 11 }, {}, {}, /has 10 tickets left; 11 were asked for/],
    [
      'what somebody else was faster at',
      {},
      {},
      { forced: 'ticket_group_gone' },
      /has 0 tickets left; 2 were asked for/,
    ],
    [
      'more than an item may have',
      { quantity: 1_001 },
      { quantity: 2_000, available: [[1, 2_000]] },
      {},
      /at most 1000 tickets; 1001/,
    ],
    ['another number than it is sold in', {}, { splits: [1, 4] }, {}, /sold in quantities of 1, 4; 2 were asked for/],
    ['all but one', { quantity: 9 }, { split_type: 'NEVERLEAVEONE' }, {}, /of 1, 2, 3, 4, 5, 6, 7, 8, 10; 9 were/],
    [
      'less than the wholesale price',
      { price_cents: 3_999 },
      {},
      { price_check: true },
      /wholesale price of 40\.00; the price was 39\.99/,
    ],
    [
      'a price that rises',
      {},
      {},
      { forced: 'price_rises', price_check: true },
      /wholesale price of 61\.00; the price was 60\.00/,
    ],
    [
      'no signature, where one is required',
      {},
      {},
      { signature_required: true },
      /requires a ticket_group_signature; read ticket group 7/,
    ],
    [
      'a signature that was never given',
      { signature: 'none' },
      {},
      { signature_check: true },
      /none was never given out for ticket group 7/,
    ],
    [
      'an old signature',
      { signature: 'old' },
      {},
      { signature_check: true },
      /has risen from 30\.00 to 40\.00 since ticket_group_signature old/,
    ],
    ['seats that are taken', { low_seat: 10 }, {}, {}, /11/],
  ])('is refused of %s', ([, fields, of, settings, words]) => {
    // TEvo's pair says it in words of its own.
    let said = 'nothing'
    try {
      selling(fields, of, settings)
    } catch (refusal) {
      if (refusal instanceof Refusal) said = explanationOf(refusal)
    }
    expect(said).toMatch(words)
  })

  test.for<[what: string, fields: Partial<Wanted>, settings: Partial<Settings>]>([
    ['exactly the wholesale price', { price_cents: 4_000 }, { price_check: true }],
    ['less, where nobody looks', { price_cents: 1 }, { price_check: false }],
    ['the signature of now', { signature: 'now' }, { signature_check: true, signature_required: true }],
    ['an old signature, where nobody looks', { signature: 'old' }, { signature_check: false }],
    ['all that are left', { quantity: 10 }, {}],
  ])('is made with %s', ([, fields, settings]) => {
    expect(selling(fields, {}, settings).seats).toHaveLength(fields.quantity ?? 2)
  })

  test('of several items counts what those before it take', () => {
    const given = group()
    const sale = (quantity: number, ticket_hold_id: number | null = null) => ({
      item: wanted({ quantity, ticket_hold_id }),
      group: given,
    })
    expect(() => checkNumbers([sale(4), sale(6)], DEFAULT_SETTINGS)).not.toThrow()
    expect(() => checkNumbers([sale(4), sale(7)], DEFAULT_SETTINGS)).toThrow()
    expect(() => checkNumbers([sale(4, 1), sale(10)], DEFAULT_SETTINGS)).not.toThrow()
  })
})
