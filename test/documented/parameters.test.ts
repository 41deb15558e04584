import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import { declaredFields, declaredFilters } from '../invariants/declared-fields.ts'
import { type Scene, setScene } from '../invariants/scene.ts'
import { type ValidRequest, validRequest } from '../invariants/valid-requests.ts'
import { NAMED_FIELDS } from './named-fields.ts'
import { NAMED_FILTERS } from './named-filters.ts'
import phpClient from './php-client.json' with { type: 'json' }

/**
 * A valid request with all parameters that a source names leaves nothing ignored: each is read, or its operation declares
 * that it is known and ignored. The parameters of the official PHP client are in php-client.json.
 */

type Fields = { readonly [name: string]: unknown }
type Kind = string | readonly string[]
interface Named {
  readonly method: string
  readonly path: string
  readonly query?: { readonly [name: string]: Kind }
  readonly body?: { readonly [name: string]: Kind }
}
const PHP_CLIENT: readonly Named[] = phpClient
const OTHER_SOURCES = [...NAMED_FILTERS, ...NAMED_FIELDS]

type Query = { readonly [name: string]: string }
interface Asked {
  readonly source: string
  readonly query: Query
  readonly fields: Fields
  readonly beside: Fields
}

let server: TestServer
let scene: Scene
let initial: string

beforeAll(async () => {
  server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  scene = await setScene(server)
  initial = await server.snapshot()
})
afterAll(() => server.stop())

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutNames = (path: string): string => path.replaceAll(/:\w+/g, ':')
const sameCall = (one: Named, other: { readonly method: string; readonly path: string }): boolean =>
  one.method === other.method && withoutNames(one.path) === withoutNames(other.path)

/** Values for what a kind alone does not tell. */
const VALUES: Query = {
  q: 'springfield',
  types: 'performers,venues',
  entities: 'events,performers,venues,clients',
  event_id: '2100002',
  order_by: 'id',
  state: 'available',
}

function sampleOf(name: string, kind: Kind): string {
  const [first] = typeof kind === 'string' ? [] : kind
  if (first !== undefined) return first
  const known = VALUES[name]
  if (known !== undefined) return known
  if (/_(?:at|local|on)(\.\w+)?$/.test(name) && kind !== 'boolean') return '2026-01-31T19:00:00Z'
  return kind === 'boolean' ? 'true' : '1'
}

function fieldOf(name: string, kind: Kind): unknown {
  if (kind === 'array') return []
  return kind === 'object' ? {} : sampleOf(name, kind)
}

/** What the PHP client can send; of a body the fields that the example leaves out. */
function ofPhpClient(operation: Operation, { path, body }: ValidRequest): Asked {
  const { query = {}, body: named = {} } = PHP_CLIENT.find((each) => sameCall(each, operation)) ?? {}
  const given = isObject(body) ? body : {}
  const lacking = Object.entries(named).filter(([name]) => !Object.hasOwn(given, name))
  return {
    source: 'PHP',
    query: {
      ...Object.fromEntries(Object.entries(query).map(([name, kind]) => [name, sampleOf(name, kind)])),
      ...Object.fromEntries(new URL(path, server.url).searchParams),
    },
    fields: Object.fromEntries(lacking.map(([name, kind]) => [name, fieldOf(name, kind)])),
    beside: {},
  }
}

/** The requests that an operation must take: the PHP client's, and with its filters those of every other source. */
function askedOf(operation: Operation, valid: ValidRequest): Asked[] {
  const first = ofPhpClient(operation, valid)
  const others = OTHER_SOURCES.filter(({ operation: id }) => id === operation.id).map(
    ({ source, query, fields = {}, beside = {} }) => ({
      source,
      query: { ...first.query, ...query },
      fields,
      beside,
    }),
  )
  const saysNothing = valid.body === undefined && Object.keys({ ...first.query, ...first.fields }).length === 0
  return saysNothing ? others : [first, ...others]
}

/** The body of a valid request, with more fields in its first entry. */
function bodyWith(operation: Operation, body: unknown, { fields, beside }: Asked): unknown {
  const schema = operation.input?.().body
  if (schema === undefined) return body
  const valid = isObject(body) ? body : {}
  if (schema.kind === 'flat') return { ...valid, ...fields }
  const enclosed = valid[schema.key]
  const entry: unknown = Array.isArray(enclosed) ? enclosed[0] : enclosed
  const full = { ...(isObject(entry) ? entry : {}), ...fields }
  return { ...valid, ...beside, [schema.key]: schema.kind === 'batch' ? [full] : full }
}

const emulated = operations.filter((operation): operation is Operation => operation.emulated)

test.for(emulated.map((operation) => [operation.id, operation] as const))(
  '%s reads what its sources name, or declares that it ignores it',
  async ([, operation]) => {
    const valid = validRequest(server, scene, operation)
    const [path] = valid.path.split('?')
    for (const asked of askedOf(operation, valid)) {
      const { source } = asked
      const target = `${path}?${new URLSearchParams(asked.query)}`
      const body = bodyWith(operation, valid.body, asked)
      const answer = await server.call(operation.method, target, { as: valid.as, ...(body !== undefined && { body }) })
      const { ignored } = await server.journal.last()
      await server.restore(initial)

      expect(answer.status, `${source}: ${answer.text}`).toBeLessThan(300)
      expect(ignored, source).toEqual([])
    }
  },
)

test('each operation of the PHP client is known here', () => {
  expect(PHP_CLIENT.filter((named) => !operations.some((operation) => sameCall(named, operation)))).toEqual([])
})

test('nothing reads what is declared as known and ignored', () => {
  const read = emulated.flatMap(({ id, input, knownAndIgnored = {} }) => {
    const { query, body } = input?.() ?? {}
    const filters = declaredFilters(query).map((name) => `?${name}`)
    const fields = body === undefined ? [] : declaredFields(body).map(({ path }) => `/${path.join('/')}`)
    const names = new Set([...filters, ...fields.map((path) => path.replace(/\/0(?=\/|$)/g, '/*'))])
    return Object.keys(knownAndIgnored).flatMap((name) => (names.has(name) ? [`${id} reads ${name}`] : []))
  })
  expect(read).toEqual([])
})

test('each operation that another source is quoted for is emulated', () => {
  const ids = new Set(emulated.map(({ id }) => id))
  expect(OTHER_SOURCES.filter(({ operation }) => !ids.has(operation))).toEqual([])
})

// W:983121. Where nothing reads a `.not_eq`, the list would hold what it was to leave out.
test.for(
  emulated.flatMap((operation) => {
    const names = declaredFilters(operation.input?.().query)
    const name = names.find((each) => !each.includes('.') && !names.includes(`${each}.not_eq`))
    return name === undefined ? [] : [[operation.id, operation, `${name}.not_eq`] as const]
  }),
)('%s refuses a .not_eq that it does not read', async ([, operation, filter]) => {
  const { as, path, body } = validRequest(server, scene, operation)
  const mark = path.includes('?') ? '&' : '?'
  const answer = await server.call(operation.method, `${path}${mark}${filter}=1`, {
    as,
    ...(body !== undefined && { body }),
  })
  await server.restore(initial)
  expect([400, 422]).toContain(answer.status)
  expect(answer.text).toContain(`${filter} is not allowed`)
})
