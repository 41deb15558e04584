import type { Event, Item, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'

export const eventOf = (read: Reader, item: Item): Event =>
  read.must('events', read.must('ticket_groups', item.ticket_group_id).event_id)

/** The first event that the tickets in a shipment are for; undefined when they went into another shipment. */
export function firstEventOf(read: Reader, shipment: Shipment): Event | undefined {
  const events = read.list('items', 'by_shipment', shipment.id).map((item) => eventOf(read, item))
  return events.sort((one, other) => one.occurs_at - other.occurs_at)[0]
}
