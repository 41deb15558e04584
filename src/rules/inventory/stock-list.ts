import type { Reader } from '../../store/state.ts'
import type { InventoryState } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { notFound } from '../refusal.ts'
import { isRemoteId, lineOf, type StockLine } from './broker-stock.ts'

/** What an office has sent: W:3319463967. */
export interface StockFilters {
  readonly office_id: number
  readonly state: InventoryState
  /** The lowest `remote_id` that is wanted. */
  readonly cursor: number
  readonly most: number
}

/** The lowest `remote_id` comes first: the next page goes on after the last one. */
export function listStock(read: Reader, caller: Caller, filters: StockFilters): StockLine[] {
  const { office_id, state, cursor, most } = filters
  const office = read.get('offices', office_id)
  if (office === undefined || `brokerage:${office.brokerage_id}` !== caller.account) throw notFound('Office', office_id)
  const lines: StockLine[] = []
  if (state !== 'UNMAPPED')
    for (const group of read.find('ticket_groups', 'by_office', office_id))
      if (isRemoteId(group.remote_id)) lines.push(lineOf(group))
  if (state !== 'MAPPED')
    for (const { remote_id } of read.find('unmapped_inventory', 'by_office', office_id))
      lines.push({ id: null, remote_id, event_id: null })
  return lines
    .filter(({ remote_id }) => Number(remote_id) >= cursor)
    .sort((one, other) => Number(one.remote_id) - Number(other.remote_id))
    .slice(0, most)
}
