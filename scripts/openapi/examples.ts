/** A request that a fresh server with the default world answers as documented, after those that it comes after. */
export interface Example {
  readonly params?: { readonly [name: string]: number | string }
  readonly query?: { readonly [name: string]: number | string }
  readonly body?: object
  /** A credential of the default world; `website` where none is named. */
  readonly as?: string
  /** Settings of the sandbox that it needs. */
  readonly settings?: { readonly [setting: string]: unknown }
  /** Requests that come before it, in this order, by their names. */
  readonly after?: readonly string[]
}

/** The requests that TEvo's documents print. */
export interface Printed {
  readonly client: object
  readonly orderV10: object
  readonly fedEx: object
  readonly eticket: object
  /** A PDF of two pages, in base64. */
  readonly twoTickets: string
}

const MOE = { client_id: 107655 }
const HIS_EMAIL = { ...MOE, id: 33333 }
const HIS_CARD = { ...MOE, id: 2222 }
const OWN_GROUP = { ticket_group_id: 52554290 }
const PAGE = { page: 1, per_page: 2 }

/** The ids that a fresh server gives. */
const FIRST = { order: 819974, item: 958453, order_item: 632107, shipment: 514479, payment: 657162 }
const ORDER = { order_id: FIRST.order }
/** A sale of another office's tickets makes two orders: first that of their owner, then this one. */
const IN_FRONT = { order_id: FIRST.order + 1 }
const SHIPMENT = { shipment_id: FIRST.shipment }
/** What takes the place of the shipments of the two orders when it is changed. */
const TRANSFER = { shipment_id: FIRST.shipment + 2 }
const OWN_LABEL = { shipment_id: FIRST.shipment + 1 }
const ITEM = { ...ORDER, item_id: FIRST.item }
const COMPANY = { company_id: 11228 }
const HOLD = { ...OWN_GROUP, ticket_group_hold_id: 1 }
const MADE_GROUP = { ticket_group_id: 324500001 }
const STOCK = { inventory_id: 324500001 }

const WEBSITE = { reviewer_id: 12346 }
const PROCESSOR = { reviewer_id: 12345 }
const RECIPIENTS = { recipients: ['moe.szyslak@example.com'] }

const ADDRESS = {
  label: 'home',
  name: 'Moe Szyslak',
  street_address: '742 Evergreen Terrace',
  locality: 'Springfield',
  region: 'OR',
  postal_code: '97475',
  country_code: 'US',
}
const CARD = { number: '4111111111111111', expiration_month: 12, expiration_year: 2039, name: 'Moe Szyslak' }

/** Sells tickets of a group to Moe. */
const saleOf = (ticket_group_id: number, shipment: object, payments: readonly object[]) => ({
  orders: [
    {
      seller_id: 1691,
      ...MOE,
      shipped_items: [{ ...shipment, items: [{ ticket_group_id, price: 70, quantity: 2 }] }],
      payments,
    },
  ],
})
const BY_EMAIL = { type: 'Eticket', email_address_id: 33333 }
const BY_FEDEX = { type: 'FedEx', address_id: 111111, phone_number_id: 33333, service_type: 'LEAST_EXPENSIVE' }

const TAKE = {
  quantity: 2,
  price: 50,
  low_seat: 51,
  held_for_type: 'Client',
  held_for_id: MOE.client_id,
  notes: 'He will call back',
}
const TICKETS = {
  event: { id: 2100002 },
  office: { id: 1691 },
  ticket: {
    format: 'Eticket',
    price: 40,
    quantity: 2,
    remote_id: 605696419,
    row: 'C',
    seats: [{ seat: 5, barcode: 'AAAA1111' }, { seat: 6 }],
    section: '101',
    type: 'EVENT',
    in_hand: true,
  },
  venue: { name: 'Springfield Arena' },
}
const GROUP = { event_id: 2100002, section: '104', row: 'B', quantity: 4, low_seat: 1, price: 40, format: 'Eticket' }

const PAYMENT = { payment_id: FIRST.payment }

/** By operation, and by name: `orders.accept` is its first, `orders.create:fedex` another. Every operation has one. */
export const examplesOf = ({
  client,
  orderV10,
  fedEx,
  eticket,
  twoTickets,
}: Printed): { readonly [name: string]: Example } => {
  const atProcessor = (example: Example): Example => ({ as: 'processor', ...example })
  const sold = ['orders.create:own']
  const accepted = [...sold, 'orders.accept:own']
  const uploaded = [...accepted, 'items.add_etickets']
  const delivered = [...uploaded, 'items.finalize_etickets']
  const bought = ['orders.create']
  const promised = [...bought, 'orders.accept']
  const shipped = ['orders.create:own-fedex', 'orders.accept:own']
  const labelled = [...shipped, 'shipments.airbill']
  const mobile = ['orders.create:mobile', 'orders.accept']
  const transferring = [...mobile, 'shipments.update']
  const ownLabel = [...shipped, 'shipments.create:own-label']
  const pdf = { files: [twoTickets] }
  return {
    'clients.index': { query: PAGE },
    'clients.show': { params: MOE },
    'clients.create': { body: client },
    'clients.update': { params: MOE, body: { tags: ['VIP', 'Left Handed'] } },
    'email_addresses.index': { params: MOE },
    'email_addresses.show': { params: HIS_EMAIL },
    'email_addresses.create': {
      params: MOE,
      body: { email_addresses: [{ label: 'home', address: 'moe@example.com', is_primary: true }] },
    },
    'email_addresses.update': { params: HIS_EMAIL, body: { address: 'moe@example.com' } },
    'email_addresses.delete': { params: HIS_EMAIL },
    'addresses.index': { params: MOE },
    'addresses.show': { params: { ...MOE, id: 111111 } },
    'addresses.create': { params: MOE, body: { addresses: [{ ...ADDRESS, is_primary_shipping: true }] } },
    'addresses.update': { params: { ...MOE, id: 111111 }, body: { postal_code: '97475' } },
    'addresses.delete': { params: { ...MOE, id: 111111 } },
    'phone_numbers.index': { params: MOE },
    'phone_numbers.show': { params: HIS_EMAIL },
    'phone_numbers.create': {
      params: MOE,
      body: { phone_numbers: [{ label: 'cell', country_code: '+1', number: '541-555-0573', is_primary: true }] },
    },
    'phone_numbers.update': { params: HIS_EMAIL, body: { number: '541-555-0134' } },
    'phone_numbers.delete': { params: HIS_EMAIL },
    'credit_cards.index': { params: MOE },
    'credit_cards.show': { params: HIS_CARD },
    'credit_cards.create': { params: MOE, body: { credit_cards: [{ ...CARD, address_id: 111111 }] } },
    'credit_cards.update': { params: HIS_CARD, body: { expiration_month: 1, expiration_year: 2040 } },
    'credit_cards.delete': { params: HIS_CARD },
    'companies.index': { query: PAGE },
    'companies.show': { params: COMPANY, after: ['companies.create'] },
    'companies.create': { body: { companies: [{ name: 'The Leftorium' }] } },
    'companies.update': { params: COMPANY, body: { name: 'The Rightorium' }, after: ['companies.create'] },
    'companies.delete': { params: COMPANY, after: ['companies.create'] },

    'orders.index': { query: { state: 'pending', type: 'Order' }, after: bought, as: 'processor' },
    'orders.show': { params: IN_FRONT, after: bought },
    'orders.create': { body: eticket },
    'orders.create:fedex': { body: fedEx },
    'orders.create:own': { body: saleOf(52554290, BY_EMAIL, [{ type: 'cash' }]) },
    'orders.create:own-paid': { body: saleOf(52554290, BY_EMAIL, [{ type: 'cash', is_completed: true }]) },
    'orders.create:own-fedex': { body: saleOf(52554292, BY_FEDEX, [{ type: 'credit_card', credit_card_id: 2222 }]) },
    'orders.create:mobile': { body: saleOf(52554286, { type: 'TMMobile', email_address_id: 33333 }, []) },
    'orders.update': {
      params: IN_FRONT,
      body: { reference: 'PO-7', external_notes: ['Together, please'] },
      after: bought,
    },
    'orders.update_by_put': { params: IN_FRONT, body: { instructions: 'Ring twice' }, after: bought },
    'orders.accept': atProcessor({ params: ORDER, body: PROCESSOR, after: bought }),
    'orders.accept:own': { params: ORDER, body: WEBSITE, after: sold },
    'orders.reject': atProcessor({
      params: ORDER,
      body: { ...PROCESSOR, reason: 'Tickets No Longer Available', rejection_notes: 'Sold this morning' },
      after: bought,
    }),
    'orders.cancel': atProcessor({ params: ORDER, body: { ...PROCESSOR, reason: 'Duplicate Order' }, after: promised }),
    'orders.return': {
      params: ORDER,
      body: { amount: 10, ...WEBSITE, reason: 'Other' },
      after: ['orders.create:own-paid', 'orders.accept:own'],
    },
    'orders.complete': { params: ORDER, after: accepted },
    'orders.pend_to_seller': { params: ORDER, body: {}, settings: { order_review: 'hold' }, after: bought },
    'orders.deliver_etickets': {
      params: ORDER,
      body: { etickets: [{ item_id: FIRST.order_item, eticket: twoTickets }] },
      after: accepted,
    },
    'orders.print_etickets': { params: ORDER, query: { item_id: FIRST.order_item }, after: delivered },
    'orders.print': { params: ORDER, after: sold },
    'orders.email': { params: ORDER, body: RECIPIENTS, after: sold },
    'orders.email_etickets_link': { params: ORDER, body: RECIPIENTS, after: delivered },
    'orders.get_ticket_costs': { params: ORDER, after: sold },
    'orders.update_ticket_costs': {
      params: ORDER,
      body: { tickets: [{ id: 5255429000000, cost: '21.50' }] },
      after: [...sold, 'orders.get_ticket_costs'],
    },
    'orders.background': { body: eticket },
    'orders.open': { body: eticket },
    'requests.orders.show': { params: { id: 1 }, after: ['orders.open'] },
    'queued_orders.index': { query: PAGE, after: ['orders.background'] },
    'queued_orders.recent': { query: PAGE, after: ['orders.background'] },
    'queued_orders.show': { params: { queued_order_id: 1 }, after: ['orders.background'] },
    'items.index': { params: ORDER, after: sold },
    'items.show': { params: ITEM, after: sold },
    'items.add_etickets': { params: ITEM, body: pdf, after: accepted },
    'items.finalize_etickets': { params: ITEM, body: { keep_pages: [1, 2] }, after: uploaded },
    'items.remove_etickets': { params: ITEM, after: uploaded },
    'items.remove_etickets_by_post': { params: ITEM, after: uploaded },
    'items.print_etickets': { params: ITEM, after: delivered },
    'items.convert_to_etickets': { params: ITEM, after: shipped },
    'v10.orders.create': { body: orderV10, as: 'store' },
    'v10.orders.show': { params: IN_FRONT, as: 'store', after: ['v10.orders.create'] },
    'v10.orders.index': { query: PAGE, as: 'store', after: ['v10.orders.create'] },

    'shipments.index': { query: ORDER, after: sold },
    'shipments.show': { params: SHIPMENT, after: sold },
    'shipments.create': {
      body: { shipments: [{ ...BY_FEDEX, order_items: [{ id: FIRST.order_item }] }] },
      after: shipped,
    },
    'shipments.create:own-label': {
      body: {
        shipments: [{ type: 'ProvidedAirbill', carrier: 'ups', available: false, items: [{ id: FIRST.order_item }] }],
      },
      after: shipped,
    },
    'shipments.update': atProcessor({
      params: SHIPMENT,
      body: { mobile_transfer_type: 'TMMobile' },
      after: mobile,
    }),
    'shipments.status': { query: PAGE, after: sold },
    'shipments.deliver': { params: SHIPMENT, after: labelled },
    'shipments.pend': { params: SHIPMENT, after: [...labelled, 'shipments.cancel'] },
    'shipments.cancel': { params: SHIPMENT, after: labelled },
    'shipments.complete': atProcessor({
      params: TRANSFER,
      body: { tm_mobile_link: 'https://am.example/transfer/1', transfer_source: 'TM' },
      after: transferring,
    }),
    'shipments.complete_by_post': atProcessor({ params: TRANSFER, body: {}, after: transferring }),
    'shipments.airbill': { params: SHIPMENT, after: shipped },
    'shipments.get_airbill': { params: SHIPMENT, after: labelled },
    'shipments.email_airbill': { params: SHIPMENT, body: RECIPIENTS, after: labelled },
    'shipments.upload_airbill': {
      params: OWN_LABEL,
      body: { file: twoTickets, tracking_number: '1Z999AA10123456784', carrier: 'ups' },
      after: ownLabel,
    },
    'shipments.suggestion': { body: { ticket_group_id: 52554285, address_id: 111111 } },
    'rate_options.create': { body: { rate_options: [{ address_id: 111111, service_type: 'FEDEX_2_DAY' }] } },
    'track_details.show': { params: { tracking_number: '790005144799' }, after: labelled },

    'payments.index': { query: ORDER, after: sold },
    'payments.show': { params: PAYMENT, after: sold },
    'payments.create': { body: { payments: [{ type: 'check', ...ORDER, amount: 5 }] }, after: sold },
    'payments.apply': { params: PAYMENT, after: sold },
    'payments.cancel': { params: PAYMENT, after: sold },
    'payments.refund': { params: PAYMENT, body: { amount: 10 }, after: ['orders.create:own-paid'] },
    'payments.status': atProcessor({ query: { ...PAGE, order_type: 'all' }, after: bought }),
    'transactions.index': { params: { account_id: 1691 }, query: PAGE },
    'transactions.show': {
      params: { account_id: 1691, transaction_id: FIRST.payment },
      after: ['transactions.create'],
    },
    'transactions.create': {
      params: { account_id: 1691 },
      body: { transactions: [{ type: 'deposit', amount: 1000, notes: 'To begin with' }] },
    },

    'merchant_accounts.braintree_client_token': {},
    'clients.braintree_client_token': { params: MOE },
    'brokerages.index': { query: PAGE },
    'brokerages.search': { query: { q: 'Springfield' } },
    'brokerages.show': { params: { brokerage_id: 1930 } },
    'offices.index': { query: { brokerage_id: 1930 } },
    'offices.search': { query: { q: 'Website' } },
    'offices.show': { params: { office_id: 1691 } },
    'office_credit_cards.index': { params: { office_id: 1691 } },
    'office_credit_cards.create': { params: { office_id: 1691 }, body: { credit_cards: [CARD] } },
    'office_credit_cards.delete': { params: { office_id: 1691, credit_card_id: 400000 } },
    'users.index': { query: { office_id: 1691 } },
    'users.search': { query: { q: 'Gil' } },
    'users.show': { params: { user_id: 12346 } },
    'credentials.index': {},
    'accounts.index': {},
    'accounts.show': { params: { account_id: 107655 } },
    'settings.shipping': {},
    'settings.service_fees': {},

    'categories.index': { query: { parent_id: 1 } },
    'categories.show': { params: { category_id: 1 } },
    'categories.deleted': { query: PAGE },
    'performers.index': { query: { first_letter: 'M', ...PAGE } },
    'performers.search': { query: { q: 'Massive' } },
    'performers.show': { params: { performer_id: 30001 } },
    'performers.deleted': { query: PAGE },
    'venues.index': { query: { country_code: 'US', ...PAGE } },
    'venues.search': { query: { q: 'Bowl' } },
    'venues.show': { params: { venue_id: 1388 } },
    'venues.deleted': { query: PAGE },
    'configurations.index': { query: { venue_id: 1388 } },
    'configurations.show': { params: { configuration_id: 501 } },
    'events.index': { query: { performer_id: 30001, ...PAGE } },
    'events.search': { query: { q: 'Massive' } },
    'events.show': { params: { event_id: 648825 } },
    'events.stats': { params: { event_id: 2100001 } },
    'events.deleted': { query: PAGE },
    'events.pinned': { query: PAGE, after: ['pins.create'] },
    'pins.index': { after: ['pins.create'] },
    'pins.show': { params: { pin_id: 1 }, after: ['pins.create'] },
    'pins.create': { body: { pins: [{ event_id: 2100003 }] } },
    'pins.delete': { params: { pin_id: 1 }, after: ['pins.create'] },
    'search.index': { query: { q: 'Massive', types: 'performers,venues' } },
    'searches.suggestions': { query: { q: 'Massive', entities: 'events,performers,venues' } },

    'listings.index': { query: { event_id: 2100001, quantity: 2 } },
    'listings.show': { params: { id: 52554287 } },
    'ticket_groups.index': { query: { event_id: 2100001, quantity: 2 } },
    'ticket_groups.create': { body: { ticket_groups: [GROUP] } },
    'ticket_groups.show': { params: OWN_GROUP },
    'ticket_groups.update': { params: OWN_GROUP, body: { price: '42.50' } },
    'ticket_groups.delete': { params: MADE_GROUP, after: ['ticket_groups.create'] },
    'ticket_groups.waste': { params: OWN_GROUP, body: { wasted_reason: 'Did not sell' } },
    'ticket_groups.mass_index': { query: { event_id: 2100002 } },
    'ticket_groups.mass_update': { body: { ids: [52554290], attrs: { price: '42.50' } } },
    'ticket_groups.broadcast': { params: OWN_GROUP, body: { broadcast: false } },
    'ticket_groups.hold': { params: OWN_GROUP, body: { ...TAKE, hold_until: '2099-02-01T00:00:00Z' } },
    'ticket_groups.take': { params: OWN_GROUP, body: TAKE },
    'ticket_groups.update_hold': { params: HOLD, body: { notes: 'He called' }, after: ['ticket_groups.hold'] },
    'ticket_groups.update_hold_by_name': { params: HOLD, body: { price: 45 }, after: ['ticket_groups.hold'] },
    'ticket_groups.release_hold': { params: HOLD, after: ['ticket_groups.hold'] },
    'ticket_groups.release_take': {
      params: { ...OWN_GROUP, ticket_group_take_id: 1 },
      after: ['ticket_groups.take'],
    },
    'filtered_tickets.held': { query: PAGE, after: ['ticket_groups.hold'] },
    'filtered_tickets.taken': { query: PAGE, after: ['ticket_groups.take'] },
    'tickets.index': { query: { ...OWN_GROUP, ...PAGE } },
    'tickets.show': { params: { ticket_id: 5255429000000 } },
    'tickets.update': { params: { ticket_id: 5255429000000 }, body: { barcode: 'AAAA1111' } },
    'tax_quotes.create': {
      body: {
        ticket_group_id: 52554287,
        quantity: 2,
        payment_type: 'credit_card',
        retail: { price: 50, shipping: 15 },
      },
    },
    'inventory.index': { query: { office_id: 1691, state: 'MAPPED', 'page[cursor]': 1, 'page[items]': 2 } },
    'inventory.create': { body: { inventory: TICKETS } },
    'inventory.bulk_update': { body: { ids: [324500001], inventory: { price: 55 } }, after: ['inventory.create'] },
    'inventory.update': { params: STOCK, body: { inventory: { price: 55 } }, after: ['inventory.create'] },
    'inventory.bulk_delete': { body: { ids: [324500001] }, after: ['inventory.create'] },
    'inventory.delete': { params: STOCK, after: ['inventory.create'] },
  }
}
