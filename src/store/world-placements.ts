import * as z from 'zod'
import type { Placement, PrimaryField } from './placements.ts'
import * as words from './words.ts'
import {
  cents,
  flag,
  flagOrNull,
  id,
  idOrNull,
  list,
  oneOf,
  party,
  paymentCardOrNull,
  place,
  priceCents,
  quantityOfGroup,
  quantityOfItem,
  seat,
  shipmentAddressOrNull,
  strict,
  text,
  textOrNull,
  ticketGroupDetails,
} from './world-fields.ts'

/** What a queued order keeps of the orders that are to be made, as a world file has it. */

const mayBePrimary = flag.exactOptional()
const primary = strict(
  {
    primary_email_address_id: mayBePrimary,
    primary_phone_number_id: mayBePrimary,
    primary_address_id: mayBePrimary,
    primary_shipping_address_id: mayBePrimary,
    primary_billing_address_id: mayBePrimary,
    primary_credit_card_id: mayBePrimary,
  } satisfies { readonly [Field in PrimaryField]: unknown },
  'primary flags: an object',
)
const flaggedOrNull = <Shape extends z.core.$ZodShape>(fields: Shape) =>
  strict({ fields: strict(fields, 'its fields: an object'), primary }, 'a property: an object').nullable()

const shipment = strict(
  {
    type: oneOf(words.SHIPMENT_TYPES),
    service_type: textOrNull,
    signature_type: textOrNull,
    residential: flagOrNull,
    address_id: idOrNull,
    address: flaggedOrNull({ label: textOrNull, name: textOrNull, company: textOrNull, ...place }),
    phone_number_id: idOrNull,
    phone_number: flaggedOrNull({ label: textOrNull, country_code: textOrNull, number: text, extension: textOrNull }),
    email_address_id: idOrNull,
    email_address: flaggedOrNull({ label: textOrNull, address: text }),
    ship_from_address_id: idOrNull,
    ship_from_phone_number_id: idOrNull,
    ship_from_name: textOrNull,
    ship_from_address: shipmentAddressOrNull,
    ship_from_phone_number: textOrNull,
    pickup_time_range: textOrNull,
    pickup_instructions: textOrNull,
    ship_to_name: textOrNull,
    ship_to_company_name: textOrNull,
    tracking_number: textOrNull,
    carrier: textOrNull,
    available: flagOrNull,
    cost_cents: cents,
  },
  'a shipment: an object',
)

const seatOrder = oneOf(words.SEAT_ORDERS)

const item = strict(
  {
    ticket_group_id: id,
    quantity: quantityOfItem,
    price_cents: priceCents,
    signature: textOrNull,
    low_seat: seat.nullable(),
    seat_order: seatOrder.nullable(),
    ticket_hold_id: idOrNull,
  },
  'an item: an object',
)

const boughtItem = strict(
  {
    price_cents: priceCents,
    group: strict(
      {
        event_id: id,
        office_id: idOrNull,
        quantity: quantityOfGroup,
        low_seat: seat,
        seat_order: seatOrder,
        ...ticketGroupDetails,
        format: oneOf(words.TICKET_FORMATS).nullable(),
      },
      'a ticket group: an object',
    ),
  },
  'a bought item: an object',
)

const shipped = <Item extends z.ZodType>(each: Item) =>
  list(strict({ shipment, items: list(each) }, 'a shipment and its items: an object'))

const payment = strict(
  {
    type: oneOf(words.PAYMENT_TYPES),
    amount_cents: cents.nullable(),
    credit_card_id: idOrNull,
    token: textOrNull,
    billing_address_id: idOrNull.exactOptional(),
    card: paymentCardOrNull.exactOptional(),
    is_declined: flag.exactOptional(),
    is_completed: flag,
    is_refund: flag,
  },
  'a payment: an object',
)

/** What an order and a purchase from outside have in common. */
const common = {
  buyer: party,
  is_purchase: flag,
  payments: list(payment),
  fees: strict(
    {
      shipping_cents: cents,
      service_fee_cents: cents,
      additional_expense_cents: cents,
      tax_cents: cents,
      discount_cents: cents,
    },
    'fees: an object',
  ),
  check_fraud: flag,
  needs_session: flag,
  notes: strict({ internal: list(text), external: list(text) }, 'notes: an object'),
  details: strict(
    {
      instructions: textOrNull,
      reference: textOrNull,
      promo_code: textOrNull,
      consignment: flagOrNull,
      created_by_ip_address: textOrNull,
      session_id: textOrNull,
      user_agent: textOrNull,
      seller_reference_number: textOrNull,
      buyer_reference_number: textOrNull.exactOptional(),
      po_number: textOrNull.exactOptional(),
      invoice_number: textOrNull.exactOptional(),
      tax_signature: textOrNull,
      billing_address_id: idOrNull,
      substitute_order_link_id: idOrNull,
    },
    'details: an object',
  ),
  prefix: text,
}

const AN_ENTRY = 'an order to be made: {"kind": "order", "order": {…}}, as a world that was exported has it'

/** Whatever `queueOrders` keeps, and no more: the queue makes it without another look. */
export const placement: z.ZodType<Placement> = z.discriminatedUnion(
  'kind',
  [
    strict(
      {
        kind: z.literal('order'),
        order: strict({ ...common, seller: party, shipped_items: shipped(item) }, 'an order: an object'),
      },
      AN_ENTRY,
    ),
    strict(
      {
        kind: z.literal('outside_purchase'),
        // The seller that it came with is not read.
        purchase: strict(
          { ...common, seller: party.exactOptional(), shipped_items: shipped(boughtItem) },
          'a purchase: an object',
        ),
      },
      AN_ENTRY,
    ),
    strict(
      {
        kind: z.literal('substitution'),
        rejected_id: id,
        items: list(item),
        type: oneOf(words.SHIPMENT_TYPES).exactOptional(),
      },
      AN_ENTRY,
    ),
  ],
  AN_ENTRY,
)
