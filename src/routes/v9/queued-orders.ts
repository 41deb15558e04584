import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import { queueOrders } from '../../rules/orders/queue.ts'
import { seenAs } from '../../rules/orders/visibility.ts'
import type { QueuedOrder } from '../../store/placements.ts'
import type { Reader } from '../../store/state.ts'
import { RequestObjectShape } from '../../wire/order-shapes.ts'
import { presentOrderV9 } from '../../wire/orders.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { withoutCards } from '../../wire/payment-input.ts'
import { placementOf } from '../order-input.ts'
import { ITEM_PARAMETERS, OrdersBody } from './orders.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

const REQUEST_OBJECT =
  'https://github.com/ticketevolution/gitbook-api-documentation/blob/master/Chapters/request_object.md'

function presentRequest(read: Reader, caller: Caller, queued: QueuedOrder) {
  const orders = queued.order_ids.flatMap((id) => {
    const order = read.must('orders', id)
    return seenAs(caller, order) === undefined ? [] : [presentOrderV9(read, caller, order)]
  })
  return {
    id: queued.id,
    state: queued.state,
    error: queued.error,
    result: orders.length === 0 ? null : orders.length === 1 ? orders[0] : orders,
    params: queued.params,
  }
}

const findQueued = (read: Reader, caller: Caller, id: string): QueuedOrder =>
  lookUpOwn(read, 'queued_orders', id, (queued) => queued.account === caller.account)

const ordersBackground = defineOperation({
  id: 'orders.background',
  method: 'POST',
  path: '/v9/orders/background',
  summary: 'Queues orders; they are made within a minute of the sandbox clock.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ body: OrdersBody() }),
  knownAndIgnored: ITEM_PARAMETERS,
  status: 202,
  output: RequestObjectShape,
  handle: ({ tx, caller, body, sent }) => {
    const entries = body.orders.map((entry, nth) => placementOf(tx, caller, entry, body.check_fraud ?? true, nth))
    return presentRequest(tx, caller, queueOrders(tx, caller, { entries, params: withoutCards(sent()) }))
  },
})

const ordersOpen = defineOperation({
  id: 'orders.open',
  method: 'POST',
  path: '/v9/orders/open',
  summary: 'Queues one order, and answers at once with a request object to look it up by.',
  source: 'https://github.com/ticketevolution/gitbook-api-documentation/blob/master/Chapters/orders.md',
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({ body: OrdersBody() }),
  knownAndIgnored: {
    ...ITEM_PARAMETERS,
    '/webhook_url': 'it is stored, and not called yet',
  },
  status: 202,
  output: RequestObjectShape,
  handle: ({ tx, caller, body, sent, note }) => {
    const entries = body.orders.map((entry, nth) => placementOf(tx, caller, entry, body.check_fraud ?? true, nth))
    const queued = queueOrders(tx, caller, { entries, params: withoutCards(sent()) })
    note(`The order is made within a minute of the sandbox clock: look it up at GET /v9/requests/orders/${queued.id}`)
    return presentRequest(tx, caller, queued)
  },
})

const requestsShow = defineOperation({
  id: 'requests.orders.show',
  method: 'GET',
  path: '/v9/requests/orders/:id',
  summary: 'The progress of a request of orders/open, and its order once that is made.',
  source: REQUEST_OBJECT,
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: RequestObjectShape,
  handle: ({ tx, caller, params }) => presentRequest(tx, caller, findQueued(tx, caller, params.id)),
})

const queuedOrdersIndex = defineOperation({
  id: 'queued_orders.index',
  method: 'GET',
  path: '/v9/queued_orders',
  summary: 'The orders that were queued, newest first.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('queued_orders', RequestObjectShape()),
  handle: ({ tx, caller, query }) => {
    const records = tx.find('queued_orders', 'by_account', caller.account)
    const total = tx.count('queued_orders', 'by_account', caller.account)
    return pageOf('queued_orders', query, { records, total }, (queued) => presentRequest(tx, caller, queued))
  },
})

const RECENT_MS = 48 * 3_600_000

const queuedOrdersRecent = defineOperation({
  id: 'queued_orders.recent',
  method: 'GET',
  path: '/v9/queued_orders/recent',
  summary: 'The orders that were queued in the last 48 hours, newest first.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('queued_orders', RequestObjectShape()),
  handle: ({ tx, caller, query }) => {
    const records = tx.find('queued_orders', 'by_account', caller.account)
    const keep = (queued: QueuedOrder) => queued.created_at > tx.now - RECENT_MS
    return pageOf('queued_orders', query, { records, keep }, (queued) => presentRequest(tx, caller, queued))
  },
})

const queuedOrdersShow = defineOperation({
  id: 'queued_orders.show',
  method: 'GET',
  path: '/v9/queued_orders/:queued_order_id',
  summary: 'One queued order.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: RequestObjectShape,
  handle: ({ tx, caller, params }) => presentRequest(tx, caller, findQueued(tx, caller, params.queued_order_id)),
})

export const queuedOrders = [
  ordersBackground,
  ordersOpen,
  requestsShow,
  queuedOrdersIndex,
  queuedOrdersRecent,
  queuedOrdersShow,
]
