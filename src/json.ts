/** The default of Ruby's JSON parser; what is nested by the thousand can be read, and not be written again. */
export const MAX_NESTING = 100

export const isNestedTooDeep = (value: unknown, levels = MAX_NESTING): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isNestedTooDeep(each, levels - 1)))

/** RFC 6901: empty, or steps that each begin with a slash. */
const POINTER = /^(?:\/(?:[^/~]|~[01])*)*$/
const INDEX = /^(?:0|[1-9]\d*)$/

export const isPointer = (text: string): boolean => POINTER.test(text)

/** `/a~1b/0` → `['a/b', '0']` */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** What stands at the end of the steps; undefined where there is nothing. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  let found = value
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    // An array has a length of its own, and JSON gives none.
    if (Array.isArray(found) && !INDEX.test(step)) return undefined
    found = Reflect.get(found, step)
  }
  return found
}
