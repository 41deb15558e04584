import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Reader } from '../../src/store/state.ts'
import { loadWorld } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { newWorld } from '../../src/world-maker/new-world.ts'
import { worldText } from '../../src/world-maker/world-text.ts'
import fc from '../properties.ts'

const START_MS = Date.parse('2026-01-01T09:30:00Z')
/** What is made up has its ids after these. */
const LAST_DOCUMENTED = { event: 2_100_006, venue: 3_000, client: 120_000 }

const DOCUMENTED_EVENTS = 7

const readerOf = (events: number, seed: number) => new Reader(loadWorld(newWorld({ events, seed }), START_MS).tables, 0)

test('every world fits together: groups of events, events of performers at venues, one a day at each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.nat(2 ** 32 - 1), (count, seed) => {
      const world = newWorld({ events: count, seed })
      // Refuses an id that leads nowhere.
      expect(checkWorld(structuredClone(world))).toEqual(world)

      const read = new Reader(loadWorld(world, START_MS).tables, START_MS)
      expect(world.events).toHaveLength(count)
      const events = [...read.all('events')].filter(({ id }) => id > LAST_DOCUMENTED.event)
      expect(events).toHaveLength(Math.max(0, count - DOCUMENTED_EVENTS))
      const nights = events.map(({ venue_id, occurs_at }) => `${venue_id} ${new Date(occurs_at).toDateString()}`)
      expect(new Set(nights).size).toBe(events.length)
      for (const event of events) {
        expect(event.occurs_at).toBeGreaterThan(START_MS)
        expect(event.performer_ids.length).toBeGreaterThan(0)
        const groups = read.list('ticket_groups', 'by_event', event.id).filter(({ type }) => type === 'event')
        expect(groups.length).toBeGreaterThanOrEqual(3)
        expect(new Set(groups.map(({ office_id }) => office_id)).size).toBeGreaterThan(1)
      }
      const venues = [...read.all('venues')].filter(({ id }) => id > LAST_DOCUMENTED.venue)
      for (const venue of venues) expect(read.count('events', 'by_venue', venue.id)).toBeGreaterThan(0)
    }),
    { numRuns: 25 },
  )
})

describe('a world of a thousand events', () => {
  const read = readerOf(1_000, 31)
  const groups = [...read.all('ticket_groups')]
  const clients = [...read.all('clients')]

  test('has something of every kind', () => {
    expect(new Set(groups.map((group) => group.format))).toEqual(
      new Set(['Physical', 'Eticket', 'TM_mobile', 'Flash_seats', 'Guest_list', 'Paperless']),
    )
    expect(new Set(groups.map((group) => group.office_id))).toEqual(new Set([6, 1691, 1692, 1700, 1937]))
    for (const some of ['spec', 'instant_delivery', 'splits', 'external_notes', 'in_hand_on'] as const)
      expect(groups.filter((group) => group[some]).length, some).toBeGreaterThan(50)
    expect(groups.filter(({ type }) => type === 'parking').length).toBeGreaterThan(50)
    expect(new Set([...read.all('events')].map(({ category_id }) => category_id)).size).toBe(6)
  })

  test('sells every ticket at more than it costs, before the event, under a remote id of its own', () => {
    expect(groups.filter((group) => group.wholesale_price_cents >= group.retail_price_cents)).toEqual([])
    expect(new Set(groups.map((group) => group.remote_id)).size).toBe(groups.length)
    for (const { in_hand, in_hand_on, event_id } of groups)
      if (!in_hand) expect(Date.parse(in_hand_on ?? '')).toBeLessThan(read.must('events', event_id).occurs_at)
  })

  test('has no two venues of a name, and no two performers', () => {
    const venues = [...read.all('venues')].map(({ name }) => name)
    expect(new Set(venues).size).toBe(venues.length)
    const performers = [...read.all('performers')].map(({ name }) => name)
    expect(new Set(performers).size).toBe(performers.length)
    // Hamlet, whom faker has, too, is that of the documents.
    expect(read.count('events', 'by_performer', 30008)).toBeGreaterThan(1)
  })

  test('has clients of every account, who have all that an order can ask for', () => {
    const madeUp = clients.filter(({ id }) => id > LAST_DOCUMENTED.client && id < 168_188)
    expect(madeUp).toHaveLength(200)
    expect(new Set(madeUp.map(({ account }) => account))).toEqual(
      new Set(['brokerage:1930', 'brokerage:1931', 'store:63']),
    )
    for (const client of madeUp) {
      expect(read.must('email_addresses', client.primary_email_address_id ?? 0).client_id).toBe(client.id)
      expect(read.must('addresses', client.primary_address_id ?? 0).client_id).toBe(client.id)
      expect(read.must('phone_numbers', client.primary_phone_number_id ?? 0).client_id).toBe(client.id)
      expect(read.must('credit_cards', client.primary_credit_card_id ?? 0).client_id).toBe(client.id)
    }
  })
})

test('all that the documents name is in a new world, just as in the default one', () => {
  const world = newWorld({ events: 7, seed: 1 })

  expect(world.next_ids).toEqual(defaultWorld.next_ids)
  expect(world.credentials).toEqual(defaultWorld.credentials)
  expect(world.offices).toEqual(defaultWorld.offices)
  const ofDocuments = defaultWorld.ticket_groups.filter(({ id }) => id < 52_600_001 || id > 161_000_000)
  expect(world.ticket_groups).toEqual(expect.arrayContaining(ofDocuments))
  expect(world.clients).toEqual(expect.arrayContaining(defaultWorld.clients))
})

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 50])('a world of %i events has that many, and tickets for them', (count) => {
  const world = newWorld({ events: count, seed: 1 })

  expect(checkWorld(structuredClone(world)).events).toHaveLength(count)
  const sold = new Set((world.ticket_groups ?? []).map(({ event_id }) => event_id))
  expect(sold).toEqual(new Set((world.events ?? []).map(({ id }) => id)))
  expect(world.venues).toEqual(expect.arrayContaining(defaultWorld.venues.filter(({ id }) => id < 3_000)))
})

test('the seed decides, and not what was made up before', () => {
  const first = worldText(newWorld({ events: 20, seed: 7 }))

  expect(worldText(newWorld({ events: 20, seed: 8 }))).not.toBe(first)
  expect(worldText(newWorld({ events: 20, seed: 7 })) === first).toBe(true)
})
