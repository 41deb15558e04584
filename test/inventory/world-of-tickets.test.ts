import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { type World, WorldProblem } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'

/** Single tickets, unmapped inventory, pins and EvoPay transactions in a world file. */

const AT = '2026-01-01T00:00:00Z'
const TICKET = { id: 1, ticket_group_id: 52554290, seat: 7, barcode: 'A', updated_at: AT }
const UNMAPPED = {
  ...{ id: 1, office_id: 1700, remote_id: '7', event_id: 8675309, section: 'A', row: 'B', quantity: 2 },
  ...{ format: 'Eticket', wholesale_price_cents: 100, created_at: AT },
}
const PIN = { id: 1, account: 'brokerage:1930', event_id: 2100002, created_at: AT }
const TRANSFER = { id: 1, type: 'transfer', sender_id: 1691, recipient_id: 1700, amount_cents: 1, created_at: AT }

function problem(more: object): string {
  const world: World = { ...defaultWorld, ...more }
  try {
    checkWorld(world)
  } catch (problem) {
    if (problem instanceof WorldProblem) return problem.message
    throw problem
  }
  return 'none'
}

test('a world may have them', () => {
  const more = {
    ticket_details: [TICKET],
    unmapped_inventory: [UNMAPPED],
    pins: [PIN],
    evopay_transactions: [TRANSFER],
  }
  expect(problem(more)).toBe('none')
})

test.for<[object, string]>([
  [
    { ticket_details: [{ ...TICKET, seat: 201 }] },
    'ticket_details[0].seat: 201 is not a seat of ticket group 52554290',
  ],
  [
    { ticket_details: [TICKET, { ...TICKET, id: 2 }] },
    'ticket_details[0].seat: 7 of ticket group 52554290 is given twice; a ticket is described once',
  ],
  [{ ticket_details: [{ ...TICKET, eticket_file_id: 9 }] }, '"files" has no record with the id 9'],
  [
    { unmapped_inventory: [UNMAPPED, { ...UNMAPPED, id: 2 }] },
    'unmapped_inventory[0].remote_id: "7" is given twice for office 1700; each group needs its own',
  ],
  [{ pins: [{ ...PIN, event_id: 9 }] }, 'pins[0].event_id: "events" has no record with the id 9'],
  [{ pins: [{ ...PIN, account: 'brokerage:9' }] }, 'pins[0].account: "brokerages" has no record with the id 9'],
  [
    { evopay_transactions: [{ ...TRANSFER, recipient_id: null }] },
    'evopay_transactions[0].type: a transfer needs sender_id and recipient_id',
  ],
  [
    { evopay_transactions: [{ ...TRANSFER, type: 'deposit' }] },
    'evopay_transactions[0].type: a transfer needs sender_id and recipient_id, a deposit only the second',
  ],
])('of %j it is said what does not fit', ([more, words]) => {
  expect(problem(more)).toContain(words)
})
