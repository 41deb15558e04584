import type { Caller } from '../rules/caller.ts'
import { addAddress, checkOwnProperty } from '../rules/clients/clients.ts'
import { holdForOrder } from '../rules/inventory/holds.ts'
import { checkBillingAddress } from '../rules/money/payments.ts'
import { taxOf } from '../rules/money/tax-quotes.ts'
import { officeParty } from '../rules/orders/placing.ts'
import { invalid, unprocessable } from '../rules/refusal.ts'
import { checkSender } from '../rules/shipments/shipments.ts'
import type { NewOrder, NewPayment, Placement, Shipped } from '../store/placements.ts'
import type { Party } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import { addressOf } from '../wire/client-input.ts'
import {
  boughtItemOf,
  bringsTickets,
  feesOf,
  itemOf,
  type OrderEntry,
  shipmentOf,
  shippedItemsOf,
} from '../wire/order-input.ts'
import type { OrderV10Entry } from '../wire/order-v10-input.ts'
import { paymentOf } from '../wire/payment-input.ts'

/** What stands before a shipment's field in an error. */
const V9_PREFIX = 'shipped_items.'
const V10_PREFIX = 'delivery.'

/** Reads an entry of `POST /v9/orders`: an order, a purchase from outside, or a substitution of a purchase. */
export function placementOf(
  read: Reader,
  caller: Caller,
  entry: OrderEntry,
  check_fraud: boolean,
  nth: number,
): Placement {
  if (bringsTickets(entry)) {
    if (!entry.is_purchase || entry.substitute_order_link_id)
      throw unprocessable(
        'ticket_group brings new tickets, and only a purchase can do that: set is_purchase to true, and leave substitute_order_link_id out',
      )
    const shipped_items = shippedItemsOf(entry, boughtItemOf)
    checkSenders(read, caller, shipped_items, nth, V9_PREFIX)
    return {
      kind: 'outside_purchase',
      purchase: { ...newOrderOf(read, caller, entry, [], check_fraud, nth), shipped_items },
    }
  }
  const shipped_items = shippedItemsOf(
    entry,
    itemOf((ticket_hold_id, ticket_group_id) => holdForOrder(read, caller, ticket_hold_id, ticket_group_id)),
  )
  checkSenders(read, caller, shipped_items, nth, V9_PREFIX)
  const rejected_id = entry.substitute_order_link_id
  if (rejected_id) {
    const type = entry.shipped_items?.[0]?.type
    const items = shipped_items.flatMap((shipped) => shipped.items)
    return { kind: 'substitution', rejected_id, items, ...(type ? { type } : {}) }
  }
  return { kind: 'order', order: newOrderOf(read, caller, entry, shipped_items, check_fraud, nth) }
}

/** An order of `POST /v9/orders`, with its ids looked up. */
function newOrderOf(
  read: Reader,
  caller: Caller,
  entry: OrderEntry,
  shipped_items: NewOrder['shipped_items'],
  check_fraud: boolean,
  nth: number,
): NewOrder {
  const buyer = buyerOf(read, caller, entry, nth)
  const seller =
    entry.is_purchase && !entry.seller_id ? buyer : ownOffice(read, caller, 'seller_id', entry.seller_id ?? 0, nth)
  const client = buyer.type === 'Client' ? read.must('clients', buyer.id) : null
  checkBillingAddress(read, client, entry.billing_address_id ?? null, nth)
  const tax_signature = entry.tax_signature ?? entry.tax_quote_signature ?? null
  return {
    seller,
    buyer,
    is_purchase: entry.is_purchase ?? false,
    shipped_items,
    payments: (entry.payments ?? []).map(paymentOf),
    fees: quotedFees(read, caller, { tax_signature, fees: feesOf(entry), buyer, shipped_items }),
    check_fraud,
    needs_session: false,
    notes: { internal: entry.internal_notes ?? [], external: entry.external_notes ?? [] },
    details: {
      instructions: entry.instructions ?? null,
      reference: entry.reference ?? null,
      promo_code: entry.promo_code ?? null,
      consignment: entry.consignment ?? null,
      created_by_ip_address: entry.created_by_ip_address ?? null,
      session_id: entry.session_id ?? null,
      user_agent: entry.user_agent ?? null,
      seller_reference_number: entry.seller_reference_number ?? null,
      buyer_reference_number: entry.buyer_reference_number ?? null,
      po_number: entry.po_number ?? null,
      invoice_number: entry.invoice_number ?? null,
      tax_signature,
      billing_address_id: entry.billing_address_id ?? null,
      substitute_order_link_id: entry.substitute_order_link_id ?? null,
    },
    prefix: V9_PREFIX,
  }
}

function checkSenders(
  read: Reader,
  caller: Caller,
  shipped_items: readonly Pick<Shipped<unknown>, 'shipment'>[],
  nth: number,
  prefix: string,
): void {
  for (const { shipment } of shipped_items) checkSender(read, caller, shipment, nth, prefix)
}

interface Taxed extends Pick<NewOrder, 'fees' | 'buyer' | 'shipped_items'> {
  readonly tax_signature: string | null
}

/** The fees of an order, with the tax from its quote. */
function quotedFees(
  read: Reader,
  caller: Caller,
  { tax_signature, fees, buyer, shipped_items }: Taxed,
): NewOrder['fees'] {
  const items = shipped_items.flatMap((each) => each.items)
  const tax_cents = taxOf(read, caller, { tax_signature, tax_cents: fees.tax_cents, buyer, items })
  return tax_cents === fees.tax_cents ? fees : { ...fees, tax_cents }
}

function ownOffice(read: Reader, caller: Caller, field: string, id: number, nth: number): Party {
  const office = read.get('offices', id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account)
    throw invalid({ [field]: [`${id} is not an office of your brokerage`] }, nth)
  return officeParty(read, id)
}

function buyerOf(read: Reader, caller: Caller, entry: OrderEntry, nth: number): Party {
  if (entry.client_id) return clientParty(read, caller, entry.client_id, nth)
  const id = entry.buyer_id ?? 0
  if (entry.is_purchase) return ownOffice(read, caller, 'buyer_id', id, nth)
  if (read.get('offices', id) === undefined) throw invalid({ buyer_id: [`${id} is not the id of an office`] }, nth)
  return officeParty(read, id)
}

function clientParty(read: Reader, caller: Caller, id: number, nth: number): Party {
  if (read.get('clients', id)?.account !== caller.account)
    throw invalid({ client_id: [`${id} is not a client of yours`] }, nth)
  return { type: 'Client', id, account: caller.account }
}

/** An order of `POST /v10/orders`, with its ids looked up. An address with its payment becomes the card's (S2). */
export function newOrderOfV10(tx: Transaction, caller: Caller, entry: OrderV10Entry): NewOrder {
  const buyer = clientParty(tx, caller, entry.client_id, 0)
  const cost_cents = entry.delivery.cost ?? 0
  const tax_signature = entry.tax_signature ?? entry.tax_quote_signature ?? null
  const item = {
    ticket_group_id: entry.ticket_group.id,
    price_cents: entry.ticket_group.price,
    quantity: entry.ticket_group.quantity,
    signature: entry.ticket_group.ticket_group_signature ?? null,
    low_seat: null,
    seat_order: null,
    ticket_hold_id: null,
  }
  const shipped_items = [{ shipment: shipmentOf(entry.delivery, entry.delivery.type, cost_cents), items: [item] }]
  checkSenders(tx, caller, shipped_items, 0, V10_PREFIX)
  const fees = quotedFees(tx, caller, { tax_signature, fees: feesOf(entry), buyer, shipped_items })
  return {
    seller: sellerOf(tx, caller),
    buyer,
    is_purchase: false,
    shipped_items,
    payments: entry.payments.map((payment) => cardPayment(tx, buyer, payment)),
    // S2: the delivery's cost is added to the order as its shipping.
    fees: { ...fees, shipping_cents: fees.shipping_cents + cost_cents },
    check_fraud: true,
    needs_session: true,
    notes: { internal: entry.notes?.internal ?? [], external: entry.notes?.external ?? [] },
    details: {
      instructions: entry.instructions ?? null,
      reference: entry.reference ?? null,
      promo_code: entry.promo_code ?? null,
      consignment: null,
      created_by_ip_address: entry.created_by_ip_address ?? null,
      session_id: entry.session_id ?? null,
      user_agent: entry.user_agent ?? null,
      seller_reference_number: null,
      tax_signature,
      billing_address_id: null,
      substitute_order_link_id: null,
    },
    prefix: V10_PREFIX,
  }
}

function sellerOf(read: Reader, { credential, account, office_id }: Caller): Party {
  if (office_id !== null) return officeParty(read, office_id)
  return { type: 'AffiliateStore', id: credential.affiliate_store_id ?? 0, account }
}

function cardPayment(tx: Transaction, buyer: Party, payment: OrderV10Entry['payments'][number]): NewPayment {
  const client = tx.must('clients', buyer.id)
  const card_id = payment.credit_card_id ?? null
  checkOwnProperty(tx, client, 'credit_cards', 'credit_card_id', card_id, 0)
  checkOwnProperty(tx, client, 'addresses', 'address_id', payment.address_id ?? null, 0)
  const address_id =
    payment.address_id ??
    (payment.address_attributes ? addAddress(tx, client.id, addressOf(payment.address_attributes)).id : null)
  if (card_id !== null && address_id !== null)
    tx.put('credit_cards', { ...tx.must('credit_cards', card_id), address_id, updated_at: tx.now })
  return {
    type: 'credit_card',
    // S2: the amount is always the order's total.
    amount_cents: null,
    credit_card_id: card_id,
    token: payment.token ?? null,
    is_completed: false,
    is_refund: false,
  }
}
