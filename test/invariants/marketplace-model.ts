import { giveBack, giveBackAll, type Payment, settle, voidAll } from './marketplace-money.ts'
import { type Call, FOLLOWINGS, isDead, MOVES, type Move, type State } from './marketplace-table.ts'
import { OFFICES, type Party, TICKETS, type Tickets } from './marketplace-world.ts'

/**
 * What the marketplace must be after each call, by tevo-api.md and the design: plain data and integer cents. It knows
 * nothing of src. What the server may choose (ids, and which seats) it is told.
 */

/** Whose a seat is. */
export type Keeper = 'nobody' | 'wasted' | 'gone' | Order | Hold

export interface Group {
  readonly id: number
  readonly office_id: number
  readonly owner: string
  readonly event_id: number
  readonly isEticket: boolean
  readonly splits: readonly number[] | null
  readonly step: 1 | 2
  readonly seats: Map<number, Keeper>
  wholesale: number
  isDeleted: boolean
  /** Signatures that it was seen with, and the wholesale price each stood for. */
  readonly signatures: Map<string, number>
}

export interface Hold {
  readonly id: number
  readonly group: Group
  readonly account: string
  readonly price: number
  /** Null: a take. */
  until: number | null
  seats: readonly number[]
  state: 'held' | 'taken' | 'released' | 'expired' | 'used'
}

export interface Item {
  id: number
  order_item_id: number
  group: Group
  readonly quantity: number
  readonly price: number
  readonly isEticket: boolean
  seats: readonly number[]
  /** Null: nothing is uploaded. */
  pages: number | null
  isFinal: boolean
}

export interface Order {
  id: number
  /** The accounts that act on each side; a client's side is its seller's, and an outside seller's is its buyer's. */
  readonly seller: string
  readonly buyer: string
  readonly isToClient: boolean
  readonly isOutside: boolean
  readonly fees: number
  readonly items: Item[]
  readonly payments: Payment[]
  state: State
  buyerState: State
  fraud: 'pending' | 'approved' | 'declined' | null
  proposer: 'seller' | 'buyer' | null
  returned: number
  /** The sale in front of an owner's sale; the sale behind one in front, the latest if it was substituted. */
  front: Order | null
  back: Order | null
}

export interface Settings {
  readonly fraud: 'off' | 'hold'
  readonly order_review: 'off' | 'hold'
  readonly auto_cancel: boolean
}

export interface Market {
  readonly settings: Settings
  now: number
  readonly groups: Group[]
  readonly holds: Hold[]
  readonly orders: Order[]
}

export const newMarket = (settings: Settings, now: number): Market => ({
  settings,
  now,
  groups: TICKETS.map(groupOf),
  holds: [],
  orders: [],
})

export function groupOf(tickets: Tickets): Group {
  const { id, office_id, event_id, format, splits, wholesale_price_cents } = tickets
  const step = tickets.seat_order === 'odd_even' ? 2 : 1
  return {
    id,
    office_id,
    owner: OFFICES.find((office) => office.id === office_id)?.account ?? '',
    event_id,
    isEticket: format === 'Eticket',
    splits,
    step,
    seats: new Map(seatsFrom(tickets.low_seat, tickets.quantity, step).map((seat) => [seat, 'nobody'])),
    wholesale: wholesale_price_cents,
    isDeleted: false,
    signatures: new Map(),
  }
}

export const seatsFrom = (low_seat: number, quantity: number, step: number): number[] =>
  Array.from({ length: quantity }, (_, nth) => low_seat + nth * step)

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const seatsOf = (group: Group, isOf: (keeper: Keeper) => boolean): number[] =>
  [...group.seats].flatMap(([seat, keeper]) => (isOf(keeper) ? [seat] : []))
export const freeSeats = (group: Group): number[] => seatsOf(group, (keeper) => keeper === 'nobody')
const isFree = (group: Group, seats: readonly number[]): boolean =>
  seats.every((seat) => group.seats.get(seat) === 'nobody')
const isKept = (keeper: Keeper): boolean => typeof keeper === 'object'

/** The heart of it: a seat that somebody has is nobody else's. */
export function take(group: Group, seats: readonly number[], keeper: Order | Hold): void {
  for (const seat of seats) {
    if (group.seats.get(seat) !== 'nobody') throw new Error(`seat ${seat} of ticket group ${group.id} is not free`)
    group.seats.set(seat, keeper)
  }
}

const free = (group: Group, seats: readonly number[]): void => {
  for (const seat of seats) group.seats.set(seat, 'nobody')
}

export const subtotalOf = ({ items }: Order): number => sum(items.map(({ price, quantity }) => price * quantity))
/** S4's formula, its fees in one sum. */
export const totalOf = (order: Order): number => subtotalOf(order) + order.fees

export const isLive = ({ state }: Hold): boolean => state === 'held' || state === 'taken'

/** Design: "who sees an order"; an open order never reached the owner of the tickets. */
export function sees({ account }: Party, { seller, buyer, state }: Order): boolean {
  if (account === buyer) return true
  return account === seller && state !== 'open' && state !== 'canceled_open'
}

export const chainOf = (order: Order): Order[] => (order.front === null ? [order] : [order, order.front])

/** The row of the table that a call of a party means for an order; null: it is refused. */
export function moveOf(order: Order, call: Call, { account }: Pick<Party, 'account'>): Move | null {
  // Design: the sale in front follows the one behind.
  if (order.back !== null) return null
  const move = MOVES.find((each) => each.call === call && each.from === order.state)
  if (move === undefined) return null
  const isSeller = account === order.seller
  const isBuyer = account === order.buyer
  const may = {
    seller: isSeller,
    buyer: isBuyer,
    'either side': isSeller || isBuyer,
    'the other side': order.proposer === 'seller' ? isBuyer : isSeller,
    'fraud desk': false,
  }
  return may[move.by] ? move : null
}

/** Moves an order, with what that means for its tickets, its money and the sale in front. */
function move(market: Market, order: Order, to: State, keepsMoney = false): void {
  order.state = to
  if (isDead(to)) {
    for (const { group, seats } of order.items) {
      if (order.isOutside) removeGroup(group)
      else free(group, seats)
    }
    voidAll(order.payments)
    if (!keepsMoney) giveBackAll(order.payments)
  }
  const { front } = order
  const following = FOLLOWINGS.find(({ back }) => back === to)
  if (front === null || following === undefined) return
  front.state = (market.settings.auto_cancel ? following.auto_cancel : undefined) ?? following.front
  if (!isDead(front.state)) return
  voidAll(front.payments)
  giveBackAll(front.payments)
}

/** Tickets from outside that are promised to somebody cannot be given back. */
const canEnd = (order: Order): boolean => !order.isOutside || order.items.every(({ group }) => isRemovable(group))
export const isRemovable = (group: Group): boolean => ![...group.seats.values()].some(isKept)

export function removeGroup(group: Group): void {
  group.isDeleted = true
  for (const seat of freeSeats(group)) group.seats.set(seat, 'gone')
}

/** W:9470105, SUP: cards are captured; one that cannot be leaves the order as it was. */
export function accept(order: Order, seats: readonly number[] | null, market: Market): boolean {
  const payments = chainOf(order).flatMap((each) => each.payments)
  if (payments.some(({ state, failsToSettle }) => state === 'authorized' && failsToSettle)) return false
  if (seats !== null && !supply(order, seats)) return false
  move(market, order, 'accepted')
  settle(payments)
  return true
}

/** The seats that the seller names, for all items in their order; false: they are not its to give. */
function supply(order: Order, seats: readonly number[]): boolean {
  if (order.isOutside || seats.length !== sum(order.items.map(({ quantity }) => quantity))) return false
  const given = new Set<string>()
  const items = order.items.map((item, nth) => {
    const from = sum(order.items.slice(0, nth).map(({ quantity }) => quantity))
    return { item, own: seats.slice(from, from + item.quantity) }
  })
  for (const { item, own } of items)
    for (const seat of own) {
      const keeper = item.group.seats.get(seat)
      if ((keeper !== 'nobody' && keeper !== order) || given.has(`${item.group.id} ${seat}`)) return false
      given.add(`${item.group.id} ${seat}`)
    }
  for (const { item } of items) free(item.group, item.seats)
  for (const [nth, { item, own }] of items.entries()) {
    take(item.group, own, order)
    for (const each of chainOf(order)) itemAt(each, nth).seats = own
  }
  return true
}

export function itemAt({ id, items }: Order, nth: number): Item {
  const item = items[nth]
  if (item === undefined) throw new Error(`order ${id} has ${items.length} items, none at ${nth}`)
  return item
}

export function reject(market: Market, order: Order): boolean {
  if (!canEnd(order)) return false
  move(market, order, 'rejected')
  return true
}

export const complete = (market: Market, order: Order): void => move(market, order, 'completed')

export function cancel(market: Market, order: Order, { account }: Party): boolean {
  const step = moveOf(order, 'cancel', { account })
  if (step === null || order.isToClient || (isDead(step.to) && !canEnd(order))) return false
  order.buyerState = step.to
  if (step.to === 'cancel_proposed') order.proposer = account === order.seller ? 'seller' : 'buyer'
  move(market, order, step.to)
  return true
}

/** W:9470111: gives back what it says, and no more; with cancel_order the sale is off. */
export function giveReturn(market: Market, order: Order, amount: number, cancel_order: boolean): boolean {
  if (cancel_order && !canEnd(order)) return false
  if (!giveBack(order.payments, amount)) return false
  order.returned += amount
  if (cancel_order) move(market, order, 'canceled_post_acceptance', true)
  return true
}

export const pend = (market: Market, order: Order): void => move(market, order, 'pending')

/** S3: an order to a Client waits for its fraud check, and so does the order behind it. */
export function judge(market: Market, order: Order, status: 'pending' | 'approved' | 'declined'): boolean {
  if (order.fraud !== 'pending') return false
  order.fraud = status
  if (order.back?.state !== 'open') return true
  if (status === 'declined') move(market, order.back, 'canceled_open')
  if (status === 'approved' && market.settings.order_review === 'off') move(market, order.back, 'pending')
  return true
}

/** Holds run out on the clock. */
export function passTime(market: Market, ms: number): void {
  market.now += ms
  for (const hold of market.holds)
    if (hold.state === 'held' && hold.until !== null && hold.until <= market.now) letGo(hold, 'expired')
}

export function letGo(hold: Hold, state: 'released' | 'expired' | 'used'): void {
  free(hold.group, hold.seats)
  hold.state = state
}

export function changeHold(hold: Hold, seats: readonly number[]): boolean {
  free(hold.group, hold.seats)
  const fits = isFree(hold.group, seats)
  if (fits) hold.seats = seats
  take(hold.group, hold.seats, hold)
  return fits
}

/** W:4751395: once all of its tickets are with the buyer. What is not an eticket is delivered by complete here. */
export function finalize(market: Market, order: Order, nth: number, pages: number): void {
  for (const each of chainOf(order)) Object.assign(itemAt(each, nth), { pages, isFinal: true })
  if (order.items.every(({ isEticket, isFinal }) => isEticket && isFinal)) complete(market, order)
}
