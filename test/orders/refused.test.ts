import { describe, expect, test } from 'vitest'
import { SHIPMENT_TYPES, TICKET_FORMATS } from '../../src/store/words.ts'
import { serve, type TestServer } from '../harness.ts'
import { addGroup } from '../inventory/stock.ts'
import { act, orderBody, place, sentenceIn } from './journey.ts'

/** Orders that are refused as a whole: W:1666678785 "Common Error Responses from Orders / Create". */

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const PHYSICAL = 52554285
const ETICKET = 52554287
const GENERAL = 'OrderGroup::Builder::GeneralError'

interface Cause {
  readonly name: string
  readonly item?: object
  readonly shipment?: object
  readonly fields?: object
  readonly pair: readonly [string, string]
  readonly sentence: string
}

const FED_EX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333 }

const CAUSES: readonly Cause[] = [
  {
    name: 'too few tickets left',
    item: { quantity: 41 },
    pair: ['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets'],
    sentence: 'Ticket group 52554287 has 40 tickets left; 41 were asked for',
  },
  {
    name: 'a group that is gone',
    item: { ticket_group_id: 1 },
    pair: ['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets'],
    sentence: 'There is no ticket group 1',
  },
  {
    name: 'a quantity outside the splits',
    item: { quantity: 11 },
    pair: [
      'OrderLink::InvalidTicketSplit',
      'Error performing ticket split, valid quantity values include 1,2,3,4,5,6,7,8,9,10, not 11',
    ],
    sentence:
      'Ticket group 52554287 is sold in quantities of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10; 11 were asked for: ask for one of these',
  },
  {
    name: 'a delivery that does not fit the tickets',
    shipment: FED_EX,
    pair: [GENERAL, 'Ticket group format is Eticket, but the specified delivery type is FedEx.'],
    sentence:
      'Ticket group 52554287 is Eticket, which FedEx does not fit: use Eticket, InstantDelivery, Email, Tbd, Custom, Offline',
  },
  {
    name: 'a price below the cost',
    item: { price: 12.5 },
    pair: ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:40.0, Buy Price:12.5'],
    sentence:
      'Ticket group 52554287 cannot be sold below its wholesale price of 40.00; the price was 12.50: use discount to sell for less',
  },
  {
    name: 'what the page does not show',
    fields: { discount: 1_000 },
    pair: [GENERAL, 'The discount is more than the rest of the order'],
    sentence: 'The discount is more than the rest of the order',
  },
]

const named = CAUSES.map((cause) => [cause.name, cause] as const)
const bodyOf = ({ fields, item, shipment }: Cause) => orderBody(fields, item, shipment)

test.for(named)('%s: 422 with a class and a message; the journal has our sentence', async ([, cause]) => {
  const server = await serve()
  const { status, body } = await server.unchanged(() => server.post('/v9/orders', bodyOf(cause)))
  expect([status, body]).toEqual([422, cause.pair])
  expect((await server.journal.last()).problems).toEqual([{ path: '', message: cause.sentence }])
})

test.for(named)('%s, in the background: the message of the pair; the journal has our sentence', async ([, cause]) => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const { status, body } = await server.post('/v9/orders/background', bodyOf(cause))
  expect(status).toBe(202)
  await server.clock.advance('PT1M')
  const { body: queued } = await server.get(`/v9/queued_orders/${body.id}`)
  const [, message] = cause.pair
  expect(queued).toMatchObject({ state: 'errored', error: message, result: null })
  // Where the error is our own sentence, the record says it already.
  const told = (await server.journal.list()).filter(({ kind }: { kind?: string }) => kind === 'due')
  const isSaid = message === cause.sentence
  expect(told.map(({ problems }: { problems: object }) => problems)).toEqual(
    isSaid ? [] : [[{ path: '', message: cause.sentence }]],
  )
})

test.for(named)(
  '%s, in v10: an object with one sentence',
  async ([, { item = {}, shipment = {}, fields, pair, sentence }]) => {
    const server = await serve()
    const order = {
      client_id: 107655,
      ticket_group: { id: ETICKET, price: 50, quantity: 2, ...renamed(item) },
      delivery: { type: 'Eticket', email_address_id: 33333, ...shipment },
      payments: [{ type: 'credit_card', credit_card_id: 2222 }],
      ...fields,
    }
    const { status, body } = await server.unchanged(() => server.post('/v10/orders', { order }))
    expect([status, body]).toEqual([422, { error: pair[0] === GENERAL ? pair[1] : sentence }])
    expect((await server.journal.last()).problems).toEqual([{ path: '', message: sentence }])
  },
)

const renamed = (item: object): object => ('ticket_group_id' in item ? { id: item.ticket_group_id } : item)

test('a price that has changed since the signature: the price now, and the price that was sent', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const group = await addGroup(server)
  const { signature: ticket_group_signature } = (await server.get(`/v9/listings/${group}`)).body
  await server.call('PUT', `/v9/ticket_groups/${group}`, { body: { price: 44.25 } })
  const body = orderBody({}, { ticket_group_id: group, price: 1677, ticket_group_signature })
  const refused = await server.unchanged(() => server.post('/v9/orders', body))
  expect([refused.status, refused.body]).toEqual([
    422,
    ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:44.25, Buy Price:1677.0'],
  ])
  expect(await sentenceIn(server, refused)).toMatch(/has risen from 30\.00 to 44\.25 since/)
})

test('of several causes the first is told: number left, splits, delivery, price, signature, cards', async () => {
  const server = await serve()
  const declined = { payments: [{ type: 'credit_card', payment_method_nonce: 'fake-processor-declined-visa-nonce' }] }
  const wrong = { quantity: 41, price: 1, ticket_group_signature: 'x' }
  const told = async (item: object, shipment: object = FED_EX) => {
    const { body } = await server.unchanged(() => server.post('/v9/orders', orderBody(declined, item, shipment)))
    return body.join(': ')
  }
  expect(await told(wrong)).toMatch(/NoTickets$/)
  expect(await told({ ...wrong, quantity: 11 })).toMatch(/ticket split/)
  expect(await told({ ...wrong, quantity: 2 })).toMatch(/delivery type is FedEx/)
  expect(await told({ ...wrong, quantity: 2 }, {})).toMatch(/Buy Price:1\.0/)
  expect(await told({ ...wrong, quantity: 2, price: 50 }, {})).toMatch(/^\S+GeneralError: ticket_group_signature x/)
  expect(await told({ quantity: 2, price: 50 }, {})).toMatch(/^\S+GeneralError: The credit card was declined/)
})

test('of several items, too: that one is gone comes before the splits of another', async () => {
  const server = await serve()
  const [inPairs, few] = [await addGroup(server, { split_override: '2' }), await addGroup(server, { quantity: 1 })]
  const item = (ticket_group_id: number, quantity: number) => ({ ticket_group_id, price: 50, quantity })
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items: [item(inPairs, 3), item(few, 2)] }]
  const { body } = await server.unchanged(() => server.post('/v9/orders', orderBody({ shipped_items })))
  expect(body).toEqual(['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets'])
})

test('a number that is not left comes before the rule of one item an order', async () => {
  const server = await serve()
  const items = [ETICKET, PHYSICAL].map((ticket_group_id) => ({ ticket_group_id, price: 50, quantity: 41 }))
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  const { body } = await server.unchanged(() => server.post('/v9/orders', orderBody({ shipped_items })))
  expect(body).toEqual(['OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets'])
})

test('of two orders in one request, one is refused and none is made', async () => {
  const server = await serve()
  const [good] = orderBody().orders
  const [bad] = orderBody({}, { price: 1 }).orders
  const { status, body } = await server.unchanged(() => server.post('/v9/orders', { orders: [good, bad] }))
  expect([status, body]).toEqual([
    422,
    ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:40.0, Buy Price:1.0'],
  ])
})

test('what is wrong with a field stays with its order, and what is not understood stays a 400', async () => {
  const server = await serve()
  const lacking = orderBody({}, { quantity: 41 }, { email_address_id: undefined })
  const { status, body } = await server.post('/v9/orders', lacking)
  expect(status).toBe(422)
  expect(body.orders[0].errors).toEqual({ 'shipped_items.email_address_id': ["can't be blank"] })
  const unknown = await server.post('/v9/orders', { order: {} })
  expect([unknown.status, unknown.body]).toEqual([400, { error: expect.any(String) }])
})

test('a substitute goes as the rejected purchase would have gone, so it has to fit that', async () => {
  const server = await serve()
  const { back } = await place(server)
  await act(server, 'processor', back, 'reject', { reason: 'Other', rejection_notes: 'none' })
  const substitute =
    (ticket_group_id: number, price: number, shipment: object = {}, quantity = 2) =>
    () => {
      const items = [{ ticket_group_id, price, quantity }]
      const shipped_items = [{ ...shipment, items }]
      return server.post('/v9/orders', { orders: [{ substitute_order_link_id: back, shipped_items }] })
    }
  const told = async (send: ReturnType<typeof substitute>) => {
    const refused = await server.unchanged(send)
    return `${refused.status} ${refused.body.join(': ')}`
  }
  expect(await told(substitute(ETICKET, 40, { type: 'FedEx' }))).toMatch(/^422 .*delivery type is FedEx\.$/)
  expect(await told(substitute(ETICKET, 40, { type: 'Email' }))).toMatch(/goes by Eticket.*leave the type out$/)
  expect(await told(substitute(ETICKET, 40, {}, 41))).toMatch(/^422 .*NoTickets$/)
  expect(await told(substitute(ETICKET, 40, {}, 4))).toMatch(/substitute the same quantity$/)
  const misfit = await server.unchanged(substitute(PHYSICAL, 40))
  const pair = [GENERAL, 'Ticket group format is Physical, but the specified delivery type is Eticket.']
  expect([misfit.status, misfit.body]).toEqual([422, pair])
  const cheap = await server.unchanged(substitute(ETICKET, 39))
  const priced = ['OrderGroup::TicketPriceError', 'Ticket Group: Ticket Price:40.0, Buy Price:39.0']
  expect([cheap.status, cheap.body]).toEqual([422, priced])
  expect((await substitute(ETICKET, 40)()).status).toBe(201)
})

describe('the delivery', () => {
  /** As it was decided; `Tbd`, `Custom` and `Offline` go with everything. */
  const FITTING: { readonly [format: string]: readonly string[] } = {
    Eticket: ['Eticket', 'InstantDelivery', 'Email'],
    Physical: ['FedEx', 'UPS', 'Courier', 'ProvidedAirbill', 'LocalPickup', 'WillCall', 'PickupAtOffice'],
    TM_mobile: ['TMMobile', 'TMMobileLink'],
    Flash_seats: ['FlashSeats'],
    Guest_list: ['GuestList'],
    Paperless: ['Paperless'],
  }
  const WHOLE = { ...FED_EX, email_address_id: 33333, carrier: 'ups', available: false }

  const sell = (server: TestServer, ticket_group_id: number, type: string) =>
    server.post('/v9/orders', orderBody({}, { ticket_group_id, quantity: 1 }, { ...WHOLE, type }))

  test.for(TICKET_FORMATS)(
    'of tickets that are %s is of a type that fits, with an order and as a new shipment',
    async (format) => {
      const server = await serve()
      const group = await addGroup(server, { format, quantity: 60 })
      const fitting = ['Tbd', 'Custom', 'Offline', ...(FITTING[format] ?? [])]
      for (const type of SHIPMENT_TYPES) {
        const error = `Ticket group format is ${format}, but the specified delivery type is ${type}.`
        const sold = await sell(server, group, type)
        if (fitting.includes(type)) expect(sold.status, sold.text).toBe(201)
        else expect([sold.status, sold.body]).toEqual([422, [GENERAL, error]])

        const { front } = await place(
          server,
          orderBody({}, { ticket_group_id: group, quantity: 1 }, { type: 'Custom' }),
        )
        const { items } = (await server.get(`/v9/orders/${front}`)).body
        const shipments = [{ ...WHOLE, type, items: [{ id: items[0].order_item_id }] }]
        const packed = await server.post('/v9/shipments', { shipments })
        if (fitting.includes(type)) expect(packed.status, packed.text).toBe(201)
        else expect([packed.status, packed.body]).toEqual([422, { error }])
      }
    },
  )

  const outsideBody = (type: string, format: object) => {
    const ticket_group = { event_id: 2100002, section: 'A', row: 'B', ...format }
    const item = { ticket_group, price: 30, quantity: 2, low_seat: 1, seat_order: 'consecutive' }
    return { orders: [{ is_purchase: true, buyer_id: 1691, shipped_items: [{ type, items: [item] }] }] }
  }
  const buyOutside = (server: TestServer, type: string, format: object) =>
    server.post('/v9/orders', outsideBody(type, format))

  test('of a purchase from outside fits the format that it names', async () => {
    const server = await serve()
    const refused = await server.unchanged(() => buyOutside(server, 'WillCall', { format: 'Eticket' }))
    const pair = [GENERAL, 'Ticket group format is Eticket, but the specified delivery type is WillCall.']
    expect([refused.status, refused.body]).toEqual([422, pair])
    expect((await buyOutside(server, 'Email', { eticket: true })).status).toBe(201)
  })

  test.for([
    ['InstantDelivery', 'Eticket'],
    ['WillCall', 'Physical'],
    ['TMMobileLink', 'TM_mobile'],
    ['FlashSeats', 'Flash_seats'],
    ['Tbd', 'Physical'],
  ] as const)(
    'of a purchase from outside by %s says that its tickets are %s, where nothing else does',
    async ([type, format]) => {
      const server = await serve()
      const { status, body, text } = await buyOutside(server, type, {})
      expect(status, text).toBe(201)
      const { id } = body.orders[0].items[0].ticket_group
      expect((await server.get(`/v9/ticket_groups/${id}`)).body.format).toBe(format)
    },
  )

  test('of a queued purchase from outside says it too, also after its world was exported and loaded', async () => {
    const server = await serve({ clock_ms: CLOCK_MS })
    const { body: queued } = await server.post('/v9/orders/background', outsideBody('Paperless', {}))
    expect((await server.putWorld((world) => world)).status).toBe(200)
    await server.clock.advance('PT1M')
    const { result } = (await server.get(`/v9/queued_orders/${queued.id}`)).body
    const { id } = result.items[0].ticket_group
    expect((await server.get(`/v9/ticket_groups/${id}`)).body.format).toBe('Paperless')
  })

  test.for(TICKET_FORMATS)('that is suggested for tickets that are %s can be ordered', async (format) => {
    const server = await serve()
    const group = await addGroup(server, { format }, 'shelbyville')
    const body = { ticket_group_id: group, address_id: 111111 }
    const { provider } = (await server.post('/v9/shipments/suggestion', body)).body
    const sold = await sell(server, group, provider)
    expect(sold.status, sold.text).toBe(201)
  })

  test('does not have to fit in a world that is loaded, nor where a seller makes etickets of an item', async () => {
    const server = await serve()
    const { front } = await place(server, orderBody({}, { ticket_group_id: 52554292 }, FED_EX))
    await act(server, 'website', front, 'accept')
    const { items } = (await server.get(`/v9/orders/${front}`)).body
    const target = `/v9/orders/${front}/items/${items[0].id}/convert_to_etickets`
    expect((await server.get(target)).status).toBe(200)

    const loaded = await server.putWorld((world) => world)
    expect(loaded.status, loaded.text).toBe(200)
    expect((await server.get(`/v9/orders/${front}`)).body.shipments).toMatchObject([{ type: 'Eticket' }])
  })
})
