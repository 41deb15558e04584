import { describe, expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { expectRefused, orderBody, place } from '../orders/journey.ts'
import { deliverEtickets, documentAt, GROUPS, move, ship } from './parcels.ts'

const RECIPIENTS = { recipients: ['lisa@example.com', 'bart@example.com'] }
const BY_EMAIL = { type: 'Eticket', email_address_id: 33333 }

const notesOf = async (server: TestServer) => (await server.journal.last()).notes

describe('an order on paper', () => {
  test('is an invoice to its seller, and a purchase order to its buyer', async () => {
    const server = await serve({ clock_ms: Date.parse('2026-01-05T15:00:00Z') })
    const { front, back } = await ship(server)
    const invoice = await documentAt(server, `/v9/orders/${front}/print`, 'order', 'website')
    const { body: sale } = await server.get(`/v9/orders/${front}`)
    const said = [
      `INVOICE ${sale.oid}`,
      'Date: 2026-01-05',
      'State: accepted',
      'Seller: Springfield Tickets, Website',
      'Buyer: Moe Szyslak',
      '2 x Springfield Isotopes vs. Shelbyville Shelbyvillians, 2026-02-04 19:00, section 112, row F',
      '2 x 100.00 = 200.00',
      'Subtotal: 200.00',
      `Total: ${sale.total}`,
      'FedEx, pending',
      '57 Walnut Street',
    ]
    for (const words of said) expect(invoice).toContain(words)

    const purchase = await documentAt(server, `/v9/orders/${back}/print`, 'order', 'website')
    expect(purchase).toContain(`PURCHASE ORDER ${(await server.get(`/v9/orders/${back}`)).body.oid}`)
    expect(purchase).toContain('Seller: Shelbyville Seats, Main Office')
    const theirs = await documentAt(server, `/v9/orders/${back}/print`, 'order', 'processor')
    expect(theirs).toContain('INVOICE')
    expect(theirs).toContain('Buyer: Springfield Tickets, Website')
    // The owner's invoice has its own price, not what the client pays.
    expect(theirs).not.toContain('200.00')
  })

  test('is printed as the order is at that moment', async () => {
    const server = await serve()
    const { front, back, shipment } = await ship(server)
    await move(server, shipment, 'deliver')
    for (const [id, as] of [
      [front, 'website'],
      [back, 'processor'],
    ] as const) {
      const text = await documentAt(server, `/v9/orders/${id}/print`, 'order', as)
      expect(text).toContain('State: completed')
      expect(text).toContain('FedEx, delivered')
    }
  })

  test('is for the two sides of the order only', async () => {
    const server = await serve()
    const { front } = await ship(server)
    expect((await server.get(`/v9/orders/${front}/print`, 'processor')).status).toBe(404)
    expect((await server.get('/v9/orders/1/print')).status).toBe(404)
    expect((await server.get(`/v9/orders/${front}/print`, 'store')).status).toBe(401)
  })

  test('names in letters that the font of a PDF does not have leave the rest as it is', async () => {
    const server = await serve()
    await server.call('PUT', '/v9/clients/107655', { body: { name: '森しずく' } })
    const { front } = await place(server, orderBody({}, {}, BY_EMAIL))
    expect(await documentAt(server, `/v9/orders/${front}/print`, 'order', 'website')).toContain('Total: 100.00')
  })
})

describe('what is emailed', () => {
  test.each([
    ['website', 'front', /^Invoice \d+-\d+ would be emailed to 2 recipients; none is sent$/],
    ['website', 'back', /^Purchase Order \d+-\d+ would be emailed to 2 recipients; none is sent$/],
    ['processor', 'back', /^Invoice \d+-\d+ would be emailed to 2 recipients; none is sent$/],
  ] as const)('the order, by the %s, of the %s order', async (as, side, words) => {
    const server = await serve()
    const placed = await ship(server)
    const answer = await server.unchanged(() => server.post(`/v9/orders/${placed[side]}/email`, RECIPIENTS, as))
    expect(answer).toMatchObject({ status: 200, body: { result: 'success' } })
    expect(await notesOf(server)).toContainEqual(expect.stringMatching(words))
  })

  test('the link to etickets, once they are there', async () => {
    const server = await serve()
    const { front, back } = await ship(server, BY_EMAIL, { ticket_group_id: GROUPS.eticket })
    const email = (id: number, as?: string) => server.post(`/v9/orders/${id}/email_etickets_link`, RECIPIENTS, as)
    for (const [id, as] of [
      [front, 'website'],
      [back, 'processor'],
    ] as const)
      await expectRefused(server, () => email(id, as), /has no etickets to download yet/)

    const { body: order } = await server.get(`/v9/orders/${back}`, 'processor')
    const { order_item_id } = order.items[0]
    expect((await deliverEtickets(server, back, order_item_id, 'processor')).status).toBe(200)
    expect(await email(front)).toMatchObject({ status: 200, body: { result: 'success' } })
    expect(await notesOf(server)).toContainEqual(
      `A link to the etickets of order ${front} would be emailed to 2 recipients; none is sent`,
    )
    expect((await email(back, 'processor')).status).toBe(200)
  })

  test('the airbill, once it is there', async () => {
    const server = await serve()
    const { sold, shipment } = await ship(server)
    const email = (id: number, as: string) => move(server, id, 'email_airbill', { as, body: RECIPIENTS })
    await expectRefused(server, () => email(shipment, 'processor'), /has no airbill/)
    await move(server, shipment, 'airbill')
    for (const [id, as] of [
      [shipment, 'processor'],
      [sold, 'website'],
    ] as const) {
      expect(await email(id, as)).toMatchObject({ status: 200, body: { result: 'success' } })
      expect(await notesOf(server)).toContainEqual(expect.stringMatching(/^The airbill of shipment \d+ would be/))
    }
  })

  const WRONG: [body: object, words: RegExp][] = [
    [{}, /^recipients/],
    [{ recipients: [] }, /^recipients/],
    [{ recipients: 'lisa@example.com' }, /^recipients/],
    [{ recipients: ['lisa'] }, /^recipients/],
    [{ recipients: ['lisa@example.com', 'a@b'] }, /^recipients/],
    [{ recipients: ['lisa@example.com\r\nBcc: bart@example.com'] }, /^recipients/],
  ]

  test.each(WRONG)('nothing to %j', async (body, words) => {
    const server = await serve()
    const { front, shipment } = await ship(server)
    await move(server, shipment, 'airbill')
    for (const target of [`orders/${front}/email`, `orders/${front}/email_etickets_link`])
      await expectRefused(server, () => server.post(`/v9/${target}`, body), words)
    await expectRefused(server, () => move(server, shipment, 'email_airbill', { body }), words)
  })

  test('nothing by others', async () => {
    const server = await serve()
    const { front, sold } = await ship(server)
    for (const target of [
      `orders/${front}/email`,
      `orders/${front}/email_etickets_link`,
      `shipments/${sold}/email_airbill`,
    ])
      expect((await server.post(`/v9/${target}`, RECIPIENTS, 'processor')).status, target).toBe(404)
  })
})
