import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import { FAULT_STATES, type FaultState, type ListedFault } from '../../faults/fault.ts'
import { faultSpecs } from '../../faults/specs.ts'
import { whyStrangerIn } from '../../faults/strangers.ts'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { operations } from '../operations.ts'
import { badRequest, notFound, parsed, readJson, sandboxOf } from './problem.ts'
import { explainer, type ShownFault } from './why-not.ts'

/** What faults are given as, here, at a sandbox's creation, by the library and in a file. */
export const FaultSpecs = once(() => faultSpecs(operations))

/** The query of `DELETE …/faults`: which rules; all of them without it. */
export const FaultsToDelete = once(() =>
  z.strictObject({
    state: z.enum(FAULT_STATES, `is not a state: give ${FAULT_STATES.join(', ')}`).optional(),
  }),
)

/** The faults of a sandbox: what goes wrong in it on purpose. */
export function faultRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  const shown = (sandbox: Sandbox, faults: readonly ListedFault[]) => ({
    faults: shownFaults(sandbox, faults),
    ...rearmedAt(sandbox),
  })

  routes.get('/', (c) => {
    const sandbox = sandboxOf(context, c)
    return c.json(shown(sandbox, sandbox.faults.list()))
  })

  routes.post('/', async (c) => {
    sandboxOf(context, c)
    const given = await readJson(c)
    // Looked up again: it may have been deleted while they came.
    const sandbox = sandboxOf(context, c)
    return c.json(shown(sandbox, armFaults(sandbox, given)), 201)
  })

  routes.delete('/', (c) => {
    const sandbox = sandboxOf(context, c)
    const { state } = parsed(FaultsToDelete(), c.req.query())
    disarmFaults(sandbox, state)
    return c.json(shown(sandbox, sandbox.faults.list()))
  })

  routes.get('/:id', (c) => {
    const id = c.req.param('id')
    const sandbox = sandboxOf(context, c)
    return c.json(explainer(sandbox)(sandbox.faults.get(id) ?? noFault(id)))
  })

  routes.delete('/:id', (c) => {
    return c.json(disarmFault(sandboxOf(context, c), c.req.param('id')))
  })

  return routes
}

/** Rules that were armed later than at the making of the sandbox are gone then. */
const rearmedAt = ({ faults: { rearmed_at } }: Sandbox) =>
  rearmed_at === null ? {} : { rearmed_at: new Date(rearmed_at).toISOString() }

/** Rules as they are shown. */
export const shownFaults = (sandbox: Sandbox, faults: readonly ListedFault[]): ShownFault[] =>
  faults.map(explainer(sandbox))

/** Arms what was given: all of it, or nothing. @throws what becomes a 400, or a 409 */
export function armFaults(sandbox: Sandbox, given: unknown): ListedFault[] {
  const rules = parsed(FaultSpecs(), given)
  const why = whyStrangerIn(
    rules,
    sandbox.credentials().map(({ name }) => name),
  )
  if (why !== null) throw badRequest(why)
  return sandbox.faults.add(rules)
}

/** Takes a rule away; the requests that it holds go on. @throws what becomes a 404 */
export function disarmFault(sandbox: Sandbox, id: string): ShownFault {
  const found = explainer(sandbox)(sandbox.faults.get(id) ?? noFault(id))
  sandbox.faults.remove(id)
  return { ...found, held: 0 }
}

/** Takes away all rules, or those that are in a state. */
export function disarmFaults(sandbox: Sandbox, state: FaultState | undefined): void {
  if (state === undefined) sandbox.faults.clear()
  else sandbox.faults.removeAll(state)
}

function noFault(id: string): never {
  throw notFound(`There is no fault "${id}"; GET …/faults lists them`)
}
