import { OutOfIds } from '../store/transaction.ts'

/** Messages by attribute, as TEvo lists them: `{"name": ["can't be blank"]}`. */
export type FieldErrors = { readonly [attribute: string]: readonly string[] }

/** The one way a rule says no. `wire/errors.ts` turns it into TEvo's answer. */
export type RefusalReason =
  | { readonly kind: 'not-found'; readonly model: string; readonly id: string }
  /** Refused as a whole, with a sentence. */
  | { readonly kind: 'unprocessable'; readonly message: string }
  /** Refused for some fields; `entry` is the position in a batch. */
  | { readonly kind: 'invalid'; readonly errors: FieldErrors; readonly entry: number }
  /**
   * An order refused as a whole, for a cause that TEvo's page shows: the pair of strings of `order-refusals.ts`.
   * `explanation` is our own sentence, for people.
   */
  | { readonly kind: 'order-refused'; readonly code: string; readonly message: string; readonly explanation: string }
  | { readonly kind: 'bad-request'; readonly message: string }
  /** A parameter of a query that is not allowed, or whose value is not. */
  | { readonly kind: 'invalid-parameters'; readonly message: string }
  | { readonly kind: 'unauthorized' }
  /** What `prepare` assumed is no longer true: it has to run again. */
  | { readonly kind: 'stale' }

export class Refusal extends Error {
  constructor(readonly reason: RefusalReason) {
    super(messageIn(reason))
  }
}

function messageIn(reason: RefusalReason): string {
  if (reason.kind === 'invalid') return sentenceOf(reason.errors)
  return 'message' in reason ? reason.message : reason.kind
}

/** Why it was refused, for a person to read. */
export const explanationOf = ({ reason, message }: Refusal): string =>
  reason.kind === 'order-refused' ? reason.explanation : message

/** `{"price": ["is not a number"]}` → `price is not a number` */
export const sentenceOf = (errors: FieldErrors): string =>
  Object.entries(errors)
    .flatMap(([attribute, messages]) =>
      messages.map((message) => (attribute === 'base' ? message : `${attribute} ${message}`)),
    )
    .join('; ')

/** What was thrown, as a refusal; null: it is a defect. */
export function refusalIn(problem: unknown): Refusal | null {
  if (problem instanceof Refusal) return problem
  return problem instanceof OutOfIds ? unprocessable(problem.message) : null
}

export const notFound = (model: string, id: string | number): Refusal =>
  new Refusal({ kind: 'not-found', model, id: String(id) })

export const unprocessable = (message: string): Refusal => new Refusal({ kind: 'unprocessable', message })

export const invalidParameters = (message: string): Refusal => new Refusal({ kind: 'invalid-parameters', message })

export const invalid = (errors: FieldErrors, entry = 0): Refusal => new Refusal({ kind: 'invalid', errors, entry })

export const stale = (): Refusal => new Refusal({ kind: 'stale' })

export const isStale = (problem: unknown): boolean => problem instanceof Refusal && problem.reason.kind === 'stale'
