import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { expectRefused, orderBody } from '../orders/journey.ts'
import { base64, ticketPdf, truncatedPdf } from '../pdf/fixtures.ts'
import { both, documentAt, GROUPS, move, PROVIDED_AIRBILL, ship, statesOf } from './parcels.ts'

const upload = async (label = 'UPS label') => ({
  file: base64(await ticketPdf([label])),
  tracking_number: '1Z9999999999999999',
  carrier: 'ups',
})

test('a buyer uploads the airbill it promised, the seller gets it, and the carrier does the rest', async () => {
  const server = await serve()
  const shipped = await ship(server, PROVIDED_AIRBILL)
  const uploaded = await server.post(`/v9/shipments/${shipped.sold}/upload_airbill`, await upload())
  expect(uploaded.status, uploaded.text).toBe(200)
  expect(uploaded.body).toMatchObject({
    id: shipped.sold,
    state: 'pending',
    available: true,
    carrier: 'ups',
    tracking_number: '1Z9999999999999999',
    tracking_url: 'https://www.ups.com/track?tracknum=1Z9999999999999999',
  })
  const target = `/v9/shipments/${shipped.shipment}/get_airbill`
  expect(await documentAt(server, target, 'airbill', 'processor')).toBe('UPS label')

  await server.act(shipped.back, 'carrier', 'pick_up')
  expect(await statesOf(server, shipped)).toEqual(both('order accepted, ProvidedAirbill in_transit'))
  await server.act(shipped.back, 'carrier', 'deliver')
  expect(await statesOf(server, shipped)).toEqual(both('order completed, ProvidedAirbill delivered'))
})

test('a better airbill takes the place of the first one, until the package is on its way', async () => {
  const server = await serve()
  const { shipment, back } = await ship(server, PROVIDED_AIRBILL)
  for (const label of ['first', 'second']) await move(server, shipment, 'upload_airbill', { body: await upload(label) })
  const target = `/v9/shipments/${shipment}/get_airbill`
  expect(await documentAt(server, target, 'airbill', 'website')).toBe('second')
  expect((await server.records()).count('files')).toBe(1)

  await server.act(back, 'carrier', 'pick_up')
  const body = await upload()
  await expectRefused(server, () => move(server, shipment, 'upload_airbill', { body }), /is in_transit; an airbill can/)
})

test('an airbill can be uploaded before the order is accepted', async () => {
  const server = await serve()
  const { sold } = await ship(server, PROVIDED_AIRBILL, undefined, false)
  expect((await server.post(`/v9/shipments/${sold}/upload_airbill`, await upload())).status).toBe(200)
})

test('what is uploaded is a PDF in base64, of a known carrier, for a shipment that waits for it', async () => {
  const server = await serve()
  const { shipment } = await ship(server, PROVIDED_AIRBILL)
  const good = await upload()
  const files = { 'no base64': /file: .*expected the base64 of a PDF/, SGVsbG8: /file: expected a PDF/ }
  for (const [file, words] of Object.entries(files))
    await expectRefused(server, () => move(server, shipment, 'upload_airbill', { body: { ...good, file } }), words)
  const cut = { ...good, file: base64(await truncatedPdf()) }
  await expectRefused(
    server,
    () => move(server, shipment, 'upload_airbill', { body: cut }),
    /file: the PDF is cut short/,
  )
  const owl = { ...good, carrier: 'owl' }
  await expectRefused(server, () => move(server, shipment, 'upload_airbill', { body: owl }), /carrier is not included/)
  for (const field of ['file', 'tracking_number', 'carrier']) {
    const body = { ...good, [field]: undefined }
    await expectRefused(
      server,
      () => move(server, shipment, 'upload_airbill', { body }),
      new RegExp(`${field} can't be blank`),
    )
  }

  const fedEx = await ship(server)
  await expectRefused(
    server,
    () => move(server, fedEx.shipment, 'upload_airbill', { body: good }),
    /is of type FedEx; airbills are uploaded for ProvidedAirbill shipments/,
  )
})

test('an order with a ProvidedAirbill names its carrier, and whether the airbill is there', async () => {
  const server = await serve()
  for (const field of ['carrier', 'available']) {
    const shipment = { ...PROVIDED_AIRBILL, [field]: undefined }
    const order = orderBody({}, { ticket_group_id: GROUPS.physical }, { ...shipment, email_address_id: undefined })
    const { status, body } = await server.post('/v9/orders', order)
    expect(status).toBe(422)
    expect(body.orders[0].errors).toEqual({ [`shipped_items.${field}`]: ["can't be blank for a ProvidedAirbill"] })
  }
})

test('an airbill is emailed to addresses that are ones; the journal says so, and no email is sent', async () => {
  const server = await serve()
  const { shipment } = await ship(server, PROVIDED_AIRBILL)
  const recipients = ['warehouse@example.com', 'moe@example.com']
  const email = (body: object) => move(server, shipment, 'email_airbill', { body })
  await expectRefused(server, () => email({ recipients }), /has no airbill; it is uploaded with/)
  await move(server, shipment, 'upload_airbill', { body: await upload() })
  for (const wrong of [{}, { recipients: [] }, { recipients: ['moe'] }, { recipients: 'moe@example.com' }])
    await expectRefused(server, () => email(wrong), /recipients/)

  const answer = await server.unchanged(() => email({ recipients }))
  expect(answer).toMatchObject({ status: 200, body: { result: 'success' } })
  const { notes } = await server.journal.last()
  expect(notes.join()).toContain(`airbill of shipment ${shipment} would be emailed to 2 recipients`)
})
