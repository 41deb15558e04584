import * as z from 'zod'
import { availableQuantity, TICKET_STATES } from '../rules/availability.ts'
import { TICKET_FORMATS } from '../rules/terms.ts'
import type { TicketGroup } from '../store/records.ts'
import { count, flag, id, instantFilters } from './fields.ts'
import type { SortKeys } from './order-by.ts'

/** The filters and orders of listings and of ticket groups. */

/** W:2853797930. */
export const listingFields = () => ({
  type: z.enum(['event', 'parking']).optional(),
  quantity: count().optional(),
  section: z.string().optional(),
  row: z.string().optional(),
  owned: flag().optional(),
  order_by: z.string().optional(),
})

/** W:9469962. */
export const ticketGroupFields = () => ({
  ...listingFields(),
  show_past: flag().default(false),
  office_id: id().optional(),
  exclude_office_id: id().optional(),
  wheelchair: flag().optional(),
  include_unavailable: flag().optional(),
  format: formats().optional(),
  eticket: flag().optional(),
  instant_delivery: flag().optional(),
  ...instantFilters('updated_at'),
  state: z.enum(TICKET_STATES).optional(),
  /** The whole answer holds what the lightweight one does. */
  lightweight: flag().optional(),
  ticket_list: flag().default(false),
  include_tevo_section_mappings: flag().default(false),
})

/** `Physical,Eticket` */
const formats = () =>
  z
    .string()
    .transform((value) => value.split(',').map((format) => format.trim()))
    .pipe(z.array(z.enum(TICKET_FORMATS)))

/** In the order of people: section 9 comes before section 10. */
const inWords = (text: string): string => text.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(10, '0'))

export const listingSortKeys: SortKeys<TicketGroup> = {
  retail_price: ({ retail_price_cents }) => retail_price_cents,
  section: ({ section }) => inWords(section),
  row: ({ row }) => inWords(row),
  format: ({ format }) => format,
}

export const ticketGroupSortKeys: SortKeys<TicketGroup> = {
  ...listingSortKeys,
  available_count: availableQuantity,
  wheelchair: ({ wheelchair }) => Number(wheelchair),
  in_hand: ({ in_hand }) => Number(in_hand),
}
