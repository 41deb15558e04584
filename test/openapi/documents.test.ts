import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test, vi } from 'vitest'
import { CALLS } from '../../scripts/openapi/control-plane.ts'
import { openApiFiles } from '../../scripts/openapi/files.js'
import { openApiCommand } from '../../src/commands/openapi.ts'
import { sandboxControl } from '../../src/routes/control/sandbox-control.ts'
import { operations } from '../../src/routes/operations.ts'
import { WEBHOOK_EVENTS } from '../../src/store/words.ts'
import { serve, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'

const FILES = ['openapi.json', 'control-plane.openapi.json']
const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
// biome-ignore lint/suspicious/noExplicitAny: a document of any shape
const parsed: any[] = FILES.map((file) => JSON.parse(textOf(file)))
const [api, control] = parsed

interface Described {
  readonly method: string
  readonly path: string
  // biome-ignore lint/suspicious/noExplicitAny: as it stands in the document
  readonly [field: string]: any
}

const described = (document: typeof api): Described[] =>
  Object.entries<object>(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
  )

const apiOperations = described(api)

test('the documents are those of the declarations: `npm run make:openapi`', async () => {
  const made = await openApiFiles()
  expect([...made.keys()]).toEqual(FILES)
  for (const [file, text] of made) expect(textOf(file) === text, `${file} is stale`).toBe(true)
}, 60_000)

test('every emulated operation is described, with its evidence and its source; the others are named, with the reason', () => {
  const ids = operations.filter(({ emulated }) => emulated).map(({ id }) => id)
  expect(apiOperations.map(({ operationId }) => operationId).sort()).toEqual([...ids].sort())
  for (const operation of apiOperations) {
    expect(['recorded', 'documented', 'decided'], operation.operationId).toContain(operation['x-fidelity'])
    expect(operation.externalDocs.url, operation.operationId).toMatch(/^https:\/\//)
  }
  const missing = operations.flatMap((operation) => (operation.emulated ? [] : [operation.reason]))
  expect(api['x-not-described'].map(({ reason }: { reason: string }) => reason)).toEqual(missing)
})

test('every call of the control plane is described', () => {
  // Its routes are registered before anything is looked up.
  const routes = sandboxControl({} as never).routes.filter(({ method }) => method !== 'ALL')
  const registered = [...new Set(routes.map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`))]
  const own = Object.keys(CALLS).filter((call) => call.includes(' /_local/sandboxes'))
  expect(own.sort()).toEqual(registered.sort())
})

/** Every object of a document, with the path to it. */
function* objectsIn(value: unknown, path = ''): Generator<readonly [string, { readonly [key: string]: unknown }]> {
  if (Array.isArray(value)) for (const [nth, each] of value.entries()) yield* objectsIn(each, `${path}/${nth}`)
  else if (typeof value === 'object' && value !== null) {
    yield [path, { ...value }]
    for (const [key, each] of Object.entries(value)) yield* objectsIn(each, `${path}/${key}`)
  }
}

test.for(FILES)('%s: every shape is described, and nothing that is sent or answered may be anything', (file) => {
  const document = JSON.parse(textOf(file))
  for (const [name, shape] of Object.entries<{ description?: string }>(document.components.schemas))
    expect(shape.description, name).toMatch(/\S/)
  const schemas = [...objectsIn(document.paths), ...objectsIn(document.components), ...objectsIn(document.webhooks)]
  const open = schemas.flatMap(([path, each]) => {
    const { schema } = each
    return typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0 ? [path] : []
  })
  expect(open).toEqual([])
})

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false })
addFormats.default(ajv)
// To it a document is a schema with words that say nothing.
ajv.addVocabulary([...new Set(parsed.flatMap((document) => Object.keys(document)))])
ajv.addSchema(api, 'api')
ajv.addSchema(control, 'control')

/** A validator of the schema at this place of the document. */
const validatorAt = (path: string) =>
  ajv.compile({ $ref: `api#${path.replaceAll('%', '%25').replaceAll('{', '%7B').replaceAll('}', '%7D')}` })
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')
const pathOf = ({ method, path }: Described): string => `/paths/${escaped(path)}/${method.toLowerCase()}`

function expectValid(path: string, value: unknown, what: string): void {
  const isValid = validatorAt(path)
  expect(isValid(value), `${what}: ${JSON.stringify(isValid.errors)}`).toBe(true)
}

test('every schema of both documents is one that a strict validator takes', () => {
  for (const [id, document] of [
    ['api', api],
    ['control', control],
  ])
    for (const name of Object.keys(document.components.schemas))
      ajv.compile({ $ref: `${id}#/components/schemas/${name}` })
})

describe('examples', () => {
  interface Example {
    readonly value?: unknown
    readonly 'x-example-after'?: readonly string[]
    readonly 'x-example-as'?: string
    readonly 'x-example-settings'?: object
  }
  /** By the name under which others come after it: `orders.create`, `orders.create:fedex`. */
  const examples = new Map<string, { readonly operation: Described; readonly example: Example }>()
  for (const operation of apiOperations) {
    const bodies: { [name: string]: Example } = operation.requestBody?.content['application/json'].examples ?? {}
    const { default: first, ...others } = bodies
    examples.set(operation.operationId, { operation, example: { ...operation, ...first } as Example })
    for (const [name, example] of Object.entries(others))
      examples.set(`${operation.operationId}:${name}`, { operation, example })
  }

  /** Sends an example just as the document has it. */
  async function send(sandbox: Pick<TestServer, 'call'>, name: string): Promise<Received> {
    const found = examples.get(name)
    if (found === undefined) throw new Error(`there is no example ${name}`)
    const { operation, example } = found
    const parameters: { name: string; in: string; example?: unknown }[] = (operation.parameters ?? []).map(
      (each: { $ref?: string }) =>
        each.$ref === undefined ? each : api.components.parameters[each.$ref.split('/')[3] ?? ''],
    )
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key) =>
      String(parameters.find((each) => each.in === 'path' && each.name === key)?.example),
    )
    const query = new URLSearchParams()
    for (const each of parameters)
      if (each.in === 'query' && each.example !== undefined) query.append(each.name, String(each.example))
    const as = example['x-example-as'] ?? 'website'
    const body = example.value === undefined ? {} : { body: example.value }
    return sandbox.call(operation.method, query.size === 0 ? path : `${path}?${query}`, { as, ...body })
  }

  test('every one is sent to a running server, and answered as documented', async () => {
    const server = await serve()
    for (const [name, { operation, example }] of examples) {
      if (operation.requestBody !== undefined)
        expectValid(`${pathOf(operation)}/requestBody/content/application~1json/schema`, example.value, name)
      const settings = example['x-example-settings']
      const sandbox = await server.make(settings === undefined ? {} : { settings })
      for (const earlier of example['x-example-after'] ?? []) {
        const { status, text } = await send(sandbox, earlier)
        expect(status, `${earlier}, before ${name}: ${text}`).toBeLessThan(300)
      }
      const { status, body, text } = await send(sandbox, name)
      const [documented = ''] = Object.keys(operation.responses)
      expect(String(status), `${name}: ${text}`).toBe(documented)
      if (status !== 204)
        expectValid(`${pathOf(operation)}/responses/${status}/content/application~1json/schema`, body, name)
      expect((await sandbox.journal.last()).ignored, name).toEqual([])
    }
    expect(examples.size).toBeGreaterThan(apiOperations.length)
  }, 120_000)

  test('the examples of parameters are such as their schemas take', () => {
    const inPlace = apiOperations.flatMap((operation) =>
      (operation.parameters ?? []).map((each: object, nth: number) => [`${pathOf(operation)}/parameters/${nth}`, each]),
    )
    const shared = Object.entries(api.components.parameters).map(([name, each]) => [
      `/components/parameters/${name}`,
      each,
    ])
    for (const [path, { example }] of [...inPlace, ...shared])
      if (example !== undefined) expectValid(`${path}/schema`, example, path)
  })
})

test('refusals are documented: a signature, a record, a field, a query, an order', async () => {
  const server = await serve()
  const order = { seller_id: 1691, client_id: 107655, items: [{ ticket_group_id: 52554287, price: 1, quantity: 2 }] }
  const cases = [
    ['GET', '/v9/clients/1', '/v9/clients/{client_id}', undefined, 404],
    ['GET', '/v9/clients?per_page=101', '/v9/clients', undefined, 422],
    ['POST', '/v9/clients', '/v9/clients', { clients: [{}] }, 422],
    ['POST', '/v9/clients', '/v9/clients', {}, 400],
    ['POST', '/v9/orders', '/v9/orders', { orders: [order] }, 422],
    ['PUT', '/v9/clients/107655', '/v9/clients/{client_id}', { name: 'Moe' }, 422],
    ['POST', '/v9/inventory', '/v9/inventory', { inventory: {} }, 400],
  ] as const
  for (const [method, target, path, body, expected] of cases) {
    const { status, body: answer, text } = await server.call(method, target, body === undefined ? {} : { body })
    expect(status, text).toBe(expected)
    const response = api.paths[path][method.toLowerCase()].responses[status]
    const place = response.$ref?.slice(1) ?? `/paths/${escaped(path)}/${method.toLowerCase()}/responses/${status}`
    expectValid(`${place}/content/application~1json/schema`, answer, `${method} ${target}`)
    // A schema that takes anything would say nothing.
    expect(validatorAt(`${place}/content/application~1json/schema`)('no'), target).toBe(false)
  }
})

/** What `tevo-local openapi` prints. */
async function printed(args: readonly string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((_text, ...done) => {
    const [last] = done.slice(-1)
    if (typeof last === 'function') last()
    return true
  })
  try {
    expect(await openApiCommand(args)).toBe(0)
    return write.mock.calls.map(([text]) => String(text)).join('')
  } finally {
    write.mockRestore()
  }
}

test('the documents are served and printed, and shown by pages that load nothing from elsewhere', async () => {
  const server = await serve()
  for (const [nth, file] of FILES.entries()) {
    expect((await server.local('GET', `/${file}`)).text).toBe(textOf(file))
    expect(await printed(nth === 0 ? [] : ['--control-plane'])).toBe(textOf(file))
  }
  for (const [page, spec] of [
    ['/docs', '/_local/openapi.json'],
    ['/docs/control-plane', '/_local/control-plane.openapi.json'],
  ] as const) {
    const { status, headers, text } = await server.local('GET', page)
    expect(status).toBe(200)
    expect(text).toContain(`spec-url="${spec}"`)
    expect(text).not.toMatch(/https?:/)
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  }
  const renderer = await server.local('GET', '/docs/rapidoc.js')
  expect(renderer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'gzip',
  })
  expect(renderer.bytes.length).toBeLessThan(1_000_000)
  const fromElsewhere = { 'Sec-Fetch-Site': 'cross-site' }
  const link = { ...fromElsewhere, 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
  expect((await server.local('GET', '/docs', undefined, link)).status).toBe(200)
  for (const headers of [{ Origin: 'http://evil.example' }, fromElsewhere])
    expect((await server.local('GET', '/docs', undefined, headers)).status).toBe(403)
  expect((await server.local('GET', '/openapi.json', undefined, link)).status).toBe(403)
})

test('webhooks are sent as documented: of an order, and of the catalogue', async () => {
  const server = await serve({ isOutboundAllowed: false })
  const events = ['order_created', 'performer_updated']
  await server.control('POST', '/webhooks', { url: 'http://127.0.0.1:9/hooks', events })
  const items = [{ ticket_group_id: 52554290, price: 50, quantity: 2 }]
  const shipped_items = [{ type: 'Eticket', email_address_id: 33333, items }]
  await server.post('/v9/orders', { orders: [{ seller_id: 1691, client_id: 107655, shipped_items }] })
  const { body: performer } = await server.control('GET', '/records/performers/30001')
  await server.control('PUT', '/records/performers/30001', { ...performer, popularity_score: 0.5 })

  const { deliveries } = (await server.control('GET', '/webhooks/deliveries')).body
  expect(deliveries.map(({ event_type }: { event_type: string }) => event_type).sort()).toEqual(events)
  for (const { id, event_type } of deliveries) {
    const { request } = (await server.control('GET', `/webhooks/deliveries/${id}`)).body
    const form = Object.fromEntries(new URLSearchParams(request.form))
    const place = `/webhooks/${event_type}/post/requestBody/content/${escaped(request.content_type)}/schema`
    expectValid(place, form, event_type)
    expect(validatorAt(place)({ ...form, event_type: 'order_lost' })).toBe(false)
    if (event_type === 'order_created')
      expectValid('/components/schemas/Order', JSON.parse(form.body ?? ''), event_type)
  }
  expect(Object.keys(api.webhooks).sort()).toEqual([...WEBHOOK_EVENTS].sort())
})
