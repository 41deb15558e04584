/**
 * The records a sandbox holds, as they are stored: money in integer cents (`*_cents`), times in epoch milliseconds of
 * the sandbox's clock (`*_at`), ids as numbers. How TEvo prints them is `wire`'s business.
 */

/** Whose a record is: a brokerage's, or an affiliate's store's. */
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
  /** The one of its brokerage's offices that stands for the brokerage. */
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

export type CredentialType = 'API' | 'User' | 'Affiliate'

export interface Credential {
  readonly id: number
  /** What a person calls it: `website`, say. */
  readonly name: string
  readonly label: string
  readonly type: CredentialType
  readonly token: string
  readonly secret: string
  /** The office it acts for; null for an affiliate's. */
  readonly office_id: number | null
  readonly affiliate_store_id: number | null
}

export interface Category {
  readonly id: number
  readonly name: string
  readonly parent_id: number | null
  /** Since when it is in no list but that of the deleted; so for everything of the catalogue. */
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

/** W:9470092. */
type EventState = 'shown' | 'postponed' | 'canceled'

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
  readonly popularity_score: number
  readonly long_term_popularity_score: number
  /** Venue-local time, printed with a `Z`. */
  readonly occurs_at: number
  readonly deleted_at: number | null
  readonly updated_at: number
}

/** Seats `from` to `to`, both included; in a group that is numbered `odd_even`, every second one of them. */
export type SeatRange = readonly [from: number, to: number]
export type SeatOrder = 'consecutive' | 'odd_even'

export interface TicketGroup {
  readonly id: number
  readonly office_id: number
  readonly event_id: number
  readonly type: 'event' | 'parking'
  readonly section: string
  readonly row: string
  readonly quantity: number
  readonly low_seat: number
  readonly seat_order: SeatOrder
  /** The seats nobody has yet, ascending; null in a world file means all of them. */
  readonly available: readonly SeatRange[]
  /** The seats that were written off. */
  readonly wasted: readonly SeatRange[]
  readonly wasted_reason: string | null
  /** Quantities that can be bought at once; null: every quantity that is left. */
  readonly splits: readonly number[] | null
  readonly format: string
  readonly wholesale_price_cents: number
  readonly retail_price_cents: number
  /** Signatures given out so far, and the wholesale price each stood for. */
  readonly signatures: { readonly [signature: string]: number }
  readonly remote_id: string | null
  /** For all brokers and customers; for all brokers; for the owner. */
  readonly external_notes: string | null
  readonly broker_notes: string | null
  readonly internal_notes: string | null
  readonly view_type: string | null
  readonly wheelchair: boolean
  /** Separated by spaces. */
  readonly tag_list: string | null
  readonly in_hand: boolean
  /** A date, `2017-03-21`. */
  readonly in_hand_on: string | null
  readonly instant_delivery: boolean
  readonly spec: boolean
  readonly purchase_order_id: number | null
  /** Orders go on naming a group that is gone. */
  readonly deleted_at: number | null
  readonly updated_at: number
}

/** Seats of a group that its owner keeps for somebody: a hold until a time, a take without end. */
export interface TicketHold {
  readonly id: number
  readonly ticket_group_id: number
  readonly account: Account
  readonly office_id: number
  readonly state: 'held' | 'taken' | 'released' | 'expired' | 'used'
  readonly quantity: number
  readonly seats: readonly SeatRange[]
  readonly price_cents: number
  readonly held_for_type: 'Office' | 'Client'
  readonly held_for_id: number
  /** Null: a take. */
  readonly hold_until: number | null
  readonly notes: string | null
  readonly created_at: number
  readonly updated_at: number
}

/** What the tax on a sale would be, under a signature that the order then names. */
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

/** A selling or buying party, and whose it is. An outside party, of whom TEvo knows nothing, is its buyer's: id and account are. */
export interface Party {
  readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
  readonly id: number
  readonly account: Account
}

export type OrderState =
  | 'open'
  | 'pending'
  | 'pending_consignment'
  | 'pending_substitution'
  | 'accepted'
  | 'rejected'
  | 'completed'
  | 'cancel_proposed'
  | 'canceled'
  | 'canceled_open'
  | 'canceled_post_acceptance'

export type FraudCheckStatus = 'pending' | 'approved' | 'declined' | null

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
  readonly tax_signature: string | null
  readonly billing_address_id: number | null
  readonly substitute_order_link_id: number | null
  readonly reviewer_id: number | null
  readonly seller_rejection_reason: string | null
  readonly seller_rejection_notes: string | null
  readonly seller_cancellation_reason: string | null
  readonly seller_cancellation_notes: string | null
  readonly buyer_cancellation_reason: string | null
  readonly buyer_cancellation_notes: string | null
  readonly was_auto_canceled: boolean | null
  /** What was given back through returns. */
  readonly returned_cents: number
  readonly fraud_check_status: FraudCheckStatus
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

/** W:9994290, but that TEvo's list of filters lacks `completed`: what a mobile transfer becomes (W:2445672450). */
export type ShipmentState =
  | 'pending'
  | 'in_transit'
  | 'in_exception'
  | 'delivered'
  | 'completed'
  | 'returned'
  | 'canceled'

/** An address that is written on one shipment only. */
export interface ShipmentAddress extends Place {
  readonly name: string | null
  readonly company: string | null
}

export interface Shipment {
  readonly id: number
  readonly order_id: number
  readonly type: string
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
  /** Where it goes when that is no client's property: a buying office's, or who picks it up. */
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

/** What a carrier says of a package; the shipments of a chain share its tracking number. */
export interface TrackingEvent {
  readonly id: number
  readonly tracking_number: string
  /** FedEx's code: `OC`, `PU`, `DL`. */
  readonly type: string
  readonly occurred_at: number
}

export interface Payment {
  readonly id: number
  readonly order_id: number
  readonly type: string
  readonly state: 'pending' | 'authorized' | 'captured' | 'completed' | 'voided' | 'canceled'
  readonly amount_cents: number
  readonly is_refund: boolean
  readonly refunded_from_id: number | null
  readonly credit_card_id: number | null
  /** A gateway's token or nonce that stands for the card. */
  readonly token: string | null
  readonly check_number: string | null
  readonly created_at: number
  readonly updated_at: number
}

export interface Note {
  readonly id: number
  readonly order_id: number
  readonly category: 'internal' | 'external'
  readonly content: string
  readonly office_id: number | null
  readonly affiliate_store_id: number | null
  readonly created_at: number
  readonly updated_at: number
}

/** Orders that are to be made in the background. */
export interface QueuedOrder {
  readonly id: number
  readonly account: Account
  readonly credential_id: number
  readonly state: 'pending' | 'completed' | 'errored'
  /** The request as it came. */
  readonly params: unknown
  /** The request as it was understood. */
  readonly entries: readonly unknown[]
  readonly order_ids: readonly number[]
  readonly error: string | null
  readonly process_at: number
  readonly created_at: number
  readonly updated_at: number
}
