import * as z from 'zod'
import { once } from '../operation.ts'
import { timeShape } from './client-shapes.ts'
import { ItemV9Shape, ShipmentV9Shape } from './order-shapes.ts'

/** The shapes of shipments in answers of their own; `order-shapes.ts` has those inside an order. */

const textOrNull = () => z.string().nullable()

const AddressShape = once(() =>
  z.strictObject({
    id: z.int().nullable(),
    label: z.null(),
    name: textOrNull(),
    street_address: textOrNull(),
    extended_address: textOrNull(),
    cross_street: z.null(),
    po_box: z.boolean(),
    locality: textOrNull(),
    region: textOrNull(),
    postal_code: textOrNull(),
    country_code: textOrNull(),
    latitude: z.null(),
    longitude: z.null(),
    primary: z.boolean(),
  }),
)

const ContactShape = once(() => z.strictObject({ name: textOrNull(), phone: textOrNull() }))

export const WholeShipmentShape = once(() =>
  ShipmentV9Shape().extend({
    created_at: timeShape(),
    notes: z.null(),
    service_type_display: z.string(),
    airbill: z.string(),
    residential: z.boolean().nullable(),
    order: z.strictObject({ id: z.int(), url: z.string() }),
    address: AddressShape().nullable(),
    phone_number: textOrNull(),
    shipment_snapshot: z.strictObject({
      id: z.int(),
      type: z.string(),
      po_box: z.enum(['true', 'false']),
      locality: textOrNull(),
      postal_code: textOrNull(),
      region: textOrNull(),
      country_code: textOrNull(),
      available: z.boolean().nullable(),
      carrier: textOrNull(),
      name: z.null(),
      company: z.null(),
      label: z.null(),
    }),
    ship_from_name: textOrNull(),
    ship_from_phone_number: textOrNull(),
    ship_from_address: AddressShape().nullable(),
    pickup_time_range: textOrNull(),
    pickup_instructions: textOrNull(),
    pickup: z.strictObject({ seller: ContactShape().nullable(), buyer: ContactShape() }).nullable(),
    items: z.array(ItemV9Shape()),
  }),
)

export const ShipmentStatusShape = once(() =>
  z.strictObject({
    ship_to_name: textOrNull(),
    order_group_id: z.int(),
    id: z.int(),
    type: z.string().regex(/^Delivery::/),
    tracking_number: textOrNull(),
    order_link_id: z.int(),
    ship_from_name: textOrNull(),
    state: z.string(),
    office_id: z.int(),
    first_event_occurs_at: timeShape().nullable(),
  }),
)

export const DeliveryOptionShape = once(() =>
  z.strictObject({ name: z.string(), price: z.number(), provider: z.string(), service_type: textOrNull() }),
)

export const TrackDetailsShape = once(() =>
  z.strictObject({
    packages: z.array(
      z.strictObject({
        service_type: z.string(),
        destination_city: textOrNull(),
        delivery_at: timeShape().nullable(),
        unique_identifier: z.string(),
        origin_country: textOrNull(),
        destination_country: textOrNull(),
        destination_state: textOrNull(),
        origin_city: textOrNull(),
        status: textOrNull(),
        origin_state: textOrNull(),
        origin_residential: z.boolean(),
        events: z.array(
          z.strictObject({
            type: z.string(),
            occured_at: timeShape(),
            country: textOrNull(),
            state: textOrNull(),
            residential: z.boolean(),
            city: textOrNull(),
            name: textOrNull(),
            postal_code: textOrNull(),
          }),
        ),
        destination_residential: z.boolean(),
        signature_name: textOrNull(),
      }),
    ),
    duplicate_waybill: z.boolean(),
  }),
)
