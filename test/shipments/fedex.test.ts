import { expect, test } from 'vitest'
import { trackingNumberOf } from '../../src/rules/shipments/fedex.ts'
import { serve } from '../harness.ts'
import { expectRefused, orderBody } from '../orders/journey.ts'
import fc from '../properties.ts'
import { both, documentAt, FED_EX, GROUPS, move, ship, statesOf, textIn, update } from './parcels.ts'

const CLOCK = { clock_ms: Date.parse('2026-01-05T15:00:00Z') }

test('a FedEx order lives from its airbill, in two steps, to its delivery, seen from both sides', async () => {
  const server = await serve(CLOCK)
  const shipped = await ship(server)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx pending'))

  const generated = await move(server, shipped.shipment, 'airbill')
  expect(generated.status, generated.text).toBe(200)
  const { tracking_number } = generated.body
  expect(tracking_number).toMatch(/^\d{12}$/)
  expect(generated.body).toMatchObject({
    id: shipped.shipment,
    state: 'pending',
    airbill: `/shipments/${shipped.shipment}/get_airbill`,
    tracking_url: `https://www.fedex.com/fedextrack/?trknbr=${tracking_number}`,
  })
  // The sale in front follows, and has the same number.
  const { body: sale } = await server.get(`/v9/orders/${shipped.front}`)
  expect(sale.shipments[0].tracking_number).toBe(tracking_number)

  const text = await documentAt(server, `/v9/shipments/${shipped.shipment}/get_airbill`, 'airbill', 'processor')
  const printed = ['FEDEX AIRBILL', tracking_number, 'Shelbyville Seats', 'Moe Szyslak', '57 Walnut Street']
  for (const words of [...printed, 'Springfield, OR 97475 US', '541-555-0133', 'FEDEX_EXPRESS_SAVER'])
    expect(text).toContain(words)
  expect(await textIn(await server.get(`/v9/shipments/${shipped.sold}/get_airbill`), 'airbill')).toBe(text)

  expect((await server.act(shipped.back, 'carrier', 'pick_up')).status).toBe(200)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx in_transit'))
  expect((await server.act(shipped.back, 'carrier', 'deliver')).status).toBe(200)
  expect(await statesOf(server, shipped)).toEqual(both('order completed, FedEx delivered'))
})

test('the same world and the same calls give the same airbill, byte for byte', async () => {
  const airbills = []
  for (const server of [await serve(CLOCK), await serve(CLOCK)]) {
    const { shipment } = await ship(server)
    await move(server, shipment, 'airbill')
    airbills.push((await server.get(`/v9/shipments/${shipment}/get_airbill`, 'processor')).body.airbill)
  }
  expect(airbills[0]).toBe(airbills[1])
})

test('tracking numbers are twelve digits, of which the last checks the others, and are given once', () => {
  // Recorded: developer.ticketevolution.com, RB-fix track_details/show.yml, W:4751368.
  expect(trackingNumberOf(496859953)).toBe('794968599530')
  expect(trackingNumberOf(943551165)).toBe('799435511652')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 1, max: 999_999_999 }), (one, other) => {
      expect(trackingNumberOf(one)).toMatch(/^79\d{10}$/)
      expect(trackingNumberOf(one) === trackingNumberOf(other)).toBe(one === other)
    }),
  )
})

test('a seller marks as delivered what no carrier scanned', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const delivered = await move(server, shipped.shipment, 'deliver')
  expect(delivered).toMatchObject({ status: 200, body: { id: shipped.shipment, state: 'delivered' } })
  expect(await statesOf(server, shipped)).toEqual(both('order completed, FedEx delivered'))
})

test('a package that meets an exception may still be delivered', async () => {
  const server = await serve()
  const shipped = await ship(server)
  await move(server, shipped.shipment, 'airbill')
  for (const deed of ['pick_up', 'exception']) await server.act(shipped.front, 'carrier', deed)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx in_exception'))
  await server.act(shipped.front, 'carrier', 'deliver')
  expect(await statesOf(server, shipped)).toEqual(both('order completed, FedEx delivered'))
})

test('a package that came back is not delivered; its tickets go into another shipment, and it stays to be seen', async () => {
  const server = await serve()
  const shipped = await ship(server)
  await move(server, shipped.shipment, 'airbill')
  for (const deed of ['pick_up', 'return']) expect((await server.act(shipped.back, 'carrier', deed)).status).toBe(200)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx returned'))
  await expectRefused(server, () => move(server, shipped.shipment, 'deliver'), /is returned; only a shipment that is/)

  const { body: order } = await server.get(`/v9/orders/${shipped.back}`, 'processor')
  const [{ order_item_id }] = order.items
  const again = await server.post(
    '/v9/shipments',
    { shipments: [{ type: 'FedEx', items: [{ id: order_item_id }] }] },
    'processor',
  )
  expect(again.status, again.text).toBe(201)
  expect(again.body.shipments[0]).toMatchObject({ state: 'pending', tracking_number: null, airbill: '' })
  for (const [id, as] of [
    [shipped.front, 'website'],
    [shipped.back, 'processor'],
  ] as const) {
    const { body } = await server.get(`/v9/orders/${id}`, as)
    expect(body.shipments.map(({ state }: { state: string }) => state)).toEqual(['returned', 'pending'])
  }
})

test('the details of a FedEx shipment can be changed by its buyer until the airbill is there', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const address_attributes = { street_address: '742 Evergreen Terrace', locality: 'Springfield', country_code: 'US' }
  const changed = await update(server, shipped.sold, { ship_to_name: 'Ned Flanders', address_attributes }, 'website')
  expect(changed.status, changed.text).toBe(200)
  expect(changed.body).toMatchObject({
    url: `/shipment/${changed.body.id}`,
    ship_to_name: 'Ned Flanders',
    address: { street_address: '742 Evergreen Terrace' },
    phone_number: '5415550133',
  })
  expect(changed.body.id).not.toBe(shipped.sold)
  const { body: order } = await server.get(`/v9/orders/${shipped.back}`, 'processor')
  expect(order.shipments).toHaveLength(1)
  const [{ id, ship_to_name }] = order.shipments
  expect(ship_to_name).toBe('Ned Flanders')

  await move(server, id, 'airbill')
  const text = await textIn(await server.get(`/v9/shipments/${id}/get_airbill`, 'processor'), 'airbill')
  expect(text).toContain('742 Evergreen Terrace')
  await expectRefused(
    server,
    () => update(server, changed.body.id, { ship_to_name: 'Moe' }, 'website'),
    /has its airbill already; it can be changed only before that/,
  )
})

test('a service is chosen by hand, or the cheapest that is there four hours before the event', async () => {
  const server = await serve()
  const { shipment } = await ship(server, { ...FED_EX, service_type: 'PRIORITY_OVERNIGHT', signature_type: 'DIRECT' })
  const { body } = await move(server, shipment, 'airbill')
  expect(body).toMatchObject({ service_type: 'PRIORITY_OVERNIGHT', signature_type: 'DIRECT' })
  const text = await textIn(await server.get(`/v9/shipments/${shipment}/get_airbill`, 'processor'), 'airbill')
  expect(text).toContain('Service: PRIORITY_OVERNIGHT')
  expect(text).toContain('Signature: DIRECT')
})

test('an office that buys for itself says where to without a client, and the airbill goes there', async () => {
  const server = await serve()
  const items = [{ ticket_group_id: 52554292, price: 30, quantity: 2 }]
  const to = {
    ship_to_name: 'Shelby Manhattan',
    address_attributes: { street_address: '9 Turnip Lane', locality: 'Shelbyville', region: 'OR' },
    phone_number_attributes: { number: '541-555-0199' },
  }
  const shipped_items = [{ type: 'FedEx', ...to, items }]
  const bought = await server.post(
    '/v9/orders',
    { orders: [{ is_purchase: true, seller_id: 1700, buyer_id: 1700, shipped_items }] },
    'shelbyville',
  )
  expect(bought.status, bought.text).toBe(201)
  const [order] = bought.body.orders
  await server.post(`/v9/orders/${order.id}/accept`, { reviewer_id: 12346 })
  const [{ id }] = order.shipments
  const airbill = await server.post(`/v9/shipments/${id}/airbill`, undefined)
  expect(airbill.status, airbill.text).toBe(200)
  const text = await textIn(await server.get(`/v9/shipments/${id}/get_airbill`, 'shelbyville'), 'airbill')
  for (const words of ['Shelby Manhattan', '9 Turnip Lane', '541-555-0199', 'Springfield Tickets'])
    expect(text).toContain(words)
})

const PO_BOX = { street_address: 'P.O. Box 12', locality: 'Springfield', country_code: 'US' }

test('FedEx takes nothing to a PO box: not with an order, not by a change, not as a new shipment', async () => {
  const server = await serve()
  const { address_id: _id, ...anywhere } = FED_EX
  const order = orderBody({}, { ticket_group_id: GROUPS.physical }, { ...anywhere, address_attributes: PO_BOX })
  await expectRefused(server, () => server.post('/v9/orders', order), /FedEx does not deliver to PO boxes/)

  const shipped = await ship(server)
  await expectRefused(
    server,
    () => update(server, shipped.sold, { address_attributes: PO_BOX }, 'website'),
    /FedEx does not deliver to PO boxes/,
  )
})

// A public shop sends no phone number (tevo-api.md §3.4).
test('a FedEx order needs an address, and no phone number', async () => {
  const server = await serve()
  const order = (shipment: object) =>
    server.post('/v9/orders', orderBody({}, { ticket_group_id: GROUPS.physical }, { ...FED_EX, ...shipment }))
  const refused = await order({ address_id: undefined })
  expect(refused.status).toBe(422)
  expect(refused.body.orders[0].errors).toEqual({ 'shipped_items.address_id': ["can't be blank"] })
  expect((await order({ phone_number_id: undefined })).status).toBe(201)
})

test('an airbill is generated once, for FedEx, while the order is accepted and the shipment pending', async () => {
  const server = await serve()
  const waiting = await ship(server, FED_EX, undefined, false)
  await expectRefused(
    server,
    () => move(server, waiting.shipment, 'airbill'),
    /^Order \d+ is pending; .* only while the order is accepted: accept it first$/,
  )
  const eticket = await ship(server, { type: 'Eticket', email_address_id: 33333 }, { ticket_group_id: GROUPS.eticket })
  await expectRefused(
    server,
    () => move(server, eticket.shipment, 'airbill'),
    /is of type Eticket; airbills are generated for FedEx shipments/,
  )
  const shipped = await ship(server)
  await expectRefused(
    server,
    () => server.get(`/v9/shipments/${shipped.shipment}/get_airbill`, 'processor'),
    /has no airbill; generate it with POST/,
  )
  await move(server, shipped.shipment, 'airbill')
  await expectRefused(server, () => move(server, shipped.shipment, 'airbill'), /has its airbill already/)
})

test('the carrier takes only what has an airbill, and only once', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const early = await server.unchanged(() => server.act(shipped.back, 'carrier', 'pick_up'))
  expect(early.status).toBe(422)
  expect(early.body.detail).toMatch(/has no tracking number yet/)

  await move(server, shipped.shipment, 'airbill')
  await server.act(shipped.back, 'carrier', 'pick_up')
  const again = await server.act(shipped.back, 'carrier', 'pick_up')
  expect(again.body.detail).toMatch(/is in_transit; only a shipment that is pending can be picked up/)

  const mobile = await ship(server, { type: 'TMMobile', email_address_id: 33333 }, { ticket_group_id: GROUPS.mobile })
  expect((await server.act(mobile.back, 'carrier', 'pick_up')).body.detail).toMatch(
    /has no shipment that a carrier takes/,
  )
})
