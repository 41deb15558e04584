/** What the cases have found so far, by name. */
export type Found = ReadonlyMap<string, unknown>

const NAME = /\{(\w+)\}/g
const ONLY_NAME = /^\{(\w+)\}$/

/** The names that a case uses, `{event}` in any text of it. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(NAME)].map(([, name = '']) => name)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(namesIn)
}

/** With what was found in place of the names; a text that is a name alone becomes what was found, a number say. */
export function fill(value: unknown, found: Found): unknown {
  if (typeof value === 'string') {
    const [, name] = ONLY_NAME.exec(value) ?? []
    if (name !== undefined) return found.get(name)
    return value.replaceAll(NAME, (_, each: string) => String(found.get(each)))
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, found))
  if (typeof value !== 'object' || value === null) return value
  return fillAll({ ...value }, found)
}

export const fillAll = (
  values: { readonly [name: string]: unknown } = {},
  found: Found,
): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value, found)]))
