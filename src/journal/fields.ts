/**
 * Fields of TEvo's, and filters, by what their values are. A field of a request that is in none of these lists is not
 * TEvo's: a person may stand in it, so it counts as personal. A test compares the lists with what the operations read.
 */

const words = (text: string): string[] => text.trim().split(/\s+/)

/** With these, somebody can pay or call. */
const SECRET = words(`
  client_token payment_method_nonce payment_method_token secret token verification_code webhook_url
`)

/** Names of nobody's making that say the same. */
export const SOUNDS_SECRET = /secret|passw|token|nonce|api[-_]?key|credential|auth|signature|session|cookie/i

/** They tell of a person, or are a ticket; also free text, in which anything may stand. */
const PERSONAL = words(`
  account_email address airbill barcode buyer_name company content created_by_ip_address email email_address eticket
  etickets expiration_month expiration_year extended_address external fax file files instructions internal
  ip_address last_digits locality name notes number order phone phone_number pickup_instructions postal_code q
  raw_num raw_number recipient_name seller_name sender_name session_id ship_from_name ship_from_phone_number
  ship_to_company_name ship_to_name signature_name street_address tm_mobile_link user_agent verification_id
`)

/** `internal_notes`, `seller_cancellation_notes` */
const NOTES = /(?:^|_)notes$/

/** What else an operation reads: ids, states, money, times, words of closed lists, and what holds other fields. */
const PLAIN = words(`
  abbreviation additional_expense address_attributes address_id addresses amount area_code attrs available
  available_only billing_address_id broadcast brokerage_id buyer_id buyer_reference_number buyer_type by_time
  cancel_order carrier category_id category_tree check_fraud check_number city_state client_id clients
  commission_junction_sid companies company_id completed_at configuration_id consignment cost country_code
  created_at credit_card credit_card_id credit_cards deleted_at delivery direct_buyer_type disabled_at discount
  email_address_attributes email_address_id email_addresses embedded entities event event_date event_id
  event_occurs_at event_occurs_local exclude_office_id extension face_value first_event_occurs_at first_letter
  format fuzzy held_for_id held_for_type hold_until id ids ignore_quantity in_hand in_hand_on include
  include_tevo_section_mappings include_unavailable instant_delivery inventory inventory_type invoice_number
  is_completed is_primary is_primary_billing is_primary_shipping is_purchase is_refund item_id items keep_pages
  label lat lightweight limit lon low_seat main min_and_max_price mobile_transfer_type needs_eticket occurs_at
  occurs_at_date occurs_at_local occurs_at_time office office_id only_with_available_tickets only_with_tickets
  only_with_upcoming_events order_by order_by_popularity order_direction order_group_id order_id order_item_links
  order_items order_link_id order_type orders owned page page[cursor] page[items] parent_id payment_type payments
  per_page performer_id performers_search phone_number_attributes phone_number_id phone_numbers pickup
  pickup_time_range pins po_number popularity_score price primary primary_billing_address_id primary_credit_card_id
  primary_credit_credit_id primary_email_address_id primary_performer primary_phone_number_id
  primary_shipping_address_id primary_ticket_id promo_code quantity rate_options reason recipient_id recipients
  reference region rejection_reason remote_id residential retail retail_price_override reviewer_id row seat
  seat_order seats section seller_id seller_reference_number seller_type sender_id sender_or_recipient_id
  service_fee service_type ship_from_address_attributes ship_from_address_id ship_from_phone_number_attributes
  ship_from_phone_number_id shipments shipped_items shipping short_term_popularity_score show_past show_unavailable
  signature_type spec speculative split_override split_type state substitute_order_link_id tag_list tags tax
  tax_quote_signature tax_signature taxed_cost tbd ticket ticket_group ticket_group_consignment ticket_group_id
  ticket_group_in_hand ticket_group_in_hand_on ticket_group_row ticket_group_section ticket_group_signature
  ticket_group_type ticket_groups ticket_hold_id ticket_list tickets tm_mobile_shipment_type tracking_number
  transaction_state transaction_type transactions transfer_source type types upcoming_events_end_date updated_at
  venue venue_address_locality venue_address_region venue_id venue_name view_type wasted_reason
  wheelchair wholesale_price within
`)

/** Whose value it is: `foreign` is that of a field which nothing reads. */
export type Kind = 'secret' | 'personal' | 'plain' | 'foreign'

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...PLAIN.map((name): [string, Kind] => [name, 'plain']),
  ...PERSONAL.map((name): [string, Kind] => [name, 'personal']),
  ...SECRET.map((name): [string, Kind] => [name, 'secret']),
])

/** Of a field in a body. */
export function kindOf(name: string): Kind {
  const known = KINDS.get(name)
  if (known !== undefined) return known
  if (NOTES.test(name)) return 'personal'
  return SOUNDS_SECRET.test(name) ? 'secret' : 'foreign'
}

const OPERATOR = /(?:\.(?:not_eq|eq|gte?|lte?)|\[\])$/

/** Of a filter in a query: `occurs_at.gte` is one of `occurs_at`, and `ids[]` one of `ids`. */
export const kindOfFilter = (name: string): Kind => kindOf(name.replace(OPERATOR, ''))
