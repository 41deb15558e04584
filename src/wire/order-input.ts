import * as z from 'zod'
import { once } from '../operation.ts'
import { unprocessable } from '../rules/refusal.ts'
import { asWritten } from '../rules/shipments/addresses.ts'
import type { BoughtItem, NewItem, NewShipment, Shipped } from '../store/placements.ts'
import type { TicketHold } from '../store/records.ts'
import { SERVICE_TYPES, SHIPMENT_TYPES, type ShipmentType, SIGNATURE_TYPES } from '../store/words.ts'
import {
  AddressFields,
  addressOf,
  EmailAddressFields,
  emailAddressOf,
  PhoneNumberFields,
  phoneNumberOf,
} from './client-input.ts'
import { flag, id, itemQuantity, money, optionalText } from './fields.ts'
import { PaymentFields } from './payment-input.ts'
import { BoughtGroupFields, formatOf, newTicketGroupOf, seat, seatOrder } from './ticket-group-input.ts'

/** Orders in requests: v9's `shipped_items` (S4), and v10's single order (S2). */

const ITEM_MAX_ENTRIES = 100

/** Tickets of a group, of a hold (which knows the rest), or, in a purchase, of a new group that comes with them. */
export const ItemFields = once(() =>
  z
    .object({
      ticket_group_id: id().nullish(),
      ticket_hold_id: id().nullish(),
      ticket_group: BoughtGroupFields().nullish(),
      price: money().nullish(),
      quantity: itemQuantity().nullish(),
      ticket_group_signature: optionalText(255),
      low_seat: seat().nullish(),
      seat_order: seatOrder().nullish(),
    })
    .superRefine((item, context) => {
      const wrong = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message, input: item })
      const { ticket_group: group, ticket_group_id, ticket_hold_id } = item
      if (group && (ticket_group_id || ticket_hold_id))
        wrong('ticket_group', 'cannot be given together with ticket_group_id or ticket_hold_id')
      if (ticket_hold_id) return
      if (!group && !ticket_group_id) wrong('ticket_group_id', "can't be blank")
      if ((item.price ?? group?.price ?? group?.wholesale_price) === undefined) wrong('price', "can't be blank")
      for (const field of ['quantity', 'low_seat', 'seat_order'] as const) {
        const own = item[field] ?? undefined
        const its = group?.[field] ?? undefined
        const isNeeded = field === 'quantity' || group
        if (isNeeded && own === undefined && its === undefined) wrong(field, "can't be blank")
        if (own !== undefined && its !== undefined && own !== its) wrong(field, `is ${its} in the ticket_group`)
      }
    }),
)

/** §7.16: the sources write both `TBD` and `Tbd`; answers have `Tbd`. */
const shipmentType = () =>
  z.string().transform((value, context): ShipmentType => {
    const type = SHIPMENT_TYPES.find((known) => known.toLowerCase() === value.toLowerCase())
    if (type !== undefined) return type
    context.addIssue({
      code: 'custom',
      message: value === '' ? "can't be blank" : `is not included in the list: ${SHIPMENT_TYPES.join(', ')}`,
      input: value,
    })
    return z.NEVER
  })

/** W:185466902: whom the buyer meets, where and when. */
export const senderFields = () => ({
  ship_from_name: optionalText(255),
  ship_from_address_attributes: AddressFields().nullish(),
  ship_from_phone_number_attributes: PhoneNumberFields().nullish(),
  pickup_time_range: optionalText(255),
  pickup_instructions: optionalText(),
})

export const shipmentFields = () => ({
  type: shipmentType(),
  service_type: z.enum([...SERVICE_TYPES, '']).nullish(),
  signature_type: z.enum(SIGNATURE_TYPES).nullish(),
  residential: flag().nullish(),
  address_id: id().nullish(),
  address_attributes: AddressFields().nullish(),
  phone_number_id: id().nullish(),
  phone_number_attributes: PhoneNumberFields().nullish(),
  email_address_id: id().nullish(),
  email_address_attributes: EmailAddressFields().nullish(),
  ship_from_address_id: id().nullish(),
  ship_from_phone_number_id: id().nullish(),
  ...senderFields(),
  ship_to_name: optionalText(255),
  ship_to_company_name: optionalText(255),
  tracking_number: optionalText(50),
  carrier: optionalText(50),
  available: flag().nullish(),
  cost: money().nullish(),
})

export const notesField = () =>
  z
    .union([z.string().max(10_000), z.array(z.string().max(10_000)).max(100)])
    .transform((notes) => (typeof notes === 'string' ? [notes] : notes).filter((note) => note !== ''))
    .nullish()

/** TEvo's samples of 2012 print the first two; a public program sends the third with its orders. */
export const orderNumberFields = () => ({
  po_number: optionalText(255),
  invoice_number: optionalText(255),
  buyer_reference_number: optionalText(255),
})

export const feeFields = () => ({
  shipping: money().nullish(),
  service_fee: money().nullish(),
  additional_expense: money().nullish(),
  tax: money().nullish(),
  discount: money().nullish(),
})

/** A substitution names the rejected purchase, and takes everything else from it (W:1524891662). */
export const OrderFields = once(() =>
  z
    .object({
      is_purchase: flag().nullish(),
      shipped_items: z
        .array(
          z.object({
            ...shipmentFields(),
            type: shipmentType().nullish(),
            items: z.array(ItemFields()).min(1).max(ITEM_MAX_ENTRIES),
          }),
        )
        .min(1)
        .max(ITEM_MAX_ENTRIES)
        .nullish(),
      // GB orders.md: items may stand in the order itself.
      items: z.array(ItemFields()).min(1).max(ITEM_MAX_ENTRIES).nullish(),
      payments: z.array(PaymentFields()).max(ITEM_MAX_ENTRIES).nullish(),
      seller_id: id().nullish(),
      buyer_id: id().nullish(),
      client_id: id().nullish(),
      created_by_ip_address: optionalText(45),
      consignment: flag().nullish(),
      ...feeFields(),
      promo_code: optionalText(255),
      internal_notes: notesField(),
      external_notes: notesField(),
      instructions: optionalText(),
      reference: optionalText(255),
      billing_address_id: id().nullish(),
      substitute_order_link_id: id().nullish(),
      tax_signature: optionalText(255),
      tax_quote_signature: optionalText(255),
      seller_reference_number: optionalText(255),
      ...orderNumberFields(),
      session_id: optionalText(255),
      user_agent: optionalText(1_000),
    })
    .superRefine((order, context) => {
      const wrong = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message, input: order })
      if (!order.shipped_items && !order.items) wrong('shipped_items', "can't be blank")
      if (order.substitute_order_link_id) return
      // W:693665797: a purchase needs no seller_id: the owner of the tickets sells them.
      if (!order.seller_id && !(order.is_purchase && order.buyer_id)) wrong('seller_id', "can't be blank")
      for (const shipment of order.shipped_items ?? [])
        if (!shipment.type) wrong('shipped_items.type', "can't be blank")
      if (!order.client_id && !order.buyer_id) wrong('client_id', "can't be blank unless buyer_id is given")
      if (order.client_id && order.buyer_id) wrong('client_id', 'cannot be given together with buyer_id')
      if (order.is_purchase && !order.buyer_id) wrong('buyer_id', "can't be blank for a purchase")
    }),
)

export type OrderEntry = z.output<ReturnType<typeof OrderFields>>

export const feesOf = (entry: { [Fee in keyof ReturnType<typeof feeFields>]?: number | null | undefined }) => ({
  shipping_cents: entry.shipping ?? 0,
  service_fee_cents: entry.service_fee ?? 0,
  additional_expense_cents: entry.additional_expense ?? 0,
  tax_cents: entry.tax ?? 0,
  discount_cents: entry.discount ?? 0,
})

type ShipmentEntry = Omit<z.output<z.ZodObject<ReturnType<typeof shipmentFields>>>, 'type'>

export function shipmentOf(entry: ShipmentEntry, type: ShipmentType, cost_cents: number): NewShipment {
  return {
    type,
    service_type: entry.service_type || null,
    signature_type: entry.signature_type ?? null,
    residential: entry.residential ?? null,
    address_id: entry.address_id ?? null,
    address: entry.address_attributes ? addressOf(entry.address_attributes) : null,
    phone_number_id: entry.phone_number_id ?? null,
    phone_number: entry.phone_number_attributes ? phoneNumberOf(entry.phone_number_attributes) : null,
    email_address_id: entry.email_address_id ?? null,
    email_address: entry.email_address_attributes ? emailAddressOf(entry.email_address_attributes) : null,
    ship_from_address_id: entry.ship_from_address_id ?? null,
    ship_from_phone_number_id: entry.ship_from_phone_number_id ?? null,
    ship_from_name: entry.ship_from_name ?? null,
    ship_from_address: entry.ship_from_address_attributes
      ? asWritten(addressOf(entry.ship_from_address_attributes).fields)
      : null,
    ship_from_phone_number: entry.ship_from_phone_number_attributes?.number ?? null,
    pickup_time_range: entry.pickup_time_range ?? null,
    pickup_instructions: entry.pickup_instructions ?? null,
    ship_to_name: entry.ship_to_name ?? null,
    ship_to_company_name: entry.ship_to_company_name ?? null,
    tracking_number: entry.tracking_number ?? null,
    carrier: entry.carrier ?? null,
    available: entry.available ?? null,
    cost_cents,
  }
}

type ItemEntry = z.output<ReturnType<typeof ItemFields>>

/** Finds the hold that an item names. It must be the caller's, and if the item also names a group, be of that group. */
export type FindHold = (ticket_hold_id: number, ticket_group_id: number | null) => TicketHold

/** S4: a hold brings its group, quantity, seats and price; a price in the request replaces the hold's. */
export const itemOf =
  (findHold: FindHold) =>
  (entry: ItemEntry): NewItem => {
    const hold = entry.ticket_hold_id ? findHold(entry.ticket_hold_id, entry.ticket_group_id ?? null) : undefined
    return {
      ticket_group_id: hold?.ticket_group_id ?? entry.ticket_group_id ?? 0,
      price_cents: entry.price ?? hold?.price_cents ?? 0,
      quantity: hold?.quantity ?? entry.quantity ?? 0,
      signature: entry.ticket_group_signature ?? null,
      low_seat: hold ? null : (entry.low_seat ?? null),
      seat_order: entry.seat_order ?? null,
      ticket_hold_id: hold?.id ?? null,
    }
  }

/** An item of a purchase from outside, with the group that is made with it. */
export function boughtItemOf({ ticket_group, ...item }: ItemEntry): BoughtItem {
  if (!ticket_group)
    throw unprocessable(
      "A purchase is of new tickets (ticket_group) or of other offices' tickets (ticket_group_id), not of both",
    )
  const group = newTicketGroupOf(ticket_group, {
    quantity: item.quantity ?? undefined,
    price_cents: item.price ?? undefined,
    low_seat: item.low_seat ?? undefined,
    seat_order: item.seat_order ?? undefined,
  })
  const format = formatOf(ticket_group) ?? null
  return { group: { ...group, format }, price_cents: item.price ?? group.wholesale_price_cents }
}

const isBought = ({ ticket_group }: ItemEntry): boolean => ticket_group !== null && ticket_group !== undefined

/** Whether an order has items with new tickets. */
export const bringsTickets = ({ items, shipped_items }: OrderEntry): boolean =>
  items?.some(isBought) === true || shipped_items?.some((shipment) => shipment.items.some(isBought)) === true

const TO_BE_DECIDED: NewShipment = shipmentOf(
  {
    ship_from_name: null,
    pickup_time_range: null,
    pickup_instructions: null,
    ship_to_name: null,
    ship_to_company_name: null,
    tracking_number: null,
    carrier: null,
  },
  'Tbd',
  0,
)

/** The shipments of a v9 order. Items that stand in the order itself get a shipment whose type is decided later. */
export function shippedItemsOf<Item>(entry: OrderEntry, itemOf: (item: ItemEntry) => Item): Shipped<Item>[] {
  const shipped = (entry.shipped_items ?? []).map((shipment) => ({
    shipment: shipmentOf(shipment, shipment.type ?? 'Tbd', shipment.cost ?? 0),
    items: shipment.items.map(itemOf),
  }))
  if (!entry.items) return shipped
  return [...shipped, { shipment: TO_BE_DECIDED, items: entry.items.map(itemOf) }]
}
