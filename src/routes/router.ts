import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { MissingOperation, Operation } from '../operation.ts'
import { operations } from './operations.ts'

export interface Matched {
  readonly operation: Operation | MissingOperation | undefined
  readonly params: { readonly [name: string]: string }
}

const NO_MATCH: Matched = { operation: undefined, params: {} }

const isFixed = ({ path }: { readonly path: string }): boolean => !path.includes(':')

/** Those without parameters, which go before any other: they are found without a search. */
const fixed = new Map(
  operations.filter(isFixed).map((operation) => [`${operation.method} ${operation.path}`, { operation, params: {} }]),
)

const router = new SmartRouter<Operation | MissingOperation>({ routers: [new RegExpRouter(), new TrieRouter()] })
// Of two that match, the router gives the one that was added first: that is the one whose first parameter comes later.
const depthOfFirstParam = ({ path }: { readonly path: string }) => path.indexOf(':')
const searched = operations.filter((operation) => !isFixed(operation))
for (const operation of searched.sort((one, other) => depthOfFirstParam(other) - depthOfFirstParam(one)))
  router.add(operation.method, operation.path, operation)

/** The operation that a request is for, if it is one. */
export function matchOperation(method: string, target: string): Matched {
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  // A HEAD is answered as the GET would be, without its body.
  const answeredAs = method === 'HEAD' ? 'GET' : method
  const known = fixed.get(`${answeredAs} ${path}`)
  if (known !== undefined) return known
  const [matches, stash] = router.match(answeredAs, path)
  const first = matches[0]
  if (first === undefined) return NO_MATCH
  const [operation, found] = first
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(found)) {
    const raw = typeof value === 'number' ? stash?.[value] : value
    if (typeof raw === 'string') params[name] = decode(raw)
  }
  return { operation, params }
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
