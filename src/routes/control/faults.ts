import { Hono } from 'hono'
import type { ServerContext } from '../../context.ts'
import { faultSpecs } from '../../faults/specs.ts'
import { once } from '../../operation.ts'
import { Problem } from '../../problem.ts'
import { operations } from '../operations.ts'
import { problem, problemOf } from './problem.ts'

/** What faults are given as, here, at a sandbox's creation, by the library and in a file. */
export const FaultSpecs = once(() => faultSpecs(operations))

/** The faults of a sandbox: what goes wrong in it on purpose. */
export function faultRoutes(context: ServerContext): Hono {
  const routes = new Hono()
  const faultsOf = (name = '') => context.sandboxes.get(name)?.faults
  routes.get('/', (c) => {
    const faults = faultsOf(c.req.param('name'))
    return faults === undefined ? noSandbox(c.req.param('name')) : c.json({ faults: faults.list() })
  })
  routes.post('/', async (c) => {
    const faults = faultsOf(c.req.param('name'))
    if (faults === undefined) return noSandbox(c.req.param('name'))
    const specs = FaultSpecs().safeParse(await c.req.json().catch(() => null))
    if (!specs.success) return problemOf(specs.error)
    try {
      return c.json({ faults: faults.add(specs.data) }, 201)
    } catch (taken) {
      if (taken instanceof Problem) return problem(409, taken.message)
      throw taken
    }
  })
  routes.delete('/', (c) => {
    const faults = faultsOf(c.req.param('name'))
    if (faults === undefined) return noSandbox(c.req.param('name'))
    faults.clear()
    return c.json({ faults: [] })
  })
  routes.get('/:id', (c) => {
    const faults = faultsOf(c.req.param('name'))
    if (faults === undefined) return noSandbox(c.req.param('name'))
    const fault = faults.get(c.req.param('id'))
    return fault === undefined ? noFault(c.req.param('id')) : c.json(fault)
  })
  routes.delete('/:id', (c) => {
    const faults = faultsOf(c.req.param('name'))
    if (faults === undefined) return noSandbox(c.req.param('name'))
    const fault = faults.remove(c.req.param('id'))
    return fault === undefined ? noFault(c.req.param('id')) : c.json(fault)
  })
  return routes
}

const noSandbox = (name = ''): Response => problem(404, `There is no sandbox "${name}"`)
const noFault = (id: string): Response => problem(404, `There is no fault "${id}"; GET …/faults lists them`)
