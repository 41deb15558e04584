import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { describe, type JournalEntry, summarize } from '../../journal/journal.ts'
import { decide } from '../../journal/match.ts'
import { nextRequest } from '../../journal/next.ts'
import { verify } from '../../journal/verify.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { problem, problemOf } from './problem.ts'
import { NextQuery, Search, Verification } from './request-match.ts'

/** The journal: what came in, newest first, and what came of it. */
export function requestRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const requests = new Hono<{ Bindings: HttpBindings }>()

  requests.get('/', (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return noSandbox(name)
    const { journal, seed } = sandbox
    const search = Search().safeParse(c.req.query())
    if (!search.success) return problemOf(search.error)
    const { limit, since, ...match } = search.data
    const found: JournalEntry[] = []
    for (const entry of since === undefined ? journal.entries() : journal.entriesAfter(since)) {
      if (found.length === limit) break
      if (decide(entry, match) === 'yes') found.push(entry)
    }
    return c.json({ seed, requests: found.map(summarize) })
  })

  requests.delete('/', (c) => {
    const name = c.req.param('name') ?? ''
    const journal = context.sandboxes.get(name)?.journal
    if (journal === undefined) return noSandbox(name)
    journal.clear()
    return c.json({ requests: [] })
  })

  requests.get('/next', async (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return noSandbox(name)
    const query = NextQuery().safeParse(c.req.query())
    if (!query.success) return problemOf(query.error)
    const { within_ms, since, ...match } = query.data
    const stranger = unknownCredential(sandbox, match.credential)
    if (stranger !== null) return stranger

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
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return noSandbox(name)
    const asked = Verification().safeParse(await c.req.json().catch(() => null))
    if (!asked.success) return problemOf(asked.error)
    const { match, times } = asked.data
    const stranger = unknownCredential(sandbox, match.credential)
    if (stranger !== null) return stranger
    const { isMet, found, detail } = verify(sandbox.journal, match, times)
    return isMet ? c.json(found) : problem(409, detail, found)
  })

  requests.get('/:id', (c) => {
    const name = c.req.param('name') ?? ''
    const journal = context.sandboxes.get(name)?.journal
    if (journal === undefined) return noSandbox(name)
    const entry = journal.get(c.req.param('id'))
    if (entry === undefined)
      return problem(404, `The journal has no request ${c.req.param('id')}; it keeps the last 1,000`)
    return c.json(describe(entry))
  })

  return requests
}

const noSandbox = (name: string): Response => problem(404, `There is no sandbox "${name}"`)

/** A misspelt name would match nothing: a test that expects no such request would pass for ever. */
function unknownCredential(sandbox: Sandbox, name: string | null | undefined): Response | null {
  const names = sandbox.credentials().map((credential) => credential.name)
  if (name === undefined || name === null || names.includes(name)) return null
  return problem(400, `"${name}" is no credential of sandbox "${sandbox.name}"; it has ${names.join(', ')}`)
}
