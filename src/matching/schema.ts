import * as z from 'zod'
import { isPointer } from '../json.ts'
import { nearest } from '../nearest.ts'
import { inPlainWords } from '../plain-words.ts'
import { type Expected, fits, isPattern, isPatternWord, PATTERN_WORDS, type Pattern } from './pattern.ts'

/** The parts of a match as they are given: in a fault rule, in `verify`, in a filter of the journal. */

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

/** As a filter in a query gives it. */
export const plainMethod = () => z.enum(METHODS)

export const methodField = () => orPattern(plainMethod)

export const pathField = () =>
  orPattern(() => z.string().regex(/^\/[^?]*$/, 'is a path without its query, /v9/orders say; filters go into "query"'))

const textOf = () => z.union([z.string(), z.number().transform(String), z.boolean().transform(String)])

/** Each of them is compared with each request of the journal. */
export const MAX_PLACES = 100

/** By name: at most so many, which is looked at before each of them is. */
const named = <Value extends z.ZodType>(value: Value, name = z.string(), error?: z.core.$ZodErrorMap) =>
  z
    .record(z.string(), z.unknown())
    .refine(
      (given) => Object.keys(given).length <= MAX_PLACES,
      `names more than the ${MAX_PLACES} that a match may ask`,
    )
    .pipe(z.record(name, value, { error }))

export const paramsField = () => named(orPattern(textOf))

export const queryField = () => named(orPattern(textOf))

export const headerField = () =>
  named(
    orPattern(() => z.string()),
    z.string().min(1),
    ({ code }) => (code === 'invalid_key' ? 'is empty: give the name of a header' : undefined),
  )

export const whereField = () =>
  named(z.json()).superRefine((places, context) => {
    for (const [pointer, expected] of Object.entries(places)) {
      if (!isPointer(pointer))
        context.addIssue({
          code: 'custom',
          path: [pointer],
          message: `"${pointer}" is not a JSON pointer: write one such as /orders/0/client_id`,
        })
      for (const { path, message } of placeIssues(expected))
        context.addIssue({ code: 'custom', path: [pointer, ...path], message })
    }
  })

/** A value, or a pattern in its place. */
export const orPattern = <Value>(value: () => z.ZodType<Value>): z.ZodType<Expected<Value>> =>
  z
    .unknown()
    .transform((given, context): Expected<Value> => {
      const isObject = typeof given === 'object' && given !== null && !Array.isArray(given)
      const schema = isObject ? patternOf(value()) : value()
      const read = schema.safeParse(given, { error: inPlainWords })
      if (read.success) return read.data
      for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
      return z.NEVER
    })
    .register(z.globalRegistry, {
      type: ['string', 'number', 'boolean', 'object'],
      description: `A value, or a pattern in its place: an object of ${PATTERN_WORDS.join(', ')}.`,
    })

const MAX_ALTERNATIVES = 1_000
const part = () => z.string().min(1, 'is empty, and every text would do; {"absent": false} asks for any value')

/** A pattern of values of one kind, told from a value in its place by the caller. */
const patternOf = <Value>(value: z.ZodType<Value>): z.ZodType<Pattern> =>
  z
    .looseObject({
      equals: value.optional(),
      prefix: part().optional(),
      contains: part().optional(),
      one_of: z
        .array(z.unknown())
        .min(1, 'is empty, and nothing would do; name at least one value')
        .max(MAX_ALTERNATIVES)
        .pipe(z.array(value))
        .optional(),
      absent: z.boolean().optional(),
    })
    .superRefine((given, context) => {
      const words = Object.keys(given)
      const unknown = words.filter((word) => !isPatternWord(word))
      for (const word of unknown) {
        const close = nearest(word, PATTERN_WORDS)
        const hint = close === undefined ? `there are ${PATTERN_WORDS.join(', ')}` : `did you mean ${close}?`
        context.addIssue({ code: 'custom', message: `"${word}" is not known in a pattern: ${hint}` })
      }
      if (words.length === 0)
        context.addIssue({ code: 'custom', message: `is an empty pattern: give one of ${PATTERN_WORDS.join(', ')}` })
      if (unknown.length > 0 || !isPattern(given)) return
      if (given.absent === true && words.length > 1)
        context.addIssue({
          code: 'custom',
          path: ['absent'],
          message: `does not go with ${words.filter((word) => word !== 'absent').join(', ')}: what is absent has no value`,
        })
      const { one_of, ...others } = given
      const hasNone =
        one_of !== undefined && Object.keys(others).length > 0 && !one_of.some((each) => fits(each, others))
      if (hasNone && given.absent !== true)
        context.addIssue({
          code: 'custom',
          path: ['one_of'],
          message: 'has no value that fits the rest of the pattern',
        })
    })

/** In a body any object may stand: one is a pattern when all of its keys are words of patterns. */
function placeIssues(expected: unknown): readonly { readonly path: PropertyKey[]; readonly message: string }[] {
  if (isPattern(expected)) return patternOf(z.json()).safeParse(expected).error?.issues ?? []
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return []
  const words = Object.keys(expected).filter(isPatternWord)
  if (words.length === 0) return []
  return [
    {
      path: [],
      message: `is a pattern as to ${words.join(', ')}, and not as to the rest; for an object that equals this one give {"equals": {…}}`,
    },
  ]
}
