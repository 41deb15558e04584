import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import type { Sandbox, Snapshot } from '../../sandbox/sandbox.ts'
import { notFound, parsed, readJson, sandboxOf } from './problem.ts'

export const SnapshotRequest = once(() =>
  z
    .strictObject({ id: z.string().regex(/^[a-z0-9_-]{1,40}$/, 'is not an id: give 1 to 40 of a–z, 0–9, _ and -') })
    .partial(),
)

/** Moments of a sandbox, to come back to. */
export function snapshotRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/', (c) => c.json({ snapshots: Array.from(sandboxOf(context, c).snapshots.values(), show) }))

  routes.post('/', async (c) => {
    const request = parsed(SnapshotRequest(), await readJson(c, { whenEmpty: {} }))
    return c.json(show(await takeSnapshot(context, sandboxOf(context, c), request)), 201)
  })

  routes.post('/:id/restore', (c) => {
    const sandbox = sandboxOf(context, c)
    const snapshot = snapshotOf(sandbox, c.req.param('id'))
    sandbox.restore(snapshot)
    return c.json(show(snapshot))
  })

  routes.delete('/:id', async (c) => {
    const sandbox = sandboxOf(context, c)
    await context.registry.deleteSnapshot(sandbox, snapshotOf(sandbox, c.req.param('id')))
    return c.body(null, 204)
  })

  return routes
}

/** Keeps this moment of a sandbox. @throws what becomes a 409 */
export async function takeSnapshot(
  { registry }: ServerContext,
  sandbox: Sandbox,
  { id }: z.output<ReturnType<typeof SnapshotRequest>>,
): Promise<Snapshot> {
  // What may still be undone is not to come back with a snapshot.
  await sandbox.durable()
  return registry.takeSnapshot(sandbox, id)
}

const show = ({ id, at }: Snapshot) => ({ id, at: new Date(at).toISOString() })

export function snapshotOf({ name, snapshots }: Sandbox, id: string): Snapshot {
  const snapshot = snapshots.get(id)
  if (snapshot === undefined) throw notFound(`The sandbox "${name}" has no snapshot "${id}"; take one first`)
  return snapshot
}
