import { deliveryOf, sendAgain } from '../../../routes/control/webhooks.ts'
import type { WebhookDelivery } from '../../../store/records.ts'
import { formOf } from '../../../webhooks/delivery.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { Attempts } from '../../components/attempts.tsx'
import { Badge } from '../../components/badge.tsx'
import { Facts } from '../../components/facts.tsx'
import { Text } from '../../components/text.tsx'
import { When } from '../../components/when.tsx'
import type { Done, Shown, Visit } from '../../page.ts'
import { wordsOf } from '../orders/act.ts'
import { Subject } from './subject.tsx'

/** One notification: what is sent, each try, and a button to send it again. */
export function showDelivery(visit: Visit): Shown {
  const { read, sandbox, link, params } = visit
  const delivery = deliveryOf(sandbox, params.id ?? '')
  const { id, event_type, recipient, state } = delivery
  return {
    title: `${event_type} to the ${recipient}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('webhooks')}>Webhooks</a> · delivery {id}
        </p>
        <div class="panel">
          <WhatIsKnown visit={visit} delivery={delivery} />
          {state === 'ready' ? null : (
            <div class="buttons">
              <ActionButton to={link(`webhooks/deliveries/${id}/redeliver`)} text="Send it again" tone="primary" />
            </div>
          )}
        </div>
        <section aria-labelledby="attempts">
          <h2 id="attempts">Attempts</h2>
          <Attempts attempts={delivery.attempts} now={read.now} />
        </section>
        <section aria-labelledby="sent">
          <h2 id="sent">What is sent</h2>
          <Facts facts={fieldsOf(delivery)} />
          <h3>The field “body”</h3>
          <Text label="The field body" text={delivery.body} />
        </section>
      </>
    ),
  }
}

function WhatIsKnown({ visit, delivery }: { readonly visit: Visit; readonly delivery: WebhookDelivery }) {
  const { read } = visit
  const { endpoint_id, state, created_at, next_at, faults } = delivery
  return (
    <Facts
      facts={[
        ['State', <Badge word={state} />],
        ['About', <Subject visit={visit} delivery={delivery} />],
        ['To', <code>{read.get('webhook_endpoints', endpoint_id)?.url ?? `endpoint ${endpoint_id}`}</code>],
        ['Happened', <When at={created_at} now={read.now} />],
        ['Next try', next_at === null ? null : <When at={next_at} now={read.now} />],
        ['Faults', faults.length === 0 ? null : faults.map(({ id, effect }) => `${id}: ${wordsOf(effect)}`).join(', ')],
        ['Sent as', <code>POST, application/x-www-form-urlencoded</code>],
        ['Signature', <span class="quiet">none: TEvo signs no webhook</span>],
      ]}
    />
  )
}

/** All but the long one. */
const fieldsOf = (delivery: WebhookDelivery): [string, string][] =>
  [...new URLSearchParams(formOf(delivery))].filter(([name]) => name !== 'body')

export function redeliverByClick({ sandbox, params }: Visit): Done {
  const { id } = sendAgain(sandbox, params.id ?? '')
  return { to: `webhooks/deliveries/${id}`, notice: `Delivery ${id} is sent again` }
}
