import type { Fidelity, Method } from '../operation.ts'

/** How an answer differs. An `unknown` field breaks no client that reads past what it does not know; the others may. */
export const DRIFT_KINDS = [
  'answer',
  'status',
  'missing',
  'type',
  'value',
  'unknown',
  'filter',
  'pages',
  'order',
  'invariant',
] as const

export interface Drift {
  readonly kind: (typeof DRIFT_KINDS)[number]
  /** `status`, or the place in the answer: `/events/*` followed by `/id`. */
  readonly field: string
  readonly expected: string
  /** What kind of value came; the values of an account stay out of the report. */
  readonly got: string
}

export type Outcome = 'as described' | 'drift' | 'not checked'

/** One thing that was looked at. */
export interface Check {
  readonly operation: string
  /** What it shows, as a sentence. */
  readonly shows: string
  readonly outcome: Outcome
  readonly drifts: readonly Drift[]
  /** Why it was not checked. */
  readonly why: string | null
  readonly duration_ms: number
}

interface OperationReport {
  readonly operation: string
  readonly method: Method
  readonly path: string
  /** How its answer is known: recorded from the real service, documented, or decided here. */
  readonly fidelity: Fidelity
  readonly source: string
  /** Drift where any check has it; not checked where no check could look. */
  readonly outcome: Outcome
  readonly checks: readonly Omit<Check, 'operation'>[]
}

export interface ContractReport {
  readonly target: string
  readonly writes: boolean
  readonly requests: number
  readonly duration_ms: number
  readonly counts: { readonly [Each in Outcome]: number }
  readonly operations: readonly OperationReport[]
}

export const outcomeOf = (checks: readonly Pick<Check, 'outcome'>[]): Outcome =>
  (['drift', 'as described'] as const).find((each) => checks.some(({ outcome }) => outcome === each)) ?? 'not checked'

/** Which drift a run fails on: any, or only what may break a client. */
export const FAIL_ON = ['any', 'breaking'] as const
export type FailOn = (typeof FAIL_ON)[number]

export const failsOn = ({ operations }: ContractReport, failOn: FailOn): boolean =>
  operations
    .flatMap(({ checks }) => checks.flatMap(({ drifts }) => drifts))
    .some(({ kind }) => failOn === 'any' || kind !== 'unknown')
