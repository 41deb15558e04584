import type { OutsideAnswer } from '../rules/job.ts'
import { callTo, isSuccess } from '../rules/orders/integration-calls.ts'
import { forgetOld } from '../rules/outbound-calls.ts'
import { attemptOf, dueAgain, nextTryAt } from '../rules/sending.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Attempt, OrderIntegration, OutboundCall } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import { notCalled } from './call.ts'
import type { Load } from './courier.ts'
import { callBroker } from './outside.ts'

/** Releases and invoices: what a broker's service is told until it has answered. */

/** The call that is to be made again first. */
export const dueBrokerCall = dueAgain('outbound_calls', put)

/** How the releases and invoices of a sandbox are sent. */
export const brokerLoad = (sandbox: Sandbox, isOutboundAllowed: boolean): Load => ({
  table: 'outbound_calls',
  receiver: (id) => `office ${sandbox.peek().must('outbound_calls', id).office_id}`,
  send: async (id, life, signal) => {
    const call = sandbox.peek().get('outbound_calls', id)
    if (call?.state !== 'ready') return
    const at = sandbox.now()
    const service = serviceOf(sandbox.peek(), call)
    const answer =
      service === undefined
        ? { ...notCalled(`office ${call.office_id} has no service any more`), json: undefined }
        : await callBroker(sandbox, callTo(service, call), { isOutboundAllowed, signal })
    // Nobody waits for it any more: it is still to be sent, after a restart.
    if (signal.aborted) return
    const attempt = attemptOf(at, answer)
    const isTriedAgain = service !== undefined && isOutboundAllowed
    sandbox.carryOutNow({ run: (tx) => conclude(tx, id, attempt, isDone(tx, call, answer), isTriedAgain) }, life)
  },
})

/** The service of the broker, whoever buys through it by now. */
export function serviceOf(read: Reader, { office_id }: OutboundCall): OrderIntegration | undefined {
  const [service] = read.find('order_integrations', 'by_office', office_id)
  return service
}

/** A hold that the broker does not have, or does not have any more, is released. */
const RELEASED: ReadonlySet<number> = new Set([404, 409, 410])

/** A broker that does not know a hold whose answer never came may still be making it: it is told once more, later. */
function isDone(
  read: Reader,
  { kind, global_id, tries }: OutboundCall,
  { status }: Pick<OutsideAnswer, 'status'>,
): boolean {
  if (status === null) return false
  if (isSuccess(status)) return true
  return kind === 'release' && RELEASED.has(status) && (tries > 0 || !mayStillBeMade(read, global_id))
}

function mayStillBeMade(read: Reader, global_id: string): boolean {
  const hold = read.list('outbound_calls', 'by_global_id', global_id).find(({ kind }) => kind === 'hold')
  const last = hold?.attempts.at(-1)
  return hold !== undefined && (last === undefined || last.status === null)
}

function conclude(tx: Transaction, id: number, attempt: Attempt, isDone: boolean, isTriedAgain: boolean): void {
  const call = tx.get('outbound_calls', id)
  if (call === undefined) return
  const attempts = [...call.attempts, attempt]
  const tries = call.tries + 1
  const next_at = isDone || !isTriedAgain ? null : nextTryAt(tries, tx.now)
  const state = isDone ? 'answered' : next_at === null ? 'given_up' : 'waiting'
  put(tx, id, { state, attempts, tries, next_at })
  forgetOld(tx)
}

function put(tx: Transaction, id: number, fields: Partial<OutboundCall>): void {
  tx.put('outbound_calls', { ...tx.must('outbound_calls', id), ...fields, updated_at: tx.now })
}
