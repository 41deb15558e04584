import type { RequestMatch } from './requests.ts'
import type { VerifyOptions } from './sandbox.ts'
import type { Times } from './world.ts'

/** What `expect(tevo)` can be asked of a sandbox, in vitest, Jest and Playwright. Write `await` before each. */
export interface TevoMatchers {
  /**
   * Whether such requests came: at least once, or as often as `times` says; with `within_ms`, whether they come by then. A failure
   * names the nearest miss.
   */
  toHaveReceived(match: RequestMatch, times?: Times, options?: VerifyOptions): Promise<void>
  /**
   * Whether there is exactly one order whose fields are as given: `{ reference: 'PO-7' }`, say. The order behind a sale is not
   * counted; those that the sandbox's world began with are. It asks too for what `toHoldInvariants()` asks for.
   */
  toHaveMadeOneOrder(where?: { readonly [field: string]: unknown }): Promise<void>
  /** Whether all records fit together: no order was made twice, no ticket sold twice, every sum is right. */
  toHoldInvariants(): Promise<void>
}
