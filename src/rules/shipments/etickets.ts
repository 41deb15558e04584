import type { StoredPdf } from '../../pdf/jobs.ts'
import { joinUploads, PdfTime, pagesOf, readPdfIn } from '../../pdf/pdfs.ts'
import type { Item, Order, StoredFile } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Caller } from '../caller.ts'
import { completeWhenDelivered } from '../orders/fulfilment.ts'
import { refusing } from '../printed-text.ts'
import { notFound, stale, unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { itemInChain } from './parcels.ts'
import { NO_ETICKET_FILE } from './shipments.ts'

/** The new file of an item, and the file that the request found there. */
export interface NewFile extends StoredPdf {
  /** The file that `prepare` started from: if the item has another one by now, `prepare` must run again. */
  readonly from_id: number | null
}

export function findItem(read: Reader, order: Order, id: string): Item {
  const item = /^[1-9]\d{0,14}$/.test(id) ? read.get('items', Number(id)) : undefined
  if (item?.order_id !== order.id) throw notFound('Item', id)
  return item
}

/** The item that `deliver_etickets` names, by its `order_item_id` (W:9470128). */
export function findOrderItem(read: Reader, order: Order, order_item_id: number): Item {
  const [item] = read.find('items', 'by_order_item', order_item_id)
  if (item?.order_id !== order.id) throw notFound('OrderItem', order_item_id)
  return item
}

/** Refuses to change an item's etickets when its order does not allow it. */
export function checkChangeable(order: Order, item: Item): void {
  if (order.seller_state !== 'accepted')
    throw unprocessable(
      `Order ${order.id} is ${order.seller_state}; etickets go with an accepted order: accept it first`,
    )
  if (!item.eticket_delivery)
    throw unprocessable(`Item ${item.id} is not delivered as etickets; see its eticket_delivery and its shipment`)
  if (item.eticket_finalized_at !== null)
    throw unprocessable(`The etickets of item ${item.id} are finalized and cannot be changed any more`)
}

const fileOf = (read: Reader, item: Item): StoredFile | null =>
  item.eticket_file_id === null ? null : read.must('files', item.eticket_file_id)

/** What was sent; half of it, where the file is to be refused. */
function sent(base64: string, { forced }: Settings): string {
  // Cut at a multiple of four characters, which is a whole number of bytes.
  return forced === 'eticket_rejected' ? base64.slice(0, Math.floor(base64.length / 8) * 4) : base64
}

/** @throws what says what is wrong with it */
export const readFile = (base64: string, name: string, settings: Settings, time = new PdfTime()): Promise<StoredPdf> =>
  refusing(readPdfIn(sent(base64, settings), name, time))

const newFile = (file: StoredPdf, from: StoredFile | null): NewFile => ({ ...file, from_id: from?.id ?? null })

/** W:12550153: each added file is joined to the ones before it. */
export async function joinFiles(
  read: Reader,
  settings: Settings,
  item: Item,
  files: readonly string[],
): Promise<NewFile> {
  const before = fileOf(read, item)
  const uploads = files.map((file, nth) => ({ name: `files[${nth}]`, base64: sent(file, settings) }))
  return newFile(await refusing(joinUploads(before?.base64 ?? null, uploads)), before)
}

/** W:12550155: keeps the named pages. There must be one for each ticket, unless `ignore_quantity` skips that check. */
export async function cutFile(
  read: Reader,
  item: Item,
  keep_pages: readonly number[],
  ignore_quantity: boolean,
): Promise<NewFile> {
  const before = fileOf(read, item)
  if (before === null) throw unprocessable(`Item ${item.id} has no etickets yet; add them with add_etickets`)
  const pages = item.eticket_pdf_pages ?? 0
  const kept = [...new Set(keep_pages)].sort((one, other) => one - other)
  const beyond = kept.find((page) => page > pages)
  if (beyond !== undefined)
    throw unprocessable(`keep_pages names page ${beyond}; the uploaded etickets have ${pages} pages`)
  if (!ignore_quantity && kept.length !== item.quantity)
    throw unprocessable(
      `keep_pages keeps ${kept.length} pages for ${item.quantity} tickets; keep one page for each, or send "ignore_quantity": true`,
    )
  return newFile(await refusing(pagesOf(before.base64, kept)), before)
}

/** W:9470128: one file that has all the tickets of an item and nothing else. */
export async function wholeFile(
  read: Reader,
  settings: Settings,
  item: Item,
  base64: string,
  time: PdfTime,
): Promise<NewFile> {
  const file = await readFile(base64, `etickets for item_id ${item.order_item_id}`, settings, time)
  const { pages } = file
  if (pages !== item.quantity)
    throw unprocessable(
      `The eticket file for item_id ${item.order_item_id} has ${pages} pages for ${item.quantity} tickets; it must hold all of them and no others`,
    )
  return newFile(file, fileOf(read, item))
}

/** Puts a prepared file in place of the one it was made from. */
export function storeFile(tx: Transaction, item: Item, file: NewFile): Item {
  if (item.eticket_file_id !== file.from_id) throw stale()
  if (item.eticket_file_id !== null) tx.delete('files', item.eticket_file_id)
  const { id } = tx.put('files', { id: tx.nextId('files'), base64: file.base64 })
  return changeItem(tx, item, {
    eticket_file_id: id,
    eticket_pdf_pages: file.pages,
    eticket_file_size: file.size_bytes,
    eticket_updated_at: tx.now,
  })
}

export function removeFile(tx: Transaction, item: Item): Item {
  if (item.eticket_file_id !== null) tx.delete('files', item.eticket_file_id)
  return changeItem(tx, item, NO_ETICKET_FILE)
}

/** Delivers the etickets of an item. The last item completes the order. */
export function finalizeItem(tx: Transaction, settings: Settings, order: Order, item: Item): Item {
  const { id, state } = tx.must('shipments', item.shipment_id)
  if (state === 'canceled')
    throw unprocessable(`Shipment ${id} is canceled; put item ${item.order_item_id} into a new shipment first`)
  const finalized = changeItem(tx, item, { eticket_finalized_at: tx.now })
  for (const each of itemInChain(tx, finalized)) {
    const others = tx.list('items', 'by_shipment', each.shipment_id)
    if (others.every((other) => other.eticket_finalized_at !== null))
      tx.put('shipments', { ...tx.must('shipments', each.shipment_id), state: 'delivered', updated_at: tx.now })
  }
  completeWhenDelivered(tx, settings, order)
  return finalized
}

function changeItem(tx: Transaction, item: Item, fields: Partial<Item>): Item {
  for (const each of itemInChain(tx, item)) tx.put('items', { ...each, ...fields, updated_at: tx.now })
  return tx.must('items', item.id)
}

/** The etickets of an item. Both sides may read them once they are delivered; the seller also before. */
export function readEtickets(read: Reader, caller: Caller, order: Order, item: Item): string {
  const file = fileOf(read, item)
  const isSeller = caller.account === order.seller.account && order.back_order_id === null
  if (file === null || (item.eticket_finalized_at === null && !isSeller))
    throw unprocessable(`The etickets of item ${item.id} are not available yet`)
  return file.base64
}

/** Records that a buyer has fetched its etickets. */
export function noteDownload(tx: Transaction, caller: Caller, order: Order, item: Item): void {
  const isSeller = caller.account === order.seller.account && order.back_order_id === null
  if (isSeller || item.eticket_finalized_at === null) return
  tx.put('items', { ...item, eticket_downloaded_at: tx.now, eticket_downloaded_by: caller.credential.label })
}
