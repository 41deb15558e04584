import * as z from 'zod'
import { whyNotJson } from '../json.ts'
import { badRequest } from '../routes/control/problem.ts'

/** Forms that are made from a schema: its fields, and what was written into them. What is right is for the schema to say. */

export interface Field {
  readonly name: string
  readonly kind: 'flag' | 'choice' | 'number' | 'text' | 'json'
  /** What can be chosen; of a text, what is proposed. */
  readonly choices: readonly (string | number)[]
  readonly isRequired: boolean
  readonly isNullable: boolean
  /** What counts where nothing is given, as it is written. */
  readonly without: string | null
  /** What it is for. */
  readonly words: string | null
  /** JSON that shows its shape. */
  readonly example: string | null
  /** A text may be given as JSON, too: a pattern, a list. */
  readonly takesJson: boolean
  /** A text of digits is a number. */
  readonly takesNumber: boolean
  readonly min?: number | undefined
  readonly max?: number | undefined
}

type Node = z.core.JSONSchema.BaseSchema

/** The fields of an object's schema, as it takes them. */
export function fieldsOf(schema: z.ZodType): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, node]) => fieldOf(name, nodeOf(node), required.includes(name)))
}

/** Those of an object that is a field of a schema. */
export function fieldsIn(schema: z.ZodType, name: string): Field[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const { properties: inner = {}, required = [] } = nodeOf(properties[name])
  return Object.entries(inner).map(([each, node]) => fieldOf(each, nodeOf(node), required.includes(each)))
}

const nodeOf = (node: Node | boolean | undefined): Node => (typeof node === 'object' ? node : {})

function fieldOf(name: string, node: Node, isRequired: boolean): Field {
  const branches = (node.anyOf ?? [node]).map(nodeOf)
  const given = branches.filter(({ type }) => type !== 'null')
  const isNullable = given.length < branches.length
  const only = given.length === 1 ? nodeOf(given[0]) : null
  const types = given.flatMap(({ type = [] }) => type)
  const isBig = ({ minimum, maximum }: Node) =>
    Math.abs(minimum ?? 0) >= Number.MAX_SAFE_INTEGER || (maximum ?? 0) >= Number.MAX_SAFE_INTEGER
  const kind = only === null ? (types.includes('string') ? 'text' : 'json') : kindOf(only)
  return {
    name,
    kind,
    choices: given.flatMap(choicesOf),
    isRequired: isRequired && !isNullable,
    isNullable,
    without: node.default === undefined || node.default === null ? null : String(node.default),
    words: node.description ?? only?.description ?? null,
    example: kind === 'json' ? JSON.stringify(exampleOf(given[0] ?? {})) : null,
    takesJson: kind === 'text' && types.some((type) => type === 'object' || type === 'array'),
    takesNumber: types.includes('integer'),
    ...(only === null || isBig(only) ? {} : { min: only.minimum, max: only.maximum }),
  }
}

function kindOf({ type, enum: words, const: word }: Node): Field['kind'] {
  if (words !== undefined || word !== undefined) return 'choice'
  if (type === 'boolean') return 'flag'
  if (type === 'integer' || type === 'number') return 'number'
  return type === 'string' || (Array.isArray(type) && type.includes('string')) ? 'text' : 'json'
}

const isWord = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

const choicesOf = ({ enum: words = [], const: word }: Node): (string | number)[] => [...words, word].filter(isWord)

/** The least that has the shape. */
function exampleOf(node: Node): unknown {
  const { oneOf, anyOf, properties, required = [], items, minimum } = node
  const [first] = [...(oneOf ?? []), ...(anyOf ?? []), ...choicesOf(node)]
  if (isWord(first)) return first
  if (first !== undefined) return exampleOf(nodeOf(first))
  if (properties !== undefined)
    return Object.fromEntries(required.map((name) => [name, exampleOf(nodeOf(properties[name]))]))
  if (node.type === 'array') return [exampleOf(nodeOf(Array.isArray(items) ? items[0] : items))]
  if (node.type === 'object') return { name: 'value' }
  return node.type === 'number' || node.type === 'integer' ? (minimum ?? 1) : 'text'
}

interface Reading {
  /** Stands before the names of the fields: `match.`. */
  readonly prefix?: string
  /** What an empty field says that may be null. */
  readonly empty: 'null' | 'left out'
}

export type Written = { readonly [field: string]: string }

/** What was written into the fields, as JSON would have it. @throws what becomes a 400 */
export function valuesOf(
  fields: readonly Field[],
  form: Written,
  { prefix = '', empty }: Reading,
): { [name: string]: unknown } {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const text = form[prefix + field.name]?.trim() ?? ''
      if (text !== '') return [[field.name, readField(field, text)]]
      return field.isNullable && empty === 'null' && form[prefix + field.name] !== undefined ? [[field.name, null]] : []
    }),
  )
}

function readField(field: Field, text: string): unknown {
  const { name, kind, choices, takesJson, takesNumber } = field
  if (kind === 'json' || (takesJson && /^[[{"]/.test(text))) return jsonOf(name, text)
  if (kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text
  if (kind === 'choice') return choices.find((choice) => String(choice) === text) ?? text
  const isNumber = kind === 'number' ? Number.isFinite(Number(text)) : takesNumber && /^\d+$/.test(text)
  return isNumber ? Number(text) : text
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw badRequest(`${name} is not JSON: ${whyNotJson(cause)}`)
  }
}

/** A value as it is written into its field. */
export const written = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
