import * as z from 'zod'
import { once } from '../operation.ts'
import { asWritten } from '../rules/shipments/addresses.ts'
import type { ShipmentUpdate } from '../rules/shipments/changes.ts'
import type { Transfer } from '../rules/shipments/moves.ts'
import type { NewPacking } from '../rules/shipments/packing.ts'
import {
  AIRBILL_CARRIERS,
  MOBILE_TRANSFER_TYPES,
  SERVICE_TYPES,
  SIGNATURE_TYPES,
  TRANSFER_SOURCES,
} from '../store/words.ts'
import {
  AddressFields,
  addressOf,
  EmailAddressFields,
  emailAddressOf,
  PhoneNumberFields,
  phoneNumberOf,
} from './client-input.ts'
import { digits, flag, id, optionalText, text } from './fields.ts'
import { senderFields, shipmentFields, shipmentOf } from './order-input.ts'

/** Shipments in requests of their own; `order-input.ts` has those inside an order. */

const named = () =>
  z
    .array(z.object({ id: id() }))
    .min(1)
    .max(100)

/** W:9994308: its items are named by `order_item_id`, under `order_items` or `items`. */
export const ShipmentFields = once(() => {
  const { cost: _cost, ...fields } = shipmentFields()
  return z
    .object({ ...fields, order_id: id().nullish(), items: named().nullish(), order_items: named().nullish() })
    .superRefine((entry, context) => {
      if (entry.items || entry.order_items) return
      const message = `can't be blank: give the items to ship, [{"id": <order_item_id>}]`
      context.addIssue({ code: 'custom', path: ['items'], message, input: entry })
    })
})

export const packingOf = (entry: z.output<ReturnType<typeof ShipmentFields>>): NewPacking => ({
  order_id: entry.order_id ?? null,
  order_item_ids: [...new Set((entry.items ?? entry.order_items ?? []).map((each) => each.id))],
  shipment: shipmentOf(entry, entry.type, 0),
})

const transferType = () => z.enum(MOBILE_TRANSFER_TYPES).nullish()

/** W:185466902; `tm_mobile_shipment_type` is the older name of the first, and `pickup` is ours. */
export const ShipmentChanges = once(() =>
  z.object({
    mobile_transfer_type: transferType(),
    tm_mobile_shipment_type: transferType(),
    transfer_source: z.enum(TRANSFER_SOURCES).nullish(),
    pickup: z.object({ name: text(255), phone: digits() }).nullish(),
    ...senderFields(),
    tracking_number: optionalText(50),
    ship_to_name: optionalText(255),
    ship_to_company_name: optionalText(255),
    service_type: z.enum(SERVICE_TYPES).optional(),
    signature_type: z.enum(SIGNATURE_TYPES).optional(),
    residential: flag().nullish(),
    address_id: id().nullish(),
    address_attributes: AddressFields().nullish(),
    phone_number_id: id().nullish(),
    phone_number_attributes: PhoneNumberFields().nullish(),
    email_address_id: id().nullish(),
    email_address_attributes: EmailAddressFields().nullish(),
  }),
)

export function shipmentUpdateOf(changes: z.output<ReturnType<typeof ShipmentChanges>>): ShipmentUpdate {
  const { ship_from_address_attributes: from, ship_from_phone_number_attributes: phone } = changes
  return {
    mobile_transfer_type: changes.mobile_transfer_type ?? changes.tm_mobile_shipment_type ?? null,
    pickup: changes.pickup ?? null,
    sender: {
      ship_from_name: changes.ship_from_name,
      ship_from_address: from ? asWritten(addressOf(from).fields) : undefined,
      ship_from_phone_number: phone ? phone.number : undefined,
      pickup_time_range: changes.pickup_time_range,
      pickup_instructions: changes.pickup_instructions,
      transfer_source: changes.transfer_source,
      tracking_number: changes.tracking_number,
    },
    details: {
      ship_to_name: changes.ship_to_name,
      ship_to_company_name: changes.ship_to_company_name,
      service_type: changes.service_type,
      signature_type: changes.signature_type,
      residential: changes.residential,
    },
    destination: {
      address_id: changes.address_id ?? null,
      address: changes.address_attributes ? addressOf(changes.address_attributes) : null,
      phone_number_id: changes.phone_number_id ?? null,
      phone_number: changes.phone_number_attributes ? phoneNumberOf(changes.phone_number_attributes) : null,
      email_address_id: changes.email_address_id ?? null,
      email_address: changes.email_address_attributes ? emailAddressOf(changes.email_address_attributes) : null,
    },
  }
}

/** W:2445672450. */
export const TransferFields = once(() =>
  z.object({
    tm_mobile_link: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_000)]).nullish(),
    transfer_source: z.enum(TRANSFER_SOURCES).nullish(),
  }),
)

export const transferOf = (body: z.output<ReturnType<typeof TransferFields>>): Transfer => ({
  tm_mobile_link: body.tm_mobile_link || null,
  transfer_source: body.transfer_source ?? null,
})

export const ProvidedAirbillFields = once(() =>
  z.object({ file: text(Number.MAX_SAFE_INTEGER), tracking_number: digits(50), carrier: z.enum(AIRBILL_CARRIERS) }),
)

/** Whom to send something to. */
export const RecipientFields = once(() =>
  z.object({
    recipients: z
      .array(
        z
          .string()
          // First, and alone: of a text of dots the pattern would try each against all that follow.
          .max(255, { abort: true })
          .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/),
      )
      .min(1)
      .max(100),
  }),
)

/** W:9994290: lists write a type as `Delivery::FedEx`; upper and lower case are the same (§7.16). */
export const typeFilter = () =>
  z
    .string()
    .transform((type) => type.replace(/^Delivery::/i, '').toLowerCase())
    .optional()

export const isOfType = (type: string, filter: string | undefined): boolean =>
  filter === undefined || type.toLowerCase() === filter
