import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { addGroup, EVENT } from './stock.ts'

/** What rows of ticket groups and of listings tell of their owner, their tickets and their cost: tevo-api.md §4.1. */

const THEIRS = 52554287
const THEIR_EVENT = 2100001

const change = (server: TestServer, group: number, fields: object) =>
  server.putWorld((world) => ({
    ...world,
    ticket_groups: (world.ticket_groups ?? []).map((each) => (each.id === group ? { ...each, ...fields } : each)),
  }))

// T2 calls ticket_groups in place of listings for this.
test('a row of ticket groups names its office and its brokerage', async () => {
  const server = await serve()
  const { body } = await server.get(`/v9/ticket_groups?event_id=${THEIR_EVENT}`)
  const row = body.ticket_groups.find(({ id }: { id: number }) => id === THEIRS)
  expect(row.office).toEqual({
    id: 1700,
    name: 'Main Office',
    brokerage: { id: 1931, name: 'Shelbyville Seats' },
  })
})

// PHP issue 110: `ticket_list` gives the ids of tickets; a public shop multiplies their cost.
test('each ticket of a ticket_list has an id of its own and a cost, for its buyer the wholesale price', async () => {
  const server = await serve()
  await change(server, THEIRS, { cost_cents: 1550 })
  const ticketsFor = async (as: string) =>
    (await server.get(`/v9/ticket_groups/${THEIRS}?ticket_list=true`, as)).body.ticket_list
  const seen = await ticketsFor('website')
  expect(seen[0]).toEqual({ id: '5255428700000', seat: '1', purchase_order_id: null, cost: 40 })
  expect(new Set(seen.map(({ id }: { id: string }) => id)).size).toBe(40)
  expect((await ticketsFor('shelbyville'))[0]).toEqual({ ...seen[0], cost: 15.5 })
})

test('tickets from outside of TEvo cost what was paid for them', async () => {
  const server = await serve()
  const ticket_group = { event_id: EVENT, section: 'Loge 9', row: 'C', retail_price_override: 80, format: 'Eticket' }
  const items = [{ ticket_group, price: 21.5, quantity: 2, low_seat: 5, seat_order: 'consecutive' }]
  const shipped_items = [{ type: 'Eticket', items }]
  const bought = await server.post('/v9/orders', { orders: [{ is_purchase: true, buyer_id: 1691, shipped_items }] })
  expect(bought.status, bought.text).toBe(201)
  const { id } = bought.body.orders[0].items[0].ticket_group
  const { body } = await server.get(`/v9/ticket_groups/${id}?ticket_list=true`)
  expect(body.ticket_list.map(({ cost }: { cost: number }) => cost)).toEqual([21.5, 21.5])
})

// §4.1 (SHOP).
test('a listing has seller_cost, face_value and retail_price_inclusive', async () => {
  const server = await serve()
  const id = await addGroup(server)
  const shown = async (as = 'website') => (await server.get(`/v9/listings/${id}`, as)).body
  expect(await shown()).toMatchObject({ seller_cost: 30, face_value: null, retail_price_inclusive: 45.5 })
  await change(server, id, { cost_cents: 1225, face_value_cents: 2500 })
  expect(await shown()).toMatchObject({ seller_cost: 12.25, face_value: 25 })
  // What it cost its owner is not for others: they pay the wholesale price.
  expect(await shown('shelbyville')).toMatchObject({ seller_cost: 30, face_value: 25 })
})
