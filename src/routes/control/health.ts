import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { problem } from './problem.ts'

/** The only process is ready as soon as it listens. */
export const isReady = ({ several }: ServerContext): boolean => several?.ownership.isReady ?? true

/** Whether it is alive, which who is asked and answers is; and whether it can serve. */
export function healthRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  const health = () => ({
    status: 'ok',
    version: context.version,
    uptime_s: Math.round((Date.now() - context.started_at) / 100) / 10,
    sandboxes: context.sandboxes.size,
    ready: isReady(context),
  })
  routes.get('/', (c) => c.json(health()))
  routes.get('/live', (c) => c.json(health()))
  routes.get('/ready', (c) =>
    isReady(context)
      ? c.json(health())
      : problem(503, 'This process cannot serve just now: the database does not answer, or its leases are not renewed'),
  )
  return routes
}
