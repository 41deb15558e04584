import { isPoBox } from '../rules/shipments/addresses.ts'
import { fedExServiceOf } from '../rules/shipments/fedex-service.ts'
import { firstEventOf } from '../rules/shipments/first-event.ts'
import { clientBehind, recipientOf, senderOf } from '../rules/shipments/recipient.ts'
import type { Client, Order, Shipment, ShipmentAddress, TrackingEvent } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { SCANS } from '../store/words.ts'
import { presentItemV9 } from './order-items.ts'
import { presentShipmentV9 } from './order-shipments.ts'
import { time, timeOrNull } from './print.ts'

/** Shipments in answers of their own, and their tracking. */

/**
 * W:9994290, with the items of the older developer.ticketevolution.com/endpoints/shipments, and the fields that PUT can
 * set. The rest of its `shipment_snapshot` is not known.
 */
export function presentWholeShipment(read: Reader, shipment: Shipment) {
  const order = read.must('orders', shipment.order_id)
  const { address, phone_number } = recipientOf(read, shipment)
  return {
    ...presentShipmentV9(read, shipment),
    created_at: time(shipment.created_at),
    notes: null,
    service_type_display: '',
    airbill: shipment.airbill_file_id === null ? '' : `/shipments/${shipment.id}/get_airbill`,
    residential: shipment.residential,
    order: { id: order.id, url: `/orders/${order.id}` },
    address: address === null ? null : presentAddress(clientBehind(read, order), shipment.address_id, address),
    phone_number: digitsOf(phone_number),
    shipment_snapshot: {
      id: shipment.id,
      type: shipment.type,
      po_box: String(address !== null && isPoBox(address)),
      locality: address?.locality ?? null,
      postal_code: address?.postal_code ?? null,
      region: address?.region ?? null,
      country_code: address?.country_code ?? null,
      available: shipment.available,
      carrier: shipment.carrier,
      name: null,
      company: null,
      label: null,
    },
    ship_from_name: shipment.ship_from_name,
    ship_from_phone_number: shipment.ship_from_phone_number,
    ship_from_address:
      shipment.ship_from_address === null ? null : presentAddress(null, null, shipment.ship_from_address),
    pickup_time_range: shipment.pickup_time_range,
    pickup_instructions: shipment.pickup_instructions,
    pickup: shipment.type === 'LocalPickup' ? presentPickup(read, shipment) : null,
    items: read.list('items', 'by_shipment', shipment.id).map((item) => presentItemV9(read, item)),
  }
}

/** W:9994290, W:185466902: the list and PUT use the singular here, unlike an order (W:676986886). */
export function presentListedShipment(read: Reader, shipment: Shipment) {
  return { ...presentWholeShipment(read, shipment), url: `/shipment/${shipment.id}` }
}

/** `4805551212` */
const digitsOf = (number: string | null): string | null => number?.replace(/\D/g, '') ?? null

function presentAddress(client: Client | null, id: number | null, address: ShipmentAddress) {
  return {
    id,
    label: null,
    name: address.name,
    street_address: address.street_address,
    extended_address: address.extended_address,
    cross_street: null,
    po_box: isPoBox(address),
    locality: address.locality,
    region: address.region,
    postal_code: address.postal_code,
    country_code: address.country_code,
    latitude: null,
    longitude: null,
    primary: id !== null && client?.primary_address_id === id,
  }
}

/** S3, W:357204018: each side sees whom to look for on the other side, once that side has said so. */
function presentPickup(read: Reader, shipment: Shipment) {
  const seller = { name: shipment.ship_from_name, phone: shipment.ship_from_phone_number }
  const { name, phone_number: phone } = recipientOf(read, shipment)
  return { seller: seller.name === null && seller.phone === null ? null : seller, buyer: { name, phone } }
}

/** W:4751368: a line of the status list; its `type` is written as `Delivery::FedEx`. */
export interface ShipmentStatus {
  readonly ship_to_name: string | null
  readonly order_group_id: number
  readonly id: number
  readonly type: string
  readonly tracking_number: string | null
  readonly order_link_id: number
  readonly ship_from_name: string | null
  readonly state: string
  readonly office_id: number
  readonly first_event_occurs_at: string | null
}

export function presentStatus(read: Reader, shipment: Shipment, order: Order, office_id: number): ShipmentStatus {
  return {
    ship_to_name: shipment.ship_to_name,
    order_group_id: order.order_group_id,
    id: shipment.id,
    type: `Delivery::${shipment.type}`,
    tracking_number: shipment.tracking_number,
    order_link_id: order.id,
    ship_from_name: shipment.ship_from_name,
    state: shipment.state,
    office_id,
    first_event_occurs_at: timeOrNull(firstEventOf(read, shipment)?.occurs_at ?? null),
  }
}

const DAY_MS = 86_400_000
/** The Julian day of 1970-01-01: FedEx's identifier begins with the Julian day on which it got the package. */
const EPOCH_JULIAN_DAY = 2_440_588

/** RB-fix track_details/show.yml. */
export function presentTrackDetails(read: Reader, shipment: Shipment, events: readonly TrackingEvent[]) {
  const from = senderOf(read, shipment).address
  const to = recipientOf(read, shipment).address
  const first = events.at(-1)
  const delivered = events.find(({ type }) => type === 'DL')
  const day = EPOCH_JULIAN_DAY + Math.floor((first?.occurred_at ?? shipment.created_at) / DAY_MS)
  return {
    packages: [
      {
        service_type: fedExServiceOf(read, shipment, first?.occurred_at ?? shipment.created_at),
        destination_city: capitals(to?.locality),
        delivery_at: timeOrNull(delivered?.occurred_at ?? null),
        unique_identifier: `${day}000~${shipment.tracking_number}`,
        origin_country: from?.country_code ?? null,
        destination_country: to?.country_code ?? null,
        destination_state: to?.region ?? null,
        origin_city: capitals(from?.locality),
        status: scanName(events[0]),
        origin_state: from?.region ?? null,
        origin_residential: false,
        events: events.map((event) => presentScan(event, event.type === 'PU' ? from : to)),
        destination_residential: shipment.residential ?? false,
        signature_name: signatureOf(read, shipment, delivered !== undefined),
      },
    ],
    duplicate_waybill: false,
  }
}

const capitals = (town: string | null | undefined): string | null => town?.toUpperCase() ?? null

const scanName = (event: TrackingEvent | undefined): string | null =>
  Object.entries(SCANS).find(([type]) => type === event?.type)?.[1] ?? null

/** A scan has a place, except the first event `OC`: then FedEx has only been told of the package. */
function presentScan(event: TrackingEvent, place: ShipmentAddress | null) {
  const at = event.type === 'OC' ? null : place
  return {
    type: event.type,
    occured_at: time(event.occurred_at),
    country: at?.country_code ?? null,
    state: at?.region ?? null,
    residential: false,
    city: capitals(at?.locality),
    name: scanName(event),
    postal_code: at?.postal_code ?? null,
  }
}

function signatureOf(read: Reader, shipment: Shipment, isDelivered: boolean): string | null {
  if (shipment.signature_type === '' || shipment.signature_type === 'NO_SIGNATURE_REQUIRED')
    return 'Signature not required'
  return isDelivered ? capitals(recipientOf(read, shipment).name) : null
}
