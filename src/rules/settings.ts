/** How the account that a sandbox stands for is set up. */
export interface Settings {
  /** Refuse a price below the group's wholesale price. */
  readonly price_check: boolean
  /** Refuse an order whose `ticket_group_signature` no longer holds. */
  readonly signature_check: boolean
  /** Refuse an order without a `ticket_group_signature`. */
  readonly signature_required: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  price_check: true,
  signature_check: true,
  signature_required: false,
}
