// @ts-check

/**
 * @typedef {import('zod').core.$ZodType} Schema
 * @typedef {object} Naming
 * @property {ReadonlyMap<unknown, string>} names  of schemas that have a type of their own
 * @property {'input' | 'output'} side  what is given to a schema, or what it makes of that
 */

/**
 * A schema as a type of TypeScript.
 * @param {unknown} schema
 * @param {Naming} naming
 * @param {{ isNamed?: boolean }} options  false: what a name stands for is written out
 * @returns {string}
 */
export function typeOf(schema, naming, { isNamed = true } = {}) {
  const name = isNamed ? naming.names.get(schema) : undefined
  if (name !== undefined) return name
  // Every schema of zod has its definition there.
  const { def } = /** @type {{ _zod: { def: any } }} */ (schema)._zod
  const inner = (/** @type {unknown} */ part) => typeOf(part, naming)
  switch (def.type) {
    case 'string':
      return 'string'
    case 'number':
    case 'int':
      return 'number'
    case 'boolean':
    case 'null':
    case 'unknown':
    case 'never':
      return def.type
    case 'any':
      return 'unknown'
    case 'undefined':
      return 'undefined'
    case 'literal':
      return union(def.values.map(literal))
    case 'enum':
      return union(Object.values(def.entries).map(literal))
    case 'nullable':
      return union([inner(def.innerType), 'null'])
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return inner(def.innerType)
    case 'pipe':
      return inner(naming.side === 'input' ? def.in : def.out)
    case 'array':
      return `readonly ${bracketed(inner(def.element))}[]`
    case 'tuple':
      return `readonly [${def.items.map(inner).join(', ')}]`
    case 'union':
      return union(def.options.map(inner))
    case 'record':
      return `{ readonly [name: string]: ${inner(def.valueType)} }`
    case 'lazy':
      // JSON: deeper than a type needs to tell.
      return 'unknown'
    case 'object':
      return objectOf(def, naming)
    default:
      throw new Error(`no type is known for the schema "${def.type}": give it a name, or say here what it is`)
  }
}

/**
 * @param {{ shape: { [field: string]: unknown } }} def
 * @param {Naming} naming
 */
function objectOf({ shape }, naming) {
  const fields = Object.entries(shape).map(
    ([field, schema]) =>
      `readonly ${keyOf(field)}${mayBeLeftOut(schema, naming) ? '?' : ''}: ${typeOf(schema, naming)}`,
  )
  return fields.length === 0 ? 'object' : `{\n${indent(fields.join('\n'))}\n}`
}

/**
 * @param {unknown} schema
 * @param {Naming} naming
 * @returns {boolean}
 */
function mayBeLeftOut(schema, { side }) {
  const { optin, optout } = /** @type {{ _zod: { optin?: string, optout?: string } }} */ (schema)._zod
  return (side === 'input' ? optin : optout) !== undefined
}

/** @param {unknown} value */
export const literal = (value) =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value)

/** @param {readonly string[]} types */
export const union = (types) => [...new Set(types)].join(' | ') || 'never'

/** @param {string} key */
export const keyOf = (key) => (/^[A-Za-z_]\w*$/.test(key) ? key : literal(key))

/** @param {string} text */
export const indent = (text) => text.replaceAll(/^(?=.)/gm, '  ')

/** @param {string} type */
const bracketed = (type) => (/^readonly | \| /.test(type) ? `(${type})` : type)
