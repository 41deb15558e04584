import { isDeepStrictEqual } from 'node:util'
import { addWebhook } from '../rules/endpoints.ts'
import type { SandboxRecord, WebhookEndpoint } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { State } from '../store/state.ts'
import { Transaction } from '../store/transaction.ts'
import { WorldProblem } from '../store/world.ts'
import { firstClock, timeOf } from './clock.ts'
import type { Keys } from './keys.ts'

/** What a sandbox puts into the state of a world before it begins with it. */

/** An endpoint as it is given. */
export type NewWebhook = Pick<WebhookEndpoint, 'url' | 'office_id' | 'events' | 'active'>

export const NO_KEYS: ReadonlyMap<string, Keys> = new Map()

export const withSandbox = ({ tables, sequences }: State, sandbox: SandboxRecord): State => ({
  tables,
  sequences,
  sandbox,
})

/** The same records, but for the keys of the credentials. */
export function withKeys(state: State, keys: ReadonlyMap<string, Keys>, start_ms: number): State {
  const tx = new Transaction(state, start_ms)
  for (const credential of [...tx.all('credentials')])
    tx.put('credentials', { ...credential, ...keys.get(credential.name) })
  return tx.finish()
}

/** The same records, and the endpoints that it has from the start, unless they are there already. */
export function withWebhooks(state: State, webhooks: readonly NewWebhook[], start_ms: number): State {
  if (webhooks.length === 0) return state
  const tx = new Transaction(state, start_ms)
  addMissingWebhooks(tx, webhooks)
  return tx.finish()
}

interface Start {
  readonly clock_ms: number | null
  readonly webhooks?: readonly NewWebhook[] | undefined
  readonly settings?: Partial<AccountSettings> | undefined
}

/** What a start changes in what was kept: a clock goes forward only, so it is not turned back to where it was started before. */
export function goOnWith(tx: Transaction, { clock_ms, webhooks = [], settings = {} }: Start): void {
  addMissingWebhooks(tx, webhooks)
  if (clock_ms !== null && clock_ms > timeOf(tx.sandbox)) tx.changeSandbox(firstClock(clock_ms))
  const before = tx.sandbox.settings
  if (!isDeepStrictEqual({ ...before, ...settings }, before)) tx.changeSandbox({ settings: { ...before, ...settings } })
}

/** Adds the endpoints that are not there already. */
function addMissingWebhooks(tx: Transaction, webhooks: readonly NewWebhook[]): void {
  const known = new Set(tx.listAll('webhook_endpoints').map(({ url }) => url))
  for (const webhook of webhooks.filter(({ url }) => !known.has(url))) {
    const { office_id } = webhook
    if (office_id !== null && tx.get('offices', office_id) === undefined)
      throw new WorldProblem(`webhooks: the world has no office ${office_id}`)
    addWebhook(tx, webhook)
  }
}
