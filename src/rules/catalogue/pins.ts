import type { Pin } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Caller } from '../caller.ts'
import { lookUpOwn } from '../lookup.ts'
import { invalid } from '../refusal.ts'

/** Events that a brokerage has pinned: a list of its own, which nobody else sees. */

export const findPin = (read: Reader, caller: Caller, id: string): Pin =>
  lookUpOwn(read, 'pins', id, (pin) => pin.account === caller.account)

export function pinEvent(tx: Transaction, { account }: Caller, event_id: number, entry: number): Pin {
  if (tx.get('events', event_id)?.deleted_at !== null)
    throw invalid({ event_id: [`${event_id} is not the id of an event`] }, entry)
  for (const pin of tx.find('pins', 'by_account', account))
    if (pin.event_id === event_id) throw invalid({ event_id: ['has already been taken'] }, entry)
  return tx.put('pins', { id: tx.nextId('pins'), account, event_id, created_at: tx.now })
}
