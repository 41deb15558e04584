import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { faultSpecs } from '../../faults/specs.ts'
import { once } from '../../operation.ts'
import { operations } from '../operations.ts'
import { notFound, parsed, readJson, sandboxOf } from './problem.ts'

/** What faults are given as, here, at a sandbox's creation, by the library and in a file. */
export const FaultSpecs = once(() => faultSpecs(operations))

/** The faults of a sandbox: what goes wrong in it on purpose. */
export function faultRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/', (c) => c.json({ faults: sandboxOf(context, c).faults.list() }))

  routes.post('/', async (c) => {
    sandboxOf(context, c)
    const rules = parsed(FaultSpecs(), await readJson(c))
    // Looked up again: it may have been deleted while they came.
    return c.json({ faults: sandboxOf(context, c).faults.add(rules) }, 201)
  })

  routes.delete('/', (c) => {
    sandboxOf(context, c).faults.clear()
    return c.json({ faults: [] })
  })

  routes.get('/:id', (c) => {
    const id = c.req.param('id')
    return c.json(sandboxOf(context, c).faults.get(id) ?? noFault(id))
  })

  routes.delete('/:id', (c) => {
    const id = c.req.param('id')
    return c.json(sandboxOf(context, c).faults.remove(id) ?? noFault(id))
  })

  return routes
}

function noFault(id: string): never {
  throw notFound(`There is no fault "${id}"; GET …/faults lists them`)
}
