import { KnownSecrets, secretsInUrl } from '../journal/known-secrets.ts'
import type { State } from '../store/state.ts'

/** Of the tables as they are: most states have the same ones. */
const known = new WeakMap<object, { readonly webhooks: object; readonly secrets: KnownSecrets }>()

/** What a sandbox knows to open something, beside its credentials: addresses of webhooks, brokers' services and their keys. */
export function secretsIn({ tables: { webhook_endpoints, order_integrations } }: State): KnownSecrets {
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
