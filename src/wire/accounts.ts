import { balanceChangedAt, clientBalance, moneyString } from '../rules/money/totals.ts'
import { isPoBox } from '../rules/shipments/addresses.ts'
import type { FedExService } from '../rules/shipments/fedex.ts'
import type { Brokerage, Client, Office, OfficeCreditCard, User } from '../store/records.ts'
import type { Reader } from '../store/state.ts'
import { moneyNumber, time } from './print.ts'

/** Brokerages, offices, users and the accounts of clients in answers. */

/** RB-fix accounts.yml. */
export const presentAccount = (read: Reader, client: Client) => ({
  id: String(client.id),
  url: `/accounts/${client.id}`,
  currency: 'USD',
  balance: moneyString(clientBalance(read, client.id)),
  updated_at: time(balanceChangedAt(read, client)),
  client: { id: String(client.id), name: client.name, url: `/clients/${client.id}` },
})

/** RB-fix brokerages.yml. */
export const presentBrokerage = (brokerage: Brokerage) => ({
  id: String(brokerage.id),
  url: `/brokerages/${brokerage.id}`,
  name: brokerage.name,
  abbreviation: brokerage.abbreviation,
  natb_member: brokerage.natb_member,
  updated_at: time(brokerage.updated_at),
})

/** W:9470068: the brokerage of an office. */
function brokerageOf(read: Reader, office: Office) {
  const { id, url, name, abbreviation } = presentBrokerage(read.must('brokerages', office.brokerage_id))
  return { id, url, name, abbreviation }
}

/** The fields that the PHP client's author reads of an office, without opening hours: their form is not known. */
export const presentOffice = (read: Reader, office: Office) => ({
  id: String(office.id),
  url: `/offices/${office.id}`,
  name: office.name,
  main: office.main,
  phone: office.phone,
  fax: office.fax,
  email: office.email,
  time_zone: office.time_zone,
  hours: [],
  pos: office.pos,
  evopay: true,
  evopay_discount: moneyString(0),
  fedex_pickup_dropoff_time: null,
  address: {
    street_address: office.street_address,
    extended_address: office.extended_address,
    locality: office.locality,
    region: office.region,
    postal_code: office.postal_code,
    country_code: office.country_code,
    po_box: isPoBox(office),
    latitude: null,
    longitude: null,
  },
  brokerage: brokerageOf(read, office),
  updated_at: time(office.updated_at),
})

/** W:9470068. */
export function presentUser(read: Reader, user: User) {
  const office = read.must('offices', user.office_id)
  return {
    id: String(user.id),
    url: `/users/${user.id}`,
    name: user.name,
    email: user.email,
    phone: { number: user.phone_number, extension: user.phone_extension },
    office: {
      id: String(office.id),
      url: `/offices/${office.id}`,
      name: office.name,
      brokerage: brokerageOf(read, office),
    },
    updated_at: time(user.updated_at),
  }
}

/** W:4129312: like a client's card, but with the office in place of the client. */
export const presentOfficeCreditCard = (office: Office, card: OfficeCreditCard) => ({
  id: card.id,
  url: `/offices/${office.id}/credit_cards/${card.id}`,
  label: card.label,
  name: card.name,
  card_company: card.card_company,
  last_digits: card.last_digits,
  expiration_month: card.expiration_month,
  expiration_year: card.expiration_year,
  primary: false,
  phone_number: null,
  address: null,
  association: {
    id: office.id,
    name: office.name,
    url: `/offices/${office.id}`,
    phone_numbers: [],
    email_addresses: [],
  },
  updated_at: time(card.updated_at),
})

/** RB-fix brokerages.yml, search.yml: the fields that a search adds to each result. Here all results score the same. */
export const found = <Presented extends object>(type: string, presented: Presented) => ({
  _type: type,
  _score: 1,
  ...presented,
})

/** What a public shop reads of `settings/shipping`: it offers the entries, and orders a shipment of the chosen type. */
export const presentShippingSetting = ({ name, price_cents, service_type }: FedExService, nth: number) => ({
  id: nth + 1,
  name,
  price: moneyNumber(price_cents),
  shipping_option: { type: 'FedEx', service_type },
})
