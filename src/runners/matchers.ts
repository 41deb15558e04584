import { TevoLocalError } from '../library/error.ts'
import type { TevoMatchers } from '../public/matchers.ts'
import type { TevoSandbox } from '../public/sandbox.ts'

export interface MatcherVerdict {
  readonly pass: boolean
  /** Shown when the test fails by it. */
  readonly message: () => string
}

/** What the runner tells a matcher: whether it stands behind `.not`. */
export interface MatcherState {
  readonly isNot?: boolean
}

/** Which call of the library says something: the matcher's user did not write it. */
const CALL = /^[\w.]+\(\): /

type Given<Name extends keyof TevoMatchers> = Parameters<TevoMatchers[Name]>

/** For `expect.extend()` of vitest, Jest and Playwright alike. */
export const matchers = {
  async toHaveReceived(
    this: MatcherState,
    tevo: TevoSandbox,
    ...[match, times, options]: Given<'toHaveReceived'>
  ): Promise<MatcherVerdict> {
    const { requests } = sandboxIn('toHaveReceived()', tevo)
    // The journal knows best whether none came: it fails where it cannot tell.
    if (this.isNot === true && times === undefined) return opposite(() => requests.verify(match, 0, options))
    return verdict(
      () => requests.verify(match, times, options),
      ({ undecided, dropped }) => undecided === undefined && dropped === undefined,
      (count) => `Expected another number of requests to match; ${count} did`,
      this.isNot,
    )
  },

  async toHaveMadeOneOrder(
    this: MatcherState,
    tevo: TevoSandbox,
    ...[where]: Given<'toHaveMadeOneOrder'>
  ): Promise<MatcherVerdict> {
    const { world } = sandboxIn('toHaveMadeOneOrder()', tevo)
    // The order behind a sale is a part of it.
    const orders = { where: { front_order_id: null, ...where }, times: { min: 1, max: 1 } }
    return verdict(
      () => world.verify({ orders }),
      ({ counts }) => Object(counts).orders !== 1,
      () => 'Expected another number of orders than one; there is one',
      this.isNot,
    )
  },

  async toHoldInvariants(this: MatcherState, tevo: TevoSandbox): Promise<MatcherVerdict> {
    const { world } = sandboxIn('toHoldInvariants()', tevo)
    return verdict(
      () => world.verify(),
      () => true,
      () => 'Expected records that do not fit together; all of them do',
      this.isNot,
    )
  },
}

/** The verdict behind `.not`, of a verification that asks for the opposite. */
async function opposite(verify: () => Promise<unknown>): Promise<MatcherVerdict> {
  const { pass, message } = await verdict(
    verify,
    () => true,
    () => '',
  )
  return { pass: !pass, message }
}

/**
 * Whether something holds. `isSure` says of a failed verification whether the opposite holds: behind `.not`, one that could
 * not see everything must not pass.
 */
async function verdict<Found>(
  verify: () => Promise<Found>,
  isSure: (details: TevoLocalError['details']) => boolean,
  inWords: (found: Found) => string,
  isNot = false,
): Promise<MatcherVerdict> {
  try {
    const found = await verify()
    return { pass: true, message: () => inWords(found) }
  } catch (problem) {
    if (!(problem instanceof TevoLocalError) || problem.code !== 'not_met') throw problem
    if (isNot && !isSure(problem.details)) throw problem
    return { pass: false, message: () => problem.message.replace(CALL, '') }
  }
}

function sandboxIn(by: string, received: unknown): TevoSandbox {
  if (isSandbox(received)) return received
  throw new TypeError(`${by} is for a sandbox, and got ${typeof received}: write expect(tevo).${by.slice(0, -2)}(…)`)
}

const isSandbox = (value: unknown): value is TevoSandbox => typeof Object(Object(value).requests).verify === 'function'
