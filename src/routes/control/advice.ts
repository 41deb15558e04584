import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { advise } from '../../journal/advice.ts'
import { problem } from './problem.ts'

/** What the client did that will hurt in production. */
export function adviceRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  routes.get('/', (c) => {
    const name = c.req.param('name') ?? ''
    const journal = context.sandboxes.get(name)?.journal
    if (journal === undefined) return problem(404, `There is no sandbox "${name}"`)
    return c.json({ advice: advise(journal), ...(journal.dropped === 0 ? {} : { dropped: journal.dropped }) })
  })
  return routes
}
