import type { Account, Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { orderFacet } from '../../store/tables.ts'
import { BUYER_TYPES, ORDER_STATES, ORDER_TYPES } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { seenAs, wroteOrder } from './visibility.ts'

/** The filters of W:4751395. */
export interface OrderFilters {
  readonly state?: string | undefined
  readonly type?: string | undefined
  readonly direct_buyer_type?: string | undefined
  readonly q?: string | undefined
  readonly seller_id?: number | undefined
  readonly buyer_id?: number | undefined
  readonly id?: number | undefined
  readonly order_id?: number | undefined
  readonly order_group_id?: number | undefined
  readonly reference?: string | undefined
  readonly needs_eticket?: boolean | undefined
  readonly performer_id?: number | undefined
  readonly venue_id?: number | undefined
  /** A date, `2017-10-20`. */
  readonly event_date?: string | undefined
}

export interface FoundOrders {
  /** Newest first. */
  readonly records: Iterable<Order>
  readonly keep?: (order: Order) => boolean
  readonly total?: number
}

const isAll = <Value>(list: readonly Value[], value: unknown): Value[] => list.filter((each) => each === value)

/** The orders that a caller may see and that match its filters. `isKept` is one more filter, given from outside. */
export function searchOrders(
  read: Reader,
  caller: Caller,
  filters: OrderFilters,
  isKept: ((order: Order) => boolean) | null,
): FoundOrders {
  const checks = [...checksOf(read, caller, filters), ...(isKept === null ? [] : [isKept])]
  const keys = facetsOf(caller.account, filters)
  const keep = (order: Order) => checks.every((check) => check(order))
  const keepSeen = (order: Order) => keys.some((key) => facetsOfOrder(caller, order).includes(key)) && keep(order)

  const id = filters.id ?? filters.order_id
  if (id !== undefined)
    return { records: [read.get('orders', id)].filter((order) => order !== undefined), keep: keepSeen }
  if (filters.order_group_id !== undefined)
    return { records: read.find('orders', 'by_group', filters.order_group_id), keep: keepSeen }
  if (filters.reference !== undefined)
    return { records: read.find('orders', 'by_reference', filters.reference), keep: keepSeen }

  const records = read.merge('orders', 'by_facet', keys)
  if (checks.length > 0) return { records, keep }
  return { records, total: keys.reduce((sum, key) => sum + read.count('orders', 'by_facet', key), 0) }
}

/** W:4751395: a `type` in the wrong case makes the API return all orders rather than none. */
export const isKnownType = (type: string | undefined): boolean =>
  type === undefined || ORDER_TYPES.some((known) => known === type)

function facetsOf(account: Account, { state, type, direct_buyer_type }: OrderFilters): string[] {
  const types = type !== undefined && isKnownType(type) ? isAll(ORDER_TYPES, type) : ORDER_TYPES
  const buyerTypes = direct_buyer_type === undefined ? BUYER_TYPES : isAll(BUYER_TYPES, direct_buyer_type)
  const states = state === undefined ? ORDER_STATES : isAll(ORDER_STATES, state)
  return types.flatMap((each) =>
    buyerTypes.flatMap((buyerType) => states.map((one) => orderFacet(account, each, buyerType, one))),
  )
}

function facetsOfOrder(caller: Caller, order: Order): string[] {
  const type = seenAs(caller, order)
  return type === undefined ? [] : [orderFacet(caller.account, type, order.buyer.type, order.seller_state)]
}

function checksOf(read: Reader, caller: Caller, filters: OrderFilters): ((order: Order) => boolean)[] {
  const { q, seller_id, buyer_id, id, order_id, order_group_id, reference, needs_eticket } = filters
  const { performer_id, venue_id, event_date } = filters
  const checks: ((order: Order) => boolean)[] = []
  const check = <Value>(value: Value | undefined, holds: (order: Order, value: Value) => boolean) => {
    if (value !== undefined) checks.push((order) => holds(order, value))
  }
  const events = (order: Order) =>
    read
      .list('items', 'by_order', order.id)
      .map((item) => read.must('events', read.must('ticket_groups', item.ticket_group_id).event_id))
  check(q, (order, words) => textOf(read, order).includes(words.toLowerCase()))
  check(seller_id, (order, value) => order.seller.id === value)
  check(buyer_id, (order, value) => order.buyer.id === value)
  check(id, (order, value) => order.id === value)
  check(order_id, (order, value) => order.id === value)
  check(order_group_id, (order, value) => order.order_group_id === value)
  check(reference, (order, value) => order.reference === value && wroteOrder(caller, order))
  check(needs_eticket, (order, value) => needsEticket(read, order) === value)
  check(performer_id, (order, value) => events(order).some(({ performer_ids }) => performer_ids.includes(value)))
  check(venue_id, (order, value) => events(order).some((event) => event.venue_id === value))
  check(event_date, (order, value) =>
    events(order).some(({ occurs_at }) => new Date(occurs_at).toISOString().startsWith(value)),
  )
  return checks
}

const needsEticket = (read: Reader, order: Order): boolean =>
  read.list('items', 'by_order', order.id).some((item) => item.eticket_delivery && item.eticket_finalized_at === null)

/** W:4751395: `q` searches the names and ids of the brokerages and the client. */
function textOf(read: Reader, order: Order): string {
  const words = [order.buyer, order.seller].flatMap(({ type, id, account }) => {
    if (type === 'Client') return [id, read.must('clients', id).name]
    if (type === 'AffiliateStore') return [id, read.must('affiliate_stores', id).name]
    const brokerage = read.must('brokerages', Number(account.split(':')[1]))
    return [id, read.must('offices', id).name, brokerage.id, brokerage.name]
  })
  return words.join('\n').toLowerCase()
}
