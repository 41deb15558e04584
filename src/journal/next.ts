import { type Patience, waitFor } from '../wait-for.ts'
import type { JournalEntry } from './entry.ts'
import type { Journal } from './ring.ts'
import { decider, type Match } from './search.ts'

export interface Wait extends Patience {
  /** The id of a request: one that was closed after it counts, too, and never that one. Without it, only what is closed from now on. */
  readonly since: string | undefined
}

/** The next request that all of them match, as soon as a fault holds it or its entry is closed; null when none came in time, or the client has gone. */
export function nextRequest(journal: Journal, matches: readonly Match[], wait: Wait): Promise<JournalEntry | null> {
  const { since } = wait
  const decide = decider(...matches)
  const isMatch = (entry: JournalEntry) => entry.id !== since && decide(entry) === 'yes'
  const earlier = since === undefined ? undefined : journal.toldAfter(since).find(isMatch)
  if (earlier !== undefined) return Promise.resolve(earlier)
  return waitFor<JournalEntry | null>(
    (end) =>
      journal.onClose((entry) => {
        if (isMatch(entry)) end(entry)
      }),
    () => null,
    wait,
  )
}
