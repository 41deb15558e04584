import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { quoteTax, type RetailRequest } from '../../rules/tax-quotes.ts'
import { PAYMENT_TYPES } from '../../rules/terms.ts'
import { findSeenGroup } from '../../rules/ticket-groups.ts'
import { flat } from '../../wire/envelopes.ts'
import { count, id, money } from '../../wire/fields.ts'
import { TaxQuoteShape } from '../../wire/ticket-group-shapes.ts'
import { presentTaxQuote } from '../../wire/ticket-groups.ts'
import { BROKERS, wiki } from './sources.ts'

const retailFields = () =>
  z.object({
    price: money(),
    shipping: money().nullish(),
    service_fee: money().nullish(),
    additional_expense: money().nullish(),
    discount: money().nullish(),
  })

const retailOf = (entry: z.output<ReturnType<typeof retailFields>>): RetailRequest => ({
  price_cents: entry.price,
  shipping_cents: entry.shipping ?? null,
  service_fee_cents: entry.service_fee ?? null,
  additional_expense_cents: entry.additional_expense ?? null,
  discount_cents: entry.discount ?? null,
})

const taxQuotesCreate = defineOperation({
  id: 'tax_quotes.create',
  method: 'POST',
  path: '/v9/tax_quotes',
  summary:
    "The tax on tickets, under a `tax_signature` that the order for them names; the rate is the example's 8.8 %.",
  source: wiki(2898427919),
  fidelity: 'documented',
  credentials: BROKERS,
  input: () => ({
    body: flat(
      z.object({
        ticket_group_id: id(),
        quantity: count(),
        payment_type: z.enum(PAYMENT_TYPES).nullish(),
        retail: retailFields().nullish(),
      }),
    ),
  }),
  status: 201,
  output: TaxQuoteShape,
  handle: ({ tx, caller, body }) => {
    const group = findSeenGroup(tx, caller, String(body.ticket_group_id))
    const retail = body.retail ? retailOf(body.retail) : null
    const request = { quantity: body.quantity, payment_type: body.payment_type ?? null, retail }
    return presentTaxQuote(retail, quoteTax(tx, caller, group, request))
  },
})

export const taxQuotes = [taxQuotesCreate]
