import type { OrderDone } from '../../../journal/doings.ts'
import type { JournalEntry } from '../../../journal/entry.ts'
import { pathIn } from '../../../matching/match.ts'
import type { Order } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'
import { tables } from '../../../store/tables.ts'
import type { Visit } from '../../page.ts'
import { wordsOf } from './act.ts'

/** Something that happened to an order of a chain. */
export type Happened = { readonly at: number } & (
  | {
      readonly kind: 'request'
      readonly id: string
      /** `POST /v9/orders` */
      readonly call: string
      readonly status: number | null
      readonly credential: string | null
      readonly did: string
    }
  | { readonly kind: 'deed' | 'due'; readonly what: string; readonly did: string }
  | {
      readonly kind: 'delivery'
      readonly id: number
      readonly event: string
      readonly recipient: string
      readonly state: string
      readonly order_id: number
    }
)

const MAX_SHOWN = 200
/** The newest ones: no page reads a long log of webhooks. */
const MAX_DELIVERIES_LOOKED_AT = 2_000

/** What is known of it, the newest first: from the journal, from what was done without a request, and from the webhooks. */
export function happenedTo({ sandbox, read }: Visit, orders: readonly Order[]): Happened[] {
  const ids = new Set(orders.map(({ id }) => id))
  const { journal } = sandbox
  const parts = partsOf(read, orders)
  const requests = journal
    .entries()
    .filter((entry) => entry.written !== null && touches(entry, parts))
    .map(
      (entry): Happened => ({
        kind: 'request',
        at: entry.at,
        id: entry.id,
        call: `${entry.method} ${journal.redact.text(pathIn(entry.target))}`,
        status: entry.status,
        credential: entry.credential,
        did: didOf(entry, parts),
      }),
    )
  const doings = journal.doings
    .of(ids)
    .reverse()
    .map(({ doer, at, orders: done }): Happened => {
      const [who = '', what = ''] = doer.what.split('/')
      const words =
        doer.kind === 'deed' ? `The ${wordsOf(who)} did “${wordsOf(what)}”` : `Fell due: ${wordsOf(doer.what)}`
      return { kind: doer.kind, at, what: words, did: movesOf(done.filter(({ id }) => ids.has(id))) }
    })
  // What happened in one moment stays in the order of its kind: a request, and then what it caused.
  return [...deliveriesOf(read, ids), ...doings, ...requests]
    .sort((one, other) => other.at - one.at)
    .slice(0, MAX_SHOWN)
}

/** `order/819975`, and its items, shipments and payments: as journal entries name records. */
function partsOf(read: Reader, orders: readonly Order[]): ReadonlySet<string> {
  const keys = orders.flatMap(({ id }) => [
    keyOf(tables.orders.sequence, id),
    ...(['items', 'shipments', 'payments', 'notes'] as const).flatMap((table) =>
      read.list(table, 'by_order', id).map((record) => keyOf(tables[table].sequence, record.id)),
    ),
  ])
  return new Set(keys)
}

const keyOf = (type: string, id: number): string => `${type}/${id}`

const touches = ({ written }: JournalEntry, parts: ReadonlySet<string>): boolean =>
  written !== null && [...written.created, ...written.changed].some(({ type, id }) => parts.has(keyOf(type, id)))

/** `made order 12, order 13` */
function didOf({ written }: JournalEntry, parts: ReadonlySet<string>): string {
  const named = (records: readonly { readonly type: string; readonly id: number }[]) =>
    records.filter(({ type, id }) => parts.has(keyOf(type, id))).map(({ type, id }) => `${wordsOf(type)} ${id}`)
  const made = named((written?.created ?? []).filter(({ type }) => type === tables.orders.sequence))
  const changed = made.length > 0 ? [] : named(written?.changed ?? [])
  return [
    ...(made.length === 0 ? [] : [`made ${made.join(' and ')}`]),
    ...(changed.length === 0 ? [] : [`changed ${changed.join(', ')}`]),
  ].join('; ')
}

const movesOf = (orders: readonly OrderDone[]): string =>
  orders
    .map(({ id, from, to }) => {
      if (from === null) return `made order ${id}`
      return from === to ? `changed order ${id}` : `order ${id}: ${wordsOf(from)} → ${wordsOf(to)}`
    })
    .join('; ')

function deliveriesOf(read: Reader, orders: ReadonlySet<number>): Happened[] {
  const found: Happened[] = []
  let looked = 0
  for (const delivery of read.all('webhook_deliveries')) {
    if (looked === MAX_DELIVERIES_LOOKED_AT) break
    looked += 1
    const { id, recipient, subject_id, created_at, event_type, state } = delivery
    if (recipient === 'catalog' || !orders.has(subject_id)) continue
    found.push({ kind: 'delivery', id, at: created_at, event: event_type, recipient, state, order_id: subject_id })
  }
  return found
}
