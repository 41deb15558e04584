// Who buys and sells, with the ids from the documents of seeds/. Blank fields are left out, as in any world file.

/** The default of `created_at` and `updated_at`: seed 002 shows it for store 63. */
export const LONG_AGO = '2017-03-08T20:21:42Z'
const SPRINGFIELD = { locality: 'Springfield', region: 'OR', postal_code: '97475', country_code: 'US' }
const SHELBYVILLE = { locality: 'Shelbyville', region: 'OR', postal_code: '97476', country_code: 'US' }
const IN_CAPITAL_CITY = {
  street_address: '1 Capitol Square',
  locality: 'Capital City',
  region: 'OR',
  postal_code: '97301',
  country_code: 'US',
  phone: '541-555-0106',
  email: ['support@example.com'],
  time_zone: 'America/Los_Angeles',
}
const EXPIRES = { expiration_month: '12', expiration_year: '39' }

export const parties = {
  brokerages: [
    { id: 61, name: 'Ticket Evolution', abbreviation: 'TEVO', natb_member: true },
    { id: 1930, name: 'Springfield Tickets', abbreviation: 'SPRI' },
    { id: 1931, name: 'Shelbyville Seats', abbreviation: 'SHEL', natb_member: true },
  ],

  offices: [
    { id: 6, brokerage_id: 61, name: 'Main Office', main: true, pos: true, ...IN_CAPITAL_CITY },
    { id: 1691, brokerage_id: 1930, name: 'Website', email: ['website@example.com'] },
    { id: 1692, brokerage_id: 61, name: 'Auto-Purchase' },
    {
      id: 1700,
      brokerage_id: 1931,
      name: 'Main Office',
      main: true,
      pos: true,
      street_address: '8 Shelbyville Road',
      ...SHELBYVILLE,
      phone: '541-555-0170',
      fax: '541-555-0171',
      email: ['orders@example.com'],
      time_zone: 'America/Los_Angeles',
    },
    {
      id: 1937,
      brokerage_id: 1930,
      name: 'Main Office',
      main: true,
      street_address: '20 Main Street',
      ...SPRINGFIELD,
      phone: '541-555-0193',
      email: ['office@example.com', 'tickets@example.com'],
      time_zone: 'America/Los_Angeles',
    },
  ],

  office_credit_cards: [
    {
      id: 400000,
      office_id: 1691,
      label: 'purchases',
      name: 'Gil Gunderson',
      card_company: 'Visa',
      last_digits: '4242',
      ...EXPIRES,
    },
  ],

  users: [
    { id: 12340, brokerage_id: 61, office_id: 6, name: 'Lindsey Naegle', email: 'lindsey.naegle@example.com' },
    { id: 12345, brokerage_id: 1931, office_id: 1700, name: 'Order Processor', email: 'orders@example.com' },
    {
      id: 12346,
      brokerage_id: 1930,
      office_id: 1691,
      name: 'Gil Gunderson',
      email: 'gil.gunderson@example.com',
      phone_number: '541-555-0123',
      phone_extension: '46',
    },
  ],

  affiliates: [{ id: 42, name: 'my first affiliate' }],

  affiliate_stores: [
    { id: 63, affiliate_id: 42, name: 'my first ticket store', website: 'first.com', created_at: LONG_AGO },
  ],

  credentials: [
    {
      id: 1,
      name: 'website',
      label: 'Springfield Tickets website',
      type: 'API',
      token: 'springfieldwebsite00000000000001',
      secret: 'springfield-website-secret-0000000000001',
      office_id: 1691,
    },
    {
      id: 2,
      name: 'processor',
      label: 'Shelbyville Seats order processor',
      type: 'User',
      token: 'shelbyvilleprocessor000000000001',
      secret: 'shelbyville-processor-secret-00000000001',
      office_id: 1700,
    },
    {
      id: 3,
      name: 'store',
      label: 'aff cred label',
      type: 'Affiliate',
      token: 'affiliatestore000000000000000001',
      secret: 'affiliate-store-secret-00000000000000001',
      affiliate_store_id: 63,
    },
    {
      id: 4,
      name: 'shelbyville',
      label: 'Shelbyville Seats website',
      type: 'API',
      token: 'shelbyvillewebsite00000000000001',
      secret: 'shelbyville-website-secret-0000000000001',
      office_id: 1700,
    },
  ],
}

export const clients = {
  clients: [
    {
      id: 107655,
      account: 'brokerage:1930',
      office_id: 1691,
      name: 'Moe Szyslak',
      primary_email_address_id: 33333,
      primary_phone_number_id: 33333,
      primary_address_id: 111111,
      primary_shipping_address_id: 111111,
      primary_billing_address_id: 111111,
      primary_credit_card_id: 2222,
      created_at: LONG_AGO,
    },
    {
      id: 107700,
      account: 'brokerage:1931',
      office_id: 1700,
      name: 'Shelby Manhattan',
      primary_email_address_id: 33400,
      primary_phone_number_id: 33400,
      primary_address_id: 111200,
      primary_shipping_address_id: 111200,
      primary_billing_address_id: 111200,
      primary_credit_card_id: 2300,
      created_at: LONG_AGO,
    },
    {
      id: 1507094,
      account: 'store:63',
      name: 'Max Power',
      primary_email_address_id: 1965046,
      primary_address_id: 5070352,
      primary_shipping_address_id: 5070352,
      primary_billing_address_id: 5070352,
      primary_credit_card_id: 327284,
      created_at: LONG_AGO,
      updated_at: '2017-03-08T23:09:10Z',
    },
  ],

  email_addresses: [
    { id: 33333, client_id: 107655, label: 'work', address: 'moe.szyslak@example.com' },
    { id: 33400, client_id: 107700, label: 'home', address: 'shelby.manhattan@example.com' },
    { id: 1965046, client_id: 1507094, label: 'home', address: 'max.power@example.com' },
  ],

  addresses: [
    {
      id: 111111,
      client_id: 107655,
      label: 'work',
      name: 'Moe Szyslak',
      company: "Moe's Tavern",
      street_address: '57 Walnut Street',
      ...SPRINGFIELD,
    },
    {
      id: 111200,
      client_id: 107700,
      label: 'home',
      name: 'Shelby Manhattan',
      street_address: '9 Turnip Lane',
      ...SHELBYVILLE,
    },
    {
      id: 5070352,
      client_id: 1507094,
      label: 'home',
      name: 'Max Power',
      street_address: '744 Evergreen Terrace',
      ...SPRINGFIELD,
    },
  ],

  phone_numbers: [
    { id: 33333, client_id: 107655, label: 'work', country_code: '1', number: '541-555-0133', created_at: LONG_AGO },
    { id: 33400, client_id: 107700, label: 'home', country_code: '1', number: '541-555-0140', created_at: LONG_AGO },
  ],

  credit_cards: [
    {
      id: 2222,
      client_id: 107655,
      name: 'Moe Szyslak',
      card_company: 'Visa',
      last_digits: '1111',
      ...EXPIRES,
      address_id: 111111,
      phone_number_id: 33333,
    },
    {
      id: 2300,
      client_id: 107700,
      name: 'Shelby Manhattan',
      card_company: 'Visa',
      last_digits: '1881',
      ...EXPIRES,
      address_id: 111200,
      phone_number_id: 33400,
    },
    {
      id: 22222,
      client_id: 107655,
      name: 'Moe Szyslak',
      card_company: 'MasterCard',
      last_digits: '4444',
      ...EXPIRES,
      address_id: 111111,
      phone_number_id: 33333,
    },
    // Without an address: the request of seed 002 gives it one.
    { id: 327284, client_id: 1507094, name: 'Max Power', card_company: 'Visa', last_digits: '1111', ...EXPIRES },
  ],
}
