import { serviceOf } from '../../../outbound/broker-calls.ts'
import { isId, notFound } from '../../../routes/control/problem.ts'
import { callTo } from '../../../rules/orders/integration-calls.ts'
import type { OutboundCall } from '../../../store/records.ts'
import { Attempts } from '../../components/attempts.tsx'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { officeName } from '../../components/office-name.ts'
import { OrderLink } from '../../components/order-link.tsx'
import { Text } from '../../components/text.tsx'
import { When } from '../../components/when.tsx'
import type { Shown, Visit } from '../../page.ts'

/** One call to a broker's service: what is asked, each try, and what else was asked about the same tickets. */
export function showCall(visit: Visit): Shown {
  const { read, link } = visit
  const call = callAt(visit)
  const service = serviceOf(read, call)
  const sent = service === undefined ? null : callTo(service, call)
  const related = read.list('outbound_calls', 'by_global_id', call.global_id).filter(({ id }) => id !== call.id)
  return {
    title: `${capital(call.kind)} of office ${call.office_id}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('outbound')}>Outbound calls</a> · call {call.id}
          {related.map(({ id, kind }) => (
            <>
              {' '}
              · its <a href={link(`outbound/${id}`)}>{kind}</a>
            </>
          ))}
        </p>
        <div class="panel">
          <Facts
            facts={[
              ['State', <Badge word={call.state} />],
              ['Of', officeName(read, call.office_id)],
              [
                'For',
                call.order_id === null ? (
                  <span class="quiet">no order yet</span>
                ) : (
                  <OrderLink visit={visit} id={call.order_id} />
                ),
              ],
              ['Asked as', sent === null ? null : <code>{`${sent.method} ${sent.url}`}</code>],
              ['Global id', <code>{call.global_id}</code>],
              ['Written down', <When at={call.created_at} now={read.now} />],
              ['Next try', call.next_at === null ? null : <When at={call.next_at} now={read.now} />],
              ['Signature', <span class="quiet">none: the broker's key is sent as X-Api-Key</span>],
            ]}
          />
        </div>
        <section aria-labelledby="attempts">
          <h2 id="attempts">Attempts</h2>
          <Attempts attempts={call.attempts} now={read.now} />
        </section>
        <section aria-labelledby="sent">
          <h2 id="sent">What is asked</h2>
          {sent === null ? (
            <p class="quiet">The office no longer has a service.</p>
          ) : sent.body === null ? (
            <p class="quiet">It has no body: its path says all.</p>
          ) : (
            <Text label="What is asked" text={JSON.stringify(sent.body)} />
          )}
        </section>
      </>
    ),
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** The call that the address names. @throws what becomes a 404 */
function callAt({ read, params, sandbox }: Visit): OutboundCall {
  const id = params.id ?? ''
  const call = isId(id) ? read.get('outbound_calls', Number(id)) : undefined
  if (call === undefined) throw notFound(`Sandbox "${sandbox.name}" has no outbound call ${id}`)
  return call
}
