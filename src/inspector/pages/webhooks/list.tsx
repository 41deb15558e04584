import type * as z from 'zod'
import { type DeliverySearch, searchDeliveries } from '../../../routes/control/webhooks.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../../store/records.ts'
import { DELIVERY_STATES, WEBHOOK_EVENTS } from '../../../store/words.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { LastAnswer } from '../../components/attempts.tsx'
import { Badge } from '../../components/badge.tsx'
import { Choice, spaced } from '../../components/choice.tsx'
import { Empty } from '../../components/empty.tsx'
import { officeName } from '../../components/office-name.ts'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'
import { Subject } from './subject.tsx'

type Asked = z.output<ReturnType<typeof DeliverySearch>> & { readonly before?: number | undefined }

/** Who is told, and what they were told, the newest first. */
export function listDeliveries(visit: Visit, asked: Asked): Shown {
  const { read, link } = visit
  const { limit, before, ...wanted } = asked
  const found = searchDeliveries(read, { ...asked, limit: limit + 1 })
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const endpoints = read.listAll('webhook_endpoints')
  return {
    title: 'Webhooks',
    body: (
      <>
        <section aria-labelledby="endpoints">
          <h2 id="endpoints">Who is told</h2>
          {endpoints.length === 0 ? (
            <Empty title="Nobody is told yet">
              <p>
                Give the address of your program below: it is told of every order from then on, as TEvo does it. A
                program does the same with <code>POST …/webhooks</code>.
              </p>
            </Empty>
          ) : (
            <Table
              label="Endpoints"
              headings={['Endpoint', 'Address', 'Told of', 'Of which office', '']}
              rows={endpoints.map((endpoint) => endpointRow(visit, endpoint))}
            />
          )}
          <AddEndpoint visit={visit} />
        </section>
        <section aria-labelledby="deliveries">
          <h2 id="deliveries">What they were told</h2>
          <Filters visit={visit} asked={wanted} />
          {shown.length === 0 ? (
            <Empty
              title={read.count('webhook_deliveries') === 0 ? 'Nothing was sent yet' : 'Nothing was sent like this'}
            >
              <p>
                Place or accept an order: what its seller and its buyer are told appears here by itself, with each try
                and its answer.
              </p>
            </Empty>
          ) : (
            <Table
              label="Deliveries"
              headings={['Delivery', 'When', 'Event', 'About', 'To', 'State', 'Last answer', '#Tries']}
              rows={shown.map((delivery) => deliveryRow(visit, delivery))}
            />
          )}
          <Pager address={link('webhooks')} asked={wanted} from={before} next={last?.id ?? null} />
        </section>
      </>
    ),
  }
}

const endpointRow = ({ link, read }: Visit, { id, url, events, office_id, active }: WebhookEndpoint) => [
  <span class="id">{id}</span>,
  <span>
    <code>{url}</code> {active ? null : <Badge word="not active" tone="waiting" />}
  </span>,
  events === null ? 'every event of orders' : events.join(', '),
  office_id === null ? 'all' : officeName(read, office_id),
  <ActionButton to={link(`webhooks/${id}/remove`)} text={`Remove ${id}`} tone="danger" />,
]

const AddEndpoint = ({ visit: { link, read } }: { readonly visit: Visit }) => (
  <form class="filters act add" method="post" action={link('webhooks/add')}>
    <label class="wide">
      Address of a program to tell
      <input type="url" name="url" id="url" required placeholder="http://127.0.0.1:3000/webhooks" />
    </label>
    <label>
      Of which office
      <select name="office_id" id="office_id">
        <option value="">all</option>
        {read.listAll('offices').map(({ id }) => (
          <option value={String(id)}>{officeName(read, id)}</option>
        ))}
      </select>
    </label>
    <button type="submit" class="primary">
      Tell it
    </button>
  </form>
)

function deliveryRow(visit: Visit, delivery: WebhookDelivery) {
  const { link, read } = visit
  const { id, created_at, event_type, recipient, endpoint_id, state, attempts } = delivery
  return [
    <a class="id" href={link(`webhooks/deliveries/${id}`)}>
      {id}
    </a>,
    <When at={created_at} now={read.now} />,
    <code class="call">{event_type}</code>,
    <Subject visit={visit} delivery={delivery} />,
    `the ${recipient}, endpoint ${endpoint_id}`,
    <Badge word={state} />,
    <LastAnswer attempts={attempts} />,
    String(attempts.length),
  ]
}

type Wanted = Omit<Asked, 'limit' | 'before'>

const Filters = ({ visit: { link }, asked }: { readonly visit: Visit; readonly asked: Wanted }) => (
  <form class="filters" method="get" action={link('webhooks')}>
    <Choice label="Event" name="event_type" none="every event" words={WEBHOOK_EVENTS} chosen={asked.event_type} />
    <Choice
      label="State"
      name="state"
      none="every state"
      words={DELIVERY_STATES.filter((state) => state !== 'ready')}
      chosen={asked.state}
      say={spaced}
    />
    <label class="short">
      Order
      <input type="search" name="order_id" id="order_id" inputmode="numeric" value={asked.order_id} />
    </label>
    <button type="submit">Show</button>
  </form>
)
