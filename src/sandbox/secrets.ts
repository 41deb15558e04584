import { KnownSecrets, secretsInUrl } from '../journal/known-secrets.ts'
import type { State } from '../store/state.ts'

export type { KnownSecrets }

/** Of the tables as they are: most states have the same ones. */
const known = new WeakMap<object, { readonly webhooks: object; readonly secrets: KnownSecrets }>()

/** What the journal of a sandbox hides: what opens something in any sandbox of the server, and what this one alone knows. */
export const secretsFor = (state: () => State, ofAll: KnownSecrets | undefined) => (): readonly KnownSecrets[] =>
  ofAll === undefined ? [secretsIn(state())] : [ofAll, secretsIn(state())]

/** Addresses of webhooks and of brokers' services, and the keys of these. */
function secretsIn({ tables: { webhook_endpoints, order_integrations } }: State): KnownSecrets {
  const kept = known.get(order_integrations.records)
  if (kept?.webhooks === webhook_endpoints.records) return kept.secrets
  const secrets = new KnownSecrets()
  const services = [...order_integrations.records.values()]
  for (const { url } of [...webhook_endpoints.records.values(), ...services])
    for (const secret of secretsInUrl(url)) secrets.add(secret)
  for (const { key } of services) secrets.add(key)
  known.set(order_integrations.records, { webhooks: webhook_endpoints.records, secrets })
  return secrets
}
