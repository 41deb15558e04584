import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { actRoutes } from './act.ts'
import { adviceRoutes } from './advice.ts'
import { clockRoutes } from './clock.ts'
import { faultRoutes } from './faults.ts'
import { guard } from './guards.ts'
import { listOperations } from './operations.ts'
import { answerProblem, problem } from './problem.ts'
import { requestRoutes } from './requests.ts'
import { sandboxRoutes } from './sandboxes.ts'
import { settingsRoutes } from './settings.ts'
import { snapshotRoutes } from './snapshots.ts'

/** Everything under `/_local`: ours, and not TEvo's. JSON in and out. */
export function controlPlane(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>()
  control.onError(answerProblem)
  control.use('*', guard(context.controlToken))

  control.get('/health', (c) =>
    c.json({
      status: 'ok',
      version: context.version,
      uptime_s: Math.round((Date.now() - context.started_at) / 100) / 10,
      sandboxes: context.sandboxes.size,
    }),
  )
  control.get('/operations', (c) => c.json(listOperations(context.calls)))
  control.route('/sandboxes', sandboxRoutes(context))
  control.route('/sandboxes/:name/snapshots', snapshotRoutes(context))
  control.route('/sandboxes/:name/requests', requestRoutes(context))
  control.route('/sandboxes/:name/advice', adviceRoutes(context))
  control.route('/sandboxes/:name/clock', clockRoutes(context))
  control.route('/sandboxes/:name/settings', settingsRoutes(context))
  control.route('/sandboxes/:name/faults', faultRoutes(context))
  control.route('/sandboxes/:name/orders', actRoutes(context))
  control.all('*', (c) =>
    problem(404, `${c.req.method} ${c.req.path} is no path of the control plane; the README lists them`),
  )
  return control
}
