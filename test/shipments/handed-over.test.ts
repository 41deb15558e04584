import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { both, GROUPS, move, ship, shipmentsOf, statesOf, update } from './parcels.ts'

const PICKUP = { type: 'LocalPickup', ship_to_name: 'Moe Szyslak' }
const NEAR_VENUE = { ticket_group_id: GROUPS.nearVenue, quantity: 2 }

test('for a local pickup each side says how it is found, each side is told of the other, and the tickets change hands', async () => {
  const server = await serve()
  const shipped = await ship(server, PICKUP, NEAR_VENUE)
  const seller = { name: 'Ruth Powers', phone: '541-555-0177' }
  const buyer = { name: 'Moe Szyslak', phone: '541-555-0133' }

  const told = await update(server, shipped.shipment, { pickup: seller })
  expect(told.status, told.text).toBe(200)
  expect(told.body).toMatchObject({ id: shipped.shipment, pickup: { seller } })
  // The website names the sale to its client; the order behind it would do as well.
  expect((await update(server, shipped.sold, { pickup: buyer }, 'website')).body.pickup).toEqual({ seller, buyer })
  for (const [id, as] of [
    [shipped.shipment, 'processor'],
    [shipped.sold, 'website'],
    [shipped.shipment, 'website'],
  ] as const)
    expect((await server.get(`/v9/shipments/${id}`, as)).body.pickup).toEqual({ seller, buyer })

  expect((await move(server, shipped.shipment, 'deliver')).status).toBe(200)
  expect(await statesOf(server, shipped)).toEqual(both('order completed, LocalPickup delivered'))
})

test('the documented way to say where to meet answers a new shipment, in which everything is', async () => {
  const server = await serve()
  const shipped = await ship(server, PICKUP, NEAR_VENUE)
  const met = await update(server, shipped.shipment, {
    ship_from_name: 'Ruth Powers',
    ship_from_phone_number_attributes: { number: '541-555-0177' },
    ship_from_address_attributes: { street_address: '1 Kwik-E-Mart Plaza', locality: 'Springfield', region: 'OR' },
    pickup_time_range: '6 to 7 pm',
    pickup_instructions: 'By the squishee machine.',
  })
  expect(met.status, met.text).toBe(200)
  expect(met.body.id).not.toBe(shipped.shipment)
  expect((await server.get(`/v9/shipments/${shipped.shipment}`)).status).toBe(404)
  const said = {
    ship_from_name: 'Ruth Powers',
    ship_from_phone_number: '541-555-0177',
    ship_from_address: { id: null, street_address: '1 Kwik-E-Mart Plaza' },
    pickup_time_range: '6 to 7 pm',
    pickup_instructions: 'By the squishee machine.',
  }
  const { sold, shipment } = await shipmentsOf(server, shipped)
  expect(shipment).toBe(met.body.id)
  for (const id of [sold, shipment]) expect((await server.get(`/v9/shipments/${id}`)).body).toMatchObject(said)

  const buyer = { ship_to_name: 'Barney Gumble', phone_number_attributes: { number: '541-555-0188' } }
  const answered = await update(server, sold, buyer, 'website')
  expect(answered.body).toMatchObject({ ...said, ship_to_name: 'Barney Gumble', phone_number: '5415550188' })
})

test('a seller says where to meet once it has accepted; a buyer whenever it likes, until the tickets are handed over', async () => {
  const server = await serve()
  const shipped = await ship(server, PICKUP, NEAR_VENUE, false)
  await expectRefused(
    server,
    () => update(server, shipped.shipment, { ship_from_name: 'Ruth Powers' }),
    /is pending; .*accept it first/,
  )
  const buyer = { pickup: { name: 'Moe', phone: '5415550133' } }
  expect((await update(server, shipped.sold, buyer, 'website')).status).toBe(200)
  await act(server, 'processor', shipped.back, 'accept')
  await move(server, shipped.shipment, 'deliver')
  await expectRefused(server, () => update(server, shipped.sold, buyer, 'website'), /is completed; nothing is shipped/)
})

test('pickup goes with a local pickup, and is a name and a phone number', async () => {
  const server = await serve()
  const fedEx = await ship(server)
  const pickup = { name: 'Moe', phone: '5415550133' }
  await expectRefused(server, () => update(server, fedEx.shipment, { pickup }), /is of type FedEx; pickup is only for/)
  const shipped = await ship(server, PICKUP, NEAR_VENUE)
  for (const wrong of [{ name: 'Moe' }, { phone: '1' }, { name: '', phone: '1' }, 'Moe'])
    await expectRefused(server, () => update(server, shipped.shipment, { pickup: wrong }), /^pickup/)
})

const BY_EMAIL = { email_address_id: 33333 }

test.for([
  ['WillCall', {}],
  ['PickupAtOffice', {}],
  ['Courier', {}],
  ['UPS', {}],
  ['Offline', {}],
  ['Custom', {}],
  ['Email', BY_EMAIL, 'Eticket'],
  ['GuestList', BY_EMAIL, 'Guest_list'],
  ['Paperless', BY_EMAIL, 'Paperless'],
] as const)('%s: from the order to its delivery', async ([type, fields, format = 'Physical']) => {
  const server = await serve()
  const ticket_group_id = await addGroup(server, { format }, 'shelbyville')
  const shipped = await ship(server, { type, ...fields }, { ticket_group_id })
  expect(await statesOf(server, shipped)).toEqual(both(`order accepted, ${type} pending`))
  expect((await move(server, shipped.shipment, 'deliver')).body).toMatchObject({ type, state: 'delivered' })
  expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} delivered`))
})

test.each(['Eticket', 'InstantDelivery'])('%s is delivered by its files, and not by deliver', async (type) => {
  const server = await serve()
  const shipped = await ship(server, { type, ...BY_EMAIL }, { ticket_group_id: GROUPS.eticket })
  await expectRefused(server, () => move(server, shipped.shipment, 'deliver'), /delivered by finalizing the etickets/)
})

test.each(['Eticket', 'InstantDelivery', 'Email', 'FlashSeats', 'GuestList', 'Paperless', 'TMMobile', 'TMMobileLink'])(
  '%s needs an email address',
  async (type) => {
    const server = await serve()
    const { body } = await server.post('/v9/orders', orderBody({}, {}, { type, email_address_id: undefined }))
    expect(body.orders[0].errors).toEqual({ 'shipped_items.email_address_id': ["can't be blank"] })
  },
)

test('a brokerage that sells its own tickets ships them itself', async () => {
  const server = await serve()
  const own = { ticket_group_id: 52554292, price: 50, quantity: 2 }
  const { front } = await place(server, orderBody({}, own, { type: 'WillCall', email_address_id: undefined }))
  await act(server, 'website', front, 'accept')
  const { body } = await server.get(`/v9/orders/${front}`)
  const delivered = await server.get(`/v9/shipments/${body.shipments[0].id}/deliver`)
  expect(delivered).toMatchObject({ status: 200, body: { state: 'delivered', order: { id: front } } })
  expect((await server.get(`/v9/orders/${front}`)).body.state).toBe('completed')
})
