import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { actRoutes } from './act.ts'
import { adviceRoutes } from './advice.ts'
import { autopilotRoutes } from './autopilot.ts'
import { clockRoutes } from './clock.ts'
import { eventRoutes } from './events.ts'
import { FaultsToDelete, faultRoutes } from './faults.ts'
import { forkRoutes } from './fork.ts'
import { orderIntegrationRoutes } from './order-integrations.ts'
import { answerProblem, noSuchPath } from './problem.ts'
import { Page, recordRoutes } from './records.ts'
import { NextQuery, Search } from './request-match.ts'
import { requestRoutes } from './requests.ts'
import { sandboxRoutes } from './sandboxes.ts'
import { settingsRoutes } from './settings.ts'
import { snapshotRoutes } from './snapshots.ts'

import { type Queries, strict } from './strict.ts'
import { attended, kept } from './waiting.ts'
import { DeliveryNextQuery, DeliverySearch, webhookRoutes } from './webhooks.ts'
import { worldVerifyRoutes } from './world-verify.ts'

/** A parameter that is not here is refused: see `strict`. */
const QUERIES: Queries = {
  'DELETE /_local/sandboxes/:name/faults': FaultsToDelete,
  'GET /_local/sandboxes/:name/records/:table': Page,
  'GET /_local/sandboxes/:name/requests': Search,
  'GET /_local/sandboxes/:name/requests/next': NextQuery,
  'GET /_local/sandboxes/:name/webhooks/deliveries': DeliverySearch,
  'GET /_local/sandboxes/:name/webhooks/deliveries/next': DeliveryNextQuery,
}

/** All that is done to sandboxes, and looked up in them. */
export function sandboxControl(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>().basePath('/_local/sandboxes')
  control.onError(answerProblem)
  control.use('*', strict(control, QUERIES))
  control.use('/', kept(context))
  control.use('/:name/*', kept(context), attended(context))
  control.route('/', sandboxRoutes(context))
  control.route('/:name/world/verify', worldVerifyRoutes(context))
  control.route('/:name/records', recordRoutes(context))
  control.route('/:name/fork', forkRoutes(context))
  control.route('/:name/snapshots', snapshotRoutes(context))
  control.route('/:name/requests', requestRoutes(context))
  control.route('/:name/advice', adviceRoutes(context))
  control.route('/:name/clock', clockRoutes(context))
  control.route('/:name/settings', settingsRoutes(context))
  control.route('/:name/faults', faultRoutes(context))
  control.route('/:name/autopilot', autopilotRoutes(context))
  control.route('/:name/orders', actRoutes(context))
  control.route('/:name/order_integrations', orderIntegrationRoutes(context))
  control.route('/:name/events', eventRoutes(context))
  control.route('/:name/webhooks', webhookRoutes(context))
  control.all('*', (c) => noSuchPath(c.req))
  return control
}
