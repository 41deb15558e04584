import * as z from 'zod'
import { parseInstant } from '../store/times.ts'

/** The kinds of value that TEvo takes in requests. An empty string stands for null, as recorded (RB-fix clients.yml). */

const MAX_MONEY_CENTS = 99_999_999_99

const wholeNumber = (max_digits: number) =>
  z
    .int()
    .nonnegative()
    .max(10 ** max_digits - 1)

/** An id, as a number or as a numeric string: both are seen in the documents (S4 sends `"seller_id": "1691"`). */
export const id = () =>
  z.union([wholeNumber(15).positive(), z.string().regex(/^[1-9]\d{0,14}$/)]).transform((value) => Number(value))

/** Money with at most two decimals, as a number or a string; integer cents inside. */
export const money = () =>
  z.union([z.number(), z.string()]).transform((value, context) => {
    const [match, whole, decimals = ''] = /^(\d{1,12})(?:\.(\d*))?$/.exec(String(value)) ?? []
    const wrong = (message: string) => {
      context.addIssue({ code: 'custom', message, input: value })
      return z.NEVER
    }
    if (match === undefined) {
      if (value === '') return wrong("can't be blank")
      return /^-\d/.test(String(value)) ? wrong('must be greater than or equal to 0') : wrong('is not a number')
    }
    if (decimals.replace(/0+$/, '').length > 2) return wrong('must have at most 2 decimal places')
    const cents = Number(whole) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
    return cents > MAX_MONEY_CENTS ? wrong(`must be less than or equal to ${MAX_MONEY_CENTS / 100}`) : cents
  })

/** A count from 1 up, as a number or a numeric string. */
export const count = () =>
  z
    .union([z.int().positive().max(1_000_000), z.string().regex(/^([1-9]\d{0,5}|1000000)$/)])
    .transform((value) => Number(value))

export const text = (max_chars = 10_000) => z.string().min(1).max(max_chars)

/** What is left out is passed over at once, because `nullish` stands outside of everything else. */
export const optionalText = (max_chars = 10_000) =>
  z
    .string()
    .max(max_chars)
    .transform((value) => (value === '' ? null : value))
    .nullish()

/** Text of digits that some clients send as a number: S0 has an extension of `5` and one of `'5'`. */
export const optionalDigits = (max_chars = 40) =>
  z
    .union([z.string().max(max_chars), wholeNumber(max_chars)])
    .transform((value) => (value === '' ? null : String(value)))
    .nullish()

export const digits = (max_chars = 40) =>
  z.union([z.string().min(1).max(max_chars), wholeNumber(max_chars)]).transform((value) => String(value))

/** PHP:CHANGELOG 4.2.2: in a query, booleans are the literal strings `true` and `false`. */
export const flag = () =>
  z.union([z.boolean(), z.literal('true'), z.literal('false')]).transform((value) => value === true || value === 'true')

/** W:9470168: ISO 8601, UTC. Epoch milliseconds inside. */
export const instant = () =>
  z.string().transform((value, context) => {
    // A `+` that was not encoded in a URL arrives as a space.
    const instant_ms = parseInstant(value.replace(/ (\d{2}:?\d{2})$/, '+$1'))
    if (instant_ms !== null) return instant_ms
    context.addIssue({ code: 'custom', message: 'is not an ISO 8601 time such as 2026-01-31T19:00:00Z', input: value })
    return z.NEVER
  })

/** An index filter that takes conditionals: its own name for equality, and with the six operators of W:983121. */
const filters = <Field extends string, Value extends z.ZodType>(field: Field, value: () => Value) => {
  const filter = () => value().optional()
  return {
    [field]: filter(),
    [`${field}.eq`]: filter(),
    [`${field}.not_eq`]: filter(),
    [`${field}.gt`]: filter(),
    [`${field}.gte`]: filter(),
    [`${field}.lt`]: filter(),
    [`${field}.lte`]: filter(),
  }
}

export const instantFilters = <Field extends string>(field: Field) => filters(field, instant)

/** A number in a query. */
export const decimal = () =>
  z
    .string()
    .regex(/^-?\d{1,12}(\.\d{1,12})?$/)
    .transform(Number)

export const numberFilters = <Field extends string>(field: Field) => filters(field, decimal)

/** A list of strings, or one string with commas. */
export const tags = () =>
  z
    .union([z.array(z.string().max(255)), z.string()])
    .transform((value) =>
      (typeof value === 'string' ? value.split(',') : value).map((tag) => tag.trim()).filter((tag) => tag !== ''),
    )
    .nullish()
