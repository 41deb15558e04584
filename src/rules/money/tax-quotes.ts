import { createHash } from 'node:crypto'
import type { Party, TaxQuote, TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Caller } from '../caller.ts'
import { unprocessable } from '../refusal.ts'

/** W:2898427919: 28.16 on tickets of 320.00; fees and discounts do not change it. */
const TAX_PERMILLE = 88
/** W:2898427919: 7.95 on 265.00, when the wholesale part is paid by card. */
const CARD_FEE_PERMILLE = 30

const permille = (cents: number, rate: number): number => Math.round((cents * rate) / 1_000)

export interface QuoteRequest {
  readonly quantity: number
  readonly payment_type: string | null
  readonly retail: RetailRequest | null
}

/** What is sold to the client, and its prices; null where the request does not say. */
export interface RetailRequest {
  readonly price_cents: number
  readonly shipping_cents: number | null
  readonly service_fee_cents: number | null
  readonly additional_expense_cents: number | null
  readonly discount_cents: number | null
}

export interface Quoted {
  readonly price_cents: number
  readonly service_fee_cents: number
  readonly subtotal_cents: number
  readonly tax_cents: number
  readonly total_cents: number
}

export interface TaxQuoted {
  readonly quote: TaxQuote
  readonly wholesale: Quoted
  /** Null when the request did not ask for it. */
  readonly retail: Quoted | null
}

export function quoteTax(
  tx: Transaction,
  caller: Caller,
  group: TicketGroup,
  { quantity, payment_type, retail }: QuoteRequest,
): TaxQuoted {
  if (quantity > group.quantity)
    throw unprocessable(`Ticket group ${group.id} has ${group.quantity} tickets; a quote was asked for ${quantity}`)
  const wholesale = wholesaleOf(group, quantity, payment_type)
  const sold = retail === null ? null : retailOf(retail, quantity)
  const id = tx.nextId('tax_quotes')
  const quote = tx.put('tax_quotes', {
    id,
    account: caller.account,
    tax_signature: signatureOf(id, group, quantity),
    ticket_group_id: group.id,
    quantity,
    wholesale_tax_cents: wholesale.tax_cents,
    retail_tax_cents: sold?.tax_cents ?? null,
    created_at: tx.now,
  })
  return { quote, wholesale, retail: sold }
}

function wholesaleOf(group: TicketGroup, quantity: number, payment_type: string | null): Quoted {
  const price_cents = group.wholesale_price_cents
  const subtotal_cents = price_cents * quantity
  const service_fee_cents = payment_type === 'credit_card' ? permille(subtotal_cents, CARD_FEE_PERMILLE) : 0
  const tax_cents = permille(subtotal_cents, TAX_PERMILLE)
  return {
    price_cents,
    subtotal_cents,
    service_fee_cents,
    tax_cents,
    total_cents: subtotal_cents + service_fee_cents + tax_cents,
  }
}

/** The subtotal of a quote includes the fees; that of an order does not. */
function retailOf(retail: RetailRequest, quantity: number): Quoted {
  const tickets_cents = retail.price_cents * quantity
  const fees_cents =
    (retail.shipping_cents ?? 0) + (retail.service_fee_cents ?? 0) + (retail.additional_expense_cents ?? 0)
  const subtotal_cents = tickets_cents + fees_cents - (retail.discount_cents ?? 0)
  if (subtotal_cents < 0) throw unprocessable('The discount is more than the tickets and fees together')
  const tax_cents = permille(tickets_cents, TAX_PERMILLE)
  return {
    price_cents: retail.price_cents,
    service_fee_cents: retail.service_fee_cents ?? 0,
    subtotal_cents,
    tax_cents,
    total_cents: subtotal_cents + tax_cents,
  }
}

/** A uuid, as TEvo's are: clients cannot read anything from it. */
function signatureOf(id: number, group: TicketGroup, quantity: number): string {
  const hex = createHash('sha256').update(`tax quote ${id} of ${quantity} of ${group.id}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

interface QuotedOrder {
  readonly tax_signature: string | null
  readonly tax_cents: number
  readonly buyer: Party
  readonly items: readonly { readonly ticket_group_id: number; readonly quantity: number }[]
}

/**
 * The tax of an order. When the order gives none, or 0 as all of the wiki's examples do (W:693665797), it is the tax of
 * its quote: the retail tax if the buyer is a client and the quote has one, else the wholesale tax.
 */
export function taxOf(read: Reader, caller: Caller, { tax_signature, tax_cents, buyer, items }: QuotedOrder): number {
  if (tax_signature === null) return tax_cents
  const [quote] = read.find('tax_quotes', 'by_signature', tax_signature)
  if (quote === undefined || quote.account !== caller.account)
    throw unprocessable(
      `tax_signature ${tax_signature} is not from a tax quote of yours: make one with POST /v9/tax_quotes`,
    )
  const [item] = items
  if (items.length !== 1 || item?.ticket_group_id !== quote.ticket_group_id || item.quantity !== quote.quantity)
    throw unprocessable(
      `tax_signature ${tax_signature} is from a quote for ${quote.quantity} tickets of ticket group ${quote.ticket_group_id} only: make a quote for what this order sells`,
    )
  if (tax_cents !== 0) return tax_cents
  return (buyer.type === 'Client' ? quote.retail_tax_cents : null) ?? quote.wholesale_tax_cents
}
