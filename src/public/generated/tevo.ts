// Written by `npm run make:types`, from the registries: it is long, as they are.

export type Account = {
  readonly id: string
  readonly url: string
  readonly currency: 'USD'
  readonly balance: string
  readonly updated_at: string
  readonly client: {
    readonly id: string
    readonly name: string
    readonly url: string
  }
}

export type Address = {
  readonly id: string
  readonly label: string | null
  readonly name: string | null
  readonly company: string | null
  readonly street_address: string | null
  readonly extended_address: string | null
  readonly locality: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country_code: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly po_box: boolean
  readonly primary: boolean
  readonly url: string
  readonly is_primary_shipping: boolean
  readonly is_primary_billing: boolean
  readonly updated_at: string
}

export type Brokerage = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly abbreviation: string
  readonly natb_member: boolean
  readonly updated_at: string
}

export type Category = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly slug: string
  readonly slug_url: string
  readonly parent: ParentCategory | null
  readonly updated_at: string
}

export type Client = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly updated_at: string
  readonly office: {
    readonly id: string
    readonly name: string
    readonly url: string
    readonly brokerage: {
      readonly id: string
      readonly name: string
      readonly url: string
      readonly abbreviation: string
    }
  } | null
  readonly company: {
    readonly id: string
    readonly name: string
    readonly url: string
  } | null
  readonly affiliate_store: {
    readonly id: number
    readonly name: string
    readonly affiliate: {
      readonly id: number
      readonly name: string
    }
  } | null
  readonly tags: readonly string[]
  readonly notes: string | null
  readonly balance: string
  readonly pnr_id: string | null
  readonly commission_junction_sid: string | null
  readonly email_addresses: readonly ClientEmailAddress[]
  readonly addresses: readonly ClientAddress[]
  readonly phone_numbers: readonly ClientPhoneNumber[]
  readonly primary_email_address: ClientEmailAddress | null
  readonly primary_phone_number: ClientPhoneNumber | null
  readonly primary_shipping_address: ClientAddress | null
  readonly primary_billing_address: ClientAddress | null
  readonly primary_credit_card: CreditCard | null
}

export type ClientAddress = {
  readonly id: string
  readonly label: string | null
  readonly name: string | null
  readonly company: string | null
  readonly street_address: string | null
  readonly extended_address: string | null
  readonly locality: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country_code: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly po_box: boolean
  readonly primary: boolean
}

export type ClientEmailAddress = {
  readonly id: string
  readonly label: string | null
  readonly address: string
}

export type ClientPhoneNumber = {
  readonly id: string
  readonly label: string | null
  readonly country_code: string | null
  readonly number: string
  readonly extension: string | null
  readonly primary: boolean
}

export type Company = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly updated_at: string
}

export type Configuration = {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly fanvenues_key: string | null
  readonly ticket_utils_id: string | null
  readonly seating_chart: {
    readonly medium: string | null
    readonly large: string | null
  }
  readonly primary: boolean
  readonly capacity: number | null
  readonly general_admission: boolean
  readonly venue: {
    readonly id: string
    readonly url: string
    readonly name: string
    readonly location: string
    readonly street_address: string | null
    readonly country_code: string | null
  }
  readonly updated_at: string
}

export type Credential = {
  readonly id: number
  readonly type: 'APICredential' | 'UserCredential'
  readonly label: string
  readonly office_id: number
  readonly brokerage_id: number
}

export type CreditCard = {
  readonly id: number
  readonly url: string
  readonly label: string | null
  readonly name: string | null
  readonly card_company: string
  readonly last_digits: string
  readonly expiration_month: string
  readonly expiration_year: string
  readonly primary: boolean
  readonly phone_number: {
    readonly phone_number: {
      readonly id: number
      readonly callable_type: 'Client'
    }
  } | null
  readonly address: ClientAddress | null
  readonly association: {
    readonly id: number
    readonly name: string
    readonly url: string
    readonly phone_numbers: readonly ClientPhoneNumber[]
    readonly email_addresses: readonly ClientEmailAddress[]
  }
  readonly updated_at: string
}

export type Deleted = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly deleted_at: string
  readonly updated_at: string
}

export type DeletedEvent = {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly deleted_at: string
  readonly updated_at: string
  readonly merged_into: number | null
}

export type DeliveryOption = {
  readonly name: string
  readonly price: number
  readonly provider: string
  readonly service_type: string | null
}

export type EmailAddress = {
  readonly id: string
  readonly url: string
  readonly label: string | null
  readonly address: string
  readonly is_primary: boolean
  readonly updated_at: string
}

export type Event = {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly state: 'shown' | 'postponed' | 'canceled'
  readonly occurs_at: string
  readonly occurs_at_local: string
  readonly tbd: boolean
  readonly promotion_label: string | null
  readonly requirements: {
    readonly face_value_display: boolean
    readonly inclusive_pricing: boolean
    readonly seat_number_display: boolean
  }
  readonly updated_at: string
  readonly notes: string
  readonly owned_by_office: boolean
  readonly products_count: number
  readonly products_eticket_count: number
  readonly available_count: number
  readonly min_price?: number | null
  readonly max_price?: number | null
  readonly avg_price?: number | null
  readonly sum_price?: number
  readonly median_price?: number | null
  readonly category: ParentCategory | null
  readonly popularity_score: number
  readonly long_term_popularity_score: number
  readonly stubhub_id: string | null
  readonly configuration: {
    readonly id: number
    readonly url: string
    readonly name: string
    readonly fanvenues_key: string | null
    readonly ticket_utils_id: string | null
    readonly seating_chart: {
      readonly medium: string | null
      readonly large: string | null
    }
    readonly name_with_primary_designation: string
  } | null
  readonly venue: {
    readonly id: number
    readonly url: string
    readonly name: string
    readonly slug: string
    readonly slug_url: string
    readonly location: string
    readonly time_zone: string | null
    readonly address: {
      readonly street_address: string | null
      readonly extended_address: string | null
      readonly locality: string | null
      readonly region: string | null
      readonly postal_code: string | null
      readonly country_code: string | null
      readonly latitude: number | null
      readonly longitude: number | null
    }
  }
  readonly performances: readonly {
    readonly primary: boolean
    readonly performer: {
      readonly id: number
      readonly url: string
      readonly name: string
      readonly slug: string
      readonly slug_url: string
    }
  }[]
}

export type EventStats = {
  readonly url: string
  readonly state: 'shown' | 'postponed' | 'canceled'
  readonly ticket_groups_count: number
  readonly tickets_count: number
  readonly retail_price_min: number | null
  readonly retail_price_avg: number | null
  readonly retail_price_max: number | null
  readonly retail_price_sum: number
  readonly wholesale_price_min: number | null
  readonly wholesale_price_avg: number | null
  readonly wholesale_price_max: number | null
  readonly wholesale_price_sum: number
  readonly popularity_score: number
}

export type FilteredTicket = {
  readonly id: number
  readonly ticket_group_id: number
  readonly state: 'held' | 'taken' | 'released' | 'expired' | 'used'
  readonly quantity: number
  readonly price: number
  readonly low_seat: number | null
  readonly held_for_type: 'Office' | 'Client'
  readonly held_for_id: number
  readonly hold_until: string | null
  readonly notes: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly ticket_list?: readonly ({
    readonly seat: string
    readonly purchase_order_id: string | null
    readonly id: string
    readonly cost: number
  })[]
  readonly ticket_group: TicketGroup
}

export type GroupEvent = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly occurs_at: string
  readonly venue: {
    readonly id: string
    readonly name: string
    readonly address: {
      readonly locality: string | null
      readonly region: string | null
    }
  }
}

export type GroupTicket = {
  readonly seat: string
  readonly purchase_order_id: string | null
}

export type ListedPin = Pin | {
  readonly id: string
  readonly url: string
}

export type Listing = {
  readonly id: number
  readonly type: 'event' | 'parking'
  readonly section: string
  readonly row: string
  readonly quantity: number
  readonly available_quantity: number
  readonly splits: readonly number[]
  readonly retail_price: number
  readonly wholesale_price: number
  readonly format: 'Physical' | 'Eticket' | 'Flash_seats' | 'TM_mobile' | 'Guest_list' | 'Paperless'
  readonly eticket: boolean
  readonly in_hand: boolean
  readonly instant_delivery: boolean
  readonly owned: boolean
  readonly view_type: string | null
  readonly wheelchair: boolean
  readonly signature: string
  readonly event: GroupEvent
  readonly retail_price_inclusive: number
  readonly seller_cost: number
  readonly face_value: number | null
  readonly in_hand_date: string | null
  readonly public_notes: string | null
  readonly tevo_section_name: string
  readonly automated: boolean
  readonly discounted: boolean
  readonly featured: boolean
}

export type NoSettings = {
  readonly settings: readonly never[]
}

export type Office = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly main: boolean
  readonly phone: string | null
  readonly fax: string | null
  readonly email: readonly string[]
  readonly time_zone: string | null
  readonly hours: readonly never[]
  readonly pos: boolean
  readonly evopay: boolean
  readonly evopay_discount: string
  readonly fedex_pickup_dropoff_time: null
  readonly address: {
    readonly street_address: string | null
    readonly extended_address: string | null
    readonly locality: string | null
    readonly region: string | null
    readonly postal_code: string | null
    readonly country_code: string | null
    readonly po_box: boolean
    readonly latitude: null
    readonly longitude: null
  }
  readonly brokerage: {
    readonly id: string
    readonly url: string
    readonly name: string
    readonly abbreviation: string
  }
  readonly updated_at: string
}

export type OfficeCreditCard = {
  readonly id: number
  readonly url: string
  readonly label: string | null
  readonly name: string | null
  readonly card_company: string
  readonly last_digits: string
  readonly expiration_month: string
  readonly expiration_year: string
  readonly primary: boolean
  readonly phone_number: null
  readonly address: null
  readonly association: {
    readonly id: number
    readonly name: string
    readonly url: string
    readonly phone_numbers: readonly never[]
    readonly email_addresses: readonly never[]
  }
  readonly updated_at: string
}

export type Order = {
  readonly id: number
  readonly oid: string
  readonly order_type: 'sale' | 'purchase'
  readonly substitute_order_link_id: number | null
  readonly was_auto_pended: boolean | null
  readonly was_auto_accepted: boolean | null
  readonly was_auto_canceled: boolean | null
  readonly pending_non_refund_payments_total: number
  readonly completed_non_refund_payments_total: number
  readonly pending_balance: string
  readonly shipping: string
  readonly service_fee: string
  readonly additional_expense: string
  readonly discount: string
  readonly tax: string
  readonly fee: string
  readonly refunded: string
  readonly returns_total: number
  readonly penalties_total: number
  readonly subtotal: string
  readonly total: string
  readonly balance: string
  readonly instructions: string | null
  readonly buyer_state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
  readonly consignment: boolean | null
  readonly seller_cancellation_reason: string | null
  readonly buyer_cancellation_reason: string | null
  readonly seller_cancellation_notes: string | null
  readonly buyer_cancellation_notes: string | null
  readonly seller_rejection_reason: string | null
  readonly buyer_rejection_reason: string | null
  readonly seller_rejection_notes: string | null
  readonly buyer_rejection_notes: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly url: string
  readonly oth_created: boolean
  readonly reference: string | null
  readonly created_by_ip_address: string | null
  readonly substitutions: readonly unknown[]
  readonly state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
  readonly child_orders: readonly number[]
  readonly created_by: {
    readonly affiliate_id: number
    readonly label: string
    readonly affiliate_store_id: number
    readonly type: 'AffiliateCredential'
  } | {
    readonly type: 'APICredential' | 'UserCredential'
    readonly label: string
    readonly office_id: number
    readonly brokerage_id: number
  }
  readonly buyer: OrderParty
  readonly seller: OrderParty
  readonly billing_address: OrderAddress
  readonly shipping_address: OrderAddress
  readonly payments: readonly OrderPayment[]
  readonly type: 'Order' | 'PurchaseOrder'
  readonly hold_placed_at: null
  readonly order_group_id: number
  readonly seller_state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
  readonly client: {
    readonly id: number
    readonly url: string
    readonly name: string
    readonly updated_at: string
    readonly type: 'Client'
    readonly pnr_id: string | null
    readonly tags: readonly string[]
    readonly phone_numbers: readonly ClientPhoneNumber[]
    readonly email_addresses: readonly ClientEmailAddress[]
  } | null
  readonly patron_type: 'Client' | 'Office'
  readonly partner: boolean
  readonly seller_is_pos: boolean
  readonly spec: boolean
  readonly fraud_check_status: 'pending' | 'approved' | 'declined' | null
  readonly kount_score: null
  readonly hold_expires_at: string | null
  readonly insurance: string
  readonly currency: 'USD'
  readonly promo_code: string | null
  readonly seller_reference_number: string | null
  readonly buyer_reference_number: string | null
  readonly po_number: string | null
  readonly invoice_number: string | null
  readonly shipments: readonly OrderShipment[]
  readonly notes: readonly ({
    readonly id: number
    readonly content: string
    readonly created_at: string
    readonly category: 'internal' | 'external'
    readonly order_id: null
    readonly order_link_id: number
    readonly properties: {
      readonly order_link_participant_type: 'seller'
    }
    readonly updated_at: string
    readonly office_id: number | null
  })[]
  readonly items: readonly OrderItem[]
}

export type OrderAddress = {
  readonly id: number | null
  readonly label: string | null
  readonly street_address: string | null
  readonly extended_address: string | null
  readonly po_box: boolean
  readonly locality: string | null
  readonly region: string | null
  readonly postal_code: string | null
  readonly country_code: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly primary: boolean
}

export type OrderClient = {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly updated_at: string
  readonly type: 'Client'
  readonly pnr_id: string | null
  readonly tags: readonly string[]
}

export type OrderDelivery = {
  readonly id: number
  readonly url: string
  readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
  readonly state: 'pending' | 'in_transit' | 'in_exception' | 'delivered' | 'completed' | 'returned' | 'canceled'
  readonly tracking_number: string | null
  readonly tracking_url: string | null
  readonly service_type: string | null
  readonly service_type_display: string | null
  readonly name: string | null
  readonly ship_to_name: string | null
  readonly ship_to_company_name: string | null
  readonly updated_at: string
  readonly carrier: string | null
  readonly available: boolean | null
  readonly cost: string
  readonly courier_company: string | null
  readonly signature_type: string | null
}

export type OrderItem = {
  readonly id: number
  readonly created_at: string
  readonly updated_at: string
  readonly price: string
  readonly quantity: number
  readonly eticket_delivery: boolean
  readonly eticket_available: boolean
  readonly eticket_updated_at: string | null
  readonly eticket_downloaded_at: string | null
  readonly eticket_downloaded_by: string | null
  readonly eticket_finalized: boolean | null
  readonly eticket_finalized_at: string | null
  readonly eticket_pdf_pages: number | null
  readonly eticket_file_size: number | null
  readonly needs_eticket: boolean
  readonly needs_sub: boolean
  readonly seats: readonly number[]
  readonly eticket_thumbnails: readonly unknown[]
  readonly has_spec_tickets: boolean
  readonly delivery_id: number
  readonly order_item_id: number
  readonly order_id: number
  readonly url: string
  readonly cost: string
  readonly ticket_group: {
    readonly id: string
    readonly url: string
    readonly quantity: number
    readonly retail_price: string
    readonly wholesale_price: string
    readonly office_name: string
    readonly brokerage_name: string
    readonly remote_id: string | null
    readonly external_notes: string | null
    readonly section: string
    readonly row: string
    readonly format: string
    readonly seats: readonly string[]
    readonly in_hand: 'true' | 'false'
    readonly in_hand_on: string | null
    readonly instant_delivery: boolean
    readonly tickets: readonly GroupTicket[]
    readonly event: GroupEvent
    readonly office_id: string
    readonly brokerage_id: string
  }
}

export type OrderParty = OrderClient | {
  readonly id: number
  readonly url: string
  readonly name: string
  readonly updated_at: string
  readonly type: 'Office'
  readonly brokerage: {
    readonly id: number
    readonly url: string
    readonly name: string
    readonly abbreviation: string
  }
} | {
  readonly id: number
  readonly name: string
  readonly affiliate_id: number
  readonly created_at: string
  readonly updated_at: string
  readonly type: 'AffiliateStore'
  readonly logo: string | null
  readonly website: string | null
} | {
  readonly id: null
  readonly url: null
  readonly name: string
  readonly type: 'Outside'
}

export type OrderPayment = {
  readonly id: number
  readonly type: 'cash' | 'check' | 'credit_card' | 'evopay' | 'money_order' | 'offline' | 'paypal' | 'tbd'
  readonly amount: string
  readonly refundable_amount: number
  readonly refunded_from_id: number | null
  readonly avs_response: string | null
  readonly avs_response_code: string | null
  readonly avs_street_address_response: string | null
  readonly avs_street_address_response_code: string | null
  readonly avs_postal_code_response: string | null
  readonly avs_postal_code_response_code: string | null
  readonly cvv_response: string | null
  readonly cvv_response_code: string | null
  readonly order_link_id: number
  readonly credit_memo_id: number | null
  readonly payment_for_credit_memo_id: number | null
  readonly created_at: string
  readonly updated_at: string
  readonly state: 'pending' | 'authorized' | 'captured' | 'completed' | 'voided' | 'canceled'
  readonly is_refund: boolean
  readonly url: string
}

export type OrderShipment = {
  readonly id: number
  readonly url: string
  readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
  readonly state: 'pending' | 'in_transit' | 'in_exception' | 'delivered' | 'completed' | 'returned' | 'canceled'
  readonly tracking_number: string | null
  readonly tracking_url: string | null
  readonly service_type: string | null
  readonly service_type_display: string | null
  readonly name: string | null
  readonly ship_to_name: string | null
  readonly ship_to_company_name: string | null
  readonly updated_at: string
  readonly carrier: string | null
  readonly available: boolean | null
  readonly cost: string
  readonly courier_company: string | null
  readonly signature_type: string | null
  readonly email_address: {
    readonly id: number | null
    readonly url: null
    readonly address: string
    readonly label: string | null
    readonly updated_at: string
  } | null
  readonly tm_mobile_link: string | null
  readonly transfer_source: string | null
}

export type OrderV10 = {
  readonly id: number
  readonly oid: string
  readonly order_type: 'sale' | 'purchase'
  readonly substitute_order_link_id: number | null
  readonly was_auto_pended: boolean | null
  readonly was_auto_accepted: boolean | null
  readonly was_auto_canceled: boolean | null
  readonly pending_non_refund_payments_total: number
  readonly completed_non_refund_payments_total: number
  readonly pending_balance: string
  readonly shipping: string
  readonly service_fee: string
  readonly additional_expense: string
  readonly discount: string
  readonly tax: string
  readonly fee: string
  readonly refunded: string
  readonly returns_total: number
  readonly penalties_total: number
  readonly subtotal: string
  readonly total: string
  readonly balance: string
  readonly instructions: string | null
  readonly buyer_state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
  readonly consignment: boolean | null
  readonly seller_cancellation_reason: string | null
  readonly buyer_cancellation_reason: string | null
  readonly seller_cancellation_notes: string | null
  readonly buyer_cancellation_notes: string | null
  readonly seller_rejection_reason: string | null
  readonly buyer_rejection_reason: string | null
  readonly seller_rejection_notes: string | null
  readonly buyer_rejection_notes: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly url: string
  readonly oth_created: boolean
  readonly reference: string | null
  readonly created_by_ip_address: string | null
  readonly substitutions: readonly unknown[]
  readonly state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
  readonly child_orders: readonly number[]
  readonly created_by: {
    readonly affiliate_id: number
    readonly label: string
    readonly affiliate_store_id: number
    readonly type: 'AffiliateCredential'
  } | {
    readonly type: 'APICredential' | 'UserCredential'
    readonly label: string
    readonly office_id: number
    readonly brokerage_id: number
  }
  readonly buyer: OrderParty
  readonly seller: OrderParty
  readonly billing_address: OrderAddress
  readonly shipping_address: OrderAddress
  readonly payments: readonly OrderPayment[]
  readonly deliveries: readonly OrderDelivery[]
  readonly notes: readonly ({
    readonly id: number
    readonly content: string
    readonly created_at: string
    readonly category: 'internal' | 'external'
    readonly order_id: null
    readonly order_link_id: number
    readonly properties: {
      readonly order_link_participant_type: 'seller'
    }
    readonly updated_at: string
    readonly affiliate_store_id: number | null
  })[]
  readonly items: readonly OrderV10Item[]
}

export type OrderV10Item = {
  readonly id: number
  readonly created_at: string
  readonly updated_at: string
  readonly price: string
  readonly quantity: number
  readonly eticket_delivery: boolean
  readonly eticket_available: boolean
  readonly eticket_updated_at: string | null
  readonly eticket_downloaded_at: string | null
  readonly eticket_downloaded_by: string | null
  readonly eticket_finalized: boolean | null
  readonly eticket_finalized_at: string | null
  readonly eticket_pdf_pages: number | null
  readonly eticket_file_size: number | null
  readonly needs_eticket: boolean
  readonly needs_sub: boolean
  readonly seats: readonly number[]
  readonly eticket_thumbnails: readonly unknown[]
  readonly has_spec_tickets: boolean
  readonly delivery_id: number
  readonly order_item_id: number
  readonly order_id: number
  readonly ticket_group: {
    readonly id: string
    readonly url: string
    readonly quantity: number
    readonly retail_price: string
    readonly wholesale_price: string
    readonly office_name: string
    readonly brokerage_name: string
    readonly remote_id: string | null
    readonly external_notes: string | null
    readonly section: string
    readonly row: string
    readonly format: string
    readonly seats: readonly string[]
    readonly in_hand: 'true' | 'false'
    readonly in_hand_on: string | null
    readonly instant_delivery: boolean
    readonly tickets: readonly GroupTicket[]
    readonly event: GroupEvent
    readonly office_id: number
    readonly brokerage_id: number
  }
}

export type ParentCategory = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly slug: string
  readonly slug_url: string
  readonly parent: ParentCategory | null
}

export type Payment = {
  readonly id: number
  readonly type: 'cash' | 'check' | 'credit_card' | 'evopay' | 'money_order' | 'offline' | 'paypal' | 'tbd'
  readonly amount: string
  readonly refundable_amount: number
  readonly refunded_from_id: number | null
  readonly avs_response: string | null
  readonly avs_response_code: string | null
  readonly avs_street_address_response: string | null
  readonly avs_street_address_response_code: string | null
  readonly avs_postal_code_response: string | null
  readonly avs_postal_code_response_code: string | null
  readonly cvv_response: string | null
  readonly cvv_response_code: string | null
  readonly order_link_id: number
  readonly credit_memo_id: number | null
  readonly payment_for_credit_memo_id: number | null
  readonly created_at: string
  readonly updated_at: string
  readonly state: 'pending' | 'authorized' | 'captured' | 'completed' | 'voided' | 'canceled'
  readonly is_refund: boolean
  readonly url: string
  readonly check_number: string | null
  readonly performed_by: null
  readonly credit_card: {
    readonly id: number | null
    readonly card_company: string
    readonly last_digits: string
    readonly name: string | null
  } | null
}

export type PaymentStatus = {
  readonly id: number
  readonly order_group_id: number
  readonly order_link_id: number
  readonly is_refund: boolean
  readonly payment_amount: string
  readonly transaction_amount: string
  readonly transaction_type: string
  readonly transaction_state: string
  readonly seller_id: number
  readonly seller_type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
  readonly seller_name: string
  readonly buyer_id: number
  readonly buyer_type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
  readonly buyer_name: string
  readonly created_at: string
  readonly updated_at: string
}

export type Performer = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly slug: string
  readonly slug_url: string
  readonly keywords: string
  readonly popularity_score: number
  readonly category: ParentCategory | null
  readonly venue: {
    readonly id: string
    readonly url: string
    readonly name: string
    readonly location: string
  } | null
  readonly upcoming_events: {
    readonly first: string | null
    readonly last: string | null
  }
  readonly opponents?: readonly {
    readonly id: number
    readonly url: string
    readonly name: string
    readonly slug: string
    readonly slug_url: string
  }[]
  readonly updated_at: string
}

export type PhoneNumber = {
  readonly id: number
  readonly url: string
  readonly label: string | null
  readonly country_code: string | null
  readonly raw_number: string
  readonly number: string
  readonly extension: string | null
  readonly is_primary: boolean
  readonly updated_at: string
}

export type Pin = {
  readonly id: string
  readonly url: string
  readonly event_id: number
  readonly created_at: string
}

export type RequestObject = {
  readonly id: number
  readonly state: 'pending' | 'completed' | 'errored'
  readonly error: string | null
  readonly result: Order | readonly Order[] | null
  readonly params: {
    readonly orders: readonly unknown[]
  }
}

export type SearchResult = {
  readonly _type: 'Performer'
  readonly _score: number
  readonly id: string
  readonly url: string
  readonly name: string
  readonly upcoming_events: {
    readonly first: string | null
    readonly last: string | null
  }
} | {
  readonly _type: 'Venue'
  readonly _score: number
  readonly id: string
  readonly url: string
  readonly name: string
  readonly upcoming_events: {
    readonly first: string | null
    readonly last: string | null
  }
  readonly location: string
}

export type Shipment = {
  readonly id: number
  readonly url: string
  readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
  readonly state: 'pending' | 'in_transit' | 'in_exception' | 'delivered' | 'completed' | 'returned' | 'canceled'
  readonly tracking_number: string | null
  readonly tracking_url: string | null
  readonly service_type: string | null
  readonly service_type_display: string
  readonly name: string | null
  readonly ship_to_name: string | null
  readonly ship_to_company_name: string | null
  readonly updated_at: string
  readonly carrier: string | null
  readonly available: boolean | null
  readonly cost: string
  readonly courier_company: string | null
  readonly signature_type: string | null
  readonly email_address: {
    readonly id: number | null
    readonly url: null
    readonly address: string
    readonly label: string | null
    readonly updated_at: string
  } | null
  readonly tm_mobile_link: string | null
  readonly transfer_source: string | null
  readonly created_at: string
  readonly notes: null
  readonly airbill: string
  readonly residential: boolean | null
  readonly order: {
    readonly id: number
    readonly url: string
  }
  readonly address: {
    readonly id: number | null
    readonly label: null
    readonly name: string | null
    readonly street_address: string | null
    readonly extended_address: string | null
    readonly cross_street: null
    readonly po_box: boolean
    readonly locality: string | null
    readonly region: string | null
    readonly postal_code: string | null
    readonly country_code: string | null
    readonly latitude: null
    readonly longitude: null
    readonly primary: boolean
  } | null
  readonly phone_number: string | null
  readonly shipment_snapshot: {
    readonly id: number
    readonly type: string
    readonly po_box: 'true' | 'false'
    readonly locality: string | null
    readonly postal_code: string | null
    readonly region: string | null
    readonly country_code: string | null
    readonly available: boolean | null
    readonly carrier: string | null
    readonly name: null
    readonly company: null
    readonly label: null
  }
  readonly ship_from_name: string | null
  readonly ship_from_phone_number: string | null
  readonly ship_from_address: {
    readonly id: number | null
    readonly label: null
    readonly name: string | null
    readonly street_address: string | null
    readonly extended_address: string | null
    readonly cross_street: null
    readonly po_box: boolean
    readonly locality: string | null
    readonly region: string | null
    readonly postal_code: string | null
    readonly country_code: string | null
    readonly latitude: null
    readonly longitude: null
    readonly primary: boolean
  } | null
  readonly pickup_time_range: string | null
  readonly pickup_instructions: string | null
  readonly pickup: {
    readonly seller: {
      readonly name: string | null
      readonly phone: string | null
    } | null
    readonly buyer: {
      readonly name: string | null
      readonly phone: string | null
    }
  } | null
  readonly items: readonly OrderItem[]
}

export type ShipmentStatus = {
  readonly ship_to_name: string | null
  readonly order_group_id: number
  readonly id: number
  readonly type: string
  readonly tracking_number: string | null
  readonly order_link_id: number
  readonly ship_from_name: string | null
  readonly state: string
  readonly office_id: number
  readonly first_event_occurs_at: string | null
}

export type ShippingSettings = {
  readonly settings: readonly ({
    readonly id: number
    readonly name: string
    readonly price: number
    readonly shipping_option: {
      readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
      readonly service_type: string
    }
  })[]
}

export type Stock = {
  readonly inventory: StockLine
}

export type StockLine = {
  readonly id: number | null
  readonly remote_id: number
  readonly event_id: number | null
}

export type StockList = readonly StockLine[]

export type Suggestions = {
  readonly total_entries: number
  readonly suggestions: {
    readonly events?: readonly {
      readonly name: string
      readonly slug: string
      readonly id: number
      readonly location: string
      readonly venue_name: string
      readonly occurs_at: string
    }[]
    readonly performers?: readonly ({
      readonly name: string
      readonly slug: string
      readonly id: string
      readonly location: string | null
      readonly venue_name: string | null
    })[]
    readonly venues?: readonly {
      readonly name: string
      readonly slug: string
      readonly id: string
      readonly location: string
    }[]
    readonly clients?: readonly {
      readonly id: string
      readonly name: string
    }[]
  }
}

export type TaxQuote = {
  readonly ticket_group_id: number
  readonly quantity: number
  readonly tax_signature: string
  readonly wholesale: {
    readonly price: number
    readonly subtotal: number
    readonly tax: number
    readonly total: number
    readonly service_fee: number
  }
  readonly retail?: {
    readonly price: number
    readonly subtotal: number
    readonly tax: number
    readonly total: number
    readonly shipping?: number
    readonly service_fee?: number
    readonly additional_expense?: number
    readonly discount?: number
  }
}

export type Ticket = {
  readonly id: string
  readonly url: string
  readonly ticket_group_id: number
  readonly seat: string
  readonly state: 'available' | 'held' | 'taken' | 'sold' | 'wasted'
  readonly purchase_order_id: string | null
  readonly cost: number
  readonly barcode: string | null
  readonly primary_ticket_id: string | null
  readonly verification_id: string | null
  readonly eticket_available: boolean
}

export type TicketCosts = {
  readonly tickets: readonly Ticket[]
}

export type TicketGroup = {
  readonly id: number
  readonly type: 'event' | 'parking'
  readonly section: string
  readonly row: string
  readonly quantity: number
  readonly available_quantity: number
  readonly splits: readonly number[]
  readonly retail_price: number
  readonly wholesale_price: number
  readonly format: 'Physical' | 'Eticket' | 'Flash_seats' | 'TM_mobile' | 'Guest_list' | 'Paperless'
  readonly eticket: boolean
  readonly in_hand: boolean
  readonly instant_delivery: boolean
  readonly owned: boolean
  readonly view_type: string | null
  readonly wheelchair: boolean
  readonly signature: string
  readonly event: GroupEvent
  readonly url: string
  readonly available_ticket_count: number
  readonly in_hand_on: string | null
  readonly office_id: number
  readonly office_name: string
  readonly brokerage_id: number
  readonly brokerage_name: string
  readonly office: {
    readonly id: number
    readonly name: string
    readonly brokerage: {
      readonly id: number
      readonly name: string
    }
  }
  readonly remote_id: string | null
  readonly spec: boolean
  readonly tag_list: string | null
  readonly external_notes: string | null
  readonly broker_notes: string | null
  readonly internal_notes: string | null
  readonly low_seat: number | null
  readonly seat_order: 'consecutive' | 'odd_even' | null
  readonly wasted_reason: 'Did not sell' | 'Lost by shipper' | 'Lost before shipment' | null
  readonly updated_at: string
  readonly ticket_list?: readonly ({
    readonly seat: string
    readonly purchase_order_id: string | null
    readonly id: string
    readonly cost: number
  })[]
  readonly tevo_section_name?: string
}

export type TicketHold = {
  readonly id: number
  readonly ticket_group_id: number
  readonly state: 'held' | 'taken' | 'released' | 'expired' | 'used'
  readonly quantity: number
  readonly price: number
  readonly low_seat: number | null
  readonly held_for_type: 'Office' | 'Client'
  readonly held_for_id: number
  readonly hold_until: string | null
  readonly notes: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly ticket_list?: readonly ({
    readonly seat: string
    readonly purchase_order_id: string | null
    readonly id: string
    readonly cost: number
  })[]
}

export type TrackDetails = {
  readonly packages: readonly ({
    readonly service_type: string
    readonly destination_city: string | null
    readonly delivery_at: string | null
    readonly unique_identifier: string
    readonly origin_country: string | null
    readonly destination_country: string | null
    readonly destination_state: string | null
    readonly origin_city: string | null
    readonly status: string | null
    readonly origin_state: string | null
    readonly origin_residential: boolean
    readonly events: readonly ({
      readonly type: string
      readonly occured_at: string
      readonly country: string | null
      readonly state: string | null
      readonly residential: boolean
      readonly city: string | null
      readonly name: string | null
      readonly postal_code: string | null
    })[]
    readonly destination_residential: boolean
    readonly signature_name: string | null
  })[]
  readonly duplicate_waybill: boolean
}

export type Transaction = {
  readonly id: number
  readonly url: string
  readonly sender: {
    readonly type: 'Office'
    readonly id: number
    readonly url: string
    readonly name: string
    readonly phone: string | null
    readonly evopay: boolean
    readonly address: {
      readonly id: null
      readonly label: null
      readonly primary: boolean
      readonly street_address: string | null
      readonly extended_address: string | null
      readonly locality: string | null
      readonly region: string | null
      readonly postal_code: string | null
      readonly country_code: string | null
      readonly latitude: null
      readonly longitude: null
      readonly po_box: boolean
    }
    readonly brokerage: {
      readonly id: number
      readonly url: string
      readonly name: string
      readonly abbreviation: string
      readonly natb_member: boolean
      readonly email: null
      readonly updated_at: string
    }
  } | null
  readonly recipient: {
    readonly type: 'Office'
    readonly id: number
    readonly url: string
    readonly name: string
    readonly phone: string | null
    readonly evopay: boolean
    readonly address: {
      readonly id: null
      readonly label: null
      readonly primary: boolean
      readonly street_address: string | null
      readonly extended_address: string | null
      readonly locality: string | null
      readonly region: string | null
      readonly postal_code: string | null
      readonly country_code: string | null
      readonly latitude: null
      readonly longitude: null
      readonly po_box: boolean
    }
    readonly brokerage: {
      readonly id: number
      readonly url: string
      readonly name: string
      readonly abbreviation: string
      readonly natb_member: boolean
      readonly email: null
      readonly updated_at: string
    }
  } | null
  readonly amount: string
  readonly balance: string
  readonly state: 'pending' | 'completed'
  readonly notes: string | null
  readonly order_ids: readonly number[]
  readonly order_ids_with_group: readonly string[]
  readonly created_at: string
  readonly updated_at: string
  readonly completed_at: string | null
}

export type User = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly email: string
  readonly phone: {
    readonly number: string | null
    readonly extension: string | null
  }
  readonly office: {
    readonly id: string
    readonly url: string
    readonly name: string
    readonly brokerage: {
      readonly id: string
      readonly url: string
      readonly name: string
      readonly abbreviation: string
    }
  }
  readonly updated_at: string
}

export type Venue = {
  readonly id: string
  readonly url: string
  readonly name: string
  readonly slug: string
  readonly slug_url: string
  readonly location: string
  readonly time_zone: string | null
  readonly address: {
    readonly street_address: string | null
    readonly extended_address: string | null
    readonly locality: string | null
    readonly region: string | null
    readonly postal_code: string | null
    readonly country_code: string | null
    readonly latitude: number | null
    readonly longitude: number | null
  }
  readonly keywords: string
  readonly popularity_score: number
  readonly upcoming_events: {
    readonly first: string | null
    readonly last: string | null
  }
  readonly updated_at: string
}

/** What an operation answers when all is well. */
export type Answers = {
  readonly 'clients.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly clients: readonly Client[]
  }
  readonly 'clients.show': Client
  readonly 'clients.create': {
    readonly clients: readonly Client[]
  }
  readonly 'clients.update': Client
  readonly 'email_addresses.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly email_addresses: readonly EmailAddress[]
  }
  readonly 'email_addresses.show': EmailAddress
  readonly 'email_addresses.create': {
    readonly email_addresses: readonly EmailAddress[]
  }
  readonly 'email_addresses.update': EmailAddress
  readonly 'email_addresses.delete': {
    readonly email_addresses: readonly {
      readonly id: string
    }[]
  }
  readonly 'addresses.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly addresses: readonly Address[]
  }
  readonly 'addresses.show': Address
  readonly 'addresses.create': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly addresses: readonly Address[]
  }
  readonly 'addresses.update': Address
  readonly 'addresses.delete': {
    readonly addresses: readonly {
      readonly id: string
    }[]
  }
  readonly 'phone_numbers.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly phone_numbers: readonly PhoneNumber[]
  }
  readonly 'phone_numbers.show': PhoneNumber
  readonly 'phone_numbers.create': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly phone_numbers: readonly PhoneNumber[]
  }
  readonly 'phone_numbers.update': PhoneNumber
  readonly 'phone_numbers.delete': {
    readonly phone_numbers: readonly {
      readonly id: string
    }[]
  }
  readonly 'credit_cards.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly credit_cards: readonly CreditCard[]
  }
  readonly 'credit_cards.show': CreditCard
  readonly 'credit_cards.create': {
    readonly credit_cards: readonly CreditCard[]
  }
  readonly 'credit_cards.update': CreditCard
  readonly 'credit_cards.delete': {
    readonly credit_cards: readonly {
      readonly id: string
    }[]
  }
  readonly 'companies.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly companies: readonly Company[]
  }
  readonly 'companies.show': Company
  readonly 'companies.create': {
    readonly companies: readonly Company[]
  }
  readonly 'companies.update': Company
  readonly 'companies.delete': {
    readonly companies: readonly {
      readonly id: string
    }[]
  }
  readonly 'orders.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly orders: readonly Order[]
  }
  readonly 'orders.show': Order
  readonly 'orders.create': {
    readonly orders: readonly Order[]
  }
  readonly 'orders.update': Order
  readonly 'orders.update_by_put': Order
  readonly 'orders.deliver_etickets': {
    readonly result: 'success'
  }
  readonly 'orders.print_etickets': {
    readonly etickets: string
  }
  readonly 'orders.accept': Order
  readonly 'orders.reject': Order
  readonly 'orders.cancel': Order
  readonly 'orders.return': Order
  readonly 'orders.complete': {
    readonly orders: readonly Order[]
  }
  readonly 'orders.pend_to_seller': Order
  readonly 'items.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly items: readonly OrderItem[]
  }
  readonly 'items.show': OrderItem
  readonly 'items.add_etickets': OrderItem
  readonly 'items.finalize_etickets': OrderItem
  readonly 'items.remove_etickets': OrderItem
  readonly 'items.remove_etickets_by_post': OrderItem
  readonly 'items.print_etickets': {
    readonly etickets: string
  }
  readonly 'items.convert_to_etickets': OrderItem
  readonly 'orders.print': {
    readonly order: string
  }
  readonly 'orders.email': {
    readonly result: 'success'
  }
  readonly 'orders.email_etickets_link': {
    readonly result: 'success'
  }
  readonly 'shipments.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly shipments: readonly Shipment[]
  }
  readonly 'shipments.show': Shipment
  readonly 'shipments.create': {
    readonly shipments: readonly Shipment[]
  }
  readonly 'shipments.update': Shipment
  readonly 'shipments.status': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly shipments: readonly ShipmentStatus[]
  }
  readonly 'shipments.deliver': Shipment
  readonly 'shipments.pend': Shipment
  readonly 'shipments.cancel': Shipment
  readonly 'shipments.complete': Shipment
  readonly 'shipments.complete_by_post': Shipment
  readonly 'shipments.airbill': Shipment
  readonly 'shipments.get_airbill': {
    readonly airbill: string
  }
  readonly 'shipments.email_airbill': {
    readonly result: 'success'
  }
  readonly 'shipments.upload_airbill': Shipment
  readonly 'shipments.suggestion': DeliveryOption
  readonly 'rate_options.create': {
    readonly rate_options: readonly DeliveryOption[]
  }
  readonly 'track_details.show': TrackDetails
  readonly 'payments.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly payments: readonly Payment[]
  }
  readonly 'payments.show': Payment
  readonly 'payments.create': {
    readonly payments: readonly Payment[]
  }
  readonly 'payments.apply': Payment
  readonly 'payments.cancel': Payment
  readonly 'payments.refund': Payment
  readonly 'payments.status': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly payments: readonly PaymentStatus[]
  }
  readonly 'transactions.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly transactions: readonly Transaction[]
  }
  readonly 'transactions.show': Transaction
  readonly 'transactions.create': {
    readonly transactions: readonly Transaction[]
  }
  readonly 'orders.background': RequestObject
  readonly 'orders.open': RequestObject
  readonly 'requests.orders.show': RequestObject
  readonly 'queued_orders.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly queued_orders: readonly RequestObject[]
  }
  readonly 'queued_orders.recent': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly queued_orders: readonly RequestObject[]
  }
  readonly 'queued_orders.show': RequestObject
  readonly 'merchant_accounts.braintree_client_token': {
    readonly client_token: string
  }
  readonly 'clients.braintree_client_token': {
    readonly client_token: string
  }
  readonly 'v10.orders.create': OrderV10
  readonly 'v10.orders.show': OrderV10
  readonly 'v10.orders.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly orders: readonly OrderV10[]
  }
  readonly 'brokerages.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly brokerages: readonly Brokerage[]
  }
  readonly 'brokerages.search': {
    readonly brokerages: readonly {
      readonly id: string
      readonly url: string
      readonly name: string
      readonly abbreviation: string
      readonly natb_member: boolean
      readonly updated_at: string
      readonly _type: 'Brokerage'
      readonly _score: number
    }[]
  }
  readonly 'brokerages.show': Brokerage
  readonly 'offices.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly offices: readonly Office[]
  }
  readonly 'offices.search': {
    readonly offices: readonly ({
      readonly id: string
      readonly url: string
      readonly name: string
      readonly main: boolean
      readonly phone: string | null
      readonly fax: string | null
      readonly email: readonly string[]
      readonly time_zone: string | null
      readonly hours: readonly never[]
      readonly pos: boolean
      readonly evopay: boolean
      readonly evopay_discount: string
      readonly fedex_pickup_dropoff_time: null
      readonly address: {
        readonly street_address: string | null
        readonly extended_address: string | null
        readonly locality: string | null
        readonly region: string | null
        readonly postal_code: string | null
        readonly country_code: string | null
        readonly po_box: boolean
        readonly latitude: null
        readonly longitude: null
      }
      readonly brokerage: {
        readonly id: string
        readonly url: string
        readonly name: string
        readonly abbreviation: string
      }
      readonly updated_at: string
      readonly _type: 'Office'
      readonly _score: number
    })[]
  }
  readonly 'offices.show': Office
  readonly 'office_credit_cards.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly credit_cards: readonly OfficeCreditCard[]
  }
  readonly 'office_credit_cards.create': {
    readonly credit_cards: readonly OfficeCreditCard[]
  }
  readonly 'office_credit_cards.delete': {
    readonly credit_cards: readonly {
      readonly id: string
    }[]
  }
  readonly 'users.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly users: readonly User[]
  }
  readonly 'users.search': {
    readonly users: readonly ({
      readonly id: string
      readonly url: string
      readonly name: string
      readonly email: string
      readonly phone: {
        readonly number: string | null
        readonly extension: string | null
      }
      readonly office: {
        readonly id: string
        readonly url: string
        readonly name: string
        readonly brokerage: {
          readonly id: string
          readonly url: string
          readonly name: string
          readonly abbreviation: string
        }
      }
      readonly updated_at: string
      readonly _type: 'User'
      readonly _score: number
    })[]
  }
  readonly 'users.show': User
  readonly 'credentials.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly credentials: readonly Credential[]
  }
  readonly 'accounts.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly accounts: readonly Account[]
  }
  readonly 'accounts.show': Account
  readonly 'settings.shipping': ShippingSettings
  readonly 'settings.service_fees': NoSettings
  readonly 'categories.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly categories: readonly Category[]
  }
  readonly 'categories.show': Category
  readonly 'categories.deleted': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly categories: readonly Deleted[]
  }
  readonly 'performers.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly performers: readonly Performer[]
  }
  readonly 'performers.search': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly performers: readonly Performer[]
  }
  readonly 'performers.show': Performer
  readonly 'performers.deleted': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly performers: readonly Deleted[]
  }
  readonly 'venues.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly venues: readonly Venue[]
  }
  readonly 'venues.search': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly venues: readonly Venue[]
  }
  readonly 'venues.show': Venue
  readonly 'venues.deleted': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly venues: readonly Deleted[]
  }
  readonly 'configurations.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly configurations: readonly Configuration[]
  }
  readonly 'configurations.show': Configuration
  readonly 'events.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly events: readonly Event[]
  }
  readonly 'events.search': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly events: readonly Event[]
  }
  readonly 'events.show': Event
  readonly 'events.stats': EventStats
  readonly 'events.deleted': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly events: readonly DeletedEvent[]
  }
  readonly 'pins.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly pins: readonly ListedPin[]
  }
  readonly 'pins.show': Pin
  readonly 'pins.create': {
    readonly pins: readonly Pin[]
  }
  readonly 'pins.delete': {
    readonly pins: readonly {
      readonly id: string
    }[]
  }
  readonly 'events.pinned': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly events: readonly Event[]
  }
  readonly 'search.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly results: readonly SearchResult[]
  }
  readonly 'searches.suggestions': Suggestions
  readonly 'listings.index': {
    readonly total_entries: number
    readonly ticket_groups: readonly Listing[]
  }
  readonly 'listings.show': Listing
  readonly 'ticket_groups.index': {
    readonly total_entries: number
    readonly ticket_groups: readonly TicketGroup[]
  }
  readonly 'ticket_groups.create': {
    readonly ticket_groups: readonly TicketGroup[]
  }
  readonly 'ticket_groups.show': TicketGroup
  readonly 'ticket_groups.update': TicketGroup
  readonly 'ticket_groups.delete': {
    readonly ticket_groups: readonly {
      readonly id: string
    }[]
  }
  readonly 'ticket_groups.waste': TicketGroup
  readonly 'ticket_groups.mass_index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly ticket_groups: readonly TicketGroup[]
  }
  readonly 'ticket_groups.mass_update': {
    readonly ticket_groups: readonly TicketGroup[]
  }
  readonly 'ticket_groups.broadcast': TicketGroup
  readonly 'ticket_groups.hold': TicketHold
  readonly 'ticket_groups.take': TicketHold
  readonly 'ticket_groups.update_hold': TicketHold
  readonly 'ticket_groups.update_hold_by_name': TicketHold
  readonly 'ticket_groups.release_hold': TicketHold
  readonly 'ticket_groups.release_take': TicketHold
  readonly 'filtered_tickets.held': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly filtered_tickets: readonly FilteredTicket[]
  }
  readonly 'filtered_tickets.taken': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly filtered_tickets: readonly FilteredTicket[]
  }
  readonly 'tickets.index': {
    readonly current_page: number
    readonly per_page: number
    readonly total_entries: number
    readonly tickets: readonly Ticket[]
  }
  readonly 'tickets.show': Ticket
  readonly 'tickets.update': Ticket
  readonly 'orders.get_ticket_costs': TicketCosts
  readonly 'orders.update_ticket_costs': TicketCosts
  readonly 'tax_quotes.create': TaxQuote
  readonly 'inventory.index': StockList
  readonly 'inventory.create': Stock
  readonly 'inventory.bulk_update': StockList
  readonly 'inventory.update': Stock
  readonly 'inventory.bulk_delete': StockList
  readonly 'inventory.delete': null
}
