/** What a clock shows, and whether it stands still. */
export interface ClockState {
  /** Epoch milliseconds. */
  readonly now: number
  readonly frozen: boolean
}

/** A world's dates count from a clock: a year before the last that ISO 8601 writes with four digits leaves room for them. */
const FIRST_MS = Date.parse('1970-01-01T00:00:00Z')
const LAST_MS = Date.parse('9998-12-31T23:59:59.999Z')

export const CLOCK_RANGE = 'the years 1970 to 9998'
export const isClockTime = (instant_ms: number): boolean => instant_ms >= FIRST_MS && instant_ms <= LAST_MS

/** The one clock of a sandbox: real time, moved forward by what it was advanced, or a time that stands still. */
export class Clock {
  #frozen_ms: number | null
  #ahead_ms = 0

  constructor(frozen_ms: number | null) {
    this.#frozen_ms = frozen_ms
  }

  get frozen(): boolean {
    return this.#frozen_ms !== null
  }

  /** Epoch milliseconds. */
  now = (): number => this.#frozen_ms ?? Date.now() + this.#ahead_ms

  /** Lets it stand still where it is, or go on from there. */
  freeze(isFrozen: boolean): void {
    this.restore({ now: this.now(), frozen: isFrozen })
  }

  /** Moves it forward. */
  advance(by_ms: number): void {
    if (this.#frozen_ms === null) this.#ahead_ms += by_ms
    else this.#frozen_ms += by_ms
  }

  /** As it was made: at real time, or standing still. */
  reset(frozen_ms: number | null): void {
    this.#frozen_ms = frozen_ms
    this.#ahead_ms = 0
  }

  save(): ClockState {
    return { now: this.now(), frozen: this.frozen }
  }

  /** Back to what was saved; from there it stands still or goes on, as it did then. */
  restore({ now, frozen }: ClockState): void {
    this.#frozen_ms = frozen ? now : null
    this.#ahead_ms = now - Date.now()
  }
}
