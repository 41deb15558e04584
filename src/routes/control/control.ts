import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import { guard } from './guards.ts'
import { healthRoutes } from './health.ts'
import { listOperations } from './operations.ts'
import { answerProblem, noSuchPath } from './problem.ts'
import { strict } from './strict.ts'

/** Everything under `/_local`: ours, and not TEvo's. JSON in and out. */
export function controlPlane(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const control = new Hono<{ Bindings: HttpBindings }>().basePath('/_local')
  control.onError(answerProblem)
  control.use('*', guard(context), strict(control))

  control.route('/health', healthRoutes(context))
  control.get('/metrics', async () => (await import('./metrics.ts')).metricsAnswer(context))
  control.get('/operations', (c) => c.json(listOperations(context.calls)))
  control.get('/order-integration.openapi.json', async (c) =>
    c.json((await import('../../broker/document.ts')).brokerDocument()),
  )
  // Read, and made, when somebody asks for them.
  const docs = () => import('./docs.ts')
  control.get('/openapi.json', async () => (await docs()).openApiAnswer('api'))
  control.get('/control-plane.openapi.json', async () => (await docs()).openApiAnswer('control-plane'))
  control.get('/docs', async () => (await docs()).docsPage('api'))
  control.get('/docs/control-plane', async () => (await docs()).docsPage('control-plane'))
  control.get('/docs/rapidoc.js', async () => (await docs()).renderer())
  // The most of the control plane, which no start-up is to wait for.
  const sandboxes = once(async () => (await import('./sandbox-control.ts')).sandboxControl(context))
  for (const path of ['/sandboxes', '/sandboxes/*'])
    control.all(path, async (c) => (await sandboxes()).fetch(c.req.raw, c.env))
  control.all('*', (c) => noSuchPath(c.req))
  return control
}
