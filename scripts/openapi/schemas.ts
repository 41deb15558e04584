import * as z from 'zod'

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** What is given to a schema, or what it makes of that. */
export type Side = 'input' | 'output'

const IN_COMPONENTS = '#/components/schemas/'

export const refTo = (name: string): JsonSchema => ({ $ref: `${IN_COMPONENTS}${name}` })

/** Words for shapes and their fields. */
export interface Descriptions {
  readonly shapes: { readonly [name: string]: string }
  /** By `Shape.field`, or by the name of a field wherever it stands. */
  readonly fields: { readonly [field: string]: string }
}

interface Asked {
  readonly side: Side
  /** What has a name of its own. */
  readonly names: ReadonlyMap<unknown, string>
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
  readonly #roots = new Map<string, z.ZodType>()
  readonly #asked: Asked
  readonly #kinds: ReadonlyMap<string, string>

  constructor(asked: Asked) {
    this.#asked = asked
    this.#kinds = new Map(Array.from(asked.kinds, ([name, kind]) => [fingerprint(this.#convert(kind)), name]))
  }

  /** The schema, or a reference to it; what it refers to is put into `components`. */
  of(schema: z.ZodType): JsonSchema {
    const name = this.#asked.names.get(schema)
    return name === undefined ? this.#finish(this.#convert(schema), undefined) : this.#refer(name, schema)
  }

  #refer(name: string, schema: z.ZodType): JsonSchema {
    if (!this.components.has(name)) {
      // Before it is converted: it may refer to itself.
      this.components.set(name, {})
      const description = this.#asked.descriptions.shapes[name]
      const converted = this.#finish(this.#convert(schema), name)
      this.components.set(name, description === undefined ? converted : { description, ...converted })
    }
    return refTo(name)
  }

  /** As zod writes it, with a mark where something has a name. */
  #convert(schema: z.ZodType): JsonSchema {
    const { names, side } = this.#asked
    const marked = (inner: unknown): inner is z.ZodType => inner !== schema && names.has(inner)
    const { $schema: _, ...converted } = z.toJSONSchema(schema, {
      io: side,
      target: 'draft-2020-12',
      unrepresentable: 'any',
      reused: 'inline',
      override: ({ zodSchema, jsonSchema }) => {
        if (marked(zodSchema)) {
          for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema]
          Object.assign(jsonSchema, { $named: this.#mark(zodSchema) })
        }
      },
    })
    return converted as JsonSchema
  }

  #mark(schema: z.ZodType): string {
    const name = this.#asked.names.get(schema) ?? ''
    this.#roots.set(name, schema)
    return name
  }

  #finish(value: JsonSchema, owner: string | undefined): JsonSchema {
    return this.#finishAny(value, owner) as JsonSchema
  }

  #finishAny(value: unknown, owner: string | undefined): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#finishAny(each, owner))
    if (!isObject(value)) return value
    if (typeof value.$named === 'string') {
      const schema = this.#roots.get(value.$named)
      if (schema === undefined) throw new Error(`nothing is known of ${value.$named}`)
      return this.#refer(value.$named, schema)
    }
    const kind = this.#kinds.get(fingerprint(value))
    if (kind !== undefined) {
      this.#kindOf(kind)
      return refTo(kind)
    }
    const { properties, enum: words, const: word, default: usual, ...others } = value
    const finished = Object.fromEntries(
      Object.entries(others).map(([key, each]) => [key, this.#finishAny(each, owner)]),
    )
    return simpler({
      ...finished,
      ...(words === undefined ? {} : { enum: words }),
      ...(word === undefined ? {} : { const: word }),
      ...(usual === undefined ? {} : { default: usual }),
      ...(isObject(properties) ? { properties: this.#propertiesOf(properties, owner) } : {}),
    })
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

  #kindOf(name: string): void {
    const kind = this.#asked.kinds.get(name)
    if (kind === undefined || this.components.has(name)) return
    const description = this.#asked.descriptions.shapes[name]
    const converted = simplerThroughout(this.#convert(kind)) as JsonSchema
    this.components.set(name, { ...(description === undefined ? {} : { description }), ...converted })
  }
}

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
