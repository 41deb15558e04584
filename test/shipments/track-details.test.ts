import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { FED_EX, GROUPS, move, PROVIDED_AIRBILL, ship } from './parcels.ts'

const CLOCK_MS = Date.parse('2026-01-05T15:00:00Z')

const details = (server: TestServer, tracking_number: string, as?: string) =>
  server.get(`/v9/track_details/${tracking_number}`, as)

/** The only package, which the answer puts into a list. */
async function packageOf(server: TestServer, tracking_number: string) {
  const { status, text, body } = await details(server, tracking_number)
  expect(status, text).toBe(200)
  expect(body).toMatchObject({ duplicate_waybill: false, packages: [expect.anything()] })
  return body.packages[0]
}

async function sent(server: TestServer, fields: object = {}) {
  const shipped = await ship(server, { ...FED_EX, ...fields })
  const { body } = await move(server, shipped.shipment, 'airbill')
  const tracking_number: string = body.tracking_number
  return { ...shipped, tracking_number }
}

test('what FedEx says of a package, from its airbill to its delivery', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { back, tracking_number } = await sent(server, { signature_type: 'DIRECT' })
  const route = {
    service_type: 'FEDEX_EXPRESS_SAVER',
    origin_city: 'SHELBYVILLE',
    origin_state: 'OR',
    origin_country: 'US',
    destination_city: 'SPRINGFIELD',
    destination_state: 'OR',
    destination_country: 'US',
    // The Julian day of January 5, 2026.
    unique_identifier: `2461046000~${tracking_number}`,
  }
  const told = {
    type: 'OC',
    occured_at: '2026-01-05T15:00:00Z',
    name: 'Shipment information sent to FedEx',
    city: null,
    state: null,
    country: null,
    postal_code: null,
    residential: false,
  }
  expect(await packageOf(server, tracking_number)).toEqual({
    ...route,
    delivery_at: null,
    status: 'Shipment information sent to FedEx',
    origin_residential: false,
    destination_residential: false,
    signature_name: null,
    events: [told],
  })

  await server.clock.advance('P1D')
  await server.act(back, 'carrier', 'pick_up')
  await server.clock.advance('P1D')
  await server.act(back, 'carrier', 'deliver')
  expect(await packageOf(server, tracking_number)).toMatchObject({
    ...route,
    delivery_at: '2026-01-07T15:00:00Z',
    status: 'Delivered',
    signature_name: 'MOE SZYSLAK',
    events: [
      { type: 'DL', name: 'Delivered', occured_at: '2026-01-07T15:00:00Z', city: 'SPRINGFIELD', postal_code: '97475' },
      {
        type: 'PU',
        name: 'Picked up',
        occured_at: '2026-01-06T15:00:00Z',
        city: 'SHELBYVILLE',
        postal_code: '97476',
      },
      told,
    ],
  })
})

test.each([
  ['exception', 'DE', 'Delivery exception'],
  ['return', 'RS', 'Returning package to shipper'],
])('the carrier meets with %s', async (deed, type, name) => {
  const server = await serve()
  const { back, tracking_number } = await sent(server)
  for (const each of ['pick_up', deed]) expect((await server.act(back, 'carrier', each)).status).toBe(200)
  expect(await packageOf(server, tracking_number)).toMatchObject({
    status: name,
    delivery_at: null,
    events: [{ type, name }, { type: 'PU' }, { type: 'OC' }],
  })
})

test('a seller that marks a package as delivered scans nothing', async () => {
  const server = await serve()
  const { shipment, tracking_number } = await sent(server, { residential: true })
  const before = await packageOf(server, tracking_number)
  await move(server, shipment, 'deliver')
  expect(before).toMatchObject({ destination_residential: true, events: [{ type: 'OC' }] })
  expect(await packageOf(server, tracking_number)).toEqual(before)
})

test.each(['NO_SIGNATURE_REQUIRED', undefined])('%s: nobody signs', async (signature_type) => {
  const server = await serve()
  const { back, tracking_number } = await sent(server, { signature_type })
  for (const each of ['pick_up', 'deliver']) await server.act(back, 'carrier', each)
  expect(await packageOf(server, tracking_number)).toMatchObject({ signature_name: 'Signature not required' })
})

test('both sides follow a package; what nobody sends or others send is not found', async () => {
  const server = await serve()
  const { tracking_number } = await sent(server)
  expect((await details(server, tracking_number, 'processor')).body).toEqual(
    (await details(server, tracking_number)).body,
  )
  for (const number of ['799999999999', 'x', '1Z'])
    expect(await details(server, number)).toMatchObject({
      status: 404,
      body: { error: 'Not Found', message: `Couldn't find TrackDetail with ID=${number}` },
    })
  expect((await details(server, tracking_number, 'store')).status).toBe(401)
})

test('a number that comes with the airbill of the buyer is followed too', async () => {
  const server = await serve()
  const shipped = await ship(server, PROVIDED_AIRBILL, { ticket_group_id: GROUPS.physical })
  const file = base64(await ticketPdf(['airbill']))
  const upload = { file, tracking_number: '794968599530', carrier: 'fedex' }
  expect((await move(server, shipped.sold, 'upload_airbill', { as: 'website', body: upload })).status).toBe(200)
  expect(await packageOf(server, '794968599530')).toMatchObject({ status: 'Shipment information sent to FedEx' })
})
