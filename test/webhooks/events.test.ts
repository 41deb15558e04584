import { describe, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { CATALOG_EVENTS, ORDER_EVENTS } from '../../src/store/words.ts'
import { serve, type TestServer } from '../harness.ts'
import { setScene } from '../invariants/scene.ts'
import { validRequest } from '../invariants/valid-requests.ts'
import { act, buy, orderBody, place } from '../orders/journey.ts'
import { base64, ticketPdf } from '../pdf/fixtures.ts'
import { deliverEtickets, GROUPS, move, PROVIDED_AIRBILL, ship, update } from '../shipments/parcels.ts'
import { type Receiver, receiver } from './receiver.ts'

/** Who is told what: every row of the table of events, through the call that causes it (W:73302018, VL:854229012). */

const CLOCK_MS = Date.parse('2026-01-05T15:00:00Z')

interface Market {
  readonly server: TestServer
  /** What one call has the offices told: `1700 seller order_created 819974`, order by order. */
  told(call: () => Promise<unknown>): Promise<string[]>
  /** Passes over what was told so far. */
  forget(): Promise<void>
}

/** The website's office and the broker's, each with an endpoint of its own. */
async function market(settings: object = {}): Promise<Market> {
  const hooks: { readonly office: number; readonly hook: Receiver; readonly reader: string }[] = [
    { office: 1691, hook: await receiver(), reader: 'website' },
    { office: 1700, hook: await receiver(), reader: 'processor' },
  ]
  const server = await serve({
    clock_ms: CLOCK_MS,
    settings,
    webhooks: hooks.map(({ office, hook }) => ({ url: hook.url, office_id: office, events: null, active: true })),
  })
  let before = 0
  /** What has come since this was last asked, by endpoint. */
  const come = async () => {
    const rows = [...server.reader().all('webhook_deliveries')].reverse().filter(({ id }) => id > before)
    before = rows.at(-1)?.id ?? before
    return Promise.all(
      hooks.map(async ({ hook }, nth) => {
        const expected = rows.filter(({ endpoint_id }) => endpoint_id === nth + 1)
        return (await hook.count(expected.length)).splice(0)
      }),
    )
  }
  return {
    server,
    forget: async () => void (await come()),
    told: async (call) => {
      await call()
      const lines = []
      for (const [nth, came] of (await come()).entries()) {
        const { office, reader } = hooks[nth] ?? expect.fail('there are two')
        for (const { fields, body } of came) {
          // What came is the order as Orders / Show gives it to that office at that moment.
          expect(body).toEqual((await server.get(`/v9/orders/${body.id}`, reader)).body)
          expect(fields.order_group_id).toBe(String(body.order_group_id))
          lines.push(`${office} ${fields.recipient} ${fields.event_type} ${body.id}`)
        }
      }
      return lines.sort()
    },
  }
}

const seen = new Set<string>()

/** What each line says but for its ids. */
function expectTold(lines: readonly string[], expected: readonly string[]): void {
  expect(lines).toEqual([...expected].sort())
  for (const line of lines) seen.add(line.split(' ').slice(1, 3).join(' '))
}

const OTHER = { reason: 'Other' }

test('order_created: both sellers of a chain; none of the buyer', async () => {
  const { server, told } = await market()
  expectTold(await told(() => place(server)), ['1691 seller order_created 819975', '1700 seller order_created 819974'])
})

test('order_created: the seller of its own tickets, and the owner of tickets that are bought for stock', async () => {
  const { server, told } = await market()
  const own = orderBody({}, { ticket_group_id: 52554290, price: 70 })
  expectTold(await told(() => place(server, own)), ['1691 seller order_created 819974'])
  expectTold(await told(() => buy(server)), ['1691 seller order_created 819975'])
})

test('order_created: when an order leaves open, once', async () => {
  const { server, told } = await market({ order_review: 'hold' })
  expectTold(await told(() => place(server)), ['1691 seller order_created 819975'])
  expectTold(await told(() => act(server, 'website', 819974, 'pend_to_seller')), ['1700 seller order_created 819974'])
})

test('none for an order that is canceled while it is open', async () => {
  const { server, told } = await market({ order_review: 'hold' })
  await told(() => place(server))
  expectTold(await told(() => act(server, 'website', 819974, 'cancel', OTHER)), [])
})

test('fraud_response_received: every update of the check, pending ones too; the order behind is then created', async () => {
  const { server, told } = await market({ fraud: 'hold' })
  expectTold(await told(() => place(server)), ['1691 seller order_created 819975'])
  expectTold(await told(() => server.act(819975, 'fraud_desk', 'hold')), ['1691 seller fraud_response_received 819975'])
  expectTold(await told(() => server.act(819975, 'fraud_desk', 'hold')), ['1691 seller fraud_response_received 819975'])
  expectTold(await told(() => server.act(819975, 'fraud_desk', 'approve')), [
    '1691 seller fraud_response_received 819975',
    '1700 seller order_created 819974',
  ])
})

test.for(['approve', 'decline'])('fraud_response_received: also when the desk decides at once: %s', async (fraud) => {
  const { server, told } = await market({ fraud })
  expectTold(await told(() => place(server)), [
    '1691 seller fraud_response_received 819975',
    '1691 seller order_created 819975',
    ...(fraud === 'approve' ? ['1700 seller order_created 819974'] : []),
  ])
})

test('fraud_response_received: also when it is declined; the owner never hears of the order', async () => {
  const { server, told } = await market({ fraud: 'hold' })
  await told(() => place(server))
  expectTold(await told(() => server.act(819975, 'fraud_desk', 'decline')), [
    '1691 seller fraud_response_received 819975',
  ])
})

test('order_accepted: the seller of every order that becomes accepted, the front one too', async () => {
  const { server, told } = await market()
  await told(() => place(server))
  expectTold(await told(() => act(server, 'processor', 819974, 'accept')), [
    '1691 seller order_accepted 819975',
    '1700 seller order_accepted 819974',
  ])
})

test('seller_accepted: the buyer of a Buy order', async () => {
  const { server, told, forget } = await market()
  await buy(server)
  await forget()
  expectTold(await told(() => act(server, 'website', 819974, 'accept')), [
    '1691 seller order_accepted 819974',
    '1700 buyer seller_accepted 819974',
  ])
})

describe('what goes wrong', () => {
  test('order_rejected: the buyer of a Buy order; nobody behind a sale', async () => {
    const { server, told, forget } = await market()
    await buy(server)
    await forget()
    expectTold(await told(() => act(server, 'website', 819974, 'reject', OTHER)), ['1700 buyer order_rejected 819974'])
    await told(() => place(server))
    expectTold(await told(() => act(server, 'processor', 819975, 'reject', OTHER)), [])
  })

  test('order_rejected: the buyer behind a sale, with buyer_notifications: all', async () => {
    const { server, told } = await market({ buyer_notifications: 'all' })
    await told(() => place(server))
    expectTold(await told(() => act(server, 'processor', 819974, 'reject', OTHER)), [
      '1691 buyer order_rejected 819974',
    ])
  })

  test('order_canceled: when the second side agrees, and when it is returned', async () => {
    const { server, told, forget } = await market()
    await buy(server)
    await forget()
    await told(() => act(server, 'website', 819974, 'accept'))
    expectTold(await told(() => act(server, 'processor', 819974, 'cancel', OTHER)), [])
    expectTold(await told(() => act(server, 'website', 819974, 'cancel', OTHER)), ['1700 buyer order_canceled 819974'])
    const second = await buy(server)
    await act(server, 'website', second, 'accept')
    await forget()
    const back = { amount: 0, cancel_order: true, ...OTHER }
    expectTold(await told(() => act(server, 'website', second, 'return', back)), [
      `1700 buyer order_canceled ${second}`,
    ])
    expectTold(await told(() => act(server, 'website', second, 'return', back)), [])
  })
})

describe('etickets', () => {
  test('etickets_finalized and eticket_finalized, once an order, and not that their delivery changes', async () => {
    const { server, told, forget } = await market()
    const order = await buy(server)
    await act(server, 'website', order, 'accept')
    await forget()
    const [item] = (await server.get(`/v9/orders/${order}`)).body.items
    expectTold(await told(() => deliverEtickets(server, order, item.order_item_id)), [
      `1691 seller etickets_finalized ${order}`,
      `1700 buyer eticket_finalized ${order}`,
    ])
  })

  test('both sellers of a chain; files that are only added are told to nobody', async () => {
    const { server, told, forget } = await market()
    const { front, back } = await place(server)
    await act(server, 'processor', back, 'accept')
    await forget()
    const [item] = (await server.get(`/v9/orders/${back}`, 'processor')).body.items
    const path = `/v9/orders/${back}/items/${item.id}`
    const files = [base64(await ticketPdf(['1', '2']))]
    expectTold(await told(() => server.post(`${path}/add_etickets`, { files }, 'processor')), [])
    expectTold(await told(() => server.post(`${path}/finalize_etickets`, { keep_pages: [1, 2] }, 'processor')), [
      `1691 seller etickets_finalized ${front}`,
      `1700 seller etickets_finalized ${back}`,
    ])
  })
})

const purchaseBy = async (server: TestServer, shipment: object, ticket_group_id: number): Promise<number> => {
  const items = [{ ticket_group_id, price: 30, quantity: 2 }]
  const order = { is_purchase: true, seller_id: 1700, buyer_id: 1700, shipped_items: [{ ...shipment, items }] }
  const received = await server.post('/v9/orders', { orders: [order] }, 'shelbyville')
  expect(received.status, received.text).toBe(201)
  return received.body.orders[0].id
}

const ADDRESS = {
  street_address: '1 Shelbyville Road',
  locality: 'Shelbyville',
  region: 'OR',
  postal_code: '97000',
  country_code: 'US',
}

describe('deliveries', () => {
  test('FedEx: airbill_requested at acceptance, airbill_generated, delivery_shipped, delivery_complete', async () => {
    const { server, told, forget } = await market()
    const order = await purchaseBy(
      server,
      { type: 'FedEx', address_attributes: ADDRESS, phone_number_attributes: { number: '541-555-0100' } },
      52554292,
    )
    await forget()
    expectTold(await told(() => act(server, 'website', order, 'accept')), [
      `1691 seller order_accepted ${order}`,
      `1700 buyer airbill_requested ${order}`,
      `1700 buyer seller_accepted ${order}`,
    ])
    const [shipment] = (await server.get(`/v9/orders/${order}`)).body.shipments
    expectTold(await told(() => move(server, shipment.id, 'airbill', { as: 'website' })), [
      `1691 seller delivery_updated ${order}`,
      `1700 buyer airbill_generated ${order}`,
    ])
    expectTold(await told(() => server.act(order, 'carrier', 'pick_up')), [
      `1691 seller delivery_updated ${order}`,
      `1700 buyer delivery_shipped ${order}`,
    ])
    expectTold(await told(() => server.act(order, 'carrier', 'deliver')), [
      `1691 seller delivery_updated ${order}`,
      `1700 buyer delivery_complete ${order}`,
    ])
  })

  test('one deed that brings the tickets all the way tells of each stage', async () => {
    const { server, told, forget } = await market()
    const to = { address_attributes: ADDRESS, phone_number_attributes: { number: '541-555-0100' } }
    const parcel = await purchaseBy(server, { type: 'FedEx', ...to }, 52554292)
    await act(server, 'website', parcel, 'accept')
    await forget()
    expectTold(await told(() => server.act(parcel, 'seller', 'deliver')), [
      `1691 seller delivery_updated ${parcel}`,
      `1700 buyer airbill_generated ${parcel}`,
      `1700 buyer delivery_complete ${parcel}`,
      `1700 buyer delivery_shipped ${parcel}`,
    ])
  })

  test('one deed that transfers tickets tells of the type and of the proof', async () => {
    const { server, told, forget } = await market({ buyer_notifications: 'all' })
    const { back, front } = await ship(
      server,
      { type: 'Tbd', email_address_id: 33333 },
      { ticket_group_id: GROUPS.mobile },
    )
    await forget()
    expectTold(await told(() => server.act(back, 'seller', 'transfer')), [
      `1691 buyer delivery_reclassified ${back}`,
      `1691 buyer proof_of_transfer_uploaded ${back}`,
      `1691 seller delivery_updated ${front}`,
      `1700 seller delivery_updated ${back}`,
    ])
  })

  test('a chain: both sellers hear of the delivery, and with buyer_notifications: all the buyer behind, too', async () => {
    const { server, told, forget } = await market({ buyer_notifications: 'all' })
    const shipped = await ship(server)
    await forget()
    expectTold(await told(() => move(server, shipped.shipment, 'airbill')), [
      `1691 buyer airbill_generated ${shipped.back}`,
      `1691 seller delivery_updated ${shipped.front}`,
      `1700 seller delivery_updated ${shipped.back}`,
    ])
  })

  test('airbill_uploaded: the sellers', async () => {
    const { server, told, forget } = await market()
    const shipped = await ship(server, PROVIDED_AIRBILL)
    await forget()
    const file = base64(await ticketPdf(['airbill']))
    const body = { file, tracking_number: '1Z999AA10123456784', carrier: 'ups' }
    expectTold(await told(() => move(server, shipped.sold, 'upload_airbill', { as: 'website', body })), [
      `1691 seller airbill_uploaded ${shipped.front}`,
      `1700 seller airbill_uploaded ${shipped.back}`,
    ])
  })

  test('mobile transfers: delivery_reclassified, which is a new shipment, and proof_of_transfer_uploaded', async () => {
    const { server, told, forget } = await market({ buyer_notifications: 'all' })
    const shipped = await ship(server, { type: 'Tbd', email_address_id: 33333 }, { ticket_group_id: GROUPS.mobile })
    await forget()
    let id = 0
    const reclassify = async () => {
      const changed = await update(server, shipped.shipment, { mobile_transfer_type: 'TMMobileLink' })
      expect(changed.status, changed.text).toBe(200)
      id = changed.body.id
    }
    expectTold(await told(reclassify), [
      `1691 buyer delivery_reclassified ${shipped.back}`,
      `1691 seller delivery_updated ${shipped.front}`,
      `1700 seller delivery_updated ${shipped.back}`,
    ])
    const body = { tm_mobile_link: 'https://am.example/1' }
    expectTold(await told(() => move(server, id, 'complete', { body })), [
      `1691 buyer proof_of_transfer_uploaded ${shipped.back}`,
      `1691 seller delivery_updated ${shipped.front}`,
      `1700 seller delivery_updated ${shipped.back}`,
    ])
  })

  test('delivery_updated: what no other event names, to the buyer of a Buy order too', async () => {
    const { server, told, forget } = await market()
    const order = await purchaseBy(server, { type: 'WillCall' }, 52554292)
    await act(server, 'website', order, 'accept')
    await forget()
    const [shipment] = (await server.get(`/v9/orders/${order}`)).body.shipments
    const cancel = () => move(server, shipment.id, 'cancel', { as: 'website' })
    expectTold(await told(cancel), [`1691 seller delivery_updated ${order}`, `1700 buyer delivery_updated ${order}`])
  })
})

test('in_hand_updated: whoever sells or buys tickets of the group that are still to come', async () => {
  const { server, told, forget } = await market({ buyer_notifications: 'all' })
  const { front, back } = await place(server)
  const done = await place(server)
  await act(server, 'processor', done.back, 'reject', OTHER)
  await forget()
  const group = (fields: object) => server.call('PUT', '/v9/ticket_groups/52554287', { as: 'processor', body: fields })
  const dated = { in_hand: false, in_hand_on: '2026-02-01' }
  expectTold(await told(() => group(dated)), [
    `1691 buyer in_hand_updated ${back}`,
    `1691 seller in_hand_updated ${front}`,
    `1700 seller in_hand_updated ${back}`,
  ])
  expectTold(await told(() => group({ price: 41 })), [])
  expectTold(await told(() => group(dated)), [])
})

test('a refused call and a read say nothing', async () => {
  const { server, told, forget } = await market()
  await place(server)
  await forget()
  expectTold(await told(() => act(server, 'website', 819974, 'accept')), [])
  expectTold(await told(() => server.get('/v9/orders')), [])
  expectTold(await told(() => server.call('PATCH', '/v9/orders/819975', { body: { reference: 'A' } })), [])
})

test('an affiliate store is told nothing; the owner is', async () => {
  const { server, told } = await market()
  const order = {
    client_id: 1507094,
    ticket_group: { id: 52554287, price: 50, quantity: 1 },
    delivery: { type: 'Eticket', email_address_id: 1965046 },
    payments: [{ type: 'credit_card', credit_card_id: 327284 }],
  }
  const lines = await told(async () => {
    const received = await server.post('/v10/orders', { order }, 'store')
    expect(received.status, received.text).toBe(201)
  })
  expectTold(lines, ['1700 seller order_created 819974'])
})

describe('what each call of the API has told', () => {
  const emulated = operations.filter((operation): operation is Operation => operation.emulated)
  /** The calls that say something, as they are made on the scene: sales of the website's, and of the processor's. */
  const TELLING: { readonly [operation: string]: readonly string[] } = {
    'orders.create': ['seller order_created'],
    'v10.orders.create': ['seller order_created'],
    'orders.pend_to_seller': ['seller order_created'],
    'orders.accept': ['seller order_accepted'],
    'orders.complete': ['seller delivery_updated'],
    'items.finalize_etickets': ['seller etickets_finalized'],
    'orders.deliver_etickets': ['seller etickets_finalized'],
    'shipments.create': ['seller delivery_updated'],
    'shipments.update': ['seller delivery_updated'],
    'shipments.deliver': ['seller delivery_updated'],
    'shipments.complete': ['seller delivery_updated'],
    'shipments.complete_by_post': ['seller delivery_updated'],
    'shipments.cancel': ['seller delivery_updated'],
    'shipments.airbill': ['seller delivery_updated'],
    'shipments.upload_airbill': ['seller airbill_uploaded'],
  }

  test('by every operation: what no row names sends nothing', async () => {
    const server = await serve({
      clock_ms: Date.UTC(2026, 0, 1),
      isOutboundAllowed: false,
      webhooks: [
        { url: 'http://127.0.0.1:9/', office_id: null, events: [...ORDER_EVENTS, ...CATALOG_EVENTS], active: true },
      ],
    })
    const scene = await setScene(server)
    const snapshot = await server.snapshot()
    const found: { [operation: string]: string[] } = {}
    for (const operation of emulated) {
      await server.restore(snapshot)
      const before = [...server.reader().all('webhook_deliveries')][0]?.id ?? 0
      const { as, path, body } = validRequest(server, scene, operation)
      const { status, text } = await server.call(operation.method, path, {
        as,
        ...(body === undefined ? {} : { body }),
      })
      expect(status, `${operation.id}: ${text}`).toBeLessThan(500)
      const rows = [...server.reader().all('webhook_deliveries')].filter(({ id }) => id > before)
      found[operation.id] = [...new Set(rows.map(({ recipient, event_type }) => `${recipient} ${event_type}`))].sort()
    }
    const expected = Object.fromEntries(emulated.map(({ id }) => [id, TELLING[id] ?? []]))
    expect(found).toEqual(expected)
  })
})

describe('the catalogue', () => {
  const venue = {
    id: 7001,
    name: 'Moe’s',
    locality: 'Springfield',
    popularity_score: 0.5,
    updated_at: '2026-01-01T00:00:00Z',
  }
  const performer = { id: 7002, name: 'The Be Sharps', updated_at: '2026-01-01T00:00:00Z' }
  const event = {
    id: 7003,
    name: 'The Be Sharps',
    venue_id: 7001,
    performer_ids: [7002],
    occurs_at: '+P14D',
    updated_at: '2026-01-01T00:00:00Z',
  }

  test('is told to endpoints that ask for it, as its records are made, changed and deleted', async () => {
    const [hook, plain] = [await receiver(), await receiver()]
    const server = await serve({
      clock_ms: CLOCK_MS,
      webhooks: [
        { url: hook.url, office_id: null, events: [...CATALOG_EVENTS], active: true },
        { url: plain.url, office_id: null, events: null, active: true },
      ],
    })
    const put = async (table: string, record: { readonly id: number; readonly [field: string]: unknown }) => {
      const { status, text } = await server.control('PUT', `/records/${table}/${record.id}`, record)
      expect(status, text).toBeLessThan(300)
    }
    const remove = async (table: string, id: number) =>
      expect((await server.control('DELETE', `/records/${table}/${id}`)).status).toBe(204)

    await put('venues', venue)
    await put('performers', performer)
    await put('events', event)
    await put('venues', { ...venue, name: 'Moe’s Tavern' })
    await put('performers', { ...performer, name: 'Be Sharp' })
    await put('events', { ...event, name: 'Be Sharp' })
    // A change of nothing that anybody is shown.
    await put('events', { ...event, name: 'Be Sharp', updated_at: '2026-01-02T00:00:00Z' })
    const shown = (await server.get('/v9/events/7003')).body
    await put('performers', { ...performer, name: 'Be Sharp', deleted_at: '2026-01-03T00:00:00Z' })
    await remove('events', 7003)
    await remove('performers', 7002)
    await remove('venues', 7001)
    const told = await hook.count(9)

    expect(told.map(({ fields }) => fields.event_type)).toEqual([
      'venue_created',
      'performer_created',
      'event_created',
      'venue_updated',
      'performer_updated',
      'event_updated',
      'performer_deleted',
      'event_deleted',
      'venue_deleted',
    ])
    const updated = told[5]
    expect(updated?.fields).toMatchObject({ recipient: 'catalog', event_id: '7003' })
    expect(Object.keys(updated?.fields ?? {})).toEqual(['recipient', 'event_type', 'body', 'event_id'])
    // As its Show prints it, but for the scores, which are text (VL:5154701313).
    const { updated_at: _, owned_by_office: __, ...rest } = shown
    expect(updated?.body).toMatchObject({
      ...rest,
      popularity_score: String(rest.popularity_score),
      long_term_popularity_score: String(rest.long_term_popularity_score),
    })
    expect(told[0]?.body).toMatchObject({ id: '7001', name: 'Moe’s', popularity_score: '0.5' })
    expect(told[8]?.fields).toMatchObject({ venue_id: '7001' })
    expect(plain.received).toEqual([])
  })

  test('that is replaced as a whole, or reset, is told to nobody', async () => {
    const hook = await receiver()
    const webhooks = [{ url: hook.url, office_id: null, events: [...CATALOG_EVENTS], active: true }]
    const server = await serve({ clock_ms: CLOCK_MS, webhooks })
    await server.putWorld((world) => ({ ...world, events: world.events?.map((each) => ({ ...each, name: 'Other' })) }))
    await server.reset()
    expect([...server.reader().all('webhook_deliveries')]).toEqual([])
  })
})

test('every event of orders was told by a test above', () => {
  const told = new Set([...seen].map((line) => line.split(' ')[1]))
  expect(ORDER_EVENTS.filter((event) => !told.has(event))).toEqual([])
})
