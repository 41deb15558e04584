import { faker } from '@faker-js/faker/locale/en'
import { inTurn } from './in-turn.ts'
import { places } from './places.ts'

const FIRST_CLIENT_ID = 120001
/** A client's email address, address, phone number and card all have the same id. */
const FIRST_PROPERTY_ID = 200001

/** The owners of the clients, in turn. */
const ACCOUNTS = [
  { account: 'brokerage:1930', office_id: 1691 },
  { account: 'brokerage:1930', office_id: 1937 },
  { account: 'brokerage:1931', office_id: 1700 },
  { account: 'store:63' },
]
const CARDS = [
  { card_company: 'Visa', last_digits: '1111' },
  { card_company: 'MasterCard', last_digits: '4444' },
  { card_company: 'American Express', last_digits: '0005' },
]

/** Clients with all that an order needs: an email address, an address, a phone number and a card. */
export function madeUpClients(count: number) {
  const everyone = Array.from({ length: count }, (_, nth) => madeUpClient(nth, `-P${count - nth}D`))
  return {
    clients: everyone.map(({ client }) => client),
    email_addresses: everyone.map(({ email_address }) => email_address),
    addresses: everyone.map(({ address }) => address),
    phone_numbers: everyone.map(({ phone_number }) => phone_number),
    credit_cards: everyone.map(({ credit_card }) => credit_card),
  }
}

function madeUpClient(nth: number, updated_at: string) {
  const client_id = FIRST_CLIENT_ID + nth
  const id = FIRST_PROPERTY_ID + nth
  const firstName = faker.person.firstName()
  const lastName = faker.person.lastName()
  const name = `${firstName} ${lastName}`
  const { locality, region, postal_code } = faker.helpers.arrayElement(places)
  return {
    client: {
      id: client_id,
      ...inTurn(ACCOUNTS, nth),
      name,
      primary_email_address_id: id,
      primary_phone_number_id: id,
      primary_address_id: id,
      primary_shipping_address_id: id,
      primary_billing_address_id: id,
      primary_credit_card_id: id,
      created_at: updated_at,
      updated_at,
    },
    email_address: {
      id,
      client_id,
      label: 'home',
      address: faker.internet.exampleEmail({ firstName, lastName }).toLowerCase(),
      updated_at,
    },
    address: {
      id,
      client_id,
      label: 'home',
      name,
      street_address: faker.location.streetAddress(),
      locality,
      region,
      postal_code,
      country_code: 'US',
      updated_at,
    },
    phone_number: {
      id,
      client_id,
      label: 'home',
      country_code: '1',
      // 555-01xx is reserved for fiction: no real phone has it.
      number: `${faker.string.numeric({ length: 3, allowLeadingZeros: false })}-555-01${faker.string.numeric(2)}`,
      created_at: updated_at,
      updated_at,
    },
    credit_card: {
      id,
      client_id,
      name,
      ...inTurn(CARDS, nth),
      expiration_month: '12',
      expiration_year: '39',
      address_id: id,
      phone_number_id: id,
      updated_at,
    },
  }
}
