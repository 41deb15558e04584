import type { Amounts, NewItem, NewOrder, NewPayment } from '../../store/placements.ts'
import type { Client, Order, Party, Shipment } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { NoteCategory, OrderState } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { addPayment } from '../money/payments.ts'
import { totalOf } from '../money/totals.ts'
import type { Settings } from '../settings.ts'
import { addShipment, type Destination, isEticket, isTransfer, leaveTransferToSeller } from '../shipments/shipments.ts'

/** The records of an order that is being placed. */

/** How one brokerage pays another. */
export const EVOPAY: NewPayment = {
  type: 'evopay',
  amount_cents: null,
  credit_card_id: null,
  token: null,
  is_completed: false,
  is_refund: false,
}

export interface Making {
  readonly tx: Transaction
  readonly caller: Caller
  readonly settings: Settings
  readonly input: NewOrder
  readonly entry: number
  readonly order_group_id: number
}

/** The place of an order in its chain, and its first states. */
type Chain = Partial<Pick<Order, 'id' | 'back_order_id' | 'front_order_id' | 'seller_state' | 'fraud_check_status'>>

export const nextOrderGroup = (tx: Transaction): number =>
  tx.nextOf('order_group', (id) => tx.count('orders', 'by_group', id) > 0)

/** The first state of an order that nothing holds back. */
export const PENDING: OrderState = 'pending'

/** The fields of a new order to which nothing has happened yet. */
export const FRESH = {
  reviewer_id: null,
  seller_rejection_reason: null,
  seller_rejection_notes: null,
  seller_cancellation_reason: null,
  seller_cancellation_notes: null,
  buyer_cancellation_reason: null,
  buyer_cancellation_notes: null,
  was_auto_canceled: null,
  returned_cents: 0,
}

/** Written field by field: V8 of Node 20 is slow at adding spread fields, which cost 4 µs an order. */
export function makeOrder(
  { tx, caller, input, order_group_id }: Making,
  seller: Party,
  buyer: Party,
  amounts: Amounts,
  chain: Chain,
): Order {
  const details = chain.front_order_id === undefined ? input.details : NOT_FOR_OWNER
  return tx.put('orders', {
    id: chain.id ?? tx.nextId('orders'),
    order_group_id,
    back_order_id: chain.back_order_id ?? null,
    front_order_id: chain.front_order_id ?? null,
    is_purchase: input.is_purchase,
    seller,
    buyer,
    created_by_credential_id: caller.credential.id,
    created_by_office_id: caller.office_id,
    seller_state: chain.seller_state ?? PENDING,
    buyer_state: 'accepted',
    subtotal_cents: amounts.subtotal_cents,
    shipping_cents: amounts.shipping_cents,
    service_fee_cents: amounts.service_fee_cents,
    additional_expense_cents: amounts.additional_expense_cents,
    tax_cents: amounts.tax_cents,
    discount_cents: amounts.discount_cents,
    total_cents: totalOf(amounts),
    instructions: input.details.instructions,
    reference: details.reference,
    promo_code: details.promo_code,
    consignment: details.consignment,
    created_by_ip_address: details.created_by_ip_address,
    session_id: details.session_id,
    user_agent: details.user_agent,
    seller_reference_number: details.seller_reference_number,
    buyer_reference_number: details.buyer_reference_number ?? null,
    po_number: details.po_number ?? null,
    invoice_number: details.invoice_number ?? null,
    tax_signature: details.tax_signature,
    billing_address_id: details.billing_address_id,
    substitute_order_link_id: details.substitute_order_link_id,
    reviewer_id: FRESH.reviewer_id,
    seller_rejection_reason: FRESH.seller_rejection_reason,
    seller_rejection_notes: FRESH.seller_rejection_notes,
    seller_cancellation_reason: FRESH.seller_cancellation_reason,
    seller_cancellation_notes: FRESH.seller_cancellation_notes,
    buyer_cancellation_reason: FRESH.buyer_cancellation_reason,
    buyer_cancellation_notes: FRESH.buyer_cancellation_notes,
    was_auto_canceled: FRESH.was_auto_canceled,
    returned_cents: FRESH.returned_cents,
    fraud_check_status: chain.fraud_check_status ?? null,
    fraud_updates: 0,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/** Fields of the sale to the client that the order behind does not get. */
const NOT_FOR_OWNER = {
  reference: null,
  promo_code: null,
  consignment: null,
  created_by_ip_address: null,
  session_id: null,
  user_agent: null,
  seller_reference_number: null,
  buyer_reference_number: null,
  po_number: null,
  invoice_number: null,
  tax_signature: null,
  billing_address_id: null,
  substitute_order_link_id: null,
}

/** Makes the shipments and items of an order. The order behind is at the wholesale price. */
export function makeParts(
  { tx, input }: Making,
  order: Order,
  destinations: readonly Destination[],
  seats: readonly (readonly number[])[],
  isBack: boolean,
): void {
  let nth = 0
  for (const [position, { shipment: wanted, items }] of input.shipped_items.entries()) {
    const destination = destinations[position]
    if (destination === undefined) continue
    const shipment = addShipment(tx, order.id, isBack ? { ...wanted, cost_cents: 0 } : wanted, destination)
    for (const item of items) {
      const cents = isBack ? tx.must('ticket_groups', item.ticket_group_id).wholesale_price_cents : item.price_cents
      addItem(tx, order, shipment, item, cents, seats[nth] ?? [])
      nth += 1
    }
  }
  if (input.shipped_items.some(({ shipment }) => isTransfer(shipment.type))) leaveTransferToSeller(tx, order.id)
}

export function addItem(
  tx: Transaction,
  order: Order,
  shipment: Shipment,
  item: NewItem,
  price_cents: number,
  seats: readonly number[],
): void {
  tx.put('items', {
    id: tx.nextId('items'),
    order_item_id: tx.nextOf('order_item', (id) => tx.count('items', 'by_order_item', id) > 0),
    order_id: order.id,
    shipment_id: shipment.id,
    ticket_group_id: item.ticket_group_id,
    price_cents,
    quantity: item.quantity,
    seats,
    eticket_delivery: isEticket(shipment.type),
    eticket_file_id: null,
    eticket_pdf_pages: null,
    eticket_file_size: null,
    eticket_updated_at: null,
    eticket_finalized_at: null,
    eticket_downloaded_at: null,
    eticket_downloaded_by: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

export function pay({ tx, settings, input, entry }: Making, order: Order, client: Client | null): void {
  for (const payment of input.payments) addPayment(tx, settings, order, client, payment, entry)
}

/** S2: the internal notes are made first, so they have the lower ids. */
export function makeNotes({ tx, caller, input }: Making, order_id: number): void {
  for (const content of input.notes.internal) writeNote(tx, caller, order_id, 'internal', content)
  for (const content of input.notes.external) writeNote(tx, caller, order_id, 'external', content)
}

export function writeNote(
  tx: Transaction,
  caller: Caller,
  order_id: number,
  category: NoteCategory,
  content: string,
): void {
  tx.put('notes', {
    id: tx.nextId('notes'),
    order_id,
    category,
    content,
    office_id: caller.office_id,
    affiliate_store_id: caller.credential.affiliate_store_id,
    created_at: tx.now,
    updated_at: tx.now,
  })
}
