import * as z from 'zod'
import { once } from '../operation.ts'
import {
  BUYER_TYPES,
  FRAUD_CHECK_STATUSES,
  NOTE_CATEGORIES,
  ORDER_STATES,
  ORDER_TYPES,
  SHIPMENT_STATES,
  SHIPMENT_TYPES,
} from '../store/words.ts'
import { moneyShape, NestedEmailAddress, NestedPhoneNumber, stringId, timeShape } from './client-shapes.ts'
import { PaymentShape } from './payment-shapes.ts'
import { GroupEventShape, TicketShape } from './ticket-group-shapes.ts'

/** The shapes of orders and their parts in answers. */

const textOrNull = () => z.string().nullable()
const timeOrNull = () => timeShape().nullable()

const ticketGroupFields = () => ({
  id: stringId(),
  url: z.string(),
  quantity: z.int(),
  retail_price: moneyShape(),
  wholesale_price: moneyShape(),
  office_name: z.string(),
  brokerage_name: z.string(),
  remote_id: textOrNull(),
  external_notes: textOrNull(),
  section: z.string(),
  row: z.string(),
  format: z.string(),
  seats: z.array(z.string()),
  in_hand: z.enum(['true', 'false']),
  in_hand_on: textOrNull(),
  instant_delivery: z.boolean(),
  tickets: z.array(TicketShape()),
  event: GroupEventShape(),
})

const itemFields = () => ({
  id: z.int(),
  created_at: timeShape(),
  updated_at: timeShape(),
  price: moneyShape(),
  quantity: z.int(),
  eticket_delivery: z.boolean(),
  eticket_available: z.boolean(),
  eticket_updated_at: timeOrNull(),
  eticket_downloaded_at: timeOrNull(),
  eticket_downloaded_by: textOrNull(),
  eticket_finalized: z.boolean().nullable(),
  eticket_finalized_at: timeOrNull(),
  eticket_pdf_pages: z.int().nullable(),
  eticket_file_size: z.int().nullable(),
  needs_eticket: z.boolean(),
  needs_sub: z.boolean(),
  seats: z.array(z.int()),
  eticket_thumbnails: z.array(z.unknown()),
  has_spec_tickets: z.boolean(),
  delivery_id: z.int(),
  order_item_id: z.int(),
  order_id: z.int(),
})

export const ItemV9Shape = once(() =>
  z.strictObject({
    ...itemFields(),
    url: z.string(),
    cost: z.string(),
    ticket_group: z.strictObject({ ...ticketGroupFields(), office_id: stringId(), brokerage_id: stringId() }),
  }),
)

export const DeliveredItemShape = once(() =>
  z.strictObject({
    ...itemFields(),
    ticket_group: z.strictObject({ ...ticketGroupFields(), office_id: z.int(), brokerage_id: z.int() }),
  }),
)

export const DeliveryShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    type: z.enum(SHIPMENT_TYPES),
    state: z.enum(SHIPMENT_STATES),
    tracking_number: textOrNull(),
    tracking_url: textOrNull(),
    service_type: textOrNull(),
    service_type_display: textOrNull(),
    name: textOrNull(),
    ship_to_name: textOrNull(),
    ship_to_company_name: textOrNull(),
    updated_at: timeShape(),
    carrier: textOrNull(),
    available: z.boolean().nullable(),
    cost: moneyShape(),
    courier_company: textOrNull(),
    signature_type: textOrNull(),
  }),
)

export const ShipmentV9Shape = once(() =>
  DeliveryShape().extend({
    email_address: z
      .strictObject({
        id: z.int().nullable(),
        url: z.null(),
        address: z.string(),
        label: textOrNull(),
        updated_at: timeShape(),
      })
      .nullable(),
    tm_mobile_link: textOrNull(),
    transfer_source: textOrNull(),
  }),
)

const noteFields = () => ({
  id: z.int(),
  content: z.string(),
  created_at: timeShape(),
  category: z.enum(NOTE_CATEGORIES),
  order_id: z.null(),
  order_link_id: z.int(),
  properties: z.strictObject({ order_link_participant_type: z.literal('seller') }),
  updated_at: timeShape(),
})

export const ClientPartyShape = once(() =>
  z.strictObject({
    id: z.int(),
    url: z.string(),
    name: z.string(),
    updated_at: timeShape(),
    type: z.literal('Client'),
    pnr_id: textOrNull(),
    tags: z.array(z.string()),
  }),
)

export const PartyShape = once(() =>
  z.discriminatedUnion('type', [
    ClientPartyShape(),
    z.strictObject({
      id: z.int(),
      url: z.string(),
      name: z.string(),
      updated_at: timeShape(),
      type: z.literal('Office'),
      brokerage: z.strictObject({ id: z.int(), url: z.string(), name: z.string(), abbreviation: z.string() }),
    }),
    z.strictObject({
      id: z.int(),
      name: z.string(),
      affiliate_id: z.int(),
      created_at: timeShape(),
      updated_at: timeShape(),
      type: z.literal('AffiliateStore'),
      logo: textOrNull(),
      website: textOrNull(),
    }),
    z.strictObject({ id: z.null(), url: z.null(), name: z.string(), type: z.literal('Outside') }),
  ]),
)

export const OrderAddressShape = once(() =>
  z.strictObject({
    id: z.int().nullable(),
    label: textOrNull(),
    street_address: textOrNull(),
    extended_address: textOrNull(),
    po_box: z.boolean(),
    locality: textOrNull(),
    region: textOrNull(),
    postal_code: textOrNull(),
    country_code: textOrNull(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    primary: z.boolean(),
  }),
)

const commonFields = () => ({
  id: z.int(),
  oid: z.string().regex(/^\d+-\d+$/),
  order_type: z.enum(['sale', 'purchase']),
  substitute_order_link_id: z.int().nullable(),
  was_auto_pended: z.boolean().nullable(),
  was_auto_accepted: z.boolean().nullable(),
  was_auto_canceled: z.boolean().nullable(),
  pending_non_refund_payments_total: z.number(),
  completed_non_refund_payments_total: z.number(),
  pending_balance: moneyShape(),
  shipping: moneyShape(),
  service_fee: moneyShape(),
  additional_expense: moneyShape(),
  discount: moneyShape(),
  tax: moneyShape(),
  fee: moneyShape(),
  refunded: moneyShape(),
  returns_total: z.number(),
  penalties_total: z.number(),
  subtotal: moneyShape(),
  total: moneyShape(),
  balance: moneyShape(),
  instructions: textOrNull(),
  buyer_state: z.enum(ORDER_STATES),
  consignment: z.boolean().nullable(),
  seller_cancellation_reason: textOrNull(),
  buyer_cancellation_reason: textOrNull(),
  seller_cancellation_notes: textOrNull(),
  buyer_cancellation_notes: textOrNull(),
  seller_rejection_reason: textOrNull(),
  buyer_rejection_reason: textOrNull(),
  seller_rejection_notes: textOrNull(),
  buyer_rejection_notes: textOrNull(),
  created_at: timeShape(),
  updated_at: timeShape(),
  url: z.string(),
  oth_created: z.boolean(),
  reference: textOrNull(),
  created_by_ip_address: textOrNull(),
  substitutions: z.array(z.unknown()),
  state: z.enum(ORDER_STATES),
  child_orders: z.array(z.int()),
  created_by: z.union([
    z.strictObject({
      affiliate_id: z.int(),
      label: z.string(),
      affiliate_store_id: z.int(),
      type: z.literal('AffiliateCredential'),
    }),
    z.strictObject({
      type: z.enum(['APICredential', 'UserCredential']),
      label: z.string(),
      office_id: z.int(),
      brokerage_id: z.int(),
    }),
  ]),
  buyer: PartyShape(),
  seller: PartyShape(),
  billing_address: OrderAddressShape(),
  shipping_address: OrderAddressShape(),
  payments: z.array(PaymentShape()),
})

export const OrderV9Shape = once(() =>
  z.strictObject({
    ...commonFields(),
    type: z.enum(ORDER_TYPES),
    hold_placed_at: z.null(),
    order_group_id: z.int(),
    seller_state: z.enum(ORDER_STATES),
    client: ClientPartyShape()
      .extend({ phone_numbers: z.array(NestedPhoneNumber()), email_addresses: z.array(NestedEmailAddress()) })
      .nullable(),
    patron_type: z.enum(BUYER_TYPES),
    partner: z.boolean(),
    seller_is_pos: z.boolean(),
    spec: z.boolean(),
    fraud_check_status: z.enum(FRAUD_CHECK_STATUSES).nullable(),
    kount_score: z.null(),
    hold_expires_at: timeOrNull(),
    insurance: moneyShape(),
    currency: z.literal('USD'),
    promo_code: textOrNull(),
    seller_reference_number: textOrNull(),
    buyer_reference_number: textOrNull(),
    po_number: textOrNull(),
    invoice_number: textOrNull(),
    shipments: z.array(ShipmentV9Shape()),
    notes: z.array(z.strictObject({ ...noteFields(), office_id: z.int().nullable() })),
    items: z.array(ItemV9Shape()),
  }),
)

export const OrderV10Shape = once(() =>
  z.strictObject({
    ...commonFields(),
    deliveries: z.array(DeliveryShape()),
    notes: z.array(z.strictObject({ ...noteFields(), affiliate_store_id: z.int().nullable() })),
    items: z.array(DeliveredItemShape()),
  }),
)

/** GB request_object.md. No source shows what the queue's own calls answer; that it is the same is decided here. */
export const RequestObjectShape = once(() =>
  z.strictObject({
    id: z.int(),
    state: z.enum(['pending', 'completed', 'errored']),
    error: z.string().nullable(),
    result: z.union([OrderV9Shape(), z.array(OrderV9Shape())]).nullable(),
    params: z.looseObject({ orders: z.array(z.unknown()) }),
  }),
)
