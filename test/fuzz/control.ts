import type { ServerContext } from '../../src/http/context.ts'
import { controlPlane } from '../../src/routes/control/control.ts'
import { sandboxControl } from '../../src/routes/control/sandbox-control.ts'
import { tableNames } from '../../src/store/tables.ts'
import type { TestServer } from '../harness.ts'
import type { DeclaredField } from '../invariants/declared-fields.ts'
import { fromValue, type JsonType, type Path } from '../invariants/json-text.ts'
import type { Scene } from '../invariants/scene.ts'
import type { Base } from '../invariants/spoilt-requests.ts'

/** Requests that the control plane takes, one for each of its routes at least, to be spoiled. */

/** The snapshot that there is before every input. */
export const TAKEN = 'taken'

const WITHIN = '/_local/sandboxes/:name'

const FAULT = {
  id: 'armed',
  match: { operation: 'orders.create', method: 'POST', query: { page: '1' }, where: { '/orders/0/client_id': 1 } },
  phase: 'after-commit',
  effect: { type: 'status', status: 503, retry_after_s: 1, body: { error: 'Busy' } },
  delay: { type: 'uniform', min_ms: 0, max_ms: 1 },
  skip: 1,
  times: 2,
  chance: 0.5,
  from: '+0s',
  for: '45s',
  priority: 1,
}
const WEBHOOK = { url: 'http://127.0.0.1:9/webhooks', office_id: 1691, events: ['order_created'], active: true }
const SERVICE = { url: 'http://127.0.0.1:9', key: 'my-key', buying_office_ids: [1692] }
const MATCH = {
  operation: 'orders.create',
  method: 'POST',
  path: '/v9/orders',
  body: { orders: [{ seller_id: 1691 }] },
}

/** A service of an office that sells nothing here: nobody is asked before a sale. */
const SERVED_OFFICE = 1692

const BODIES: { readonly [route: string]: object } = {
  'POST /_local/sandboxes': {
    name: 'made',
    seed: 7,
    clock: '2026-01-01T00:00:00Z',
    settings: { fraud: 'hold', ttl_s: 60, rate_limit: { requests: 3, window_s: 60, status: 429 } },
    faults: [{ ...FAULT, id: 'first' }],
    webhooks: [WEBHOOK.url],
    credentials: [{ name: 'website', token: 'a'.repeat(32), secret: 'b'.repeat(40) }],
  },
  [`PUT ${WITHIN}/world`]: {
    brokerages: [{ id: 1, name: 'Moe’s', abbreviation: 'MOE' }],
    offices: [{ id: 1, brokerage_id: 1, name: 'Main' }],
    categories: [{ id: 1, name: 'Sports' }],
    events: [],
    credentials: [{ name: 'website', type: 'API', token: 'c'.repeat(32), secret: 'd'.repeat(40), office_id: 1 }],
  },
  [`POST ${WITHIN}/world/verify`]: {
    orders: { match: { state: 'pending', client_id: 107655 }, times: { min: 1, max: 2 } },
    clients: 3,
  },
  [`POST ${WITHIN}/fork`]: { from: TAKEN, name: 'forked' },
  [`POST ${WITHIN}/snapshots`]: { id: 'another' },
  [`POST ${WITHIN}/requests/verify`]: { match: MATCH, times: { min: 0, max: 3 } },
  [`PATCH ${WITHIN}/clock`]: { advance: 'PT1M' },
  [`PATCH ${WITHIN}/settings`]: {
    fraud: 'hold',
    order_review: 'hold',
    index_lag_s: 1,
    journal_entries: 10,
    redact: false,
    rate_limit: { requests: 9, window_s: 9, status: 503 },
  },
  [`POST ${WITHIN}/faults`]: { ...FAULT, id: 'second' },
  [`POST ${WITHIN}/orders/:id/act`]: { as: 'seller', do: 'accept', reason: 'Other', notes: 'A', seats: [1, 2] },
  [`PUT ${WITHIN}/order_integrations/:office_id`]: SERVICE,
  [`POST ${WITHIN}/webhooks`]: WEBHOOK,
  [`PATCH ${WITHIN}/webhooks/:id`]: { active: false, events: ['order_accepted'], url: WEBHOOK.url },
}

/** The same for each table: a record as it is, put again. */
const RECORD = `PUT ${WITHIN}/records/:table/:id`

const FILTERS = [
  ...['limit', 'since', 'match', 'within_ms', 'operation', 'method', 'path', 'status', 'credential', 'state', 'before'],
  ...['event_type', 'recipient', 'endpoint_id', 'order_id'],
]

const ANYTHING: ReadonlySet<JsonType> = new Set(['string', 'number', 'boolean', 'null', 'array', 'object'])

/** Every place of a value, its own parts first. */
function* placesIn(value: unknown, path: Path = []): Generator<DeclaredField> {
  if (path.length > 0) yield { path, takes: ANYTHING }
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value))
    yield* placesIn(part, [...path, Array.isArray(value) ? Number(key) : key])
}

/** Takes a server to where every route has something to find: a fault, a snapshot, a webhook endpoint, a service. */
export async function setControlScene(server: TestServer): Promise<void> {
  const { id, ...never } = FAULT
  await server.faults.arm({ ...never, id, match: { operation: 'pins.create', where: { '/never': true } } })
  await server.control('POST', '/webhooks', WEBHOOK)
  await server.control('PUT', `/order_integrations/${SERVED_OFFICE}`, SERVICE)
}

interface Route {
  readonly method: string
  readonly path: string
}

function controlRoutes(context: ServerContext): Route[] {
  const routes = [...controlPlane(context).routes, ...sandboxControl(context).routes]
  // The answer to `events` has no end: test/control/events.test.ts.
  const asked = routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('/events'))
  return asked.map(({ method, path }) => ({ method, path }))
}

export function controlBases(server: TestServer, { pending }: Scene): Base[] {
  const idIn = (path: string): string => {
    if (path.includes('/faults/')) return FAULT.id
    if (path.includes('/snapshots/')) return TAKEN
    if (path.includes('/requests/')) return 'req_1'
    return path.includes('/orders/') ? String(pending.id) : '1'
  }
  const baseOf = ({ method, path }: Route, table: string, record?: { readonly id: number }): Base => {
    const body = record ?? BODIES[`${method} ${path}`]
    const target = path
      .replace(':name', 'default')
      .replace(':table', table)
      .replace(':office_id', String(SERVED_OFFICE))
      .replace(':id', record === undefined ? idIn(path) : String(record.id))
    return {
      method,
      pattern: path,
      // Nobody waits here for what does not come.
      target: target.endsWith('/next') ? `${target}?within_ms=1` : target,
      json: fromValue(body ?? {}),
      fields: body === undefined ? [] : [...placesIn(body)],
      filters: FILTERS,
    }
  }
  return controlRoutes(server.context).flatMap((route) => {
    if (`${route.method} ${route.path}` !== RECORD) return [baseOf(route, 'categories')]
    return tableNames.flatMap((table) => {
      const [record] = server.reader().all(table)
      return record === undefined ? [] : [baseOf(route, table, record)]
    })
  })
}

/** The routes whose body nothing above says. */
export const withoutBody = (context: ServerContext): string[] =>
  controlRoutes(context)
    .filter(({ method }) => method !== 'GET' && method !== 'DELETE')
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => BODIES[route] === undefined && route !== RECORD)
