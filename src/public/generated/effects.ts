// Written by `npm run make:types`, from the registries: it is long, as they are.

/** When a fault acts: in the course of a request, on a webhook, on a call to a broker. */
export type FaultPhase =
  | 'before-auth'
  | 'before-handler'
  | 'after-commit'
  | 'delivery'
  | 'call'

/** Rules that are armed together, by one name. */
export type PresetName =
  | 'flaky'
  | 'slow'
  | 'outage'
  | 'lost-answer'
  | 'brownout'

/** What goes wrong, by its type: with its own settings. */
export type Effects = {
  readonly status: {
    readonly type: 'status'
    readonly status?: number
    readonly body?: string | { readonly [name: string]: unknown }
    readonly content_type?: string
    readonly headers?: { readonly [name: string]: string }
    readonly refusal?: 'unauthorized' | 'wrong_signature' | 'not_found' | 'rate_limited' | 'unavailable' | 'error'
    readonly retry_after_s?: number
    readonly connection?: 'close'
  }
  readonly reset: {
    readonly type: 'reset'
  }
  readonly close: {
    readonly type: 'close'
  }
  readonly 'cut-request': {
    readonly type: 'cut-request'
  }
  readonly stall: {
    readonly type: 'stall'
    readonly max_ms?: number | null
  }
  readonly none: {
    readonly type: 'none'
    readonly connection?: 'close'
  }
  readonly 'head-only': {
    readonly type: 'head-only'
  }
  readonly truncate: {
    readonly type: 'truncate'
    readonly at_fraction?: number
    readonly end?: 'close' | 'reset'
  }
  readonly malformed: {
    readonly type: 'malformed'
  }
  readonly 'bad-chunk': {
    readonly type: 'bad-chunk'
  }
  readonly garbage: {
    readonly type: 'garbage'
  }
  readonly 'slow-body': {
    readonly type: 'slow-body'
    readonly chunks?: number
    readonly over_ms?: number
  }
  readonly domain: {
    readonly type: 'domain'
    readonly name: 'ticket_group_gone' | 'price_rises' | 'payment_declined' | 'fraud_declined' | 'eticket_rejected'
  }
  readonly lost: {
    readonly type: 'lost'
  }
  readonly 'answer-lost': {
    readonly type: 'answer-lost'
  }
  readonly duplicate: {
    readonly type: 'duplicate'
  }
  readonly behind: {
    readonly type: 'behind'
  }
  readonly garbled: {
    readonly type: 'garbled'
  }
}

/** Which effects go with a phase. */
export type EffectsOfPhase = {
  readonly 'before-auth': 'status' | 'reset' | 'close' | 'cut-request' | 'stall' | 'none' | 'head-only'
  readonly 'before-handler': 'status' | 'reset' | 'close' | 'stall' | 'none' | 'head-only' | 'domain'
  readonly 'after-commit': 'status' | 'reset' | 'close' | 'stall' | 'none' | 'head-only' | 'truncate' | 'malformed' | 'bad-chunk' | 'garbage' | 'slow-body'
  readonly delivery: 'none' | 'lost' | 'duplicate' | 'behind' | 'garbled'
  readonly call: 'status' | 'none' | 'lost' | 'answer-lost'
}

/** The settings that no effect has in a phase. */
export type WithoutInPhase = {
  readonly 'before-auth': never
  readonly 'before-handler': never
  readonly 'after-commit': never
  readonly delivery: 'headers' | 'content_type' | 'connection'
  readonly call: 'headers' | 'content_type' | 'connection' | 'refusal'
}
