import { isId } from '../../../routes/control/problem.ts'
import type { Order } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import type { OrderState } from '../../../store/words.ts'
import { pageOf } from '../../found.ts'

/** On one page. */
const PER_PAGE = 25

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
  const isMeant = (order: Order) => isFront(read, order) && (state === '' || isIn(read, order, state))
  const { rows: fronts, next } = pageOf(read.all('orders', before), PER_PAGE, isMeant)
  return { fronts, next }
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
