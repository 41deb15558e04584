import { moneyString } from '../rules/money/totals.ts'
import type { Shipment } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { time } from './print.ts'

/** Shipments inside an order. */

/** S2: a delivery of a v10 order, with only the fields that S2 shows. */
export const presentShipment = (shipment: Shipment) => printed(shipment, {})

const printed = <Rest extends object>(shipment: Shipment, rest: Rest) => ({
  id: shipment.id,
  url: `/shipments/${shipment.id}`,
  type: shipment.type,
  state: shipment.state,
  tracking_number: shipment.tracking_number,
  tracking_url: trackingUrl(shipment),
  service_type: shipment.service_type,
  service_type_display: null,
  name: null,
  ship_to_name: shipment.ship_to_name,
  ship_to_company_name: shipment.ship_to_company_name,
  updated_at: time(shipment.updated_at),
  carrier: shipment.carrier,
  available: shipment.available,
  cost: moneyString(shipment.cost_cents),
  courier_company: null,
  signature_type: shipment.signature_type,
  ...rest,
})

const TRACKING_PAGES = new Map([
  ['fedex', 'https://www.fedex.com/fedextrack/?trknbr='],
  ['ups', 'https://www.ups.com/track?tracknum='],
  ['usps', 'https://tools.usps.com/go/TrackConfirmAction?tLabels='],
  ['dhl', 'https://www.dhl.com/en/express/tracking.html?AWB='],
])

function trackingUrl({ type, carrier, tracking_number }: Shipment): string | null {
  const page = TRACKING_PAGES.get((carrier ?? type).toLowerCase())
  if (page === undefined || tracking_number === null) return null
  // encodeURIComponent throws at half of a surrogate pair; going through bytes replaces it.
  return `${page}${encodeURIComponent(Buffer.from(tracking_number).toString())}`
}

/** A shipment of a v9 order: W:185466902, and what a broker's programs read of live orders (tevo-api.md §3.4). */
export const presentShipmentV9 = (read: Reader, shipment: Shipment) =>
  printed(shipment, {
    email_address: presentEmailAddress(read, shipment),
    tm_mobile_link: shipment.tm_mobile_link,
    transfer_source: shipment.transfer_source,
  })

function presentEmailAddress(read: Reader, { email_address_id, ship_to_email_address, updated_at }: Shipment) {
  const email = read.get('email_addresses', email_address_id ?? 0)
  if (email !== undefined)
    return { id: email.id, url: null, address: email.address, label: email.label, updated_at: time(email.updated_at) }
  if (ship_to_email_address === null) return null
  return { id: null, url: null, address: ship_to_email_address, label: null, updated_at: time(updated_at) }
}
