import * as z from 'zod'
import { nameOf } from './json.ts'
import { nearest } from './nearest.ts'
import { listed } from './shorten.ts'

/** A message names at most so many. */
const MAX_NAMED = 20

/**
 * What a schema finds wrong, in words that follow the field's path: `events: must be an array; it is a string`. For a
 * schema's `safeParse`; where the schema has words of its own, those stand.
 */
export const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject ? unknownKeys(issue.keys, Object.keys(issue.inst.shape)) : undefined
    case 'invalid_type':
      return wrongType(issue.expected, issue.input)
    case 'too_big':
      return `${counted(issue.input)}; at most ${issue.maximum}`
    case 'too_small':
      return issue.input === ''
        ? 'is empty'
        : `${counted(issue.input)}; ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`
    case 'invalid_value':
      return notOneOf(issue.values, issue.input)
    case 'invalid_union':
      return issue.inst instanceof z.ZodDiscriminatedUnion ? noSuchKind(issue.inst) : undefined
    default:
      return undefined
  }
}

/** A key that is not known is refused with the one that was probably meant, or else with all that there are. */
function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const meant = keys.slice(0, MAX_NAMED).flatMap((key) => nearest(key, known) ?? [])
  const all = known.length === 0 ? 'it takes none' : `it takes ${listed(quoted(known), MAX_NAMED)}`
  const hint = meant.length === 0 ? `; ${all}` : `; did you mean ${quoted([...new Set(meant)]).join(', ')}?`
  return `Unrecognized ${keys.length === 1 ? 'key' : 'keys'}: ${listed(quoted(keys), MAX_NAMED)}${hint}`
}

const quoted = (names: readonly unknown[]): string[] => names.map((name) => JSON.stringify(name) ?? String(name))

const TYPES: { readonly [type: string]: string } = {
  array: 'an array',
  object: 'an object',
  record: 'an object',
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

/** `must be an array; it is a string` */
export function wrongType(expected: string, input: unknown): string {
  const wanted = TYPES[expected] ?? expected
  if (input === undefined) return `is missing; give ${wanted}`
  // A query has text alone, of which a number was to be made.
  if (Number.isNaN(input)) return `is not ${wanted}`
  return `must be ${wanted}; it is ${typeof input === 'number' || typeof input === 'boolean' ? input : nameOf(input)}`
}

/** `has 200 entries`, or what the number is. */
export function counted(input: unknown): string {
  if (Array.isArray(input)) return `has ${input.length} ${input.length === 1 ? 'entry' : 'entries'}`
  if (typeof input === 'string') return `has ${input.length} ${input.length === 1 ? 'character' : 'characters'}`
  return `is ${String(input)}`
}

function notOneOf(values: readonly unknown[], input: unknown): string {
  const names = values.map(String)
  const meant = typeof input === 'string' ? nearest(input, names) : undefined
  const [first] = quoted(values)
  if (input === undefined)
    return `is missing; give ${values.length === 1 ? first : 'one of '}${values.length === 1 ? '' : listed(names, MAX_NAMED)}`
  if (values.length === 1) return `is not ${first}`
  return `is not one of ${listed(names, MAX_NAMED)}${meant === undefined ? '' : `; did you mean "${meant}"?`}`
}

/** The values that a field may have that says which of several shapes an object has. */
function noSuchKind({ def: { discriminator, options } }: z.ZodDiscriminatedUnion): string | undefined {
  const values = options.flatMap((option) => {
    const field = option instanceof z.ZodObject ? option.shape[discriminator] : undefined
    return field instanceof z.ZodLiteral ? [...field.values] : []
  })
  return values.length === 0 ? undefined : `is not one of ${listed(values.map(String), MAX_NAMED)}`
}
