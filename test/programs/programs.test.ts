import { expect, test } from 'vitest'
import { serve, useCli } from '../cli/cli.ts'
import { until } from '../deadline.ts'
import {
  allTold,
  BROKER_OFFICE,
  bothEnd,
  completedOf,
  deliveries,
  foundBy,
  GROUP,
  inState,
  open,
  settled,
  startProcessor,
  startStorefront,
  tell,
  WEBSITE_OFFICE,
} from './programs.ts'

/**
 * A storefront and an order processor, two programs that share nothing with tevo-local but HTTP, against one server: whatever
 * tells them of their orders, both end with the same totals.
 */

const cli = useCli()

const KEY = 'the-key-of-the-broker'
/** What the storefront is told of a sale that comes to its good end. */
const SALE = ['seller etickets_finalized', 'seller order_accepted', 'seller order_created']

test('told by webhooks alone, both end with the same totals', async () => {
  const server = await serve(cli())
  const [storefront, processor] = [await startStorefront(server, 10), await startProcessor(server)]
  await tell(server, storefront, WEBSITE_OFFICE)
  await tell(server, processor, BROKER_OFFICE)
  await open(storefront)
  await settled(server, storefront)
  const { website, broker } = await bothEnd(server, storefront, processor, { completed: 10 })
  expect([foundBy(website), foundBy(broker)]).toEqual([['webhook'], ['webhook']])
  for (const { told } of website.orders) expect(told).toEqual(SALE)
  expect((await server.control('GET', '/advice')).body.advice).toEqual([])
})

test('a processor that only polls finds all orders, on two pages', async () => {
  const server = await serve(cli())
  const storefront = await startStorefront(server, 12)
  await tell(server, storefront, WEBSITE_OFFICE)
  await open(storefront)
  // All orders are made by now.
  await storefront.lines(2)
  const processor = await startProcessor(server, { POLL_MS: 50 })
  await settled(server, storefront)
  const { website, broker } = await bothEnd(server, storefront, processor, { completed: 12 })
  expect([foundBy(website), foundBy(broker)]).toEqual([['webhook'], ['poll']])
  const verified = await server.control('POST', '/requests/verify', {
    match: { operation: 'orders.index', credential: 'processor', query: { page: '2' } },
    times: { min: 1 },
  })
  expect(verified.status).toBe(200)
})

test('with order integration the broker sells no more than it has, and the buyer of the rest is told at once', async () => {
  const server = await serve(cli())
  const processor = await startProcessor(server, { left: 16, INTEGRATION_KEY: KEY })
  const service = { url: processor.url, key: KEY }
  const { status } = await server.control('PUT', `/order_integrations/${BROKER_OFFICE}`, service)
  expect(status).toBe(200)
  const storefront = await startStorefront(server, 10)
  await tell(server, storefront, WEBSITE_OFFICE)
  // The second hold is made, and its answer is lost: the broker is told to release it.
  const lost = { phase: 'call', match: { call: 'hold' }, effect: { type: 'answer-lost' }, skip: 1, times: 1 }
  await server.faults.arm(lost)
  await open(storefront)
  await settled(server, storefront)
  const { website, broker } = await bothEnd(server, storefront, processor, { completed: 8, refused: 2, stock: 16 })
  expect([foundBy(website), foundBy(broker)]).toEqual([['webhook'], ['invoice']])
  expect(website.refused).toEqual(['OrderIntegration::Error::ConnectionTimeout', 'OrderIntegration::Error::NotFound'])
  expect(broker.released).toBe(1)
})

test('by default nothing tells the storefront of a rejected order behind its sale: it finds it by polling', async () => {
  const server = await serve(cli())
  const storefront = await startStorefront(server, 9, { POLL_MS: 50 })
  const processor = await startProcessor(server, { REJECT_EVERY: 3 })
  await tell(server, storefront, WEBSITE_OFFICE)
  await tell(server, processor, BROKER_OFFICE)
  await open(storefront)
  await settled(server, storefront)
  const { website } = await bothEnd(server, storefront, processor, { completed: 6, lost: 3 })
  const lost = inState(website, 'lost')
  expect(lost.map(({ told, found_by }) => [told, found_by])).toEqual(lost.map(() => [['seller order_created'], 'poll']))
})

test('with buyer_notifications: all the storefront is told of it, and need not poll', async () => {
  const server = await serve(cli())
  await server.settings({ buyer_notifications: 'all' })
  const [storefront, processor] = [await startStorefront(server, 9), await startProcessor(server, { REJECT_EVERY: 3 })]
  await tell(server, storefront, WEBSITE_OFFICE)
  await tell(server, processor, BROKER_OFFICE)
  await open(storefront)
  await settled(server, storefront)
  const { website } = await bothEnd(server, storefront, processor, { completed: 6, lost: 3 })
  expect(foundBy(website)).toEqual(['webhook'])
  const lost = inState(website, 'lost')
  expect(lost.map(({ told }) => told)).toEqual(lost.map(() => ['buyer order_rejected', 'seller order_created']))
  for (const { told } of completedOf(website))
    expect(told).toEqual(['buyer eticket_finalized', 'buyer seller_accepted', ...SALE])
})

test('with webhooks lost, doubled, reordered and garbled, both still end right', async () => {
  const server = await serve(cli(), ['--seed', '7'])
  const storefront = await startStorefront(server, 12, { POLL_MS: 200 })
  const processor = await startProcessor(server, { POLL_MS: 200, REJECT_EVERY: 4 })
  await tell(server, storefront, WEBSITE_OFFICE)
  const endpoint = await tell(server, processor, BROKER_OFFICE)
  const onTheWay = (type: string, chance: number, more: object = {}) => ({
    id: type,
    phase: 'delivery',
    effect: { type },
    chance,
    ...more,
  })
  await server.faults.arm([
    { ...onTheWay('lost', 0.4, { match: { endpoint, event_type: 'order_created' } }), id: 'lost-order' },
    onTheWay('lost', 0.2),
    onTheWay('garbled', 0.2),
    onTheWay('behind', 0.3),
    onTheWay('duplicate', 0.5),
  ])
  await open(storefront)
  await storefront.lines(3)
  // What waits for the next one, and gets none, comes a minute later.
  await until('the last are told', async () => {
    await server.clock.advance('PT1M')
    return (await deliveries(server, '?state=waiting')).length === 0
  })
  const { website, broker } = await bothEnd(server, storefront, processor, { completed: 9, lost: 3 })
  // What was lost was found by polling.
  expect(foundBy(broker)).toContain('poll')
  expect(foundBy(website)).toContain('poll')
  const rules: { id: string; injections: number }[] = await server.faults.list()
  expect(rules.filter(({ injections }) => injections === 0)).toEqual([])
})

test('a processor that fails at first is told again when its time has come', async () => {
  const server = await serve(cli(), ['--clock', '2026-01-01T12:00:00Z'])
  const [storefront, processor] = [await startStorefront(server, 5), await startProcessor(server, { FAIL_FIRST: 5 })]
  await tell(server, storefront, WEBSITE_OFFICE)
  const endpoint = await tell(server, processor, BROKER_OFFICE)
  await open(storefront)
  await until('all have failed', async () => {
    const waiting = await deliveries(server, '?state=waiting')
    return waiting.filter(({ next_at }: { next_at: string }) => next_at === '2026-01-01T12:00:10.000Z').length === 5
  })
  const orders = (await server.records()).listAll('orders')
  expect(new Set(orders.map(({ seller_state }) => seller_state))).toEqual(new Set(['pending']))
  await server.clock.advance('PT10S')
  await settled(server, storefront)
  const { broker } = await bothEnd(server, storefront, processor, { completed: 5 })
  expect(foundBy(broker)).toEqual(['webhook'])
  const created = await deliveries(server, `?event_type=order_created&endpoint_id=${endpoint}`)
  for (const { attempts } of created)
    expect(attempts.map(({ status }: { status: number }) => status)).toEqual([500, 202])
})

test('a sale to a client that is being screened is accepted once it is approved', async () => {
  const server = await serve(cli())
  await server.settings({ fraud: 'hold' })
  const processor = await startProcessor(server)
  await tell(server, processor, BROKER_OFFICE)
  const items = [{ ticket_group_id: GROUP.id, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33400, items }]
  const sale = { seller_id: BROKER_OFFICE, client_id: 107700, shipped_items }
  const { body } = await server.post('/v9/orders', { orders: [sale] }, 'shelbyville')
  const [{ id, fraud_check_status }] = body.orders
  expect(fraud_check_status).toBe('pending')
  const looked = 'operation=orders.show&credential=processor&since=req_0&within_ms=10000'
  expect((await server.control('GET', `/requests/next?${looked}`)).status).toBe(200)
  await allTold(server)

  expect((await server.act(id, 'fraud_desk', 'approve')).body.state).toBe('pending')
  await until(
    'it is completed',
    async () => (await server.get(`/v9/orders/${id}`, 'shelbyville')).body.state === 'completed',
  )
  await allTold(server)
  const report = await processor.report()
  expect(report.orders).toMatchObject([{ id, state: 'completed', found_by: 'webhook' }])
  const accepted = await server.journal.list('?operation=orders.accept')
  expect(accepted).toHaveLength(1)
})
