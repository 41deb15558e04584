import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { ticketPdf } from '../pdf/fixtures.ts'
import { type DocumentServer, freshWorld, PRINTED_TIME, printedPages } from './document-server.ts'
import { type Blanks, printedText } from './printed.ts'

/**
 * Documents 001 and 003, processing orders: a broker's program polls for orders, accepts them and delivers etickets. Both
 * print the same requests in the same order, but that 003 prints no poll; where they differ is in what they leave blank.
 */

/** Where the documents print each request. */
const COMMANDS = {
  '001.txt': { accept: 2, add: 3, finalize: 4, remove: 5, deliver: 6 },
  '003.txt': { accept: 1, add: 2, finalize: 3, remove: 4, deliver: 5 },
} as const
type Document = keyof typeof COMMANDS
const DOCUMENTS = ['001.txt', '003.txt'] as const

/** The processor's own requests, in a document's words. */
const processorOf = (server: DocumentServer, document: Document) => ({
  poll: () => server.command('001.txt', 1, {}, 'processor'),
  send: (request: keyof (typeof COMMANDS)[Document], blanks: Blanks) =>
    server.command(document, COMMANDS[document][request], blanks, 'processor'),
})

/** The website sells four of the broker's etickets to its client; the broker's part of it is answered. */
async function orderOfFour(server: DocumentServer) {
  const request = JSON.parse(printedText('004-eticket.txt'))
  request.orders[0].shipped_items[0].items[0].quantity = 4
  const { body } = await server.post('/v9/orders', request)
  const { body: polled } = await server.get('/v9/orders?state=pending&type=Order', 'processor')
  const [order] = polled.orders
  const [{ id: item_id, order_item_id }] = order.items
  return { front: body.orders[0], order_id: order.id, item_id, order_item_id }
}

/** The same, accepted as the document prints it. */
async function acceptedOrderOfFour(server: DocumentServer, document: Document) {
  const sold = await orderOfFour(server)
  const accepted = await processorOf(server, document).send('accept', { order_id: sold.order_id, reviewer_id: 12345 })
  expect(accepted).toMatchObject({ status: 200, body: { id: sold.order_id, state: 'accepted' } })
  return sold
}

type Sold = Awaited<ReturnType<typeof orderOfFour>>

/** That the order and the sale in front of it are completed, and that both parties read these pages. */
async function expectDelivered(server: DocumentServer, { front, order_id, item_id }: Sold, pages: readonly string[]) {
  const views = [
    { as: 'processor', order: order_id, item: item_id },
    { as: 'website', order: front.id, item: front.items[0].id },
  ]
  for (const { as, order, item } of views) {
    const { body } = await server.get(`/v9/orders/${order}`, as)
    expect(body).toMatchObject({
      state: 'completed',
      seller_state: 'completed',
      shipments: [{ type: 'Eticket', state: 'delivered' }],
      items: [
        {
          eticket_available: true,
          eticket_finalized: true,
          eticket_finalized_at: PRINTED_TIME,
          eticket_pdf_pages: pages.length,
          needs_eticket: false,
        },
      ],
    })
    const targets = [
      `/v9/orders/${order}/print_etickets`,
      // PHP printEtickets: item_id is the id of the order item.
      `/v9/orders/${order}/print_etickets?item_id=${body.items[0].order_item_id}`,
      `/v9/orders/${order}/items/${item}/print_etickets`,
    ]
    for (const target of targets) {
      const etickets = await server.get(target, as)
      expect(etickets.status).toBe(200)
      expect(await printedPages(etickets)).toEqual(pages)
    }
    expect((await server.get(`/v9/orders/${order}/print_etickets?item_id=${item}`, as)).status).toBe(404)
  }
}

test('the poll answers the pending orders of others for the tickets of the broker, always as an array', async () => {
  const server = await freshWorld()
  const nothing = await server.command('001.txt', 1, {}, 'processor')
  expect(nothing).toMatchObject({ status: 200, body: { current_page: 1, total_entries: 0, orders: [] } })

  const { order_id } = await orderOfFour(server)
  const { status, body } = await server.command('001.txt', 1, {}, 'processor')
  expect(status).toBe(200)
  expect(body.orders).toHaveLength(1)
  expect(body.orders[0]).toMatchObject({
    id: order_id,
    state: 'pending',
    spec: false,
    buyer: { type: 'Office', id: 1691 },
    items: [
      {
        quantity: 4,
        price: '40.0',
        eticket_delivery: true,
        ticket_group: { id: '52554287', remote_id: '1103803' },
      },
    ],
    payments: [{ type: 'evopay', state: 'pending' }],
  })
})

test('direct_buyer_type=Office leaves out the orders of the own website', async () => {
  const server = await freshWorld()
  const { order_id } = await orderOfFour(server)
  const { body: own } = await server.post('/v9/orders', { orders: [saleOfTwoItems()] }, 'shelbyville')
  const poll = async (query: string) => {
    const { body } = await server.get(`/v9/orders?state=pending&type=Order${query}`, 'processor')
    return body.orders.map(({ id, buyer }: { id: number; buyer: { type: string } }) => [id, buyer.type])
  }
  const sale = [own.orders[0].id, 'Client']
  expect(await poll('')).toEqual([sale, [order_id, 'Office']])
  expect(await poll('&direct_buyer_type=Office')).toEqual([[order_id, 'Office']])
  expect(await poll('&direct_buyer_type=Client')).toEqual([sale])
})

test.each(DOCUMENTS)(
  '%s: an accepted order is no longer pending, for its seller and for its buyer',
  async (document) => {
    const server = await freshWorld()
    const { front, order_id } = await acceptedOrderOfFour(server, document)
    const { body: polled } = await processorOf(server, document).poll()
    expect(polled.orders).toEqual([])
    expect(await server.get(`/v9/orders/${front.id}`)).toMatchObject({ body: { state: 'accepted' } })
    // Paid through TEvo at acceptance; the client's card is captured (SUP).
    const { body: back } = await server.get(`/v9/orders/${order_id}`, 'processor')
    expect(back).toMatchObject({ balance: '0.0', payments: [{ type: 'evopay', state: 'completed' }] })
    const { body: sale } = await server.get(`/v9/orders/${front.id}`)
    expect(sale.payments).toMatchObject([{ type: 'credit_card', state: 'captured', amount: '114.0' }])
  },
)

test.each(DOCUMENTS)(
  '%s: the pages to keep of several files, added in one call, are what is delivered',
  async (document) => {
    const server = await freshWorld()
    const sold = await acceptedOrderOfFour(server, document)
    const { send } = processorOf(server, document)

    const files = [await ticketPdf(['seat 1', 'seat 2', 'seat 3']), await ticketPdf(['seat 4', 'directions'])]
    const added = await send('add', { ...sold, files })
    expect(added.status).toBe(200)
    expect(added.body).toMatchObject({
      id: sold.item_id,
      order_item_id: sold.order_item_id,
      eticket_pdf_pages: 5,
      eticket_file_size: expect.any(Number),
      eticket_updated_at: PRINTED_TIME,
      eticket_available: false,
      eticket_finalized: null,
      needs_eticket: true,
    })

    const finalized = await send('finalize', sold)
    expect(finalized.status).toBe(200)
    expect(finalized.body).toMatchObject({ id: sold.item_id, eticket_finalized: true, eticket_pdf_pages: 4 })
    await expectDelivered(server, sold, ['seat 1', 'seat 2', 'seat 3', 'seat 4'])
  },
)

test.each(DOCUMENTS)('%s: files may be posted one at a time, or a combination of the two', async (document) => {
  const server = await freshWorld()
  const sold = await acceptedOrderOfFour(server, document)
  const { send } = processorOf(server, document)

  const path = `/v9/orders/${sold.order_id}/items/${sold.item_id}/add_etickets`
  for (const [nth, label] of ['seat 1', 'seat 2'].entries()) {
    const file = Buffer.from(await ticketPdf([label])).toString('base64')
    const added = await server.post(path, { files: [file] }, 'processor')
    expect(added).toMatchObject({ status: 200, body: { eticket_pdf_pages: nth + 1 } })
  }
  await send('add', { ...sold, files: [await ticketPdf(['seat 3']), await ticketPdf(['seat 4'])] })

  expect(await send('finalize', sold)).toMatchObject({ status: 200 })
  await expectDelivered(server, sold, ['seat 1', 'seat 2', 'seat 3', 'seat 4'])
})

test.each(DOCUMENTS)(
  '%s: what was uploaded can be wiped out any time before it is finalized, and not after',
  async (document) => {
    const server = await freshWorld()
    const sold = await acceptedOrderOfFour(server, document)
    const { send } = processorOf(server, document)

    await send('add', { ...sold, files: [await ticketPdf(['wrong 1', 'wrong 2']), await ticketPdf(['wrong 3'])] })
    const removed = await send('remove', sold)
    expect(removed.status).toBe(200)
    expect(removed.body).toMatchObject({
      id: sold.item_id,
      eticket_pdf_pages: null,
      eticket_file_size: null,
      eticket_updated_at: null,
      eticket_thumbnails: [],
      needs_eticket: true,
    })
    expect(await send('finalize', sold)).toMatchObject({ status: 422, body: { error: expect.any(String) } })

    await send('add', { ...sold, files: [await ticketPdf(['1', '2']), await ticketPdf(['3', '4'])] })
    expect(await send('finalize', sold)).toMatchObject({ status: 200 })
    expect(await send('remove', sold)).toMatchObject({ status: 422, body: { error: expect.any(String) } })
    await expectDelivered(server, sold, ['1', '2', '3', '4'])
  },
)

const WHOLE = ['seat 1', 'seat 2', 'seat 3', 'seat 4']

test.each(DOCUMENTS)('%s: a single file is delivered by the printed order_item_id, 12345', async (document) => {
  // The order behind the sale is made first, and gets the first of these.
  const next_ids = { ...defaultWorld.next_ids, order_item: 12345 }
  const server = await freshWorld({ ...defaultWorld, next_ids })
  const sold = await acceptedOrderOfFour(server, document)
  expect(sold).toMatchObject({ order_item_id: 12345, item_id: 958453 })

  const delivered = await processorOf(server, document).send('deliver', { ...sold, files: [await ticketPdf(WHOLE)] })
  expect(delivered).toMatchObject({ status: 200, body: { result: 'success' } })
  await expectDelivered(server, sold, WHOLE)
})

test('a single file is delivered by the order_item_id of an order of the default world, and not by the id', async () => {
  const server = await freshWorld()
  const sold = await acceptedOrderOfFour(server, '003.txt')
  const eticket = Buffer.from(await ticketPdf(WHOLE)).toString('base64')
  const deliver = (item_id: number) =>
    server.post(`/v9/orders/${sold.order_id}/deliver_etickets`, { etickets: [{ item_id, eticket }] }, 'processor')
  expect(await deliver(sold.item_id)).toMatchObject({ status: 404 })
  expect(await deliver(sold.order_item_id)).toMatchObject({ status: 200, body: { result: 'success' } })
  await expectDelivered(server, sold, WHOLE)
})

test('delivered etickets come as the PDF itself to a client that accepts one', async () => {
  const server = await freshWorld()
  const sold = await acceptedOrderOfFour(server, '003.txt')
  const { send } = processorOf(server, '003.txt')
  await send('add', { ...sold, files: [await ticketPdf(['1', '2']), await ticketPdf(['3', '4'])] })
  await send('finalize', sold)
  const target = `/v9/orders/${sold.front.id}/print_etickets`
  const pdf = await server.call('GET', target, { headers: { Accept: 'application/pdf' } })
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(pdf.text).toMatch(/^%PDF-/)
})

test('the files of add_etickets go by the id of the item, and not by its order_item_id', async () => {
  const server = await freshWorld()
  const sold = await acceptedOrderOfFour(server, '001.txt')
  const files = [await ticketPdf(['1', '2']), await ticketPdf(['3', '4'])]
  const { send } = processorOf(server, '001.txt')
  expect(await send('add', { ...sold, item_id: sold.order_item_id, files })).toMatchObject({ status: 404 })
})

/** The broker's own website sells two kinds of its etickets, and one ticket that goes by FedEx. */
function saleOfTwoItems(...more: object[]) {
  const etickets = [52554287, 324466901].map((ticket_group_id) => ({ ticket_group_id, price: 150, quantity: 2 }))
  const shipped_items = [{ type: 'Eticket', email_address_id: 33400, items: etickets }, ...more]
  return {
    seller_id: 1700,
    client_id: 107700,
    shipped_items,
    payments: [{ type: 'credit_card', credit_card_id: 2300 }],
  }
}

test('an order with several items is completed with the last of them', async () => {
  const server = await freshWorld()
  const { body } = await server.post('/v9/orders', { orders: [saleOfTwoItems()] }, 'shelbyville')
  const [{ id, items }] = body.orders
  await server.command('001.txt', 2, { order_id: id }, 'processor')
  const state = async () => (await server.get(`/v9/orders/${id}`, 'processor')).body.state

  const eticket = Buffer.from(await ticketPdf(['1', '2'])).toString('base64')
  for (const [nth, { order_item_id }] of items.entries()) {
    expect(await state()).toBe('accepted')
    const etickets = [{ item_id: order_item_id, eticket }]
    const delivered = await server.post(`/v9/orders/${id}/deliver_etickets`, { etickets }, 'processor')
    expect(delivered.status, `item ${nth + 1}`).toBe(200)
  }
  expect(await state()).toBe('completed')
})

test('an order of which one item goes by FedEx is not completed by its etickets', async () => {
  const server = await freshWorld()
  const fedEx = {
    type: 'FedEx',
    address_id: 111200,
    phone_number_id: 33400,
    items: [{ ticket_group_id: 52554285, price: 50, quantity: 1 }],
  }
  const { body } = await server.post('/v9/orders', { orders: [saleOfTwoItems(fedEx)] }, 'shelbyville')
  const [{ id, items }] = body.orders
  expect(items.map((item: { eticket_delivery: boolean }) => item.eticket_delivery)).toEqual([true, true, false])
  await server.command('003.txt', 1, { order_id: id, reviewer_id: 12345 }, 'processor')

  const eticket = Buffer.from(await ticketPdf(['1', '2'])).toString('base64')
  const [first, second] = items
  const etickets = [first, second].map(({ order_item_id }) => ({ item_id: order_item_id, eticket }))
  const delivered = await server.post(`/v9/orders/${id}/deliver_etickets`, { etickets }, 'processor')
  expect(delivered).toMatchObject({ status: 200, body: { result: 'success' } })
  expect(await server.get(`/v9/orders/${id}`, 'processor')).toMatchObject({ body: { state: 'accepted' } })
})
