import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { advise } from '../../journal/advice.ts'
import { takenOver } from '../../journal/take-over.ts'
import { sandboxOf } from './problem.ts'

/** What the client did that will hurt in production. */
export function adviceRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  routes.get('/', (c) => {
    const { journal } = sandboxOf(context, c)
    const dropped = journal.dropped === 0 ? {} : { dropped: journal.dropped }
    return c.json({ advice: advise(journal), ...dropped, ...takenOver(journal) })
  })
  return routes
}
