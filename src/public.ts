import type { FaultSpec } from './public/faults.ts'
import type { DefaultCredentialName } from './public/generated/names.ts'
import type { World } from './public/world.ts'
import type { AccountSettings as AllSettings } from './store/settings.ts'
import type { CredentialType, WebhookEvent } from './store/words.ts'

/** The types of what `import "tevo-local"` gives. They mention no type of a library. */

/** How the account that the server stands for is set up; what is left out is as `GET …/settings` shows it. */
export type AccountSettings = Partial<AllSettings>

/** Where a program of yours is told of what happens. */
export interface Webhook {
  /** http or https, `'http://127.0.0.1:3000/webhooks'` say. */
  readonly url: string
  /** Told of what concerns this office; of all offices when it is left out. */
  readonly office_id?: number | null | undefined
  /** `['order_created']` say; every event of orders when it is left out, and none of the catalogue. */
  readonly events?: readonly WebhookEvent[] | null | undefined
  /** Nothing is sent while it is false. */
  readonly active?: boolean | undefined
}

/** `Names`: of the credentials, which an own `world` gives. */
export interface StartServerOptions<Names extends string = DefaultCredentialName> {
  /** The port to listen on; 0, which picks a free one, when it is left out. */
  readonly port?: number | undefined
  /** The address to listen on; `127.0.0.1` when it is left out. */
  readonly host?: string | undefined
  /**
   * The certificate to speak HTTPS with, as the text of a PEM file; those of its authorities may follow it. It needs `key`,
   * and has to be valid today.
   */
  readonly cert?: string | Uint8Array | undefined
  /** The private key of `cert`, as the text of a PEM file, without a passphrase. */
  readonly key?: string | Uint8Array | undefined
  /** Another world than the default one. */
  readonly world?: World<Names> | undefined
  /** The time at which the clock stands still, `"2026-01-31T19:00:00Z"` say; real time when it is left out. */
  readonly clock?: string | Date | undefined
  /**
   * The bearer token that the control plane asks for. When it is left out the control plane is open to programs on this
   * machine; a server that listens for other machines makes one.
   */
  readonly controlToken?: string | undefined
  /** How the account is set up: `{ fraud: 'hold' }` say. `GET /_local/sandboxes/default/settings` shows them all. */
  readonly settings?: AccountSettings | undefined
  /** What is left to chance is drawn from this whole number, 0 or more; 1 when it is left out. */
  readonly seed?: number | undefined
  /** What goes wrong from the start: rules, or presets by their names (`'flaky'`). */
  readonly faults?: readonly FaultSpec<NoInfer<Names>>[] | undefined
  /** Who is told of what happens, by URL or with more: webhooks. */
  readonly webhooks?: readonly (Webhook | string)[] | undefined
  /** False: webhooks are not sent, and no broker's service is called. */
  readonly outbound?: boolean | undefined
  /** How many sandboxes there may be at once, the one that it starts with among them; 20,000 when it is left out. */
  readonly maxSandboxes?: number | undefined
  /** How many snapshots there may be at once, of all sandboxes together; 20,000 when it is left out. */
  readonly maxSnapshots?: number | undefined
  /** How many requests the journal of a sandbox keeps, 1 to 10,000; 1,000 when it is left out. */
  readonly journal?: number | undefined
  /** How many connections there may be at once; 5,000 when it is left out. One more is closed as it comes. */
  readonly maxConnections?: number | undefined
  /** How long the head of a request may take, `'10s'` or milliseconds; 10 s when it is left out. Then it is a 408. */
  readonly headTimeout?: number | string | undefined
  /** How long a request may take to come, its head and its body; a minute when it is left out. Then it is a 408. */
  readonly requestTimeout?: number | string | undefined
  /** Writes a line to stdout for every request; nothing is written when it is left out. */
  readonly log?: 'pretty' | 'json' | undefined
  /** True: the process goes on until `stop()`. Otherwise a server that nothing uses does not keep the process alive. */
  readonly keepAlive?: boolean | undefined
}

export interface Credential {
  readonly type: CredentialType
  /** 32 characters, the value of `X-Token`. */
  readonly token: string
  /** 40 characters, to sign with. */
  readonly secret: string
}

/** `Names`: of the credentials, which an own `world` gives. */
export interface MakeSandboxOptions<Names extends string = DefaultCredentialName> {
  /** 1 to 40 of a–z, 0–9 and `-`; `sandbox-1` and so on when it is left out. */
  readonly name?: string | undefined
  /** Another world than the server's. Its credentials get tokens and secrets of their own. */
  readonly world?: World<Names> | undefined
  /** What is left to chance is drawn from this whole number, 0 or more; 1 when it is left out. */
  readonly seed?: number | undefined
  /** The time at which its clock stands still; real time when it is left out. */
  readonly clock?: string | Date | undefined
  /** How its account is set up. */
  readonly settings?: AccountSettings | undefined
  /** What goes wrong from the start: rules, or presets by their names (`'flaky'`). */
  readonly faults?: readonly FaultSpec<NoInfer<Names>>[] | undefined
  /** Who is told of what happens in it, by URL or with more: webhooks. */
  readonly webhooks?: readonly (Webhook | string)[] | undefined
  /** The tokens and secrets of these of the world's credentials; those of the others are made, from name and seed. */
  readonly credentials?:
    | readonly { readonly name: NoInfer<Names>; readonly token: string; readonly secret: string }[]
    | undefined
}

export interface SignOptions {
  /** `GET`, in upper or lower case. */
  readonly method: string
  /** The whole URL of the request. Its query may be in any order: a sorted copy is signed. */
  readonly url: string | { readonly href: string }
  /** The body just as it is sent, byte for byte; text stands for its UTF-8. Without one the query is signed. */
  readonly body?: string | Uint8Array | undefined
  /** The secret of the credential whose token is sent. */
  readonly secret: string
}

export interface Signature {
  /** What was signed: `GET 127.0.0.1:8386/v9/orders?state=pending&type=Order`. */
  readonly stringToSign: string
  /** 44 characters of base64, the value of `X-Signature`. */
  readonly signature: string
}
