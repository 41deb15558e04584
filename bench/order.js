// @ts-check

/** As many tickets as a group may have; thirty groups of them are enough for a million orders and the longest run. */
const TICKETS_OF_A_GROUP = 100_000
const GROUPS = 30

const TICKET_GROUP = {
  event_id: 2_100_001,
  section: '112',
  row: 'F',
  format: 'Physical',
  quantity: TICKETS_OF_A_GROUP,
  low_seat: 1,
  wholesale_price_cents: 4_000,
  retail_price_cents: 5_000,
  updated_at: '2017-03-08T20:21:42Z',
}

/** The groups that the orders of the bench buy from: another brokerage's. */
const BROKERS_GROUPS = groupsOf(1700, 99_000_001)

/** The website's own, as many. */
const OWN_GROUPS = groupsOf(1691, 99_000_101)

/**
 * @param {number} office_id
 * @param {number} firstId
 */
function groupsOf(office_id, firstId) {
  return Array.from({ length: GROUPS }, (_, nth) => {
    return { ...TICKET_GROUP, id: firstId + nth, office_id, remote_id: String(firstId + nth) }
  })
}

/** The first example of `POST /v9/orders`. */
const ORDER = {
  shipped_items: [
    {
      items: [{ ticket_group_id: 0, price: 50.0, quantity: 2 }],
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

/** An order from each of the broker's groups: each makes a Buy/Sell pair. */
export const ORDERS = BROKERS_GROUPS.map(orderFrom)

/** An order from each of the website's own groups: each makes one order. */
export const OWN_ORDERS = OWN_GROUPS.map(orderFrom)

/** @param {{ id: number }} group */
function orderFrom(group) {
  const shipped_items = ORDER.shipped_items.map(({ items, ...shipped }) => {
    return { ...shipped, items: items.map((item) => ({ ...item, ticket_group_id: group.id })) }
  })
  return { ...ORDER, shipped_items }
}

/**
 * The world with the groups that the bench buys from.
 * @template {{ ticket_groups: readonly object[] }} World
 * @param {World} world
 */
export const withTickets = (world) => ({
  ...world,
  ticket_groups: [...world.ticket_groups, ...BROKERS_GROUPS, ...OWN_GROUPS],
})

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
export const BROKERS_OFFICE_ID = 1_700
