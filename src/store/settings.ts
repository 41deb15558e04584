import type {
  BUYER_NOTIFICATIONS,
  Cast,
  FRAUD_DESKS,
  GATEWAYS,
  ORDER_REVIEWS,
  RATE_LIMIT_STATUSES,
  TICKET_GROUPS_INDEXES,
} from './words.ts'

/** So many requests are allowed in so many seconds of the sandbox's clock; the next one is answered with `status`. */
export interface RateLimit {
  readonly requests: number
  readonly window_s: number
  readonly status: (typeof RATE_LIMIT_STATUSES)[number]
}

/** How the TEvo account of a sandbox is set up. */
export interface AccountSettings {
  /** Refuse requests over this limit; null: no limit. */
  readonly rate_limit: RateLimit | null
  /** Refuse a price below the group's wholesale price. */
  readonly price_check: boolean
  /** Refuse an order whose `ticket_group_signature` is out of date. */
  readonly signature_check: boolean
  /** Refuse an order without a `ticket_group_signature`. */
  readonly signature_required: boolean
  /** How the fraud desk treats an order to a Client: no check, approve or decline at once, or hold it until told. */
  readonly fraud: (typeof FRAUD_DESKS)[number]
  /** Refuse to accept an order whose fraud check is not approved. */
  readonly fraud_blocks_accept: boolean
  /** Require `created_by_ip_address`. */
  readonly minfraud: boolean
  /** Cancel the client's order when the purchase behind it is rejected, instead of looking for a substitute. */
  readonly auto_cancel: boolean
  /** The account's card gateway; with none, payments by card fail. */
  readonly gateway: (typeof GATEWAYS)[number]
  /** Hold purchases back as open until pend_to_seller. */
  readonly order_review: (typeof ORDER_REVIEWS)[number]
  /** Serve `GET /v9/ticket_groups`, or redirect it to listings as the service has done since 2023. */
  readonly ticket_groups_index: (typeof TICKET_GROUPS_INDEXES)[number]
  /** Send a webhook again that was not answered with 200 or 202. */
  readonly webhook_retries: boolean
  /** Who is told what a buyer is told: the buyer of a Buy order, or the buyer of the order behind a sale as well. */
  readonly buyer_notifications: (typeof BUYER_NOTIFICATIONS)[number]
  /** Who plays the owner of the tickets and the fraud desk: one of the casts, or several. */
  readonly autopilot: Cast | readonly Cast[]
  /** By so many seconds of the sandbox's clock lists, searches and listings lag behind; a single record never does. */
  readonly index_lag_s: number
  /** Delete the sandbox when nothing has called for so many seconds of real time; null: keep it, as `default` always is. */
  readonly ttl_s: number | null
  /** How many requests its journal keeps, 1 to 10,000; fewer when they are more than 16 MiB. */
  readonly journal_entries: number
  /** Leave personal data out of what its journal shows; secrets always are. */
  readonly redact: boolean
}

export const DEFAULT_SETTINGS: AccountSettings = {
  rate_limit: null,
  price_check: true,
  signature_check: true,
  signature_required: false,
  fraud: 'off',
  fraud_blocks_accept: false,
  minfraud: false,
  auto_cancel: false,
  gateway: 'braintree',
  order_review: 'off',
  ticket_groups_index: 'serve',
  webhook_retries: true,
  buyer_notifications: 'buy',
  autopilot: 'patient-broker',
  index_lag_s: 0,
  ttl_s: null,
  journal_entries: 1_000,
  redact: true,
}

export const MAX_JOURNAL_ENTRIES = 10_000
