import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findSeenGroup } from '../../rules/inventory/ticket-groups.ts'
import { quoteTax, type RetailRequest } from '../../rules/money/tax-quotes.ts'
import { PAYMENT_TYPES } from '../../store/words.ts'
import { flat } from '../../wire/envelopes.ts'
import { groupQuantity, id, money } from '../../wire/fields.ts'
import { TaxQuoteShape } from '../../wire/ticket-group-shapes.ts'
import { presentTaxQuote } from '../../wire/ticket-groups.ts'
import { EVERY_CREDENTIAL, wiki } from './sources.ts'

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
    "Quotes the tax on tickets; the order for them gives the quote's `tax_signature`. The rate is the example's 8.8 %.",
  source: wiki(2898427919),
  fidelity: 'documented',
  // W:3510599681: an affiliate's v10 order names a tax_signature, so an affiliate makes quotes.
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    body: flat(
      z.object({
        ticket_group_id: id(),
        quantity: groupQuantity(),
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
