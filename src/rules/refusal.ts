/** Messages by attribute, as TEvo lists them: `{"name": ["can't be blank"]}`. */
export type FieldErrors = { readonly [attribute: string]: readonly string[] }

/** The one way a rule says no. `wire/errors.ts` turns it into TEvo's answer. */
export type RefusalReason =
  | { readonly kind: 'not-found'; readonly model: string; readonly id: string }
  /** Refused as a whole, with a sentence. */
  | { readonly kind: 'unprocessable'; readonly message: string }
  /** Refused for some fields; `entry` is the position in a batch. */
  | { readonly kind: 'invalid'; readonly errors: FieldErrors; readonly entry: number }
  | { readonly kind: 'bad-request'; readonly message: string }
  | { readonly kind: 'unauthorized' }
  /** What `prepare` assumed holds no longer: it has to look again. */
  | { readonly kind: 'stale' }

export class Refusal extends Error {
  constructor(readonly reason: RefusalReason) {
    super('message' in reason ? reason.message : reason.kind)
  }
}

export const notFound = (model: string, id: string | number): Refusal =>
  new Refusal({ kind: 'not-found', model, id: String(id) })

export const unprocessable = (message: string): Refusal => new Refusal({ kind: 'unprocessable', message })

export const invalid = (errors: FieldErrors, entry = 0): Refusal => new Refusal({ kind: 'invalid', errors, entry })

export const stale = (): Refusal => new Refusal({ kind: 'stale' })
