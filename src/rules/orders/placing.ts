import type { Amounts, NewItem, NewOrder } from '../../store/placements.ts'
import type { Client, Order, Party, TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { FraudCheckStatus, OrderState } from '../../store/words.ts'
import { accountOfOffice, type Caller } from '../caller.ts'
import { checkNumbers, type Sale, sell } from '../inventory/selling.ts'
import { addPayment } from '../money/payments.ts'
import { totalOf } from '../money/totals.ts'
import { noTickets } from '../order-refusals.ts'
import { invalid, unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { destinationOf } from '../shipments/shipments.ts'
import { fraudDeskOf } from './casts.ts'
import { TEVO_OFFICE_ID } from './integrations.ts'
import { EVOPAY, makeNotes, makeOrder, makeParts, nextOrderGroup, PENDING, pay, writeNote } from './making.ts'
import { judgeFraud } from './moves.ts'

export const officeParty = (read: Reader, id: number): Party => ({
  type: 'Office',
  id,
  account: accountOfOffice(read, id),
})

interface Line extends Sale {
  readonly item: NewItem
}

/**
 * Places an order: reserves the tickets and, when another brokerage owns them, makes the order behind it too. The order
 * behind is made first, so it has the lower ids (S2: `child_orders`).
 */
export function placeOrder(tx: Transaction, caller: Caller, settings: Settings, input: NewOrder, entry: number): Order {
  const lines = input.shipped_items.flatMap(({ shipment, items }) =>
    items.map((item) => ({ item, group: groupOf(tx, item), type: shipment.type })),
  )
  // What is wrong with a field is said before what TEvo refuses the order for.
  const client = clientOf(tx, input.buyer)
  const screening = screen(settings, input, lines, entry)
  const destinations = input.shipped_items.map(({ shipment }) =>
    destinationOf(tx, client, shipment, entry, input.prefix),
  )
  checkNumbers(lines, settings)
  const owner = checkOwner(tx, input, lines)
  const amounts = amountsOf(input, lines)

  const made = { tx, caller, settings, input, entry, order_group_id: nextOrderGroup(tx) }
  const seats = sell(tx, lines, settings)

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
  // External notes are requests to the seller, so the owner of the tickets gets them too.
  for (const content of input.notes.external) writeNote(tx, caller, back.id, 'external', content)
  return judged(tx, settings, front)
}

/** S3: only an order to a Client is screened, unless the request asks not to. */
function screen(settings: Settings, input: NewOrder, lines: readonly Line[], entry: number): FraudCheckStatus {
  const { buyer, check_fraud, needs_session, details } = input
  if (buyer.type !== 'Client') return null
  if (settings.minfraud && details.created_by_ip_address === null)
    throw invalid({ created_by_ip_address: ["can't be blank: this brokerage has enabled Minfraud"] }, entry)
  const desk = fraudDeskOf(
    settings,
    lines.map(({ group }) => group),
  )
  if (desk === 'off' || !check_fraud) return null
  if (needs_session && details.session_id === null)
    throw invalid({ session_id: ["can't be blank: this account has fraud protection on"] }, entry)
  return 'pending'
}

/** A fraud desk that decides at once does so before the create is answered. */
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
  if (group === undefined || group.deleted_at !== null) throw noTickets(`There is no ticket group ${ticket_group_id}`)
  return group
}

/** For others than its own brokerage, a group that is not broadcast is gone. */
export function checkBroadcast({ id, broadcast }: TicketGroup): void {
  if (!broadcast) throw noTickets(`Ticket group ${id} is not broadcast: its owner sells it to nobody else`)
}

/** The owner of the tickets, who sells them in the order behind; null when the seller owns them. */
function checkOwner(read: Reader, { seller, is_purchase }: NewOrder, lines: readonly Line[]): Party | null {
  const [first] = lines
  if (first === undefined) throw unprocessable('An order needs at least one item')
  const offices = new Set(lines.map(({ group }) => group.office_id))
  const isSellers = seller.type === 'Office' && offices.size === 1 && offices.has(seller.id)
  // S4: one item an order, unless the office that makes it owns the tickets of all items.
  if (lines.length > 1 && !isSellers)
    throw unprocessable(
      'An order may have more than one item only if its seller owns them all; split it into several orders',
    )
  const owner = officeParty(read, first.group.office_id)
  const isOwn = owner.account === seller.account
  if (!isOwn) checkBroadcast(first.group)
  if (is_purchase && isOwn)
    throw unprocessable(`Ticket group ${first.group.id} is your own; there is nothing to purchase`)
  return isOwn ? null : owner
}

const clientOf = (read: Reader, buyer: Party): Client | null =>
  buyer.type === 'Client' ? read.must('clients', buyer.id) : null

export function amountsOf({ fees }: NewOrder, lines: readonly Pick<Line, 'item'>[]): Amounts {
  const subtotal_cents = lines.reduce((sum, { item }) => sum + item.price_cents * item.quantity, 0)
  const amounts = {
    subtotal_cents,
    shipping_cents: fees.shipping_cents,
    service_fee_cents: fees.service_fee_cents,
    additional_expense_cents: fees.additional_expense_cents,
    tax_cents: fees.tax_cents,
    discount_cents: fees.discount_cents,
  }
  if (totalOf(amounts) < 0) throw unprocessable('The discount is more than the rest of the order')
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
