import * as z from 'zod'
import { jsonOf } from '../../json.ts'
import { whyImpossible } from '../../matching/impossible.ts'
import {
  headerField,
  methodField,
  orPattern,
  paramsField,
  pathField,
  plainMethod,
  queryField,
  whereField,
} from '../../matching/schema.ts'
import { didYouMean } from '../../nearest.ts'
import { once } from '../../operation.ts'
import { MISTAKES } from '../../signing/mistakes.ts'
import { operations } from '../operations.ts'

/** A misspelt name would match nothing: a test that expects no such request would pass for ever. */
const operation = () => {
  const ids = operations.map(({ id }) => id)
  return z.string().refine((id) => ids.includes(id), {
    error: ({ input }) =>
      `"${input}" is not an operation: ${didYouMean(String(input), ids, 'GET /_local/operations lists them')}`,
  })
}

const requestId = () => z.string().regex(/^req_\d+$/, 'is the id of a request, req_12 say')

/** In a query: JSON, with all that `verify` takes. What is asked beside it must hold, too. */
const matchInQuery = () =>
  z
    .string()
    .transform((text, context): unknown => {
      const match = jsonOf(Buffer.from(text))
      if (match !== undefined) return match
      context.addIssue('is not JSON, or is nested too deep: give {"query":{"page":{"absent":true}}} say')
      return z.NEVER
    })
    .pipe(Match())

const filters = () => ({
  operation: operation().optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  credential: z.string().optional(),
  method: plainMethod().optional(),
  path: z.string().optional(),
  match: matchInQuery().optional(),
  since: requestId().optional(),
})

/** The query of `GET …/requests`. */
export const Search = once(() =>
  z.strictObject({ ...filters(), limit: z.coerce.number().int().min(1).max(1_000).default(50) }),
)

/** A client that has gone away is noticed; one that hangs is not. */
const MAX_WITHIN_MS = 60_000

export const withinMs = () =>
  z
    .string()
    .regex(/^\d{1,5}$/, `is a number of milliseconds up to ${MAX_WITHIN_MS}, 2000 say`)
    .transform(Number)
    .pipe(z.number().max(MAX_WITHIN_MS))
    .default(2_000)

/** The query of `GET …/requests/next`. */
export const NextQuery = once(() => z.strictObject({ ...filters(), within_ms: withinMs() }))

const count = () => z.int().nonnegative()

const AT_LEAST_ONCE = { min: 1, max: null }

/** How often something must be there; at least once where nothing is said. */
export const timesField = () => times().default(AT_LEAST_ONCE)

const times = () =>
  z
    .strictObject({ min: count(), max: count() })
    .partial()
    .transform(({ min, max }) => ({ min: min ?? (max === undefined ? 1 : 0), max: max ?? null }))
    .refine(({ min, max }) => max === null || min <= max, 'max is less than min')

export const Match = once(() =>
  z
    .strictObject({
      operation: orPattern(operation).nullable(),
      method: methodField(),
      path: pathField(),
      params: paramsField(),
      status: z.int().min(100).max(599),
      credential: orPattern(() => z.string()).nullable(),
      committed: z.boolean(),
      signature: z.enum(['valid', 'refused', 'unchecked', ...MISTAKES]),
      fault: z.string(),
      query: queryField(),
      header: headerField(),
      where: whereField(),
    })
    .partial()
    .superRefine((match, context) => {
      for (const { path, message } of whyImpossible(match, operations))
        context.addIssue({ code: 'custom', path: [...path], message })
    }),
)

const MAX_SEQUENCE = 100

/** The body of `POST …/requests/verify`. */
export const Verification = once(() =>
  z
    .strictObject({
      match: Match().optional(),
      times: times().optional(),
      /** In place of both: each of these came, in this order. */
      sequence: z
        .array(z.unknown())
        .min(1, 'is empty: name at least one request')
        .max(MAX_SEQUENCE)
        .pipe(z.array(Match()))
        .optional(),
      within_ms: z.int().min(0).max(MAX_WITHIN_MS).default(0),
    })
    .superRefine(({ match, times, sequence }, context) => {
      if (sequence === undefined || (match === undefined && times === undefined)) return
      const path = [match === undefined ? 'times' : 'match']
      context.addIssue({ code: 'custom', path, message: 'does not go with sequence: each of its requests came once' })
    })
    .transform(({ match = {}, times = AT_LEAST_ONCE, ...others }) => ({ match, times, ...others })),
)
