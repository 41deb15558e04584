import * as z from 'zod'
import { isPointer } from '../../json.ts'
import { once } from '../../operation.ts'
import { MISTAKES } from '../../signing/mistakes.ts'
import { operations } from '../operations.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** A misspelt name would match nothing: a test that expects no such request would pass for ever. */
const operation = () =>
  z.string().refine((id) => operations.some((known) => known.id === id), {
    error: ({ input }) => `"${input}" is no operation; GET /_local/operations lists them`,
  })

const requestId = () => z.string().regex(/^req_\d+$/, 'is the id of a request, req_12 say')

const filters = () => ({
  operation: z.string().optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  credential: z.string().optional(),
  method: z.enum(METHODS).optional(),
  path: z.string().optional(),
  since: requestId().optional(),
})

/** The query of `GET …/requests`. */
export const Search = once(() =>
  z.strictObject({ ...filters(), limit: z.coerce.number().int().min(1).max(1_000).default(50) }),
)

/** A client that has gone away is noticed; one that hangs is not. */
const MAX_WITHIN_MS = 60_000

/** The query of `GET …/requests/next`. */
export const NextQuery = once(() =>
  z.strictObject({
    ...filters(),
    operation: operation().optional(),
    within_ms: z
      .string()
      .regex(/^\d{1,5}$/, `is a number of milliseconds up to ${MAX_WITHIN_MS}, 2000 say`)
      .transform(Number)
      .pipe(z.number().max(MAX_WITHIN_MS))
      .default(2_000),
  }),
)

const count = () => z.int().nonnegative()
const textOf = () => z.union([z.string(), z.number().transform(String), z.boolean().transform(String)])

const where = () =>
  z.record(z.string(), z.unknown()).superRefine((values, context) => {
    for (const [pointer, value] of Object.entries(values)) {
      const message = `"${pointer}" is no JSON pointer, /orders/0/client_id say`
      if (!isPointer(pointer)) context.addIssue({ code: 'custom', path: [pointer], message, input: value })
    }
  })

export const Match = once(() =>
  z
    .strictObject({
      operation: operation().nullable(),
      method: z.enum(METHODS),
      path: z.string().regex(/^\/[^?]*$/, 'is a path without its query, /v9/orders say; filters go into "query"'),
      status: z.int().min(100).max(599),
      credential: z.string().nullable(),
      committed: z.boolean(),
      signature: z.enum(['valid', 'refused', 'unchecked', ...MISTAKES]),
      fault: z.string(),
      query: z.record(z.string(), textOf()),
      header: z.record(z.string(), z.string()),
      where: where(),
    })
    .partial(),
)

/** The body of `POST …/requests/verify`. */
export const Verification = once(() =>
  z.strictObject({
    match: Match().default({}),
    times: z
      .strictObject({ min: count(), max: count() })
      .partial()
      .default({})
      .transform(({ min, max }) => ({ min: min ?? (max === undefined ? 1 : 0), max: max ?? null }))
      .refine(({ min, max }) => max === null || min <= max, 'max is less than min'),
  }),
)
