import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { base64, textOfPages, ticketPdf } from '../pdf/fixtures.ts'
import {
  both,
  documentAt,
  FED_EX,
  GROUPS,
  move,
  PROVIDED_AIRBILL,
  type Shipped,
  ship,
  shipmentsOf,
  statesOf,
  textIn,
  update,
} from '../shipments/parcels.ts'
import { act, buy, orderBody, place } from './journey.ts'

/** The deeds of a seller by which tickets come to their buyer, whatever way the order goes. */

const BY_EMAIL = { email_address_id: 33333 }
const ETICKET = { type: 'Eticket', ...BY_EMAIL }
const MOBILE = { type: 'TMMobile', ...BY_EMAIL }
const OF_ETICKETS = { ticket_group_id: GROUPS.eticket }
const OF_MOBILE = { ticket_group_id: GROUPS.mobile }

const deed = (server: TestServer, { back }: Shipped, what: string) => server.act(back, 'seller', what)

async function expectRefused(server: TestServer, order: number, what: string, words: RegExp): Promise<void> {
  const { status, body } = await server.unchanged(() => server.act(order, 'seller', what))
  expect({ status, detail: body.detail }).toEqual({ status: 422, detail: expect.stringMatching(words) })
}

const uploadAirbill = async (server: TestServer, shipment: number) =>
  server.post(`/v9/shipments/${shipment}/upload_airbill`, {
    file: base64(await ticketPdf(['UPS label'])),
    tracking_number: '1Z9999999999999999',
    carrier: 'ups',
  })

const scansOf = async (server: TestServer, tracking_number: string) => {
  const { body } = await server.get(`/v9/track_details/${tracking_number}`)
  return body.packages[0].events.map(({ type }: { type: string }) => type)
}

describe('deliver', () => {
  test.for(['Eticket', 'InstantDelivery'])('draws the tickets of an %s order, a page each', async (type) => {
    const server = await serve()
    const shipped = await ship(server, { ...ETICKET, type }, { ...OF_ETICKETS, quantity: 3, low_seat: 7 })

    const delivered = await deed(server, shipped, 'deliver')

    expect(delivered.status, delivered.text).toBe(200)
    expect(delivered.body.state).toBe('completed')
    expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} delivered`))
    const { body: sale } = await server.get(`/v9/orders/${shipped.front}`)
    expect(sale.items[0]).toMatchObject({ eticket_pdf_pages: 3, eticket_available: true })
    const target = `/v9/orders/${shipped.front}/items/${sale.items[0].id}/print_etickets`
    const { body } = await server.get(target)
    const pages = await textOfPages(Buffer.from(body.etickets, 'base64'))
    const [item] = delivered.body.items
    expect(pages).toHaveLength(3)
    for (const [nth, page] of pages.entries()) {
      const seat = item.ticket_group.seats[nth]
      expect(page).toContain(`Section 113, row J, seat ${seat}\n`)
      expect(page).toContain(`ticket ${nth + 1} of 3\n`)
      expect(page.split('\n').at(-1)).toBe(`${shipped.back}-${item.id}-${seat}`)
    }
  })

  test('draws the same tickets for the same order', async () => {
    const printed = async () => {
      const server = await serve({ clock_ms: Date.parse('2026-01-01T12:00:00Z') })
      const shipped = await ship(server, ETICKET, OF_ETICKETS)
      await deed(server, shipped, 'deliver')
      const { body } = await server.get(`/v9/orders/${shipped.front}`)
      return (await server.get(`/v9/orders/${shipped.front}/items/${body.items[0].id}/print_etickets`)).body.etickets
    }
    expect(await printed()).toBe(await printed())
  })

  test('takes the place of what was uploaded and never finalized', async () => {
    const server = await serve()
    const shipped = await ship(server, ETICKET, OF_ETICKETS)
    const { body: sale } = await server.get(`/v9/orders/${shipped.back}`, 'processor')
    const path = `/v9/orders/${shipped.back}/items/${sale.items[0].id}`
    await server.post(`${path}/add_etickets`, { files: [base64(await ticketPdf(['a draft']))] }, 'processor')

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await textIn(await server.get(`${path}/print_etickets`, 'processor'), 'etickets')).not.toContain('a draft')
    expect((await server.records()).count('files')).toBe(1)
  })

  test('sends a FedEx order all the way: its airbill, and the scans of its carrier', async () => {
    const server = await serve()
    const shipped = await ship(server)

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, FedEx delivered'))
    const { body } = await server.get(`/v9/shipments/${shipped.sold}`)
    expect(await scansOf(server, body.tracking_number)).toEqual(['DL', 'PU', 'OC'])
    const airbill = await documentAt(server, `/v9/shipments/${shipped.sold}/get_airbill`, 'airbill', 'website')
    expect(airbill).toContain(body.tracking_number)
  })

  test('goes on with a package that is on its way', async () => {
    const server = await serve()
    const shipped = await ship(server)
    expect((await deed(server, shipped, 'ship')).status).toBe(200)
    await server.act(shipped.back, 'carrier', 'exception')

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, FedEx delivered'))
  })

  test('takes the airbill that the buyer has uploaded', async () => {
    const server = await serve()
    const shipped = await ship(server, PROVIDED_AIRBILL)
    await expectRefused(
      server,
      shipped.back,
      'deliver',
      /^Shipment \d+ has no airbill yet: its buyer uploads it with POST \/v9\/shipments\/\d+\/upload_airbill$/,
    )
    await uploadAirbill(server, shipped.sold)

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, ProvidedAirbill delivered'))
    expect(await scansOf(server, '1Z9999999999999999')).toEqual(['DL', 'PU', 'OC'])
  })

  test.for([
    ['TMMobile', OF_MOBILE, 'TMMobileLink'],
    ['Tbd', OF_MOBILE, 'TMMobileLink'],
    ['FlashSeats', OF_ETICKETS, 'FlashSeats'],
  ] as const)('ends a mobile transfer ordered as %s', async ([type, item, chosen]) => {
    const server = await serve()
    if (type === 'FlashSeats') await asFormat(server, item.ticket_group_id, 'Flash_seats')
    const shipped = await ship(server, { ...MOBILE, type }, item)

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${chosen} completed`))
    const { body } = await server.get(`/v9/orders/${shipped.front}`)
    const link =
      chosen === 'FlashSeats' ? null : expect.stringMatching(/^https:\/\/tickets\.example\.com\/claim\/\d+-\d+$/)
    expect(body.shipments[0].tm_mobile_link).toEqual(link)
  })

  test('a Tbd shipment of Flash Seats tickets is transferred with Flash Seats', async () => {
    const server = await serve()
    await asFormat(server, GROUPS.eticket, 'Flash_seats')
    const shipped = await ship(server, { ...MOBILE, type: 'Tbd' }, OF_ETICKETS)

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, FlashSeats completed'))
  })

  test('keeps the type of transfer that its seller has chosen', async () => {
    const server = await serve()
    const shipped = await ship(server, MOBILE, OF_MOBILE)
    await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobile' })

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, TMMobile completed'))
  })

  test.for([
    ['LocalPickup', {}],
    ['WillCall', {}],
    ['PickupAtOffice', {}],
    ['Courier', {}],
    ['UPS', {}],
    ['Offline', {}],
    ['Custom', {}],
    ['Email', BY_EMAIL, 'Eticket'],
    ['GuestList', BY_EMAIL, 'Guest_list'],
    ['Paperless', BY_EMAIL, 'Paperless'],
  ] as const)('hands over what goes by %s', async ([type, fields, format = 'Physical']) => {
    const server = await serve()
    const ticket_group_id = await addGroup(server, { format }, 'shelbyville')
    const shipped = await ship(server, { type, ...fields }, { ticket_group_id })

    expect((await deed(server, shipped, 'deliver')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} delivered`))
  })

  test.for([
    ['Eticket', 'Eticket delivered'],
    ['Physical', 'Offline delivered'],
    ['TM_mobile', 'TMMobileLink completed'],
    ['Flash_seats', 'FlashSeats completed'],
    ['Guest_list', 'GuestList delivered'],
    ['Paperless', 'Paperless delivered'],
  ] as const)('what is still to be decided goes as fits tickets that are %s: %s', async ([format, state]) => {
    const server = await serve()
    const ticket_group_id = await addGroup(server, { format }, 'shelbyville')
    const shipped = await ship(server, { type: 'Tbd' }, { ticket_group_id })

    const delivered = await deed(server, shipped, 'deliver')

    expect(delivered.status, delivered.text).toBe(200)
    expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${state}`))
  })

  test('a purchase for stock is delivered by its seller, too', async () => {
    const server = await serve()
    const order = await buy(server)
    await act(server, 'website', order, 'accept')

    const delivered = await server.act(order, 'seller', 'deliver')

    expect(delivered.body).toMatchObject({ state: 'completed', items: [{ eticket_available: true }] })
  })

  test('a sale of several own groups is delivered with all of its shipments', async () => {
    const server = await serve()
    const [etickets, paper] = [52554290, 52554292].map((ticket_group_id) => ({
      ticket_group_id,
      price: 50,
      quantity: 2,
    }))
    const shipped_items = [
      { type: 'Eticket', ...BY_EMAIL, items: [etickets] },
      { ...FED_EX, items: [paper] },
    ]
    const { front } = await place(server, orderBody({ shipped_items }))
    await act(server, 'website', front, 'accept')

    const delivered = await server.act(front, 'seller', 'deliver')

    expect(delivered.status, delivered.text).toBe(200)
    expect(delivered.body.state).toBe('completed')
    expect(delivered.body.shipments.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered'])
  })

  test('is refused unless the order is accepted, and for a sale of tickets of others', async () => {
    const server = await serve()
    const shipped = await ship(server, ETICKET, OF_ETICKETS, false)
    await expectRefused(
      server,
      shipped.back,
      'deliver',
      /^Order \d+ is pending; deliver is for .*accepted: accept it first$/,
    )
    await act(server, 'processor', shipped.back, 'accept')
    await expectRefused(
      server,
      shipped.front,
      'deliver',
      /^Order \d+ sells another brokerage's tickets: it follows order/,
    )
    await deed(server, shipped, 'deliver')
    await expectRefused(
      server,
      shipped.back,
      'deliver',
      /^Order \d+ is completed; deliver is for an order that is accepted$/,
    )
  })

  test('is refused for a shipment that came back or was canceled', async () => {
    const server = await serve()
    const returned = await ship(server)
    await deed(server, returned, 'ship')
    await server.act(returned.back, 'carrier', 'return')
    await expectRefused(server, returned.back, 'deliver', /^Shipment \d+ is returned; only a shipment that is pending/)

    for (const [shipment, item] of [
      [ETICKET, OF_ETICKETS],
      [FED_EX, { ticket_group_id: GROUPS.physical }],
    ] as const) {
      const canceled = await ship(server, shipment, item)
      await move(server, canceled.shipment, 'cancel')
      await expectRefused(server, canceled.back, 'deliver', /^Shipment \d+ is canceled; /)
    }
  })

  test('an order that is not there is a 404', async () => {
    const server = await serve()
    expect(await server.act(999, 'seller', 'deliver')).toMatchObject({ status: 404 })
  })
})

describe('generate_airbill and ship', () => {
  test('bring a FedEx package to its carrier, in two steps or in one', async () => {
    const server = await serve()
    const [first, second] = [await ship(server), await ship(server)]

    expect((await deed(server, first, 'generate_airbill')).status).toBe(200)
    expect(await statesOf(server, first)).toEqual(both('order accepted, FedEx pending'))
    await expectRefused(
      server,
      first.back,
      'generate_airbill',
      /^Order \d+ has nothing left for generate_airbill: shipment \d+ \(FedEx\) is pending and has tracking number \d+$/,
    )
    for (const shipped of [first, second]) {
      expect((await deed(server, shipped, 'ship')).status).toBe(200)
      expect(await statesOf(server, shipped)).toEqual(both('order accepted, FedEx in_transit'))
      const { body } = await server.get(`/v9/shipments/${shipped.sold}`)
      expect(await scansOf(server, body.tracking_number)).toEqual(['PU', 'OC'])
    }
    await expectRefused(
      server,
      first.back,
      'ship',
      /^Order \d+ has nothing left for ship: shipment \d+ \(FedEx\) is in_transit/,
    )
  })

  test('ship takes the airbill of the buyer, and a tracking number of UPS', async () => {
    const server = await serve()
    const provided = await ship(server, PROVIDED_AIRBILL)
    await expectRefused(server, provided.back, 'ship', /has no airbill yet: its buyer uploads it/)
    await uploadAirbill(server, provided.sold)
    const ups = await ship(server, { type: 'UPS' })
    await expectRefused(server, ups.back, 'ship', /has no tracking number yet: its seller sets it with PUT/)
    await update(server, ups.shipment, { tracking_number: '1Z0000000000000001' })

    for (const shipped of [provided, ups]) expect((await deed(server, shipped, 'ship')).status).toBe(200)

    expect(await statesOf(server, provided)).toEqual(both('order accepted, ProvidedAirbill in_transit'))
    expect(await statesOf(server, { ...ups, ...(await shipmentsOf(server, ups)) })).toEqual(
      both('order accepted, UPS in_transit'),
    )
  })
})

describe('transfer and confirm_pickup', () => {
  test('transfer ends a mobile transfer', async () => {
    const server = await serve()
    const shipped = await ship(server, MOBILE, OF_MOBILE)

    expect((await deed(server, shipped, 'transfer')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both('order completed, TMMobileLink completed'))
  })

  test.for(['LocalPickup', 'WillCall', 'PickupAtOffice'])('confirm_pickup delivers what goes by %s', async (type) => {
    const server = await serve()
    const shipped = await ship(server, { type })

    expect((await deed(server, shipped, 'confirm_pickup')).status).toBe(200)

    expect(await statesOf(server, shipped)).toEqual(both(`order completed, ${type} delivered`))
  })
})

test.for([
  ['generate_airbill', PROVIDED_AIRBILL, /goes by ProvidedAirbill; generate_airbill is for FedEx$/],
  ['ship', ETICKET, /goes by Eticket; ship is for FedEx, UPS, ProvidedAirbill$/],
  ['transfer', FED_EX, /goes by FedEx; transfer is for Tbd, TMMobile, TMMobileLink, FlashSeats$/],
  ['confirm_pickup', FED_EX, /goes by FedEx; confirm_pickup is for LocalPickup, WillCall, PickupAtOffice$/],
] as const)(
  '%s is refused for an order that goes another way, and before it is accepted',
  async ([what, shipment, words]) => {
    const server = await serve()
    const item = { ticket_group_id: shipment.type === 'Eticket' ? GROUPS.eticket : GROUPS.physical }
    const shipped = await ship(server, shipment, item)
    await expectRefused(server, shipped.back, what, words)
    const pending = await ship(server, shipment, item, false)
    await expectRefused(server, pending.back, what, /is pending; .*: accept it first$/)
  },
)

/** A group of another format: no call changes that of a group that is not the caller's. */
const asFormat = (server: TestServer, id: number, format: string) =>
  server.putWorld((world) => ({
    ...world,
    ticket_groups: world.ticket_groups?.map((group) => (group.id === id ? { ...group, format } : group)),
  }))
