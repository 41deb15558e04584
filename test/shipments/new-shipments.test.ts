import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { act, expectRefused, orderBody, place } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { both, deliverEtickets, FED_EX, GROUPS, move, ship, statesOf, update } from './parcels.ts'

/** Springfield sells its own: an item by FedEx, and one of etickets. */
async function mixedOrder(server: TestServer) {
  const shipped_items = [
    { ...FED_EX, items: [{ ticket_group_id: 52554292, price: 50, quantity: 1 }] },
    { type: 'Eticket', email_address_id: 33333, items: [{ ticket_group_id: 52554290, price: 50, quantity: 2 }] },
  ]
  const { front } = await place(server, orderBody({ shipped_items }))
  await act(server, 'website', front, 'accept')
  const { body } = await server.get(`/v9/orders/${front}`)
  const [paper, eticket] = body.items
  return { order: front, paper, eticket, ids: body.shipments.map(({ id }: { id: number }) => id) }
}

async function orderOf(server: TestServer, id: number) {
  const { body } = await server.get(`/v9/orders/${id}`)
  const shipments = body.shipments.map(({ type, state }: { type: string; state: string }) => `${type} ${state}`)
  return { state: body.state, shipments, items: body.items }
}

test('an order with a FedEx and an eticket item is completed when the last one is delivered: the etickets', async () => {
  const server = await serve()
  const { order, eticket, ids } = await mixedOrder(server)
  await move(server, ids[0], 'deliver', { as: 'website' })
  expect(await orderOf(server, order)).toMatchObject({
    state: 'accepted',
    shipments: ['FedEx delivered', 'Eticket pending'],
  })
  await deliverEtickets(server, order, eticket.order_item_id)
  expect(await orderOf(server, order)).toMatchObject({
    state: 'completed',
    shipments: ['FedEx delivered', 'Eticket delivered'],
  })
})

test('an order with a FedEx and an eticket item is completed when the last one is delivered: the package', async () => {
  const server = await serve()
  const { order, eticket, ids } = await mixedOrder(server)
  await deliverEtickets(server, order, eticket.order_item_id)
  expect((await orderOf(server, order)).state).toBe('accepted')
  await move(server, ids[0], 'deliver', { as: 'website' })
  expect((await orderOf(server, order)).state).toBe('completed')
})

test('what was delivered by mistake is pending again, while something else of its order is not there', async () => {
  const server = await serve()
  const { order, eticket, ids } = await mixedOrder(server)
  await move(server, ids[0], 'deliver', { as: 'website' })
  expect((await move(server, ids[0], 'pend', { as: 'website' })).body.state).toBe('pending')
  await deliverEtickets(server, order, eticket.order_item_id)
  expect((await orderOf(server, order)).state).toBe('accepted')
  await expectRefused(server, () => move(server, ids[1], 'pend', { as: 'website' }), /finalizing the etickets/)
})

test.each(['items', 'order_items'])('a shipment of an order is replaced: its %s go into a new one', async (key) => {
  const server = await serve()
  const shipped = await ship(server)
  const { body: order } = await server.get(`/v9/orders/${shipped.back}`, 'processor')
  const id = order.items[0].order_item_id
  const made = await server.post('/v9/shipments', { shipments: [{ type: 'WillCall', [key]: [{ id }] }] }, 'processor')
  expect(made.status, made.text).toBe(201)
  expect(made.body.shipments).toMatchObject([
    { type: 'WillCall', state: 'pending', order: { id: shipped.back }, items: [{ order_item_id: id }] },
  ])
  expect(made.body.shipments[0].ship_to_name).toBe('Moe Szyslak')
  expect((await server.get(`/v9/shipments/${shipped.shipment}`, 'processor')).status).toBe(404)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, WillCall pending'))
  expect((await orderOf(server, shipped.front)).shipments).toEqual(['WillCall pending'])

  await move(server, made.body.shipments[0].id, 'deliver')
  expect(await statesOf(server, shipped)).toEqual(both('order completed, WillCall delivered'))
})

test('items of one shipment may be sent apart', async () => {
  const server = await serve()
  const items = [52554292, 52554292].map((ticket_group_id) => ({ ticket_group_id, price: 50, quantity: 1 }))
  const shipped_items = [{ ...FED_EX, items }]
  const { front } = await place(server, orderBody({ shipped_items }))
  await act(server, 'website', front, 'accept')
  const before = await orderOf(server, front)
  const [, second] = before.items
  const shipments = [{ type: 'WillCall', order_id: front, items: [{ id: second.order_item_id }] }]
  expect((await server.post('/v9/shipments', { shipments })).status).toBe(201)
  const { shipments: after, items: packed } = await orderOf(server, front)
  expect(after).toEqual(['FedEx pending', 'WillCall pending'])
  expect(packed[0].delivery_id).toBe(before.items[0].delivery_id)
  expect(packed[1].delivery_id).not.toBe(second.delivery_id)
})

test('a canceled shipment stays to be seen; its items wait for another one', async () => {
  const server = await serve()
  const shipped = await ship(server)
  expect((await move(server, shipped.shipment, 'cancel')).body.state).toBe('canceled')
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx canceled'))
  expect((await move(server, shipped.shipment, 'pend')).body.state).toBe('pending')
  await move(server, shipped.shipment, 'cancel')

  const { items } = await orderOf(server, shipped.back)
  const shipments = [{ type: 'LocalPickup', items: [{ id: items[0].order_item_id }] }]
  await server.post('/v9/shipments', { shipments }, 'processor')
  expect((await orderOf(server, shipped.front)).shipments).toEqual(['FedEx canceled', 'LocalPickup pending'])
  await expectRefused(server, () => move(server, shipped.shipment, 'pend'), /is canceled and empty/)
})

test('a new shipment is made by the seller, of items of one of its orders that are not on their way', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const other = await ship(server)
  const itemOf = async (order: number) => (await orderOf(server, order)).items[0].order_item_id
  const [id, another, sold] = [await itemOf(shipped.back), await itemOf(other.back), await itemOf(shipped.front)]
  const create = (fields: object, as = 'processor') =>
    server.post('/v9/shipments', { shipments: [{ type: 'WillCall', items: [{ id }], ...fields }] }, as)

  await expectRefused(server, () => create({}, 'website'), /is sold by somebody else/)
  await expectRefused(server, () => create({ items: [{ id: sold }] }, 'website'), /another brokerage's tickets/)
  await expectRefused(server, () => create({ address_id: 111111 }), /goes to somebody else's client/)
  const errorsOf = async (fields: object) => (await create(fields)).body.shipments[0].errors
  await server.unchanged(async () => {
    expect(await errorsOf({ items: [{ id: 1 }] })).toEqual({
      items: ['1 is not the order_item_id of an item in an order of yours'],
    })
    expect(await errorsOf({ items: [{ id }, { id: another }] })).toEqual({
      items: [`${another} is an item of order ${other.back}, not ${shipped.back}`],
    })
    expect(await errorsOf({ items: undefined })).toMatchObject({ items: [expect.stringMatching(/can't be blank/)] })
    expect(await errorsOf({ type: 'Owl' })).toMatchObject({
      type: [expect.stringMatching(/is not included in the list/)],
    })
    expect(await errorsOf({ type: undefined })).toMatchObject({ type: ["can't be blank"] })
  })

  await move(server, shipped.shipment, 'airbill')
  await server.act(shipped.back, 'carrier', 'pick_up')
  await expectRefused(server, () => create({}), /is in shipment \d+, which is in_transit/)
  await move(server, shipped.shipment, 'deliver')
  await expectRefused(server, () => create({}), /is completed; shipments are made for an order that is/)
})

test('a batch of shipments is made whole or not at all', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const id = (await orderOf(server, shipped.back)).items[0].order_item_id
  const shipments = [
    { type: 'WillCall', items: [{ id }] },
    { type: 'WillCall', items: [{ id: 1 }] },
  ]
  const { status } = await server.unchanged(() => server.post('/v9/shipments', { shipments }, 'processor'))
  expect(status).toBe(422)
})

test('an item is converted to etickets in a shipment of its own, and the others stay where they are', async () => {
  const server = await serve()
  const items = [52554292, 52554292].map((ticket_group_id) => ({ ticket_group_id, price: 50, quantity: 2 }))
  const { front } = await place(server, orderBody({ shipped_items: [{ ...FED_EX, items }] }))
  await act(server, 'website', front, 'accept')
  const [stays, goes] = (await orderOf(server, front)).items
  const converted = await server.get(`/v9/orders/${front}/items/${goes.id}/convert_to_etickets`)
  expect(converted.status, converted.text).toBe(200)
  expect(converted.body).toMatchObject({ id: goes.id, eticket_delivery: true, needs_eticket: true })
  expect(converted.body.delivery_id).not.toBe(stays.delivery_id)
  const after = await orderOf(server, front)
  expect(after.shipments).toEqual(['FedEx pending', 'Eticket pending'])
  expect(after.items[0]).toMatchObject({ eticket_delivery: false, delivery_id: stays.delivery_id })

  expect((await deliverEtickets(server, front, goes.order_item_id)).status).toBe(200)
  expect((await orderOf(server, front)).state).toBe('accepted')
  await move(server, stays.delivery_id, 'deliver', { as: 'website' })
  expect((await orderOf(server, front)).state).toBe('completed')
  await expectRefused(
    server,
    () => server.get(`/v9/orders/${front}/items/${goes.id}/convert_to_etickets`),
    /is completed; shipments are made/,
  )
})

test('the only item of a shipment takes the shipment with it when it is converted, on both sides of a chain', async () => {
  const server = await serve()
  const shipped = await ship(server)
  const [item] = (await orderOf(server, shipped.back)).items
  const path = (order: number, id: number) => `/v9/orders/${order}/items/${id}/convert_to_etickets`
  expect((await server.get(path(shipped.back, item.id), 'processor')).status).toBe(200)
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, Eticket pending'))
  expect((await server.get(`/v9/shipments/${shipped.sold}`)).status).toBe(404)
  await expectRefused(server, () => server.get(path(shipped.back, item.id), 'processor'), /as etickets already/)
  await expectRefused(server, () => server.get(path(shipped.back, item.id), 'website'), /sold by somebody else/)
  expect((await server.get(path(shipped.back, 1), 'processor')).status).toBe(404)

  await deliverEtickets(server, shipped.back, item.order_item_id, 'processor')
  expect(await statesOf(server, shipped)).toEqual(both('order completed, Eticket delivered'))
})

test('etickets that were uploaded go with their shipment when it becomes another kind', async () => {
  const server = await serve()
  const item = { ticket_group_id: GROUPS.eticket }
  const shipped = await ship(server, { type: 'Eticket', email_address_id: 33333 }, item)
  const [{ id }] = (await orderOf(server, shipped.back)).items
  const files = [base64(await ticketPdf(['seat 1']))]
  await server.post(`/v9/orders/${shipped.back}/items/${id}/add_etickets`, { files }, 'processor')
  await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobile' })
  const { items } = await orderOf(server, shipped.front)
  expect(items).toMatchObject([{ eticket_pdf_pages: null, eticket_file_size: null, needs_eticket: false }])
  expect((await server.records()).count('files')).toBe(0)
})

test('a substitute begins with nothing of what was done for the purchase before it', async () => {
  const server = await serve()
  const shipped = await ship(server)
  await move(server, shipped.shipment, 'airbill')
  const OTHER = { reason: 'Other' }
  await act(server, 'website', shipped.back, 'cancel', OTHER)
  await act(server, 'processor', shipped.back, 'cancel', OTHER)
  const shipped_items = [{ items: [{ price: 40, quantity: 2, ticket_group_id: GROUPS.physical }] }]
  const orders = [{ shipped_items, substitute_order_link_id: shipped.back }]
  const { body, text, status } = await server.post('/v9/orders', { orders })
  expect(status, text).toBe(201)
  for (const id of [body.orders[0].id, shipped.front]) {
    const { body: order } = await server.get(`/v9/orders/${id}`)
    expect(order.shipments).toMatchObject([{ type: 'FedEx', state: 'pending', tracking_number: null }])
  }
  expect((await server.get(`/v9/shipments/${shipped.sold}`)).body.airbill).toBe('')
})
