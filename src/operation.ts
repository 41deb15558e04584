import type { ZodType } from 'zod'
import { once } from './once.ts'
import type { Caller } from './rules/caller.ts'
import type { Preparing } from './rules/job.ts'
import type { Refusal } from './rules/refusal.ts'
import type { Settings } from './rules/settings.ts'
import type { Reader } from './store/state.ts'
import type { Transaction } from './store/transaction.ts'
import type { CredentialType, Forceable } from './store/words.ts'

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
  /** The JSON of the body as it came, before it was understood. */
  readonly sent: () => RawEntry
  /** Tells the journal what a person should know of this request. */
  readonly note: (text: string) => void
}

export interface OperationSpec<Path extends string, Query, Body, Prepared, Previous = unknown> {
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
  /**
   * Parameters that a source names and that have no effect here, each with the reason: `?lightweight` of the query, or
   * the path of a field in the body, with `*` for the place in a list. The journal notes them, and does not list them
   * as ignored.
   */
  readonly knownAndIgnored?: { readonly [parameter: string]: string }
  /** What a fault can make go wrong in it, through its own rules. */
  readonly forcible?: readonly Forceable[]
  /** Whether it answers an order that is refused as a whole with a class and a message (W:1666678785). */
  readonly refusesInPairs?: boolean
  /** Whether it refuses with a list of codes and messages, and with 400 where others have 422 (W:4883120155). */
  readonly refusesWithCodes?: boolean
  /** Whether it is a list, a search or a listing: one that the setting `index_lag_s` lets lag behind. It changes nothing. */
  readonly indexed?: boolean
  /** Where it takes files. */
  readonly bodyLimit_bytes?: number
  /** Built at the first call: schemas cost more at start than everything else of ours. */
  readonly input?: () => Input<Query, Body>
  /** 204: without a body. */
  readonly status: 200 | 201 | 202 | 204
  /** The shape of the answer; every answer is checked against it in tests. */
  readonly output: () => ZodType
  /** The entry or record as TEvo echoes it beside `errors` in a 422. */
  readonly echo?: (request: { read: Reader; caller: Caller; params: PathParams<Path>; entry: RawEntry }) => object
  /** Whether `prepare` has anything to do now; where it has not, the work is done at once, and `prepared` is undefined. */
  readonly mayWait?: (read: Reader) => boolean
  /**
   * What must wait (to read a PDF, to ask a broker), outside any transaction: see Job. One that looks at `previous` says
   * what type that has: TypeScript cannot take it from what `prepare` gives back.
   */
  readonly prepare?: (request: Request<Path, Query, Body> & Preparing<Previous>) => Promise<Prepared>
  /** What to answer: an object that becomes JSON, a DocumentAnswer or a RedirectAnswer. May be run again. */
  readonly handle: (request: Request<Path, Query, Body> & { tx: Transaction; prepared: Prepared }) => object
  /** Takes back what `prepare` did outside, when the request was refused after all: a second write. */
  readonly refused?: (
    request: Request<Path, Query, Body> & {
      tx: Transaction
      refusal: Refusal
      prepared: NoInfer<Prepared> | undefined
    },
  ) => void
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
export function defineOperation<
  const Path extends string,
  Query = unknown,
  Body = unknown,
  Prepared = undefined,
  Previous = unknown,
>(spec: OperationSpec<Path, Query, Body, Prepared, Previous>): Operation
export function defineOperation(spec: OperationSpec<string, unknown, unknown, unknown>): Operation {
  const { input, output } = spec
  return { ...spec, emulated: true, output: once(output), ...(input === undefined ? {} : { input: once(input) }) }
}
