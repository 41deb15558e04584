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
    const now = this.now()
    this.#frozen_ms = isFrozen ? now : null
    this.#ahead_ms = now - Date.now()
  }

  /** Moves it forward. */
  advance(by_ms: number): void {
    if (this.#frozen_ms === null) this.#ahead_ms += by_ms
    else this.#frozen_ms += by_ms
  }
}
