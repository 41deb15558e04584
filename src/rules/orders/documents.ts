import type { Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Caller } from '../caller.ts'
import { dollars } from '../money/totals.ts'
import { endLines, ticketLine } from '../printed-text.ts'
import { unprocessable } from '../refusal.ts'
import { recipientOf } from '../shipments/recipient.ts'
import { seenAs } from './visibility.ts'

/** The printed order's title: an invoice for its seller, a purchase order for its buyer (PHP downloadOrderPDF). */
export const documentTitle = (caller: Caller, order: Order): string =>
  `${seenAs(caller, order) === 'Order' ? 'Invoice' : 'Purchase Order'} ${order.order_group_id}-${order.id}`

export function documentLines(read: Reader, caller: Caller, order: Order): string[] {
  const items = read.list('items', 'by_order', order.id)
  const shipments = read.list('shipments', 'by_order', order.id)
  const amount = (name: string, cents: number) => (cents === 0 ? [] : [`${name}: ${dollars(cents)}`])
  return [
    documentTitle(caller, order).toUpperCase(),
    `Date: ${new Date(order.created_at).toISOString().slice(0, 10)}`,
    `State: ${order.seller_state}`,
    `Seller: ${partyName(read, order.seller)}`,
    `Buyer: ${partyName(read, order.buyer)}`,
    '',
    ...items.flatMap((item) => [
      ticketLine(read, item),
      `    ${item.quantity} x ${dollars(item.price_cents)} = ${dollars(item.quantity * item.price_cents)}`,
    ]),
    '',
    `Subtotal: ${dollars(order.subtotal_cents)}`,
    ...amount('Shipping', order.shipping_cents),
    ...amount('Service fee', order.service_fee_cents),
    ...amount('Additional expense', order.additional_expense_cents),
    ...amount('Tax', order.tax_cents),
    ...amount('Discount', order.discount_cents),
    `Total: ${dollars(order.total_cents)}`,
    ...shipments.flatMap((shipment) => [
      '',
      `Shipment ${shipment.id}: ${shipment.type}, ${shipment.state}`,
      ...endLines(recipientOf(read, shipment)),
    ]),
  ]
}

/** Who sells or buys, for people. */
export function partyName(read: Reader, { type, id }: Order['buyer']): string {
  if (type === 'Client') return read.must('clients', id).name
  if (type === 'AffiliateStore') return read.must('affiliate_stores', id).name
  const office = read.must('offices', id)
  return `${read.must('brokerages', office.brokerage_id).name}, ${office.name}`
}

/** Refuses to send a link to etickets that are not there. */
export function checkHasEtickets(read: Reader, order: Order): void {
  const items = read.list('items', 'by_order', order.id)
  if (!items.some((item) => item.eticket_finalized_at !== null))
    throw unprocessable(`Order ${order.id} has no etickets to download yet: its seller has to finalize them first`)
}
