import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { Intent } from './orders-intent.ts'

/**
 * What orders come to and which tickets they take, by tevo-api.md §5 and §6 and the design's "Parties, and the chain
 * behind an order". It knows nothing of src. All money is cents.
 */

export interface Group {
  readonly id: number
  readonly office_id: number
  readonly format: string
  readonly splits: readonly number[] | null
  readonly step: 1 | 2
  readonly wholesale: number
  readonly seats: readonly number[]
}

export const groups: readonly Group[] = defaultWorld.ticket_groups.map((group) => {
  const step = 'seat_order' in group && group.seat_order === 'odd_even' ? 2 : 1
  return {
    id: group.id,
    office_id: group.office_id,
    format: group.format,
    splits: 'splits' in group ? (group.splits ?? null) : null,
    step,
    wholesale: group.wholesale_price_cents,
    seats: seatsFrom(group.low_seat, group.quantity, step),
  }
})

export function seatsFrom(low_seat: number, quantity: number, step: number): number[] {
  return Array.from({ length: quantity }, (_, nth) => low_seat + nth * step)
}

export const TEVO = 61

const brokerageOf = (office_id: number): number => {
  const office = defaultWorld.offices.find(({ id }) => id === office_id)
  if (office === undefined) throw new Error(`the world has no office ${office_id}`)
  return office.brokerage_id
}

export interface Seller {
  readonly as: string
  readonly version: 9 | 10
  /** The brokerage whose sale it is; null: the affiliate's store. */
  readonly brokerage_id: number | null
  readonly offices: readonly number[]
  readonly client_id: number
  readonly email_address_id: number
  readonly credit_card_id: number
}

export interface Payment {
  readonly type: string
  readonly amount: number
  readonly is_refund: boolean
  state: string
}

export interface Line {
  readonly group: Group
  readonly quantity: number
  readonly price: number
  seats: readonly number[]
}

export interface Order {
  id: number
  readonly version: 9 | 10
  readonly made_as: string
  readonly seller: string
  readonly buyer: string
  readonly lines: readonly Line[]
  readonly fees: { readonly [fee: string]: number }
  readonly payments: Payment[]
  front: Order | null
  back: Order | null
  state: string
}

export const accountOf = (brokerage_id: number | null): string =>
  brokerage_id === null ? 'store' : `brokerage ${brokerage_id}`
export const clientOf = ({ client_id }: Seller): string => `client ${client_id}`
export const officeOf = (seller: Seller, nth: number): number | undefined => seller.offices[nth % seller.offices.length]
/** The one that an order to an office goes to. */
export const BUYING_OFFICE = 1700

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const subtotalOf = ({ lines }: Pick<Order, 'lines'>): number =>
  sum(lines.map(({ price, quantity }) => price * quantity))

/** S4: `((price × quantity) of each item) + shipping + service_fee + additional_expense + tax − discount`. */
export function totalOf({ lines, fees }: Pick<Order, 'lines' | 'fees'>): number {
  const { shipping = 0, service_fee = 0, additional_expense = 0, tax = 0, discount = 0 } = fees
  return subtotalOf({ lines }) + shipping + service_fee + additional_expense + tax - discount
}

const isPaid = ({ state }: Payment): boolean => state === 'captured' || state === 'completed'
const amountOf = ({ amount }: Payment): number => amount

export const paidOf = ({ payments }: Order): number =>
  sum(payments.filter((each) => !each.is_refund && isPaid(each)).map(amountOf))
export const refundedOf = ({ payments }: Order): number =>
  sum(payments.filter((each) => each.is_refund && isPaid(each)).map(amountOf))
export const pendingOf = ({ payments }: Order): number =>
  sum(payments.filter(({ is_refund, state }) => !is_refund && state === 'pending').map(amountOf))
export const balanceOf = (order: Order): number => totalOf(order) - paidOf(order) + refundedOf(order)

export const isDead = ({ state }: Order): boolean => state === 'rejected'
const chainOf = (order: Order): Order[] => (order.front === null ? [order] : [order, order.front])

// https://developer.paypal.com/braintree/docs/reference/general/testing: amounts that a test gateway does not take.
const isDeclined = (amount: number): boolean => amount >= 2_000_00 && amount < 3_001_00
const failsToSettle = (amount: number): boolean => amount >= 4_001_00 && amount < 4_002_00

export class Model {
  readonly orders: Order[] = []
  readonly #free = new Map(groups.map((group) => [group.id, new Set(group.seats)]))

  freeOf({ id }: Group): Set<number> {
    return this.#free.get(id) ?? new Set()
  }

  /** The orders that a request makes, in front; null when all of it is refused. Which seats they get is not said. */
  place(request: readonly Intent[]): Order[] | null {
    const made: Order[] = []
    const wanted = new Map<Group, number>()
    for (const asked of request) {
      const lines = linesOf(asked)
      for (const { group, quantity, price } of lines) {
        const sum = (wanted.get(group) ?? 0) + quantity
        // GBA, W:2853797930: what is left, in one of the group's splits, and not under its cost.
        if (sum > this.freeOf(group).size) return null
        if (group.splits !== null && !group.splits.includes(quantity)) return null
        if (price < group.wholesale) return null
        wanted.set(group, sum)
      }
      const order = orderOf(asked, lines)
      if (order === null) return null
      made.push(order)
    }
    for (const order of made) this.orders.push(...(order.back === null ? [order] : [order.back, order]))
    return made
  }

  /** The seats of a line, in the order behind too; throws when somebody has one of them already. */
  take(order: Order, nth: number, seats: readonly number[]): void {
    const line = lineOf(order, nth)
    if (seats.length !== line.quantity) throw new Error(`${seats.length} seats for ${line.quantity} tickets`)
    const free = this.freeOf(line.group)
    for (const seat of seats)
      if (!free.delete(seat)) throw new Error(`seat ${seat} of ticket group ${line.group.id} is sold twice`)
    for (const each of [order, order.back, order.front]) if (each !== null) lineOf(each, nth).seats = seats
  }

  release({ lines }: Order): void {
    for (const { group, seats } of lines) for (const seat of seats) this.freeOf(group).add(seat)
  }

  /** SUP, W:9470105: cards are captured, and what goes through TEvo is done. False: a card could not be captured. */
  accept(order: Order): boolean {
    const payments = chainOf(order).flatMap((each) => each.payments)
    const cards = payments.filter(({ state }) => state === 'authorized')
    if (cards.some(({ amount }) => failsToSettle(amount))) return false
    for (const card of cards) card.state = 'captured'
    for (const each of payments) if (each.type === 'evopay' && each.state === 'pending') each.state = 'completed'
    for (const each of chainOf(order)) each.state = 'accepted'
    return true
  }

  complete(order: Order): void {
    for (const each of chainOf(order)) each.state = 'completed'
  }

  /** W:9470108, SUP: the tickets are free, and no money of it is kept; a sale in front waits for a substitute. */
  reject(order: Order): void {
    order.state = 'rejected'
    if (order.front !== null) order.front.state = 'pending_substitution'
    this.release(order)
    for (const each of [...order.payments]) {
      if (each.state === 'authorized') each.state = 'voided'
      else if (each.state === 'pending') each.state = 'canceled'
      else if (!each.is_refund && each.amount > 0) order.payments.push({ ...each, is_refund: true })
    }
  }
}

function lineOf({ lines }: Order, nth: number): Line {
  const line = lines[nth]
  if (line === undefined) throw new Error(`an order of ${lines.length} items has none at ${nth}`)
  return line
}

export function linesOf({ seller, office, ownTickets, items }: Intent): Line[] {
  const own = groups.filter(({ office_id }) => office_id === officeOf(seller, office))
  const pool = ownTickets && own.length > 0 ? own : groups
  return (seller.version === 10 ? items.slice(0, 1) : items).flatMap(({ group: nth, quantity, isWild, margin }) => {
    const group = pool[nth % pool.length]
    if (group === undefined) return []
    const splits = group.splits ?? [1, 2, 3, 4, 5, 6]
    const asked = isWild ? 1 + (quantity % 12) : (splits[quantity % splits.length] ?? 1)
    return [{ group, quantity: asked, price: Math.max(0, group.wholesale + margin), seats: [] }]
  })
}

/** An order, or the front one of two; null: it is refused. */
function orderOf(asked: Intent, lines: readonly Line[]): Order | null {
  const { seller, buyer, shipping, service_fee, additional_expense, tax, discount, deliveryCost } = asked
  const office_id = officeOf(seller, asked.office)
  const [first] = lines
  // S4: one item an order, unless each one is owned by the office that makes it.
  if (first === undefined || (lines.length > 1 && lines.some(({ group }) => group.office_id !== office_id))) return null
  const owner = accountOf(brokerageOf(first.group.office_id))
  const account = accountOf(seller.brokerage_id)
  const isOwn = owner === account
  const isForStock = seller.version === 9 && buyer === 'stock'
  if (isForStock && isOwn) return null

  // S2: in v10 the delivery's cost is added to the order as its shipping.
  const cost = seller.version === 10 ? deliveryCost : 0
  const fees = { shipping: shipping + cost, service_fee, additional_expense, tax, discount }
  const total = totalOf({ lines, fees })
  if (total < 0) return null
  const payments = paymentsOf(asked).map(({ type, amount, is_completed, is_refund }): Payment => {
    const state = type === 'credit_card' ? 'authorized' : is_completed ? 'completed' : 'pending'
    return { type, amount: amount ?? total, is_refund, state }
  })
  if (payments.some(({ type, amount }) => type === 'credit_card' && isDeclined(amount))) return null

  const common = { id: 0, version: seller.version, made_as: seller.as, state: 'pending', front: null, back: null }
  const order: Order = {
    ...common,
    seller: isForStock ? owner : account,
    buyer: buyerOf(asked),
    lines,
    fees,
    payments,
  }
  if (isOwn || isForStock) return order
  // Design: behind it is the owner's sale, at cost, without fees, and paid through TEvo.
  const costLines = lines.map((line) => ({ ...line, price: line.group.wholesale }))
  const amount = subtotalOf({ lines: costLines })
  order.back = {
    ...common,
    version: 9,
    seller: owner,
    buyer: seller.brokerage_id === null ? accountOf(TEVO) : account,
    lines: costLines,
    fees: {},
    payments: [{ type: 'evopay', amount, is_refund: false, state: 'pending' }],
    front: order,
  }
  return order
}

function buyerOf({ seller, buyer }: Intent): string {
  if (seller.version === 10 || buyer === 'client') return clientOf(seller)
  return buyer === 'stock' ? accountOf(seller.brokerage_id) : accountOf(brokerageOf(BUYING_OFFICE))
}

/** In v10 there is one payment, by card, and the backend says how much it is (S2). */
export function paymentsOf({ seller, payments }: Intent): Intent['payments'] {
  const [first] = payments
  if (seller.version === 10)
    return [
      {
        type: 'credit_card',
        amount: null,
        byToken: first?.byToken ?? false,
        is_completed: false,
        is_refund: false,
      },
    ]
  return payments.map((each) => {
    // No source says what a refund counts for while it is not completed, so there are none here.
    const is_refund = each.is_refund && each.type !== 'credit_card'
    return { ...each, is_refund, is_completed: each.is_completed || is_refund }
  })
}
