import * as z from 'zod'
import { once } from '../operation.ts'
import { costOf, type Ticket, ticketId } from '../rules/inventory/tickets.ts'
import { TICKET_STATES } from '../store/words.ts'
import { stringId } from './client-shapes.ts'
import { moneyNumber } from './print.ts'

/** Single tickets in answers. An entry of `ticket_list` has id, seat, purchase order and cost; the rest is decided here. */

export const SingleTicketShape = once(() =>
  z.strictObject({
    id: stringId(),
    url: z.string(),
    ticket_group_id: z.int(),
    seat: z.string(),
    state: z.enum(TICKET_STATES),
    purchase_order_id: stringId().nullable(),
    cost: z.number(),
    barcode: z.string().nullable(),
    primary_ticket_id: z.string().nullable(),
    verification_id: z.string().nullable(),
    eticket_available: z.boolean(),
  }),
)

export const TicketCostsShape = once(() => z.strictObject({ tickets: z.array(SingleTicketShape()) }))

export function presentSingleTicket(ticket: Ticket) {
  const { group, seat, state, details } = ticket
  const id = ticketId(ticket)
  return {
    id,
    url: `/tickets/${id}`,
    ticket_group_id: group.id,
    seat: String(seat),
    state,
    purchase_order_id: group.purchase_order_id === null ? null : String(group.purchase_order_id),
    cost: moneyNumber(costOf(group, details)),
    barcode: details?.barcode ?? null,
    primary_ticket_id: details?.primary_ticket_id ?? null,
    verification_id: details?.verification_id ?? null,
    eticket_available: details !== null && details.eticket_file_id !== null,
  }
}
