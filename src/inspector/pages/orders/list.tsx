import type { Order } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { ORDER_STATES } from '../../../store/words.ts'
import { Badge } from '../../components/badge.tsx'
import { Choice } from '../../components/choice.tsx'
import { Empty } from '../../components/empty.tsx'
import { money } from '../../components/money.ts'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'
import { chainOf } from './chain.ts'
import { type Asked, findChains } from './found.ts'
import { eventName, nameOf, placeOf } from './words.ts'

/** A row a chain, with both its ids. */
export function listChains(visit: Visit, asked: Asked): Shown {
  const { read, link } = visit
  const found = findChains(read, asked)
  const total = read.count('orders')
  return {
    title: 'Orders',
    body: (
      <>
        <Filters visit={visit} asked={asked} />
        {found.fronts.length === 0 ? (
          <Nothing visit={visit} total={total} goesOn={found.next !== null} />
        ) : (
          <Table
            label="Orders"
            headings={['Order', 'Behind it', 'State', 'Tickets', 'Seller → buyer', '#Total', 'Placed']}
            rows={found.fronts.map((front) => rowOf(visit, front))}
          />
        )}
        <Pager address={link('orders')} asked={asked} from={asked.before} next={found.next} />
      </>
    ),
  }
}

function rowOf({ read, link }: Visit, front: Order) {
  const { back } = chainOf(read, front)
  return [
    <a class="id" href={link(`orders/${front.id}`)}>
      {front.id}
    </a>,
    back === null ? (
      <span class="quiet">none</span>
    ) : (
      <a class="id" href={link(`orders/${back.id}`)}>
        {back.id}
      </a>
    ),
    <span class="states">
      <Badge word={front.seller_state} />
      {back === null || back.seller_state === front.seller_state ? null : (
        <>
          <span class="quiet">behind</span> <Badge word={back.seller_state} />
        </>
      )}
    </span>,
    <Tickets read={read} order={front} />,
    <span class="two-lines">
      <span>{nameOf(read, back?.seller ?? front.seller)}</span>
      <span class="quiet">→ {nameOf(read, front.buyer)}</span>
    </span>,
    money(front.total_cents),
    <When at={front.created_at} now={read.now} />,
  ]
}

/** The first item; how many more there are. */
function Tickets({ read, order }: { readonly read: Reader; readonly order: Order }) {
  const [item, ...more] = read.list('items', 'by_order', order.id)
  if (item === undefined) return <span class="quiet">none</span>
  return (
    <span class="two-lines">
      <span>
        {item.quantity} × {eventName(read, item)}
      </span>
      <span class="quiet">
        {placeOf(read, item)}
        {more.length === 0 ? '' : `, and ${more.length} more`}
      </span>
    </span>
  )
}

function Filters({ visit, asked }: { readonly visit: Visit; readonly asked: Asked }) {
  return (
    <form class="filters" method="get" action={visit.link('orders')}>
      <Choice label="State" name="state" none="every state" words={ORDER_STATES} chosen={asked.state} />
      <label>
        Id, order group or reference
        <input type="search" name="find" id="find" value={asked.find ?? ''} />
      </label>
      <button type="submit">Show</button>
    </form>
  )
}

interface NothingProps {
  readonly visit: Visit
  readonly total: number
  /** There are older ones that were not looked at. */
  readonly goesOn: boolean
}

/** What to do first, where there is no order at all. */
function Nothing({ visit, total, goesOn }: NothingProps) {
  if (total > 0)
    return (
      <Empty title={goesOn ? 'None of the orders looked at is like this: “Older” goes on' : 'No order is like this'}>
        <p>
          There are {total.toLocaleString('en')} orders here. <a href={visit.link('orders')}>Show all of them</a>
        </p>
      </Empty>
    )
  return (
    <Empty title="No orders yet">
      <p>
        Place one with <code>POST /v9/orders</code>: it appears here by itself, with the owner's order behind it. The{' '}
        <a href="/_local/docs">API documentation</a> shows what the call takes; on the command line,{' '}
        <code>tevo-local call</code> signs it for you.
      </p>
    </Empty>
  )
}
