import type { RateLimit } from '../store/settings.ts'

export interface RateWindowState {
  /** Epoch milliseconds of the sandbox's clock; null: no window is open. */
  readonly opened_at: number | null
  readonly count: number
}

const CLOSED: RateWindowState = { opened_at: null, count: 0 }

/** Counts requests in a fixed window, which the first request opens. */
export class RateWindow {
  #state = CLOSED

  /** Counts one more request; null where the limit allows it, else the seconds until it will. */
  count({ requests, window_s }: RateLimit, now: number): number | null {
    const { opened_at, count } = this.#state
    const left_ms = opened_at === null ? 0 : opened_at + window_s * 1_000 - now
    if (left_ms <= 0) {
      this.#state = { opened_at: now, count: 1 }
      return null
    }
    if (count >= requests) return Math.ceil(left_ms / 1_000)
    this.#state = { opened_at, count: count + 1 }
    return null
  }

  save(): RateWindowState {
    return this.#state
  }

  restore(state: RateWindowState = CLOSED): void {
    this.#state = state
  }
}
