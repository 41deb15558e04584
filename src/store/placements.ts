import type {
  Account,
  Address,
  Client,
  CreditCard,
  EmailAddress,
  Order,
  Party,
  PaymentCard,
  PhoneNumber,
  ShipmentAddress,
  TicketGroup,
} from './records.ts'
import type { PaymentType, QUEUED_ORDER_STATES, SeatOrder, ShipmentType, TicketFormat } from './words.ts'

/**
 * What a request asks to place, with its ids looked up: an order, a purchase from outside, or a substitution. Queued
 * orders are stored in this form, so all of it is JSON.
 */

/** What a request asks to place, as it was read when it came in. */
export type Placement =
  | { readonly kind: 'order'; readonly order: NewOrder }
  | { readonly kind: 'outside_purchase'; readonly purchase: OutsidePurchase }
  | {
      readonly kind: 'substitution'
      readonly rejected_id: number
      readonly items: readonly NewItem[]
      /** How the request wants it delivered; left out: as the order that it stands in for. */
      readonly type?: ShipmentType
    }

export interface NewItem extends Wanted {
  readonly ticket_group_id: number
}

/** A shipment, and the items in it. */
export interface Shipped<Item> {
  readonly shipment: NewShipment
  readonly items: readonly Item[]
}

/** The numbers that each side files an order by. An order that was queued by an older version has none. */
type OrderNumber = 'buyer_reference_number' | 'po_number' | 'invoice_number'

export interface NewOrder {
  readonly seller: Party
  readonly buyer: Party
  readonly is_purchase: boolean
  readonly shipped_items: readonly Shipped<NewItem>[]
  readonly payments: readonly NewPayment[]
  readonly fees: Omit<Amounts, 'subtotal_cents'>
  /** False when the request asks not to screen the order. */
  readonly check_fraud: boolean
  /** Whether the fraud desk needs the client's session to screen it: v10 says so (W:3510599681). */
  readonly needs_session: boolean
  readonly notes: { readonly internal: readonly string[]; readonly external: readonly string[] }
  readonly details: Pick<
    Order,
    | 'instructions'
    | 'reference'
    | 'promo_code'
    | 'consignment'
    | 'created_by_ip_address'
    | 'session_id'
    | 'user_agent'
    | 'seller_reference_number'
    | 'tax_signature'
    | 'billing_address_id'
    | 'substitute_order_link_id'
  > &
    Partial<Pick<Order, OrderNumber>>
  /** What errors put before a shipment's field, as in the request: `shipped_items.` or `delivery.` */
  readonly prefix: string
}

/** What an order wants from a ticket group. */
export interface Wanted {
  readonly quantity: number
  readonly price_cents: number
  readonly signature: string | null
  readonly low_seat: number | null
  readonly seat_order: SeatOrder | null
  /** The hold or take to sell: its seats are sold, without a look at what else is left or at the splits. */
  readonly ticket_hold_id: number | null
}

export interface Amounts {
  readonly subtotal_cents: number
  readonly shipping_cents: number
  readonly service_fee_cents: number
  readonly additional_expense_cents: number
  readonly tax_cents: number
  readonly discount_cents: number
}

export interface NewShipment {
  readonly type: ShipmentType
  readonly service_type: string | null
  readonly signature_type: string | null
  readonly residential: boolean | null
  readonly address_id: number | null
  readonly address: Flagged<NewAddress> | null
  readonly phone_number_id: number | null
  readonly phone_number: Flagged<NewPhoneNumber> | null
  readonly email_address_id: number | null
  readonly email_address: Flagged<NewEmailAddress> | null
  readonly ship_from_address_id: number | null
  readonly ship_from_phone_number_id: number | null
  readonly ship_from_name: string | null
  readonly ship_from_address: ShipmentAddress | null
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

export interface NewPayment {
  readonly type: PaymentType
  /** Null means the order's total. */
  readonly amount_cents: number | null
  readonly credit_card_id: number | null
  /** A gateway's token or nonce in place of a stored card. */
  readonly token: string | null
  readonly billing_address_id?: number | null
  /** A card that came with the payment itself, without its number. */
  readonly card?: PaymentCard | null
  /** Whether that card's bank declines it. */
  readonly is_declined?: boolean
  readonly is_completed: boolean
  readonly is_refund: boolean
}

export interface BoughtItem {
  readonly group: Omit<NewTicketGroup, 'format'> & {
    /** Null: the one that the delivery says. */
    readonly format: TicketFormat | null
  }
  /** The cost of one ticket. */
  readonly price_cents: number
}

/** Tickets that an office bought outside of TEvo. */
export interface OutsidePurchase extends Omit<NewOrder, 'seller' | 'shipped_items'> {
  readonly shipped_items: readonly Shipped<BoughtItem>[]
}

/** The fields of a group that its owner may change at any time. */
export type TicketGroupDetails = Pick<
  TicketGroup,
  | 'type'
  | 'section'
  | 'row'
  | 'splits'
  | 'format'
  | 'wholesale_price_cents'
  | 'retail_price_cents'
  | 'remote_id'
  | 'external_notes'
  | 'broker_notes'
  | 'internal_notes'
  | 'view_type'
  | 'wheelchair'
  | 'tag_list'
  | 'in_hand'
  | 'in_hand_on'
  | 'instant_delivery'
  | 'spec'
>

export interface NewTicketGroup extends TicketGroupDetails {
  readonly event_id: number
  /** Null means the caller's own office. */
  readonly office_id: number | null
  readonly quantity: number
  readonly low_seat: number
  readonly seat_order: SeatOrder
}

/** The fields of a client that name its primary properties. */
export type PrimaryField = Extract<keyof Client, `primary_${string}`>

/** Which primary flags a request sets or clears; one left out stays as it is. */
export type PrimaryFlags = { readonly [Field in PrimaryField]?: boolean | undefined }

type New<Row> = Omit<Row, 'id' | 'client_id' | 'created_at' | 'updated_at'>
export type NewEmailAddress = New<EmailAddress>
export type NewAddress = New<Address>
export type NewPhoneNumber = New<PhoneNumber>
export type NewCreditCard = New<CreditCard>

export interface Flagged<Fields> {
  readonly fields: Fields
  readonly primary: PrimaryFlags
}

/** Orders that are to be made in the background. */
export interface QueuedOrder {
  readonly id: number
  readonly account: Account
  readonly credential_id: number
  readonly state: (typeof QUEUED_ORDER_STATES)[number]
  /** The request as it came. */
  readonly params: unknown
  /** The request as it was understood. */
  readonly entries: readonly Placement[]
  readonly order_ids: readonly number[]
  readonly error: string | null
  readonly process_at: number
  readonly created_at: number
  readonly updated_at: number
}
