import { pathIn } from '../../matching/match.ts'
import type { JournalEntry } from '../entry.ts'
import { clientOf, isAfter, type Piece, waited_ms } from './piece.ts'
import { EARLY_MS, retryAfter_ms } from './retry-after.ts'

export const cameBackTooEarly: Piece = {
  id: 'came-back-before-retry-after',
  title: 'It came back before the time that Retry-After asked it to wait.',
  instead:
    'Read the header Retry-After of a 429 or 503, and send nothing of the kind until so many seconds have passed.',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#field.retry-after',
  find: (entries) => {
    const found = new Set<JournalEntry>()
    let asked: { readonly earlier: JournalEntry; readonly wait_ms: number }[] = []
    for (const entry of entries) {
      asked = asked.filter(({ earlier, wait_ms }) => waited_ms(earlier, entry) < wait_ms - EARLY_MS)
      for (const { earlier } of asked)
        if (concerns(earlier, entry) && isAfter(entry, earlier)) found.add(earlier).add(entry)
      const wait_ms = retryAfter_ms(entry)
      if (wait_ms !== null) asked.push({ earlier: entry, wait_ms })
    }
    return [...found]
  },
}

/** A limit is one of the token, for whatever it calls; any other refusal is one of that call. */
const concerns = (refused: JournalEntry, next: JournalEntry): boolean =>
  clientOf(refused) === clientOf(next) &&
  (refused.status === 429 || (refused.method === next.method && pathIn(refused.target) === pathIn(next.target)))
