/** Why something could not be done; programs may tell by it what to do. */
export type TevoLocalErrorCode =
  /** The server refuses what was asked for: the message says what to give. */
  | 'refused'
  /** What was to be verified does not hold: the message names the nearest miss. */
  | 'not_met'
  /** What was waited for did not come in time. */
  | 'timeout'
  /** There is no such sandbox, snapshot, record or request. */
  | 'not_found'
  /** The control plane asks for another token. */
  | 'unauthorized'
  /** No answer came. */
  | 'unreachable'
  /** A fault that was armed for a function met no request of it. */
  | 'unused_fault'
  /** The sandbox was deleted through this handle. */
  | 'deleted'
  /** The server was stopped, or left, through this handle. */
  | 'stopped'

/** What every call of the library rejects with, but for options that cannot be right: those are a TypeError. */
export class TevoLocalError extends Error {
  override readonly name = 'TevoLocalError'
  readonly code: TevoLocalErrorCode
  /** What else the server said: `count`, `matched` and `nearest` of a failed `verify`, say. */
  readonly details: { readonly [name: string]: unknown }

  constructor(code: TevoLocalErrorCode, message: string, details: { readonly [name: string]: unknown } = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}
