import type { Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { wallClock } from '../catalogue/venue-time.ts'
import { cheapestInTime, servicesTo } from './fedex.ts'
import { firstEventOf } from './first-event.ts'
import { recipientOf } from './recipient.ts'

/** W:9994308: LEAST_EXPENSIVE is the cheapest service that arrives about four hours before the event. */
export function fedExServiceOf(read: Reader, shipment: Shipment, sent_at: number): string {
  const service_type = shipment.service_type ?? 'LEAST_EXPENSIVE'
  const event = firstEventOf(read, shipment)
  if (service_type !== 'LEAST_EXPENSIVE' || event === undefined) return service_type
  const country_code = recipientOf(read, shipment).address?.country_code ?? null
  const { time_zone } = read.must('venues', event.venue_id)
  const service = cheapestInTime(country_code, wallClock(sent_at, time_zone), event.occurs_at)
  return (service ?? servicesTo(country_code).at(-1))?.service_type ?? service_type
}
