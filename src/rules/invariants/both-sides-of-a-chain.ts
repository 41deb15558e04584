import type { Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { OrderState } from '../../store/words.ts'
import { DEAD_STATES, FOLLOWINGS } from '../orders/states.ts'
import { type Breach, type Invariant, recordsOf } from './invariant.ts'

/** The sale to the client and the owner's sale behind it name each other, follow each other, and are of the same tickets. */
export const bothSidesOfAChain: Invariant = {
  name: 'both_sides_of_a_chain',
  *breaches(read) {
    for (const order of read.all('orders')) {
      const back = order.back_order_id === null ? undefined : read.get('orders', order.back_order_id)
      if (back !== undefined) yield* wrongBehind(read, order, back)
      const front = order.front_order_id === null ? undefined : read.get('orders', order.front_order_id)
      // The order behind that was substituted still names its front; it is over.
      if (front !== undefined && front.back_order_id !== order.id && !DEAD_STATES.has(order.seller_state))
        yield breach(
          front,
          order,
          `order ${order.id} is behind order ${front.id}, which names ${front.back_order_id ?? 'no order'} behind it`,
        )
    }
  },
}

const breach = (front: Order, back: Order, detail: string): Breach => ({
  records: recordsOf('orders', [front.id, back.id]),
  detail,
})

function* wrongBehind(read: Reader, front: Order, back: Order): Generator<Breach> {
  if (back.front_order_id !== front.id)
    yield breach(
      front,
      back,
      `order ${front.id} has order ${back.id} behind it, which names ${back.front_order_id ?? 'no order'} in front of it`,
    )
  if (back.order_group_id !== front.order_group_id)
    yield breach(front, back, `orders ${front.id} and ${back.id} are one chain, and of two order groups`)
  const due = statesInFront(back.seller_state)
  if (!due.includes(front.seller_state))
    yield breach(
      front,
      back,
      `order ${front.id} is ${front.seller_state}; behind it order ${back.id} is ${back.seller_state}, so it should be ${due.join(' or ')}`,
    )
  const sold = ticketsOf(read, front)
  const behind = ticketsOf(read, back)
  if (sold !== behind)
    yield breach(front, back, `order ${front.id} sells ${sold}, and order ${back.id} behind it ${behind}`)
}

/** With the setting `auto_cancel` a sale may follow in another way; the setting may have changed since. */
function statesInFront(back: OrderState): readonly OrderState[] {
  const following = FOLLOWINGS.find((each) => each.back === back)
  if (following !== undefined)
    return following.auto_cancel === undefined ? [following.front] : [following.front, following.auto_cancel]
  // Only an accepted order can be proposed to be canceled.
  return [back === 'cancel_proposed' ? 'accepted' : 'pending']
}

/** `seats 1, 2 of ticket group 5` */
const ticketsOf = (read: Reader, { id }: Order): string =>
  read
    .list('items', 'by_order', id)
    .map(({ ticket_group_id, seats }) => `seats ${seats.join(', ')} of ticket group ${ticket_group_id}`)
    .join('; ')
