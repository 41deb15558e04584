import type { OrderIntegration, OutboundCall } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { OUTBOUND_CALLS, OUTBOUND_STATES } from '../../../store/words.ts'
import { LastAnswer } from '../../components/attempts.tsx'
import { Badge } from '../../components/badge.tsx'
import { Choice, spaced } from '../../components/choice.tsx'
import { Empty } from '../../components/empty.tsx'
import { officeName } from '../../components/office-name.ts'
import { OrderLink } from '../../components/order-link.tsx'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { pageOf } from '../../found.ts'
import type { Shown, Visit } from '../../page.ts'

/** On one page. */
const PER_PAGE = 50

interface Asked {
  readonly kind?: OutboundCall['kind'] | undefined
  readonly state?: OutboundCall['state'] | undefined
  /** The id of the last one on the page before. */
  readonly before?: number | undefined
}

/** Which offices have a service, and what it was asked, the newest first. */
export function listCalls(visit: Visit, asked: Asked): Shown {
  const { read, link } = visit
  const { before, ...wanted } = asked
  const { kind, state } = wanted
  const isMeant = (call: OutboundCall) => (kind ?? call.kind) === call.kind && (state ?? call.state) === call.state
  const { rows: shown, next } = pageOf(read.all('outbound_calls', before), PER_PAGE, isMeant)
  const services = read.listAll('order_integrations')
  return {
    title: 'Outbound calls',
    body: (
      <>
        <section aria-labelledby="services">
          <h2 id="services">Services that are asked</h2>
          {services.length === 0 ? (
            <Empty title="No office has a service">
              <p>
                A broker can have its own system asked before its tickets are sold. Start one with{' '}
                <code>tevo-local broker</code>, and give its office the address with{' '}
                <code>PUT …/order_integrations/1700</code>.
              </p>
            </Empty>
          ) : (
            <Table
              label="Services"
              headings={['Office', 'Address', 'Who buys through it', '#Waits at most']}
              rows={services.map((service) => serviceRow(read, service))}
            />
          )}
        </section>
        <section aria-labelledby="calls">
          <h2 id="calls">What they were asked</h2>
          <Filters visit={visit} asked={wanted} />
          {shown.length === 0 ? (
            <Empty title={read.count('outbound_calls') === 0 ? 'Nobody was asked yet' : 'Nobody was asked like this'}>
              <p>Order tickets of an office that has a service: its hold and its invoice appear here by themselves.</p>
            </Empty>
          ) : (
            <Table
              label="Calls"
              headings={['Call', 'When', 'What', 'Of', 'For', 'State', 'Last answer', '#Tries']}
              rows={shown.map((call) => callRow(visit, call))}
            />
          )}
          <Pager address={link('outbound')} asked={wanted} from={before} next={next} />
        </section>
      </>
    ),
  }
}

const serviceRow = (read: Reader, { office_id, url, buying_office_ids, deadline_ms }: OrderIntegration) => [
  officeName(read, office_id),
  <code>{url}</code>,
  buying_office_ids === null
    ? 'everybody'
    : buying_office_ids.length === 0
      ? 'nobody any more'
      : `the offices ${buying_office_ids.join(', ')}`,
  `${deadline_ms.toLocaleString('en')} ms`,
]

function callRow(visit: Visit, call: OutboundCall) {
  const { link, read } = visit
  return [
    <a class="id" href={link(`outbound/${call.id}`)}>
      {call.id}
    </a>,
    <When at={call.created_at} now={read.now} />,
    call.kind,
    officeName(read, call.office_id),
    call.order_id === null ? <span class="quiet">no order yet</span> : <OrderLink visit={visit} id={call.order_id} />,
    <Badge word={call.state} />,
    <LastAnswer attempts={call.attempts} />,
    String(call.attempts.length),
  ]
}

const Filters = ({ visit: { link }, asked }: { readonly visit: Visit; readonly asked: Omit<Asked, 'before'> }) => (
  <form class="filters" method="get" action={link('outbound')}>
    <Choice label="What" name="kind" none="everything" words={OUTBOUND_CALLS} chosen={asked.kind} />
    <Choice label="State" name="state" none="every state" words={OUTBOUND_STATES} chosen={asked.state} say={spaced} />
    <button type="submit">Show</button>
  </form>
)
