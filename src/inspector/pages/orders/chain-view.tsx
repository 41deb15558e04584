import type { Order } from '../../../store/records.ts'
import type { Shown, Visit } from '../../page.ts'
import { type Chain, chainOf, orderAt } from './chain.ts'
import { History } from './history.tsx'
import { Side } from './side.tsx'
import { Upcoming } from './upcoming.tsx'

/** A chain whole: both sides next to each other, what falls due, and what happened. */
export function showChain(visit: Visit): Shown {
  const { link, read } = visit
  const chain = chainOf(read, orderAt(visit))
  const { front, back, earlier } = chain
  return {
    title: `Order ${front.id}${back === null ? '' : ` and ${back.id} behind it`}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('orders')}>Orders</a> · order group {front.order_group_id}
          <Substitutes visit={visit} chain={chain} />
        </p>
        <div class={`sides ${back === null ? 'one' : 'two'}`}>
          <Side visit={visit} order={front} />
          {back === null ? null : <Side visit={visit} order={back} />}
        </div>
        <Upcoming visit={visit} orders={ordersOf(chain)} />
        <History visit={visit} orders={ordersOf(chain)} />
        {earlier.map((order) => (
          <details class="earlier" id={`earlier-${order.id}`}>
            <summary>Order {order.id}, which was behind it before a substitute</summary>
            <Side visit={visit} order={order} />
          </details>
        ))}
      </>
    ),
  }
}

const ordersOf = ({ front, back, earlier }: Chain): Order[] => [front, ...(back === null ? [] : [back]), ...earlier]

/** A purchase for stock that took the place of another one has no order in front of it. */
function Substitutes({ visit: { read, link }, chain: { front } }: { readonly visit: Visit; readonly chain: Chain }) {
  const first = front.substitute_order_link_id
  const later = read.list('orders', 'by_substituted', front.id)
  return (
    <>
      {first === null ? null : (
        <>
          {' '}
          · in place of <a href={link(`orders/${first}`)}>{first}</a>
        </>
      )}
      {later.map(({ id }) => (
        <>
          {' '}
          · substituted by <a href={link(`orders/${id}`)}>{id}</a>
        </>
      ))}
    </>
  )
}
