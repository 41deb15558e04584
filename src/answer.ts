/** An answer as handlers and refusals make it, before it is bytes. */
export type Answer = JsonAnswer | FinishedAnswer | TextAnswer | DocumentAnswer | RedirectAnswer | SentAnswer

export interface JsonAnswer {
  readonly kind: 'json'
  readonly status: number
  readonly body: object
  /** Beside those that every answer has. */
  readonly headers?: { readonly [name: string]: string }
}

export const json = (status: number, body: object, headers: JsonAnswer['headers'] = {}): JsonAnswer => ({
  kind: 'json',
  status,
  body,
  headers,
})

/** One whose bytes are there already. */
export interface FinishedAnswer {
  readonly kind: 'finished'
  readonly reply: Reply
}

/** An answer that is none of TEvo's, a proxy's page say: its headers are all that it has. */
interface TextAnswer {
  readonly kind: 'text'
  readonly status: number
  readonly body: string
  readonly headers: { readonly [name: string]: string }
}

/** A PDF: `{"etickets": "<base64>"}`, or the PDF itself with `Accept: application/pdf`. */
export class DocumentAnswer {
  readonly kind = 'document'
  constructor(
    readonly key: string,
    readonly bytes: Uint8Array,
  ) {}
}

/** Sends the client on to another path of this host. */
export class RedirectAnswer {
  readonly kind = 'redirect'
  constructor(readonly location: string) {}
}

/** A fault has dealt with the connection: nothing is left to say. */
interface SentAnswer {
  readonly kind: 'sent'
}

export const SENT: SentAnswer = { kind: 'sent' }

/** An answer's bytes, as they go over the wire, or as a fault left them. */
export interface Reply {
  /** Null: nothing that is HTTP. */
  readonly status: number | null
  readonly headers: { readonly [name: string]: string }
  readonly body: string | Uint8Array
}

export const NO_REPLY: Reply = { status: null, headers: {}, body: '' }
