import { defineOperation, type Operation } from '../../operation.ts'
import type { HeldState } from '../../rules/inventory/holds.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { FilteredTicketShape } from '../../wire/ticket-group-shapes.ts'
import { presentFilteredTicket } from '../../wire/ticket-groups.ts'
import { BROKERS, PHP_CLIENT } from './sources.ts'

/** The brokerage's holds, or its takes. */
const filtered = (state: HeldState, summary: string): Operation =>
  defineOperation({
    id: `filtered_tickets.${state}`,
    method: 'GET',
    path: `/v9/filtered_tickets/${state}`,
    summary,
    source: PHP_CLIENT,
    fidelity: 'decided',
    credentials: BROKERS,
    input: () => ({ query: pageQuery() }),
    indexed: true,
    status: 200,
    output: () => pageShape('filtered_tickets', FilteredTicketShape()),
    handle: ({ tx, caller, query }) => {
      const key = `${caller.account}|${state}`
      const source = {
        records: tx.find('ticket_holds', 'by_state', key),
        total: tx.count('ticket_holds', 'by_state', key),
      }
      return pageOf('filtered_tickets', query, source, (hold) => presentFilteredTicket(tx, caller, hold))
    },
  })

export const filteredTickets = [
  filtered('held', 'What your brokerage holds now, newest first.'),
  filtered('taken', 'What your brokerage has taken, newest first.'),
]
