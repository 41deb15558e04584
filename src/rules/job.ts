import type { OutboundCall } from '../store/records.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Reader } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import type { Refusal } from './refusal.ts'

/** A call to a service outside. */
export interface OutsideCall {
  /** For people and faults: `hold`. */
  readonly name: OutboundCall['kind']
  /** Whose service it is, and which hold it is about: for people and faults. */
  readonly office_id: number
  readonly global_id: string
  readonly method: string
  readonly url: string
  /** The part of the URL that is below the service's own, which may hold a secret. */
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  /** Sent as JSON; null: no body. */
  readonly body: object | null
  /** Milliseconds of wall time until it is given up. */
  readonly deadline_ms: number
}

/** What came of it. */
export interface OutsideAnswer {
  /** Null: no answer that is HTTP. */
  readonly status: number | null
  /** The beginning of the answer's body. */
  readonly text: string
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown
  /** Why there is no answer, or why it was not even asked: `no answer within 5000 ms`; null where there is one. */
  readonly error: string | null
  /** Whether it may have reached the other side, answered or not. */
  readonly isSent: boolean
  /** Wall time. */
  readonly duration_ms: number
}

/** How a sandbox calls services outside: guarded, and bounded in time and size. It never rejects. */
export interface Outside {
  call(call: OutsideCall): Promise<OutsideAnswer>
  /** Makes a call now, and once more after a wait of wall time; nobody learns what comes of it. */
  callTwice(call: OutsideCall, wait_ms: number): void
}

/** What a preparation is given. */
export interface Preparing<Prepared> {
  /** The world as it is now. */
  readonly read: Reader
  /** What an earlier try of the same job had prepared, so that nothing is asked for twice; undefined at the first. */
  readonly previous: Prepared | undefined
  /**
   * Writes down what is about to be done outside, or what came of it; no record of the order. Resolves when that is
   * durable: a call begins only then.
   */
  readonly write: <Result>(work: (tx: Transaction) => Result) => Promise<Result>
  /** What a piece of work would come to now: it is undone again. @throws what it throws */
  readonly dryRun: <Result>(work: (tx: Transaction) => Result) => Result
  readonly outside: Outside
}

/**
 * A piece of work that may have to wait first: a call of the API, a deed of a party, a task that fell due. Only `run`
 * changes the world, in one transaction: all of it is kept, or none. It may be run again, and `prepare` too, when other
 * work came in between.
 */
export interface Job<Result> {
  /** The party and its deed, `seller/accept`, where no request does it; for people. */
  readonly deed?: string | undefined
  /** What must wait (to read a PDF, to ask a broker), outside any transaction. */
  readonly prepare?: ((preparing: Preparing<unknown>) => Promise<unknown>) | undefined
  /** Checks again what `prepare` assumed: throws `stale` where it holds no longer. */
  readonly run: (tx: Transaction, settings: AccountSettings, prepared: unknown) => Result
  /** What is left to do when `run` was refused, and undone: to take back what `prepare` did outside, say. A second write. */
  readonly refused?:
    | ((tx: Transaction, settings: AccountSettings, refusal: Refusal, prepared: unknown) => void)
    | undefined
}

/** The steps of a job that agree on what is prepared: `undefined` where nothing was. */
interface Steps<Result, Prepared> {
  readonly prepare: (preparing: Preparing<Prepared>) => Promise<Prepared>
  readonly run: (tx: Transaction, settings: AccountSettings, prepared: Prepared | undefined) => Result
  readonly refused: (
    tx: Transaction,
    settings: AccountSettings,
    refusal: Refusal,
    prepared: Prepared | undefined,
  ) => void
}

/** A job whose types have been checked where it is written. */
export function defineJob<Result, Prepared>(steps: Steps<Result, Prepared>): Required<Omit<Job<Result>, 'deed'>>
export function defineJob(steps: Required<Omit<Job<unknown>, 'deed'>>): Required<Omit<Job<unknown>, 'deed'>> {
  return steps
}
