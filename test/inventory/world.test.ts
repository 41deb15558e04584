import { expect, test } from 'vitest'
import { Reader, type State } from '../../src/store/state.ts'
import { tableNames } from '../../src/store/tables.ts'
import { loadWorld } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serve } from '../harness.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import { addGroup, CLOCK_MS, hold, take } from './stock.ts'

const recordsOf = ({ tables }: State) => tableNames.map((name) => [name, [...tables[name].records.values()]])

test('a world with holds, wasted tickets, quotes and purchases from outside is loaded as it was written', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const group = await addGroup(server, { seat_order: 'odd_even', low_seat: 3 })
  await hold(server, group, { low_seat: 5 })
  await take(server, group, { low_seat: 11 })
  const { body: used } = await hold(server, group, { low_seat: 15 })
  await place(server, orderBody({}, { ticket_group_id: undefined, quantity: undefined, ticket_hold_id: used.id }))
  await server.post(`/v9/ticket_groups/${group}/waste`, { wasted_reason: 'Did not sell' })
  await server.post('/v9/tax_quotes', { ticket_group_id: 52554287, quantity: 2, retail: { price: 50 } })
  await server.call('PUT', '/v9/ticket_groups/52554290', { body: { price: 33 } })
  const brought = {
    event_id: 2100002,
    section: 'A',
    row: 'B',
    quantity: 2,
    low_seat: 1,
    seat_order: 'odd_even',
    price: 5,
  }
  for (const consignment of [true, false]) {
    const order = { is_purchase: true, buyer_id: 1691, consignment, items: [{ ticket_group: brought }] }
    const { body } = await server.post('/v9/orders', { orders: [order] })
    if (consignment) await act(server, 'website', body.orders[0].id, 'reject', { reason: 'Other' })
  }
  await server.call('DELETE', `/v9/ticket_groups/${await addGroup(server)}`)

  const state = server.state()
  const loaded = loadWorld(checkWorld(await server.world()), 0)
  expect(recordsOf(loaded)).toEqual(recordsOf(state))
  expect(loaded.sequences).toEqual(state.sequences)

  // A hold still runs out there.
  const read = new Reader(loaded.tables, Date.parse('2026-01-01T01:00:00Z'))
  expect(read.lowest('ticket_holds', 'by_hold_until')?.ticket_group_id).toBe(group)
})

test.for<[string, object, object[], RegExp]>([
  ['held and available', {}, [{ seats: [[1, 2]] }], /ticket_groups\[0\]\.available: a seat can be/],
  ['held twice', { available: [] }, [{ seats: [[1, 2]] }, { id: 2, seats: [[2, 3]] }], /a seat can be .* only once/],
  ['held and none of its group', { available: [[1, 8]] }, [{ seats: [[10, 11]] }], /ticket_holds\[0\]\.seats/],
  ['wasted and available', { wasted: [[1, 1]] }, [], /ticket_groups\[0\]\.available: a seat can be/],
])('a world whose seats are %s is refused', ([, group, holds, words]) => {
  const at = { updated_at: '2026-01-01T00:00:00Z' }
  const tickets = { section: 'A', row: 'B', quantity: 10, low_seat: 1, format: 'Eticket' }
  const prices = { wholesale_price_cents: 100, retail_price_cents: 200 }
  const hold = { account: 'brokerage:1', state: 'taken', quantity: 2, price_cents: 100, created_at: at.updated_at }
  const keeper = { office_id: 1, held_for_type: 'Office', held_for_id: 1 }
  const world = {
    brokerages: [{ id: 1, name: 'One', abbreviation: 'O', ...at }],
    offices: [{ id: 1, brokerage_id: 1, name: 'Main', ...at }],
    venues: [{ id: 1, name: 'Hall', ...at }],
    events: [{ id: 1, name: 'Show', venue_id: 1, occurs_at: '+P30DT19H', ...at }],
    ticket_groups: [{ id: 1, office_id: 1, event_id: 1, ...tickets, ...prices, ...at, ...group }],
    ticket_holds: holds.map((each) => ({ id: 1, ticket_group_id: 1, ...hold, ...keeper, ...at, ...each })),
  }
  expect(() => checkWorld(world)).toThrow(words)
})
