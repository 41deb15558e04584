import type { NewShipment } from '../../store/placements.ts'
import type { Client, Shipment } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import type { Transaction } from '../../store/transaction.ts'
import { type ShipmentType, TRANSFER_TYPES } from '../../store/words.ts'
import type { Caller } from '../caller.ts'
import { addAddress, addEmailAddress, addPhoneNumber, checkOwnProperty } from '../clients/clients.ts'
import { invalid, unprocessable } from '../refusal.ts'
import { asWritten, isPoBox } from './addresses.ts'

/** Types that go to the client by email. */
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

/** Types that transfer tickets between two accounts of the box office: `PUT …/complete` ends them. */
export const isTransfer = (type: string): boolean => TRANSFER_TYPES.some((each) => each === type)

/** Types with a carrier whose scans move them. */
export const isCarried = (type: string): boolean => type === 'FedEx' || type === 'UPS' || type === 'ProvidedAirbill'

/** Where a shipment goes: ids of the client's properties, or, without a client, what the shipment itself says. */
export type Destination = Pick<
  Shipment,
  | 'address_id'
  | 'phone_number_id'
  | 'email_address_id'
  | 'ship_to_address'
  | 'ship_to_phone_number'
  | 'ship_to_email_address'
>

/** Where a request wants a shipment to go. */
export type WantedDestination = Pick<
  NewShipment,
  'address_id' | 'address' | 'phone_number_id' | 'phone_number' | 'email_address_id' | 'email_address'
>

/** Where the shipment of a new order goes. */
export function destinationOf(
  tx: Transaction,
  client: Client | null,
  input: NewShipment,
  entry: number,
  prefix: string,
): Destination {
  const destination = wantedDestination(tx, client, input, entry, prefix)
  checkProvided(input, entry, prefix)
  checkDestination(tx, client, input.type, destination, entry, prefix)
  return destination
}

/** Refuses a sender's id that names no property of the caller's own clients. */
export function checkSender(
  read: Reader,
  caller: Caller,
  { ship_from_address_id, ship_from_phone_number_id }: NewShipment,
  entry: number,
  prefix: string,
): void {
  const check = (table: 'addresses' | 'phone_numbers', field: string, noun: string, id: number | null) => {
    const property = id === null ? undefined : read.get(table, id)
    if (id !== null && (property === undefined || read.get('clients', property.client_id)?.account !== caller.account))
      throw invalid({ [`${prefix}${field}`]: [`${id} is not ${noun} of a client of yours`] }, entry)
  }
  check('addresses', 'ship_from_address_id', 'an address', ship_from_address_id)
  check('phone_numbers', 'ship_from_phone_number_id', 'a phone number', ship_from_phone_number_id)
}

/** W:9994308: ids name the client's properties; attributes make new ones, duplicates and all. */
export function wantedDestination(
  tx: Transaction,
  client: Client | null,
  input: WantedDestination,
  entry: number,
  prefix: string,
): Destination {
  if (client === null) return writtenDestination(input)
  checkOwnProperty(tx, client, 'addresses', `${prefix}address_id`, input.address_id, entry)
  checkOwnProperty(tx, client, 'phone_numbers', `${prefix}phone_number_id`, input.phone_number_id, entry)
  checkOwnProperty(tx, client, 'email_addresses', `${prefix}email_address_id`, input.email_address_id, entry)
  return {
    ship_to_address: null,
    ship_to_phone_number: null,
    ship_to_email_address: null,
    address_id: input.address_id ?? (input.address && addAddress(tx, client.id, input.address).id),
    phone_number_id:
      input.phone_number_id ?? (input.phone_number && addPhoneNumber(tx, client.id, input.phone_number).id),
    email_address_id:
      input.email_address_id ?? (input.email_address && addEmailAddress(tx, client.id, input.email_address).id),
  }
}

/** W:693665797: an office that buys for itself gives attributes; they are kept on the shipment alone. */
function writtenDestination(input: WantedDestination): Destination {
  if (input.address_id ?? input.phone_number_id ?? input.email_address_id)
    throw unprocessable(
      'address_id, phone_number_id and email_address_id name properties of a client, and this order has no client: give address_attributes, phone_number_attributes or email_address_attributes',
    )
  return {
    address_id: null,
    phone_number_id: null,
    email_address_id: null,
    ship_to_address: input.address && asWritten(input.address.fields),
    ship_to_phone_number: input.phone_number?.fields.number ?? null,
    ship_to_email_address: input.email_address?.fields.address ?? null,
  }
}

/** W:9994308. */
export function checkProvided(
  { type, carrier, available }: Pick<NewShipment, 'type' | 'carrier' | 'available'>,
  entry: number,
  prefix: string,
): void {
  if (type !== 'ProvidedAirbill') return
  const blank = (field: string) => invalid({ [`${prefix}${field}`]: ["can't be blank for a ProvidedAirbill"] }, entry)
  if (carrier === null) throw blank('carrier')
  if (available === null) throw blank('available')
}

export const goesByEmail = (type: string): boolean => ELECTRONIC.has(type)

/** Checks that a shipment has what its type needs. An office that buys for itself may leave it out. */
export function checkDestination(
  read: Reader,
  client: Client | null,
  type: string,
  to: Destination,
  entry: number,
  prefix: string,
): void {
  const address = to.address_id === null ? to.ship_to_address : read.get('addresses', to.address_id)
  if (type === 'FedEx' && address && isPoBox(address))
    throw unprocessable(
      `FedEx does not deliver to PO boxes; ${to.address_id === null ? 'address_attributes' : `address ${to.address_id}`} is one`,
    )
  if (client === null) return
  const blank = (field: string) => invalid({ [`${prefix}${field}`]: ["can't be blank"] }, entry)
  if (goesByEmail(type) && to.email_address_id === null) throw blank('email_address_id')
  // A public shop places FedEx orders without a phone number.
  if (type === 'FedEx' && to.address_id === null) throw blank('address_id')
}

/** The fields of a new shipment to which nothing has happened yet. */
export const UNSHIPPED = {
  state: 'pending',
  tracking_number: null,
  airbill_file_id: null,
  tm_mobile_link: null,
  transfer_source: null,
} as const

/** The fields of an item whose etickets were never uploaded, or are dropped. */
export const NO_ETICKET_FILE = {
  eticket_file_id: null,
  eticket_pdf_pages: null,
  eticket_file_size: null,
  eticket_updated_at: null,
}

/** Clears the sender, for a shipment that another seller now sends. */
export const NO_SENDER = {
  ship_from_name: null,
  ship_from_address: null,
  ship_from_phone_number: null,
  pickup_time_range: null,
  pickup_instructions: null,
} as const

/** Types whose tracking number comes with the airbill. */
const OWN_AIRBILLS: ReadonlySet<string> = new Set(['FedEx', 'ProvidedAirbill'] satisfies ShipmentType[])

/** Written field by field, for the same reason as `makeOrder`. */
export function addShipment(tx: Transaction, order_id: number, input: NewShipment, to: Destination): Shipment {
  return tx.put('shipments', {
    id: tx.nextId('shipments'),
    order_id,
    type: input.type,
    state: UNSHIPPED.state,
    airbill_file_id: UNSHIPPED.airbill_file_id,
    tm_mobile_link: UNSHIPPED.tm_mobile_link,
    transfer_source: UNSHIPPED.transfer_source,
    service_type: input.service_type ?? 'LEAST_EXPENSIVE',
    signature_type: input.signature_type ?? '',
    residential: input.residential,
    address_id: to.address_id,
    phone_number_id: to.phone_number_id,
    email_address_id: to.email_address_id,
    ship_to_address: to.ship_to_address,
    ship_to_phone_number: to.ship_to_phone_number,
    ship_to_email_address: to.ship_to_email_address,
    ship_from_address_id: input.ship_from_address_id,
    ship_from_phone_number_id: input.ship_from_phone_number_id,
    ship_from_name: input.ship_from_name,
    ship_from_address: input.ship_from_address,
    ship_from_phone_number: input.ship_from_phone_number,
    pickup_time_range: input.pickup_time_range,
    pickup_instructions: input.pickup_instructions,
    ship_to_name: input.ship_to_name,
    ship_to_company_name: input.ship_to_company_name,
    cost_cents: input.cost_cents,
    tracking_number: OWN_AIRBILLS.has(input.type) ? null : input.tracking_number,
    carrier: input.carrier,
    available: input.available,
    created_at: tx.now,
    updated_at: tx.now,
  })
}

/**
 * W:185466902: a shipment of tickets to be transferred begins as `Tbd`, whatever type was ordered, until the seller
 * chooses a type.
 */
export function leaveTransferToSeller(tx: Transaction, order_id: number): void {
  for (const shipment of tx.list('shipments', 'by_order', order_id)) {
    const items = tx.list('items', 'by_shipment', shipment.id)
    const isMobile = items.every((item) => tx.must('ticket_groups', item.ticket_group_id).format === 'TM_mobile')
    if (shipment.state === 'pending' && isTransfer(shipment.type) && shipment.type !== 'Tbd' && isMobile)
      tx.put('shipments', { ...shipment, type: 'Tbd', updated_at: tx.now })
  }
}
