import type { Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import type { Caller } from '../caller.ts'
import { isOwnGroup } from '../inventory/availability.ts'
import { describeTicket } from '../inventory/ticket-details.ts'
import { type Ticket, ticketAt, ticketId } from '../inventory/tickets.ts'
import { invalid } from '../refusal.ts'

/** The tickets of an order that are the caller's own: what they have cost is the business of nobody else. */
export function ownTickets(read: Reader, caller: Caller, order: Order): Ticket[] {
  return read.list('items', 'by_order', order.id).flatMap(({ ticket_group_id, seats }) => {
    const group = read.must('ticket_groups', ticket_group_id)
    return isOwnGroup(read, caller, group) ? seats.map((seat) => ticketAt(read, group, seat)) : []
  })
}

export interface TicketCost {
  readonly id: string
  readonly cost_cents: number
}

/** Says what tickets of an order have cost: for consignment it is known only when they are sold. */
export function setTicketCosts(tx: Transaction, caller: Caller, order: Order, costs: readonly TicketCost[]): void {
  const tickets = new Map(ownTickets(tx, caller, order).map((ticket) => [ticketId(ticket), ticket]))
  for (const [nth, { id, cost_cents }] of costs.entries()) {
    const ticket = tickets.get(id)
    if (ticket === undefined) throw invalid({ id: [`${id} is not a ticket of yours in order ${order.id}`] }, nth)
    describeTicket(tx, ticket.group, ticket.seat, { cost_cents })
  }
}
