import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServerContext } from '../../http/context.ts'
import { jsonOf } from '../../json.ts'
import { once } from '../../once.ts'
import { webhookIn } from '../../options.ts'
import { addWebhook, removeWebhook } from '../../rules/endpoints.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { DELIVERY_STATES, RECIPIENTS, WEBHOOK_EVENTS } from '../../store/words.ts'
import { formOf, redeliver } from '../../webhooks/delivery.ts'
import { nextDelivery } from '../../webhooks/next.ts'
import { badRequest, isId, notFound, parsed, problem, readJson, sandboxOf } from './problem.ts'
import { withinMs } from './request-match.ts'
import { givenUpOf, refuseDeleted } from './waiting.ts'
import { WebhookSpec } from './webhook-spec.ts'

const number = () => z.coerce.number().int().min(1)
const filters = () => ({
  event_type: z.enum(WEBHOOK_EVENTS).optional(),
  recipient: z.enum(RECIPIENTS).optional(),
  endpoint_id: number().optional(),
  order_id: number().optional(),
  since: z.coerce.number().int().min(0).optional(),
})

/** The query of `GET …/webhooks/deliveries`. */
export const DeliverySearch = once(() =>
  z.strictObject({
    ...filters(),
    state: z.enum(DELIVERY_STATES).exclude(['ready']).optional(),
    limit: number().max(1_000).default(50),
  }),
)
/** The query of `GET …/webhooks/deliveries/next`. */
export const DeliveryNextQuery = once(() => z.strictObject({ ...filters(), within_ms: withinMs() }))

/** Who is told of what happens, and what they were told. */
export function webhookRoutes(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>()

  routes.get('/', (c) => c.json({ webhooks: sandboxOf(context, c).read().listAll('webhook_endpoints').map(show) }))

  routes.post('/', async (c) => {
    const spec = parsed(WebhookSpec(), await readJson(c))
    return c.json(show(addEndpoint(sandboxOf(context, c), spec)), 201)
  })

  routes.delete('/', async (c) => {
    const sandbox = sandboxOf(context, c)
    sandbox.write((tx) => {
      for (const { id } of tx.listAll('webhook_endpoints')) removeWebhook(tx, id)
    })
    return c.json({ webhooks: [] })
  })

  routes.get('/deliveries', (c) => {
    const found = searchDeliveries(sandboxOf(context, c).read(), parsed(DeliverySearch(), c.req.query()))
    return c.json({ deliveries: found.map(summarizeDelivery) })
  })

  routes.get('/deliveries/next', async (c) => {
    const { within_ms, ...wanted } = parsed(DeliveryNextQuery(), c.req.query())
    const sandbox = sandboxOf(context, c)
    const givenUp = givenUpOf(c, sandbox)
    const isMatch = (delivery: WebhookDelivery) => isWanted(delivery, wanted)
    const found = await nextDelivery(sandbox, isMatch, { since: wanted.since, within_ms, givenUp })
    if (found !== null) return c.json(describe(found))
    refuseDeleted(sandbox)
    const asked = Object.entries(wanted).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
    return problem(
      504,
      `No webhook ${asked.length === 0 ? '' : `with ${asked.join(', ')} `}was tried within ${within_ms} ms`,
    )
  })

  routes.get('/deliveries/:id', (c) => c.json(describe(deliveryOf(sandboxOf(context, c), c.req.param('id')))))

  routes.post('/deliveries/:id/redeliver', async (c) => {
    return c.json(summarizeDelivery(sendAgain(sandboxOf(context, c), c.req.param('id'))), 202)
  })

  routes.get('/:id', (c) => c.json(show(endpointOf(sandboxOf(context, c), c.req.param('id')))))

  routes.patch('/:id', async (c) => {
    const changes = parsed(WebhookSpec().partial(), await readJson(c))
    const sandbox = sandboxOf(context, c)
    const { id } = endpointOf(sandbox, c.req.param('id'))
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    refuseUnknownOffice(sandbox, changes.office_id ?? null)
    const { result } = sandbox.write((tx) =>
      tx.put('webhook_endpoints', { ...tx.must('webhook_endpoints', id), ...given, updated_at: tx.now }),
    )
    return c.json(show(result))
  })

  routes.delete('/:id', async (c) => {
    removeEndpoint(sandboxOf(context, c), c.req.param('id'))
    return c.body(null, 204)
  })

  return routes
}

/** Who is told from now on. @throws what becomes a 400 */
export function addEndpoint(sandbox: Sandbox, spec: z.output<ReturnType<typeof WebhookSpec>>): WebhookEndpoint {
  const webhook = webhookIn(spec)
  refuseUnknownOffice(sandbox, webhook.office_id)
  return sandbox.write((tx) => addWebhook(tx, webhook)).result
}

/** With what is still to be sent to it. @throws what becomes a 404 */
export function removeEndpoint(sandbox: Sandbox, id: string): void {
  const endpoint = endpointOf(sandbox, id)
  sandbox.write((tx) => removeWebhook(tx, endpoint.id))
}

type Search = z.output<ReturnType<typeof DeliverySearch>> & {
  /** Only what was written down before the one with this id. */
  readonly before?: number | undefined
}

/** The newest first. */
export function searchDeliveries(read: Reader, { limit, before, ...wanted }: Search): WebhookDelivery[] {
  const found: WebhookDelivery[] = []
  for (const delivery of read.all('webhook_deliveries', before)) {
    if (found.length === limit || delivery.id <= (wanted.since ?? 0)) break
    if (isWanted(delivery, wanted)) found.push(delivery)
  }
  return found
}

/** Sends it once more, whatever came of it before. @throws what becomes a 400 or a 404 */
export function sendAgain(sandbox: Sandbox, given: string): WebhookDelivery {
  const { id, state } = deliveryOf(sandbox, given)
  if (state === 'ready') throw badRequest(`Delivery ${id} is on its way already`)
  return sandbox.write((tx) => redeliver(tx, tx.must('webhook_deliveries', id))).result
}

const show = ({ id, url, office_id, events, active }: WebhookEndpoint) => ({ id, url, office_id, events, active })

const printed = (at: number): string => new Date(at).toISOString()

/** A line of the delivery log. It does not show the endpoint's URL, which may hold a secret. */
export function summarizeDelivery(delivery: WebhookDelivery) {
  const { id, endpoint_id, event_type, recipient, subject_id, state, next_at, faults, attempts, created_at } = delivery
  const subject = recipient === 'catalog' ? delivery.fields : { order_id: subject_id }
  return {
    id,
    endpoint_id,
    event_type,
    recipient,
    ...subject,
    // What is ready waits for its turn alone.
    state: state === 'ready' ? 'waiting' : state,
    created_at: printed(created_at),
    next_at: state === 'ready' ? printed(delivery.updated_at) : next_at === null ? null : printed(next_at),
    attempts: attempts.map(({ at, status, duration_ms, error, answer }) => ({
      at: printed(at),
      status,
      duration_ms,
      error,
      answer,
    })),
    faults,
  }
}

/** With what was sent. */
function describe(delivery: WebhookDelivery) {
  // A world file may have any text there.
  const body = jsonOf(Buffer.from(delivery.body)) ?? delivery.body
  return {
    ...summarizeDelivery(delivery),
    request: { method: 'POST', content_type: 'application/x-www-form-urlencoded', form: formOf(delivery), body },
  }
}

interface Wanted {
  readonly event_type?: string | undefined
  readonly recipient?: string | undefined
  readonly endpoint_id?: number | undefined
  readonly order_id?: number | undefined
  readonly state?: string | undefined
}

const isWanted = (
  delivery: WebhookDelivery,
  { event_type, recipient, endpoint_id, order_id, state }: Wanted,
): boolean =>
  (event_type ?? delivery.event_type) === delivery.event_type &&
  (recipient ?? delivery.recipient) === delivery.recipient &&
  (endpoint_id ?? delivery.endpoint_id) === delivery.endpoint_id &&
  (order_id === undefined || (delivery.recipient !== 'catalog' && delivery.subject_id === order_id)) &&
  (state === undefined || state === delivery.state || (state === 'waiting' && delivery.state === 'ready'))

function refuseUnknownOffice(sandbox: Sandbox, office_id: number | null): void {
  if (office_id === null || sandbox.read().get('offices', office_id) !== undefined) return
  const known = sandbox.read().listAll('offices').slice(0, 20)
  throw badRequest(`office_id: there is no office ${office_id}; there are ${known.map(({ id }) => id).join(', ')}`)
}

const idIn = (text: string): number => (isId(text) ? Number(text) : 0)

function endpointOf(sandbox: Sandbox, id: string): WebhookEndpoint {
  const endpoint = sandbox.read().get('webhook_endpoints', idIn(id))
  if (endpoint === undefined) throw notFound(`There is no webhook endpoint ${id}; GET …/webhooks lists them`)
  return endpoint
}

/** @throws what becomes a 404 */
export function deliveryOf(sandbox: Sandbox, id: string): WebhookDelivery {
  const delivery = sandbox.read().get('webhook_deliveries', idIn(id))
  if (delivery === undefined) throw notFound(`There is no delivery ${id}; GET …/webhooks/deliveries lists them`)
  return delivery
}
