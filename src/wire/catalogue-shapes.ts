import * as z from 'zod'
import { once } from '../operation.ts'
import { EVENT_STATES } from '../store/words.ts'
import { stringId, timeShape } from './client-shapes.ts'

/** The shapes of the catalogue in answers. */

const textOrNull = () => z.string().nullable()
const timeOrNull = () => timeShape().nullable()

const namedFields = () => ({
  id: stringId(),
  url: z.string(),
  name: z.string(),
  slug: z.string(),
  slug_url: z.string(),
})

export const NestedCategory = once(() =>
  z.strictObject({
    ...namedFields(),
    get parent(): z.ZodType {
      return NestedCategory().nullable()
    },
  }),
)

export const CategoryShape = once(() => NestedCategory().extend({ updated_at: timeShape() }))

const upcomingEvents = () => z.strictObject({ first: timeOrNull(), last: timeOrNull() })

const nestedVenueFields = () => ({
  ...namedFields(),
  location: z.string(),
  time_zone: textOrNull(),
  address: z.strictObject({
    street_address: textOrNull(),
    extended_address: textOrNull(),
    locality: textOrNull(),
    region: textOrNull(),
    postal_code: textOrNull(),
    country_code: textOrNull(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
  }),
})

export const VenueShape = once(() =>
  z.strictObject({
    ...nestedVenueFields(),
    keywords: z.string(),
    popularity_score: z.number(),
    upcoming_events: upcomingEvents(),
    updated_at: timeShape(),
  }),
)

export const PerformerShape = once(() =>
  z.strictObject({
    ...namedFields(),
    keywords: z.string(),
    popularity_score: z.number(),
    category: NestedCategory().nullable(),
    venue: z.strictObject({ id: stringId(), url: z.string(), name: z.string(), location: z.string() }).nullable(),
    upcoming_events: upcomingEvents(),
    /** Only with `include=true`. */
    opponents: z.array(z.strictObject({ ...namedFields(), id: z.int() })).optional(),
    updated_at: timeShape(),
  }),
)

const nestedConfigurationFields = () => ({
  id: z.int(),
  url: z.string(),
  name: z.string(),
  fanvenues_key: textOrNull(),
  ticket_utils_id: textOrNull(),
  seating_chart: z.strictObject({ medium: textOrNull(), large: textOrNull() }),
})

export const ConfigurationShape = once(() =>
  z.strictObject({
    ...nestedConfigurationFields(),
    primary: z.boolean(),
    capacity: z.int().nullable(),
    general_admission: z.boolean(),
    venue: z.strictObject({
      id: stringId(),
      url: z.string(),
      name: z.string(),
      location: z.string(),
      street_address: textOrNull(),
      country_code: textOrNull(),
    }),
    updated_at: timeShape(),
  }),
)

export const EventShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    name: z.string(),
    state: z.enum(EVENT_STATES),
    occurs_at: timeShape(),
    occurs_at_local: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
    tbd: z.boolean(),
    promotion_label: textOrNull(),
    requirements: z.strictObject({
      face_value_display: z.boolean(),
      inclusive_pricing: z.boolean(),
      seat_number_display: z.boolean(),
    }),
    updated_at: timeShape(),
    notes: z.string(),
    owned_by_office: z.boolean(),
    products_count: z.int(),
    products_eticket_count: z.int(),
    available_count: z.int(),
    /** Only with `min_and_max_price`. */
    min_price: z.number().nullish(),
    max_price: z.number().nullish(),
    avg_price: z.number().nullish(),
    sum_price: z.number().optional(),
    median_price: z.number().nullish(),
    category: NestedCategory().nullable(),
    popularity_score: z.number(),
    long_term_popularity_score: z.number(),
    stubhub_id: textOrNull(),
    configuration: z
      .strictObject({ ...nestedConfigurationFields(), name_with_primary_designation: z.string() })
      .nullable(),
    venue: z.strictObject({ ...nestedVenueFields(), id: z.int() }),
    performances: z.array(
      z.strictObject({ primary: z.boolean(), performer: z.strictObject({ ...namedFields(), id: z.int() }) }),
    ),
  }),
)

const priceStats = (name: string) => ({
  [`${name}_price_min`]: z.number().nullable(),
  [`${name}_price_avg`]: z.number().nullable(),
  [`${name}_price_max`]: z.number().nullable(),
  [`${name}_price_sum`]: z.number(),
})

export const EventStatsShape = once(() =>
  z.strictObject({
    url: z.string(),
    state: z.enum(EVENT_STATES),
    ticket_groups_count: z.int(),
    tickets_count: z.int(),
    ...priceStats('retail'),
    ...priceStats('wholesale'),
    popularity_score: z.number(),
  }),
)

/** RB-fix categories.yml. */
export const DeletedShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    name: z.string(),
    deleted_at: timeShape(),
    updated_at: timeShape(),
  }),
)

export const DeletedEventShape = once(() => DeletedShape().extend({ id: z.int(), merged_into: z.int().nullable() }))
