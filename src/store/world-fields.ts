import * as z from 'zod'
import { hasEndless } from '../json.ts'
import type { Account } from './records.ts'
import { type Row, type TableName, type Tables, tables } from './tables.ts'
import { isWritable, resolveTime } from './times.ts'
import { MAX_ID } from './transaction.ts'
import { isWebAddress } from './web-address.ts'
import {
  GROUP_TYPES,
  MAX_TICKETS_OF_GROUP,
  MAX_TICKETS_OF_ITEM,
  PARTY_TYPES,
  TICKET_FORMATS,
  VIEW_TYPES,
} from './words.ts'

/** The kinds of field in a world file. A schema's message says what it expects: `text`, `a whole number of cents`. */

type TimeField<Name extends TableName> = Tables[Name]['times'][number]

/** A field as written in a world file: a time is text, and `available: null` means all seats of the group. */
type Written<Name extends TableName, Field extends keyof Row<Name>> =
  Field extends TimeField<Name>
    ? string | Extract<Row<Name>[Field], null>
    : Field extends 'available'
      ? Row<Name>[Field] | null
      : Row<Name>[Field]

type Fields<Name extends TableName> = { readonly [Field in keyof Row<Name>]: z.ZodType<Written<Name, Field>> }

/** Does not compile if a schema takes less than the record's field can hold, or names a field that no record has. */
type Exactly<Name extends TableName, Given> = {
  readonly [Field in keyof Given]: Field extends keyof Row<Name>
    ? Written<Name, Field> extends z.output<Given[Field]>
      ? Given[Field]
      : never
    : never
}

/** The schema of one table's records. A file may leave out only the fields that the table declares as `blank`. */
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

export const unknownKey = (known: Iterable<string>) => `is not known here; known names are ${[...known].join(', ')}`

function wholeNumber(expected: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  return z.int(expected).min(min, expected).max(max, expected)
}

/** A number of tickets. */
function counted(most: number) {
  return wholeNumber(`a number of tickets: 1 to ${most}`, 1, most)
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

const AN_ID = 'an id: a whole number from 1 to 999999999999999'
export const id = wholeNumber(AN_ID, 1, MAX_ID)
/** Where ids go on: past the highest one when none is left. */
export const nextId = wholeNumber(AN_ID, 1, MAX_ID + 1)
const OF_CENTS = 'a whole number of cents'
export const cents = wholeNumber(OF_CENTS, 0)
/** Of one ticket: an order of as many as there can be adds up to a whole number that JSON keeps. */
export const priceCents = cents.max(100_000_000_000, 'a price: at most 100000000000 cents')
export const anyCents = wholeNumber(OF_CENTS, Number.MIN_SAFE_INTEGER)
export const quantityOfGroup = counted(MAX_TICKETS_OF_GROUP)
export const quantityOfItem = counted(MAX_TICKETS_OF_ITEM)
const splitsOrNull = list(quantityOfGroup).nullable()
export const seat = wholeNumber('a seat: a whole number', 0)
export const score = z.number('a number from 0 on').min(0, 'a number from 0 on')
const PERCENT = 'a percentage: a number from 0 to 100'
export const percentOrNull = z.number(PERCENT).min(0, PERCENT).max(100, PERCENT).nullable()
export const json = z.custom<unknown>(
  (value) => value !== undefined && !hasEndless(value),
  'any JSON, null too, with numbers up to 1.7e308',
)
export const text = z.string('text')
export const flag = z.boolean('true or false')
export const seats = list(z.tuple([seat, seat], 'two seats: the first and the last of a range').readonly())
export const idOrNull = id.nullable()
export const count = wholeNumber('a whole number', 0)
export const countOrNull = count.nullable()
export const textOrNull = text.nullable()
const DEGREES = 'degrees: a number from -180 to 180'
export const degreesOrNull = z.number(DEGREES).min(-180, DEGREES).max(180, DEGREES).nullable()
export const flagOrNull = flag.nullable()
export const time = written(
  'a time, such as "2026-01-31T19:00:00Z" or, from the midnight of the start day, "+P14DT19H"',
)
export const timeOrNull = time.nullable()
const dateOrNull = written('a date, such as "2026-01-31" or, from the start day, "+P14D"').nullable()
/** How far a running clock is ahead of real time: milliseconds, behind it when negative. */
export const clockOffset = z.custom<number>(
  (value) => Number.isInteger(value) && isWritable(Date.now() + Number(value)),
  'a whole number of milliseconds that leaves the clock in the years 0 to 9999',
)
export const account = z.custom<Account>(
  (value) => typeof value === 'string' && /^(brokerage|store):[1-9]\d{0,14}$/.test(value),
  'an account, such as "brokerage:1930" or "store:63"',
)
export const token = matching(/^[a-zA-Z0-9]{32}$/, 'a token: 32 letters and digits')
export const secret = matching(/^\S{40}$/, 'a secret: 40 characters, none of them a space')
export const party = strict(
  { type: oneOf(PARTY_TYPES), id, account },
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

export const paymentCardOrNull = strict(
  { name: textOrNull, card_company: text, last_digits: text },
  'a card: an object',
).nullable()

/** What an owner may say of a ticket group at any time. */
export const ticketGroupDetails = {
  type: oneOf(GROUP_TYPES),
  section: text,
  row: text,
  splits: splitsOrNull,
  format: oneOf(TICKET_FORMATS),
  wholesale_price_cents: priceCents,
  retail_price_cents: priceCents,
  remote_id: textOrNull,
  external_notes: textOrNull,
  broker_notes: textOrNull,
  internal_notes: textOrNull,
  view_type: oneOf(VIEW_TYPES).nullable(),
  wheelchair: flag,
  tag_list: textOrNull,
  in_hand: flag,
  in_hand_on: dateOrNull,
  instant_delivery: flag,
  spec: flag,
}

export const webAddress = z.string('a URL').refine(isWebAddress, 'a URL with http or https')
export const texts = z.record(z.string(), text, 'an object of texts')

const attempt = strict(
  {
    at: wholeNumber('epoch milliseconds', 0),
    status: countOrNull,
    error: textOrNull,
    answer: text,
    duration_ms: score,
  },
  'an attempt: an object',
)
/** What is sent until it is answered. */
export const sent = {
  attempts: list(attempt),
  tries: count,
  next_at: timeOrNull,
  created_at: time,
  updated_at: time,
}

export const callNamesOrNull = strict(
  {
    paths: texts,
    fields: texts,
    held: strict({ field: text, value: text }, 'a field and its value: an object').nullable(),
  },
  'the names of calls: an object',
).nullable()
