import type { OrderIntegration } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'

export type NewIntegration = Pick<
  OrderIntegration,
  'office_id' | 'url' | 'key' | 'buying_office_ids' | 'deadline_ms' | 'names'
>

/** Says where an office's service is, and who buys through it. An office has one. */
export function putIntegration(tx: Transaction, given: NewIntegration): OrderIntegration {
  const [before] = tx.find('order_integrations', 'by_office', given.office_id)
  return tx.put('order_integrations', {
    id: before?.id ?? tx.nextId('order_integrations'),
    ...given,
    created_at: before?.created_at ?? tx.now,
    updated_at: tx.now,
  })
}

/**
 * Takes an office's service away: how many calls to it are still open. As long as there are any it stays, to be told of
 * them, and nobody buys through it any more. Null: the office has none.
 */
export function removeIntegration(tx: Transaction, office_id: number): number | null {
  const [integration] = tx.find('order_integrations', 'by_office', office_id)
  if (integration === undefined) return null
  const open = OPEN_STATES.flatMap((state) => tx.list('outbound_calls', 'by_state', state)).filter(
    (call) => call.office_id === office_id,
  )
  if (open.length === 0) tx.delete('order_integrations', integration.id)
  else tx.put('order_integrations', { ...integration, buying_office_ids: [], updated_at: tx.now })
  return open.length
}

const OPEN_STATES = ['intended', 'held', 'ready', 'waiting'] as const
