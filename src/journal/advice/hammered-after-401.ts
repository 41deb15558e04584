import type { JournalEntry } from '../entry.ts'
import { clientOf, type Piece, waited_ms } from './piece.ts'

/** One to be refused, one to try again; the third has learnt nothing. */
const TIMES = 3
const SHORT_MS = 60_000

export const hammeredAfter401: Piece = {
  id: 'hammered-after-401',
  title: 'It went on sending requests that were refused with 401, three times or more in a row.',
  instead:
    'Stop at the first 401: no repetition mends a token or a signature. The journal says under "signature" what is wrong with it.',
  source: null,
  find: (entries) => {
    const found = new Set<JournalEntry>()
    const rows = new Map<string, JournalEntry[]>()
    for (const entry of entries) {
      if (entry.isWaiting) continue
      const client = clientOf(entry)
      const row = rows.get(client) ?? []
      const last = row.at(-1)
      const goesOn = last !== undefined && waited_ms(last, entry) <= SHORT_MS
      rows.set(client, entry.status !== 401 ? [] : goesOn ? [...row.slice(1 - TIMES), entry] : [entry])
      const now = rows.get(client) ?? []
      if (now.length === TIMES) for (const each of now) found.add(each)
    }
    return [...found]
  },
}
