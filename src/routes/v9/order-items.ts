import * as z from 'zod'
import { DocumentAnswer } from '../../answer.ts'
import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { findOrder, findOwnSale } from '../../rules/orders/visibility.ts'
import {
  checkChangeable,
  cutFile,
  finalizeItem,
  findItem,
  joinFiles,
  noteDownload,
  readEtickets,
  removeFile,
  storeFile,
} from '../../rules/shipments/etickets.ts'
import { convertToEtickets } from '../../rules/shipments/packing.ts'
import type { Item, Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { flat } from '../../wire/envelopes.ts'
import { count, flag, text } from '../../wire/fields.ts'
import { presentItemV9 } from '../../wire/order-items.ts'
import { ItemV9Shape } from '../../wire/order-shapes.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { FILES_LIMIT_BYTES } from './orders.ts'
import { BROKERS, PHP_CLIENT, wiki } from './sources.ts'

interface ItemPath {
  readonly order_id: string
  /** `items[].id`, not `order_item_id` (S1, S3). */
  readonly item_id: string
}

function findSeen(read: Reader, caller: Caller, path: ItemPath): { order: Order; item: Item } {
  const order = findOrder(read, caller, path.order_id)
  return { order, item: findItem(read, order, path.item_id) }
}

/** An item whose etickets the caller may change now. */
function findOpen(read: Reader, caller: Caller, path: ItemPath): { order: Order; item: Item } {
  const order = findOwnSale(read, caller, path.order_id, 'change the etickets of')
  const item = findItem(read, order, path.item_id)
  checkChangeable(order, item)
  return { order, item }
}

const itemsIndex = defineOperation({
  id: 'items.index',
  method: 'GET',
  path: '/v9/orders/:order_id/items',
  summary: 'The items of an order.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('items', ItemV9Shape()),
  handle: ({ tx, caller, params, query }) => {
    const { id } = findOrder(tx, caller, params.order_id)
    const records = tx.list('items', 'by_order', id)
    return pageOf('items', query, { records, total: records.length }, (item) => presentItemV9(tx, item))
  },
})

const itemsShow = defineOperation({
  id: 'items.show',
  method: 'GET',
  path: '/v9/orders/:order_id/items/:item_id',
  summary: 'One item of an order.',
  source: wiki(12550149),
  fidelity: 'documented',
  credentials: BROKERS,
  status: 200,
  output: ItemV9Shape,
  handle: ({ tx, caller, params }) => presentItemV9(tx, findSeen(tx, caller, params).item),
})

const itemsAddEtickets = defineOperation({
  id: 'items.add_etickets',
  method: 'POST',
  path: '/v9/orders/:order_id/items/:item_id/add_etickets',
  summary: 'Uploads PDFs for an item, once or several times; they are joined into one.',
  source: wiki(12550153),
  fidelity: 'documented',
  credentials: BROKERS,
  bodyLimit_bytes: FILES_LIMIT_BYTES,
  forcible: ['eticket_rejected'],
  input: () => ({ body: flat(z.object({ files: z.array(text(FILES_LIMIT_BYTES)).min(1) })) }),
  status: 200,
  output: ItemV9Shape,
  prepare: ({ read, caller, settings, params, body }) =>
    joinFiles(read, settings, findOpen(read, caller, params).item, body.files),
  handle: ({ tx, caller, params, prepared }) => {
    const { item } = findOpen(tx, caller, params)
    return presentItemV9(tx, storeFile(tx, item, prepared))
  },
})

const itemsFinalizeEtickets = defineOperation({
  id: 'items.finalize_etickets',
  method: 'POST',
  path: '/v9/orders/:order_id/items/:item_id/finalize_etickets',
  summary: 'Delivers the pages of the upload that are to be kept: one for each ticket, unless ignore_quantity is true.',
  source: wiki(12550155),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    body: flat(z.object({ keep_pages: z.array(count()).min(1).max(10_000), ignore_quantity: flag().nullish() })),
  }),
  status: 200,
  output: ItemV9Shape,
  prepare: ({ read, caller, params, body }) =>
    cutFile(read, findOpen(read, caller, params).item, body.keep_pages, body.ignore_quantity ?? false),
  handle: ({ tx, caller, settings, params, prepared }) => {
    const { order, item } = findOpen(tx, caller, params)
    finalizeItem(tx, settings, order, storeFile(tx, item, prepared))
    return presentItemV9(tx, tx.must('items', item.id))
  },
})

const removeEtickets = ({ tx, caller, params }: { tx: Transaction; caller: Caller; params: ItemPath }) => {
  const { item } = findOpen(tx, caller, params)
  return presentItemV9(tx, removeFile(tx, item))
}

const removal = {
  path: '/v9/orders/:order_id/items/:item_id/remove_etickets',
  summary: 'Removes what was uploaded for an item, any time before it is finalized.',
  credentials: BROKERS,
  status: 200,
  output: ItemV9Shape,
  handle: removeEtickets,
} as const

const itemsRemoveEtickets = defineOperation({
  ...removal,
  id: 'items.remove_etickets',
  method: 'GET',
  source: wiki(21233775),
  fidelity: 'documented',
})

/** POST is documented only by a third party: tevo-api.md §7.8. */
const itemsRemoveEticketsByPost = defineOperation({
  ...removal,
  id: 'items.remove_etickets_by_post',
  method: 'POST',
  source: wiki(21233775),
  fidelity: 'decided',
})

const itemsPrintEtickets = defineOperation({
  id: 'items.print_etickets',
  method: 'GET',
  path: '/v9/orders/:order_id/items/:item_id/print_etickets',
  summary: 'The delivered etickets of an item as one PDF.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => z.strictObject({ etickets: z.string() }),
  handle: ({ tx, caller, params }) => {
    const { order, item } = findSeen(tx, caller, params)
    const bytes = Buffer.from(readEtickets(tx, caller, order, item), 'base64')
    noteDownload(tx, caller, order, item)
    return new DocumentAnswer('etickets', bytes)
  },
})

const itemsConvertToEtickets = defineOperation({
  id: 'items.convert_to_etickets',
  method: 'GET',
  path: '/v9/orders/:order_id/items/:item_id/convert_to_etickets',
  summary: 'Turns an item into etickets, in a shipment of its own; the other items stay where they are.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: ItemV9Shape,
  handle: ({ tx, caller, params }) => {
    const order = findOwnSale(tx, caller, params.order_id, 'convert the items of')
    return presentItemV9(tx, convertToEtickets(tx, order, findItem(tx, order, params.item_id)))
  },
})

export const orderItems = [
  itemsIndex,
  itemsShow,
  itemsAddEtickets,
  itemsFinalizeEtickets,
  itemsRemoveEtickets,
  itemsRemoveEticketsByPost,
  itemsPrintEtickets,
  itemsConvertToEtickets,
]
