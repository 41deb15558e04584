import type * as z from 'zod'
import type { Operation } from '../../src/operation.ts'
import { FIELDS, OPERATORS } from './descriptions.ts'
import type { Example } from './examples.ts'
import type { JsonSchema, Schemas } from './schemas.ts'

/** What stands in the path and in the query of a request. */

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required?: true
  readonly description?: string
  readonly schema: JsonSchema
  readonly example?: number | string
}

export function parametersOf({ path, input }: Operation, requests: Schemas, example: Example): Parameter[] {
  const inPath = Array.from(
    path.matchAll(/:(\w+)/g),
    ([, name = '']): Parameter => ({
      name,
      in: 'path',
      required: true,
      description: aboutId(name),
      schema: name.endsWith('id') ? AN_ID : { type: 'string' },
      ...exampleOf(example.params?.[name]),
    }),
  )
  const { query } = input?.() ?? {}
  if (query === undefined) return inPath
  const { properties = {}, required = [] } = requests.of(query) as Query
  const asked = Object.entries(properties).map(([name, { description, ...schema }]): Parameter => {
    const [, field = name, operator = ''] = /^(.+)\.(\w+)$/.exec(name) ?? []
    const about = OPERATORS[operator] ?? description ?? FIELDS[field]
    return {
      name,
      in: 'query',
      ...(required.includes(name) ? { required: true } : {}),
      ...(about === undefined ? {} : { description: String(about) }),
      schema: { ...inQuery(schema), ...usualOf(query, name) },
      ...exampleOf(example.query?.[name]),
    }
  })
  return [...inPath, ...asked]
}

interface Query {
  readonly properties?: { readonly [name: string]: JsonSchema }
  readonly required?: readonly string[]
}

const AN_ID = { type: 'integer', minimum: 1 }

/** A query is text; these texts are numbers. */
const NUMBERS: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  ['^[1-9]\\d{0,8}$', AN_ID],
  ['^[1-9]\\d{0,14}$', AN_ID],
  ['^-?\\d{1,12}(\\.\\d{1,12})?$', { type: 'number' }],
])

const inQuery = (schema: JsonSchema): JsonSchema =>
  schema.$ref === '#/components/schemas/IdInput' ? AN_ID : (NUMBERS.get(schema.pattern) ?? schema)

/** What it is where it is left out. */
function usualOf(query: z.ZodType, name: string): { readonly default?: unknown } {
  const { shape } = query.def as { readonly shape?: { readonly [field: string]: z.ZodType } }
  const { data } = shape?.[name]?.safeParse(undefined) ?? {}
  return typeof data === 'number' || typeof data === 'string' ? { default: data } : {}
}

const exampleOf = (value: number | string | undefined) => (value === undefined ? {} : { example: value })

/** `order_id` → `The id of an order.` */
function aboutId(name: string): string {
  if (name === 'tracking_number') return "The carrier's number of the package."
  if (name === 'id') return 'Its id.'
  const noun = name.replace(/_id$/, '').replaceAll('_', ' ')
  return `The id of ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}.`
}

/** Puts parameters that come more than once into `components`, and refers to them there. */
export function shareParameters(all: readonly Parameter[]) {
  const times = new Map<string, number>()
  for (const parameter of all) {
    const text = JSON.stringify(parameter)
    times.set(text, (times.get(text) ?? 0) + 1)
  }
  const components: Record<string, Parameter> = {}
  const names = new Map<string, string>()
  const nameOf = (parameter: Parameter, text: string): string => {
    const known = names.get(text)
    if (known !== undefined) return known
    const plain = parameter.name.replaceAll(/[^\w.]/g, '_')
    let name = plain
    for (let nth = 2; name in components; nth += 1) name = `${plain}_${nth}`
    names.set(text, name)
    components[name] = parameter
    return name
  }
  const shared = (parameter: Parameter): object => {
    const text = JSON.stringify(parameter)
    return times.get(text) === 1 ? parameter : { $ref: `#/components/parameters/${nameOf(parameter, text)}` }
  }
  return { components, shared }
}
