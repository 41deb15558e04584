import * as z from 'zod'
import { once } from '../operation.ts'
import { AddressFields } from './client-input.ts'
import { id, itemQuantity, money, optionalText } from './fields.ts'
import { feeFields, notesField, shipmentFields } from './order-input.ts'

/** S2: instructions are at most 200 characters, and a payment is a card or a token. */
export const OrderV10Fields = once(() =>
  z.object({
    client_id: id(),
    ticket_group: z.object({
      id: id(),
      price: money(),
      quantity: itemQuantity(),
      ticket_group_signature: optionalText(255),
    }),
    delivery: z.object(shipmentFields()),
    payments: z
      .array(
        z
          .object({
            type: z.literal('credit_card'),
            credit_card_id: id().nullish(),
            token: optionalText(255),
            address_id: id().nullish(),
            address_attributes: AddressFields().nullish(),
          })
          .refine((payment) => payment.credit_card_id || payment.token, {
            error: 'needs a credit_card_id or a token',
          }),
      )
      .length(1, { error: "must have exactly one payment; its amount is the order's total" }),
    session_id: optionalText(255),
    user_agent: optionalText(1_000),
    ...feeFields(),
    promo_code: optionalText(255),
    notes: z.object({ internal: notesField(), external: notesField() }).nullish(),
    instructions: optionalText(200),
    reference: optionalText(255),
    tax_signature: optionalText(255),
    tax_quote_signature: optionalText(255),
    created_by_ip_address: optionalText(45),
  }),
)

export type OrderV10Entry = z.output<ReturnType<typeof OrderV10Fields>>
