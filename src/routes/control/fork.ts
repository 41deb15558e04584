import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import { parsed, readJson, sandboxOf } from './problem.ts'
import { sandboxName } from './sandbox-request.ts'
import { accessTo, baseUrlOf } from './sandboxes.ts'
import { snapshotOf } from './snapshots.ts'

export const ForkRequest = once(() => z.strictObject({ from: z.string(), name: sandboxName() }).partial())

/** Another sandbox that goes on from where this one is, or was. */
export function forkRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.post('/', async (c) => {
    const { from, name } = parsed(ForkRequest(), await readJson(c, { whenEmpty: {} }))
    const source = sandboxOf(context, c)
    const snapshot = from === undefined ? undefined : snapshotOf(source, from)
    const sandbox = await context.registry.fork(source, { name, snapshot })
    // What it shows is of its source.
    await source.durable()
    return c.json(accessTo(sandbox, baseUrlOf(context, c)), 201)
  })
  return routes
}
