/**
 * The closed lists of words, each written once, all in one file. Record types, world files, the schemas of requests and answers, and the
 * rules take them from here.
 */

// --- Who

export const CREDENTIAL_TYPES = ['API', 'User', 'Affiliate'] as const
export type CredentialType = (typeof CREDENTIAL_TYPES)[number]

/** What a selling or buying party can be. An outside party is unknown to TEvo. */
export const PARTY_TYPES = ['Office', 'Client', 'AffiliateStore', 'Outside'] as const

/** For whom tickets can be held. */
export const HOLDER_TYPES = ['Office', 'Client'] as const

/** W:4751395: what `direct_buyer_type` can be. */
export const BUYER_TYPES = ['Client', 'Office'] as const

// --- Orders

/** An order is an `Order` for its seller and a `PurchaseOrder` for its buyer. */
export const ORDER_TYPES = ['Order', 'PurchaseOrder'] as const
export type OrderType = (typeof ORDER_TYPES)[number]

export const ORDER_STATES = [
  'open',
  'pending',
  'pending_consignment',
  'pending_substitution',
  'accepted',
  'rejected',
  'completed',
  'cancel_proposed',
  'canceled',
  'canceled_open',
  'canceled_post_acceptance',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const FRAUD_CHECK_STATUSES = ['pending', 'approved', 'declined'] as const
/** Null when the order was not screened. */
export type FraudCheckStatus = (typeof FRAUD_CHECK_STATUSES)[number] | null

/** W:9470108. */
export const REJECTION_REASONS = [
  'Tickets No Longer Available',
  'Tickets Priced Incorrectly',
  'Duplicate Order',
  'Fraudulent Order',
  'Test Order',
  'Other',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export const QUEUED_ORDER_STATES = ['pending', 'completed', 'errored'] as const
export const NOTE_CATEGORIES = ['internal', 'external'] as const
export type NoteCategory = (typeof NOTE_CATEGORIES)[number]

// --- Money

export const PAYMENT_STATES = ['pending', 'authorized', 'captured', 'completed', 'voided', 'canceled'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** W:9470142. */
export const PAYMENT_TYPES = [
  'cash',
  'check',
  'credit_card',
  'evopay',
  'money_order',
  'offline',
  'paypal',
  'tbd',
] as const
export type PaymentType = (typeof PAYMENT_TYPES)[number]

/** W:4751497. */
export const TRANSACTION_TYPES = ['deposit', 'withdrawal', 'transfer'] as const
export type TransactionType = (typeof TRANSACTION_TYPES)[number]
/** W:4751489. */
export const TRANSACTION_STATES = ['pending', 'completed'] as const
export type TransactionState = (typeof TRANSACTION_STATES)[number]

// --- Shipments

/** W:9994290. Its list of filters lacks `completed`, the last state of a mobile transfer (W:2445672450). */
export const SHIPMENT_STATES = [
  'pending',
  'in_transit',
  'in_exception',
  'delivered',
  'completed',
  'returned',
  'canceled',
] as const
export type ShipmentState = (typeof SHIPMENT_STATES)[number]

/** PHP:shipments, W:9994308, W:185466902, GBA delivery options. */
export const SHIPMENT_TYPES = [
  'FedEx',
  'UPS',
  'Eticket',
  'InstantDelivery',
  'Email',
  'Offline',
  'Courier',
  'WillCall',
  'PickupAtOffice',
  'LocalPickup',
  'Custom',
  'Tbd',
  'ProvidedAirbill',
  'TMMobile',
  'TMMobileLink',
  'FlashSeats',
  'GuestList',
  'Paperless',
] as const
export type ShipmentType = (typeof SHIPMENT_TYPES)[number]

/** GBA delivery options. */
export const SERVICE_TYPES = [
  'LEAST_EXPENSIVE',
  'INTERNATIONAL_FIRST',
  'INTERNATIONAL_PRIORITY_SATURDAY_DELIVERY',
  'INTERNATIONAL_PRIORITY',
  'INTERNATIONAL_ECONOMY',
  'FIRST_OVERNIGHT',
  'PRIORITY_OVERNIGHT_SATURDAY_DELIVERY',
  'FEDEX_2_DAY_SATURDAY_DELIVERY',
  'PRIORITY_OVERNIGHT',
  'STANDARD_OVERNIGHT',
  'FEDEX_2_DAY',
  'FEDEX_EXPRESS_SAVER',
] as const

/** W:185466902, and `Tbd` until the seller has chosen one of them. */
export const TRANSFER_TYPES = ['Tbd', 'TMMobile', 'TMMobileLink', 'FlashSeats'] as const satisfies ShipmentType[]

/** W:185466902: the types to which a seller can change any shipment. */
export const MOBILE_TRANSFER_TYPES = [
  'TMMobile',
  'TMMobileLink',
  'FlashSeats',
  'Eticket',
] as const satisfies ShipmentType[]
export type MobileTransferType = (typeof MOBILE_TRANSFER_TYPES)[number]

/** W:2445672450. */
export const TRANSFER_SOURCES = ['AXS', 'AM', 'BA', 'FS', 'PAC', 'SG', 'SH', 'TM'] as const

/** PHP:shipments. */
export const AIRBILL_CARRIERS = ['fedex', 'ups', 'usps', 'dhl', 'other'] as const

export const SIGNATURE_TYPES = ['', 'INDIRECT', 'NO_SIGNATURE_REQUIRED', 'DIRECT', 'ADULT'] as const

/** FedEx's codes for its scans, and their names (RB-fix track_details/show.yml; `RS` from FedEx's own list). */
export const SCANS = {
  OC: 'Shipment information sent to FedEx',
  PU: 'Picked up',
  DE: 'Delivery exception',
  RS: 'Returning package to shipper',
  DL: 'Delivered',
} as const
export type Scan = keyof typeof SCANS
export const SCAN_CODES = ['OC', 'PU', 'DE', 'RS', 'DL'] as const satisfies readonly Scan[]

// --- Tickets

/** W:9469962. */
export const TICKET_FORMATS = ['Physical', 'Eticket', 'Flash_seats', 'TM_mobile', 'Guest_list', 'Paperless'] as const
export type TicketFormat = (typeof TICKET_FORMATS)[number]

/** PHP:ticket_groups. */
export const VIEW_TYPES = ['Full', 'Obstructed', 'Partially Obstructed'] as const
export type ViewType = (typeof VIEW_TYPES)[number]
export const WASTED_REASONS = ['Did not sell', 'Lost by shipper', 'Lost before shipment'] as const
export type WastedReason = (typeof WASTED_REASONS)[number]

/** One order of a million tickets took two seconds and 58 MB. */
export const MAX_TICKETS_OF_GROUP = 100_000
export const MAX_TICKETS_OF_ITEM = 1_000

export const GROUP_TYPES = ['event', 'parking'] as const
export type GroupType = (typeof GROUP_TYPES)[number]

/** In an `odd_even` group, the numbers of neighbours are two apart. */
export const SEAT_ORDERS = ['consecutive', 'odd_even'] as const
export type SeatOrder = (typeof SEAT_ORDERS)[number]

/**
 * W:4540596259: in which quantities a group is sold. `NEVERLEAVEONE`: in any that does not leave a single ticket; `NONE`: as
 * a whole; `CUSTOM`: in those of its list.
 */
export const SPLIT_TYPES = ['DEFAULT', 'ANY', 'NEVERLEAVEONE', 'NONE', 'CUSTOM'] as const
export type SplitType = (typeof SPLIT_TYPES)[number]

/** W:3319463967: whether TEvo knows the event of what an office has sent. */
export const INVENTORY_STATES = ['ALL', 'MAPPED', 'UNMAPPED'] as const
export type InventoryState = (typeof INVENTORY_STATES)[number]

/** The states of a ticket in a group. */
export const TICKET_STATES = ['available', 'held', 'taken', 'sold', 'wasted'] as const
export type TicketState = (typeof TICKET_STATES)[number]

/** `held` ends at a time, `taken` does not. */
export const HOLD_STATES = ['held', 'taken', 'released', 'expired', 'used'] as const
export type HoldState = (typeof HOLD_STATES)[number]

/** W:9470092. */
export const EVENT_STATES = ['shown', 'postponed', 'canceled'] as const
export type EventState = (typeof EVENT_STATES)[number]

// --- What TEvo tells others

/**
 * W:73302018, VL:854229012. Seen literally: `order_created`, `fraud_response_received`, `seller_accepted`, `order_rejected`,
 * `airbill_generated`, `delivery_shipped`, `delivery_complete`; the others are named there, and spelt by us.
 */
export const ORDER_EVENTS = [
  'order_created',
  'fraud_response_received',
  'order_accepted',
  'seller_accepted',
  'order_rejected',
  'order_canceled',
  'etickets_finalized',
  'eticket_finalized',
  'airbill_uploaded',
  'airbill_requested',
  'airbill_generated',
  'delivery_reclassified',
  'delivery_shipped',
  'delivery_complete',
  'proof_of_transfer_uploaded',
  'delivery_updated',
  'in_hand_updated',
] as const
export type OrderEvent = (typeof ORDER_EVENTS)[number]

/** VL:5154701313. */
export const CATALOG_EVENTS = [
  'event_created',
  'event_updated',
  'event_deleted',
  'performer_created',
  'performer_updated',
  'performer_deleted',
  'venue_created',
  'venue_updated',
  'venue_deleted',
] as const
export type CatalogEvent = (typeof CATALOG_EVENTS)[number]

export const WEBHOOK_EVENTS = [...ORDER_EVENTS, ...CATALOG_EVENTS] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

export const RECIPIENTS = ['seller', 'buyer', 'catalog'] as const
export type Recipient = (typeof RECIPIENTS)[number]

/** `ready`: to be sent now. `waiting`: for its time. */
export const DELIVERY_STATES = ['ready', 'waiting', 'delivered', 'given_up'] as const

// --- What TEvo asks of others

/** What a broker's service is asked for (order integration). */
export const OUTBOUND_CALLS = ['hold', 'release', 'invoice'] as const
export type OutboundCall = (typeof OUTBOUND_CALLS)[number]
/**
 * Of a hold: `intended` it may have been made, `held`, then `used` by an order or `let_go`; `failed` when it was refused.
 * Of a release and an invoice, as of a webhook: `ready`, `waiting` for their next try, `answered`, `given_up`.
 */
export const OUTBOUND_STATES = [
  'intended',
  'held',
  'used',
  'let_go',
  'failed',
  'ready',
  'waiting',
  'answered',
  'given_up',
] as const

// --- What goes wrong on purpose

/** What a fault can make the rules refuse. */
export const FORCEABLE = [
  'ticket_group_gone',
  'price_rises',
  'payment_declined',
  'fraud_declined',
  'eticket_rejected',
] as const
export type Forceable = (typeof FORCEABLE)[number]

/** TEvo's refusals that do not mention a record: the names by which a fault can ask for them. */
export const NAMED_REFUSALS = [
  'unauthorized',
  'wrong_signature',
  'not_found',
  'rate_limited',
  'unavailable',
  'error',
] as const
export type NamedRefusal = (typeof NAMED_REFUSALS)[number]

// --- Settings

/** How the fraud desk treats an order to a Client. */
export const FRAUD_DESKS = ['off', 'approve', 'decline', 'hold'] as const
export const GATEWAYS = ['braintree', 'stripe', 'none'] as const
export const ORDER_REVIEWS = ['off', 'hold'] as const
export const TICKET_GROUPS_INDEXES = ['serve', 'redirect'] as const
/** 429, or 503 as the Ruby client documents it. */
export const RATE_LIMIT_STATUSES = [429, 503] as const

/** To whom a buyer's notifications go: to the buyer of a Buy order, or of the order behind a sale, too. */
export const BUYER_NOTIFICATIONS = ['buy', 'all'] as const

/** Who plays the other side. */
export const CASTS = [
  'patient-broker',
  'good-broker',
  'slow-broker',
  'rejecting-broker',
  'double-seller',
  'fraud-desk',
] as const
export type Cast = (typeof CASTS)[number]

// --- Sweeps

/** What goes wrong in a run of a sweep. */
export const SWEEP_EFFECTS = [
  'lost-answer',
  'cut',
  'stall',
  'slow',
  'refused',
  '503',
  '429',
  'late',
  'webhook-lost',
  'webhook-doubled',
  'webhook-reordered',
  'index-lag',
] as const
export type SweepEffect = (typeof SWEEP_EFFECTS)[number]

/** How far the request has come then: nothing is done, or all of it is. */
export const SWEEP_PLACES = ['before', 'after'] as const
export type SweepPlace = (typeof SWEEP_PLACES)[number]

/** What came of a run, the worst first. */
export const SWEEP_CLASSES = ['silent damage', 'loud damage', 'hung', 'reported', 'survived'] as const
export type SweepClass = (typeof SWEEP_CLASSES)[number]

/** What a sweep finds in the world beside the broken invariants, compared with the world that the program leaves when nothing goes wrong. */
export const SWEEP_DAMAGES = [
  'order_missing',
  'order_left_behind',
  'paid_twice',
  'left_unpaid',
  'tickets_held_for_nothing',
  'delivery_not_acknowledged',
] as const
