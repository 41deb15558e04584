/// <reference lib="esnext.disposable" preserve="true" />
import type { AccountSettings, Credential, Webhook } from '../public.ts'
import type { Recipient, RejectionReason, WebhookEvent } from '../store/words.ts'
import type { ArmedFault, EffectType, FaultSpec } from './faults.ts'
import type { Deeds, DefaultCredentialName } from './generated/names.ts'
import type { Order } from './generated/tevo.ts'
import type { HttpMethod } from './match.ts'
import type { Advice, RequestEntry, RequestFilter, RequestMatch, RequestSummary } from './requests.ts'
import type {
  ExportedWorld,
  TableName,
  Times,
  World,
  WorldConditions,
  WorldRecord,
  WorldVerdict,
  WrittenRecord,
} from './world.ts'

/** A request to TEvo's API. */
export interface FetchInit {
  /** GET when it is left out, and POST where there is a body. */
  readonly method?: HttpMethod
  readonly headers?: { readonly [name: string]: string }
  /** Text and bytes are sent as they are; anything else is sent as JSON. */
  readonly body?: unknown
  /** Gives up after so long; it waits for ever where it is left out. */
  readonly timeout_ms?: number
}

/** A whole answer, as a Response has it; its JSON has a type. */
export interface FetchAnswer<Body = unknown> {
  readonly status: number
  /** Whether the status is 200 to 299. */
  readonly ok: boolean
  readonly headers: { get(name: string): string | null }
  json(): Promise<Body>
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

/** What a program sends with a request, beside its body. */
export interface SignedHeaders {
  readonly 'X-Token': string
  readonly 'X-Signature': string
}

/** Sends and signs with the keys of one credential. */
export interface TevoCredential extends Credential {
  /**
   * Sends a signed request: `fetch('/v9/orders?state=pending')`, `fetch('/v9/clients', { body: { clients: […] } })`.
   * Rejects as fetch does when no whole answer comes.
   */
  fetch<Body = unknown>(path: string, init?: FetchInit): Promise<FetchAnswer<Body>>
  /** The two headers for a request to this sandbox that another program sends. `url` is whole, or a path. */
  sign(request: SandboxRequest): SignedHeaders
}

export interface SandboxRequest {
  readonly method: string
  readonly url: string
  /** The body just as it is sent, byte for byte. */
  readonly body?: string | Uint8Array | undefined
}

/** One webhook, with its attempts. */
export interface Delivery {
  readonly id: number
  readonly endpoint_id: number
  readonly event_type: WebhookEvent
  readonly recipient: Recipient
  readonly order_id?: number
  readonly state: 'waiting' | 'delivered' | 'given_up'
  readonly created_at: string
  readonly next_at: string | null
  readonly attempts: readonly {
    readonly at: string
    readonly status: number | null
    readonly duration_ms: number
    readonly error: string | null
    /** The beginning of what it answered. */
    readonly answer: string
  }[]
  /** The faults that acted on it. */
  readonly faults: readonly { readonly id: string; readonly effect: EffectType }[]
}

/** With what was sent. */
export interface SentDelivery extends Delivery {
  readonly request: {
    readonly method: 'POST'
    readonly content_type: string
    /** As it was sent: `order_group_id=388214&recipient=seller&…`. */
    readonly form: string
    /** What its field `body` holds: the order, as its recipient sees it. */
    readonly body: unknown
  }
}

export interface DeliveryFilter {
  readonly event_type?: WebhookEvent
  readonly recipient?: Recipient
  readonly endpoint_id?: number
  readonly order_id?: number
  /** Those after this one. */
  readonly since?: number
}

/** Where webhooks go. */
export interface Endpoint {
  readonly id: number
  readonly url: string
  readonly office_id: number | null
  readonly events: readonly WebhookEvent[] | null
  readonly active: boolean
}

export interface ForkOptions {
  /** The id of a snapshot; now when it is left out. */
  readonly from?: string | undefined
  /** 1 to 40 of a–z, 0–9 and `-`; `sandbox-1` and so on when it is left out. */
  readonly name?: string | undefined
}

export interface WaitOptions {
  /** How long to wait, in milliseconds of wall time: up to 60,000; 2,000 when it is left out. */
  readonly within_ms?: number
}

export interface VerifyOptions {
  /** How long to wait until it holds, in milliseconds of wall time: up to 60,000; not at all when it is left out. */
  readonly within_ms?: number
}

/** For a process under test: where it finds its sandbox, and with which keys. */
export interface Environment {
  readonly TEVO_BASE_URL: string
  /** The sandbox in the control plane. */
  readonly TEVO_CONTROL_URL: string
  /** `TEVO_API_TOKEN` and `TEVO_API_SECRET` of the website, `TEVO_PROCESSOR_TOKEN` and so on of every credential. */
  readonly [variable: string]: string
}

/**
 * One isolated TEvo of a server: its own credentials, records, ids, clock, journal, faults, settings and webhooks.
 * `Names`: of its credentials, those of the default world where nothing is said.
 */
export interface TevoSandbox<Names extends string = DefaultCredentialName> extends AsyncDisposable {
  readonly name: string
  /** The base URL, the server's: the token of a request says which sandbox it is for. */
  readonly url: string
  readonly seed: number
  /** By their names: `credentials.website` in the default world. */
  readonly credentials: { readonly [Name in Names]: Credential }
  /** `TEVO_BASE_URL`, `TEVO_API_TOKEN` and so on, for a process under test: every credential, and the control plane. */
  readonly env: Environment

  /** As `as('website').fetch`; with the first credential in a world that has no website. */
  fetch<Body = unknown>(path: string, init?: FetchInit): Promise<FetchAnswer<Body>>
  /** As `as('website').sign`. */
  sign(request: SandboxRequest): SignedHeaders
  /** Throws a TypeError for a name that no credential has. */
  as(credential: Names): TevoCredential

  readonly faults: {
    /** Arms a rule, a preset by its name, or a list of them; resolves to what is armed. */
    add(faults: FaultSpec<Names> | readonly FaultSpec<Names>[]): Promise<readonly ArmedFault[]>
    /**
     * Arms a fault, calls the function, and takes the fault away again; resolves to what the function does. Rejects with
     * `unused_fault` when no request of the function met it: the test would have shown nothing.
     */
    during<Result>(fault: FaultSpec<Names>, play: () => Result | Promise<Result>): Promise<Result>
    list(): Promise<readonly ArmedFault[]>
    /** Forgets all of them, and lets every request go that they hold. */
    clear(): Promise<void>
  }
  readonly clock: {
    now(): Promise<Date>
    /** Forward, by `"15m"`, `"PT15M"`, `"2w"` or milliseconds; what falls due on the way is done, in order. */
    advance(duration: string | number): Promise<Date>
    /** Forward to that time. */
    set(time: string | Date): Promise<Date>
    freeze(): Promise<Date>
    /** Lets it run again. */
    run(): Promise<Date>
  }
  readonly settings: {
    get(): Promise<Required<AccountSettings>>
    change(settings: AccountSettings): Promise<Required<AccountSettings>>
  }
  readonly requests: {
    /** Newest first, 50 where no limit is given. */
    find(filter?: RequestFilter<Names> & { readonly limit?: number }): Promise<readonly RequestSummary[]>
    get(id: string): Promise<RequestEntry>
    /** Waits for the next one; rejects with `timeout`. */
    next(filter?: RequestFilter<Names>, options?: WaitOptions): Promise<RequestEntry>
    /** Resolves to how many came; with `within_ms`, as soon as that is right. Rejects with `not_met` and a sentence that names the nearest miss. */
    verify(match: RequestMatch<Names>, times?: Times, options?: VerifyOptions): Promise<number>
    /**
     * Resolves to the ids of requests that came in this order, with or without others between them; rejects with `not_met` and
     * a sentence that names the first one that is missing.
     */
    sequence(matches: readonly RequestMatch<Names>[], options?: VerifyOptions): Promise<readonly string[]>
    /** Forgets all of them. */
    forget(): Promise<void>
  }
  readonly world: {
    /** Counts records, and checks what must hold of all; rejects with `not_met`. */
    verify(conditions?: WorldConditions): Promise<WorldVerdict>
    /** All records, as a world file has them. */
    export(): Promise<ExportedWorld<Names>>
    /** Another world in place of this one. */
    replace(world: World): Promise<void>
  }
  /** Single records, as a world file has them. */
  readonly records: {
    list<Table extends TableName>(table: Table): Promise<readonly WorldRecord<Table>[]>
    get<Table extends TableName>(table: Table, id: number): Promise<WorldRecord<Table>>
    put<Table extends TableName>(table: Table, record: WrittenRecord<Table>): Promise<WorldRecord<Table>>
    delete(table: TableName, id: number): Promise<void>
  }
  readonly webhooks: {
    add(webhook: Webhook | string): Promise<Endpoint>
    list(): Promise<readonly Endpoint[]>
    remove(id: number): Promise<void>
    /** Newest first, 50 where no limit is given. */
    deliveries(filter?: DeliveryFilter & { readonly limit?: number }): Promise<readonly Delivery[]>
    /** Waits until the next one was tried; rejects with `timeout`. */
    next(filter?: DeliveryFilter, options?: WaitOptions): Promise<SentDelivery>
  }
  /** What the client did that will hurt in production. */
  advice(): Promise<readonly Advice[]>
  /** Does what another party does: the order as that party sees it then. */
  act(order_id: number, deed: Deed): Promise<Order>

  /**
   * What to print when a test has failed: the last requests and why they were refused, the armed faults, and the line that
   * makes the same sandbox again.
   */
  report(): Promise<string>

  /** Keeps this moment; resolves to the id to come back to it with. */
  snapshot(): Promise<string>
  /** Back to that moment: records, ids, clock, faults and settings. The journal stays. */
  restore(id: string): Promise<void>
  /**
   * Makes another sandbox that goes on from where this one is, or was at a snapshot: with its records, ids, clock, faults and
   * settings, and with credentials of its own. Its journal is empty, and it sends nothing that this one has still to send.
   */
  fork(options?: ForkOptions): Promise<TevoSandbox<Names>>
  /** Back to its world: records, ids, clock, journal, faults and settings. */
  reset(): Promise<void>
  /** Its tokens are unknown from then on, and its name is free. Also at the end of an `await using`. */
  delete(): Promise<void>
}

/** What a party can do to an order. */
export type Deed =
  | (Refusing & {
      readonly as: 'seller'
      readonly do: Deeds['seller']
      /** The seats to supply at acceptance; those that the order has when it is left out. */
      readonly seats?: readonly number[] | null
    })
  | (Refusing & { readonly as: 'buyer'; readonly do: Deeds['buyer'] })
  | { readonly as: 'carrier'; readonly do: Deeds['carrier'] }
  | { readonly as: 'fraud_desk'; readonly do: Deeds['fraud_desk'] }

/** Why a party rejects or cancels it: `Other` when it is left out. */
interface Refusing {
  readonly reason?: RejectionReason
  readonly notes?: string | null
}
