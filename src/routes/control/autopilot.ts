import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import type { AutopilotStep } from '../../store/records.ts'
import { sandboxOf } from './problem.ts'

const MAX_STEPS = 10_000

/** What the casts of a sandbox are going to do, and what they could not do. */
export function autopilotRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  routes.get('/', (c) => {
    const read = sandboxOf(context, c).read()
    return c.json({ steps: read.listAll('autopilot_steps').reverse().slice(0, MAX_STEPS).map(show) })
  })
  return routes
}

const show = ({ id, order_id, cast, deed, due_at, problem }: AutopilotStep) => ({
  id,
  order_id,
  cast,
  deed,
  due_at: new Date(due_at).toISOString(),
  problem,
})
