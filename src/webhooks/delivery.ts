import type { Injection } from '../faults/faults.ts'
import { jsonOf } from '../json.ts'
import { type Called, makeCall, NO_OUTBOUND, notCalled } from '../outbound/call.ts'
import type { Load } from '../outbound/courier.ts'
import { withoutSecrets } from '../outbound/secrets.ts'
import { attemptOf, dueAgain, nextTryAt } from '../rules/sending.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Attempt, WebhookDelivery } from '../store/records.ts'
import type { Transaction } from '../store/transaction.ts'

/** W:73302018. */
const DEADLINE_MS = 15_000
/** The status decides (W:3083141149): of what follows only so much is waited for. */
const ENDING_MS = 1_000
/** How long one that a fault puts behind the next one waits when there is no next one; of the sandbox's clock. */
const BEHIND_MS = 60_000
/** How many tries are kept of one: it may be sent again by hand without end. */
const MAX_ATTEMPTS = 20
/** How many that are over are kept, of each end. */
const MAX_KEPT = 1_000

/** The delivery that is to be sent again first. */
export const dueDelivery = dueAgain('webhook_deliveries', put)

/** How the notifications of a sandbox are sent. */
export const deliveryLoad = (sandbox: Sandbox, isOutboundAllowed: boolean): Load => ({
  table: 'webhook_deliveries',
  receiver: (id) => `endpoint ${sandbox.peek().must('webhook_deliveries', id).endpoint_id}`,
  send: async (id, life, signal) => {
    const delivery = sandbox.peek().get('webhook_deliveries', id)
    if (delivery?.state !== 'ready') return
    const { url, active } = sandbox.peek().must('webhook_endpoints', delivery.endpoint_id)
    const write = (work: (tx: Transaction) => void) => sandbox.carryOutNow({ run: work }, life)
    const reason = isOutboundAllowed ? (active ? null : 'the endpoint is not active') : NO_OUTBOUND
    if (reason !== null) {
      const attempt = attemptOf(sandbox.now(), notCalled(reason))
      write((tx) => end(tx, id, [attempt], 'given_up'))
      return
    }
    const injections = delivery.tries === 0 && delivery.faults.length === 0 ? decide(sandbox, delivery) : []
    const faults = injections.map(({ id, effect }) => ({ id, effect: effect.type }))
    if (injections.length > 0) write((tx) => put(tx, id, { faults }))
    const delay_ms = injections.reduce((sum, injection) => sum + injection.delay_ms, 0)
    const effects = new Set([...delivery.faults, ...faults].map(({ effect }) => effect))
    if (effects.has('lost')) {
      write((tx) => end(tx, id, [attemptOf(tx.now, notCalled('a fault lost it on its way'))], 'given_up'))
      return
    }
    if (faults.some(({ effect }) => effect === 'behind') || delay_ms > 0) {
      const wait_ms = faults.some(({ effect }) => effect === 'behind') ? Math.max(BEHIND_MS, delay_ms) : delay_ms
      write((tx) => put(tx, id, { state: 'waiting', next_at: tx.now + wait_ms }))
      return
    }
    const isFirst = delivery.tries === 0
    // What is sent again is as it was meant.
    const body = formOf(delivery, isFirst && effects.has('garbled'))
    const attempts: Attempt[] = []
    const times = isFirst && effects.has('duplicate') ? 2 : 1
    for (let nth = 0; nth < times && !signal.aborted; nth += 1) {
      const at = sandbox.now()
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
      const call = { method: 'POST', url, headers, body, deadline_ms: DEADLINE_MS, ending_ms: ENDING_MS, signal }
      const called = await makeCall(call)
      attempts.push(attemptOf(at, { ...called, text: withoutSecrets(called.text, url) }))
    }
    // Nobody waits for it any more: it is still to be sent, after a restart.
    if (!signal.aborted) write((tx) => conclude(tx, id, attempts))
  },
})

/** Which faults act on a delivery that is about to be sent for the first time. */
function decide(sandbox: Sandbox, { event_type, recipient, endpoint_id, body }: WebhookDelivery): Injection[] {
  if (!sandbox.faults.isArmedFor('delivery')) return []
  const facing = {
    operation: null,
    method: 'POST',
    target: '',
    params: {},
    credential: null,
    headers: {},
    json: () => jsonOf(Buffer.from(body)),
    forcible: [],
    said: { event_type, recipient, endpoint: endpoint_id },
  }
  return sandbox.faults.decide('delivery', facing, false)
}

/** W:73302018, W:3083141149: what is sent, in the order of the page. */
export function formOf({ recipient, event_type, body, fields }: WebhookDelivery, isGarbled = false): string {
  const { order_group_id, ...others } = fields
  const sent = isGarbled ? body.slice(0, Math.floor(body.length / 2)) : body
  const first = order_group_id === undefined ? {} : { order_group_id }
  return new URLSearchParams({ ...first, recipient, event_type, body: sent, ...others }).toString()
}

/** W:3083141149. */
const isTaken = ({ status }: Pick<Called, 'status'>): boolean => status === 200 || status === 202

function conclude(tx: Transaction, id: number, attempts: readonly Attempt[]): void {
  const delivery = tx.get('webhook_deliveries', id)
  if (delivery === undefined) return
  if (attempts.some(isTaken)) {
    end(tx, id, attempts, 'delivered')
    return
  }
  const tries = delivery.tries + 1
  const next_at = tx.sandbox.settings.webhook_retries ? nextTryAt(tries, tx.now) : null
  if (next_at === null) end(tx, id, attempts, 'given_up')
  else
    put(tx, id, {
      state: 'waiting',
      attempts: [...delivery.attempts, ...attempts].slice(-MAX_ATTEMPTS),
      tries,
      next_at,
    })
  letFollow(tx, delivery)
}

/** It is over. */
function end(tx: Transaction, id: number, attempts: readonly Attempt[], state: 'delivered' | 'given_up'): void {
  const delivery = tx.get('webhook_deliveries', id)
  if (delivery === undefined) return
  put(tx, id, {
    state,
    attempts: [...delivery.attempts, ...attempts].slice(-MAX_ATTEMPTS),
    tries: delivery.tries + 1,
    next_at: null,
  })
  letFollow(tx, delivery)
  if (tx.count('webhook_deliveries', 'by_state', state) <= MAX_KEPT) return
  const oldest = tx.oldest('webhook_deliveries', 'by_state', state)
  if (oldest !== undefined) tx.delete('webhook_deliveries', oldest.id)
}

/** What a fault has put behind this one goes now. */
function letFollow(tx: Transaction, { id, endpoint_id }: WebhookDelivery): void {
  for (const behind of tx.list('webhook_deliveries', 'by_behind', endpoint_id))
    if (behind.id < id) put(tx, behind.id, { state: 'ready', next_at: null })
}

function put(tx: Transaction, id: number, fields: Partial<WebhookDelivery>): void {
  tx.put('webhook_deliveries', { ...tx.must('webhook_deliveries', id), ...fields, updated_at: tx.now })
}

/** Sends it once more, whatever became of it, with all its tries. */
export function redeliver(tx: Transaction, delivery: WebhookDelivery): WebhookDelivery {
  return tx.put('webhook_deliveries', {
    ...delivery,
    state: 'ready',
    tries: 0,
    next_at: null,
    faults: [],
    updated_at: tx.now,
  })
}
