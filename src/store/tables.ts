import type { QueuedOrder } from './placements.ts'
import type * as R from './records.ts'
import type { OrderType } from './words.ts'

/** The declarations of all tables: one file, however long, for a world is read and written table by table. */

/** What an index needs to know of a record: the keys under which it is found. */
export type IndexKeys<Row> = (record: Row) => readonly (string | number)[]

export interface TableSpec<Row> {
  /** The model's name in TEvo's error texts: `Couldn't find Client with ID=7`. */
  readonly model: string
  /** Fields that are times: ISO 8601 or relative in a world file, epoch milliseconds in a record. */
  readonly times: readonly (keyof Row & string)[]
  /** Fields that are dates without a time; a world file may give them relative too. */
  readonly dates?: readonly (keyof Row & string)[]
  /** What a world file may leave out. */
  readonly blank: Partial<Row>
  readonly indexes: { readonly [name: string]: IndexKeys<Row> }
  /** The name under which a world file's `next_ids` says where its ids go on. */
  readonly sequence: string
  /** What is still to be sent or done: the journal does not name it among the records that a request made. */
  readonly isToDo?: boolean
}

/** What follows from a declaration. */
interface Derived<Row> {
  readonly row?: Row
  /** The keys of each index, in the order in which they are declared. */
  readonly keys: readonly IndexKeys<Row>[]
  /** Where each index stands among them. */
  readonly places: { readonly [index: string]: number }
}

const defineTable =
  <Row extends { readonly id: number }>() =>
  <const Spec extends TableSpec<Row>>(spec: Spec): Spec & Derived<Row> => ({
    ...spec,
    keys: Object.values(spec.indexes),
    places: Object.fromEntries(Object.keys(spec.indexes).map((name, place) => [name, place])),
  })

const noPlace = {
  street_address: null,
  extended_address: null,
  locality: null,
  region: null,
  postal_code: null,
  country_code: null,
}

const clientProperty = { by_client: (record: { readonly client_id: number }) => [record.client_id] }

/** Everything `GET /v9/orders` filters by most, in one key, so that a page costs the page and not the table. */
export const orderFacet = (viewer: string, type: string, buyerType: string, state: string): string =>
  `${viewer}|${type}|${buyerType}|${state}`

/** Who sees an order, and as what; an open order is not yet shown to the owner of its tickets. */
export function orderViewers(order: R.Order): { account: R.Account; type: OrderType }[] {
  if (order.seller.type === 'Outside') return [{ account: order.buyer.account, type: 'PurchaseOrder' }]
  const viewers: { account: R.Account; type: OrderType }[] = []
  const betweenAccounts = order.buyer.account !== order.seller.account
  const unseenBySeller = betweenAccounts && (order.seller_state === 'open' || order.seller_state === 'canceled_open')
  if (!unseenBySeller) viewers.push({ account: order.seller.account, type: 'Order' })
  if (betweenAccounts) viewers.push({ account: order.buyer.account, type: 'PurchaseOrder' })
  return viewers
}

/** W:4540596259: an office and its own system's id for a group name one group. */
export const remoteKey = (office_id: number, remote_id: string): string => `${office_id}|${remote_id}`

export const ticketKey = (ticket_group_id: number, seat: number): string => `${ticket_group_id}|${seat}`

/** Whether a hold or take still keeps its seats. */
const isLive = ({ state }: R.TicketHold): boolean => state === 'held' || state === 'taken'

export const tables = {
  brokerages: defineTable<R.Brokerage>()({
    model: 'Brokerage',
    sequence: 'brokerage',
    times: ['updated_at'],
    blank: { natb_member: false },
    indexes: {},
  }),
  offices: defineTable<R.Office>()({
    model: 'Office',
    sequence: 'office',
    times: ['updated_at'],
    blank: { ...noPlace, main: false, phone: null, fax: null, email: [], time_zone: null, pos: false },
    indexes: { by_brokerage: (office) => [office.brokerage_id] },
  }),
  office_credit_cards: defineTable<R.OfficeCreditCard>()({
    model: 'CreditCard',
    sequence: 'office_credit_card',
    times: ['updated_at'],
    blank: { label: null, name: null },
    indexes: { by_office: (card) => [card.office_id] },
  }),
  users: defineTable<R.User>()({
    model: 'User',
    sequence: 'user',
    times: ['updated_at'],
    blank: { phone_number: null, phone_extension: null },
    indexes: { by_brokerage: (user) => [user.brokerage_id] },
  }),
  affiliates: defineTable<R.Affiliate>()({
    model: 'Affiliate',
    sequence: 'affiliate',
    times: [],
    blank: {},
    indexes: {},
  }),
  affiliate_stores: defineTable<R.AffiliateStore>()({
    model: 'AffiliateStore',
    sequence: 'affiliate_store',
    times: ['created_at', 'updated_at'],
    blank: { logo: null, website: null },
    indexes: {},
  }),
  credentials: defineTable<R.Credential>()({
    model: 'Credential',
    sequence: 'credential',
    times: [],
    blank: { office_id: null, affiliate_store_id: null },
    indexes: { by_token: (credential) => [credential.token], by_name: (credential) => [credential.name] },
  }),
  categories: defineTable<R.Category>()({
    model: 'Category',
    sequence: 'category',
    times: ['deleted_at', 'updated_at'],
    blank: { parent_id: null, deleted_at: null },
    indexes: {},
  }),
  performers: defineTable<R.Performer>()({
    model: 'Performer',
    sequence: 'performer',
    times: ['deleted_at', 'updated_at'],
    blank: { category_id: null, venue_id: null, keywords: '', popularity_score: 0, deleted_at: null },
    indexes: {},
  }),
  venues: defineTable<R.Venue>()({
    model: 'Venue',
    sequence: 'venue',
    times: ['deleted_at', 'updated_at'],
    blank: {
      ...noPlace,
      latitude: null,
      longitude: null,
      time_zone: null,
      keywords: '',
      popularity_score: 0,
      deleted_at: null,
    },
    indexes: {},
  }),
  configurations: defineTable<R.Configuration>()({
    model: 'Configuration',
    sequence: 'configuration',
    times: ['updated_at'],
    blank: {
      primary: false,
      capacity: null,
      general_admission: false,
      fanvenues_key: null,
      ticket_utils_id: null,
      seating_chart_medium: null,
      seating_chart_large: null,
    },
    indexes: { by_venue: (configuration) => [configuration.venue_id] },
  }),
  events: defineTable<R.Event>()({
    model: 'Event',
    sequence: 'event',
    times: ['occurs_at', 'deleted_at', 'updated_at'],
    blank: {
      configuration_id: null,
      category_id: null,
      performer_ids: [],
      state: 'shown',
      notes: '',
      stubhub_id: null,
      tbd: false,
      promotion_label: null,
      face_value_display: false,
      inclusive_pricing: false,
      seat_number_display: false,
      popularity_score: 0,
      long_term_popularity_score: 0,
      deleted_at: null,
    },
    indexes: { by_venue: (event) => [event.venue_id], by_performer: (event) => event.performer_ids },
  }),
  ticket_groups: defineTable<R.TicketGroup>()({
    model: 'TicketGroup',
    sequence: 'ticket_group',
    times: ['deleted_at', 'updated_at'],
    dates: ['in_hand_on'],
    blank: {
      type: 'event',
      seat_order: 'consecutive',
      wasted: [],
      wasted_reason: null,
      splits: null,
      split_type: 'DEFAULT',
      cost_cents: null,
      taxed_cost_cents: null,
      face_value_cents: null,
      discount_percent: null,
      account_email: null,
      broadcast: true,
      signatures: {},
      remote_id: null,
      external_notes: null,
      broker_notes: null,
      internal_notes: null,
      view_type: null,
      wheelchair: false,
      tag_list: null,
      in_hand: true,
      in_hand_on: null,
      instant_delivery: false,
      spec: false,
      purchase_order_id: null,
      deleted_at: null,
    },
    indexes: {
      by_event: (group) => (group.deleted_at === null ? [group.event_id] : []),
      by_office: (group) => (group.deleted_at === null ? [group.office_id] : []),
      by_remote_id: (group) =>
        group.deleted_at === null && group.remote_id !== null ? [remoteKey(group.office_id, group.remote_id)] : [],
    },
  }),
  ticket_details: defineTable<R.TicketDetails>()({
    model: 'Ticket',
    sequence: 'ticket_details',
    times: ['updated_at'],
    blank: {
      cost_cents: null,
      barcode: null,
      primary_ticket_id: null,
      verification_id: null,
      eticket_file_id: null,
    },
    indexes: {
      by_group: (details) => [details.ticket_group_id],
      by_ticket: (details) => [ticketKey(details.ticket_group_id, details.seat)],
    },
  }),
  unmapped_inventory: defineTable<R.UnmappedInventory>()({
    model: 'UnmappedInventory',
    sequence: 'unmapped_inventory',
    times: ['created_at'],
    blank: { event_name: null, event_occurs_at_date: null, event_occurs_at_time: null, venue_name: null },
    indexes: {
      by_office: (entry) => [entry.office_id],
      by_remote_id: (entry) => [remoteKey(entry.office_id, entry.remote_id)],
    },
  }),
  pins: defineTable<R.Pin>()({
    model: 'Pin',
    sequence: 'pin',
    times: ['created_at'],
    blank: {},
    indexes: { by_account: (pin) => [pin.account] },
  }),
  ticket_holds: defineTable<R.TicketHold>()({
    model: 'TicketHold',
    sequence: 'ticket_hold',
    times: ['hold_until', 'created_at', 'updated_at'],
    blank: { hold_until: null, notes: null },
    indexes: {
      by_group: (hold) => (isLive(hold) ? [hold.ticket_group_id] : []),
      by_state: (hold) => [`${hold.account}|${hold.state}`],
      by_hold_until: (hold) => (hold.state === 'held' && hold.hold_until !== null ? [hold.hold_until] : []),
    },
  }),
  tax_quotes: defineTable<R.TaxQuote>()({
    model: 'TaxQuote',
    sequence: 'tax_quote',
    times: ['created_at'],
    blank: { retail_tax_cents: null },
    indexes: { by_signature: (quote) => [quote.tax_signature] },
  }),
  companies: defineTable<R.Company>()({
    model: 'Company',
    sequence: 'company',
    times: ['updated_at'],
    blank: {},
    indexes: {
      by_account: (company) => [company.account],
      by_name: (company) => [`${company.account}|${company.name}`],
    },
  }),
  clients: defineTable<R.Client>()({
    model: 'Client',
    sequence: 'client',
    times: ['created_at', 'updated_at'],
    blank: {
      office_id: null,
      company_id: null,
      tags: [],
      notes: null,
      pnr_id: null,
      commission_junction_sid: null,
      primary_email_address_id: null,
      primary_phone_number_id: null,
      primary_address_id: null,
      primary_shipping_address_id: null,
      primary_billing_address_id: null,
      primary_credit_card_id: null,
    },
    indexes: {
      by_account: (client) => [client.account],
      by_company: (client) => (client.company_id === null ? [] : [client.company_id]),
    },
  }),
  email_addresses: defineTable<R.EmailAddress>()({
    model: 'EmailAddress',
    sequence: 'email_address',
    times: ['updated_at'],
    blank: { label: null },
    indexes: clientProperty,
  }),
  addresses: defineTable<R.Address>()({
    model: 'Address',
    sequence: 'address',
    times: ['updated_at'],
    blank: { label: null, name: null, company: null, ...noPlace },
    indexes: clientProperty,
  }),
  phone_numbers: defineTable<R.PhoneNumber>()({
    model: 'PhoneNumber',
    sequence: 'phone_number',
    times: ['created_at', 'updated_at'],
    blank: { label: null, country_code: null, extension: null },
    indexes: clientProperty,
  }),
  credit_cards: defineTable<R.CreditCard>()({
    model: 'CreditCard',
    sequence: 'credit_card',
    times: ['updated_at'],
    blank: { label: null, name: null, address_id: null, phone_number_id: null },
    indexes: clientProperty,
  }),
  orders: defineTable<R.Order>()({
    model: 'Order',
    sequence: 'order',
    times: ['created_at', 'updated_at'],
    blank: {
      buyer_reference_number: null,
      po_number: null,
      invoice_number: null,
      seller_cancellation_reason: null,
      seller_cancellation_notes: null,
      buyer_cancellation_reason: null,
      buyer_cancellation_notes: null,
      was_auto_canceled: null,
      returned_cents: 0,
      fraud_updates: 0,
    },
    indexes: {
      by_facet: (order) =>
        orderViewers(order).map((viewer) =>
          orderFacet(viewer.account, viewer.type, order.buyer.type, order.seller_state),
        ),
      by_group: (order) => [order.order_group_id],
      by_reference: (order) => (order.reference === null ? [] : [order.reference]),
      by_substituted: (order) => (order.substitute_order_link_id === null ? [] : [order.substitute_order_link_id]),
      by_buyer: (order) => [`${order.buyer.type}:${order.buyer.id}`],
    },
  }),
  items: defineTable<R.Item>()({
    model: 'Item',
    sequence: 'item',
    times: ['eticket_updated_at', 'eticket_finalized_at', 'eticket_downloaded_at', 'created_at', 'updated_at'],
    blank: {},
    indexes: {
      by_order: (item) => [item.order_id],
      by_order_item: (item) => [item.order_item_id],
      by_shipment: (item) => [item.shipment_id],
      by_ticket_group: (item) => [item.ticket_group_id],
    },
  }),
  files: defineTable<R.StoredFile>()({
    model: 'File',
    sequence: 'file',
    times: [],
    blank: {},
    indexes: {},
  }),
  shipments: defineTable<R.Shipment>()({
    model: 'Shipment',
    sequence: 'shipment',
    times: ['created_at', 'updated_at'],
    blank: {
      ship_to_address: null,
      ship_to_phone_number: null,
      ship_to_email_address: null,
      ship_from_name: null,
      ship_from_address: null,
      ship_from_phone_number: null,
      pickup_time_range: null,
      pickup_instructions: null,
      tm_mobile_link: null,
      transfer_source: null,
      airbill_file_id: null,
    },
    indexes: {
      by_order: (shipment) => [shipment.order_id],
      by_tracking_number: ({ tracking_number }) => (tracking_number === null ? [] : [tracking_number]),
    },
  }),
  tracking_events: defineTable<R.TrackingEvent>()({
    model: 'TrackingEvent',
    sequence: 'tracking_event',
    times: ['occurred_at'],
    blank: {},
    indexes: { by_tracking_number: (event) => [event.tracking_number] },
  }),
  payments: defineTable<R.Payment>()({
    model: 'Payment',
    sequence: 'payment',
    times: ['created_at', 'updated_at'],
    blank: { refunded_from_id: null, credit_card_id: null, token: null, card: null, check_number: null },
    indexes: { by_order: (payment) => [payment.order_id] },
  }),
  evopay_transactions: defineTable<R.EvopayTransaction>()({
    model: 'Transaction',
    // The payment of an order is a transaction too, under its own id: the two never have the same.
    sequence: 'payment',
    times: ['created_at'],
    blank: { sender_id: null, recipient_id: null, notes: null },
    indexes: {
      by_office: ({ sender_id, recipient_id }) =>
        [...new Set([sender_id, recipient_id])].filter((office_id) => office_id !== null),
    },
  }),
  queued_orders: defineTable<QueuedOrder>()({
    model: 'QueuedOrder',
    sequence: 'queued_order',
    times: ['process_at', 'created_at', 'updated_at'],
    blank: { order_ids: [], error: null },
    indexes: {
      by_process_at: (queued) => (queued.state === 'pending' ? [queued.process_at] : []),
      by_account: (queued) => [queued.account],
    },
  }),
  notes: defineTable<R.Note>()({
    model: 'Note',
    sequence: 'note',
    times: ['created_at', 'updated_at'],
    blank: {},
    indexes: { by_order: (note) => [note.order_id] },
  }),
  webhook_endpoints: defineTable<R.WebhookEndpoint>()({
    model: 'WebhookEndpoint',
    sequence: 'webhook_endpoint',
    times: ['created_at', 'updated_at'],
    blank: { office_id: null, events: null, active: true },
    indexes: {},
  }),
  webhook_deliveries: defineTable<R.WebhookDelivery>()({
    model: 'WebhookDelivery',
    isToDo: true,
    sequence: 'webhook_delivery',
    times: ['next_at', 'created_at', 'updated_at'],
    blank: { attempts: [], tries: 0, next_at: null, faults: [] },
    indexes: {
      by_state: (delivery) => [delivery.state],
      by_next_at: ({ next_at }) => (next_at === null ? [] : [next_at]),
      by_behind: ({ state, tries, faults, endpoint_id }) =>
        state === 'waiting' && tries === 0 && faults.some(({ effect }) => effect === 'behind') ? [endpoint_id] : [],
    },
  }),
  order_integrations: defineTable<R.OrderIntegration>()({
    model: 'OrderIntegration',
    sequence: 'order_integration',
    times: ['created_at', 'updated_at'],
    blank: { buying_office_ids: null, deadline_ms: 5_000, names: null },
    indexes: { by_office: (integration) => [integration.office_id] },
  }),
  outbound_calls: defineTable<R.OutboundCall>()({
    model: 'OutboundCall',
    isToDo: true,
    sequence: 'outbound_call',
    times: ['next_at', 'created_at', 'updated_at'],
    blank: { order_id: null, attempts: [], tries: 0, next_at: null },
    indexes: {
      by_state: (call) => [call.state],
      by_next_at: ({ next_at }) => (next_at === null ? [] : [next_at]),
      by_global_id: (call) => [call.global_id],
    },
  }),
  autopilot_steps: defineTable<R.AutopilotStep>()({
    model: 'AutopilotStep',
    isToDo: true,
    sequence: 'autopilot_step',
    times: ['due_at', 'created_at'],
    blank: { problem: null },
    indexes: {
      by_due_at: ({ problem, due_at }) => (problem === null ? [due_at] : []),
      by_order: (step) => [step.order_id],
    },
  }),
}

export type Tables = typeof tables
export type TableName = keyof Tables
export type Row<Name extends TableName> = NonNullable<Tables[Name]['row']>
export type IndexName<Name extends TableName> = keyof Tables[Name]['indexes'] & string

export const tableNames: readonly TableName[] = Object.keys(tables).filter((name): name is TableName => name in tables)
