import type { OrderIntegration, OutboundCall } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { OUTBOUND_CALLS, OUTBOUND_STATES } from '../../../store/words.ts'
import { Badge, Status } from '../../components/badge.tsx'
import { Empty } from '../../components/empty.tsx'
import { officeName } from '../../components/office-name.ts'
import { OrderLink } from '../../components/order-link.tsx'
import { Pager } from '../../components/pager.tsx'
import { Table } from '../../components/table.tsx'
import { When } from '../../components/when.tsx'
import { queryWith } from '../../filled.ts'
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
  const found = findCalls(read, asked)
  const shown = found.slice(0, PER_PAGE)
  const last = found.length > PER_PAGE ? shown.at(-1) : undefined
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
          <Pager
            newest={before === undefined ? null : link(`outbound${queryWith(wanted)}`)}
            older={last === undefined ? null : link(`outbound${queryWith(wanted, { before: String(last.id) })}`)}
          />
        </section>
      </>
    ),
  }
}

/** One more than a page has, to tell whether there is another. */
function findCalls(read: Reader, { kind, state, before }: Asked): OutboundCall[] {
  const found: OutboundCall[] = []
  for (const call of read.all('outbound_calls', before)) {
    if (found.length > PER_PAGE) break
    if ((kind ?? call.kind) === call.kind && (state ?? call.state) === call.state) found.push(call)
  }
  return found
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
  const last = call.attempts.at(-1)
  return [
    <a class="id" href={link(`outbound/${call.id}`)}>
      {call.id}
    </a>,
    <When at={call.created_at} now={read.now} />,
    call.kind,
    officeName(read, call.office_id),
    call.order_id === null ? <span class="quiet">no order yet</span> : <OrderLink visit={visit} id={call.order_id} />,
    <Badge word={call.state} />,
    last === undefined ? <span class="quiet">not tried yet</span> : <Status status={last.status} />,
    String(call.attempts.length),
  ]
}

const Filters = ({ visit: { link }, asked }: { readonly visit: Visit; readonly asked: Omit<Asked, 'before'> }) => (
  <form class="filters" method="get" action={link('outbound')}>
    <label>
      What
      <select name="kind" id="kind">
        <option value="">everything</option>
        {OUTBOUND_CALLS.map((kind) => (
          <option value={kind} selected={kind === asked.kind}>
            {kind}
          </option>
        ))}
      </select>
    </label>
    <label>
      State
      <select name="state" id="state">
        <option value="">every state</option>
        {OUTBOUND_STATES.map((state) => (
          <option value={state} selected={state === asked.state}>
            {state.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </label>
    <button type="submit">Show</button>
  </form>
)
