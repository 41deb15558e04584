import type { Address, TicketGroup } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { ShipmentType } from '../../store/words.ts'
import { wallClock } from '../catalogue/venue-time.ts'
import { unprocessable } from '../refusal.ts'
import { isPoBox } from './addresses.ts'
import { cheapestInTime, type FedExService, servicesTo } from './fedex.ts'

/** A way of delivery and its price; `provider` is the type of the shipment to order. */
export interface DeliveryOption {
  readonly name: string
  readonly provider: ShipmentType
  readonly service_type: string | null
  readonly price_cents: number
}

type Destination = Pick<Address, 'street_address' | 'extended_address' | 'country_code'>

/** W:357204018: by the format of a ticket group. Physical tickets are sent, or, when it is too late, handed over. */
const ELECTRONIC_OPTIONS: { readonly [format: string]: Pick<DeliveryOption, 'name' | 'provider'> } = {
  eticket: { name: 'Eticket', provider: 'Eticket' },
  tm_mobile: { name: 'TM Mobile', provider: 'TMMobile' },
  flash_seats: { name: 'Flash Seats', provider: 'FlashSeats' },
  guest_list: { name: 'Guest List', provider: 'GuestList' },
  paperless: { name: 'Paperless', provider: 'Paperless' },
}

/** GBA delivery options: the option to expect for a group, from its format and the time left until the event. */
export function suggestDelivery(read: Reader, group: TicketGroup, to: Destination | null): DeliveryOption {
  const electronic = ELECTRONIC_OPTIONS[group.format.toLowerCase()]
  if (electronic !== undefined) return { ...electronic, service_type: null, price_cents: 0 }
  if (to === null)
    throw unprocessable(
      `Ticket group ${group.id} is ${group.format}: give address_id or address_attributes, so that it can be sent`,
    )
  const event = read.must('events', group.event_id)
  const now = wallClock(read.now, read.must('venues', event.venue_id).time_zone)
  const service = isPoBox(to) ? undefined : cheapestInTime(to.country_code, now, event.occurs_at)
  return service === undefined
    ? { name: 'Local Pickup', provider: 'LocalPickup', service_type: null, price_cents: 0 }
    : optionOf(service)
}

const optionOf = ({ name, service_type, price_cents }: FedExService): DeliveryOption => ({
  name,
  provider: 'FedEx',
  service_type,
  price_cents,
})

/** FedEx's services to an address, the cheapest first; with `service_type`, only that one. */
export function ratesTo(to: Destination, service_type: string | null): DeliveryOption[] {
  if (isPoBox(to)) throw unprocessable('FedEx does not deliver to PO boxes; this address is one')
  const services = servicesTo(to.country_code)
  if (service_type === null) return services.map(optionOf)
  const asked = service_type === 'LEAST_EXPENSIVE' ? services.slice(0, 1) : services.filter(isOf(service_type))
  if (asked.length > 0) return asked.map(optionOf)
  throw unprocessable(
    `FedEx does not offer ${service_type} to this address; it offers ${services.map((service) => service.service_type).join(', ')}`,
  )
}

const isOf = (service_type: string) => (service: FedExService) => service.service_type === service_type
