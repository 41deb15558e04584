import * as z from 'zod'
import { once } from '../operation.ts'
import type { HoldChanges, TakeFields } from '../rules/inventory/holds.ts'
import type { TicketGroupChanges } from '../rules/inventory/ticket-groups.ts'
import type { NewTicketGroup } from '../store/placements.ts'
import { parseInstant } from '../store/times.ts'
import { GROUP_TYPES, MAX_TICKETS_OF_GROUP, SEAT_ORDERS, TICKET_FORMATS, VIEW_TYPES } from '../store/words.ts'
import { flag, groupQuantity, id, instant, itemQuantity, money, optionalDigits, optionalText, text } from './fields.ts'

/** Ticket groups, holds and takes in requests: PHP:ticket_groups. */

/** Seats are numbered from 0 up. */
export const seat = () =>
  z.union([z.int().nonnegative().max(9_999_999), z.string().regex(/^\d{1,7}$/)]).transform((value) => Number(value))

export const seatOrder = () => z.enum(SEAT_ORDERS)

/** `1,2,4`, or an array; an empty one means every quantity. */
const splits = () =>
  z
    .union([z.array(groupQuantity()), z.string().regex(/^(\d{1,6}( *, *\d{1,6})*)?$/)])
    .nullish()
    .transform((value, context) => {
      if (value === null || value === undefined) return value
      const given = typeof value === 'string' ? value.split(',').map(Number) : value
      const quantities = [...new Set(given)].filter((quantity) => quantity > 0)
      if (quantities.some((quantity) => quantity > MAX_TICKETS_OF_GROUP))
        context.addIssue({
          code: 'custom',
          message: `must be less than or equal to ${MAX_TICKETS_OF_GROUP}`,
          input: value,
        })
      return quantities.length === 0 ? null : quantities.sort((one, other) => one - other)
    })

/** A date, or a time whose date counts. */
const date = () =>
  z
    .union([z.literal(''), z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/)])
    .nullish()
    .transform((value) => (value === '' ? null : value?.slice(0, 10)))
    .refine((value) => typeof value !== 'string' || parseInstant(value) !== null, {
      error: 'is not a date such as 2026-01-31',
    })

const detailFields = () => ({
  type: z.enum(GROUP_TYPES).optional(),
  section: text(255).optional(),
  row: text(255).optional(),
  price: price().optional(),
  wholesale_price: price().optional(),
  retail_price_override: price().optional(),
  format: z.enum(TICKET_FORMATS).optional(),
  /** The older field: `true` means the format `Eticket`. */
  eticket: flag().nullish(),
  view_type: z.enum([...VIEW_TYPES, '']).nullish(),
  wheelchair: flag().optional(),
  tag_list: optionalText(),
  in_hand: flag().optional(),
  in_hand_on: date(),
  instant_delivery: flag().optional(),
  spec: flag().optional(),
  remote_id: optionalDigits(255),
  split_override: splits(),
  external_notes: optionalText(),
  broker_notes: optionalText(),
  internal_notes: optionalText(),
})

/** W:4659118094. */
const MAX_PRICE_CENTS = 1_000_000_00
const price = () =>
  money().refine((cents) => cents <= MAX_PRICE_CENTS, {
    error: `must be less than or equal to ${MAX_PRICE_CENTS / 100}`,
  })

export const TicketGroupChangeFields = once(() => z.object(detailFields()))

type DetailsEntry = z.output<ReturnType<typeof TicketGroupChangeFields>>

export function changesOf(entry: DetailsEntry): TicketGroupChanges {
  return {
    type: entry.type,
    section: entry.section,
    row: entry.row,
    splits: entry.split_override,
    format: formatOf(entry),
    wholesale_price_cents: entry.price ?? entry.wholesale_price,
    retail_price_cents: entry.retail_price_override,
    remote_id: entry.remote_id,
    external_notes: entry.external_notes,
    broker_notes: entry.broker_notes,
    internal_notes: entry.internal_notes,
    view_type: entry.view_type === '' ? null : entry.view_type,
    wheelchair: entry.wheelchair,
    tag_list: entry.tag_list,
    in_hand: entry.in_hand,
    in_hand_on: entry.in_hand_on,
    instant_delivery: entry.instant_delivery,
    spec: entry.spec,
  }
}

export const formatOf = ({ format, eticket }: DetailsEntry) => format ?? (eticket === true ? 'Eticket' : undefined)

const newFields = () => ({
  ...detailFields(),
  event_id: id(),
  office_id: id().nullish(),
  section: text(255),
  row: text(255),
  quantity: itemQuantity().optional(),
  low_seat: seat().nullish(),
  seat_order: seatOrder().nullish(),
})

export const TicketGroupFields = once(() =>
  z.object({ ...newFields(), quantity: groupQuantity() }).refine((group) => wholesaleOf(group) !== undefined, {
    error: "can't be blank",
    path: ['price'],
  }),
)

/** A new ticket group inside an item of a purchase. Fields that it lacks may stand in the item. */
export const BoughtGroupFields = once(() => z.object(newFields()))

type GroupEntry = z.output<ReturnType<typeof BoughtGroupFields>>

const wholesaleOf = ({ price, wholesale_price }: DetailsEntry): number | undefined => price ?? wholesale_price

/** The fields of an item that its new group may lack. */
interface Bought {
  readonly quantity?: number | undefined
  readonly price_cents?: number | undefined
  readonly low_seat?: number | undefined
  readonly seat_order?: NewTicketGroup['seat_order'] | undefined
}

export function newTicketGroupOf(entry: GroupEntry, item: Bought = {}): NewTicketGroup {
  const wholesale_price_cents = wholesaleOf(entry) ?? item.price_cents ?? 0
  return {
    event_id: entry.event_id,
    office_id: entry.office_id ?? null,
    type: entry.type ?? 'event',
    section: entry.section,
    row: entry.row,
    quantity: entry.quantity ?? item.quantity ?? 1,
    low_seat: entry.low_seat ?? item.low_seat ?? 1,
    seat_order: entry.seat_order ?? item.seat_order ?? 'consecutive',
    splits: entry.split_override ?? null,
    format: formatOf(entry) ?? 'Physical',
    wholesale_price_cents,
    retail_price_cents: entry.retail_price_override ?? wholesale_price_cents,
    remote_id: entry.remote_id ?? null,
    external_notes: entry.external_notes ?? null,
    broker_notes: entry.broker_notes ?? null,
    internal_notes: entry.internal_notes ?? null,
    view_type: entry.view_type || null,
    wheelchair: entry.wheelchair ?? false,
    tag_list: entry.tag_list ?? null,
    in_hand: entry.in_hand ?? true,
    in_hand_on: entry.in_hand_on ?? null,
    instant_delivery: entry.instant_delivery ?? false,
    spec: entry.spec ?? false,
  }
}

const takeFields = () => ({
  quantity: groupQuantity(),
  price: money(),
  low_seat: seat(),
  held_for_type: z.enum(['Office', 'Client']),
  held_for_id: id(),
  notes: optionalText(),
  ticket_list: flag().optional(),
})

export const NewTakeFields = once(() => z.object(takeFields()))
export const NewHoldFields = once(() => z.object({ ...takeFields(), hold_until: instant() }))
export const HoldChangeFields = once(() => NewHoldFields().partial())

type TakeEntry = z.output<ReturnType<typeof NewTakeFields>>

export const takeOf = (entry: TakeEntry): TakeFields => ({
  quantity: entry.quantity,
  price_cents: entry.price,
  low_seat: entry.low_seat,
  held_for_type: entry.held_for_type,
  held_for_id: entry.held_for_id,
  notes: entry.notes ?? null,
})

export const holdChangesOf = (entry: z.output<ReturnType<typeof HoldChangeFields>>): HoldChanges => ({
  quantity: entry.quantity,
  price_cents: entry.price,
  low_seat: entry.low_seat,
  held_for_type: entry.held_for_type,
  held_for_id: entry.held_for_id,
  notes: entry.notes,
  hold_until: entry.hold_until,
})
