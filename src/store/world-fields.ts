import * as z from 'zod'
import type { Account } from './records.ts'
import { type Row, type TableName, type Tables, tables } from './tables.ts'
import { resolveTime } from './times.ts'

/** The kinds of field in a world file. A schema's message says what was expected: `text`, `a whole number of cents`. */

type TimeField<Name extends TableName> = Tables[Name]['times'][number]

/** A field as a world file has it: a time is text, and null seats are all of the group's. */
type Written<Name extends TableName, Field extends keyof Row<Name>> =
  Field extends TimeField<Name>
    ? string | Extract<Row<Name>[Field], null>
    : Field extends 'available'
      ? Row<Name>[Field] | null
      : Row<Name>[Field]

type Fields<Name extends TableName> = { readonly [Field in keyof Row<Name>]: z.ZodType<Written<Name, Field>> }

/** Lets nothing compile that takes less than the record's field can hold, or a field that no record has. */
type Exactly<Name extends TableName, Given> = {
  readonly [Field in keyof Given]: Field extends keyof Row<Name>
    ? Written<Name, Field> extends z.output<Given[Field]>
      ? Given[Field]
      : never
    : never
}

/** The records of one table, each with every field that the table's declaration does not let a file leave out. */
export function table<Name extends TableName, Given extends Fields<Name>>(
  name: Name,
  fields: Given & Exactly<Name, Given>,
) {
  const { blank }: { readonly blank: object } = tables[name]
  const mayBeLeftOut = (field: string) => field in blank || (name === 'ticket_groups' && field === 'available')
  const shape = Object.entries<z.ZodType>(fields).map(([field, schema]): [string, z.ZodType] => [
    field,
    mayBeLeftOut(field) ? schema.exactOptional() : schema,
  ])
  return z.array(strict({ ...Object.fromEntries(shape), id }, 'a record: an object'), 'an array').exactOptional()
}

export function strict<Shape extends z.core.$ZodShape>(shape: Shape, expected: string) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKey(Object.keys(shape)) : expected),
  })
}

export const unknownKey = (known: Iterable<string>) => `is not known here; what is: ${[...known].join(', ')}`

function wholeNumber(expected: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  return z.int(expected).min(min, expected).max(max, expected)
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`)
}

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item, 'an array').readonly()
}

function matching(pattern: RegExp, expected: string) {
  return z.string(expected).regex(pattern, expected)
}

function written(expected: string) {
  return z.string(expected).refine((value) => resolveTime(value, 0) !== null, expected)
}

export const id = wholeNumber('an id: a whole number from 1 on', 1)
export const cents = wholeNumber('a whole number of cents', 0)
export const anyCents = wholeNumber('a whole number of cents', Number.MIN_SAFE_INTEGER)
export const count = wholeNumber('a whole number from 1 to 1000000', 1, 1_000_000)
export const seat = wholeNumber('a seat: a whole number', 0)
export const score = z.number('a number from 0 on').min(0, 'a number from 0 on')
export const text = z.string('text')
export const flag = z.boolean('true or false')
export const seats = list(z.tuple([seat, seat], 'two seats: the first and the last of a range').readonly())
export const idOrNull = id.nullable()
export const countOrNull = wholeNumber('a whole number', 0).nullable()
export const textOrNull = text.nullable()
const DEGREES = 'degrees: a number from -180 to 180'
export const degreesOrNull = z.number(DEGREES).min(-180, DEGREES).max(180, DEGREES).nullable()
export const flagOrNull = flag.nullable()
export const time = written(
  'a time, such as "2026-01-31T19:00:00Z" or, from the midnight of the start day, "+P14DT19H"',
)
export const timeOrNull = time.nullable()
export const dateOrNull = written('a date, such as "2026-01-31" or, from the start day, "+P14D"').nullable()
export const account = z.custom<Account>(
  (value) => typeof value === 'string' && /^(brokerage|store):[1-9]\d*$/.test(value),
  'an account, such as "brokerage:1930" or "store:63"',
)
export const token = matching(/^[a-zA-Z0-9]{32}$/, 'a token: 32 letters and digits')
export const secret = matching(/^\S{40}$/, 'a secret: 40 characters, none of them a space')
export const party = strict(
  { type: oneOf(['Office', 'Client', 'AffiliateStore', 'Outside']), id, account },
  'a party, such as {"type": "Office", "id": 1691, "account": "brokerage:1930"}',
)
export const place = {
  street_address: textOrNull,
  extended_address: textOrNull,
  locality: textOrNull,
  region: textOrNull,
  postal_code: textOrNull,
  country_code: textOrNull,
}
export const shipmentAddressOrNull = strict(
  { name: textOrNull, company: textOrNull, ...place },
  'an address: an object',
).nullable()
