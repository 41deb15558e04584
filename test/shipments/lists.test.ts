import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, serveUntilStopped, type TestServer } from '../harness.ts'
import { orderBody, place } from '../orders/journey.ts'
import { move, type Shipped, ship, update } from './parcels.ts'

const CLOCK_MS = Date.parse('2026-01-05T15:00:00Z')
const WILL_CALL = { type: 'WillCall', ship_to_name: 'Barney Gumble', email_address_id: undefined }
/** Springfield's own tickets, of another event than Shelbyville's. */
const OWN_PHYSICAL = { ticket_group_id: 52554292, price: 50, quantity: 2 }

interface Lists {
  readonly server: TestServer
  /** Shelbyville's tickets on their way by FedEx, ordered on the first day and picked up on the second. */
  readonly parcel: Shipped
  readonly tracking_number: string
  /** Springfield's tickets, to be fetched, ordered on the third day. */
  readonly fetched: { readonly order: number; readonly group: number; readonly shipment: number }
}

async function makeLists(server: TestServer): Promise<Lists> {
  const parcel = await ship(server)
  const { tracking_number } = (await move(server, parcel.shipment, 'airbill')).body
  await server.clock.advance('P1D')
  expect((await server.act(parcel.back, 'carrier', 'pick_up')).status).toBe(200)
  await server.clock.advance('P1D')
  const { front } = await place(server, orderBody({}, OWN_PHYSICAL, WILL_CALL))
  const { body } = await server.get(`/v9/orders/${front}`)
  const fetched = { order: front, group: body.order_group_id, shipment: body.shipments[0].id }
  return { server, parcel, tracking_number, fetched }
}

let lists: Lists
beforeAll(async () => {
  lists = await makeLists(await serveUntilStopped({ clock_ms: CLOCK_MS }))
})
afterAll(() => lists.server.stop())

type Filter = [query: string, found: ('sold' | 'shipment' | 'fetched')[]]

/** A query with `{back}` and the like, which are known when the orders are made. */
function filled(query: string): string {
  const { parcel, tracking_number, fetched } = lists
  const known = { front: parcel.front, back: parcel.back, group: fetched.group, tracking_number }
  return Object.entries(known).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), query)
}

/** The ids that a list shows, by what they are here. */
async function namesAt(target: string, as = 'website'): Promise<string[]> {
  const { status, text, body } = await lists.server.get(target, as)
  expect(status, text).toBe(200)
  const names = new Map([
    [lists.parcel.sold, 'sold'],
    [lists.parcel.shipment, 'shipment'],
    [lists.fetched.shipment, 'fetched'],
  ])
  expect(body.total_entries).toBe(body.shipments.length)
  return body.shipments.map(({ id }: { id: number }) => names.get(id) ?? `shipment ${id}`)
}

describe('the list of shipments', () => {
  const filters: Filter[] = [
    ['', ['fetched', 'sold', 'shipment']],
    ['order_id={back}', ['shipment']],
    ['order_id={front}', ['sold']],
    ['order_id=1', []],
    ['type=FedEx', ['sold', 'shipment']],
    ['type=fedex', ['sold', 'shipment']],
    ['type=Delivery::WillCall', ['fetched']],
    ['type=UPS', []],
    ['state=in_transit', ['sold', 'shipment']],
    ['state=pending', ['fetched']],
    ['state=delivered', []],
    ['tracking_number={tracking_number}', ['sold', 'shipment']],
    ['tracking_number=799999999999', []],
    ['created_at.gte=2026-01-07', ['fetched']],
    ['created_at.lt=2026-01-07', ['sold', 'shipment']],
    ['created_at=2026-01-07T15:00:00Z', ['fetched']],
    ['created_at=2026-01-08', []],
    ['updated_at.gte=2026-01-06&updated_at.lt=2026-01-07', ['sold', 'shipment']],
    ['updated_at.lt=2026-01-06', []],
    ['order_id={back}&state=in_transit&type=FedEx', ['shipment']],
    ['order_id={back}&state=pending', []],
  ]

  test.each(filters)('%s', async (query, found) => {
    expect(await namesAt(`/v9/shipments?${filled(query)}`)).toEqual(found)
  })

  test('the owner of the tickets finds its own sale in it, and no other', async () => {
    expect(await namesAt('/v9/shipments', 'processor')).toEqual(['shipment'])
    expect(await namesAt(`/v9/shipments?order_id=${lists.parcel.front}`, 'processor')).toEqual([])
    expect(await namesAt(`/v9/shipments?tracking_number=${lists.tracking_number}`, 'processor')).toEqual(['shipment'])
  })

  test('an entry is the shipment itself, whose url is in the singular', async () => {
    const { shipment } = lists.parcel
    const { body } = await lists.server.get('/v9/shipments?state=in_transit', 'processor')
    const { body: alone } = await lists.server.get(`/v9/shipments/${shipment}`, 'processor')
    expect(body.shipments).toEqual([{ ...alone, url: `/shipment/${shipment}` }])
    expect(alone.url).toBe(`/shipments/${shipment}`)
  })

  test('it comes in pages', async () => {
    const { body } = await lists.server.get('/v9/shipments?per_page=2&page=2')
    expect(body).toMatchObject({ current_page: 2, per_page: 2, total_entries: 3 })
    expect(body.shipments.map(({ id }: { id: number }) => id)).toEqual([lists.parcel.shipment])
    expect((await lists.server.get('/v9/shipments?per_page=101')).status).toBe(422)
  })
})

describe('the status of shipments', () => {
  const filters: Filter[] = [
    ['', ['fetched', 'sold', 'shipment']],
    ['type=Delivery::FedEx', ['sold', 'shipment']],
    ['type=willcall', ['fetched']],
    ['type=Delivery::UPS', []],
    ['state=pending', ['fetched']],
    ['state=canceled', []],
    ['order_group_id={group}', ['fetched']],
    ['order_group_id=1', []],
    ['order_link_id={back}', ['shipment']],
    ['order_link_id={front}&state=pending', []],
    ['tracking_number={tracking_number}', ['sold', 'shipment']],
    ['tracking_number=1', []],
    ['ship_to_name=Barney%20Gumble', ['fetched']],
    ['ship_to_name=Barney', []],
    ['ship_from_name=Order%20Processor', []],
    ['first_event_occurs_at=2026-02-19', ['fetched']],
    ['first_event_occurs_at=2026-02-19T20:00:00Z', ['fetched']],
    ['first_event_occurs_at=2026-02-19T19:00:00Z', []],
    ['first_event_occurs_at=2026-02-18', []],
    ['first_event_occurs_at.gte=2026-02-05', ['fetched']],
    ['first_event_occurs_at.lte=2026-02-05', ['sold', 'shipment']],
    ['first_event_occurs_at.gte=2026-02-05&first_event_occurs_at.lte=2026-02-18', []],
    ['order_by=ship_to_name', ['fetched', 'sold', 'shipment']],
    ['order_by=ship_to_name&order_direction=desc', ['sold', 'shipment', 'fetched']],
    ['order_by=id', ['fetched', 'sold', 'shipment']],
    ['order_by=id&order_direction=asc', ['shipment', 'sold', 'fetched']],
    ['order_by=first_event_occurs_at', ['sold', 'shipment', 'fetched']],
    ['order_by=first_event_occurs_at&order_direction=desc', ['fetched', 'sold', 'shipment']],
    // What has no value comes last either way.
    ['order_by=tracking_number&order_direction=asc', ['sold', 'shipment', 'fetched']],
    ['order_by=tracking_number&order_direction=desc', ['sold', 'shipment', 'fetched']],
  ]

  test.each(filters)('%s', async (query, found) => {
    expect(await namesAt(`/v9/shipments/status?${filled(query)}`)).toEqual(found)
  })

  test('it says what is asked most of each, and no more', async () => {
    const { parcel, tracking_number } = lists
    const { body } = await lists.server.get(`/v9/shipments/status?order_link_id=${parcel.back}`, 'processor')
    const { body: order } = await lists.server.get(`/v9/orders/${parcel.back}`, 'processor')
    expect(body.shipments).toEqual([
      {
        ship_to_name: 'Moe Szyslak',
        order_group_id: order.order_group_id,
        id: parcel.shipment,
        type: 'Delivery::FedEx',
        tracking_number,
        order_link_id: parcel.back,
        ship_from_name: null,
        state: 'in_transit',
        office_id: 1700,
        first_event_occurs_at: '2026-02-04T19:00:00Z',
      },
    ])
  })

  test.each([
    'order_by=service_type',
    'order_by=',
    'order_direction=up',
    'order_group_id=x',
    'first_event_occurs_at=soon',
    'page=0',
  ])('%s is refused', async (query) => {
    const { status, body } = await lists.server.get(`/v9/shipments/status?${query}`)
    expect(status).toBe(422)
    expect(body).toEqual({ error: 'Invalid Parameters', message: expect.stringContaining(query.split('=')[0] ?? '') })
  })

  test('it comes in pages', async () => {
    const { body } = await lists.server.get('/v9/shipments/status?per_page=1&page=3&order_by=id&order_direction=asc')
    expect(body).toMatchObject({ current_page: 3, per_page: 1, total_entries: 3 })
    expect(body.shipments).toMatchObject([{ id: lists.fetched.shipment }])
  })
})

test('who sends is a filter too, once the sender has said so', async () => {
  const server = await serve({ clock_ms: CLOCK_MS })
  const pickup = { type: 'LocalPickup', ship_to_name: 'Moe Szyslak' }
  const shipped = await ship(server, pickup, { ticket_group_id: 52554288, quantity: 2 })
  const { body } = await update(server, shipped.shipment, { ship_from_name: 'Ruth Powers' })
  const found = await server.get('/v9/shipments/status?ship_from_name=Ruth%20Powers', 'processor')
  expect(found.body.shipments).toMatchObject([{ id: body.id, ship_from_name: 'Ruth Powers' }])
  expect((await server.get('/v9/shipments/status?ship_from_name=Ruth', 'processor')).body.shipments).toEqual([])
})

test('the status is of the office that is asked for, and the list of its whole brokerage', async () => {
  const server = await serve()
  const item = { ticket_group_id: 52554293, price: 50, quantity: 2 }
  const { front } = await place(server, orderBody({ seller_id: 1937 }, item, WILL_CALL))
  expect((await server.get(`/v9/shipments?order_id=${front}`)).body.total_entries).toBe(1)
  expect((await server.get(`/v9/shipments/status?order_link_id=${front}`)).body.total_entries).toBe(0)
})

test('a shipment whose tickets went another way is of no event, and has no place in time', async () => {
  const server = await serve()
  const shipped = await ship(server)
  await move(server, shipped.shipment, 'cancel')
  const { body: order } = await server.get(`/v9/orders/${shipped.back}`, 'processor')
  const again = { type: 'FedEx', items: [{ id: order.items[0].order_item_id }] }
  expect((await server.post('/v9/shipments', { shipments: [again] }, 'processor')).status).toBe(201)

  const { body } = await server.get('/v9/shipments/status?state=canceled', 'processor')
  expect(body.shipments).toMatchObject([{ id: shipped.shipment, first_event_occurs_at: null }])
  const dated = await server.get(
    '/v9/shipments/status?state=canceled&first_event_occurs_at.gte=2000-01-01',
    'processor',
  )
  expect(dated.body.shipments).toEqual([])
})

test('a store asks for no shipments', async () => {
  const server = await serve()
  for (const list of ['', '/status']) expect((await server.get(`/v9/shipments${list}`, 'store')).status).toBe(401)
})
