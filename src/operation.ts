import type { ZodType } from 'zod'
import { once } from './once.ts'
import type { Caller } from './rules/caller.ts'
import type { Forced, Settings } from './rules/settings.ts'
import type { CredentialType } from './store/records.ts'
import type { Reader, Transaction } from './store/store.ts'

export { once }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** How much is known of an operation's answer: seen from the real service, documented, or decided by us. */
export type Fidelity = 'recorded' | 'documented' | 'decided'

/** `/v9/clients/:client_id` → `{ client_id: string }` */
type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [Key in Name | keyof PathParams<Rest>]: string }
  : Path extends `${string}:${infer Name}`
    ? { readonly [Key in Name]: string }
    : unknown

/**
 * How a body carries its data: `batch` an array of entries under a key (`{"clients":[…]}`), `envelope` one object
 * under a key (`{"order":{…}}`), `flat` the object itself.
 */
export type BodySchema<Output = unknown> =
  | {
      readonly kind: 'batch'
      readonly key: string
      readonly entry: ZodType
      readonly beside?: ZodType
      output?: Output
    }
  | { readonly kind: 'envelope'; readonly key: string; readonly entry: ZodType; output?: Output }
  | { readonly kind: 'flat'; readonly entry: ZodType; output?: Output }

interface Input<Query, Body> {
  readonly query?: ZodType<Query>
  readonly body?: BodySchema<Body>
}

interface Request<Path extends string, Query, Body> {
  readonly caller: Caller
  readonly settings: Settings
  readonly params: PathParams<Path>
  readonly query: Query
  readonly body: Body
  /** The path and query as they came. */
  readonly target: string
  /** The body as it came: JSON, for it was understood. */
  readonly rawBody: () => string
  /** Tells the journal what a person should know of this request. */
  readonly note: (text: string) => void
}

/** An answer that is a PDF: `{"etickets": "<base64>"}`, or the PDF itself with `Accept: application/pdf`. */
export class DocumentAnswer {
  constructor(
    readonly key: string,
    readonly bytes: Uint8Array,
  ) {}
}

/** An answer that sends the client on to another path of this host. */
export class RedirectAnswer {
  constructor(readonly location: string) {}
}

export interface OperationSpec<Path extends string, Query, Body, Prepared> {
  /** `orders.accept` */
  readonly id: string
  readonly method: Method
  readonly path: Path
  /** What it does, in one sentence. */
  readonly summary: string
  /** The page that documents it. */
  readonly source: string
  readonly fidelity: Fidelity
  /** The credential types that may call it. */
  readonly credentials: readonly CredentialType[]
  /** What a fault can make go wrong in it, through its own rules. */
  readonly forcible?: readonly Forced[]
  /** Where it takes files. */
  readonly bodyLimit_bytes?: number
  /** Built at the first call: schemas cost more at start than everything else of ours. */
  readonly input?: () => Input<Query, Body>
  readonly status: 200 | 201 | 202
  /** The shape of the answer; every answer is checked against it in tests. */
  readonly output: () => ZodType
  /** The entry or record as TEvo echoes it beside `errors` in a 422. */
  readonly echo?: (request: { read: Reader; caller: Caller; params: PathParams<Path>; entry: RawEntry }) => object
  /** What must wait (reading a PDF), outside any transaction and changing nothing. */
  readonly prepare?: (request: Request<Path, Query, Body> & { read: Reader }) => Promise<Prepared>
  readonly handle: (request: Request<Path, Query, Body> & { tx: Transaction; prepared: Prepared }) => object
}

export type RawEntry = { readonly [field: string]: unknown }

/** An operation whose types have been checked at its declaration. */
export type Operation = OperationSpec<string, unknown, unknown, unknown> & { readonly emulated: true }

/** A documented operation that is not emulated, and why. */
export interface MissingOperation {
  readonly emulated: false
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly reason: string
}

/** Declares one documented call of TEvo's API; the router, the journal, the README and the tests read it from here. */
export function defineOperation<const Path extends string, Query = unknown, Body = unknown, Prepared = undefined>(
  spec: OperationSpec<Path, Query, Body, Prepared>,
): Operation
export function defineOperation(spec: OperationSpec<string, unknown, unknown, unknown>): Operation {
  const { input, output } = spec
  return { ...spec, emulated: true, output: once(output), ...(input === undefined ? {} : { input: once(input) }) }
}
