import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { describe, type Journal, type JournalEntry, numberOf, summarize } from '../../journal/journal.ts'
import { decide } from '../../journal/match.ts'
import { nextRequest } from '../../journal/next.ts'
import { verify } from '../../journal/verify.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { badRequest, notFound, parsed, problem, readJson, sandboxOf } from './problem.ts'
import { NextQuery, Search, Verification } from './request-match.ts'

/** The journal: what came in, newest first, and what came of it. */
export function requestRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const requests = new Hono<{ Bindings: HttpBindings }>()

  requests.get('/', (c) => {
    const { journal, seed } = sandboxOf(context, c)
    const { limit, since, ...match } = parsed(Search(), c.req.query())
    refuseToCome(journal, since)
    const found: JournalEntry[] = []
    for (const entry of since === undefined ? journal.entries() : journal.entriesAfter(since)) {
      if (found.length === limit) break
      if (decide(entry, match) === 'yes') found.push(entry)
    }
    return c.json({ seed, requests: found.map(summarize) })
  })

  requests.delete('/', (c) => {
    sandboxOf(context, c).journal.clear()
    return c.json({ requests: [] })
  })

  requests.get('/next', async (c) => {
    const sandbox = sandboxOf(context, c)
    const { within_ms, since, ...match } = parsed(NextQuery(), c.req.query())
    refuseStranger(sandbox, match.credential)
    refuseToCome(sandbox.journal, since)

    // The connection closes when the client goes away, and when the server stops.
    const givenUp = new AbortController()
    c.env.outgoing.once('close', () => givenUp.abort())
    const found = await nextRequest(sandbox.journal, match, { since, within_ms, givenUp: givenUp.signal })
    if (found !== null) return c.json(describe(found))
    const asked = Object.entries(match).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
    return problem(
      504,
      `No request ${asked.length === 0 ? '' : `with ${asked.join(', ')} `}came within ${within_ms} ms`,
    )
  })

  requests.post('/verify', async (c) => {
    const { match, times } = parsed(Verification(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    refuseStranger(sandbox, match.credential)
    const { isMet, found, detail } = verify(sandbox.journal, match, times)
    return isMet ? c.json(found) : problem(409, detail, found)
  })

  requests.get('/:id', (c) => {
    const id = c.req.param('id')
    const entry = sandboxOf(context, c).journal.get(id)
    if (entry === undefined) throw notFound(`The journal has no request ${id}; it keeps the last 1,000`)
    return c.json(describe(entry))
  })

  return requests
}

/** A misspelt name would match nothing: a test that expects no such request would pass for ever. */
function refuseStranger(sandbox: Sandbox, name: string | null | undefined): void {
  const names = sandbox.credentials().map((credential) => credential.name)
  if (name === undefined || name === null || names.includes(name)) return
  throw badRequest(`"${name}" is no credential of sandbox "${sandbox.name}"; it has ${names.join(', ')}`)
}

/** After a reset ids start again: what comes then would be before an id that was noted down earlier, for a long time. */
function refuseToCome(journal: Journal, since: string | undefined): void {
  if (since === undefined || numberOf({ id: since }) <= journal.made) return
  throw badRequest(
    `since: there is no ${since} yet, the journal has come to req_${journal.made}; ids start again after a reset`,
  )
}
