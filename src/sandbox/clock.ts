/** The one clock of a sandbox: real time, or a time that stands still. */
export class Clock {
  #frozen_ms: number | null

  constructor(frozen_ms: number | null) {
    this.#frozen_ms = frozen_ms
  }

  get frozen(): boolean {
    return this.#frozen_ms !== null
  }

  /** Epoch milliseconds. */
  now = (): number => this.#frozen_ms ?? Date.now()
}
