import type { Commit } from '../store/commit.ts'
import { recordIn, type State } from '../store/state.ts'

interface Version {
  /** Epoch milliseconds of the sandbox's clock at which it became so. */
  readonly since: number
  readonly state: State
}

/** What lists show, and of which time. */
export interface Shown {
  readonly state: State
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
}

const lagIn = (state: State): number => recordIn(state).settings.index_lag_s * 1_000

/**
 * The worlds that lists, searches and listings may still have to show, where the setting `index_lag_s` lets them lag behind.
 * States share what did not change, so each costs what its commit changed; those that are older than the lag are forgotten.
 */
export class Past {
  /** Oldest first, the world of now comes last. Empty: lists do not lag. */
  #versions: Version[] = []
  /** Lists have shown the world of this time already, with a shorter lag: a longer one does not take them back. */
  #earliest = Number.NEGATIVE_INFINITY

  constructor(state: State) {
    if (lagIn(state) > 0) this.#begin(state)
  }

  /** Takes note of a commit as it is shown. */
  see({ at, replaces }: Commit, before: State, after: State): void {
    const lag_ms = lagIn(after)
    const lagBefore_ms = lagIn(before)
    if (lag_ms === 0) {
      if (lagBefore_ms > 0) this.#versions = []
      return
    }
    // Another world shows at once.
    if (lagBefore_ms === 0 || replaces !== undefined) {
      this.#begin(after)
      return
    }
    if (lag_ms !== lagBefore_ms) this.#earliest = Math.max(this.#earliest, at - lagBefore_ms)
    if (after.tables !== before.tables) this.#add(at, after)
    this.#forget(this.#shownAt(at, lag_ms))
  }

  /** What lists show at a time of the sandbox's clock; null where they do not lag. */
  shown(now: number, lag_ms: number): Shown | null {
    if (lag_ms === 0) return null
    const at = this.#shownAt(now, lag_ms)
    this.#forget(at)
    const [first] = this.#versions
    return first === undefined ? null : { state: first.state, at }
  }

  /** How many worlds it keeps. */
  get size(): number {
    return this.#versions.length
  }

  #begin(state: State): void {
    this.#versions = [{ since: Number.NEGATIVE_INFINITY, state }]
    this.#earliest = Number.NEGATIVE_INFINITY
  }

  #shownAt(now: number, lag_ms: number): number {
    return Math.max(this.#earliest, now - lag_ms)
  }

  /** Of several worlds at one time, the last one counts: with a clock that stands still there is one more and no longer. */
  #add(at: number, state: State): void {
    const last = this.#versions.at(-1)
    if (last !== undefined && at <= last.since) this.#versions[this.#versions.length - 1] = { since: last.since, state }
    else this.#versions.push({ since: at, state })
  }

  /** Lets go of what was over by then: the clock goes forward only, so no list asks for it again. */
  #forget(at: number): void {
    let over = 0
    for (let next = this.#versions[1]; next !== undefined && next.since <= at; next = this.#versions[over + 1])
      over += 1
    if (over > 0) this.#versions.splice(0, over)
  }
}
