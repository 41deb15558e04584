import type { Client, FraudCheckStatus, Order, OrderState, Party, TicketGroup } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { accountOfOffice, type Caller } from './caller.ts'
import { checkSellable, reserve, type Wanted } from './inventory.ts'
import { type Amounts, totalOf } from './money.ts'
import { EVOPAY, makeNotes, makeOrder, makeParts, nextOrderGroup, PENDING, pay, writeNote } from './order-making.ts'
import { judgeFraud } from './order-moves.ts'
import { addPayment, type NewPayment } from './payments.ts'
import { invalid, unprocessable } from './refusal.ts'
import type { Settings } from './settings.ts'
import { destinationOf, type NewShipment } from './shipments.ts'

export interface NewItem extends Wanted {
  readonly ticket_group_id: number
}

/** A shipment, and what goes by it. */
export interface Shipped<Item> {
  readonly shipment: NewShipment
  readonly items: readonly Item[]
}

export interface NewOrder {
  readonly seller: Party
  readonly buyer: Party
  readonly is_purchase: boolean
  readonly shipped_items: readonly Shipped<NewItem>[]
  readonly payments: readonly NewPayment[]
  readonly fees: Omit<Amounts, 'subtotal_cents'>
  /** False: the request asks not to screen it. */
  readonly check_fraud: boolean
  /** Whether the fraud desk needs the client's session to screen it: v10 says so (W:3510599681). */
  readonly needs_session: boolean
  readonly notes: { readonly internal: readonly string[]; readonly external: readonly string[] }
  readonly details: Pick<
    Order,
    | 'instructions'
    | 'reference'
    | 'promo_code'
    | 'consignment'
    | 'created_by_ip_address'
    | 'session_id'
    | 'user_agent'
    | 'seller_reference_number'
    | 'tax_signature'
    | 'billing_address_id'
    | 'substitute_order_link_id'
  >
  /** How the request names a shipment's fields in errors: `shipped_items.` or `delivery.` */
  readonly prefix: string
}

/** The office that buys for a store: TEvo's own (S3). */
const TEVO_OFFICE_ID = 6

export const officeParty = (read: Reader, id: number): Party => ({
  type: 'Office',
  id,
  account: accountOfOffice(read, id),
})

export interface Line {
  readonly item: NewItem
  readonly group: TicketGroup
}

/**
 * Places an order: reserves the tickets, and where they are another brokerage's, makes the order behind it too. The
 * order behind is made first, so its ids are the lower ones (S2: `child_orders`).
 */
export function placeOrder(tx: Transaction, caller: Caller, settings: Settings, input: NewOrder, entry: number): Order {
  const lines = input.shipped_items.flatMap(({ items }) => items).map((item) => ({ item, group: groupOf(tx, item) }))
  const owner = checkOwner(tx, input, lines)
  const client = clientOf(tx, input.buyer)
  const amounts = amountsOf(input, lines)
  const screening = screen(settings, input, entry)

  const made = { tx, caller, settings, input, entry, order_group_id: nextOrderGroup(tx) }
  const destinations = input.shipped_items.map(({ shipment }) =>
    destinationOf(tx, client, shipment, entry, input.prefix),
  )
  const seats = lines.map(({ item, group }) => {
    // Two items of one order may be of one group: each sees what the one before it left.
    const current = tx.must('ticket_groups', group.id)
    checkSellable(current, item, settings)
    return reserve(tx, current, item)
  })

  const [line] = lines
  if (owner === null || input.is_purchase || line === undefined) {
    const chain = {
      fraud_check_status: screening,
      seller_state: owner === null ? PENDING : stateOfPurchase(input, settings),
    }
    const order = makeOrder(made, owner ?? input.seller, input.buyer, amounts, chain)
    makeParts(made, order, destinations, seats, false)
    pay(made, order, client)
    makeNotes(made, order.id)
    return judged(tx, settings, order)
  }
  const buyer = input.seller.type === 'AffiliateStore' ? officeParty(tx, TEVO_OFFICE_ID) : input.seller
  const cost = amountsOfCost(line)
  const isHeld = screening === 'pending' || settings.order_review === 'hold'
  const id = tx.nextId('orders')
  const front_order_id = tx.nextId('orders')
  const back = makeOrder(made, owner, buyer, cost, {
    id,
    front_order_id,
    seller_state: isHeld ? 'open' : PENDING,
  })
  makeParts(made, back, destinations, seats, true)
  addPayment(tx, settings, back, null, EVOPAY, entry)
  const front = makeOrder(made, input.seller, input.buyer, amounts, {
    id: front_order_id,
    back_order_id: back.id,
    fraud_check_status: screening,
  })
  makeParts(made, front, destinations, seats, false)
  pay(made, front, client)
  makeNotes(made, front.id)
  // What is a request to the seller goes to the owner of the tickets too.
  for (const content of input.notes.external) writeNote(tx, caller, back.id, 'external', content)
  return judged(tx, settings, front)
}

/** S3: only an order to a Client is screened, and not when the request says so. */
function screen(settings: Settings, input: NewOrder, entry: number): FraudCheckStatus {
  const { buyer, check_fraud, needs_session, details } = input
  if (buyer.type !== 'Client') return null
  if (settings.minfraud && details.created_by_ip_address === null)
    throw invalid({ created_by_ip_address: ["can't be blank: this brokerage has enabled Minfraud"] }, entry)
  if (settings.fraud === 'off' || !check_fraud) return null
  if (needs_session && details.session_id === null)
    throw invalid({ session_id: ["can't be blank: this account has fraud protection on"] }, entry)
  return 'pending'
}

/** A fraud desk that answers at once has done so before the create is answered. */
function judged(tx: Transaction, settings: Settings, order: Order): Order {
  if (order.fraud_check_status !== 'pending' || settings.fraud === 'off' || settings.fraud === 'hold') return order
  return judgeFraud(tx, settings, order, settings.fraud === 'approve' ? 'approved' : 'declined')
}

function stateOfPurchase(input: NewOrder, settings: Settings): OrderState {
  if (settings.order_review === 'hold') return 'open'
  return input.details.consignment === true ? 'pending_consignment' : PENDING
}

export function groupOf(read: Reader, { ticket_group_id }: NewItem): TicketGroup {
  const group = read.get('ticket_groups', ticket_group_id)
  if (group === undefined || group.deleted_at !== null)
    throw unprocessable(`There is no ticket group ${ticket_group_id}`)
  return group
}

/** The owner whose sale stands behind this order; null when the seller sells its own tickets. */
function checkOwner(read: Reader, { seller, is_purchase }: NewOrder, lines: readonly Line[]): Party | null {
  const [first] = lines
  if (first === undefined) throw unprocessable('An order needs at least one item')
  const offices = new Set(lines.map(({ group }) => group.office_id))
  const isSellers = seller.type === 'Office' && offices.size === 1 && offices.has(seller.id)
  // S4: one item an order, unless every one is owned by the office that makes it.
  if (lines.length > 1 && !isSellers)
    throw unprocessable(
      'An order may have more than one item only if its seller owns them all; split it into several orders',
    )
  const owner = officeParty(read, first.group.office_id)
  const isOwn = owner.account === seller.account
  if (is_purchase && isOwn)
    throw unprocessable(`Ticket group ${first.group.id} is your own; there is nothing to purchase`)
  return isOwn ? null : owner
}

const clientOf = (read: Reader, buyer: Party): Client | null =>
  buyer.type === 'Client' ? read.must('clients', buyer.id) : null

export function amountsOf({ fees }: NewOrder, lines: readonly Line[]): Amounts {
  const subtotal_cents = lines.reduce((sum, { item }) => sum + item.price_cents * item.quantity, 0)
  const amounts = { ...fees, subtotal_cents }
  if (totalOf(amounts) < 0) throw unprocessable('The discount is more than the order comes to')
  return amounts
}

/** Between brokerages the price is the group's wholesale price, and there are no fees. */
const amountsOfCost = ({ item, group }: Line): Amounts => ({
  subtotal_cents: group.wholesale_price_cents * item.quantity,
  shipping_cents: 0,
  service_fee_cents: 0,
  additional_expense_cents: 0,
  tax_cents: 0,
  discount_cents: 0,
})
