import type { Sandbox } from '../sandbox/sandbox.ts'
import type { WebhookDelivery } from '../store/records.ts'
import { type Patience, waitFor } from '../wait-for.ts'

export interface Wait extends Patience {
  /** The id of a delivery: a later one that was tried already counts, too. Without it, only what is tried from now on. */
  readonly since: number | undefined
}

/** The next delivery that matches, as soon as it was tried; null when none was in time, or the client has gone. */
export function nextDelivery(
  sandbox: Sandbox,
  isMatch: (delivery: WebhookDelivery) => boolean,
  { since, ...patience }: Wait,
): Promise<WebhookDelivery | null> {
  const earlier = since === undefined ? undefined : firstTried(sandbox, isMatch, since)
  if (earlier !== undefined) return Promise.resolve(earlier)
  return waitFor<WebhookDelivery | null>(
    (end) =>
      sandbox.onShown(({ changes }, before) => {
        for (const { table, id } of changes) {
          if (table !== 'webhook_deliveries') continue
          const delivery = sandbox.peek().get(table, id)
          const tried = before.tables.webhook_deliveries.records.get(id)?.attempts.length ?? 0
          if (delivery !== undefined && delivery.attempts.length > tried && isMatch(delivery)) return end(delivery)
        }
      }),
    () => null,
    patience,
  )
}

function firstTried(
  sandbox: Sandbox,
  isMatch: (delivery: WebhookDelivery) => boolean,
  since: number,
): WebhookDelivery | undefined {
  let first: WebhookDelivery | undefined
  for (const delivery of sandbox.read().all('webhook_deliveries')) {
    if (delivery.id <= since) break
    if (delivery.attempts.length > 0 && isMatch(delivery)) first = delivery
  }
  return first
}
