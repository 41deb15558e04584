import type { Client, Shipment } from '../store/records.ts'
import type { Reader, Transaction } from '../store/store.ts'
import { isPoBox } from './addresses.ts'
import {
  addAddress,
  addEmailAddress,
  addPhoneNumber,
  checkOwnProperty,
  type Flagged,
  type NewAddress,
  type NewEmailAddress,
  type NewPhoneNumber,
} from './clients.ts'
import { invalid, unprocessable } from './refusal.ts'
import type { ShipmentType } from './terms.ts'

/** What goes to the client by email. */
const ELECTRONIC: ReadonlySet<string> = new Set([
  'Eticket',
  'InstantDelivery',
  'Email',
  'TMMobile',
  'TMMobileLink',
  'FlashSeats',
  'GuestList',
  'Paperless',
] satisfies ShipmentType[])

/** Types whose tickets are a PDF that the seller uploads. */
export const isEticket = (type: string): boolean => type === 'Eticket' || type === 'InstantDelivery'

export interface NewShipment {
  readonly type: ShipmentType
  readonly service_type: string | null
  readonly signature_type: string | null
  readonly residential: boolean | null
  readonly address_id: number | null
  readonly address: Flagged<NewAddress> | null
  readonly phone_number_id: number | null
  readonly phone_number: Flagged<NewPhoneNumber> | null
  readonly email_address_id: number | null
  readonly email_address: Flagged<NewEmailAddress> | null
  readonly ship_from_address_id: number | null
  readonly ship_from_phone_number_id: number | null
  readonly ship_to_name: string | null
  readonly ship_to_company_name: string | null
  readonly carrier: string | null
  readonly available: boolean | null
  readonly cost_cents: number
}

/** The client's properties that a shipment uses. */
export interface Destination {
  readonly address_id: number | null
  readonly phone_number_id: number | null
  readonly email_address_id: number | null
}

/** W:9994308: ids name the client's properties; attributes make new ones, duplicates and all. */
export function destinationOf(
  tx: Transaction,
  client: Client | null,
  input: NewShipment,
  entry: number,
  prefix: string,
): Destination {
  if (client === null) {
    if (input.address_id ?? input.phone_number_id ?? input.email_address_id)
      throw unprocessable(
        'address_id, phone_number_id and email_address_id name properties of a client; this order has no client',
      )
    return { address_id: null, phone_number_id: null, email_address_id: null }
  }
  checkOwnProperty(tx, client, 'addresses', `${prefix}address_id`, input.address_id, entry)
  checkOwnProperty(tx, client, 'phone_numbers', `${prefix}phone_number_id`, input.phone_number_id, entry)
  checkOwnProperty(tx, client, 'email_addresses', `${prefix}email_address_id`, input.email_address_id, entry)
  const destination = {
    address_id: input.address_id ?? (input.address && addAddress(tx, client.id, input.address).id),
    phone_number_id:
      input.phone_number_id ?? (input.phone_number && addPhoneNumber(tx, client.id, input.phone_number).id),
    email_address_id:
      input.email_address_id ?? (input.email_address && addEmailAddress(tx, client.id, input.email_address).id),
  }
  checkDestination(tx, input.type, destination, entry, prefix)
  return destination
}

function checkDestination(read: Reader, type: ShipmentType, to: Destination, entry: number, prefix: string): void {
  const blank = (field: string) => invalid({ [`${prefix}${field}`]: ["can't be blank"] }, entry)
  if (ELECTRONIC.has(type) && to.email_address_id === null) throw blank('email_address_id')
  if (type !== 'FedEx') return
  if (to.address_id === null) throw blank('address_id')
  if (to.phone_number_id === null) throw blank('phone_number_id')
  if (isPoBox(read.must('addresses', to.address_id)))
    throw unprocessable(`FedEx does not deliver to PO boxes; address ${to.address_id} is one`)
}

export function addShipment(tx: Transaction, order_id: number, input: NewShipment, to: Destination): Shipment {
  return tx.put('shipments', {
    id: tx.nextId('shipments'),
    order_id,
    type: input.type,
    state: 'pending',
    service_type: input.service_type ?? 'LEAST_EXPENSIVE',
    signature_type: input.signature_type ?? '',
    residential: input.residential,
    ...to,
    ship_from_address_id: input.ship_from_address_id,
    ship_from_phone_number_id: input.ship_from_phone_number_id,
    ship_to_name: input.ship_to_name,
    ship_to_company_name: input.ship_to_company_name,
    cost_cents: input.cost_cents,
    tracking_number: null,
    carrier: input.carrier,
    available: input.available,
    created_at: tx.now,
    updated_at: tx.now,
  })
}
