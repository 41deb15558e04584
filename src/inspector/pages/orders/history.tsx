import type { Order } from '../../../store/records.ts'
import { Badge, Status } from '../../components/badge.tsx'
import { When } from '../../components/when.tsx'
import type { Visit } from '../../page.ts'
import { type Happened, happenedTo } from './happened.ts'

interface HistoryProps {
  readonly visit: Visit
  readonly orders: readonly Order[]
}

/** What happened to the orders of a chain, the newest first: with the request, the deed or the due task that did it. */
export function History({ visit, orders }: HistoryProps) {
  const happened = happenedTo(visit, orders)
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      {happened.length === 0 ? (
        <p class="quiet">The journal no longer has what happened to it: it keeps the last requests only.</p>
      ) : (
        <ol class="timeline">
          {happened.map((one) => (
            <li class={one.kind}>
              <When at={one.at} now={visit.read.now} />
              <What visit={visit} one={one} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function What({ visit: { link }, one }: { readonly visit: Visit; readonly one: Happened }) {
  switch (one.kind) {
    case 'request':
      return (
        <span>
          <a href={link(`requests/${one.id}`)}>{one.id}</a> <code>{one.call}</code> <Status status={one.status} />
          <span class="quiet">
            {' '}
            {one.credential === null ? '' : `by ${one.credential}`} {one.did}
          </span>
        </span>
      )
    case 'delivery':
      return (
        <span>
          <a href={link(`webhooks/deliveries/${one.id}`)}>Webhook</a> <code>{one.event}</code> to the {one.recipient}{' '}
          <Badge word={one.state} />
          <span class="quiet"> order {one.order_id}</span>
        </span>
      )
    default:
      return (
        <span>
          {one.what}
          <span class="quiet"> {one.did}</span>
        </span>
      )
  }
}
