import type { Transaction } from '../../store/transaction.ts'
import { unprocessable } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { readFile } from '../shipments/etickets.ts'
import { describeTicket } from './ticket-details.ts'
import type { Ticket } from './tickets.ts'

/** PHP:tickets: the eticket of one ticket is a PDF of a single page. */
export async function readTicketFile(settings: Settings, base64: string): Promise<string> {
  const { base64: read, pages } = await readFile(base64, 'eticket', settings)
  if (pages !== 1) throw unprocessable(`eticket has ${pages} pages; give the one page of this ticket`)
  return read
}

/** Puts a file that was read in place of the one that the ticket has. */
export function storeTicketFile(tx: Transaction, { group, seat, details }: Ticket, base64: string): Ticket {
  const before = details?.eticket_file_id ?? null
  if (before !== null) tx.delete('files', before)
  const { id } = tx.put('files', { id: tx.nextId('files'), base64 })
  return describeTicket(tx, group, seat, { eticket_file_id: id })
}
