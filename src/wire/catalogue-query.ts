import * as z from 'zod'
import {
  decimal,
  equalFilters,
  id,
  instant,
  instantFilters,
  looseFlag,
  notAllowed,
  numberFilters,
  text,
  wallFilters,
} from './fields.ts'
import { pageFields } from './pages.ts'

/** The filters of the catalogue's lists. */

/** A name in a query, letter for letter. */
export const nameFilter = () => equalFilters('name', () => text(255))
export const idFilter = <Field extends string>(field: Field) => equalFilters(field, id)

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
  ...wallFilters('occurs_at_local'),
  ...instantFilters('updated_at'),
  ...numberFilters('popularity_score'),
  ...nameFilter(),
  q: text(255).optional(),
  fuzzy: looseFlag(),
  ...idFilter('venue_id'),
  ...idFilter('configuration_id'),
  office_id: id().optional(),
  performer_id: id().optional(),
  primary_performer: looseFlag(),
  category_id: id().optional(),
  category_tree: looseFlag(),
  only_with_available_tickets: looseFlag(),
  only_with_tickets: z.enum(['all', 'etickets']).optional(),
  by_time: z.enum(['day', 'night']).optional(),
  min_and_max_price: looseFlag(),
  order_by: text(255).optional(),
})

/** W:9470084. */
export const performerFields = () => ({
  ...pageFields,
  ...instantFilters('updated_at'),
  ...instantFilters('deleted_at'),
  ...numberFilters('popularity_score'),
  ...nameFilter(),
  first_letter: text(1).optional(),
  ...idFilter('venue_id'),
  category_id: id().optional(),
  category_tree: looseFlag(),
  only_with_upcoming_events: looseFlag(),
  upcoming_events_end_date: instant().optional(),
  order_by: text(255).optional(),
})

/** PHP demo: the fields of a search. */
export const searchFields = () => ({ ...pageFields, q: text(255), fuzzy: looseFlag() })

/** PHP:events: the lists of deleted records. `order_by` was refused by that of events (TH, recorded). */
export const deletedFields = () => ({
  ...pageFields,
  order_by: notAllowed(),
  ...instantFilters('deleted_at'),
  ...instantFilters('updated_at'),
  ...nameFilter(),
})
