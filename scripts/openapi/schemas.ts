import * as z from 'zod'

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** What is given to a schema, or what it makes of that. */
type Side = 'input' | 'output'

const IN_COMPONENTS = '#/components/schemas/'

export const refTo = (name: string): JsonSchema => ({ $ref: `${IN_COMPONENTS}${name}` })

/** Words for shapes and their fields. */
interface Descriptions {
  readonly shapes: { readonly [name: string]: string }
  /** By `Shape.field`, or by the name of a field wherever it stands. */
  readonly fields: { readonly [field: string]: string }
}

interface Asked {
  readonly side: Side
  /** What has a name of its own. */
  readonly names: ReadonlyMap<z.ZodType, string>
  /** Small schemas that come again and again, by the name that they get. */
  readonly kinds: ReadonlyMap<string, z.ZodType>
  readonly descriptions: Descriptions
}

/**
 * Schemas of zod as those of OpenAPI. What has a name is written once, and referred to.
 * `components` has those that something refers to.
 */
export class Schemas {
  readonly components = new Map<string, JsonSchema>()
  readonly #asked: Asked
  /** What zod names by itself, for it comes again inside itself. */
  readonly #nameless = new Map<string, JsonSchema>()
  readonly #registry = z.registry<{ id: string }>()
  readonly #kinds: ReadonlyMap<string, JsonSchema>

  constructor(asked: Asked) {
    this.#asked = asked
    for (const [schema, name] of asked.names) this.#registry.add(schema, { id: name })
    const kinds = Array.from(asked.kinds, ([name, kind]) => [name, this.#convert(kind).schema] as const)
    this.#kinds = new Map(
      kinds.flatMap(([name, { description, ...schema }]) => {
        const said = description === undefined ? {} : { description }
        return [
          [fingerprint({ ...schema, ...said }), refTo(name)],
          // Of `null` beside it zod makes one list.
          ...(Array.isArray(schema.type)
            ? [[fingerprint({ ...schema, type: [...schema.type, 'null'] }), orNull(refTo(name))] as const]
            : []),
        ] as const
      }),
    )
  }

  /** The schema, or a reference to it; what it refers to is put into `components`. */
  of(schema: z.ZodType): JsonSchema {
    const { schema: converted, named } = this.#convert(schema)
    for (const [name, each] of Object.entries(named)) if (isNameless(name)) this.#nameless.set(name, each)
    for (const [name, each] of Object.entries(named))
      if (!isNameless(name)) this.#keep(name, () => this.#finish(each, name))
    return this.#finish(converted, undefined)
  }

  #keep(name: string, made: () => JsonSchema): void {
    if (this.components.has(name)) return
    const description = this.#asked.descriptions.shapes[name]
    const schema = made()
    this.components.set(name, description === undefined ? schema : { description, ...schema })
  }

  /** As zod writes it, and what it refers to. */
  #convert(schema: z.ZodType): {
    readonly schema: JsonSchema
    readonly named: { readonly [name: string]: JsonSchema }
  } {
    // In a list, for what has a name would be written out where it stands alone.
    const { items, $defs = {} } = z.toJSONSchema(z.array(schema), {
      io: this.#asked.side,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      metadata: this.#registry,
      override: ({ zodSchema, jsonSchema }) => Object.assign(jsonSchema, z.globalRegistry.get(zodSchema)),
    })
    const named = Object.entries($defs).map(([name, { id: _, ...each }]) => [name, each] as const)
    return { schema: items as JsonSchema, named: Object.fromEntries(named) as { [name: string]: JsonSchema } }
  }

  #finish(value: JsonSchema, owner: string | undefined): JsonSchema {
    if (typeof value.$ref === 'string') {
      const name = value.$ref.replace('#/$defs/', '')
      const nameless = this.#nameless.get(name)
      if (nameless === undefined) return refTo(name)
      return JSON.stringify(nameless).includes(`"${value.$ref}"`) ? ANY_JSON : this.#finish(nameless, undefined)
    }
    const kind = this.#kindOf(value)
    if (kind !== undefined) return kind
    const { properties, enum: enumerated, const: constant, default: usual, ...others } = value
    const finished = Object.entries(others).map(([key, each]) => [key, this.#finishAny(each)])
    return simpler({
      ...Object.fromEntries(finished),
      ...(enumerated === undefined ? {} : { enum: enumerated }),
      ...(constant === undefined ? {} : { const: constant }),
      ...(usual === undefined ? {} : { default: usual }),
      ...(isObject(properties) ? { properties: this.#propertiesOf(properties, owner) } : {}),
    })
  }

  #finishAny(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#finishAny(each))
    return isObject(value) ? this.#finish(value, undefined) : value
  }

  #propertiesOf(properties: JsonSchema, owner: string | undefined): JsonSchema {
    const { fields } = this.#asked.descriptions
    return Object.fromEntries(
      Object.entries(properties).map(([field, schema]) => {
        const description = fields[`${owner}.${field}`] ?? fields[field]
        const finished = this.#finish(schema as JsonSchema, undefined)
        return [field, description === undefined ? finished : { ...finished, description }]
      }),
    )
  }

  /** A reference to the kind that it is, if it is one. */
  #kindOf(schema: JsonSchema): JsonSchema | undefined {
    const kind = this.#kinds.get(fingerprint(schema))
    if (kind === undefined) return undefined
    for (const [name, each] of this.#asked.kinds)
      if (fingerprint(kind).includes(`/${name}"`))
        this.#keep(name, () => simplerThroughout(this.#convert(each).schema) as JsonSchema)
    return kind
  }
}

const isNameless = (name: string): boolean => name.startsWith('__schema')

/** JSON is all that has no name and goes on without an end. */
const ANY_JSON: JsonSchema = {
  type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
  description: 'Any JSON.',
}

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

const fingerprint = (schema: unknown): string => JSON.stringify(schema)

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const simplerThroughout = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(simplerThroughout)
  if (!isObject(value)) return value
  return simpler(Object.fromEntries(Object.entries(value).map(([key, each]) => [key, simplerThroughout(each)])))
}

/** The same in fewer words: `{"type":["string","null"]}`, and no limits that are those of JavaScript's numbers. */
function simpler(schema: JsonSchema): JsonSchema {
  const { minimum, maximum, anyOf, ...others } = schema
  const isTold = (limit: unknown) => typeof limit === 'number' && Math.abs(limit) !== Number.MAX_SAFE_INTEGER
  const limited = {
    ...others,
    ...(isTold(minimum) ? { minimum } : {}),
    ...(isTold(maximum) ? { maximum } : {}),
  }
  if (!Array.isArray(anyOf)) return limited
  const [one, nothing, ...more] = anyOf.flatMap((each) => (isObject(each) && isObject(each) ? [each] : []))
  const isNullable = more.length === 0 && nothing?.type === 'null' && typeof one?.type === 'string'
  if (!isNullable || one?.enum !== undefined || one?.const !== undefined) return { ...limited, anyOf }
  return { ...limited, ...one, type: [one?.type, 'null'] }
}
