import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { parsed, readJson, sandboxOf } from './problem.ts'
import { sandboxName } from './sandbox-request.ts'
import { accessTo, baseUrlOf } from './sandboxes.ts'
import { snapshotOf } from './snapshots.ts'

export const ForkRequest = once(() => z.strictObject({ from: z.string(), name: sandboxName() }).partial())

/** Another sandbox that goes on from where this one is, or was. */
export function forkRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()
  routes.post('/', async (c) => {
    const request = parsed(ForkRequest(), await readJson(c, { whenEmpty: {} }))
    const sandbox = await forkSandbox(context, sandboxOf(context, c), request)
    return c.json(accessTo(sandbox, baseUrlOf(context, c)), 201)
  })
  return routes
}

/** Makes a sandbox that goes on from a snapshot of another one, or from how it is now. @throws what becomes a 404, or a 409 */
export async function forkSandbox(
  { registry }: ServerContext,
  source: Sandbox,
  { from, name }: z.output<ReturnType<typeof ForkRequest>>,
): Promise<Sandbox> {
  const snapshot = from === undefined ? undefined : snapshotOf(source, from)
  const sandbox = await registry.fork(source, { name, snapshot })
  // What it shows is of its source.
  await source.durable()
  return sandbox
}
