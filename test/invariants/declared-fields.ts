import type * as z from 'zod'
import type { BodySchema } from '../../src/operation.ts'
import type { JsonType, Path } from './json-text.ts'

/** A field that an operation declares in its body, and the types of JSON that it may take. */
export interface DeclaredField {
  readonly path: Path
  readonly takes: ReadonlySet<JsonType>
}

/** The fields of a body, nested ones too; of arrays their first element. */
export function declaredFields(body: BodySchema): DeclaredField[] {
  if (body.kind === 'flat') return [...fieldsOf(body.entry, [])]
  if (body.kind === 'envelope') return [{ path: [body.key], takes: OBJECT }, ...fieldsOf(body.entry, [body.key])]
  return [
    { path: [body.key], takes: ARRAY },
    { path: [body.key, 0], takes: OBJECT },
    ...fieldsOf(body.entry, [body.key, 0]),
    ...(body.beside === undefined ? [] : fieldsOf(body.beside, [])),
  ]
}

const OBJECT: ReadonlySet<JsonType> = new Set(['object'] as const)
const ARRAY: ReadonlySet<JsonType> = new Set(['array'] as const)

function* fieldsOf(schema: z.core.$ZodType, path: Path): Generator<DeclaredField> {
  for (const part of partsOf(schema)) {
    const { def } = part._zod
    if (isObject(def))
      for (const [key, field] of Object.entries(def.shape)) {
        yield { path: [...path, key], takes: typesOf(field) }
        yield* fieldsOf(field, [...path, key])
      }
    if (isArray(def)) {
      yield { path: [...path, 0], takes: typesOf(def.element) }
      yield* fieldsOf(def.element, [...path, 0])
    }
  }
}

/** The names of the filters of a query. */
export const declaredFilters = (query: z.core.$ZodType | undefined): string[] =>
  query === undefined
    ? []
    : partsOf(query).flatMap((part) => (isObject(part._zod.def) ? Object.keys(part._zod.def.shape) : []))

/** The schemas that a value may meet first: without what makes one optional, and each option of a union. */
function partsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { def } = schema._zod
  if (isWrapper(def)) return partsOf(def.innerType)
  if (isUnion(def)) return def.options.flatMap(partsOf)
  if (isPipe(def)) return partsOf(takenBy(def))
  return [schema]
}

const ANYTHING: readonly JsonType[] = ['string', 'number', 'boolean', 'null', 'array', 'object']

function typesOf(schema: z.core.$ZodType): Set<JsonType> {
  const { def } = schema._zod
  if (isWrapper(def)) return new Set([...typesOf(def.innerType), ...(def.type === 'nullable' ? ['null' as const] : [])])
  if (isUnion(def)) return new Set(def.options.flatMap((option) => [...typesOf(option)]))
  if (isPipe(def)) return typesOf(takenBy(def))
  switch (def.type) {
    case 'string':
    case 'enum':
    case 'template_literal':
      return new Set(['string'])
    case 'number':
    case 'int':
      return new Set(['number'])
    case 'boolean':
    case 'null':
      return new Set([def.type])
    case 'literal':
      return new Set(isLiteral(def) ? def.values.map(typeOfLiteral) : [])
    case 'object':
    case 'record':
      return new Set(['object'])
    case 'array':
    case 'tuple':
      return new Set(['array'])
    case 'never':
      return new Set()
    default:
      return new Set(ANYTHING)
  }
}

/** A transform takes anything: where one stands first, what it hands on says more. */
const takenBy = (def: z.core.$ZodPipeDef): z.core.$ZodType => (def.in._zod.def.type === 'transform' ? def.out : def.in)

function typeOfLiteral(value: unknown): JsonType {
  if (value === null) return 'null'
  return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number'
}

type Def = z.core.$ZodTypeDef
const isObject = (def: Def): def is z.core.$ZodObjectDef => def.type === 'object'
const isArray = (def: Def): def is z.core.$ZodArrayDef => def.type === 'array'
const isUnion = (def: Def): def is z.core.$ZodUnionDef => def.type === 'union'
const isPipe = (def: Def): def is z.core.$ZodPipeDef => def.type === 'pipe'
const isLiteral = (def: Def): def is z.core.$ZodLiteralDef<z.core.util.Literal> => def.type === 'literal'
const isWrapper = (def: Def): def is z.core.$ZodOptionalDef | z.core.$ZodNullableDef =>
  ['optional', 'nullable', 'default', 'prefault', 'nonoptional', 'readonly', 'catch'].includes(def.type)
