import { pathIn, UNDECIDED } from '../../matching/match.ts'
import { canonical } from '../../matching/pattern.ts'
import type { JournalEntry } from '../entry.ts'
import { jsonIn } from '../search.ts'
import { bodyKey, clientOf, makesOrders, type Piece, waited_ms } from './piece.ts'

/** The same order twice within so short a time is a mistake. */
const SHORT_MS = 10 * 60_000

export const twoOrdersForOneIntent: Piece = {
  id: 'two-orders-for-one-intent',
  title: 'It made two orders that ask for the same, or have the same reference, within ten minutes.',
  instead:
    'Make sure that one click is one order: remember what was sent before you send it, and search for its reference before you send it again.',
  source: null,
  find: (entries) => {
    const found = new Set<JournalEntry>()
    const byIntent = new Map<string, JournalEntry>()
    const givenUp = new Set<number>()
    for (const entry of entries) {
      const order_id = givesUp(entry)
      if (order_id !== null) givenUp.add(order_id)
      if (!makesOrders(entry) || entry.written === null) continue
      for (const intent of intentsOf(entry)) {
        const first = byIntent.get(intent)
        const stands = first?.written?.created.every(({ type, id }) => type !== 'order' || !givenUp.has(id))
        if (first !== undefined && stands === true && waited_ms(first, entry) <= SHORT_MS) found.add(first).add(entry)
        byIntent.set(intent, entry)
      }
    }
    return [...found]
  },
}

const GIVES_UP = /^orders\.(?:reject|cancel|return)$/

/** The order that a request gave up: after that, the same order may be made again. */
function givesUp(entry: JournalEntry): number | null {
  if (entry.written === null || !GIVES_UP.test(entry.operation ?? '')) return null
  return Number(pathIn(entry.target).split('/')[3])
}

/** What an order is known by: all that it asks for, and its references. */
function intentsOf(entry: JournalEntry): string[] {
  const whose = `${clientOf(entry)} ${pathIn(entry.target)}`
  const json = jsonIn(entry)
  const body = json === UNDECIDED ? undefined : json
  const asked = body === undefined ? bodyKey(entry) : canonical(body)
  return [`${whose} body ${asked}`, ...referencesIn(body).map((reference) => `${whose} reference ${reference}`)]
}

function referencesIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('orders' in body) || !Array.isArray(body.orders)) return []
  const references = body.orders.flatMap((order: unknown) => {
    if (typeof order !== 'object' || order === null || !('reference' in order)) return []
    return typeof order.reference === 'string' && order.reference !== '' ? [order.reference] : []
  })
  // A batch may have one reference for all of its orders.
  return [...new Set(references)]
}
