import * as z from 'zod'
import { once } from '../operation.ts'
import { GROUP_TYPES, HOLD_STATES, HOLDER_TYPES, SEAT_ORDERS, TICKET_FORMATS, WASTED_REASONS } from '../store/words.ts'
import { stringId, timeShape } from './client-shapes.ts'

/** The shapes of listings, ticket groups, holds and tax quotes in answers. */

const textOrNull = () => z.string().nullable()

export const GroupEventShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    name: z.string(),
    occurs_at: timeShape(),
    venue: z.strictObject({
      id: stringId(),
      name: z.string(),
      address: z.strictObject({ locality: textOrNull(), region: textOrNull() }),
    }),
  }),
)

export const TicketShape = once(() => z.strictObject({ seat: z.string(), purchase_order_id: stringId().nullable() }))

const ListedTicketShape = once(() => TicketShape().extend({ id: stringId(), cost: z.number() }))

const ticketFields = () => ({
  id: z.int(),
  type: z.enum(GROUP_TYPES),
  section: z.string(),
  row: z.string(),
  quantity: z.int(),
  available_quantity: z.int(),
  splits: z.array(z.int()),
  retail_price: z.number(),
  wholesale_price: z.number(),
  format: z.enum(TICKET_FORMATS),
  eticket: z.boolean(),
  in_hand: z.boolean(),
  instant_delivery: z.boolean(),
  owned: z.boolean(),
  view_type: textOrNull(),
  wheelchair: z.boolean(),
  signature: z.string(),
  event: GroupEventShape(),
})

export const ListingShape = once(() =>
  z.strictObject({
    ...ticketFields(),
    retail_price_inclusive: z.number(),
    seller_cost: z.number(),
    face_value: z.number().nullable(),
    in_hand_date: textOrNull(),
    public_notes: textOrNull(),
    tevo_section_name: z.string(),
    automated: z.boolean(),
    discounted: z.boolean(),
    featured: z.boolean(),
  }),
)

export const TicketGroupShape = once(() =>
  z.strictObject({
    ...ticketFields(),
    url: z.string(),
    available_ticket_count: z.int(),
    in_hand_on: textOrNull(),
    office_id: z.int(),
    office_name: z.string(),
    brokerage_id: z.int(),
    brokerage_name: z.string(),
    office: z.strictObject({
      id: z.int(),
      name: z.string(),
      brokerage: z.strictObject({ id: z.int(), name: z.string() }),
    }),
    remote_id: textOrNull(),
    spec: z.boolean(),
    tag_list: textOrNull(),
    external_notes: textOrNull(),
    broker_notes: textOrNull(),
    internal_notes: textOrNull(),
    low_seat: z.int().nullable(),
    seat_order: z.enum(SEAT_ORDERS).nullable(),
    wasted_reason: z.enum(WASTED_REASONS).nullable(),
    updated_at: timeShape(),
    /** Only when asked for. */
    ticket_list: z.array(ListedTicketShape()).optional(),
    tevo_section_name: z.string().optional(),
  }),
)

/** The lists of listings and of ticket groups have no pages. */
export const groupListShape = (entry: z.ZodType) =>
  z.strictObject({ total_entries: z.int(), ticket_groups: z.array(entry) })

const holdFields = () => ({
  id: z.int(),
  ticket_group_id: z.int(),
  state: z.enum(HOLD_STATES),
  quantity: z.int(),
  price: z.number(),
  low_seat: z.int().nullable(),
  held_for_type: z.enum(HOLDER_TYPES),
  held_for_id: z.int(),
  hold_until: timeShape().nullable(),
  notes: textOrNull(),
  created_at: timeShape(),
  updated_at: timeShape(),
  /** Only when asked for. */
  ticket_list: z.array(ListedTicketShape()).optional(),
})

export const HoldShape = once(() => z.strictObject(holdFields()))

export const FilteredTicketShape = once(() => z.strictObject({ ...holdFields(), ticket_group: TicketGroupShape() }))

const quotedFields = () => ({ price: z.number(), subtotal: z.number(), tax: z.number(), total: z.number() })

export const TaxQuoteShape = once(() =>
  z.strictObject({
    ticket_group_id: z.int(),
    quantity: z.int(),
    tax_signature: z.uuid(),
    wholesale: z.strictObject({ ...quotedFields(), service_fee: z.number() }),
    /** Only if the request asks for it; with the fees that it gives. */
    retail: z
      .strictObject({
        ...quotedFields(),
        shipping: z.number().optional(),
        service_fee: z.number().optional(),
        additional_expense: z.number().optional(),
        discount: z.number().optional(),
      })
      .optional(),
  }),
)
