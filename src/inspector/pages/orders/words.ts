import { partyName } from '../../../rules/orders/documents.ts'
import { eventOf } from '../../../rules/shipments/first-event.ts'
import type { Item, Order, Party } from '../../../store/records.ts'
import type { Reader } from '../../../store/state.ts'

/** What stands in orders, in words for people. */

export const nameOf = (read: Reader, party: Party): string =>
  party.type === 'Outside' ? 'a seller outside of TEvo' : partyName(read, party)

/** `A, row 3, seats 1–4` */
export function placeOf(read: Reader, item: Item): string {
  const { section, row } = read.must('ticket_groups', item.ticket_group_id)
  return `${section}, row ${row}, ${seatsOf(item.seats)}`
}

export const eventName = (read: Reader, item: Item): string => eventOf(read, item).name

/** `seats 1–4` where they are next to each other, `seats 1, 3, 5` else. */
function seatsOf(seats: readonly number[]): string {
  const [first] = seats
  const last = seats.at(-1)
  if (first === undefined || last === undefined) return 'no seats'
  if (seats.length === 1) return `seat ${first}`
  const isRun = seats.every((seat, nth) => seat === first + nth)
  return `seats ${isRun ? `${first}–${last}` : seats.join(', ')}`
}

/** What an order is in its chain. */
export function roleOf({ front_order_id, is_purchase, back_order_id }: Order): string {
  if (front_order_id !== null) return "Behind: the owner's sale"
  if (back_order_id !== null) return 'In front: the sale to the client'
  return is_purchase ? 'A purchase for stock' : 'A sale of own stock'
}
