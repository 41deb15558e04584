import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { describe, type Journal, summarize } from '../../journal/journal.ts'
import { once } from '../../operation.ts'
import { problem } from './problem.ts'

const Filter = once(() =>
  z.strictObject({
    operation: z.string().optional(),
    status: z.coerce.number().int().min(100).max(599).optional(),
    credential: z.string().optional(),
    since: z
      .string()
      .regex(/^req_\d+$/, 'is the id of a request, req_12 say')
      .optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(50),
  }),
)

/** The journal: what came in, newest first, and what came of it. */
export function requestRoutes(context: ServerContext): Hono {
  const requests = new Hono()

  requests.get('/', (c) => {
    const name = c.req.param('name') ?? ''
    const sandbox = context.sandboxes.get(name)
    if (sandbox === undefined) return noSandbox(name)
    const filter = Filter().safeParse(c.req.query())
    if (!filter.success)
      return problem(
        400,
        filter.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; '),
      )
    return c.json({ seed: sandbox.seed, requests: search(sandbox.journal, filter.data) })
  })

  requests.delete('/', (c) => {
    const name = c.req.param('name') ?? ''
    const journal = context.sandboxes.get(name)?.journal
    if (journal === undefined) return noSandbox(name)
    journal.clear()
    return c.json({ requests: [] })
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

function search(journal: Journal, filter: z.output<ReturnType<typeof Filter>>) {
  const found: ReturnType<typeof summarize>[] = []
  for (const entry of journal.entries()) {
    if (found.length === filter.limit || entry.id === filter.since) break
    if (filter.operation !== undefined && entry.operation !== filter.operation) continue
    if (filter.status !== undefined && entry.status !== filter.status) continue
    if (filter.credential !== undefined && entry.credential !== filter.credential) continue
    found.push(summarize(entry))
  }
  return found
}
