import { isId } from '../../../routes/control/problem.ts'
import type { Order } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import type { OrderState } from '../../../store/words.ts'

/** On one page. */
const PER_PAGE = 25
/** A state that hardly an order is in: no page looks through all of them. */
const MAX_LOOKED_AT = 5_000

export interface Asked {
  readonly state?: OrderState | '' | undefined
  /** An id of an order or of an order group, or a reference. */
  readonly find?: string | undefined
  /** The id of the last one on the page before. */
  readonly before?: number | undefined
}

export interface Found {
  /** Each the front of its chain, the newest first. */
  readonly fronts: readonly Order[]
  /** Where the next page goes on; null: there is none. */
  readonly next: number | null
}

/** One page of the chains. Its cost is that of the page, however many orders there are. */
export function findChains(read: Reader, { state = '', find = '', before }: Asked): Found {
  if (find.trim() !== '') return { fronts: named(read, find.trim()), next: null }
  const fronts: Order[] = []
  let looked = 0
  let last: number | null = null
  for (const order of read.all('orders', before)) {
    if (fronts.length === PER_PAGE || looked === MAX_LOOKED_AT) return { fronts, next: last }
    looked += 1
    last = order.id
    if (isFront(read, order) && (state === '' || isIn(read, order, state))) fronts.push(order)
  }
  return { fronts, next: null }
}

const isFront = (read: Reader, { front_order_id }: Order): boolean =>
  front_order_id === null || read.get('orders', front_order_id) === undefined

/** Either side of it. */
const isIn = (read: Reader, { seller_state, back_order_id }: Order, state: OrderState): boolean =>
  seller_state === state || (back_order_id !== null && read.get('orders', back_order_id)?.seller_state === state)

function named(read: Reader, name: string): Order[] {
  const id = isId(name) ? Number(name) : null
  const byId = id === null ? undefined : read.get('orders', id)
  const found = [
    ...(byId === undefined ? [] : [byId]),
    ...(id === null ? [] : read.list('orders', 'by_group', id)),
    ...read.list('orders', 'by_reference', name),
  ]
  const fronts = found.map((order) =>
    order.front_order_id === null ? order : read.must('orders', order.front_order_id),
  )
  return [...new Map(fronts.map((order) => [order.id, order])).values()].slice(0, PER_PAGE)
}
