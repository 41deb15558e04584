import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import type { Preparing } from '../../rules/job.ts'
import { type Holds, prepareHolds, release, useHolds } from '../../rules/orders/integration-holds.ts'
import { hasServices } from '../../rules/orders/integrations.ts'
import { placeOrder } from '../../rules/orders/placing.ts'
import { searchOrders } from '../../rules/orders/search.ts'
import { findOrder } from '../../rules/orders/visibility.ts'
import type { Settings } from '../../rules/settings.ts'
import { envelope } from '../../wire/envelopes.ts'
import { OrderV10Shape } from '../../wire/order-shapes.ts'
import { type OrderV10Entry, OrderV10Fields } from '../../wire/order-v10-input.ts'
import { presentOrderV10 } from '../../wire/orders.ts'
import { ORDERS_PAGE_CAP, orderPageQuery, pageOf, pageShape } from '../../wire/pages.ts'
import { newOrderOfV10 } from '../order-input.ts'
import { EVERY_CREDENTIAL, wiki } from '../v9/sources.ts'

interface CreateRequest {
  readonly caller: Caller
  readonly settings: Settings
  readonly body: OrderV10Entry
}

const ordersCreate = defineOperation({
  id: 'v10.orders.create',
  method: 'POST',
  path: '/v10/orders',
  summary: "Sells tickets to a store's client; the amount of the payment is computed.",
  source: wiki(3510599681),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  forcible: ['ticket_group_gone', 'price_rises', 'payment_declined', 'fraud_declined'],
  input: () => ({ body: envelope('order', OrderV10Fields()) }),
  // S2.
  knownAndIgnored: { '/order/payments/*/amount': "a payment is always over the order's total" },
  status: 201,
  output: OrderV10Shape,
  mayWait: hasServices,
  prepare: async ({
    caller,
    settings,
    body,
    ...preparing
  }: CreateRequest & Preparing<Holds>): Promise<Holds | undefined> =>
    prepareHolds(preparing, (tx) => [placeOrder(tx, caller, settings, newOrderOfV10(tx, caller, body), 0)]),
  handle: ({ tx, caller, settings, body, prepared }) => {
    const order = placeOrder(tx, caller, settings, newOrderOfV10(tx, caller, body), 0)
    useHolds(tx, [order], prepared)
    return presentOrderV10(tx, caller, tx.must('orders', order.id))
  },
  refused: ({ tx, prepared }) => release(tx, prepared),
})

const ordersShow = defineOperation({
  id: 'v10.orders.show',
  method: 'GET',
  path: '/v10/orders/:order_id',
  summary: 'One order, in the form that its create answered.',
  source: wiki(3510599681),
  fidelity: 'decided',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: OrderV10Shape,
  handle: ({ tx, caller, params }) => presentOrderV10(tx, caller, findOrder(tx, caller, params.order_id)),
})

const ordersIndex = defineOperation({
  id: 'v10.orders.index',
  method: 'GET',
  path: '/v10/orders',
  summary: 'The orders of your store or brokerage, newest first.',
  source: wiki(3510599681),
  fidelity: 'decided',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: orderPageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('orders', OrderV10Shape()),
  handle: ({ tx, caller, query }) => {
    const page = { page: query.page, per_page: Math.min(query.per_page, ORDERS_PAGE_CAP) }
    const found = searchOrders(tx, caller, {}, null)
    return pageOf('orders', page, found, (order) => presentOrderV10(tx, caller, order))
  },
})

export const ordersV10 = [ordersCreate, ordersShow, ordersIndex]
