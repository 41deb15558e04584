import type * as z from 'zod'
import { FaultsToDelete } from '../../src/routes/control/faults.ts'
import { Page } from '../../src/routes/control/records.ts'
import { NextQuery, Search } from '../../src/routes/control/request-match.ts'
import { DeliveryNextQuery, DeliverySearch } from '../../src/routes/control/webhooks.ts'
import { version } from '../../src/version.ts'
import { answered, asked } from './control-shapes.ts'
import { CONTROL_FIELDS, CONTROL_SHAPES } from './control-words.ts'
import { type JsonSchema, Schemas } from './schemas.ts'

/** The control plane as an OpenAPI document. */

type Asked = keyof typeof asked
type Answered = keyof typeof answered

interface Call {
  /** `sandboxes.make` */
  readonly id: string
  readonly takes?: Asked
  /** A body may be left out. */
  readonly isOptional?: true
  readonly query?: () => z.ZodType
  /** By status; null: no body. */
  readonly answers: { readonly [status: number]: Answered | null }
  /** Of a good answer, where it is no JSON; a stream has no end, and each event of it is of the shape. */
  readonly type?: string
  /** The statuses of problems that it has beside those of all. */
  readonly refuses?: readonly number[]
}

const ok = (shape: Answered): Call['answers'] => ({ 200: shape })
const BY_ID = [404]
const WITH_BODY = [400, 413]

/** Every call, by its method and path as they are registered. */
export const CALLS: { readonly [call: string]: Call } = {
  'GET /_local/health': { id: 'health', answers: ok('Health') },
  'GET /_local/health/live': { id: 'health.live', answers: ok('Health') },
  'GET /_local/health/ready': { id: 'health.ready', answers: ok('Health'), refuses: [503] },
  'GET /_local/metrics': { id: 'metrics', answers: ok('Metrics'), type: 'text/plain' },
  'GET /_local/operations': { id: 'operations', answers: ok('Operations') },
  'GET /_local/openapi.json': { id: 'documents.api', answers: ok('Document') },
  'GET /_local/control-plane.openapi.json': { id: 'documents.control_plane', answers: ok('Document') },
  'GET /_local/order-integration.openapi.json': { id: 'documents.order_integration', answers: ok('Document') },
  'GET /_local/sandboxes': { id: 'sandboxes.list', answers: ok('Sandboxes') },
  'POST /_local/sandboxes': {
    id: 'sandboxes.make',
    takes: 'NewSandbox',
    isOptional: true,
    answers: { 201: 'Access' },
    refuses: [...WITH_BODY, 409, 422],
  },
  'DELETE /_local/sandboxes': { id: 'sandboxes.delete_all', answers: ok('Sandboxes') },
  'GET /_local/sandboxes/:name': { id: 'sandboxes.show', answers: ok('Sandbox') },
  'DELETE /_local/sandboxes/:name': { id: 'sandboxes.delete', answers: { 204: null }, refuses: [409, 422] },
  'POST /_local/sandboxes/:name/reset': { id: 'sandboxes.reset', answers: ok('Sandbox') },
  'POST /_local/sandboxes/:name/fork': {
    id: 'sandboxes.fork',
    takes: 'ForkRequest',
    isOptional: true,
    answers: { 201: 'Access' },
    refuses: [...WITH_BODY, 409],
  },
  'GET /_local/sandboxes/:name/snapshots': { id: 'snapshots.list', answers: ok('Snapshots') },
  'POST /_local/sandboxes/:name/snapshots': {
    id: 'snapshots.take',
    takes: 'SnapshotRequest',
    isOptional: true,
    answers: { 201: 'Snapshot' },
    refuses: [...WITH_BODY, 409],
  },
  'POST /_local/sandboxes/:name/snapshots/:id/restore': { id: 'snapshots.restore', answers: ok('Snapshot') },
  'DELETE /_local/sandboxes/:name/snapshots/:id': { id: 'snapshots.delete', answers: { 204: null } },
  'GET /_local/sandboxes/:name/clock': { id: 'clock.show', answers: ok('Clock') },
  'PATCH /_local/sandboxes/:name/clock': {
    id: 'clock.change',
    takes: 'ClockChange',
    answers: ok('Clock'),
    refuses: [...WITH_BODY, 409, 422],
  },
  'GET /_local/sandboxes/:name/settings': { id: 'settings.show', answers: ok('Settings') },
  'PATCH /_local/sandboxes/:name/settings': {
    id: 'settings.change',
    takes: 'SettingsChange',
    answers: ok('Settings'),
    refuses: [...WITH_BODY, 409, 422],
  },
  'GET /_local/sandboxes/:name/world': { id: 'world.export', answers: ok('World') },
  'PUT /_local/sandboxes/:name/world': {
    id: 'world.replace',
    takes: 'World',
    answers: ok('Sandbox'),
    refuses: [...WITH_BODY, 409, 422],
  },
  'POST /_local/sandboxes/:name/world/verify': {
    id: 'world.verify',
    takes: 'WorldConditions',
    isOptional: true,
    answers: ok('WorldVerdict'),
    refuses: [...WITH_BODY, 409],
  },
  'GET /_local/sandboxes/:name/records/:table': { id: 'records.list', query: Page, answers: ok('Records') },
  'GET /_local/sandboxes/:name/records/:table/:id': { id: 'records.show', answers: ok('WorldRecord'), refuses: [400] },
  'PUT /_local/sandboxes/:name/records/:table/:id': {
    id: 'records.put',
    takes: 'WorldRecord',
    answers: { 200: 'WorldRecord', 201: 'WorldRecord' },
    refuses: [...WITH_BODY, 409],
  },
  'DELETE /_local/sandboxes/:name/records/:table/:id': {
    id: 'records.delete',
    answers: { 204: null },
    refuses: [400, 409],
  },
  'GET /_local/sandboxes/:name/requests': { id: 'requests.list', query: Search, answers: ok('Requests') },
  'DELETE /_local/sandboxes/:name/requests': { id: 'requests.forget', answers: ok('Requests') },
  'GET /_local/sandboxes/:name/requests/:id': { id: 'requests.show', answers: ok('RequestEntry') },
  'GET /_local/sandboxes/:name/requests/next': {
    id: 'requests.next',
    query: NextQuery,
    answers: ok('RequestEntry'),
    refuses: [504],
  },
  'POST /_local/sandboxes/:name/requests/verify': {
    id: 'requests.verify',
    takes: 'Verification',
    answers: ok('RequestVerdict'),
    refuses: [...WITH_BODY, 409],
  },
  'GET /_local/sandboxes/:name/events': { id: 'events', type: 'text/event-stream', answers: ok('Event') },
  'GET /_local/sandboxes/:name/advice': { id: 'advice', answers: ok('AdviceList') },
  'GET /_local/sandboxes/:name/faults': { id: 'faults.list', answers: ok('Faults') },
  'POST /_local/sandboxes/:name/faults': {
    id: 'faults.arm',
    takes: 'FaultSpecs',
    answers: { 201: 'Faults' },
    refuses: [...WITH_BODY, 409],
  },
  'DELETE /_local/sandboxes/:name/faults': { id: 'faults.disarm_all', query: FaultsToDelete, answers: ok('Faults') },
  'GET /_local/sandboxes/:name/faults/:id': { id: 'faults.show', answers: ok('ArmedFault') },
  'DELETE /_local/sandboxes/:name/faults/:id': { id: 'faults.disarm', answers: ok('ArmedFault') },
  'GET /_local/sandboxes/:name/webhooks': { id: 'webhooks.list', answers: ok('Endpoints') },
  'POST /_local/sandboxes/:name/webhooks': {
    id: 'webhooks.add',
    takes: 'NewEndpoint',
    answers: { 201: 'Endpoint' },
    refuses: WITH_BODY,
  },
  'DELETE /_local/sandboxes/:name/webhooks': { id: 'webhooks.delete_all', answers: ok('Endpoints') },
  'GET /_local/sandboxes/:name/webhooks/:id': { id: 'webhooks.show', answers: ok('Endpoint') },
  'PATCH /_local/sandboxes/:name/webhooks/:id': {
    id: 'webhooks.change',
    takes: 'EndpointChanges',
    answers: ok('Endpoint'),
    refuses: WITH_BODY,
  },
  'DELETE /_local/sandboxes/:name/webhooks/:id': { id: 'webhooks.delete', answers: { 204: null } },
  'GET /_local/sandboxes/:name/webhooks/deliveries': {
    id: 'deliveries.list',
    query: DeliverySearch,
    answers: ok('Deliveries'),
  },
  'GET /_local/sandboxes/:name/webhooks/deliveries/:id': { id: 'deliveries.show', answers: ok('Delivery') },
  'GET /_local/sandboxes/:name/webhooks/deliveries/next': {
    id: 'deliveries.next',
    query: DeliveryNextQuery,
    answers: ok('Delivery'),
    refuses: [504],
  },
  'POST /_local/sandboxes/:name/webhooks/deliveries/:id/redeliver': {
    id: 'deliveries.redeliver',
    answers: { 200: 'Delivery', 202: 'Delivery' },
    refuses: [400],
  },
  'GET /_local/sandboxes/:name/order_integrations': { id: 'order_integrations.list', answers: ok('Integrations') },
  'GET /_local/sandboxes/:name/order_integrations/:office_id': {
    id: 'order_integrations.show',
    answers: ok('Integration'),
  },
  'PUT /_local/sandboxes/:name/order_integrations/:office_id': {
    id: 'order_integrations.put',
    takes: 'NewIntegration',
    answers: ok('Integration'),
    refuses: WITH_BODY,
  },
  'DELETE /_local/sandboxes/:name/order_integrations/:office_id': {
    id: 'order_integrations.delete',
    answers: { 202: 'OpenCalls', 204: null },
  },
  'GET /_local/sandboxes/:name/order_integrations/calls': { id: 'order_integrations.calls', answers: ok('Calls') },
  'GET /_local/sandboxes/:name/autopilot': { id: 'autopilot', answers: ok('Steps') },
  'POST /_local/sandboxes/:name/orders/:id/act': {
    id: 'orders.act',
    takes: 'Deed',
    answers: ok('PlayedOrder'),
    refuses: [...WITH_BODY, 409, 422],
  },
}

/** The statuses of the problems of a call: whoever is not let in, what cannot be kept, a query that is not read. */
export function problemsOf(path: string, { query, refuses = [] }: Call): readonly number[] {
  const isOfSandbox = path.includes(':name')
  const all = [
    401,
    403,
    ...(query || !path.startsWith('/_local/health') ? [400] : []),
    ...(isOfSandbox ? [...BY_ID, 409, 503] : []),
  ]
  return [...new Set([...all, ...refuses])].sort((one, other) => one - other)
}

/** What a call is for, by its method and path: the words of docs/reference/control-plane.md. */
export type About = ReadonlyMap<string, string>

export function controlPlaneDocument(about: About) {
  const names = (shapes: { readonly [name: string]: () => z.ZodType }) =>
    new Map(Object.entries(shapes).map(([name, shape]) => [shape(), name] as const))
  const descriptions = { shapes: CONTROL_SHAPES, fields: CONTROL_FIELDS }
  const requests = new Schemas({ side: 'input', names: names(asked), kinds: new Map(), descriptions })
  const answers = new Schemas({ side: 'output', names: names(answered), kinds: new Map(), descriptions })
  const paths: Record<string, Record<string, object>> = {}
  const problems = new Set<number>()
  for (const [call, spec] of Object.entries(CALLS)) {
    const [method = '', route = ''] = call.split(' ')
    const statuses = problemsOf(route, spec)
    for (const status of statuses) problems.add(status)
    const path = route.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operationOf(call, spec, statuses, { requests, answers, about }),
    }
  }
  const problem = answers.of(answered.Problem())
  return {
    openapi: '3.1.0',
    info: {
      title: "tevo-local's control plane",
      version,
      summary: 'Sandboxes, clocks, worlds, the journal, faults and webhooks of a tevo-local.',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:8386', description: 'tevo-local' }],
    security: [{}, { control_token: [] }],
    tags: [...new Set(Object.values(CALLS).map(({ id }) => tagOf(id)))].map((name) => ({
      name,
      description: CONTROL_SHAPES[`tag ${name}`],
    })),
    paths,
    components: {
      securitySchemes: {
        control_token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of --control-token, where the server has one.',
        },
      },
      responses: Object.fromEntries(
        [...problems].map((status) => [
          `Problem${status}`,
          {
            description: CONTROL_SHAPES[`problem ${status}`],
            content: { 'application/problem+json': { schema: problem } },
          },
        ]),
      ),
      schemas: Object.fromEntries(
        [...answers.components, ...requests.components].sort(([one], [other]) => (one < other ? -1 : 1)),
      ),
    },
  }
}

const ABOUT = `Everything under \`/_local\` is tevo-local's and not TEvo's; it takes no signature. Without a control token it is open to
programs on the same machine, and closed to web pages. A query parameter that a call does not read is refused.`

const tagOf = (id: string): string => id.split('.')[0] ?? id

interface Making {
  readonly requests: Schemas
  readonly answers: Schemas
  readonly about: About
}

function operationOf(call: string, spec: Call, statuses: readonly number[], { requests, answers, about }: Making) {
  const { id, takes, isOptional, query, type = 'application/json' } = spec
  const words = about.get(call)
  if (words === undefined) throw new Error(`docs/reference/control-plane.md says nothing of ${call}`)
  const parameters = [...inPath(call), ...(query === undefined ? [] : inQuery(requests.of(query())))]
  const body = takes === undefined ? undefined : requests.of(asked[takes]())
  const [summary = words] = /^.+?(?=[:;.] |$)/.exec(words) ?? []
  return {
    operationId: id,
    tags: [tagOf(id)],
    summary,
    ...(summary === words ? {} : { description: words }),
    ...(call.startsWith('GET /_local/health') ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: isOptional !== true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries([
      ...Object.entries(spec.answers).map(([status, shape]) => [
        status,
        shape === null
          ? { description: 'It is done.' }
          : { description: 'The answer.', content: { [type]: { schema: answers.of(answered[shape]()) } } },
      ]),
      ...statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    ]),
  }
}

const inPath = (call: string) =>
  Array.from(call.matchAll(/:(\w+)/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: CONTROL_FIELDS[`path ${name}`],
    schema: { type: 'string' },
  }))

function inQuery(schema: JsonSchema) {
  const { properties = {}, required = [] } = schema as {
    readonly properties?: { readonly [name: string]: JsonSchema }
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...each }]) => ({
    name,
    in: 'query',
    ...(required.includes(name) ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    schema: Object.keys(each).length === 0 ? { type: 'string' } : each,
  }))
}
