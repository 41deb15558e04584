import * as z from 'zod'
import { DocumentAnswer } from '../../answer.ts'
import { defineOperation } from '../../operation.ts'
import { PdfTime, printAll } from '../../pdf/pdfs.ts'
import type { Caller } from '../../rules/caller.ts'
import type { Preparing } from '../../rules/job.ts'
import { type Holds, prepareHolds, release, useHolds } from '../../rules/orders/integration-holds.ts'
import { hasServices } from '../../rules/orders/integrations.ts'
import { place } from '../../rules/orders/queue.ts'
import { isKnownType, searchOrders } from '../../rules/orders/search.ts'
import { type OrderUpdate, updateOrder } from '../../rules/orders/update.ts'
import { findOrder, findOwnSale } from '../../rules/orders/visibility.ts'
import { refusing } from '../../rules/printed-text.ts'
import { unprocessable } from '../../rules/refusal.ts'
import type { Settings } from '../../rules/settings.ts'
import {
  checkChangeable,
  finalizeItem,
  findOrderItem,
  noteDownload,
  readEtickets,
  storeFile,
  wholeFile,
} from '../../rules/shipments/etickets.ts'
import type { Order } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { flag, id, instantFilters, looseFlag, optionalText, text } from '../../wire/fields.ts'
import { notesField, type OrderEntry, OrderFields, orderNumberFields } from '../../wire/order-input.ts'
import { OrderV9Shape } from '../../wire/order-shapes.ts'
import { presentOrderV9 } from '../../wire/orders.ts'
import { matches, matchesInstants, ORDERS_PAGE_CAP, orderPageFields, pageOf, pageShape } from '../../wire/pages.ts'
import { placementOf } from '../order-input.ts'
import { BROKERS, EVERY_CREDENTIAL, PHP_CLIENT, wiki } from './sources.ts'

/** Etickets are sent as base64 inside the JSON. */
export const FILES_LIMIT_BYTES = 32 * 1024 * 1024

const DATE = /^\d{4}-\d{2}-\d{2}/

const ordersIndex = defineOperation({
  id: 'orders.index',
  method: 'GET',
  path: '/v9/orders',
  summary: 'The orders that your brokerage sells or buys, newest first, at most 10 a page.',
  source: wiki(4751395),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({
      ...orderPageFields,
      state: z.string().optional(),
      'state.eq': z.string().optional(),
      'state.not_eq': z.string().optional(),
      type: z.string().optional(),
      direct_buyer_type: z.string().optional(),
      q: z.string().optional(),
      seller_id: id().optional(),
      buyer_id: id().optional(),
      id: id().optional(),
      order_id: id().optional(),
      order_group_id: id().optional(),
      reference: z.string().optional(),
      needs_eticket: looseFlag(),
      performer_id: id().optional(),
      venue_id: id().optional(),
      event_date: z
        .string()
        .regex(DATE)
        .transform((value) => value.slice(0, 10))
        .optional(),
      ...instantFilters('created_at'),
      ...instantFilters('updated_at'),
    }),
  }),
  indexed: true,
  status: 200,
  output: () => pageShape('orders', OrderV9Shape()),
  handle: ({ tx, caller, query, note }) => {
    const per_page = Math.min(query.per_page, ORDERS_PAGE_CAP)
    if (!isKnownType(query.type))
      note(`type ${query.type} is neither Order nor PurchaseOrder, so the answer has orders of both types`)
    const isCompared = Object.keys(query).some((key) => /^(created_at|updated_at|state\.)/.test(key))
    const isKept = (order: Order) =>
      matches(query, 'state', order.seller_state) &&
      matchesInstants(query, 'created_at', order.created_at) &&
      matchesInstants(query, 'updated_at', order.updated_at)
    const found = searchOrders(tx, caller, query, isCompared ? isKept : null)
    return pageOf('orders', { page: query.page, per_page }, found, (order) => presentOrderV9(tx, caller, order))
  },
})

const ordersShow = defineOperation({
  id: 'orders.show',
  method: 'GET',
  path: '/v9/orders/:order_id',
  summary: 'One order that your brokerage, or your store, sells or buys.',
  source: wiki(4129639),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: OrderV9Shape,
  handle: ({ tx, caller, params }) => presentOrderV9(tx, caller, findOrder(tx, caller, params.order_id)),
})

/** `check_fraud` stands beside the orders (W:9994275). */
export const OrdersBody = () => batch('orders', OrderFields(), z.object({ check_fraud: flag().nullish() }))

/** W:3523903569 names it without a word. */
const WHOLESALE = 'what counts is the wholesale price of the ticket group; no source says what this one would change'
export const ITEM_PARAMETERS = {
  '/orders/*/shipped_items/*/items/*/wholesale_price': WHOLESALE,
  '/orders/*/items/*/wholesale_price': WHOLESALE,
}

const ordersCreate = defineOperation({
  id: 'orders.create',
  method: 'POST',
  path: '/v9/orders',
  summary: "Sells tickets to a client or an office; another brokerage's tickets are bought for it at the same time.",
  source: wiki(9994275),
  fidelity: 'documented',
  credentials: BROKERS,
  forcible: ['ticket_group_gone', 'price_rises', 'payment_declined', 'fraud_declined'],
  refusesInPairs: true,
  input: () => ({ body: OrdersBody() }),
  knownAndIgnored: ITEM_PARAMETERS,
  status: 201,
  output: () => z.strictObject({ orders: z.array(OrderV9Shape()) }),
  mayWait: hasServices,
  prepare: async ({
    caller,
    settings,
    body,
    ...preparing
  }: CreateRequest & Preparing<Holds>): Promise<Holds | undefined> =>
    prepareHolds(preparing, (tx) => placeAll(tx, { caller, settings, body })),
  handle: ({ tx, caller, settings, body, prepared }) => {
    const orders = placeAll(tx, { caller, settings, body })
    useHolds(tx, orders, prepared)
    return { orders: orders.map(({ id }) => presentOrderV9(tx, caller, tx.must('orders', id))) }
  },
  refused: ({ tx, prepared }) => release(tx, prepared),
})

interface CreateRequest {
  readonly caller: Caller
  readonly settings: Settings
  readonly body: {
    readonly orders: readonly OrderEntry[]
    readonly check_fraud?: boolean | null | undefined
  }
}

const placeAll = (tx: Transaction, { caller, settings, body }: CreateRequest): Order[] =>
  body.orders.map((entry, nth) =>
    place(tx, caller, settings, placementOf(tx, caller, entry, body.check_fraud ?? true, nth), nth),
  )

const update = {
  path: '/v9/orders/:order_id',
  summary: 'Changes the reference, the numbers or the instructions of an order, or adds notes to it.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({
    body: flat(
      z.object({
        reference: optionalText(255),
        instructions: optionalText(),
        ...orderNumberFields(),
        internal_notes: notesField(),
        external_notes: notesField(),
      }),
    ),
  }),
  status: 200,
  output: OrderV9Shape,
} as const

const applyUpdate = ({ tx, caller, params, body }: UpdateRequest) => {
  const order = findOrder(tx, caller, params.order_id)
  return presentOrderV9(tx, caller, updateOrder(tx, caller, order, body))
}

interface UpdateRequest {
  readonly tx: Transaction
  readonly caller: Caller
  readonly params: { readonly order_id: string }
  readonly body: OrderUpdate
}

const ordersUpdate = defineOperation({ ...update, id: 'orders.update', method: 'PATCH', handle: applyUpdate })
const ordersUpdateByPut = defineOperation({ ...update, id: 'orders.update_by_put', method: 'PUT', handle: applyUpdate })

const ordersDeliverEtickets = defineOperation({
  id: 'orders.deliver_etickets',
  method: 'POST',
  path: '/v9/orders/:order_id/deliver_etickets',
  summary: 'Delivers one PDF for each item, with all of its tickets and nothing else; item_id is the order_item_id.',
  source: wiki(9470128),
  fidelity: 'documented',
  credentials: BROKERS,
  bodyLimit_bytes: FILES_LIMIT_BYTES,
  forcible: ['eticket_rejected'],
  input: () => ({
    body: flat(z.object({ etickets: z.array(z.object({ item_id: id(), eticket: text(FILES_LIMIT_BYTES) })).min(1) })),
  }),
  status: 200,
  output: () => z.strictObject({ result: z.literal('success') }),
  prepare: async ({ read, caller, settings, params, body }) => {
    const order = findOwnSale(read, caller, params.order_id, 'deliver etickets for')
    const time = new PdfTime()
    const files = []
    for (const { item_id, eticket } of body.etickets) {
      const item = findOrderItem(read, order, item_id)
      checkChangeable(order, item)
      files.push({ order_item_id: item_id, file: await wholeFile(read, settings, item, eticket, time) })
    }
    return files
  },
  handle: ({ tx, caller, settings, params, prepared }) => {
    for (const { order_item_id, file } of prepared) {
      const order = findOwnSale(tx, caller, params.order_id, 'deliver etickets for')
      const item = findOrderItem(tx, order, order_item_id)
      checkChangeable(order, item)
      finalizeItem(tx, settings, order, storeFile(tx, item, file))
    }
    return { result: 'success' }
  },
})

const ordersPrintEtickets = defineOperation({
  id: 'orders.print_etickets',
  method: 'GET',
  path: '/v9/orders/:order_id/print_etickets',
  summary: 'The delivered etickets of an order, or of one of its items, as one PDF; item_id is the order_item_id.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: z.object({ item_id: id().optional() }) }),
  status: 200,
  output: () => z.strictObject({ etickets: z.string() }),
  prepare: async ({ read, caller, params, query }) => {
    const order = findOrder(read, caller, params.order_id)
    const items =
      query.item_id === undefined
        ? read.list('items', 'by_order', order.id).filter((item) => item.eticket_delivery)
        : // PHP printEtickets: the id of the order item, as in deliver_etickets.
          [findOrderItem(read, order, query.item_id)]
    const files = items.map((item) => readEtickets(read, caller, order, item))
    return { items: items.map(({ id }) => id), bytes: files.length === 0 ? null : await refusing(printAll(files)) }
  },
  handle: ({ tx, caller, params, prepared }) => {
    const order = findOrder(tx, caller, params.order_id)
    for (const item_id of prepared.items) noteDownload(tx, caller, order, tx.must('items', item_id))
    if (prepared.bytes === null) throw unprocessable(`Order ${order.id} has no items that are delivered as etickets`)
    return new DocumentAnswer('etickets', prepared.bytes)
  },
})

export const orders = [
  ordersIndex,
  ordersShow,
  ordersCreate,
  ordersUpdate,
  ordersUpdateByPut,
  ordersDeliverEtickets,
  ordersPrintEtickets,
]
