import * as z from 'zod'
import { availableQuantity } from '../rules/inventory/availability.ts'
import type { TicketGroup } from '../store/records.ts'
import { GROUP_TYPES, TICKET_FORMATS, TICKET_STATES } from '../store/words.ts'
import { count, id, instantFilters, looseFlag, looseSwitch } from './fields.ts'
import type { SortKeys } from './order-by.ts'

/** The filters of listings and of ticket groups, and the orders in which they can be sorted. */

/** W:2853797930. */
export const listingFields = () => ({
  type: z.enum(GROUP_TYPES).optional(),
  quantity: count().optional(),
  section: z.string().optional(),
  row: z.string().optional(),
  owned: looseFlag(),
  order_by: z.string().optional(),
})

/** W:9469962. */
export const ticketGroupFields = () => ({
  ...listingFields(),
  show_past: looseSwitch(),
  office_id: id().optional(),
  exclude_office_id: id().optional(),
  wheelchair: looseFlag(),
  include_unavailable: looseFlag(),
  format: formats().optional(),
  eticket: looseFlag(),
  instant_delivery: looseFlag(),
  ...instantFilters('updated_at'),
  state: z.enum(TICKET_STATES).optional(),
  ticket_list: looseSwitch(),
  include_tevo_section_mappings: looseSwitch(),
})

/** W:2853797930, W:9469962: listings and ticket groups come all at once; their rules refuse these. */
export const noPages = () => ({ page: z.string().optional(), per_page: z.string().optional() })

type NoPages = { readonly page?: string | undefined; readonly per_page?: string | undefined }
/** The one of them that was sent. */
export const pageParameter = (query: NoPages): keyof NoPages | undefined =>
  (['page', 'per_page'] as const).find((field) => query[field] !== undefined)

/** `Physical,Eticket` */
const formats = () =>
  z
    .string()
    .transform((value) => value.split(',').map((format) => format.trim()))
    .pipe(z.array(z.enum(TICKET_FORMATS)))

/** A key that sorts numbers by value: section 9 comes before section 10. */
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
