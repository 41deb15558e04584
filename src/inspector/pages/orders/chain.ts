import type { Order } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import type { Visit } from '../../page.ts'
import { recordAt } from '../../record-at.ts'

/** A sale, and the orders behind it. */
export interface Chain {
  /** The sale to who asked first: the only order, where there is none behind it. */
  readonly front: Order
  /** The owner's sale; null: the seller owns the tickets. */
  readonly back: Order | null
  /** Those that were behind it before a substitute took their place, the newest first. */
  readonly earlier: readonly Order[]
}

export function chainOf(read: Reader, order: Order): Chain {
  const front = order.front_order_id === null ? order : read.must('orders', order.front_order_id)
  const back = front.back_order_id === null ? null : read.must('orders', front.back_order_id)
  const earlier = Array.from(read.find('orders', 'by_group', front.order_group_id)).filter(
    ({ id, front_order_id }) => front_order_id === front.id && id !== back?.id,
  )
  return { front, back, earlier }
}

/** The order that the address names. @throws what becomes a 404 */
export const orderAt = (visit: Visit): Order => recordAt(visit, 'orders')
