import type { JournalEntry } from '../entry.ts'
import { clientOf, isRead, type Piece, waited_ms } from './piece.ts'

const POLLS = new Set(['orders.index', 'v10.orders.index'])
/** W:3084976129: at most every 5 to 10 minutes. */
const PAUSE_MS = 5 * 60_000
/** To look twice is not polling yet. */
const TIMES = 3

export const polledTooFast: Piece = {
  id: 'polled-too-fast',
  title: 'It polled the same list of orders, three times or more, with less than five minutes between.',
  instead:
    'Poll every 5 to 10 minutes, as a fail-safe, and let webhooks tell you of new orders. In a test, advance the clock of the sandbox between polls.',
  source: 'https://ticketevolution.atlassian.net/wiki/spaces/API/pages/3084976129',
  find: (entries) => {
    const found = new Set<JournalEntry>()
    /** By client, then by list. */
    const clients = new Map<string, Map<string, JournalEntry[]>>()
    for (const entry of entries) {
      const client = clientOf(entry)
      const rows = clients.get(client) ?? new Map<string, JournalEntry[]>()
      clients.set(client, rows)
      // A client that has just changed something may look at the result.
      if (entry.written !== null) rows.clear()
      if (!POLLS.has(entry.operation ?? '') || !isRead(entry)) continue
      const row = rows.get(entry.target) ?? []
      const last = row.at(-1)
      const goesOn = last !== undefined && waited_ms(last, entry) < PAUSE_MS
      const now = goesOn ? [...row.slice(1 - TIMES), entry] : [entry]
      rows.set(entry.target, now)
      if (now.length === TIMES) for (const each of now) found.add(each)
    }
    return [...found]
  },
}
