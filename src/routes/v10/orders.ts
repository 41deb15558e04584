import { defineOperation } from '../../operation.ts'
import { searchOrders } from '../../rules/order-search.ts'
import { placeOrder } from '../../rules/orders.ts'
import { findOrder } from '../../rules/visibility.ts'
import { envelope } from '../../wire/envelopes.ts'
import { OrderV10Fields } from '../../wire/order-input.ts'
import { OrderV10Shape } from '../../wire/order-shapes.ts'
import { presentOrderV10 } from '../../wire/orders.ts'
import { ORDERS_PAGE_CAP, orderPageQuery, pageOf, pageShape } from '../../wire/pages.ts'
import { newOrderOfV10 } from '../order-input.ts'
import { EVERY_CREDENTIAL, wiki } from '../v9/sources.ts'

const ordersCreate = defineOperation({
  id: 'v10.orders.create',
  method: 'POST',
  path: '/v10/orders',
  summary: "Sells tickets to a store's client; what the payment comes to is computed.",
  source: wiki(3510599681),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  forcible: ['ticket_group_gone', 'price_rises', 'payment_declined', 'fraud_declined'],
  input: () => ({ body: envelope('order', OrderV10Fields()) }),
  status: 201,
  output: OrderV10Shape,
  handle: ({ tx, caller, settings, body }) => {
    const order = placeOrder(tx, caller, settings, newOrderOfV10(tx, caller, body), 0)
    return presentOrderV10(tx, caller, tx.must('orders', order.id))
  },
})

const ordersShow = defineOperation({
  id: 'v10.orders.show',
  method: 'GET',
  path: '/v10/orders/:order_id',
  summary: 'One order, as its create answered it.',
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
  status: 200,
  output: () => pageShape('orders', OrderV10Shape()),
  handle: ({ tx, caller, query }) => {
    const page = { page: query.page, per_page: Math.min(query.per_page, ORDERS_PAGE_CAP) }
    const found = searchOrders(tx, caller, {}, null)
    return pageOf('orders', page, found, (order) => presentOrderV10(tx, caller, order))
  },
})

export const ordersV10 = [ordersCreate, ordersShow, ordersIndex]
