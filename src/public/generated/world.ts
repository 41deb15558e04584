// Written by `npm run make:types`, from the registries: it is long, as they are.

/** The records of a world, by their table: money in cents, times as text. What has a `?` may be left out of a world file. */
export type WorldRecords = {
  readonly brokerages: {
    readonly id: number
    readonly name: string
    readonly abbreviation: string
    readonly natb_member?: boolean
    readonly updated_at: string
  }
  readonly offices: {
    readonly id: number
    readonly brokerage_id: number
    readonly name: string
    readonly main?: boolean
    readonly street_address?: string | null
    readonly extended_address?: string | null
    readonly locality?: string | null
    readonly region?: string | null
    readonly postal_code?: string | null
    readonly country_code?: string | null
    readonly phone?: string | null
    readonly fax?: string | null
    readonly email?: readonly string[]
    readonly time_zone?: string | null
    readonly pos?: boolean
    readonly updated_at: string
  }
  readonly office_credit_cards: {
    readonly id: number
    readonly office_id: number
    readonly label?: string | null
    readonly name?: string | null
    readonly card_company: string
    readonly last_digits: string
    readonly expiration_month: string
    readonly expiration_year: string
    readonly updated_at: string
  }
  readonly users: {
    readonly id: number
    readonly brokerage_id: number
    readonly office_id: number
    readonly name: string
    readonly email: string
    readonly phone_number?: string | null
    readonly phone_extension?: string | null
    readonly updated_at: string
  }
  readonly affiliates: {
    readonly id: number
    readonly name: string
  }
  readonly affiliate_stores: {
    readonly id: number
    readonly affiliate_id: number
    readonly name: string
    readonly logo?: string | null
    readonly website?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly credentials: {
    readonly id: number
    readonly name: string
    readonly label: string
    readonly type: 'API' | 'User' | 'Affiliate'
    readonly token: string
    readonly secret: string
    readonly office_id?: number | null
    readonly affiliate_store_id?: number | null
  }
  readonly categories: {
    readonly id: number
    readonly name: string
    readonly parent_id?: number | null
    readonly deleted_at?: string | null
    readonly updated_at: string
  }
  readonly performers: {
    readonly id: number
    readonly name: string
    readonly category_id?: number | null
    readonly venue_id?: number | null
    readonly keywords?: string
    readonly popularity_score?: number
    readonly deleted_at?: string | null
    readonly updated_at: string
  }
  readonly venues: {
    readonly id: number
    readonly name: string
    readonly street_address?: string | null
    readonly extended_address?: string | null
    readonly locality?: string | null
    readonly region?: string | null
    readonly postal_code?: string | null
    readonly country_code?: string | null
    readonly latitude?: number | null
    readonly longitude?: number | null
    readonly time_zone?: string | null
    readonly keywords?: string
    readonly popularity_score?: number
    readonly deleted_at?: string | null
    readonly updated_at: string
  }
  readonly configurations: {
    readonly id: number
    readonly venue_id: number
    readonly name: string
    readonly primary?: boolean
    readonly capacity?: number | null
    readonly general_admission?: boolean
    readonly fanvenues_key?: string | null
    readonly ticket_utils_id?: string | null
    readonly seating_chart_medium?: string | null
    readonly seating_chart_large?: string | null
    readonly updated_at: string
  }
  readonly events: {
    readonly id: number
    readonly name: string
    readonly venue_id: number
    readonly configuration_id?: number | null
    readonly category_id?: number | null
    readonly performer_ids?: readonly number[]
    readonly state?: 'shown' | 'postponed' | 'canceled'
    readonly notes?: string
    readonly stubhub_id?: string | null
    readonly tbd?: boolean
    readonly promotion_label?: string | null
    readonly face_value_display?: boolean
    readonly inclusive_pricing?: boolean
    readonly seat_number_display?: boolean
    readonly popularity_score?: number
    readonly long_term_popularity_score?: number
    readonly occurs_at: string
    readonly deleted_at?: string | null
    readonly updated_at: string
  }
  readonly ticket_groups: {
    readonly id: number
    readonly office_id: number
    readonly event_id: number
    readonly quantity: number
    readonly low_seat: number
    readonly seat_order?: 'consecutive' | 'odd_even'
    readonly available?: readonly (readonly [number, number])[] | null
    readonly wasted?: readonly (readonly [number, number])[]
    readonly wasted_reason?: 'Did not sell' | 'Lost by shipper' | 'Lost before shipment' | null
    readonly type?: 'event' | 'parking'
    readonly section: string
    readonly row: string
    readonly splits?: readonly number[] | null
    readonly format: 'Physical' | 'Eticket' | 'Flash_seats' | 'TM_mobile' | 'Guest_list' | 'Paperless'
    readonly wholesale_price_cents: number
    readonly retail_price_cents: number
    readonly remote_id?: string | null
    readonly external_notes?: string | null
    readonly broker_notes?: string | null
    readonly internal_notes?: string | null
    readonly view_type?: 'Full' | 'Obstructed' | 'Partially Obstructed' | null
    readonly wheelchair?: boolean
    readonly tag_list?: string | null
    readonly in_hand?: boolean
    readonly in_hand_on?: string | null
    readonly instant_delivery?: boolean
    readonly spec?: boolean
    readonly split_type?: 'DEFAULT' | 'ANY' | 'NEVERLEAVEONE' | 'NONE' | 'CUSTOM'
    readonly cost_cents?: number | null
    readonly taxed_cost_cents?: number | null
    readonly face_value_cents?: number | null
    readonly discount_percent?: number | null
    readonly account_email?: string | null
    readonly broadcast?: boolean
    readonly signatures?: { readonly [name: string]: number }
    readonly purchase_order_id?: number | null
    readonly deleted_at?: string | null
    readonly updated_at: string
  }
  readonly ticket_details: {
    readonly id: number
    readonly ticket_group_id: number
    readonly seat: number
    readonly cost_cents?: number | null
    readonly barcode?: string | null
    readonly primary_ticket_id?: string | null
    readonly verification_id?: string | null
    readonly eticket_file_id?: number | null
    readonly updated_at: string
  }
  readonly unmapped_inventory: {
    readonly id: number
    readonly office_id: number
    readonly remote_id: string
    readonly event_id: number
    readonly event_name?: string | null
    readonly event_occurs_at_date?: string | null
    readonly event_occurs_at_time?: string | null
    readonly venue_name?: string | null
    readonly section: string
    readonly row: string
    readonly quantity: number
    readonly format: 'Physical' | 'Eticket' | 'Flash_seats' | 'TM_mobile' | 'Guest_list' | 'Paperless'
    readonly wholesale_price_cents: number
    readonly created_at: string
  }
  readonly pins: {
    readonly id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly event_id: number
    readonly created_at: string
  }
  readonly ticket_holds: {
    readonly id: number
    readonly ticket_group_id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly office_id: number
    readonly state: 'held' | 'taken' | 'released' | 'expired' | 'used'
    readonly quantity: number
    readonly seats: readonly (readonly [number, number])[]
    readonly price_cents: number
    readonly held_for_type: 'Office' | 'Client'
    readonly held_for_id: number
    readonly hold_until?: string | null
    readonly notes?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly tax_quotes: {
    readonly id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly tax_signature: string
    readonly ticket_group_id: number
    readonly quantity: number
    readonly wholesale_tax_cents: number
    readonly retail_tax_cents?: number | null
    readonly created_at: string
  }
  readonly companies: {
    readonly id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly name: string
    readonly updated_at: string
  }
  readonly clients: {
    readonly id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly office_id?: number | null
    readonly company_id?: number | null
    readonly name: string
    readonly tags?: readonly string[]
    readonly notes?: string | null
    readonly pnr_id?: string | null
    readonly commission_junction_sid?: string | null
    readonly primary_email_address_id?: number | null
    readonly primary_phone_number_id?: number | null
    readonly primary_address_id?: number | null
    readonly primary_shipping_address_id?: number | null
    readonly primary_billing_address_id?: number | null
    readonly primary_credit_card_id?: number | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly email_addresses: {
    readonly id: number
    readonly client_id: number
    readonly label?: string | null
    readonly address: string
    readonly updated_at: string
  }
  readonly addresses: {
    readonly id: number
    readonly client_id: number
    readonly label?: string | null
    readonly name?: string | null
    readonly company?: string | null
    readonly street_address?: string | null
    readonly extended_address?: string | null
    readonly locality?: string | null
    readonly region?: string | null
    readonly postal_code?: string | null
    readonly country_code?: string | null
    readonly updated_at: string
  }
  readonly phone_numbers: {
    readonly id: number
    readonly client_id: number
    readonly label?: string | null
    readonly country_code?: string | null
    readonly number: string
    readonly extension?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly credit_cards: {
    readonly id: number
    readonly client_id: number
    readonly label?: string | null
    readonly name?: string | null
    readonly card_company: string
    readonly last_digits: string
    readonly expiration_month: string
    readonly expiration_year: string
    readonly address_id?: number | null
    readonly phone_number_id?: number | null
    readonly updated_at: string
  }
  readonly orders: {
    readonly id: number
    readonly order_group_id: number
    readonly back_order_id: number | null
    readonly front_order_id: number | null
    readonly is_purchase: boolean
    readonly seller: {
      readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
      readonly id: number
      readonly account: `brokerage:${number}` | `store:${number}`
    }
    readonly buyer: {
      readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
      readonly id: number
      readonly account: `brokerage:${number}` | `store:${number}`
    }
    readonly created_by_credential_id: number
    readonly created_by_office_id: number | null
    readonly seller_state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
    readonly buyer_state: 'open' | 'pending' | 'pending_consignment' | 'pending_substitution' | 'accepted' | 'rejected' | 'completed' | 'cancel_proposed' | 'canceled' | 'canceled_open' | 'canceled_post_acceptance'
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
    readonly buyer_reference_number?: string | null
    readonly po_number?: string | null
    readonly invoice_number?: string | null
    readonly tax_signature: string | null
    readonly billing_address_id: number | null
    readonly substitute_order_link_id: number | null
    readonly reviewer_id: number | null
    readonly seller_rejection_reason: 'Tickets No Longer Available' | 'Tickets Priced Incorrectly' | 'Duplicate Order' | 'Fraudulent Order' | 'Test Order' | 'Other' | null
    readonly seller_rejection_notes: string | null
    readonly seller_cancellation_reason?: 'Tickets No Longer Available' | 'Tickets Priced Incorrectly' | 'Duplicate Order' | 'Fraudulent Order' | 'Test Order' | 'Other' | null
    readonly seller_cancellation_notes?: string | null
    readonly buyer_cancellation_reason?: 'Tickets No Longer Available' | 'Tickets Priced Incorrectly' | 'Duplicate Order' | 'Fraudulent Order' | 'Test Order' | 'Other' | null
    readonly buyer_cancellation_notes?: string | null
    readonly was_auto_canceled?: boolean | null
    readonly returned_cents?: number
    readonly fraud_check_status: 'pending' | 'approved' | 'declined' | null
    readonly fraud_updates?: number
    readonly created_at: string
    readonly updated_at: string
  }
  readonly items: {
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
    readonly eticket_updated_at: string | null
    readonly eticket_finalized_at: string | null
    readonly eticket_downloaded_at: string | null
    readonly eticket_downloaded_by: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly files: {
    readonly id: number
    readonly base64: string
  }
  readonly shipments: {
    readonly id: number
    readonly order_id: number
    readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
    readonly state: 'pending' | 'in_transit' | 'in_exception' | 'delivered' | 'completed' | 'returned' | 'canceled'
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
    readonly ship_to_address?: {
      readonly name: string | null
      readonly company: string | null
      readonly street_address: string | null
      readonly extended_address: string | null
      readonly locality: string | null
      readonly region: string | null
      readonly postal_code: string | null
      readonly country_code: string | null
    } | null
    readonly ship_to_phone_number?: string | null
    readonly ship_to_email_address?: string | null
    readonly ship_from_name?: string | null
    readonly ship_from_address?: {
      readonly name: string | null
      readonly company: string | null
      readonly street_address: string | null
      readonly extended_address: string | null
      readonly locality: string | null
      readonly region: string | null
      readonly postal_code: string | null
      readonly country_code: string | null
    } | null
    readonly ship_from_phone_number?: string | null
    readonly pickup_time_range?: string | null
    readonly pickup_instructions?: string | null
    readonly tm_mobile_link?: string | null
    readonly transfer_source?: string | null
    readonly cost_cents: number
    readonly tracking_number: string | null
    readonly airbill_file_id?: number | null
    readonly carrier: string | null
    readonly available: boolean | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly tracking_events: {
    readonly id: number
    readonly tracking_number: string
    readonly type: 'OC' | 'PU' | 'DE' | 'RS' | 'DL'
    readonly occurred_at: string
  }
  readonly payments: {
    readonly id: number
    readonly order_id: number
    readonly type: 'cash' | 'check' | 'credit_card' | 'evopay' | 'money_order' | 'offline' | 'paypal' | 'tbd'
    readonly state: 'pending' | 'authorized' | 'captured' | 'completed' | 'voided' | 'canceled'
    readonly amount_cents: number
    readonly is_refund: boolean
    readonly refunded_from_id?: number | null
    readonly credit_card_id?: number | null
    readonly token?: string | null
    readonly card?: {
      readonly name: string | null
      readonly card_company: string
      readonly last_digits: string
    } | null
    readonly check_number?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly evopay_transactions: {
    readonly id: number
    readonly type: 'deposit' | 'withdrawal' | 'transfer'
    readonly sender_id?: number | null
    readonly recipient_id?: number | null
    readonly amount_cents: number
    readonly notes?: string | null
    readonly created_at: string
  }
  readonly queued_orders: {
    readonly id: number
    readonly account: `brokerage:${number}` | `store:${number}`
    readonly credential_id: number
    readonly state: 'pending' | 'completed' | 'errored'
    readonly params: unknown
    readonly entries: readonly ({
      readonly kind: 'order'
      readonly order: {
        readonly buyer: {
          readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
          readonly id: number
          readonly account: `brokerage:${number}` | `store:${number}`
        }
        readonly is_purchase: boolean
        readonly payments: readonly ({
          readonly type: 'cash' | 'check' | 'credit_card' | 'evopay' | 'money_order' | 'offline' | 'paypal' | 'tbd'
          readonly amount_cents: number | null
          readonly credit_card_id: number | null
          readonly token: string | null
          readonly billing_address_id?: number | null
          readonly card?: {
            readonly name: string | null
            readonly card_company: string
            readonly last_digits: string
          } | null
          readonly is_declined?: boolean
          readonly is_completed: boolean
          readonly is_refund: boolean
        })[]
        readonly fees: {
          readonly shipping_cents: number
          readonly service_fee_cents: number
          readonly additional_expense_cents: number
          readonly tax_cents: number
          readonly discount_cents: number
        }
        readonly check_fraud: boolean
        readonly needs_session: boolean
        readonly notes: {
          readonly internal: readonly string[]
          readonly external: readonly string[]
        }
        readonly details: {
          readonly instructions: string | null
          readonly reference: string | null
          readonly promo_code: string | null
          readonly consignment: boolean | null
          readonly created_by_ip_address: string | null
          readonly session_id: string | null
          readonly user_agent: string | null
          readonly seller_reference_number: string | null
          readonly buyer_reference_number?: string | null
          readonly po_number?: string | null
          readonly invoice_number?: string | null
          readonly tax_signature: string | null
          readonly billing_address_id: number | null
          readonly substitute_order_link_id: number | null
        }
        readonly prefix: string
        readonly seller: {
          readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
          readonly id: number
          readonly account: `brokerage:${number}` | `store:${number}`
        }
        readonly shipped_items: readonly ({
          readonly shipment: {
            readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
            readonly service_type: string | null
            readonly signature_type: string | null
            readonly residential: boolean | null
            readonly address_id: number | null
            readonly address: {
              readonly fields: {
                readonly label: string | null
                readonly name: string | null
                readonly company: string | null
                readonly street_address: string | null
                readonly extended_address: string | null
                readonly locality: string | null
                readonly region: string | null
                readonly postal_code: string | null
                readonly country_code: string | null
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly phone_number_id: number | null
            readonly phone_number: {
              readonly fields: {
                readonly label: string | null
                readonly country_code: string | null
                readonly number: string
                readonly extension: string | null
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly email_address_id: number | null
            readonly email_address: {
              readonly fields: {
                readonly label: string | null
                readonly address: string
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly ship_from_address_id: number | null
            readonly ship_from_phone_number_id: number | null
            readonly ship_from_name: string | null
            readonly ship_from_address: {
              readonly name: string | null
              readonly company: string | null
              readonly street_address: string | null
              readonly extended_address: string | null
              readonly locality: string | null
              readonly region: string | null
              readonly postal_code: string | null
              readonly country_code: string | null
            } | null
            readonly ship_from_phone_number: string | null
            readonly pickup_time_range: string | null
            readonly pickup_instructions: string | null
            readonly ship_to_name: string | null
            readonly ship_to_company_name: string | null
            readonly tracking_number: string | null
            readonly carrier: string | null
            readonly available: boolean | null
            readonly cost_cents: number
          }
          readonly items: readonly ({
            readonly ticket_group_id: number
            readonly quantity: number
            readonly price_cents: number
            readonly signature: string | null
            readonly low_seat: number | null
            readonly seat_order: 'consecutive' | 'odd_even' | null
            readonly ticket_hold_id: number | null
          })[]
        })[]
      }
    } | {
      readonly kind: 'outside_purchase'
      readonly purchase: {
        readonly buyer: {
          readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
          readonly id: number
          readonly account: `brokerage:${number}` | `store:${number}`
        }
        readonly is_purchase: boolean
        readonly payments: readonly ({
          readonly type: 'cash' | 'check' | 'credit_card' | 'evopay' | 'money_order' | 'offline' | 'paypal' | 'tbd'
          readonly amount_cents: number | null
          readonly credit_card_id: number | null
          readonly token: string | null
          readonly billing_address_id?: number | null
          readonly card?: {
            readonly name: string | null
            readonly card_company: string
            readonly last_digits: string
          } | null
          readonly is_declined?: boolean
          readonly is_completed: boolean
          readonly is_refund: boolean
        })[]
        readonly fees: {
          readonly shipping_cents: number
          readonly service_fee_cents: number
          readonly additional_expense_cents: number
          readonly tax_cents: number
          readonly discount_cents: number
        }
        readonly check_fraud: boolean
        readonly needs_session: boolean
        readonly notes: {
          readonly internal: readonly string[]
          readonly external: readonly string[]
        }
        readonly details: {
          readonly instructions: string | null
          readonly reference: string | null
          readonly promo_code: string | null
          readonly consignment: boolean | null
          readonly created_by_ip_address: string | null
          readonly session_id: string | null
          readonly user_agent: string | null
          readonly seller_reference_number: string | null
          readonly buyer_reference_number?: string | null
          readonly po_number?: string | null
          readonly invoice_number?: string | null
          readonly tax_signature: string | null
          readonly billing_address_id: number | null
          readonly substitute_order_link_id: number | null
        }
        readonly prefix: string
        readonly seller?: {
          readonly type: 'Office' | 'Client' | 'AffiliateStore' | 'Outside'
          readonly id: number
          readonly account: `brokerage:${number}` | `store:${number}`
        }
        readonly shipped_items: readonly ({
          readonly shipment: {
            readonly type: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
            readonly service_type: string | null
            readonly signature_type: string | null
            readonly residential: boolean | null
            readonly address_id: number | null
            readonly address: {
              readonly fields: {
                readonly label: string | null
                readonly name: string | null
                readonly company: string | null
                readonly street_address: string | null
                readonly extended_address: string | null
                readonly locality: string | null
                readonly region: string | null
                readonly postal_code: string | null
                readonly country_code: string | null
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly phone_number_id: number | null
            readonly phone_number: {
              readonly fields: {
                readonly label: string | null
                readonly country_code: string | null
                readonly number: string
                readonly extension: string | null
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly email_address_id: number | null
            readonly email_address: {
              readonly fields: {
                readonly label: string | null
                readonly address: string
              }
              readonly primary: {
                readonly primary_email_address_id?: boolean
                readonly primary_phone_number_id?: boolean
                readonly primary_address_id?: boolean
                readonly primary_shipping_address_id?: boolean
                readonly primary_billing_address_id?: boolean
                readonly primary_credit_card_id?: boolean
              }
            } | null
            readonly ship_from_address_id: number | null
            readonly ship_from_phone_number_id: number | null
            readonly ship_from_name: string | null
            readonly ship_from_address: {
              readonly name: string | null
              readonly company: string | null
              readonly street_address: string | null
              readonly extended_address: string | null
              readonly locality: string | null
              readonly region: string | null
              readonly postal_code: string | null
              readonly country_code: string | null
            } | null
            readonly ship_from_phone_number: string | null
            readonly pickup_time_range: string | null
            readonly pickup_instructions: string | null
            readonly ship_to_name: string | null
            readonly ship_to_company_name: string | null
            readonly tracking_number: string | null
            readonly carrier: string | null
            readonly available: boolean | null
            readonly cost_cents: number
          }
          readonly items: readonly ({
            readonly price_cents: number
            readonly group: {
              readonly event_id: number
              readonly office_id: number | null
              readonly quantity: number
              readonly low_seat: number
              readonly seat_order: 'consecutive' | 'odd_even'
              readonly type: 'event' | 'parking'
              readonly section: string
              readonly row: string
              readonly splits: readonly number[] | null
              readonly format: 'Physical' | 'Eticket' | 'Flash_seats' | 'TM_mobile' | 'Guest_list' | 'Paperless' | null
              readonly wholesale_price_cents: number
              readonly retail_price_cents: number
              readonly remote_id: string | null
              readonly external_notes: string | null
              readonly broker_notes: string | null
              readonly internal_notes: string | null
              readonly view_type: 'Full' | 'Obstructed' | 'Partially Obstructed' | null
              readonly wheelchair: boolean
              readonly tag_list: string | null
              readonly in_hand: boolean
              readonly in_hand_on: string | null
              readonly instant_delivery: boolean
              readonly spec: boolean
            }
          })[]
        })[]
      }
    } | {
      readonly kind: 'substitution'
      readonly rejected_id: number
      readonly items: readonly ({
        readonly ticket_group_id: number
        readonly quantity: number
        readonly price_cents: number
        readonly signature: string | null
        readonly low_seat: number | null
        readonly seat_order: 'consecutive' | 'odd_even' | null
        readonly ticket_hold_id: number | null
      })[]
      readonly type?: 'FedEx' | 'UPS' | 'Eticket' | 'InstantDelivery' | 'Email' | 'Offline' | 'Courier' | 'WillCall' | 'PickupAtOffice' | 'LocalPickup' | 'Custom' | 'Tbd' | 'ProvidedAirbill' | 'TMMobile' | 'TMMobileLink' | 'FlashSeats' | 'GuestList' | 'Paperless'
    })[]
    readonly order_ids?: readonly number[]
    readonly error?: string | null
    readonly process_at: string
    readonly created_at: string
    readonly updated_at: string
  }
  readonly notes: {
    readonly id: number
    readonly order_id: number
    readonly category: 'internal' | 'external'
    readonly content: string
    readonly office_id: number | null
    readonly affiliate_store_id: number | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly webhook_endpoints: {
    readonly id: number
    readonly url: string
    readonly office_id?: number | null
    readonly events?: readonly ('order_created' | 'fraud_response_received' | 'order_accepted' | 'seller_accepted' | 'order_rejected' | 'order_canceled' | 'etickets_finalized' | 'eticket_finalized' | 'airbill_uploaded' | 'airbill_requested' | 'airbill_generated' | 'delivery_reclassified' | 'delivery_shipped' | 'delivery_complete' | 'proof_of_transfer_uploaded' | 'delivery_updated' | 'in_hand_updated' | 'event_created' | 'event_updated' | 'event_deleted' | 'performer_created' | 'performer_updated' | 'performer_deleted' | 'venue_created' | 'venue_updated' | 'venue_deleted')[] | null
    readonly active?: boolean
    readonly created_at: string
    readonly updated_at: string
  }
  readonly webhook_deliveries: {
    readonly id: number
    readonly endpoint_id: number
    readonly event_type: 'order_created' | 'fraud_response_received' | 'order_accepted' | 'seller_accepted' | 'order_rejected' | 'order_canceled' | 'etickets_finalized' | 'eticket_finalized' | 'airbill_uploaded' | 'airbill_requested' | 'airbill_generated' | 'delivery_reclassified' | 'delivery_shipped' | 'delivery_complete' | 'proof_of_transfer_uploaded' | 'delivery_updated' | 'in_hand_updated' | 'event_created' | 'event_updated' | 'event_deleted' | 'performer_created' | 'performer_updated' | 'performer_deleted' | 'venue_created' | 'venue_updated' | 'venue_deleted'
    readonly recipient: 'seller' | 'buyer' | 'catalog'
    readonly state: 'ready' | 'waiting' | 'delivered' | 'given_up'
    readonly subject_id: number
    readonly fields: { readonly [name: string]: string }
    readonly body: string
    readonly faults?: readonly {
      readonly id: string
      readonly effect: string
    }[]
    readonly attempts?: readonly ({
      readonly at: number
      readonly status: number | null
      readonly error: string | null
      readonly answer: string
      readonly duration_ms: number
    })[]
    readonly tries?: number
    readonly next_at?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly order_integrations: {
    readonly id: number
    readonly office_id: number
    readonly url: string
    readonly key: string
    readonly buying_office_ids?: readonly number[] | null
    readonly deadline_ms?: number
    readonly names?: {
      readonly paths: { readonly [name: string]: string }
      readonly fields: { readonly [name: string]: string }
      readonly held: {
        readonly field: string
        readonly value: string
      } | null
    } | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly outbound_calls: {
    readonly id: number
    readonly kind: 'hold' | 'release' | 'invoice'
    readonly state: 'intended' | 'held' | 'used' | 'let_go' | 'failed' | 'ready' | 'waiting' | 'answered' | 'given_up'
    readonly office_id: number
    readonly global_id: string
    readonly order_id?: number | null
    readonly request: { readonly [name: string]: unknown }
    readonly attempts?: readonly ({
      readonly at: number
      readonly status: number | null
      readonly error: string | null
      readonly answer: string
      readonly duration_ms: number
    })[]
    readonly tries?: number
    readonly next_at?: string | null
    readonly created_at: string
    readonly updated_at: string
  }
  readonly autopilot_steps: {
    readonly id: number
    readonly order_id: number
    readonly cast: 'patient-broker' | 'good-broker' | 'slow-broker' | 'rejecting-broker' | 'double-seller' | 'fraud-desk'
    readonly deed: string
    readonly due_at: string
    readonly problem?: string | null
    readonly created_at: string
  }
}
