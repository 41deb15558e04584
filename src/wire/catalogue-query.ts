import * as z from 'zod'
import { decimal, id, instant, instantFilters, flag as literalFlag, numberFilters, text } from './fields.ts'
import { pageFields } from './pages.ts'

/** The filters of the catalogue's lists. */

/** The PHP client's author sends `category_tree=1` here. */
export const flag = () =>
  z.union([literalFlag(), z.literal('1').transform(() => true), z.literal('0').transform(() => false)])

const degrees = () => decimal().pipe(z.number().min(-180).max(180))

export const placeFields = () => ({
  lat: degrees().optional(),
  lon: degrees().optional(),
  within: decimal().pipe(z.number().min(0)).optional(),
  postal_code: text(20).optional(),
  city_state: text(255).optional(),
  country_code: text(2).optional(),
})

/** W:9470092, and the operators of W:983121. */
export const eventFields = () => ({
  ...pageFields,
  ...placeFields(),
  ...instantFilters('occurs_at'),
  ...instantFilters('updated_at'),
  ...numberFilters('popularity_score'),
  name: text(255).optional(),
  q: text(255).optional(),
  fuzzy: flag().optional(),
  venue_id: id().optional(),
  configuration_id: id().optional(),
  office_id: id().optional(),
  performer_id: id().optional(),
  primary_performer: flag().optional(),
  category_id: id().optional(),
  category_tree: flag().optional(),
  only_with_available_tickets: flag().optional(),
  only_with_tickets: z.enum(['all', 'etickets']).optional(),
  by_time: z.enum(['day', 'night']).optional(),
  min_and_max_price: flag().optional(),
  order_by: text(255).optional(),
})

/** W:9470084. */
export const performerFields = () => ({
  ...pageFields,
  ...instantFilters('updated_at'),
  ...numberFilters('popularity_score'),
  name: text(255).optional(),
  first_letter: text(1).optional(),
  venue_id: id().optional(),
  category_id: id().optional(),
  category_tree: flag().optional(),
  only_with_upcoming_events: flag().optional(),
  upcoming_events_end_date: instant().optional(),
  order_by: text(255).optional(),
})

/** PHP demo: what a search takes beside its page. */
export const searchFields = () => ({ ...pageFields, q: text(255), fuzzy: flag().optional() })

/** PHP:events: the lists of the deleted. */
export const deletedFields = () => ({
  ...pageFields,
  ...instantFilters('deleted_at'),
  ...instantFilters('updated_at'),
  name: text(255).optional(),
})
