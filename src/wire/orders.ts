import type { Caller } from '../rules/caller.ts'
import { balanceFrom, moneyString, paymentTotals } from '../rules/money/totals.ts'
import { mayRead, seenAs, wroteOrder } from '../rules/orders/visibility.ts'
import { isPoBox } from '../rules/shipments/addresses.ts'
import type { Note, Order, Party, Payment } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { presentContacts } from './clients.ts'
import { presentCreator } from './credentials.ts'
import { presentItem, presentItemV9 } from './order-items.ts'
import { presentShipment, presentShipmentV9 } from './order-shipments.ts'
import { presentPayment } from './payments.ts'
import { moneyNumber, time } from './print.ts'

/** Orders and their parts in answers: v10's is S2's example, v9's differs in a few names (tevo-api.md §3.4). */

type Version = 'v9' | 'v10'

/**
 * The fields that both versions share, then those of one version. It is one literal because V8 of Node 20 is slow at
 * adding spread fields: with the amounts and the rest spread into it, it took twice as long.
 */
function printed<Rest extends object>(read: Reader, caller: Caller, order: Order, parts: Parts, rest: Rest) {
  const totals = paymentTotals(parts.payments)
  return {
    id: order.id,
    oid: `${order.order_group_id}-${order.id}`,
    order_type: isSaleOf(caller, order) ? 'sale' : 'purchase',
    substitute_order_link_id: order.substitute_order_link_id,
    was_auto_pended: null,
    was_auto_accepted: null,
    was_auto_canceled: order.was_auto_canceled,
    pending_non_refund_payments_total: moneyNumber(totals.pending_cents),
    completed_non_refund_payments_total: moneyNumber(totals.paid_cents),
    pending_balance: moneyString(totals.pending_cents),
    shipping: moneyString(order.shipping_cents),
    service_fee: moneyString(order.service_fee_cents),
    additional_expense: moneyString(order.additional_expense_cents),
    discount: moneyString(order.discount_cents),
    tax: moneyString(order.tax_cents),
    fee: moneyString(0),
    refunded: moneyString(totals.refunded_cents),
    returns_total: moneyNumber(order.returned_cents),
    penalties_total: 0,
    subtotal: moneyString(order.subtotal_cents),
    total: moneyString(order.total_cents),
    balance: moneyString(balanceFrom(order.total_cents, totals)),
    instructions: order.instructions,
    buyer_state: order.buyer_state,
    consignment: order.consignment,
    seller_cancellation_reason: order.seller_cancellation_reason,
    buyer_cancellation_reason: order.buyer_cancellation_reason,
    seller_cancellation_notes: order.seller_cancellation_notes,
    buyer_cancellation_notes: order.buyer_cancellation_notes,
    seller_rejection_reason: order.seller_rejection_reason,
    buyer_rejection_reason: null,
    seller_rejection_notes: order.seller_rejection_notes,
    buyer_rejection_notes: null,
    created_at: time(order.created_at),
    updated_at: time(order.updated_at),
    url: `/orders/${order.id}`,
    oth_created: false,
    reference: wroteOrder(caller, order) ? order.reference : null,
    created_by_ip_address: order.created_by_ip_address,
    substitutions: read.list('orders', 'by_substituted', order.id).map(({ id }) => id),
    state: order.seller_state,
    child_orders: order.back_order_id === null ? [] : [order.back_order_id],
    created_by: presentCreator(read, read.must('credentials', order.created_by_credential_id)),
    buyer: parts.buyer,
    seller: presentParty(read, order.seller),
    ...rest,
  }
}

interface Parts {
  readonly payments: readonly Payment[]
  readonly buyer: ReturnType<typeof presentParty>
}

const isSaleOf = (caller: Caller, order: Order): boolean => seenAs(caller, order) !== 'PurchaseOrder'

/** W:4129639, W:73302018: the v9 order. */
export function presentOrderV9(read: Reader, caller: Caller, order: Order) {
  const payments = read.list('payments', 'by_order', order.id)
  const items = read.list('items', 'by_order', order.id)
  const shipments = read.list('shipments', 'by_order', order.id)
  const buyer = presentParty(read, order.buyer)
  return printed(
    read,
    caller,
    order,
    { payments, buyer },
    {
      // T2 reads these two in production.
      type: seenAs(caller, order) ?? 'Order',
      hold_placed_at: null,
      order_group_id: order.order_group_id,
      seller_state: order.seller_state,
      client:
        order.buyer.type === 'Client'
          ? { ...buyer, ...presentContacts(read, read.must('clients', order.buyer.id)) }
          : null,
      patron_type: order.buyer.type,
      partner: order.seller.type === 'AffiliateStore',
      seller_is_pos: false,
      spec: items.some((item) => read.must('ticket_groups', item.ticket_group_id).spec),
      fraud_check_status: order.fraud_check_status,
      kount_score: null,
      hold_expires_at: null,
      insurance: moneyString(0),
      currency: 'USD',
      promo_code: order.promo_code,
      seller_reference_number: order.seller_reference_number,
      buyer_reference_number: order.buyer_reference_number,
      po_number: order.po_number,
      invoice_number: order.invoice_number,
      billing_address: presentAddressOf(read, order.billing_address_id),
      shipping_address: presentAddressOf(
        read,
        shipments.find(({ address_id }) => address_id !== null)?.address_id ?? null,
      ),
      shipments: shipments.map((shipment) => presentShipmentV9(read, shipment)),
      notes: presentNotes(read, caller, order, 'v9'),
      items: items.map((item) => presentItemV9(read, item)),
      payments: payments.map((payment) => presentPayment(payment, payments)),
    },
  )
}

/** S2: the v10 order, with only the fields that S2 shows. */
export function presentOrderV10(read: Reader, caller: Caller, order: Order) {
  const payments = read.list('payments', 'by_order', order.id)
  const buyer = presentParty(read, order.buyer)
  return printed(
    read,
    caller,
    order,
    { payments, buyer },
    {
      // S2 shows them empty although the request has an address.
      billing_address: NO_ADDRESS,
      shipping_address: NO_ADDRESS,
      deliveries: read.list('shipments', 'by_order', order.id).map(presentShipment),
      notes: presentNotes(read, caller, order, 'v10'),
      items: read.list('items', 'by_order', order.id).map((item) => presentItem(read, item)),
      payments: payments.map((payment) => presentPayment(payment, payments)),
    },
  )
}

/** A seller that is not on TEvo: nothing else is known of it. */
const OUTSIDE = { id: null, url: null, name: 'Outside seller', type: 'Outside' }

function presentParty(read: Reader, party: Party) {
  if (party.type === 'Outside') return OUTSIDE
  if (party.type === 'Client') {
    const { id, name, updated_at, pnr_id, tags } = read.must('clients', party.id)
    return { id, url: `/clients/${id}`, name, updated_at: time(updated_at), type: party.type, pnr_id, tags }
  }
  if (party.type === 'AffiliateStore') {
    const { id, name, affiliate_id, created_at, updated_at, logo, website } = read.must('affiliate_stores', party.id)
    return {
      id,
      name,
      affiliate_id,
      created_at: time(created_at),
      updated_at: time(updated_at),
      type: party.type,
      logo,
      website,
    }
  }
  const { id, name, brokerage_id, updated_at } = read.must('offices', party.id)
  const brokerage = read.must('brokerages', brokerage_id)
  return {
    id,
    url: `/offices/${id}`,
    name,
    updated_at: time(updated_at),
    type: party.type,
    brokerage: {
      id: brokerage.id,
      url: `/brokerages/${brokerage.id}`,
      name: brokerage.name,
      abbreviation: brokerage.abbreviation,
    },
  }
}

const NO_ADDRESS = {
  id: null,
  label: null,
  street_address: null,
  extended_address: null,
  po_box: false,
  locality: null,
  region: null,
  postal_code: null,
  country_code: null,
  latitude: null,
  longitude: null,
  primary: false,
}

function presentAddressOf(read: Reader, address_id: number | null) {
  const address = address_id === null ? undefined : read.get('addresses', address_id)
  const client = address === undefined ? undefined : read.get('clients', address.client_id)
  if (address === undefined || client === undefined) return NO_ADDRESS
  return {
    // W:73302018: addresses nested in orders have numbers for ids.
    id: address.id,
    label: address.label,
    street_address: address.street_address,
    extended_address: address.extended_address,
    po_box: isPoBox(address),
    locality: address.locality,
    region: address.region,
    postal_code: address.postal_code,
    country_code: address.country_code,
    latitude: null,
    longitude: null,
    primary: client.primary_address_id === address.id,
  }
}

/** External notes come first (S2). Of the internal notes, a caller sees only its own. */
function presentNotes(read: Reader, caller: Caller, order: Order, version: Version) {
  const notes = read.list('notes', 'by_order', order.id).filter((note) => mayRead(caller, note))
  const of = (category: Note['category']) => notes.filter((note) => note.category === category)
  return [...of('external'), ...of('internal')].map((note) => ({
    id: note.id,
    content: note.content,
    created_at: time(note.created_at),
    category: note.category,
    ...(version === 'v10' ? { affiliate_store_id: note.affiliate_store_id } : { office_id: note.office_id }),
    order_id: null,
    order_link_id: note.order_id,
    properties: { order_link_participant_type: 'seller' },
    updated_at: time(note.updated_at),
  }))
}
