import type { RawEntry } from '../operation.ts'
import { clientBalance, moneyString } from '../rules/money/totals.ts'
import { isPoBox } from '../rules/shipments/addresses.ts'
import type { Address, Client, Company, CreditCard, EmailAddress, PhoneNumber } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { time } from './print.ts'

/** Clients and their properties in answers. */

export const presentCompany = (company: Company) => ({
  id: String(company.id),
  url: `/companies/${company.id}`,
  name: company.name,
  updated_at: time(company.updated_at),
})

export function presentEmailAddress(client: Client, email: EmailAddress) {
  return {
    id: String(email.id),
    url: `/clients/${client.id}/email_addresses/${email.id}`,
    label: email.label,
    address: email.address,
    is_primary: client.primary_email_address_id === email.id,
    updated_at: time(email.updated_at),
  }
}

export function presentAddress(client: Client, address: Address) {
  return {
    id: String(address.id),
    url: `/clients/${client.id}/addresses/${address.id}`,
    label: address.label,
    name: address.name,
    company: address.company,
    street_address: address.street_address,
    extended_address: address.extended_address,
    locality: address.locality,
    region: address.region,
    postal_code: address.postal_code,
    country_code: address.country_code,
    latitude: null,
    longitude: null,
    po_box: isPoBox(address),
    primary: client.primary_address_id === address.id,
    is_primary_shipping: client.primary_shipping_address_id === address.id,
    is_primary_billing: client.primary_billing_address_id === address.id,
    updated_at: time(address.updated_at),
  }
}

// W:983142: the last seven digits.
const rawNumber = (number: string): string => number.replace(/\D/g, '').slice(-7)

export function presentPhoneNumber(client: Client, phone: PhoneNumber) {
  return {
    id: phone.id,
    url: `/clients/${client.id}/phone_numbers/${phone.id}`,
    label: phone.label,
    country_code: phone.country_code,
    raw_number: rawNumber(phone.number),
    number: phone.number,
    extension: phone.extension,
    is_primary: client.primary_phone_number_id === phone.id,
    updated_at: time(phone.updated_at),
  }
}

/** W:3599302780: with its doubled `phone_number.phone_number`. */
export function presentCreditCard(read: Reader, client: Client, card: CreditCard) {
  const phone = card.phone_number_id === null ? undefined : read.get('phone_numbers', card.phone_number_id)
  const address = card.address_id === null ? undefined : read.get('addresses', card.address_id)
  return {
    id: card.id,
    url: `/clients/${client.id}/credit_cards/${card.id}`,
    label: card.label,
    name: card.name,
    card_company: card.card_company,
    last_digits: card.last_digits,
    expiration_month: card.expiration_month,
    expiration_year: card.expiration_year,
    primary: client.primary_credit_card_id === card.id,
    phone_number: phone === undefined ? null : { phone_number: presentCardPhone(client, phone) },
    address: address === undefined ? null : nestedAddress(client, address),
    association: {
      id: client.id,
      name: client.name,
      url: `/clients/${client.id}`,
      ...presentContacts(read, client),
    },
    updated_at: time(card.updated_at),
  }
}

const presentCardPhone = (client: Client, phone: PhoneNumber) => ({
  id: phone.id,
  callable_id: client.id,
  callable_type: 'Client',
  country_code: phone.country_code,
  number: phone.number,
  extension: phone.extension,
  label: phone.label,
  created_at: time(phone.created_at),
  updated_at: time(phone.updated_at),
  legacy_id: null,
  imported_filename: null,
  imported_at: null,
  deleted_at: null,
  area_code: null,
  raw_num: rawNumber(phone.number),
  is_primary: client.primary_phone_number_id === phone.id,
})

// RB-fix clients/list.yml: properties nested in a client have neither `url` nor `updated_at`.
const nestedEmailAddress = (email: EmailAddress) => ({
  id: String(email.id),
  label: email.label,
  address: email.address,
})

const nestedPhoneNumber = (client: Client, phone: PhoneNumber) => ({
  id: String(phone.id),
  label: phone.label,
  country_code: phone.country_code,
  number: phone.number,
  extension: phone.extension,
  primary: client.primary_phone_number_id === phone.id,
})

/** The client of an order: T2 reads `client.phone_numbers[0].number`, and TEvo's samples of 2012 have both lists. */
export const presentContacts = (read: Reader, client: Client) => ({
  phone_numbers: read.list('phone_numbers', 'by_client', client.id).map((each) => nestedPhoneNumber(client, each)),
  email_addresses: read.list('email_addresses', 'by_client', client.id).map(nestedEmailAddress),
})

function nestedAddress(client: Client, address: Address) {
  const {
    url: _url,
    updated_at: _updated_at,
    is_primary_shipping: _s,
    is_primary_billing: _b,
    ...nested
  } = presentAddress(client, address)
  return nested
}

export function presentClient(read: Reader, client: Client) {
  const office = client.office_id === null ? undefined : read.get('offices', client.office_id)
  const brokerage = office === undefined ? undefined : read.must('brokerages', office.brokerage_id)
  const company = client.company_id === null ? undefined : read.get('companies', client.company_id)
  const email = read.get('email_addresses', client.primary_email_address_id ?? 0)
  const phone = read.get('phone_numbers', client.primary_phone_number_id ?? 0)
  const shipping = read.get('addresses', client.primary_shipping_address_id ?? 0)
  const billing = read.get('addresses', client.primary_billing_address_id ?? 0)
  const card = read.get('credit_cards', client.primary_credit_card_id ?? 0)
  return {
    id: String(client.id),
    url: `/clients/${client.id}`,
    name: client.name,
    updated_at: time(client.updated_at),
    office:
      office === undefined || brokerage === undefined
        ? null
        : {
            id: String(office.id),
            name: office.name,
            url: `/offices/${office.id}`,
            brokerage: {
              id: String(brokerage.id),
              name: brokerage.name,
              abbreviation: brokerage.abbreviation,
              url: `/brokerages/${brokerage.id}`,
            },
          },
    company:
      company === undefined ? null : { id: String(company.id), name: company.name, url: `/companies/${company.id}` },
    affiliate_store: presentAffiliateStore(read, client),
    tags: client.tags,
    notes: client.notes,
    balance: moneyString(clientBalance(read, client.id)),
    pnr_id: client.pnr_id,
    commission_junction_sid: client.commission_junction_sid,
    email_addresses: read.list('email_addresses', 'by_client', client.id).map(nestedEmailAddress),
    addresses: read.list('addresses', 'by_client', client.id).map((each) => nestedAddress(client, each)),
    phone_numbers: read.list('phone_numbers', 'by_client', client.id).map((each) => nestedPhoneNumber(client, each)),
    primary_email_address: email === undefined ? null : nestedEmailAddress(email),
    primary_phone_number: phone === undefined ? null : nestedPhoneNumber(client, phone),
    primary_shipping_address: shipping === undefined ? null : nestedAddress(client, shipping),
    primary_billing_address: billing === undefined ? null : nestedAddress(client, billing),
    primary_credit_card: card === undefined ? null : presentCreditCard(read, client, card),
  }
}

/** GBA: a store's client names its store; W:9470183: a broker's client has null there. */
function presentAffiliateStore(read: Reader, client: Client) {
  const [kind, id] = client.account.split(':')
  if (kind !== 'store') return null
  const store = read.must('affiliate_stores', Number(id))
  const affiliate = read.must('affiliates', store.affiliate_id)
  return { id: store.id, name: store.name, affiliate: { id: affiliate.id, name: affiliate.name } }
}

/** RB-fix clients/create.yml: the fields of a refused client that are echoed beside its errors. */
export const refusedClient = (entry: RawEntry) => ({
  id: null,
  name: typeof entry.name === 'string' && entry.name !== '' ? entry.name : null,
  updated_at: null,
  addresses: [],
  email_addresses: [],
  phone_numbers: [],
})

/** A refused card is echoed without its number and code: they must not show up in an error. */
export const refusedCard = (entry: RawEntry) => ({
  id: null,
  name: typeof entry.name === 'string' && entry.name !== '' ? entry.name : null,
  updated_at: null,
})
