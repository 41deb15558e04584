import * as z from 'zod'
import { once } from '../once.ts'

/**
 * The calls to a broker's service as tevo-local makes them by default, and what it understands of the answers. TEvo's own
 * are not public: these are tevo-local's. The reference broker checks what it gets with them, and their document is made
 * from them.
 */

const globalId = () =>
  z.string().min(1).describe('The same for a hold, its release and its invoice. After a reset they start again.')
const remoteId = () =>
  z.string().nullable().describe("The broker's own id of its tickets; null where the ticket group has none.")
const quantity = () => z.int().min(1).describe('How many tickets.')
const price = () => z.number().min(0).describe('What the broker gets for each ticket, in dollars.')

export const HoldRequest = once(() =>
  z.strictObject({
    global_id: globalId(),
    remote_id: remoteId(),
    ticket_group_id: z.int().describe("TEvo's id of the tickets."),
    quantity: quantity(),
    price: price(),
  }),
)
export type HoldRequest = z.output<ReturnType<typeof HoldRequest>>

export const InvoiceRequest = once(() =>
  z.strictObject({
    global_id: globalId(),
    order_id: z.int().describe('The order that the broker is to accept.'),
    order_group_id: z.int(),
    remote_id: remoteId(),
    quantity: quantity(),
    price: price(),
    buyer: z
      .strictObject({ type: z.literal('Office'), id: z.int(), name: z.string() })
      .describe('The office that buys; 6 is the one of TEvo.'),
  }),
)
export type InvoiceRequest = z.output<ReturnType<typeof InvoiceRequest>>

export const HoldAnswer = once(() =>
  z.looseObject({ status: z.literal('held').describe('Any other answer is not a hold, and no order is made.') }),
)

export const Refused = once(() => z.looseObject({ status: z.string(), error: z.string().optional() }))
