import type { Client, Order, Party, Shipment, ShipmentAddress } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'

/** The client that an order's tickets go to, if any: the buyer of the sale in front. */
export function clientBehind(read: Reader, order: Order): Client | null {
  const front = order.front_order_id === null ? order : read.must('orders', order.front_order_id)
  return front.buyer.type === 'Client' ? read.must('clients', front.buyer.id) : null
}

/** What is known of the sender or the recipient of a shipment. */
export interface ShippingEnd {
  readonly name: string | null
  readonly company: string | null
  readonly address: ShipmentAddress | null
  readonly phone_number: string | null
}

/** Where a shipment goes. A property that the client has deleted since is left out. */
export function recipientOf(read: Reader, shipment: Shipment): ShippingEnd & { readonly email_address: string | null } {
  const order = read.must('orders', shipment.order_id)
  const client = clientBehind(read, order)
  const office = client === null ? officeEnd(read, order.buyer) : null
  const address = read.get('addresses', shipment.address_id ?? 0)
  const email = read.get('email_addresses', shipment.email_address_id ?? 0)
  const phone = read.get('phone_numbers', shipment.phone_number_id ?? 0)
  return {
    name: shipment.ship_to_name ?? client?.name ?? office?.name ?? null,
    company: shipment.ship_to_company_name ?? address?.company ?? office?.company ?? null,
    address: address ?? shipment.ship_to_address ?? office?.address ?? null,
    phone_number: shipment.ship_to_phone_number ?? phone?.number ?? office?.phone_number ?? null,
    email_address: email?.address ?? shipment.ship_to_email_address,
  }
}

/** Who sends a shipment: what the shipment says, else the seller's office. */
export function senderOf(read: Reader, shipment: Shipment): ShippingEnd {
  const office = officeEnd(read, read.must('orders', shipment.order_id).seller)
  const address = read.get('addresses', shipment.ship_from_address_id ?? 0)
  const phone = read.get('phone_numbers', shipment.ship_from_phone_number_id ?? 0)
  return {
    name: shipment.ship_from_name ?? office?.name ?? null,
    company: office?.company ?? null,
    address: shipment.ship_from_address ?? address ?? office?.address ?? null,
    phone_number: shipment.ship_from_phone_number ?? phone?.number ?? office?.phone_number ?? null,
  }
}

function officeEnd(read: Reader, party: Party): ShippingEnd | null {
  if (party.type !== 'Office') return null
  const office = read.must('offices', party.id)
  const { name } = read.must('brokerages', office.brokerage_id)
  const { street_address, extended_address, locality, region, postal_code, country_code } = office
  const place = { street_address, extended_address, locality, region, postal_code, country_code }
  return {
    name: office.name,
    company: name,
    address: street_address === null ? null : { name: null, company: null, ...place },
    phone_number: office.phone,
  }
}
