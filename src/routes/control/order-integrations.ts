import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { once } from '../../operation.ts'
import { putIntegration, removeIntegration } from '../../rules/orders/integration-setup.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { OrderIntegration, OutboundCall } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { isWebAddress } from '../../store/web-address.ts'
import { MAX_DEADLINE_MS, NamesFields, namesOf, shownNames } from '../../wire/call-names.ts'
import { badRequest, notFound, parsed, readJson, sandboxOf } from './problem.ts'

const DEFAULT_DEADLINE_MS = 5_000

export const Integration = once(() =>
  z.strictObject({
    url: z.string().refine(isWebAddress, {
      // Without what was given: it may hold a secret.
      error: 'is not the address of a service: give one such as http://127.0.0.1:4000',
    }),
    key: z.string().regex(/^[\x21-\x7e]+$/, 'cannot go into a header: give printable ASCII without spaces'),
    buying_office_ids: z.array(z.int().min(1)).nullable().default(null),
    deadline_ms: z.int().min(1).max(MAX_DEADLINE_MS).default(DEFAULT_DEADLINE_MS),
    ...NamesFields(),
  }),
)

/** Which brokers have a service that is asked before their tickets are sold, and what it was asked. */
export function orderIntegrationRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/', (c) => {
    return c.json({ order_integrations: sandboxOf(context, c).read().listAll('order_integrations').map(show) })
  })

  routes.get('/calls', (c) => {
    return c.json({ calls: Array.from(sandboxOf(context, c).read().all('outbound_calls'), showCall) })
  })

  routes.get('/:office_id', (c) => {
    const sandbox = sandboxOf(context, c)
    const read = sandbox.read()
    const office_id = officeIn(sandbox, read, c.req.param('office_id'))
    const [integration] = read.find('order_integrations', 'by_office', office_id)
    return c.json(show(integration ?? noIntegration(office_id)))
  })

  routes.put('/:office_id', async (c) => {
    sandboxOf(context, c)
    const { paths, fields, held, ...given } = parsed(Integration(), await readJson(c))
    // Looked up again: it may have been deleted while the body came.
    const sandbox = sandboxOf(context, c)
    const read = sandbox.read()
    const office_id = officeIn(sandbox, read, c.req.param('office_id'))
    const unknown = (given.buying_office_ids ?? []).filter((id) => read.get('offices', id) === undefined)
    if (unknown.length > 0) throw badRequest(`buying_office_ids: there is no office ${unknown.join(', ')}`)
    const names = namesOf({ paths, fields, held })
    const { result } = sandbox.write((tx) => putIntegration(tx, { ...given, office_id, names }))
    return c.json(show(result))
  })

  routes.delete('/:office_id', async (c) => {
    const sandbox = sandboxOf(context, c)
    const office_id = officeIn(sandbox, sandbox.read(), c.req.param('office_id'))
    const { result: open } = sandbox.write((tx) => removeIntegration(tx, office_id))
    if (open === null) noIntegration(office_id)
    if (open === 0) return c.body(null, 204)
    const detail = `${open} calls to it are still open: nobody buys through it any more; delete it again when they are over, see GET …/calls`
    return c.json({ open_calls: open, detail }, 202)
  })

  return routes
}

function officeIn({ name }: Sandbox, read: Reader, given: string): number {
  const id = Number(given)
  if (!/^\d{1,15}$/.test(given) || read.get('offices', id) === undefined)
    throw notFound(`Sandbox "${name}" has no office ${given}`)
  return id
}

function noIntegration(office_id: number): never {
  throw notFound(`Office ${office_id} has no service: PUT …/order_integrations/${office_id} gives it one`)
}

const show = ({ office_id, url, key, buying_office_ids, deadline_ms, names }: OrderIntegration) => ({
  office_id,
  url,
  key,
  buying_office_ids,
  deadline_ms,
  ...shownNames(names),
})

const showCall = ({ id, kind, state, office_id, global_id, order_id, request, attempts, next_at }: OutboundCall) => ({
  id,
  kind,
  state,
  office_id,
  global_id,
  order_id,
  request,
  attempts: attempts.map(({ at, status, duration_ms, error, answer }) => ({
    at: timeOf(at),
    status,
    duration_ms,
    error,
    answer,
  })),
  next_at: next_at === null ? null : timeOf(next_at),
})

const timeOf = (at: number): string => new Date(at).toISOString()
