import type { Journal, JournalEntry } from './journal.ts'
import { decide, type Match } from './match.ts'

export interface Wait {
  /** The id of a request: one that was closed after it counts, too. Without it, only what is closed from now on. */
  readonly since: string | undefined
  readonly within_ms: number
  /** Aborted when nobody waits any more. */
  readonly givenUp: AbortSignal
}

/** The next request that matches, as soon as its entry is closed; null when none came in time, or nobody waits any more. */
export function nextRequest(journal: Journal, match: Match, wait: Wait): Promise<JournalEntry | null> {
  const { since, within_ms, givenUp } = wait
  const isMatch = (entry: JournalEntry) => decide(entry, match) === 'yes'
  const earlier = since === undefined ? undefined : journal.entriesAfter(since).findLast(isMatch)
  if (earlier !== undefined) return Promise.resolve(earlier)
  if (givenUp.aborted) return Promise.resolve(null)
  return new Promise((resolve) => {
    const end = (found: JournalEntry | null) => {
      forget()
      clearTimeout(deadline)
      givenUp.removeEventListener('abort', none)
      resolve(found)
    }
    const none = () => end(null)
    const forget = journal.onClose((entry) => {
      if (isMatch(entry)) end(entry)
    })
    const deadline = setTimeout(none, within_ms)
    givenUp.addEventListener('abort', none)
  })
}
