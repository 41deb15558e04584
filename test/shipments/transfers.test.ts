import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { expectRefused } from '../orders/journey.ts'
import { both, GROUPS, move, ship, shipmentsOf, statesOf, update } from './parcels.ts'

const LINK = 'https://am.ticketmaster.com/tdgarden/claim?123123lets213232go123rangers1231241'
const MOBILE = { type: 'TMMobile', email_address_id: 33333, ship_to_name: 'Moe Szyslak' }
const ITEM = { ticket_group_id: GROUPS.mobile }
const NAMES = ['mobile_transfer_type', 'tm_mobile_shipment_type'] as const
const TYPES = ['TMMobile', 'TMMobileLink', 'FlashSeats'] as const

test.each(['TMMobile', 'TMMobileLink', 'Tbd', 'TBD'])(
  'ordered as %s, the way of a transfer is still to be decided',
  async (type) => {
    const server = await serve()
    const { front, back } = await ship(server, { ...MOBILE, type }, ITEM, false)
    const accepted = await server.post(`/v9/orders/${back}/accept`, { reviewer_id: 12345 }, 'processor')
    expect(accepted.body.shipments).toMatchObject([{ type: 'Tbd', state: 'pending' }])
    expect((await server.get(`/v9/orders/${front}`)).body.shipments).toMatchObject([{ type: 'Tbd', state: 'pending' }])
  },
)

const cases = NAMES.flatMap((name) => TYPES.map((type) => [name, type] as const))

test.each(cases)('%s: %s makes a new shipment of Tbd, and its completion completes the order', async (name, type) => {
  const server = await serve()
  const shipped = await ship(server, MOBILE, ITEM)
  const decided = await update(server, shipped.shipment, { [name]: type })
  expect(decided.status, decided.text).toBe(200)
  const { id } = decided.body
  expect(id).not.toBe(shipped.shipment)
  expect(decided.body).toMatchObject({
    url: `/shipment/${id}`,
    type,
    state: 'pending',
    email_address: { id: 33333, url: null, address: 'moe.szyslak@example.com', label: 'work' },
  })
  expect((await server.get(`/v9/shipments/${shipped.shipment}`, 'processor')).status).toBe(404)
  expect(await statesOf(server, shipped)).toEqual(both(`order accepted, ${type} pending`))

  const link = type === 'FlashSeats' ? {} : { tm_mobile_link: LINK }
  const completed = await move(server, id, 'complete', { body: { ...link, transfer_source: 'AM' } })
  expect(completed.status, completed.text).toBe(200)
  const tm_mobile_link = type === 'FlashSeats' ? null : LINK
  expect(completed.body).toMatchObject({ id, state: 'completed', tm_mobile_link, transfer_source: 'AM' })
  expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} completed`))
  const { body: sale } = await server.get(`/v9/orders/${shipped.front}`)
  expect(sale.shipments).toMatchObject([{ type, state: 'completed', tm_mobile_link, transfer_source: 'AM' }])
})

test('complete takes POST as well, and the source that was said before', async () => {
  const server = await serve()
  const shipped = await ship(server, MOBILE, ITEM)
  const { body } = await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobile', transfer_source: 'SG' })
  const completed = await server.post(`/v9/shipments/${body.id}/complete`, {}, 'processor')
  expect(completed).toMatchObject({
    status: 200,
    body: { state: 'completed', tm_mobile_link: null, transfer_source: 'SG' },
  })
})

test('a transfer can be made of etickets, and etickets of a transfer', async () => {
  const server = await serve()
  const item = { ticket_group_id: GROUPS.eticket }
  const shipped = await ship(server, { type: 'Eticket', email_address_id: 33333 }, item)
  const transfer = await update(server, shipped.shipment, { mobile_transfer_type: 'FlashSeats' })
  expect(transfer.body).toMatchObject({
    type: 'FlashSeats',
    items: [{ eticket_delivery: false, needs_eticket: false }],
  })
  const etickets = await update(server, transfer.body.id, { mobile_transfer_type: 'Eticket' })
  expect(etickets.body).toMatchObject({ type: 'Eticket', items: [{ eticket_delivery: true, needs_eticket: true }] })
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, Eticket pending'))
})

test('what was sold to go by FedEx may be transferred to the primary email address of the client', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const { body } = await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobile' })
  expect(body.email_address.address).toBe('moe.szyslak@example.com')
})

test('an office that buys for itself gets the transfer at the address it gave', async () => {
  const server = await serve()
  const ticket_group_id = await addGroup(server, { format: 'Flash_seats' })
  const items = [{ ticket_group_id, price: 30, quantity: 2 }]
  const email_address_attributes = { address: 'shelby.manhattan@example.com' }
  const order = { is_purchase: true, seller_id: 1700, buyer_id: 1700 }
  const shipped_items = [{ type: 'FlashSeats', email_address_attributes, items }]
  const { body } = await server.post('/v9/orders', { orders: [{ ...order, shipped_items }] }, 'shelbyville')
  expect(body.orders[0].shipments).toMatchObject([
    { email_address: { id: null, url: null, address: 'shelby.manhattan@example.com' } },
  ])
})

test('a transfer that cannot be ended now is refused, and says what it takes', async () => {
  const server = await serve()
  const shipped = await ship(server, MOBILE, ITEM)
  const complete = (id: number, body: object = {}) => move(server, id, 'complete', { body })
  await expectRefused(server, () => complete(shipped.shipment), /is of type Tbd; set a mobile_transfer_type/)
  await expectRefused(server, () => move(server, shipped.shipment, 'deliver'), /use PUT .* to end a transfer/)

  const { body } = await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobileLink' })
  await expectRefused(server, () => complete(body.id), /TMMobileLink; it needs a tm_mobile_link/)
  for (const tm_mobile_link of ['claim it', 'ftp://example.com/claim', 12])
    await expectRefused(server, () => complete(body.id, { tm_mobile_link }), /^tm_mobile_link is invalid$/)
  await expectRefused(
    server,
    () => complete(body.id, { tm_mobile_link: LINK, transfer_source: 'XX' }),
    /^transfer_source is not included in the list$/,
  )
  await complete(body.id, { tm_mobile_link: LINK })
  await expectRefused(server, () => complete(body.id, { tm_mobile_link: LINK }), /^Order \d+ is completed/)

  const fedEx = await ship(server)
  await expectRefused(server, () => complete(fedEx.shipment), /is of type FedEx; only TMMobile, TMMobileLink and Flash/)
})

test('the way of a transfer is the seller of the tickets to decide, once the order is accepted', async () => {
  const server = await serve()
  const shipped = await ship(server, MOBILE, ITEM, false)
  const body = { mobile_transfer_type: 'TMMobile' }
  await expectRefused(server, () => update(server, shipped.shipment, body), /is pending; .*accept it first/)
  await expectRefused(server, () => update(server, shipped.sold, body, 'website'), /another brokerage's tickets/)
  await expectRefused(server, () => update(server, shipped.shipment, body, 'website'), /sold by somebody else/)
  await expectRefused(
    server,
    () => update(server, shipped.shipment, { mobile_transfer_type: 'Owl' }),
    /^mobile_transfer_type is not included in the list$/,
  )
})

test('an update that says nothing changes nothing', async () => {
  const server = await serve()
  const shipped = await ship(server, MOBILE, ITEM)
  const { body } = await server.unchanged(() => update(server, shipped.shipment, {}))
  expect(body.id).toBe(shipped.shipment)
  expect(await shipmentsOf(server, shipped)).toEqual({ sold: shipped.sold, shipment: shipped.shipment })
})
