import type { TicketDetails, TicketGroup } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import { detailsOf, type Ticket, ticketAt } from './tickets.ts'

/** What is said of single tickets. */

export type DetailFields = Partial<Omit<TicketDetails, 'id' | 'ticket_group_id' | 'seat' | 'updated_at'>>

const NO_DETAILS = {
  cost_cents: null,
  barcode: null,
  primary_ticket_id: null,
  verification_id: null,
  eticket_file_id: null,
}

/** Says something of one ticket; what is left out stays as it is. */
export function describeTicket(tx: Transaction, group: TicketGroup, seat: number, fields: DetailFields): Ticket {
  const known = detailsOf(tx, group, seat)
  tx.put('ticket_details', {
    ...(known ?? { ...NO_DETAILS, id: tx.nextId('ticket_details'), ticket_group_id: group.id, seat }),
    ...fields,
    updated_at: tx.now,
  })
  return ticketAt(tx, group, seat)
}

/** Forgets what was said of the tickets of a group, because it gets others. */
export function forgetTickets(tx: Transaction, group: TicketGroup): void {
  for (const { id, eticket_file_id } of tx.list('ticket_details', 'by_group', group.id)) {
    if (eticket_file_id !== null) tx.delete('files', eticket_file_id)
    tx.delete('ticket_details', id)
  }
}
