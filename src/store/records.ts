import type { AccountSettings } from './settings.ts'
import type {
  Cast,
  CredentialType,
  DELIVERY_STATES,
  EventState,
  FraudCheckStatus,
  GroupType,
  HOLDER_TYPES,
  HoldState,
  NoteCategory,
  OrderState,
  OUTBOUND_STATES,
  OutboundCall as OutboundCallKind,
  PARTY_TYPES,
  PaymentState,
  PaymentType,
  Recipient,
  RejectionReason,
  Scan,
  SeatOrder,
  ShipmentState,
  ShipmentType,
  SplitType,
  TicketFormat,
  TransactionType,
  ViewType,
  WastedReason,
  WebhookEvent,
} from './words.ts'

/**
 * The records a sandbox holds, one type after another in one file, as they are stored: money in integer cents (`*_cents`), times in epoch milliseconds of
 * the sandbox's clock (`*_at`), ids as numbers. How TEvo prints them is `wire`'s business.
 */

/** The owner of a record: a brokerage, or an affiliate's store. */
export type Account = `brokerage:${number}` | `store:${number}`

export interface Brokerage {
  readonly id: number
  readonly name: string
  readonly abbreviation: string
  readonly natb_member: boolean
  readonly updated_at: number
}

/** A postal address. */
interface Place {
  readonly street_address: string | null
  readonly extended_address: string | null
  readonly locality: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country_code: string | null
}

export interface Office extends Place {
  readonly id: number
  readonly brokerage_id: number
  readonly name: string
  /** Whether it is the main office of its brokerage. */
  readonly main: boolean
  readonly phone: string | null
  readonly fax: string | null
  readonly email: readonly string[]
  /** `America/New_York` */
  readonly time_zone: string | null
  /** Whether it works with TEvo's own point of sale. */
  readonly pos: boolean
  readonly updated_at: number
}

export interface OfficeCreditCard {
  readonly id: number
  readonly office_id: number
  readonly label: string | null
  readonly name: string | null
  readonly card_company: string
  readonly last_digits: string
  readonly expiration_month: string
  readonly expiration_year: string
  readonly updated_at: number
}

export interface User {
  readonly id: number
  readonly brokerage_id: number
  readonly office_id: number
  readonly name: string
  readonly email: string
  readonly phone_number: string | null
  readonly phone_extension: string | null
  readonly updated_at: number
}

export interface Affiliate {
  readonly id: number
  readonly name: string
}

export interface AffiliateStore {
  readonly id: number
  readonly affiliate_id: number
  readonly name: string
  readonly logo: string | null
  readonly website: string | null
  readonly created_at: number
  readonly updated_at: number
}

export interface Credential {
  readonly id: number
  /** A short name for people: `website`. */
  readonly name: string
  readonly label: string
  readonly type: CredentialType
  readonly token: string
  readonly secret: string
  /** The office it acts for; null for an affiliate's credential. */
  readonly office_id: number | null
  readonly affiliate_store_id: number | null
}

export interface Category {
  readonly id: number
  readonly name: string
  readonly parent_id: number | null
  /** When it was deleted: from then on only the list of deleted records shows it. The same for the whole catalogue. */
  readonly deleted_at: number | null
  readonly updated_at: number
}

export interface Performer {
  readonly id: number
  readonly name: string
  readonly category_id: number | null
  /** Its home venue; most have none. */
  readonly venue_id: number | null
  readonly keywords: string
  readonly popularity_score: number
  readonly deleted_at: number | null
  readonly updated_at: number
}

export interface Venue extends Place {
  readonly id: number
  readonly name: string
  readonly latitude: number | null
  readonly longitude: number | null
  /** `America/New_York` */
  readonly time_zone: string | null
  readonly keywords: string
  readonly popularity_score: number
  readonly deleted_at: number | null
  readonly updated_at: number
}

/** A layout of a venue's seats. */
export interface Configuration {
  readonly id: number
  readonly venue_id: number
  readonly name: string
  readonly primary: boolean
  readonly capacity: number | null
  readonly general_admission: boolean
  readonly fanvenues_key: string | null
  readonly ticket_utils_id: string | null
  readonly seating_chart_medium: string | null
  readonly seating_chart_large: string | null
  readonly updated_at: number
}

export interface Event {
  readonly id: number
  readonly name: string
  readonly venue_id: number
  readonly configuration_id: number | null
  readonly category_id: number | null
  /** The primary performer first. */
  readonly performer_ids: readonly number[]
  readonly state: EventState
  readonly notes: string
  readonly stubhub_id: string | null
  /** Whether its time is still to be decided. */
  readonly tbd: boolean
  readonly promotion_label: string | null
  /** What a seller of its tickets has to show: the face value, prices with all fees, seat numbers. */
  readonly face_value_display: boolean
  readonly inclusive_pricing: boolean
  readonly seat_number_display: boolean
  readonly popularity_score: number
  readonly long_term_popularity_score: number
  /** Venue-local time, printed with a `Z`. */
  readonly occurs_at: number
  readonly deleted_at: number | null
  readonly updated_at: number
}

/** Seats `from` to `to`, both included; in an `odd_even` group, every second one of them. */
export type SeatRange = readonly [from: number, to: number]

export interface TicketGroup {
  readonly id: number
  readonly office_id: number
  readonly event_id: number
  readonly type: GroupType
  readonly section: string
  readonly row: string
  readonly quantity: number
  readonly low_seat: number
  readonly seat_order: SeatOrder
  /** The seats that are still free, ascending; null in a world file means all of them. */
  readonly available: readonly SeatRange[]
  /** The seats that were written off. */
  readonly wasted: readonly SeatRange[]
  readonly wasted_reason: WastedReason | null
  /** The quantities in which the group is sold; null means every quantity that is left. */
  readonly splits: readonly number[] | null
  /** What says in which quantities it is sold where `splits` is null. */
  readonly split_type: SplitType
  readonly format: TicketFormat
  readonly wholesale_price_cents: number
  readonly retail_price_cents: number
  /** What the owner has paid for a ticket, without and with tax; what is printed on it. */
  readonly cost_cents: number | null
  readonly taxed_cost_cents: number | null
  readonly face_value_cents: number | null
  /** Off its price for retail partners: 0 to 100. */
  readonly discount_percent: number | null
  /** The account at the team in which the tickets are. */
  readonly account_email: string | null
  /** Whether other brokerages, and stores, are shown it. */
  readonly broadcast: boolean
  /** Signatures given out so far, and the wholesale price each stood for. */
  readonly signatures: { readonly [signature: string]: number }
  readonly remote_id: string | null
  /** Shown to all brokers and customers; the next to all brokers; the third to the owner only. */
  readonly external_notes: string | null
  readonly broker_notes: string | null
  readonly internal_notes: string | null
  readonly view_type: ViewType | null
  readonly wheelchair: boolean
  /** Separated by spaces. */
  readonly tag_list: string | null
  readonly in_hand: boolean
  /** A date, `2017-03-21`. */
  readonly in_hand_on: string | null
  readonly instant_delivery: boolean
  readonly spec: boolean
  readonly purchase_order_id: number | null
  /** A deleted group keeps its record, for the orders that name it. */
  readonly deleted_at: number | null
  readonly updated_at: number
}

/** What is known of one ticket of a group; of most tickets nothing is. */
export interface TicketDetails {
  readonly id: number
  readonly ticket_group_id: number
  readonly seat: number
  /** Null: the group's. */
  readonly cost_cents: number | null
  readonly barcode: string | null
  readonly primary_ticket_id: string | null
  readonly verification_id: string | null
  /** Its own PDF, of one page. */
  readonly eticket_file_id: number | null
  readonly updated_at: number
}

/** Tickets that an office has sent for an event that TEvo does not know: they are for sale nowhere. */
export interface UnmappedInventory {
  readonly id: number
  readonly office_id: number
  readonly remote_id: string
  /** As they were sent. */
  readonly event_id: number
  readonly event_name: string | null
  readonly event_occurs_at_date: string | null
  readonly event_occurs_at_time: string | null
  readonly venue_name: string | null
  readonly section: string
  readonly row: string
  readonly quantity: number
  readonly format: TicketFormat
  readonly wholesale_price_cents: number
  readonly created_at: number
}

/** An event that a brokerage has put on its list. */
export interface Pin {
  readonly id: number
  readonly account: Account
  readonly event_id: number
  readonly created_at: number
}

/** EvoPay money that moves outside of orders: between two offices, or an office and its bank, which is null. */
export interface EvopayTransaction {
  readonly id: number
  readonly type: TransactionType
  readonly sender_id: number | null
  readonly recipient_id: number | null
  readonly amount_cents: number
  readonly notes: string | null
  readonly created_at: number
}

/** Seats of a group that its owner keeps for somebody: a hold until a time, a take without an end. */
export interface TicketHold {
  readonly id: number
  readonly ticket_group_id: number
  readonly account: Account
  readonly office_id: number
  readonly state: HoldState
  readonly quantity: number
  readonly seats: readonly SeatRange[]
  readonly price_cents: number
  readonly held_for_type: (typeof HOLDER_TYPES)[number]
  readonly held_for_id: number
  /** Null for a take. */
  readonly hold_until: number | null
  readonly notes: string | null
  readonly created_at: number
  readonly updated_at: number
}

/** The tax on a sale, quoted in advance; the order gives the quote's signature. */
export interface TaxQuote {
  readonly id: number
  readonly account: Account
  readonly tax_signature: string
  readonly ticket_group_id: number
  readonly quantity: number
  readonly wholesale_tax_cents: number
  readonly retail_tax_cents: number | null
  readonly created_at: number
}

export interface Company {
  readonly id: number
  readonly account: Account
  readonly name: string
  readonly updated_at: number
}

export interface Client {
  readonly id: number
  readonly account: Account
  readonly office_id: number | null
  readonly company_id: number | null
  readonly name: string
  readonly tags: readonly string[]
  readonly notes: string | null
  readonly pnr_id: string | null
  readonly commission_junction_sid: string | null
  readonly primary_email_address_id: number | null
  readonly primary_phone_number_id: number | null
  readonly primary_address_id: number | null
  readonly primary_shipping_address_id: number | null
  readonly primary_billing_address_id: number | null
  readonly primary_credit_card_id: number | null
  readonly created_at: number
  readonly updated_at: number
}

export interface EmailAddress {
  readonly id: number
  readonly client_id: number
  readonly label: string | null
  readonly address: string
  readonly updated_at: number
}

export interface Address {
  readonly id: number
  readonly client_id: number
  readonly label: string | null
  readonly name: string | null
  readonly company: string | null
  readonly street_address: string | null
  readonly extended_address: string | null
  readonly locality: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country_code: string | null
  readonly updated_at: number
}

export interface PhoneNumber {
  readonly id: number
  readonly client_id: number
  readonly label: string | null
  readonly country_code: string | null
  readonly number: string
  readonly extension: string | null
  readonly created_at: number
  readonly updated_at: number
}

export interface CreditCard {
  readonly id: number
  readonly client_id: number
  readonly label: string | null
  readonly name: string | null
  readonly card_company: string
  readonly last_digits: string
  readonly expiration_month: string
  readonly expiration_year: string
  readonly address_id: number | null
  readonly phone_number_id: number | null
  readonly updated_at: number
}

/** A selling or buying party. An outside party is unknown to TEvo: its id and account are those of the buyer. */
export interface Party {
  readonly type: (typeof PARTY_TYPES)[number]
  readonly id: number
  readonly account: Account
}

export interface Order {
  readonly id: number
  readonly order_group_id: number
  /** The order behind this one: the owner's sale of the tickets that this order sells on. */
  readonly back_order_id: number | null
  /** The order in front of this one: the sale to the client. */
  readonly front_order_id: number | null
  readonly is_purchase: boolean
  readonly seller: Party
  readonly buyer: Party
  /** The credential that made it, and the office or store that this credential acts for. */
  readonly created_by_credential_id: number
  readonly created_by_office_id: number | null
  readonly seller_state: OrderState
  readonly buyer_state: OrderState
  readonly subtotal_cents: number
  readonly shipping_cents: number
  readonly service_fee_cents: number
  readonly additional_expense_cents: number
  readonly tax_cents: number
  readonly discount_cents: number
  readonly total_cents: number
  readonly instructions: string | null
  readonly reference: string | null
  readonly promo_code: string | null
  readonly consignment: boolean | null
  readonly created_by_ip_address: string | null
  readonly session_id: string | null
  readonly user_agent: string | null
  readonly seller_reference_number: string | null
  readonly buyer_reference_number: string | null
  readonly po_number: string | null
  readonly invoice_number: string | null
  readonly tax_signature: string | null
  readonly billing_address_id: number | null
  readonly substitute_order_link_id: number | null
  readonly reviewer_id: number | null
  readonly seller_rejection_reason: RejectionReason | null
  readonly seller_rejection_notes: string | null
  readonly seller_cancellation_reason: RejectionReason | null
  readonly seller_cancellation_notes: string | null
  readonly buyer_cancellation_reason: RejectionReason | null
  readonly buyer_cancellation_notes: string | null
  readonly was_auto_canceled: boolean | null
  /** The sum of the refunds made by returns. */
  readonly returned_cents: number
  readonly fraud_check_status: FraudCheckStatus
  /** How often the fraud desk has said something of it. */
  readonly fraud_updates: number
  readonly created_at: number
  readonly updated_at: number
}

export interface Item {
  readonly id: number
  readonly order_item_id: number
  readonly order_id: number
  readonly shipment_id: number
  readonly ticket_group_id: number
  readonly price_cents: number
  readonly quantity: number
  readonly seats: readonly number[]
  readonly eticket_delivery: boolean
  readonly eticket_file_id: number | null
  readonly eticket_pdf_pages: number | null
  readonly eticket_file_size: number | null
  readonly eticket_updated_at: number | null
  readonly eticket_finalized_at: number | null
  readonly eticket_downloaded_at: number | null
  readonly eticket_downloaded_by: string | null
  readonly created_at: number
  readonly updated_at: number
}

/** A PDF: an item's tickets, all uploads joined into one, or a shipment's airbill. */
export interface StoredFile {
  readonly id: number
  readonly base64: string
}

/** An address for one shipment only: it is not stored with a client. */
export interface ShipmentAddress extends Place {
  readonly name: string | null
  readonly company: string | null
}

export interface Shipment {
  readonly id: number
  readonly order_id: number
  readonly type: ShipmentType
  readonly state: ShipmentState
  readonly service_type: string | null
  readonly signature_type: string | null
  readonly residential: boolean | null
  readonly address_id: number | null
  readonly phone_number_id: number | null
  readonly email_address_id: number | null
  readonly ship_from_address_id: number | null
  readonly ship_from_phone_number_id: number | null
  readonly ship_to_name: string | null
  readonly ship_to_company_name: string | null
  /** Where it goes when no client's property says so: a buying office's address, or who picks it up. */
  readonly ship_to_address: ShipmentAddress | null
  readonly ship_to_phone_number: string | null
  readonly ship_to_email_address: string | null
  /** Who sends it, or hands it over. */
  readonly ship_from_name: string | null
  readonly ship_from_address: ShipmentAddress | null
  readonly ship_from_phone_number: string | null
  readonly pickup_time_range: string | null
  readonly pickup_instructions: string | null
  /** Where the buyer claims transferred tickets. */
  readonly tm_mobile_link: string | null
  readonly transfer_source: string | null
  readonly cost_cents: number
  readonly tracking_number: string | null
  readonly airbill_file_id: number | null
  readonly carrier: string | null
  readonly available: boolean | null
  readonly created_at: number
  readonly updated_at: number
}

/** A carrier's scan of a package; the two shipments of a chain share its tracking number. */
export interface TrackingEvent {
  readonly id: number
  readonly tracking_number: string
  /** FedEx's code. */
  readonly type: Scan
  readonly occurred_at: number
}

/** What is kept of a card that came with a payment. */
export type PaymentCard = Pick<CreditCard, 'name' | 'card_company' | 'last_digits'>

export interface Payment {
  readonly id: number
  readonly order_id: number
  readonly type: PaymentType
  readonly state: PaymentState
  readonly amount_cents: number
  readonly is_refund: boolean
  readonly refunded_from_id: number | null
  readonly credit_card_id: number | null
  /** A gateway's token or nonce that stands for the card. */
  readonly token: string | null
  /** The card that came with the payment itself, and is not stored with a client. */
  readonly card: PaymentCard | null
  readonly check_number: string | null
  readonly created_at: number
  readonly updated_at: number
}

export interface Note {
  readonly id: number
  readonly order_id: number
  readonly category: NoteCategory
  readonly content: string
  readonly office_id: number | null
  readonly affiliate_store_id: number | null
  readonly created_at: number
  readonly updated_at: number
}

/** Where a developer's own program is told of what happens. */
export interface WebhookEndpoint {
  readonly id: number
  /** http or https; it may hold a secret, for nothing is signed. */
  readonly url: string
  /** Told of what concerns this office; null: all offices. */
  readonly office_id: number | null
  /** Null: every event of orders, and none of the catalogue. */
  readonly events: readonly WebhookEvent[] | null
  /** Nothing is sent while it is not. */
  readonly active: boolean
  readonly created_at: number
  readonly updated_at: number
}

/** One try to send something, and what came of it. */
export interface Attempt {
  readonly at: number
  /** Null: no answer that is HTTP. */
  readonly status: number | null
  readonly error: string | null
  /** The beginning of the answer. */
  readonly answer: string
  /** Of wall time. */
  readonly duration_ms: number
}

/** What is sent until it is answered: now, or at a time. */
interface Sent {
  readonly attempts: readonly Attempt[]
  /** How many tries there were since it was first to be sent, or to be sent again by hand. */
  readonly tries: number
  /** When the next try is due; null: it is ready, or over. */
  readonly next_at: number | null
  readonly created_at: number
  readonly updated_at: number
}

/** One notification to one endpoint. */
export interface WebhookDelivery extends Sent {
  readonly id: number
  readonly endpoint_id: number
  readonly event_type: WebhookEvent
  readonly recipient: Recipient
  readonly state: (typeof DELIVERY_STATES)[number]
  /** What it is about: an order, or a record of the catalogue. */
  readonly subject_id: number
  /** The form fields beside recipient, event_type and body: `order_group_id`, or `event_id` say. */
  readonly fields: { readonly [name: string]: string }
  /** JSON, as the recipient saw it at that moment. */
  readonly body: string
  /** The faults that acted on it. */
  readonly faults: readonly { readonly id: string; readonly effect: string }[]
}

/** How the paths and the fields of the calls to a broker's service are called, where they are not as by default. */
export interface CallNames {
  readonly paths: { readonly [call: string]: string }
  readonly fields: { readonly [field: string]: string }
  /** The field of an answer to a hold that says whether it was made, and its value then; null: any 2xx is a hold. */
  readonly held: { readonly field: string; readonly value: string } | null
}

/** A broker's own service, which is asked for a hold before an order for its tickets is made (W:2321547302). */
export interface OrderIntegration {
  readonly id: number
  /** Whose tickets. */
  readonly office_id: number
  readonly url: string
  /** The broker's own key, which its service asks for. */
  readonly key: string
  /** The offices that buy through it; null: all. */
  readonly buying_office_ids: readonly number[] | null
  /** Of wall time. */
  readonly deadline_ms: number
  readonly names: CallNames | null
  readonly created_at: number
  readonly updated_at: number
}

/**
 * A call to a broker's service: written down before it is made, and again when its outcome is known, so that what was
 * begun can be ended after a crash.
 */
export interface OutboundCall extends Sent {
  readonly id: number
  readonly kind: OutboundCallKind
  readonly state: (typeof OUTBOUND_STATES)[number]
  /** Whose service it is. */
  readonly office_id: number
  /** The same for a hold and what follows from it. */
  readonly global_id: string
  readonly order_id: number | null
  /** What is asked, by the names of the default: JSON. */
  readonly request: { readonly [field: string]: unknown }
}

/** What the other side of an order is going to do by itself. */
export interface AutopilotStep {
  readonly id: number
  readonly order_id: number
  readonly cast: Cast
  /** The party and its deed: `seller/accept`. */
  readonly deed: string
  readonly due_at: number
  /** Why it could not be done; null: it waits. */
  readonly problem: string | null
  readonly created_at: number
}

/** What of a sandbox is not TEvo's: its clock, its settings, when its world began. A state has one. */
export interface SandboxRecord {
  /** The time at which its clock stands still; null: it runs. */
  readonly frozen_at: number | null
  /** By how much a running clock is ahead of real time. */
  readonly ahead_ms: number
  readonly began_at: number
  /** Counts up with every reset, restore and replaced world, and is never turned back: what others are told is not told again. */
  readonly life: number
  readonly settings: AccountSettings
}
