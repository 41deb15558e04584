/** So many requests in a window of so many seconds of the sandbox's clock; one more is answered with `status`. */
export interface RateLimit {
  readonly requests: number
  readonly window_s: number
  /** 429, or 503 as the Ruby client documents it. */
  readonly status: 429 | 503
}

/** What can be made to go wrong in one request, through the rule that refuses it. */
export type Forced = 'ticket_group_gone' | 'price_rises' | 'payment_declined' | 'fraud_declined' | 'eticket_rejected'

/** How the account that a sandbox stands for is set up. */
export interface Settings {
  /** Refuse requests over a limit; null: there is none. */
  readonly rate_limit: RateLimit | null
  /** Refuse a price below the group's wholesale price. */
  readonly price_check: boolean
  /** Refuse an order whose `ticket_group_signature` no longer holds. */
  readonly signature_check: boolean
  /** Refuse an order without a `ticket_group_signature`. */
  readonly signature_required: boolean
  /** What the fraud desk says of an order to a Client: nothing, at once yes or no, or nothing until it is asked. */
  readonly fraud: 'off' | 'approve' | 'decline' | 'hold'
  /** Refuse to accept an order whose fraud check is not approved. */
  readonly fraud_blocks_accept: boolean
  /** Require `created_by_ip_address`. */
  readonly minfraud: boolean
  /** Cancel the client's order when the purchase behind it is rejected, instead of looking for a substitute. */
  readonly auto_cancel: boolean
  /** The account's card gateway; with none, payments by card fail. */
  readonly gateway: 'braintree' | 'stripe' | 'none'
  /** Hold purchases back as open until pend_to_seller. */
  readonly order_review: 'off' | 'hold'
  /** Serve `GET /v9/ticket_groups`, or redirect it to listings as the service has done since 2023. */
  readonly ticket_groups_index: 'serve' | 'redirect'
  /** Of one request alone, never of a sandbox: what a fault makes go wrong in it. */
  readonly forced?: Forced
}

export const DEFAULT_SETTINGS: Settings = {
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
}

/** The settings of one request in which something is to go wrong. */
export const forcing = (settings: Settings, forced: Forced): Settings => ({
  ...settings,
  forced,
  ...(forced === 'fraud_declined' ? { fraud: 'decline' } : {}),
})
