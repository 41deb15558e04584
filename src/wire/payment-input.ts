import * as z from 'zod'
import { once, type RawEntry } from '../operation.ts'
import { isDeclined } from '../rules/money/gateway.ts'
import type { NewPayment } from '../store/placements.ts'
import { PAYMENT_TYPES } from '../store/words.ts'
import { CreditCardFields, creditCardOf } from './client-input.ts'
import { flag, id, money, optionalText } from './fields.ts'

/** Payments in requests, inside an order and on their own: W:9470142. */

export const PaymentFields = once(() =>
  z.object({
    type: z.enum(PAYMENT_TYPES),
    amount: money().nullish(),
    credit_card_id: id().nullish(),
    credit_card: CreditCardFields().nullish(),
    token: optionalText(255),
    payment_method_token: optionalText(255),
    payment_method_nonce: optionalText(255),
    billing_address_id: id().nullish(),
    is_completed: flag().nullish(),
    is_refund: flag().nullish(),
  }),
)

/** Of a card that comes with a payment, as public shops send it, its number and code are not kept. */
function cardOf(entry: z.output<ReturnType<typeof CreditCardFields>>): Pick<NewPayment, 'card' | 'is_declined'> {
  const { name, card_company, last_digits } = creditCardOf(entry).fields
  return { card: { name, card_company, last_digits }, is_declined: isDeclined(entry.number) }
}

export const paymentOf = (entry: z.output<ReturnType<typeof PaymentFields>>): NewPayment => ({
  type: entry.type,
  amount_cents: entry.amount ?? null,
  credit_card_id: entry.credit_card_id ?? null,
  token: entry.payment_method_token ?? entry.payment_method_nonce ?? entry.token ?? null,
  billing_address_id: entry.billing_address_id ?? null,
  ...(entry.credit_card ? cardOf(entry.credit_card) : {}),
  is_completed: entry.is_completed ?? false,
  is_refund: entry.is_refund ?? false,
})

/** What is kept of a request: all of it but the numbers and codes of cards. */
export function withoutCards(sent: RawEntry): RawEntry {
  const kept = Object.entries(sent).map(([field, value]): [string, unknown] => {
    if (Array.isArray(value)) return [field, value.map((each) => (isObject(each) ? withoutCards(each) : each))]
    if (!isObject(value)) return [field, value]
    if (field !== 'credit_card') return [field, withoutCards(value)]
    const { number: _number, verification_code: _verification_code, ...card } = value
    return [field, card]
  })
  return Object.fromEntries(kept)
}

const isObject = (value: unknown): value is RawEntry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
