import type * as z from 'zod'
import { whyStranger } from '../../faults/strangers.ts'
import { type JournalEntry, numberOf } from '../../journal/entry.ts'
import type { Journal } from '../../journal/ring.ts'
import { decider } from '../../journal/search.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { badRequest, notFound } from './problem.ts'
import type { Search } from './request-match.ts'

interface Asked extends z.output<ReturnType<typeof Search>> {
  /** Only what came before the request with this id. */
  readonly before?: string | undefined
}

/** What the journal has of what is asked for, the newest first. @throws what becomes a 400 */
export function searchJournal(sandbox: Sandbox, asked: Asked): JournalEntry[] {
  const { journal } = sandbox
  const { limit, since, before, match = {}, ...filters } = asked
  for (const { credential } of [filters, match]) refuseStranger(sandbox, credential)
  refuseToCome(journal, since)
  const decide = decider(filters, match)
  const isAsked = Object.values({ ...filters, ...match }).some((value) => value !== undefined)
  const end = before === undefined ? Number.POSITIVE_INFINITY : numberOf({ id: before })
  const found: JournalEntry[] = []
  for (const entry of since === undefined ? journal.entries() : journal.entriesAfter(since)) {
    if (found.length === limit) break
    // Without a filter, tasks that fell due and failed, and calls to brokers' services, are listed too.
    if (numberOf(entry) < end && (!isAsked || decide(entry) === 'yes')) found.push(entry)
  }
  return found
}

/** @throws what becomes a 404 */
export function entryIn(journal: Journal, id: string): JournalEntry {
  const entry = journal.get(id)
  if (entry === undefined)
    throw notFound(`The journal has no request ${id}; it keeps the last ${journal.keeps.toLocaleString('en')}`)
  return entry
}

/** A misspelt name would match nothing: a test that expects no such request would pass for ever. */
export function refuseStranger(sandbox: Sandbox, asked: Parameters<typeof whyStranger>[0]): void {
  const names = sandbox.credentials().map((credential) => credential.name)
  const why = whyStranger(asked, names)
  if (why !== null) throw badRequest(why)
}

/** After a reset ids start again: what comes then would be before an id that was noted down earlier, for a long time. */
export function refuseToCome(journal: Journal, since: string | undefined): void {
  if (since === undefined || numberOf({ id: since }) <= journal.made) return
  throw badRequest(
    `since: there is no ${since} yet, the journal has come to req_${journal.made}; ids start again after a reset, and when another process takes the sandbox over`,
  )
}
