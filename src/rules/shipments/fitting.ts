import type { TicketGroup } from '../../store/records.ts'
import { type ShipmentType, TICKET_FORMATS, type TicketFormat } from '../../store/words.ts'
import { wrongDelivery } from '../order-refusals.ts'

/** Which types of delivery go with which format of tickets. W:1666678785 says that they have to fit; the table is ours. */

/** They leave it to the seller how the tickets are delivered. */
const WITH_EVERYTHING = ['Tbd', 'Custom', 'Offline'] as const satisfies readonly ShipmentType[]

const DELIVERIES: { readonly [Format in TicketFormat]: readonly ShipmentType[] } = {
  Eticket: ['Eticket', 'InstantDelivery', 'Email'],
  Physical: ['FedEx', 'UPS', 'Courier', 'ProvidedAirbill', 'LocalPickup', 'WillCall', 'PickupAtOffice'],
  TM_mobile: ['TMMobile', 'TMMobileLink'],
  Flash_seats: ['FlashSeats'],
  Guest_list: ['GuestList'],
  Paperless: ['Paperless'],
}

/** The format of tickets of which only the delivery is known. */
export const formatDeliveredBy = (type: ShipmentType): TicketFormat =>
  TICKET_FORMATS.find((format) => DELIVERIES[format].includes(type)) ?? 'Physical'

/** @throws Refusal when the tickets cannot be delivered so */
export function checkFits(group: TicketGroup, type: ShipmentType): void {
  const fitting = [...DELIVERIES[group.format], ...WITH_EVERYTHING]
  if (!fitting.includes(type))
    throw wrongDelivery(
      group,
      type,
      `Ticket group ${group.id} is ${group.format}, which ${type} does not fit: use ${fitting.join(', ')}`,
    )
}
