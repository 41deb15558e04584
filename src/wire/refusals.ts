import * as z from 'zod'
import { once } from '../once.ts'
import type { Operation } from '../operation.ts'

/**
 * The shapes of what TEvo answers to what it does not do, as `errors.ts` and `refuse.ts` print it. The OpenAPI document
 * has them; the contract suite and every test check refusals against them.
 */

const Refusal = once(() => z.strictObject({ error: z.string() }))
const NotFound = once(() => z.strictObject({ error: z.string(), message: z.string().optional() }))
const InvalidParameters = once(() => z.strictObject({ error: z.literal('Invalid Parameters'), message: z.string() }))
const RefusedOrder = once(() => z.tuple([z.string(), z.string()]))
const FieldErrors = once(() => z.record(z.string(), z.array(z.string())))
const RefusedEntry = once(() => z.looseObject({ errors: FieldErrors().optional() }))
const CodedErrors = once(() =>
  z.strictObject({ errors: z.array(z.strictObject({ code: z.string(), message: z.string() })) }),
)

export const refusalNames = (): ReadonlyMap<z.ZodType, string> =>
  new Map<z.ZodType, string>([
    [Refusal(), 'Refusal'],
    [NotFound(), 'NotFound'],
    [InvalidParameters(), 'InvalidParameters'],
    [RefusedOrder(), 'RefusedOrder'],
    [FieldErrors(), 'FieldErrors'],
    [RefusedEntry(), 'RefusedEntry'],
    [CodedErrors(), 'CodedErrors'],
  ])

export interface RefusalResponse {
  readonly description: string
  /** None where nothing follows the head. */
  readonly shape?: z.ZodType
  readonly headers?: { readonly [name: string]: string }
}

const response = (description: string, shape: z.ZodType): RefusalResponse => ({ description, shape })

/** Those that several operations have, by name. */
export const sharedRefusals = once(() => ({
  NotModified: { description: 'It is what If-None-Match names.' },
  BadRequest: response('The request cannot be read.', Refusal()),
  CodedBadRequest: response('The request cannot be read, or is refused.', z.union([CodedErrors(), Refusal()])),
  Unauthorized: response('The signature is missing or wrong, or the credential may not do this.', Refusal()),
  NotFound: response('There is no such record, or none that the caller may see.', NotFound()),
  CodedNotFound: response('There is no such record.', z.union([CodedErrors(), NotFound()])),
  TooLarge: response('The body is too large.', Refusal()),
  RateLimited: {
    ...response('There were too many requests.', Refusal()),
    headers: { 'Retry-After': 'How many seconds to wait.' },
  },
  ServerError: response('It is not available now (503), or it has a defect (500).', Refusal()),
  Refused: response('It is refused.', Refusal()),
  RefusedQuery: response('A parameter is not taken, or it is refused.', z.union([InvalidParameters(), Refusal()])),
  RefusedEntry: response('A field is not taken, or it is refused.', z.union([RefusedEntry(), Refusal()])),
}))

type SharedRefusal = keyof ReturnType<typeof sharedRefusals>

/** Since 2023 the service has sent this call on to the listings; the setting `ticket_groups_index` says which. */
const MOVED: RefusalResponse = {
  description: 'The listings have taken its place, where the setting ticket_groups_index is redirect.',
  headers: { Location: 'Where they are.' },
}

/** What an operation may answer beside what it is for, by status. */
export function refusalsOf(operation: Operation): { readonly [status: string]: SharedRefusal | RefusalResponse } {
  const { id, method, path, refusesWithCodes: isCoded = false } = operation
  const { body, query } = operation.input?.() ?? {}
  const isAboutSomething = path.includes(':') || body !== undefined || query !== undefined
  return {
    ...(id === 'ticket_groups.index' ? { '301': MOVED } : {}),
    ...(method === 'GET' ? { '304': 'NotModified' } : {}),
    ...(isCoded ? { '400': 'CodedBadRequest' } : body || query ? { '400': 'BadRequest' } : {}),
    '401': 'Unauthorized',
    ...(isAboutSomething ? { '404': isCoded ? 'CodedNotFound' : 'NotFound' } : {}),
    '413': 'TooLarge',
    ...(isAboutSomething ? { '422': refusedBy(operation) } : {}),
    '429': 'RateLimited',
    '5XX': 'ServerError',
  }
}

function refusedBy({ input, echo, refusesInPairs, refusesWithCodes }: Operation): SharedRefusal | RefusalResponse {
  const { body, query } = input?.() ?? {}
  if (!refusesWithCodes && body?.kind === 'batch') {
    const entries = z.strictObject({ [body.key]: z.array(RefusedEntry()) })
    const shapes = refusesInPairs ? [entries, RefusedOrder(), Refusal()] : [entries, Refusal()]
    return response('A field is not taken, or it is refused.', z.union(shapes))
  }
  if (body?.kind === 'flat' && echo !== undefined) return 'RefusedEntry'
  return query === undefined ? 'Refused' : 'RefusedQuery'
}

/** The shape of an answer that says no; @throws where the operation is not said to answer so. */
export function refusalShape(operation: Operation, status: number): z.ZodType | undefined {
  const refusals = refusalsOf(operation)
  const found = refusals[String(status)] ?? (status >= 500 ? refusals['5XX'] : undefined)
  if (found === undefined) throw new Error(`${operation.id} is not said to answer ${status}: src/wire/refusals.ts`)
  return typeof found === 'string' ? (sharedRefusals()[found] as RefusalResponse).shape : found.shape
}
