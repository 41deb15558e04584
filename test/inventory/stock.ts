import { expect } from 'vitest'
import type { TestServer } from '../harness.ts'
import type { Received } from '../http.ts'

/** What most inventory tests begin with: a ticket group of one's own, and seats of it that are kept. */

export const EVENT = 2100002

export const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')

export const groupFields = (fields: object = {}) => ({
  event_id: EVENT,
  section: 'Loge 1',
  row: 'A',
  quantity: 10,
  low_seat: 1,
  seat_order: 'consecutive',
  price: 30,
  retail_price_override: 45.5,
  format: 'Eticket',
  ...fields,
})

/** Puts a group of the caller's own up for sale, and answers its id. */
export async function addGroup(server: TestServer, fields: object = {}, as = 'website'): Promise<number> {
  const received = await server.post('/v9/ticket_groups', { ticket_groups: [groupFields(fields)] }, as)
  expect(received.status, received.text).toBe(201)
  return received.body.ticket_groups[0].id
}

const HOLD = { quantity: 2, price: 40, low_seat: 1, held_for_type: 'Client', held_for_id: 107655 }

export const takeFields = (fields: object = {}) => ({ ...HOLD, notes: null, ...fields })
export const holdFields = (fields: object = {}) => takeFields({ hold_until: '2026-01-01T01:00:00Z', ...fields })

export const hold = (server: TestServer, group: number, fields: object = {}): Promise<Received> =>
  server.post(`/v9/ticket_groups/${group}/hold`, holdFields(fields))

export const take = (server: TestServer, group: number, fields: object = {}): Promise<Received> =>
  server.post(`/v9/ticket_groups/${group}/take`, takeFields(fields))

/** What is left of a group, by its seats. */
export async function seatsLeft(server: TestServer, group: number): Promise<string> {
  const { body } = await server.get(`/v9/ticket_groups/${group}?ticket_list=true`)
  return body.ticket_list.map(({ seat }: { seat: string }) => seat).join(' ')
}

export async function idsOf(server: TestServer, target: string, as = 'website'): Promise<number[]> {
  const received = await server.get(target, as)
  expect(received.status, received.text).toBe(200)
  expect(received.body.total_entries).toBe(received.body.ticket_groups.length)
  return received.body.ticket_groups.map(({ id }: { id: number }) => id)
}
