import type * as z from 'zod'
import type { MissingOperation, Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { version } from '../../src/version.ts'
import { moneyShape, stringId, timeShape } from '../../src/wire/client-shapes.ts'
import { type RefusalResponse, refusalNames, refusalsOf, sharedRefusals } from '../../src/wire/refusals.ts'
import * as registries from '../types/registries.ts'
import { namedShapes } from '../types/shapes.js'
import { FIELDS, SHAPES, TAGS } from './descriptions.ts'
import { type Example, examplesOf, type Printed } from './examples.ts'
import { inputKinds, inputNames } from './inputs.ts'
import { parametersOf, shareParameters } from './parameters.ts'
import { type JsonSchema, Schemas } from './schemas.ts'
import { webhookSchemas, webhooks } from './webhooks.ts'

/** TEvo's API as an OpenAPI document, made from the operations that are declared: `npm run make:openapi`. */

const ABOUT = `What the Ticket Evolution API takes and answers, as tevo-local emulates it. It is no document of Ticket
Evolution's: \`x-fidelity\` of each operation says how its answer is known (\`recorded\` from the real service, \`documented\` by a
page, or \`decided\` here), and \`externalDocs\` is where.

Every request is signed. \`X-Token\` is the token of a credential. \`X-Signature\` is the base64 of the HMAC-SHA256, with the
credential's secret, of one line: the method, a space, the host and the path, a \`?\` in any case, then the raw body if there is
one, else the query with its parameters sorted by name:

    POST api.ticketevolution.com/v9/orders?{"orders":[…]}
    GET api.ticketevolution.com/v9/orders?page=1&state=pending

Every example is a request that works against a fresh server with the default world. \`x-example-after\` names the requests that
come before it, by their operations and examples; \`x-example-as\` the credential, where it is not \`website\`; \`x-example-settings\`
the settings of the sandbox, where they are not the usual ones.`

const kinds = new Map<string, z.ZodType>([
  ['StringId', stringId()],
  ['Money', moneyShape()],
  ['Time', timeShape()],
])

const descriptions = { shapes: SHAPES, fields: FIELDS }

/** `/v9/orders/:order_id` → `/v9/orders/{order_id}` */
export const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

const isEmulated = (operation: Operation | MissingOperation): operation is Operation => operation.emulated

export function openApiDocument(printed: Printed) {
  const answers = new Schemas({
    side: 'output',
    names: new Map([...namedShapes(registries), ...refusalNames()]),
    kinds,
    descriptions,
  })
  const requests = new Schemas({ side: 'input', names: inputNames(), kinds: inputKinds(), descriptions })
  const examples = examplesOf(printed)
  const paths: Record<string, Record<string, object>> = {}
  const emulated = operations.filter(isEmulated)
  const exampleFor = ({ id }: Operation): Example => {
    const example = examples[id]
    if (example === undefined) throw new Error(`${id} has no example: give it one in scripts/openapi/examples.ts`)
    return example
  }
  const parameters = new Map(
    emulated.map((operation) => [operation.id, parametersOf(operation, requests, exampleFor(operation))]),
  )
  const { components: sharedParameters, shared } = shareParameters([...parameters.values()].flat())
  for (const operation of emulated) {
    const path = templateOf(operation.path)
    const example = exampleFor(operation)
    const parametersOfIt = (parameters.get(operation.id) ?? []).map(shared)
    const described = describe(operation, { answers, requests, examples, example, parameters: parametersOfIt })
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: described }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ticket Evolution API, as tevo-local emulates it',
      version,
      summary: 'Orders, clients, tickets, shipments, payments and the catalogue: v9 and v10.',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      { url: 'http://127.0.0.1:8386', description: 'tevo-local' },
      { url: 'https://api.sandbox.ticketevolution.com', description: "Ticket Evolution's sandbox" },
      { url: 'https://api.ticketevolution.com', description: 'Ticket Evolution' },
    ],
    security: [{ token: [], signature: [] }],
    tags: [
      ...Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      { name: 'webhooks', description: 'What TEvo sends to your endpoints.' },
    ],
    paths,
    webhooks: webhooks(),
    components: {
      securitySchemes: {
        token: { type: 'apiKey', in: 'header', name: 'X-Token', description: 'The token of a credential.' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Signature',
          description:
            'base64(HMAC-SHA256(secret, "METHOD host/path?payload")): payload is the raw body, or, where there is none, the query with its parameters sorted by name.',
        },
      },
      parameters: sharedParameters,
      responses: Object.fromEntries(
        Object.entries(sharedRefusals()).map(([name, refusal]) => [name, responseOf(refusal, answers)]),
      ),
      schemas: sorted({
        ...Object.fromEntries(answers.components),
        ...Object.fromEntries(requests.components),
        ...webhookSchemas(),
      }),
    },
    'x-not-described': operations.filter((operation) => !operation.emulated).map(missing),
  }
}

const missing = ({ id, method, path, reason }: MissingOperation) => ({ id, method, path: templateOf(path), reason })

const sorted = (schemas: { readonly [name: string]: JsonSchema }) =>
  Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1)))

interface Making {
  readonly answers: Schemas
  readonly requests: Schemas
  readonly examples: { readonly [name: string]: Example }
  /** The first. */
  readonly example: Example
  readonly parameters: readonly object[]
}

/** What operations that answer a PDF answer with `Accept: application/pdf`. */
const PDFS: ReadonlySet<string> = new Set([
  'orders.print_etickets',
  'items.print_etickets',
  'orders.print',
  'shipments.get_airbill',
])
const A_PDF = { schema: { type: 'string', contentMediaType: 'application/pdf' } }

const ANSWERS = { 200: 'The answer.', 201: 'What was made.', 202: 'It is queued.', 204: 'It is done.' }

function describe(operation: Operation, { answers, requests, examples, example, parameters }: Making) {
  const { id, summary, status, source, fidelity, credentials, knownAndIgnored } = operation
  const named = Object.entries(examples).filter(([name]) => name.split(':', 1)[0] === id)
  const content = {
    'application/json': { schema: answers.of(operation.output()) },
    ...(PDFS.has(id) ? { 'application/pdf': A_PDF } : {}),
  }
  const body = bodyOf(operation, requests, named)
  return {
    operationId: id,
    tags: [id.split('.')[0]],
    summary,
    externalDocs: { url: source },
    'x-fidelity': fidelity,
    'x-credentials': credentials,
    ...(knownAndIgnored === undefined ? {} : { 'x-known-and-ignored': knownAndIgnored }),
    ...exampleNotes(example),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      [status]: { description: ANSWERS[status], ...(status === 204 ? {} : { content }) },
      ...Object.fromEntries(
        Object.entries(refusalsOf(operation)).map(([status, refusal]) => [
          status,
          typeof refusal === 'string' ? { $ref: `#/components/responses/${refusal}` } : responseOf(refusal, answers),
        ]),
      ),
    },
  }
}

const responseOf = ({ description, headers, shape }: RefusalResponse, answers: Schemas) => ({
  description,
  ...(headers === undefined
    ? {}
    : {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, about]) => [name, { description: about, schema: { type: 'string' } }]),
        ),
      }),
  ...(shape === undefined ? {} : { content: { 'application/json': { schema: answers.of(shape) } } }),
})

/** What has to be so before an example is sent. */
const exampleNotes = ({ as, after, settings }: Example) => ({
  ...(as === undefined ? {} : { 'x-example-as': as }),
  ...(after === undefined ? {} : { 'x-example-after': after }),
  ...(settings === undefined ? {} : { 'x-example-settings': settings }),
})

function bodyOf(operation: Operation, requests: Schemas, named: readonly (readonly [string, Example])[]) {
  const { body } = operation.input?.() ?? {}
  if (body === undefined) return undefined
  const entry = requests.of(body.entry)
  const enclosed = body.kind === 'batch' ? { type: 'array', minItems: 1, items: entry } : entry
  const beside = body.kind === 'batch' && body.beside !== undefined ? requests.of(body.beside) : {}
  const { properties = {}, required = [] } = beside as { properties?: object; required?: readonly string[] }
  const schema =
    body.kind === 'flat'
      ? entry
      : { type: 'object', required: [body.key, ...required], properties: { [body.key]: enclosed, ...properties } }
  const examples = Object.fromEntries(
    named.map(([name, { body: value, params: _params, query: _query, ...notes }]) => [
      name.split(':')[1] ?? 'default',
      { value, ...(name.includes(':') ? exampleNotes(notes) : {}) },
    ]),
  )
  // A flat body without a field that it needs may be left out.
  const isNeeded = body.kind !== 'flat' || !body.entry.safeParse({}).success
  return { required: isNeeded, content: { 'application/json': { schema, examples } } }
}
