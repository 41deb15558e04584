import * as z from 'zod'
import { DocumentAnswer } from '../../answer.ts'
import { defineOperation } from '../../operation.ts'
import { checkHasEtickets, documentLines, documentTitle } from '../../rules/orders/documents.ts'
import { findOrder } from '../../rules/orders/visibility.ts'
import { checkFresh, printed } from '../../rules/printed-text.ts'
import { flat } from '../../wire/envelopes.ts'
import { RecipientFields } from '../../wire/shipment-input.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

const ordersPrint = defineOperation({
  id: 'orders.print',
  method: 'GET',
  path: '/v9/orders/:order_id/print',
  summary: 'An order on paper, as a PDF: an invoice to its seller, a purchase order to its buyer.',
  source: PHP_CLIENT,
  fidelity: 'decided',
  credentials: BROKERS,
  status: 200,
  output: () => z.strictObject({ order: z.string() }),
  prepare: ({ read, caller, params }) => {
    const order = findOrder(read, caller, params.order_id)
    return printed(documentLines(read, caller, order), documentTitle(caller, order))
  },
  handle: ({ tx, caller, params, prepared }) => {
    checkFresh(documentLines(tx, caller, findOrder(tx, caller, params.order_id)), prepared)
    return new DocumentAnswer('order', prepared.bytes)
  },
})

const emailed = {
  credentials: BROKERS,
  source: PHP_CLIENT,
  fidelity: 'decided',
  status: 200,
  input: () => ({ body: flat(RecipientFields()) }),
  output: () => z.strictObject({ result: z.literal('success') }),
} as const

const ordersEmail = defineOperation({
  ...emailed,
  id: 'orders.email',
  method: 'POST',
  path: '/v9/orders/:order_id/email',
  summary: 'Emails an order on paper; here the journal says so, and no email is sent.',
  handle: ({ tx, caller, params, body, note }) => {
    const order = findOrder(tx, caller, params.order_id)
    const title = documentTitle(caller, order)
    note(`${title} would be emailed to ${body.recipients.length} recipients; none is sent`)
    return { result: 'success' }
  },
})

const ordersEmailEticketsLink = defineOperation({
  ...emailed,
  id: 'orders.email_etickets_link',
  method: 'POST',
  path: '/v9/orders/:order_id/email_etickets_link',
  summary: 'Emails a link to download the etickets once; here the journal says so, and no email is sent.',
  handle: ({ tx, caller, params, body, note }) => {
    const order = findOrder(tx, caller, params.order_id)
    checkHasEtickets(tx, order)
    note(
      `A link to the etickets of order ${order.id} would be emailed to ${body.recipients.length} recipients; none is sent`,
    )
    return { result: 'success' }
  },
})

export const orderDocuments = [ordersPrint, ordersEmail, ordersEmailEticketsLink]
