import type { WebhookEndpoint } from '../store/records.ts'
import type { Transaction } from '../store/transaction.ts'

/** Adds an endpoint that is told of what happens from then on. */
export function addWebhook(
  tx: Transaction,
  { url, office_id, events, active }: Pick<WebhookEndpoint, 'url' | 'office_id' | 'events' | 'active'>,
): WebhookEndpoint {
  return tx.put('webhook_endpoints', {
    id: tx.nextId('webhook_endpoints'),
    url,
    office_id,
    events,
    active,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/** Takes an endpoint away, and what was still to be sent to it. */
export function removeWebhook(tx: Transaction, id: number): void {
  for (const delivery of [...tx.all('webhook_deliveries')])
    if (delivery.endpoint_id === id) tx.delete('webhook_deliveries', delivery.id)
  tx.delete('webhook_endpoints', id)
}
