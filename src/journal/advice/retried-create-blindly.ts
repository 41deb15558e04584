import { lostItsAnswer } from '../acted-faults.ts'
import { type JournalEntry, pathOf } from '../journal.ts'
import { clientOf, isAfter, isCreate, isRead, isSameBody, type Piece, subjectOf, waited_ms } from './piece.ts'
import { EARLY_MS, retryAfter_ms } from './retry-after.ts'

export const retriedCreateBlindly: Piece = {
  id: 'retried-create-blindly',
  title: 'It sent the same create again after an answer that left open whether the first one was made.',
  instead:
    'Look first: read the list, newest first, and compare. TEvo has no idempotency keys; give each order a reference of your own, and search for it.',
  source: null,
  find: (entries) => {
    const found = new Set<JournalEntry>()
    let open: JournalEntry[] = []
    for (const entry of entries) {
      if (isRead(entry)) open = open.filter((create) => !looksAt(entry, create))
      if (!isCreate(entry)) continue
      const first = open.find((create) => isSameCreate(create, entry) && isDoneWith(create, entry))
      if (first !== undefined && !wasAskedBack(first, entry)) found.add(first).add(entry)
      open = open.filter((create) => !isSameCreate(create, entry))
      if (leavesOpen(entry)) open.push(entry)
    }
    return [...found]
  },
}

const leavesOpen = (entry: JournalEntry): boolean =>
  lostItsAnswer(entry) || entry.status === 429 || (entry.status ?? 0) >= 500

const looksAt = (read: JournalEntry, create: JournalEntry): boolean =>
  clientOf(read) === clientOf(create) && subjectOf(read) === subjectOf(create) && isDoneWith(create, read)

/** Whoever gave up on an answer that hangs knows as little as whoever got none. */
const isDoneWith = (create: JournalEntry, next: JournalEntry): boolean => isAfter(next, create) || lostItsAnswer(create)

const isSameCreate = (one: JournalEntry, other: JournalEntry): boolean =>
  clientOf(one) === clientOf(other) && pathOf(one) === pathOf(other) && isSameBody(one, other)

/** The service said when to come again, and the client came then; as long as nothing had been made, that is right. */
function wasAskedBack(first: JournalEntry, again: JournalEntry): boolean {
  if (first.written !== null || lostItsAnswer(first)) return false
  const asked_ms = retryAfter_ms(first)
  return asked_ms !== null && waited_ms(first, again) >= asked_ms - EARLY_MS
}
