/** JSON as text that `JSON.stringify` would not write: with a key twice, with `1e400`, with `__proto__`. */

export type Json = RawJson | readonly Json[] | Members
export interface RawJson {
  readonly raw: string
}
/** An object's members in their order; a key may come twice. */
interface Members {
  readonly members: readonly (readonly [key: string, value: Json])[]
}
export type Path = readonly (string | number)[]

export const raw = (text: string): RawJson => ({ raw: text })

export function fromValue(value: unknown): Json {
  if (Array.isArray(value)) return value.map(fromValue)
  if (typeof value === 'object' && value !== null)
    return { members: Object.entries(value).map(([key, each]) => [key, fromValue(each)] as const) }
  return raw(JSON.stringify(value))
}

export function textOf(json: Json): string {
  if (isRaw(json)) return json.raw
  if (isArray(json)) return `[${json.map(textOf).join(',')}]`
  return `{${json.members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`
}

const isRaw = (json: Json): json is RawJson => 'raw' in json
const isArray = (json: Json): json is readonly Json[] => Array.isArray(json)
const EMPTY: Members = { members: [] }

/** What a reader finds at a path: of a key that comes twice the last. */
export function at(json: Json | undefined, path: Path): Json | undefined {
  const [step, ...rest] = path
  if (step === undefined || json === undefined) return json
  if (typeof step === 'number') return isArray(json) ? at(json[step], rest) : undefined
  return isRaw(json) || isArray(json) ? undefined : at(json.members.findLast(([key]) => key === step)?.[1], rest)
}

/** Changes what is at a path; arrays and objects on the way there are made where there are none. */
export function changed(json: Json | undefined, path: Path, change: (before: Json | undefined) => Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return change(json)
  if (typeof step === 'number') {
    const items = json !== undefined && isArray(json) ? json : []
    const item = changed(items[step], rest, change)
    return step < items.length ? items.with(step, item) : [...items, item]
  }
  const { members } = asObject(json)
  const member = [step, changed(members.findLast(([key]) => key === step)?.[1], rest, change)] as const
  const nth = members.findLastIndex(([key]) => key === step)
  return { members: nth === -1 ? [...members, member] : members.with(nth, member) }
}

const asObject = (json: Json | undefined): Members =>
  json === undefined || isRaw(json) || isArray(json) ? EMPTY : json

/** One more member of the object at a path, before or after those it has. */
export function withMember(json: Json, path: Path, key: string, value: Json, isFirst: boolean): Json {
  return changed(json, path, (before) => {
    const { members } = asObject(before)
    return { members: isFirst ? [[key, value], ...members] : [...members, [key, value]] }
  })
}

export function without(json: Json, path: Path, key: string): Json {
  return changed(json, path, (before) => ({ members: asObject(before).members.filter(([each]) => each !== key) }))
}

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object'

export function typeOf(json: Json): JsonType {
  if (!isRaw(json)) return isArray(json) ? 'array' : 'object'
  const types: { readonly [first: string]: JsonType } = {
    '"': 'string',
    '[': 'array',
    '{': 'object',
    t: 'boolean',
    f: 'boolean',
    n: 'null',
  }
  return types[json.raw.trimStart()[0] ?? ''] ?? 'number'
}
