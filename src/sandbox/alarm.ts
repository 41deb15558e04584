/** A longer `setTimeout` fires at once. */
const LONGEST_MS = 86_400_000

/** One timer that wakes a sandbox when something falls due while its clock runs. It does not keep the process alive. */
export class Alarm {
  readonly #wake: () => void
  #timer: NodeJS.Timeout | undefined
  #at_ms: number | null = null

  constructor(wake: () => void) {
    this.#wake = wake
  }

  /** When it wakes, in epoch milliseconds of real time; null: it does not. */
  get at_ms(): number | null {
    return this.#at_ms
  }

  /** Sets it to a time, in epoch milliseconds of real time; null: nothing is to come. */
  set(at_ms: number | null): void {
    if (at_ms === this.#at_ms) return
    clearTimeout(this.#timer)
    this.#at_ms = at_ms
    if (at_ms !== null) this.#wait(at_ms)
  }

  #wait(at_ms: number): void {
    const left_ms = Math.max(0, at_ms - Date.now())
    this.#timer = setTimeout(() => this.#ring(at_ms), Math.min(left_ms, LONGEST_MS)).unref()
  }

  #ring(at_ms: number): void {
    if (Date.now() < at_ms) this.#wait(at_ms)
    else {
      this.#at_ms = null
      this.#wake()
    }
  }
}
