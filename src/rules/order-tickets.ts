import type { Order } from '../store/records.ts'
import type { Transaction } from '../store/store.ts'
import { release } from './inventory.ts'
import { deleteTicketGroup } from './ticket-groups.ts'

/** The tickets of an order that did not come about: they go back to their owner, or, bought outside, go with it. */
export function giveUpTickets(tx: Transaction, order: Order): void {
  for (const { ticket_group_id, seats } of tx.list('items', 'by_order', order.id))
    if (order.seller.type === 'Outside') deleteUnlessGone(tx, ticket_group_id)
    else release(tx, ticket_group_id, seats)
}

/** Their owner may have taken them off the market before. */
function deleteUnlessGone(tx: Transaction, ticket_group_id: number): void {
  const group = tx.must('ticket_groups', ticket_group_id)
  if (group.deleted_at === null) deleteTicketGroup(tx, group)
}
