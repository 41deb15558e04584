import * as z from 'zod'
import { parseInstant } from '../store/times.ts'
import { MAX_TICKETS_OF_GROUP, MAX_TICKETS_OF_ITEM } from '../store/words.ts'

/** The kinds of value in requests. An empty string means null, as recorded (RB-fix clients.yml). */

const MAX_MONEY_CENTS = 99_999_999_99

const wholeNumber = (max_digits: number) =>
  z
    .int()
    .nonnegative()
    .max(10 ** max_digits - 1)

/** An id, as a number or as a numeric string: the documents have both (S4 sends `"seller_id": "1691"`). */
export const id = () =>
  z.union([wholeNumber(15).positive(), z.string().regex(/^[1-9]\d{0,14}$/)]).transform((value) => Number(value))

/** Money with at most two decimals, as a number or a string. It becomes integer cents. */
export const money = () =>
  z.union([z.number(), z.string()]).transform((value, context) => {
    if (typeof value === 'number') {
      // Most are right, and this is quick. Of -0 it makes 0.
      const cents = Math.round(value * 100)
      if (value >= 0 && cents <= MAX_MONEY_CENTS && cents / 100 === value) return Math.abs(cents)
    }
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

/** A count of at least 1, as a number or a numeric string. */
export const count = (most = 1_000_000) =>
  z
    .union([z.int(), z.string().regex(/^\d{1,7}$/)])
    .transform((value) => Number(value))
    .pipe(z.int().positive().max(most))

/** How many tickets an item of an order may have, and a ticket group. */
export const itemQuantity = () => count(MAX_TICKETS_OF_ITEM)
export const groupQuantity = () => count(MAX_TICKETS_OF_GROUP)

export const text = (max_chars = 10_000) => z.string().min(1).max(max_chars)

/** `nullish` is the outermost step, so that a field that is left out costs nothing more. */
export const optionalText = (max_chars = 10_000) =>
  z
    .string()
    .max(max_chars)
    .transform((value) => (value === '' ? null : value))
    .nullish()

/** Digits as text, which some clients send as a number: S0 has an extension of `5` and one of `'5'`. */
export const optionalDigits = (max_chars = 40) =>
  z
    .union([z.string().max(max_chars), wholeNumber(max_chars)])
    .transform((value) => (value === '' ? null : String(value)))
    .nullish()

export const digits = (max_chars = 40) =>
  z.union([z.string().min(1).max(max_chars), wholeNumber(max_chars)]).transform((value) => String(value))

/** A boolean in a body, as JSON or as text. */
export const flag = () =>
  z.union([z.boolean(), z.literal('true'), z.literal('false')]).transform((value) => value === true || value === 'true')

/**
 * A boolean in a query. PHP:CHANGELOG 4.2.2 asks for `true` and `false`; public programs send `needs_eticket=1` (SHOP) and
 * `category_tree=1` (TH) without harm. Any other text counts as left out.
 */
export const looseFlag = () =>
  z
    .string()
    .transform((value): boolean | undefined => FLAGS.get(value.toLowerCase()))
    .optional()

/** The same, where what is left out is false. */
export const looseSwitch = () =>
  z
    .string()
    .optional()
    .transform((value) => FLAGS.get(value?.toLowerCase()) === true)

const FLAGS: ReadonlyMap<string | undefined, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

/** A parameter that TEvo refuses: `{"error":"Invalid Parameters","message":"order_by is not allowed"}` (TH, recorded). */
export const notAllowed = () =>
  z
    .string()
    .refine(() => false, 'is not allowed')
    .optional()

/** W:9470168: ISO 8601, UTC. It becomes epoch milliseconds. */
export const instant = () =>
  z
    .string()
    .transform((value, context) => {
      // A `+` that was not encoded in a URL arrives as a space.
      const instant_ms = parseInstant(value.replace(/ (\d{2}:?\d{2})$/, '+$1'))
      if (instant_ms !== null) return instant_ms
      context.addIssue({
        code: 'custom',
        message: 'is not an ISO 8601 time such as 2026-01-31T19:00:00Z',
        input: value,
      })
      return z.NEVER
    })
    .register(z.globalRegistry, {
      description: 'A time in ISO 8601, in UTC where it names no other zone: 2026-01-31T19:00:00Z.',
    })

/** An index filter with conditionals: its name alone means equality; W:983121 has six operators to add to it. */
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

/** An index filter without conditionals. W:983121: its name alone means equality, and so does `.eq`; `.not_eq` is the opposite. */
export const equalFilters = <Field extends string, Value extends z.ZodType>(field: Field, value: () => Value) => {
  const filter = () => value().optional()
  return { [field]: filter(), [`${field}.eq`]: filter(), [`${field}.not_eq`]: filter() }
}

export const instantFilters = <Field extends string>(field: Field) => filters(field, instant)

/** A venue's own time: an offset, as in the `occurs_at_local` of an answer, says nothing more. */
const wallTime = () =>
  z
    .string()
    .transform((value) => value.replace(/(T[\d:.]+)(?:Z|[-+ ]\d{2}:?\d{2})?$/, '$1Z'))
    .pipe(instant())

export const wallFilters = <Field extends string>(field: Field) => filters(field, wallTime)

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
