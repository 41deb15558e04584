import { pathIn } from '../../matching/match.ts'
import type { JournalEntry } from '../entry.ts'
import { bodyKey, clientOf, isAfter, isCreate, isRead, type Piece, subjectOf, waited_ms } from './piece.ts'
import { EARLY_MS, retryAfter_ms } from './retry-after.ts'

export const retriedCreateBlindly: Piece = {
  id: 'retried-create-blindly',
  title: 'It sent the same create again after an answer that left open whether the first one was made.',
  instead:
    'Your program sends it again without looking, or the retry setting of its library does. Look first: read the list, newest first, and compare. TEvo has no idempotency keys; give each order a reference of your own, and search for it.',
  source: null,
  find: (entries) => {
    const found = new Set<JournalEntry>()
    /** By client and subject, then by path and body: creates whose outcome the client does not know. */
    const open = new Map<string, Map<string, JournalEntry>>()
    for (const entry of entries) {
      const about = `${clientOf(entry)} ${subjectOf(entry)}`
      const creates = open.get(about) ?? new Map<string, JournalEntry>()
      if (isRead(entry)) {
        for (const [key, create] of creates) if (isDoneWith(create, entry)) creates.delete(key)
      }
      if (!isCreate(entry)) continue
      const key = `${pathIn(entry.target)} ${bodyKey(entry)}`
      const first = creates.get(key)
      if (first !== undefined && isDoneWith(first, entry) && !wasAskedBack(first, entry)) found.add(first).add(entry)
      creates.delete(key)
      if (leavesOpen(entry)) creates.set(key, entry)
      open.set(about, creates)
    }
    return [...found]
  },
}

const leavesOpen = (entry: JournalEntry): boolean =>
  entry.isAnswerLost || entry.status === 429 || (entry.status ?? 0) >= 500

/** A client that gave up on an answer that hangs knows as little as one that got none. */
const isDoneWith = (create: JournalEntry, next: JournalEntry): boolean => isAfter(next, create) || create.isAnswerLost

/** The service said when to come again, and the client came then; as long as nothing had been made, that is right. */
function wasAskedBack(first: JournalEntry, again: JournalEntry): boolean {
  if (first.written !== null || first.isAnswerLost) return false
  const asked_ms = retryAfter_ms(first)
  return asked_ms !== null && waited_ms(first, again) >= asked_ms - EARLY_MS
}
