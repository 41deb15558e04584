import type { Attempt, OutboundCall } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'

/** What is written down of the calls to a broker's service. */

/** Writes down that tickets are about to be asked for: after a crash they may have been held. */
export function intendHold(tx: Transaction, hold: Pick<OutboundCall, 'office_id' | 'request'>): OutboundCall {
  const id = tx.nextId('outbound_calls')
  // Ids start again in another life, and the broker remembers those of the one before.
  const global_id = `TEVO-${tx.sandbox.life}-${id}`
  return put(tx, { id, kind: 'hold', state: 'intended', global_id, ...hold, order_id: null })
}

/** Writes down what came of a hold. */
export function concludeHold(
  tx: Transaction,
  id: number,
  { state, attempt }: { readonly state: 'held' | 'failed'; readonly attempt: Attempt },
): OutboundCall {
  const hold = tx.must('outbound_calls', id)
  const concluded = tx.put('outbound_calls', {
    ...hold,
    state,
    attempts: [...hold.attempts, attempt],
    updated_at: tx.now,
  })
  forgetOld(tx)
  return concluded
}

/** Lets go of a hold: the broker is told so, until it has answered. */
export function letGo(tx: Transaction, hold: OutboundCall): void {
  tx.put('outbound_calls', { ...hold, state: 'let_go', updated_at: tx.now })
  sendLater(tx, 'release', hold, { order_id: null, request: {} })
  forgetOld(tx)
}

/**
 * Lets go of every hold that nothing waits for: those of a process that ended between a hold and its order, and those that
 * a snapshot brought back.
 */
export function letGoOfAll(tx: Transaction, isLeft = (_id: number): boolean => true): void {
  for (const hold of openHolds(tx)) if (isLeft(hold.id)) letGo(tx, hold)
}

/** The holds that wait for an order. */
export const openHolds = (read: Reader): OutboundCall[] =>
  (['intended', 'held'] as const).flatMap((state) => read.list('outbound_calls', 'by_state', state))

/** What becomes of nothing any more. */
const OVER = ['used', 'let_go', 'failed', 'answered', 'given_up'] as const satisfies readonly OutboundCall['state'][]
/** How many that are over are kept, to be looked at. */
const MAX_KEPT = 1_000

/** Forgets the oldest calls that are over. */
export function forgetOld(tx: Transaction): void {
  let surplus = OVER.reduce((sum, state) => sum + tx.count('outbound_calls', 'by_state', state), -MAX_KEPT)
  for (; surplus > 0; surplus -= 1) {
    const ids = OVER.flatMap((state) => tx.oldest('outbound_calls', 'by_state', state)?.id ?? [])
    tx.delete('outbound_calls', Math.min(...ids))
  }
}

/** Writes down what is to be sent of a hold, until it is answered: that it is released, or the invoice of its order. */
export function sendLater(
  tx: Transaction,
  kind: 'release' | 'invoice',
  { office_id, global_id }: Pick<OutboundCall, 'office_id' | 'global_id'>,
  { order_id, request }: Pick<OutboundCall, 'order_id' | 'request'>,
): OutboundCall {
  return put(tx, { id: tx.nextId('outbound_calls'), kind, state: 'ready', office_id, global_id, order_id, request })
}

const put = (
  tx: Transaction,
  call: Omit<OutboundCall, 'attempts' | 'tries' | 'next_at' | 'created_at' | 'updated_at'>,
) =>
  tx.put('outbound_calls', {
    ...call,
    attempts: [],
    tries: 0,
    next_at: null,
    created_at: tx.now,
    updated_at: tx.now,
  })
