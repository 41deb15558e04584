// @ts-check

/** The group that every order of the bench buys from: enough for the longest run. */
export const TICKET_GROUP = {
  id: 99_000_001,
  office_id: 1700,
  event_id: 2_100_001,
  section: '112',
  row: 'F',
  format: 'Physical',
  quantity: 1_000_000,
  low_seat: 1,
  available: /** @type {const} */ ([[1, 1_000_000]]),
  wholesale_price_cents: 4_000,
  retail_price_cents: 5_000,
  remote_id: '1103801',
  updated_at: '2017-03-08T20:21:42Z',
}

/** The website's own, as many: an order for them is one order. */
export const OWN_TICKET_GROUP = { ...TICKET_GROUP, id: 99_000_002, office_id: 1691, remote_id: '1103802' }

/** The first example of `POST /v9/orders`: another brokerage's tickets, so that each makes a Buy/Sell pair. */
export const ORDER = {
  shipped_items: [
    {
      items: [{ ticket_group_id: TICKET_GROUP.id, price: 50.0, quantity: 2 }],
      phone_number_id: 33333,
      service_type: 'LEAST_EXPENSIVE',
      type: 'FedEx',
      address_id: 111111,
      ship_to_name: 'Moe Szyslak',
    },
  ],
  billing_address_id: 111111,
  payments: [{ amount: 114.0, type: 'credit_card', credit_card_id: 2222 }],
  seller_id: '1691',
  client_id: 107655,
  created_by_ip_address: '12.34.56.78',
  instructions: 'These instructions will be visible to everyone',
  shipping: 15.0,
  service_fee: 9.0,
  additional_expense: 0.0,
  tax: 0.0,
  discount: 10.0,
  promo_code: '10DOLLARSOFF',
}

const [SHIPPED] = ORDER.shipped_items
const OWN_ITEM = { ...SHIPPED?.items[0], ticket_group_id: OWN_TICKET_GROUP.id }

/** The same for the website's own tickets. */
export const OWN_ORDER = { ...ORDER, shipped_items: [{ ...SHIPPED, items: [OWN_ITEM] }] }

/** Sells to the client. */
export const WEBSITE = {
  token: 'springfieldwebsite00000000000001',
  secret: 'springfield-website-secret-0000000000001',
}

/** Owns the tickets, and polls for orders. */
export const BROKER = {
  token: 'shelbyvilleprocessor000000000001',
  secret: 'shelbyville-processor-secret-00000000001',
}

export const BROKERS_REVIEWER_ID = 12_345
