import { drawnPdf } from '../../pdf/pdfs.ts'
import type { Ticket } from '../../pdf/tickets.ts'
import type { Item, Order } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { printedTime, refusing } from '../printed-text.ts'
import { stale } from '../refusal.ts'
import type { Settings } from '../settings.ts'
import { finalizeItem, type NewFile, storeFile } from './etickets.ts'
import { eventOf } from './first-event.ts'

/** Etickets that a seller draws who has none: one page for each ticket. */
export interface DrawnTickets {
  readonly tickets: readonly Ticket[]
  readonly file: NewFile
}

export async function prepareTickets(read: Reader, order: Order, item: Item): Promise<DrawnTickets> {
  const tickets = ticketsOf(read, order, item)
  const file = await refusing(drawnPdf(tickets, `Tickets of order ${order.order_group_id}-${order.id}`))
  return { tickets, file: { ...file, from_id: item.eticket_file_id } }
}

/** Delivers drawn tickets. */
export function finalizeDrawn(
  tx: Transaction,
  settings: Settings,
  order: Order,
  item: Item,
  { tickets, file }: DrawnTickets,
): void {
  if (textOf(tickets) !== textOf(ticketsOf(tx, order, item))) throw stale()
  finalizeItem(tx, settings, order, storeFile(tx, item, file))
}

function ticketsOf(read: Reader, order: Order, item: Item): Ticket[] {
  const { section, row } = read.must('ticket_groups', item.ticket_group_id)
  const event = eventOf(read, item)
  const venue = read.must('venues', event.venue_id)
  return Array.from({ length: item.quantity }, (_, nth) => {
    const seat = item.seats[nth] ?? nth + 1
    return {
      title: event.name,
      lines: [
        printedTime(event.occurs_at),
        [venue.name, venue.locality, venue.region].filter(Boolean).join(', '),
        `Section ${section}, row ${row}, seat ${seat}`,
        `Order ${order.order_group_id}-${order.id}, ticket ${nth + 1} of ${item.quantity}`,
      ],
      code: `${order.id}-${item.id}-${seat}`,
    }
  })
}

const textOf = (tickets: readonly Ticket[]): string =>
  tickets.map(({ title, lines, code }) => [title, ...lines, code].join('\n')).join('\n')
