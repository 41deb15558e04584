import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../http/context.ts'
import { SettingsPatch, settingsIn } from '../../store/settings-schema.ts'
import { parsed, readJson, sandboxOf } from './problem.ts'

/** How the account that a sandbox stands for is set up; a change counts from the next request on. */
export function settingsRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.get('/', (c) => c.json(sandboxOf(context, c).settings))
  routes.patch('/', async (c) => {
    const patch = parsed(SettingsPatch(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const settings = await context.sandboxes.changeSettings(sandbox, settingsIn(patch))
    return c.json(settings)
  })
  return routes
}
