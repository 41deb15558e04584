import * as z from 'zod'
import { once } from '../operation.ts'
import { definedFields } from '../rules/defined-fields.ts'
import type { NewStock, SentSeat, StockChanges } from '../rules/inventory/broker-stock.ts'
import { parseInstant } from '../store/times.ts'
import { INVENTORY_STATES, SPLIT_TYPES, TICKET_FORMATS, VIEW_TYPES } from '../store/words.ts'
import { digits, flag, groupQuantity, id, money, text } from './fields.ts'
import { seat } from './ticket-group-input.ts'

/** A broker's own stock in requests: W:4540596259, W:4659118094. A blank value is refused, and so is null. */

const MAX_PRICE_CENTS = 1_000_000_00
const price = () =>
  money().refine((cents) => cents <= MAX_PRICE_CENTS, {
    error: `must be less than or equal to ${MAX_PRICE_CENTS / 100}`,
  })

const date = () =>
  z
    .string()
    .min(1)
    .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && parseInstant(value) !== null, {
      error: 'is not a date such as 2026-01-31',
    })

const TYPES = { EVENT: 'event', PARKING: 'parking' } as const

const seats = () =>
  z
    .array(
      z.object({
        seat: seat(),
        barcode: digits(255).optional(),
        primary_ticket_id: digits(255).optional(),
        verification_id: digits(255).optional(),
      }),
    )
    .min(1)
    .optional()

/** What may be said of several groups at once (W:4894785537), and, with what goes beside it, of one. */
const sharedFields = () => ({
  account_email: z.email('is not an email address').optional(),
  cost: price().optional(),
  // `-0` is JSON, and no discount either.
  discount: z
    .number()
    .min(0)
    .max(100)
    .transform((percent) => (percent === 0 ? 0 : percent))
    .optional(),
  eticket: flag().optional(),
  external_notes: text().optional(),
  face_value: price().optional(),
  format: z.enum(TICKET_FORMATS).optional(),
  in_hand: flag().optional(),
  in_hand_on: date().optional(),
  instant_delivery: flag().optional(),
  internal_notes: text().optional(),
  price: price().optional(),
  row: text(255).optional(),
  section: text(255).optional(),
  speculative: flag().optional(),
  split_type: z.enum(SPLIT_TYPES).optional(),
  split_override: z.array(groupQuantity()).min(1).optional(),
  taxed_cost: price().optional(),
  type: z.enum(['EVENT', 'PARKING']).optional(),
  view_type: z.enum(VIEW_TYPES).optional(),
  wheelchair: flag().optional(),
})

const listedWhereCustom = { error: "can't be blank where split_type is CUSTOM", path: ['split_override'] }
interface Splits {
  readonly split_type?: string | undefined
  readonly split_override?: readonly number[] | undefined
}
const isListed = ({ split_type, split_override }: Splits) => split_type !== 'CUSTOM' || split_override !== undefined

/** W:4883120155: a parameter that a bulk call does not take is an error. */
const notTaken = () => z.custom<never>(() => false, 'is not allowed')

const bulkIds = () => z.array(id()).min(1).max(1_000)

export const StockChangeFields = once(() =>
  z
    .object({
      ...sharedFields(),
      remote_id: id().optional(),
      quantity: groupQuantity().optional(),
      seats: seats(),
    })
    .refine(isListed, listedWhereCustom),
)
type ChangeEntry = z.output<ReturnType<typeof StockChangeFields>>

export const BulkChangeFields = once(() =>
  z
    .object({
      ids: bulkIds(),
      inventory: z.object(sharedFields()).catchall(notTaken()).refine(isListed, listedWhereCustom),
    })
    .catchall(notTaken()),
)

export const BulkDeleteFields = once(() => z.object({ ids: bulkIds() }).catchall(notTaken()))

export const StockFields = once(() =>
  z.object({
    event: z.object({
      id: id(),
      name: text(255).optional(),
      occurs_at_date: text(40).optional(),
      occurs_at_time: text(40).optional(),
      tbd: flag().optional(),
    }),
    office: z.object({ id: id(), name: text(255).optional() }),
    ticket: z
      .object({
        ...sharedFields(),
        format: z.enum(TICKET_FORMATS),
        price: price(),
        quantity: groupQuantity(),
        remote_id: id(),
        row: text(255),
        seats: seats(),
        section: text(255),
        type: z.enum(['EVENT', 'PARKING']),
      })
      .refine(isListed, listedWhereCustom)
      .refine(({ in_hand, in_hand_on }) => in_hand === true || in_hand_on !== undefined, {
        error: "can't be blank where in_hand is not true",
        path: ['in_hand_on'],
      }),
    venue: z.object({ name: text(255).optional() }),
  }),
)

/** W:3319463967. */
const MAX_ITEMS = 10_000
const PAGING = ['page[cursor]', 'page[items]'] as const
const positive = (most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .pipe(z.number().max(most))

export const StockQuery = once(() =>
  z
    .object({
      office_id: id(),
      state: z.enum(INVENTORY_STATES).default('ALL'),
      'page[cursor]': positive(Number.MAX_SAFE_INTEGER).optional(),
      'page[items]': positive(MAX_ITEMS).optional(),
    })
    .refine((query) => query.state !== 'ALL' || PAGING.every((name) => query[name] === undefined), {
      error: 'must be MAPPED or UNMAPPED where page[cursor] or page[items] is given',
      path: ['state'],
    }),
)

/** All of it where no page is asked for. */
export const stockFiltersOf = (query: z.output<ReturnType<typeof StockQuery>>) => ({
  office_id: query.office_id,
  state: query.state,
  cursor: query['page[cursor]'] ?? 1,
  most: query['page[items]'] ?? (query['page[cursor]'] === undefined ? Number.POSITIVE_INFINITY : MAX_ITEMS),
})

type SharedEntry = z.output<z.ZodObject<ReturnType<typeof sharedFields>>>

const sharedOf = (entry: SharedEntry): StockChanges['details'] => ({
  type: entry.type && TYPES[entry.type],
  section: entry.section,
  row: entry.row,
  splits: entry.split_override && [...new Set(entry.split_override)].sort((one, other) => one - other),
  split_type: entry.split_type ?? (entry.split_override && 'CUSTOM'),
  format: entry.format ?? (entry.eticket === true ? 'Eticket' : undefined),
  wholesale_price_cents: entry.price,
  external_notes: entry.external_notes,
  internal_notes: entry.internal_notes,
  view_type: entry.view_type,
  wheelchair: entry.wheelchair,
  in_hand: entry.in_hand,
  in_hand_on: entry.in_hand_on,
  instant_delivery: entry.instant_delivery,
  spec: entry.speculative,
  cost_cents: entry.cost,
  taxed_cost_cents: entry.taxed_cost,
  face_value_cents: entry.face_value,
  discount_percent: entry.discount,
  account_email: entry.account_email,
})

const seatsOf = (entries: NonNullable<ChangeEntry['seats']>): SentSeat[] =>
  entries.map(({ seat, ...details }) => ({ seat, details: definedFields(details) }))

export const stockChangesOf = (entry: ChangeEntry): StockChanges => ({
  remote_id: entry.remote_id === undefined ? undefined : String(entry.remote_id),
  quantity: entry.quantity,
  seats: entry.seats && seatsOf(entry.seats),
  details: sharedOf(entry),
})

export const bulkChangesOf = (entry: SharedEntry): StockChanges => ({ details: sharedOf(entry) })

export function newStockOf({ event, office, ticket, venue }: z.output<ReturnType<typeof StockFields>>): NewStock {
  const shared = sharedOf(ticket)
  return {
    office_id: office.id,
    remote_id: String(ticket.remote_id),
    quantity: ticket.quantity,
    seats: seatsOf(ticket.seats ?? []),
    event: {
      event_id: event.id,
      event_name: event.name ?? null,
      event_occurs_at_date: event.occurs_at_date ?? null,
      event_occurs_at_time: event.occurs_at_time ?? null,
    },
    venue_name: venue.name ?? null,
    details: {
      type: TYPES[ticket.type],
      section: ticket.section,
      row: ticket.row,
      splits: ticket.split_type === undefined || ticket.split_type === 'CUSTOM' ? (shared.splits ?? null) : null,
      split_type: shared.split_type ?? 'DEFAULT',
      format: ticket.format,
      wholesale_price_cents: ticket.price,
      external_notes: shared.external_notes ?? null,
      internal_notes: shared.internal_notes ?? null,
      view_type: shared.view_type ?? null,
      wheelchair: shared.wheelchair ?? false,
      in_hand: shared.in_hand ?? false,
      in_hand_on: shared.in_hand_on ?? null,
      instant_delivery: shared.instant_delivery ?? false,
      spec: shared.spec ?? false,
      cost_cents: shared.cost_cents ?? null,
      taxed_cost_cents: shared.taxed_cost_cents ?? null,
      face_value_cents: shared.face_value_cents ?? null,
      discount_percent: shared.discount_percent ?? null,
      account_email: shared.account_email ?? null,
    },
  }
}
