import * as z from 'zod'
import { once } from '../operation.ts'
import { PAYMENT_STATES, PAYMENT_TYPES } from '../store/words.ts'
import { moneyShape, timeShape } from './client-shapes.ts'

/** The shapes of payments in answers, inside an order and on their own. */

const textOrNull = () => z.string().nullable()

export const PaymentShape = once(() =>
  z.strictObject({
    id: z.int(),
    type: z.enum(PAYMENT_TYPES),
    amount: moneyShape(),
    refundable_amount: z.number(),
    refunded_from_id: z.int().nullable(),
    avs_response: textOrNull(),
    avs_response_code: textOrNull(),
    avs_street_address_response: textOrNull(),
    avs_street_address_response_code: textOrNull(),
    avs_postal_code_response: textOrNull(),
    avs_postal_code_response_code: textOrNull(),
    cvv_response: textOrNull(),
    cvv_response_code: textOrNull(),
    order_link_id: z.int(),
    credit_memo_id: z.int().nullable(),
    payment_for_credit_memo_id: z.int().nullable(),
    created_at: timeShape(),
    updated_at: timeShape(),
    state: z.enum(PAYMENT_STATES),
    is_refund: z.boolean(),
    url: z.string(),
  }),
)

export const PaymentV9Shape = once(() =>
  PaymentShape().extend({
    check_number: textOrNull(),
    performed_by: z.null(),
    credit_card: z
      .strictObject({ id: z.int().nullable(), card_company: z.string(), last_digits: z.string(), name: textOrNull() })
      .nullable(),
  }),
)
