import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { expectRefused } from '../orders/journey.ts'
import { GROUPS } from './parcels.ts'

const CLOCK_MS = Date.parse('2026-01-05T15:00:00Z')
const HOME = { street_address: '742 Evergreen Terrace', locality: 'Springfield', region: 'OR', country_code: 'US' }
const TORONTO = { street_address: '1 Front Street', locality: 'Toronto', country_code: 'CA' }
const PO_BOX = { ...HOME, street_address: 'P.O. Box 12' }
const LOCAL_PICKUP = { name: 'Local Pickup', price: 0, provider: 'LocalPickup', service_type: null }

describe('the delivery to suggest', () => {
  const ELECTRONIC: [group: number, name: string, provider: string][] = [
    [GROUPS.eticket, 'Eticket', 'Eticket'],
    [GROUPS.mobile, 'TM Mobile', 'TMMobile'],
    [52600004, 'Flash Seats', 'FlashSeats'],
    [52600014, 'Guest List', 'GuestList'],
    [52600008, 'Paperless', 'Paperless'],
  ]

  test.each(ELECTRONIC)('for group %i: %s, which costs nothing and needs no address', async (group, name, provider) => {
    const server = await serve()
    const suggested = await server.post('/v9/shipments/suggestion', { ticket_group_id: group })
    expect(suggested).toMatchObject({ status: 200, body: { name, price: 0, provider, service_type: null } })
  })

  // The event is on February 4 at seven in the evening; tickets are to be there four hours before.
  const BY_DAYS: [days: number, expected: object][] = [
    [0, { name: 'FedEx Express Saver', price: 12.5, provider: 'FedEx', service_type: 'FEDEX_EXPRESS_SAVER' }],
    [26, { service_type: 'FEDEX_EXPRESS_SAVER' }],
    [27, { service_type: 'FEDEX_2_DAY', price: 15 }],
    [28, { service_type: 'STANDARD_OVERNIGHT' }],
    [29, { service_type: 'PRIORITY_OVERNIGHT', price: 25 }],
    [30, LOCAL_PICKUP],
  ]

  test.each(BY_DAYS)('for printed tickets, after %i days: what is cheapest in time', async (days, expected) => {
    const server = await serve({ clock_ms: CLOCK_MS })
    await server.clock.advance(`P${days}D`)
    const body = { ticket_group_id: GROUPS.physical, address_attributes: HOME }
    expect(await server.post('/v9/shipments/suggestion', body)).toMatchObject({ status: 200, body: expected })
  })

  test('abroad it is another service, and to a PO box none; the journal says why', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const to = async (address_attributes: object) =>
      (await server.post('/v9/shipments/suggestion', { ticket_group_id: GROUPS.physical, address_attributes })).body
    expect(await to(TORONTO)).toMatchObject({ service_type: 'INTERNATIONAL_ECONOMY', price: 45 })
    expect(await to(PO_BOX)).toEqual(LOCAL_PICKUP)
    const [toBox, abroad] = await server.journal.list()
    expect(toBox.notes).toContainEqual(expect.stringMatching(/does not deliver to PO boxes/))
    expect(JSON.stringify(abroad.notes)).not.toContain('PO boxes')
  })

  test('an address of a client goes by its id, and is nobody else’s', async () => {
    const server = await serve()
    const body = { ticket_group_id: GROUPS.physical, address_id: 111111 }
    expect(await server.post('/v9/shipments/suggestion', body)).toMatchObject({
      status: 200,
      body: { provider: 'FedEx' },
    })
    const foreign = { ...body, address_id: 111200 }
    await expectRefused(
      server,
      () => server.post('/v9/shipments/suggestion', foreign),
      /^address_id 111200 is not an address/,
    )
  })

  test('a store asks for its clients', async () => {
    const server = await serve()
    const body = { ticket_group_id: GROUPS.physical, address_id: 5070352 }
    expect((await server.post('/v9/shipments/suggestion', body, 'store')).body).toMatchObject({ provider: 'FedEx' })
  })

  test.each([
    [{}, /^ticket_group_id/],
    [{ ticket_group_id: 1 }, /no ticket group 1$/],
    [{ ticket_group_id: GROUPS.physical }, /is Physical: give address_id or address_attributes/],
    [{ ticket_group_id: GROUPS.physical, address_id: 'home' }, /^address_id/],
  ])('%j is refused', async (body, words) => {
    const server = await serve()
    await expectRefused(server, () => server.post('/v9/shipments/suggestion', body), words)
  })
})

describe("FedEx's rates", () => {
  test('at home and abroad, the cheapest first', async () => {
    const server = await serve()
    const entries = [{ address_id: 111111 }, { address_attributes: TORONTO }]
    const { status, body } = await server.post('/v9/rate_options', { rate_options: entries })
    expect(status).toBe(201)
    const shown = body.rate_options.map(({ service_type, price }: { service_type: string; price: number }) => [
      service_type,
      price,
    ])
    expect(shown).toEqual([
      ['FEDEX_EXPRESS_SAVER', 12.5],
      ['FEDEX_2_DAY', 15],
      ['STANDARD_OVERNIGHT', 22.5],
      ['PRIORITY_OVERNIGHT', 25],
      ['FIRST_OVERNIGHT', 60],
      ['INTERNATIONAL_ECONOMY', 45],
      ['INTERNATIONAL_PRIORITY', 65],
      ['INTERNATIONAL_FIRST', 120],
    ])
  })

  test.each([
    ['FIRST_OVERNIGHT', 'FedEx First Overnight'],
    ['LEAST_EXPENSIVE', 'FedEx Express Saver'],
  ])('of one service: %s', async (service_type, name) => {
    const server = await serve()
    const entry = { address_attributes: HOME, service_type }
    const { body } = await server.post('/v9/rate_options', { rate_options: [entry] })
    expect(body.rate_options).toMatchObject([{ name, provider: 'FedEx' }])
  })

  test('the price that is asked for is the price that an order may give for its shipment', async () => {
    const server = await serve()
    const { body } = await server.post('/v9/rate_options', { rate_options: [{ address_id: 111111 }] })
    const [{ provider: type, service_type, price: cost }] = body.rate_options
    const items = [{ ticket_group_id: GROUPS.physical, price: 50, quantity: 2 }]
    const shipment = { type, service_type, cost, address_id: 111111, phone_number_id: 33333, items }
    const payments = [{ type: 'credit_card', credit_card_id: 2222 }]
    const order = { seller_id: 1691, client_id: 107655, shipped_items: [shipment], payments }
    const placed = await server.post('/v9/orders', { orders: [order] })
    expect(placed.body.orders[0].shipments).toMatchObject([{ type: 'FedEx', service_type: 'FEDEX_EXPRESS_SAVER' }])
  })

  const REFUSED: [entry: object, words: RegExp][] = [
    [{}, /^address_id can't be blank/],
    [{ address_attributes: PO_BOX }, /does not deliver to PO boxes/],
    [{ address_id: 111200 }, /^address_id 111200 is not an address of a client of yours/],
    [
      { address_attributes: TORONTO, service_type: 'FEDEX_2_DAY' },
      /FedEx does not offer FEDEX_2_DAY to this address; it offers .*INTERNATIONAL/,
    ],
    [{ address_attributes: HOME, service_type: 'TELEPORT' }, /service_type/],
  ]

  test.each(REFUSED)('%j is refused', async (entry, words) => {
    const server = await serve()
    const ask = () => server.post('/v9/rate_options', { rate_options: [entry] })
    const { status, text, body } = await server.unchanged(ask)
    expect(status).toBe(422)
    const [errors] = body.rate_options ?? []
    expect(body.error ?? Object.entries(errors.errors).flat(2).join(' '), text).toMatch(words)
  })
})
