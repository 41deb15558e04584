import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { both, GROUPS, move, type Shipped, ship, statesOf } from '../shipments/parcels.ts'
import { act, orderBody, type Party, place } from './journey.ts'

/** `complete` is for tickets that got to the buyer in a way that TEvo does not see. */

async function complete(server: TestServer, as: Party, order: number): Promise<void> {
  const received = await act(server, as, order, 'complete')
  expect(received.status, received.text).toBe(200)
  expect(received.body.orders).toMatchObject([{ id: order, state: 'completed' }])
}

const EMAIL = { type: 'Eticket', email_address_id: 33333 }

test.for<[string, object?, object?]>([
  ['FedEx'],
  ['LocalPickup', { type: 'LocalPickup', ship_to_name: 'Moe Szyslak' }, { ticket_group_id: GROUPS.nearVenue }],
  ['Eticket', EMAIL, { ticket_group_id: GROUPS.eticket }],
])('complete marks a shipment of type %s delivered, in both orders of a chain', async ([type, shipment, item]) => {
  const server = await serve({ clock_ms: Date.parse('2026-01-01T00:00:00Z') })
  const shipped = await ship(server, shipment, item)
  expect(await statesOf(server, shipped)).toEqual(both(`order accepted, ${type} pending`))
  await server.clock.advance('PT1M')

  await complete(server, 'processor', shipped.back)

  expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} delivered`))
  for (const [id, as] of [
    [shipped.sold, 'website'],
    [shipped.shipment, 'processor'],
  ] as const) {
    const { body } = await server.get(`/v9/shipments/${id}`, as)
    expect(body).toMatchObject({ state: 'delivered', updated_at: '2026-01-01T00:01:00Z' })
  }
})

test('complete marks every shipment delivered of an order that has no other order behind it', async () => {
  const server = await serve()
  const items = (ticket_group_id: number) => [{ ticket_group_id, price: 150, quantity: 1 }]
  const shipped_items = [EMAIL, { type: 'WillCall' }].map((shipment, nth) => ({
    ...shipment,
    items: items([52554290, 52554292][nth] ?? 0),
  }))
  const { front } = await place(server, orderBody({ shipped_items }))
  await act(server, 'website', front, 'accept')
  await complete(server, 'website', front)
  const { body } = await server.get(`/v9/orders/${front}`)
  expect(body.shipments.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered'])
})

const scan = async (server: TestServer, { back, shipment }: Shipped, ...deeds: readonly string[]) => {
  await move(server, shipment, 'airbill')
  for (const deed of deeds) expect((await server.act(back, 'carrier', deed)).status).toBe(200)
}
const cancel = async (server: TestServer, { shipment }: Shipped) => {
  expect((await move(server, shipment, 'cancel')).status).toBe(200)
}

test.for<[string, string, (server: TestServer, shipped: Shipped) => Promise<void>]>([
  ['in_transit', 'delivered', (server, shipped) => scan(server, shipped, 'pick_up')],
  ['in_exception', 'delivered', (server, shipped) => scan(server, shipped, 'pick_up', 'exception')],
  ['returned', 'returned', (server, shipped) => scan(server, shipped, 'pick_up', 'return')],
  ['canceled', 'canceled', cancel],
])('a shipment that was %s is %s after complete', async ([from, to, lead]) => {
  const server = await serve()
  const shipped = await ship(server)
  await lead(server, shipped)
  expect(await statesOf(server, shipped)).toEqual(both(`order accepted, FedEx ${from}`))
  await complete(server, 'processor', shipped.back)
  expect(await statesOf(server, shipped)).toEqual(both(`order completed, FedEx ${to}`))
})
