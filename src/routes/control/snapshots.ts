import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../context.ts'
import { once } from '../../operation.ts'
import type { Sandbox, Snapshot } from '../../sandbox/sandbox.ts'
import { notFound, parsed, readJson, sandboxOf } from './problem.ts'

const SnapshotRequest = once(() =>
  z.strictObject({ id: z.string().regex(/^[a-z0-9_-]{1,40}$/, 'is no id: 1 to 40 of a–z, 0–9, _ and -') }).partial(),
)

/** Moments of a sandbox, to come back to. */
export function snapshotRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/', (c) => c.json({ snapshots: Array.from(sandboxOf(context, c).snapshots.values(), show) }))

  routes.post('/', async (c) => {
    const { id } = parsed(SnapshotRequest(), await readJson(c, {}))
    return c.json(show(context.sandboxes.takeSnapshot(sandboxOf(context, c), id)), 201)
  })

  routes.post('/:id/restore', async (c) => {
    const sandbox = sandboxOf(context, c)
    const snapshot = snapshotOf(sandbox, c.req.param('id'))
    sandbox.restore(snapshot)
    await context.persisted(sandbox)
    return c.json(show(snapshot))
  })

  routes.delete('/:id', (c) => {
    const sandbox = sandboxOf(context, c)
    sandbox.snapshots.delete(snapshotOf(sandbox, c.req.param('id')).id)
    return c.body(null, 204)
  })

  return routes
}

const show = ({ id, at }: Snapshot) => ({ id, at: new Date(at).toISOString() })

function snapshotOf({ name, snapshots }: Sandbox, id: string): Snapshot {
  const snapshot = snapshots.get(id)
  if (snapshot === undefined) throw notFound(`The sandbox "${name}" has no snapshot "${id}"; take one first`)
  return snapshot
}
