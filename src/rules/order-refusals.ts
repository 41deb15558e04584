import type { TicketGroup } from '../store/records.ts'
import type { ShipmentType } from '../store/words.ts'
import { moneyString } from './money/totals.ts'
import { Refusal } from './refusal.ts'

/**
 * W:1666678785 "Common Error Responses from Orders / Create": the classes of an order that is refused as a whole, each
 * with its message. `explanation` is our own sentence, which says more.
 */

/** The class of whatever the page does not show; its message is a sentence. */
export const GENERAL_ERROR = 'OrderGroup::Builder::GeneralError'

const orderRefused = (code: string, message: string, explanation: string): Refusal =>
  new Refusal({ kind: 'order-refused', code, message, explanation })

/** Too few tickets are left, or the group is gone. */
export const noTickets = (explanation: string): Refusal =>
  orderRefused('OrderGroup::Builder::NoTickets', 'OrderGroup::Builder::NoTickets', explanation)

/** The price is below the cost, or the cost has changed. */
export const wrongPrice = (group: TicketGroup, price_cents: number, explanation: string): Refusal =>
  orderRefused(
    'OrderGroup::TicketPriceError',
    `Ticket Group: Ticket Price:${moneyString(group.wholesale_price_cents)}, Buy Price:${moneyString(price_cents)}`,
    explanation,
  )

export const wrongSplit = (splits: readonly number[], quantity: number, explanation: string): Refusal =>
  orderRefused(
    'OrderLink::InvalidTicketSplit',
    `Error performing ticket split, valid quantity values include ${splits.join(',')}, not ${quantity}`,
    explanation,
  )

export const wrongDelivery = ({ format }: TicketGroup, type: ShipmentType, explanation: string): Refusal =>
  orderRefused(
    GENERAL_ERROR,
    `Ticket group format is ${format}, but the specified delivery type is ${type}.`,
    explanation,
  )

/** The seller's own system has not got the tickets. */
export const notFoundThere = (explanation: string): Refusal =>
  orderRefused('OrderIntegration::Error::NotFound', 'OrderIntegration::Error::NotFound', explanation)

/** The seller's own system did not answer in time. */
export const notAnsweredInTime = (explanation: string): Refusal =>
  orderRefused('OrderIntegration::Error::ConnectionTimeout', 'Connection Timeout', explanation)
