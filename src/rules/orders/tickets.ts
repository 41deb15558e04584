import type { Order } from '../../store/records.ts'
import type { Transaction } from '../../store/transaction.ts'
import { release } from '../inventory/selling.ts'
import { deleteTicketGroup } from '../inventory/ticket-groups.ts'

/** Frees the tickets of an order that failed: they go back to their owner. Those bought outside are deleted. */
export function giveUpTickets(tx: Transaction, order: Order): void {
  for (const { ticket_group_id, seats } of tx.list('items', 'by_order', order.id))
    if (order.seller.type === 'Outside') deleteUnlessGone(tx, ticket_group_id)
    else release(tx, ticket_group_id, seats)
}

/** Their owner may have deleted them before. */
function deleteUnlessGone(tx: Transaction, ticket_group_id: number): void {
  const group = tx.must('ticket_groups', ticket_group_id)
  if (group.deleted_at === null) deleteTicketGroup(tx, group)
}
