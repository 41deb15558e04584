import { isDeepStrictEqual } from 'node:util'
import { stepsOf, valueAt } from '../json.ts'
import type { DomainName } from './effect.ts'

/** Which requests a rule is for; what is left out is any. */
export interface Match {
  /** The operation's id, `orders.create` say. */
  readonly operation?: string | undefined
  /** JSON pointers into the body, and what is there: `{"/orders/0/client_id": 107655}`. */
  readonly where?: { readonly [pointer: string]: unknown } | undefined
  /** Header names in any case, and their values. */
  readonly header?: { readonly [name: string]: string } | undefined
}

/** What rules are compared with. */
export interface Facing {
  /** Null where the path is no operation. */
  readonly operation: string | null
  /** What the operation can be made to refuse. */
  readonly forcible: readonly DomainName[]
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  /** The body as JSON; undefined when it is none. */
  readonly json: () => unknown
}

/** Whether a request is one that a rule is for; its operation is compared by their index. */
export type Matcher = (request: Facing) => boolean

/** Made once for each rule: a thousand of them may be asked about one request. */
export function matcherOf({ where = {}, header = {} }: Match): Matcher {
  const headers = Object.entries(header).map(([name, value]) => ({ name: name.toLowerCase(), value }))
  const places = Object.entries(where).map(([pointer, value]) => ({ steps: stepsOf(pointer), value }))
  // Loops, for they take a third of the time of `every`.
  return (request) => {
    for (const { name, value } of headers) if (textOf(request.headers[name]) !== value) return false
    for (const { steps, value } of places) if (!isSame(valueAt(request.json(), steps), value)) return false
    return true
  }
}

const isSame = (found: unknown, value: unknown): boolean =>
  found === value || (typeof value === 'object' && isDeepStrictEqual(found, value))

export const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(', ') : header)
