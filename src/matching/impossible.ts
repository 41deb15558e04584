import { nearest } from '../nearest.ts'
import { listed } from '../shorten.ts'
import { pathIn, type RequestMatch } from './match.ts'
import { fits, isPattern, wordsOf } from './pattern.ts'

/** What has to be known of an operation to tell whether a request can be one of it. */
export interface KnownOperation {
  readonly id: string
  readonly method: string
  /** `/v9/orders/:order_id` */
  readonly path: string
}

export interface Impossible {
  /** Where in the match. */
  readonly path: readonly string[]
  readonly message: string
}

/**
 * Why no request can be as a match asks: its parts do not go together. An operation that is not known is left to the
 * caller: it may say more.
 */
export function whyImpossible(match: RequestMatch, operations: readonly KnownOperation[]): Impossible[] {
  const { operation, method, path, params } = match
  const names = Object.keys(params ?? {})
  const meant = operationsMeant(operation, operations)
  if (meant.length === 0) {
    if (isPattern(operation) && !fits(undefined, operation))
      return [{ path: ['operation'], message: `no operation is ${wordsOf(operation)}: see GET /_local/operations` }]
    return names.length > 0 && (operation === null || isPattern(operation))
      ? [{ path: ['params'], message: 'does not go with operation: what is not an operation has no path parameters' }]
      : []
  }
  const found: Impossible[] = []
  for (const name of names) {
    const known = [...new Set(meant.flatMap(paramsOf))]
    if (known.includes(name)) continue
    found.push({ path: ['params', name], message: notAParameter(name, known, match) })
  }
  if (operation === undefined || operation === null || fits(undefined, operation)) return found
  const which = isPattern(operation) ? `an operation that is ${wordsOf(operation)}` : operation
  // A HEAD is answered as the GET would be.
  const methods = meant.flatMap((each) => (each.method === 'GET' ? ['GET', 'HEAD'] : [each.method]))
  if (method !== undefined && !methods.some((each) => fits(each, method)))
    found.push({
      path: ['method'],
      message: `${wordsOf(method)} is not a method of ${which}, which has ${inWords(methods)}`,
    })
  if (typeof path === 'string' && !meant.some((each) => isPathOf(path, each)))
    found.push({
      path: ['path'],
      message: `"${path}" is not a path of ${which}, which has ${inWords(meant.map((each) => each.path))}`,
    })
  return found
}

/** Those that a match can be for; all, where it does not say. */
const operationsMeant = (operation: RequestMatch['operation'], operations: readonly KnownOperation[]) =>
  operation === undefined ? operations : operations.filter(({ id }) => fits(id, operation))

const paramsOf = ({ path }: KnownOperation): string[] => Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name)

function notAParameter(name: string, known: readonly string[], { operation }: RequestMatch): string {
  const which = typeof operation === 'string' ? operation : 'any of its operations'
  if (known.length === 0) return `"${name}" is not a path parameter: the path of ${which} has none`
  const close = nearest(name, known)
  const hint = close === undefined ? `there are ${inWords(known)}` : `did you mean ${close}?`
  return `"${name}" is not a path parameter of ${which}: ${hint}`
}

/** A sentence names at most so many. */
const MAX_NAMED = 5

const inWords = (names: readonly string[]): string => listed([...new Set(names)], MAX_NAMED)

/** Whether a path as it is sent can be one of an operation. */
export function isPathOf(path: string, operation: KnownOperation): boolean {
  const [given, steps] = [pathIn(path).split('/'), operation.path.split('/')]
  return (
    given.length === steps.length &&
    steps.every((step, nth) => (step.startsWith(':') ? given[nth] !== '' : step === given[nth]))
  )
}
