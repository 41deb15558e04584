import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { actRoutes } from './act.ts'
import { adviceRoutes } from './advice.ts'
import { clockRoutes } from './clock.ts'
import { faultRoutes } from './faults.ts'
import { answerProblem, noSuchPath } from './problem.ts'
import { requestRoutes } from './requests.ts'
import { sandboxRoutes } from './sandboxes.ts'
import { settingsRoutes } from './settings.ts'
import { snapshotRoutes } from './snapshots.ts'

/** All that is done to sandboxes, and looked up in them. */
export function sandboxControl(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>().basePath('/_local/sandboxes')
  control.onError(answerProblem)
  control.route('/', sandboxRoutes(context))
  control.route('/:name/snapshots', snapshotRoutes(context))
  control.route('/:name/requests', requestRoutes(context))
  control.route('/:name/advice', adviceRoutes(context))
  control.route('/:name/clock', clockRoutes(context))
  control.route('/:name/settings', settingsRoutes(context))
  control.route('/:name/faults', faultRoutes(context))
  control.route('/:name/orders', actRoutes(context))
  control.all('*', (c) => noSuchPath(c.req))
  return control
}
