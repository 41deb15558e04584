import { type JournalEntry, pathOf, textOf } from '../journal.ts'
import { canonical, jsonOf } from '../match.ts'
import { clientOf, isSameBody, makesOrders, type Piece, waited_ms } from './piece.ts'

/** Nobody means the same order twice within so short a time. */
const SHORT_MS = 10 * 60_000

export const twoOrdersForOneIntent: Piece = {
  id: 'two-orders-for-one-intent',
  title: 'It made two orders that ask for the same, or have the same reference, within ten minutes.',
  instead:
    'Make sure that one click is one order: remember what was sent before you send it, and search for its reference before you send it again.',
  source: null,
  find: (entries) => {
    const found = new Set<JournalEntry>()
    const made: JournalEntry[] = []
    for (const entry of entries) {
      if (takesBack(entry)) {
        const path = pathOf(entry)
        const nth = made.findIndex(({ written }) => written?.created.some(({ id }) => path.includes(`/${id}/`)))
        if (nth !== -1) made.splice(nth, 1)
      }
      if (!makesOrders(entry) || entry.written === null) continue
      const first = made.find((order) => isSameIntent(order, entry) && waited_ms(order, entry) <= SHORT_MS)
      if (first !== undefined) found.add(first).add(entry)
      made.push(entry)
    }
    return [...found]
  },
}

/** Whoever gave an order up may make it again. */
const takesBack = ({ operation, written }: JournalEntry): boolean =>
  written !== null && /^orders\.(?:reject|cancel|return)$/.test(operation ?? '')

function isSameIntent(one: JournalEntry, other: JournalEntry): boolean {
  if (clientOf(one) !== clientOf(other) || pathOf(one) !== pathOf(other)) return false
  if (isSameBody(one, other)) return true
  const [body, otherBody] = [jsonOf(textOf(one.body)), jsonOf(textOf(other.body))]
  if (body === undefined || otherBody === undefined) return false
  const references = referencesIn(otherBody)
  return canonical(body) === canonical(otherBody) || referencesIn(body).some((each) => references.includes(each))
}

function referencesIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('orders' in body) || !Array.isArray(body.orders)) return []
  return body.orders.flatMap((order: unknown) => {
    if (typeof order !== 'object' || order === null || !('reference' in order)) return []
    return typeof order.reference === 'string' && order.reference !== '' ? [order.reference] : []
  })
}
