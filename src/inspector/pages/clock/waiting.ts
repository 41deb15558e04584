import type { Reader } from '../../../store/state.ts'
import { firstOf } from '../../first.ts'
import { wordsOf } from '../orders/act.ts'

/** What waits for a time of the sandbox's clock, of every kind that falls due by itself. */
export interface Waiting {
  /** Epoch milliseconds. */
  readonly at: number
  /** Table and id of the record that waits. */
  readonly table: 'ticket_holds' | 'queued_orders' | 'autopilot_steps' | 'webhook_deliveries' | 'outbound_calls'
  readonly id: number
  readonly what: string
}

/** The first ones, in the order in which they fall due: it costs them, and not all that wait. */
export function nextWaiting(read: Reader, most: number): Waiting[] {
  const firsts = [holds, queuedOrders, steps, deliveries, calls].flatMap((kind) => firstOf(kind(read), most))
  return firsts.sort((one, other) => one.at - other.at).slice(0, most)
}

/** How many wait, of all kinds. */
export const countWaiting = (read: Reader): number =>
  [holds, queuedOrders, steps, deliveries, calls].reduce(
    (sum, kind) => sum + firstOf(kind(read), MAX_COUNTED).length,
    0,
  )

/** Of each kind. */
export const MAX_COUNTED = 1_000

function* holds(read: Reader): Generator<Waiting> {
  for (const { id, hold_until, quantity, ticket_group_id } of read.inOrder('ticket_holds', 'by_hold_until'))
    if (hold_until !== null)
      yield {
        at: hold_until,
        table: 'ticket_holds',
        id,
        what: `The hold of ${quantity} tickets of ticket group ${ticket_group_id} runs out`,
      }
}

function* queuedOrders(read: Reader): Generator<Waiting> {
  for (const { id, process_at } of read.inOrder('queued_orders', 'by_process_at'))
    yield { at: process_at, table: 'queued_orders', id, what: 'A queued order is made' }
}

function* steps(read: Reader): Generator<Waiting> {
  for (const { id, due_at, deed, order_id, cast } of read.inOrder('autopilot_steps', 'by_due_at'))
    yield { at: due_at, table: 'autopilot_steps', id, what: `The cast ${cast}: ${wordsOf(deed)}, order ${order_id}` }
}

function* deliveries(read: Reader): Generator<Waiting> {
  for (const { id, next_at, event_type, endpoint_id } of read.inOrder('webhook_deliveries', 'by_next_at'))
    if (next_at !== null)
      yield {
        at: next_at,
        table: 'webhook_deliveries',
        id,
        what: `The webhook ${event_type} is sent again to endpoint ${endpoint_id}`,
      }
}

function* calls(read: Reader): Generator<Waiting> {
  for (const { id, next_at, kind, office_id } of read.inOrder('outbound_calls', 'by_next_at'))
    if (next_at !== null)
      yield {
        at: next_at,
        table: 'outbound_calls',
        id,
        what: `The call “${kind}” to office ${office_id} is tried again`,
      }
}
