import { setTimeout as delay, setImmediate } from 'node:timers/promises'

/** Away is told within a second: it is asked so often, and has so long to answer. */
const EVERY_MS = 150
const DEADLINE_MS = 450

type Listener = (isAlive: boolean) => void

/** Asks a database again and again whether it is there. */
export class Pulse {
  readonly #ask: () => Promise<void>
  readonly #listeners = new Set<Listener>()
  #isAlive = true
  #isClosed = false
  #timer: NodeJS.Timeout | undefined
  /** When it was last found to answer again, in milliseconds of `performance.now()`. */
  #back_ms = Number.NEGATIVE_INFINITY

  constructor(ask: () => Promise<void>) {
    this.#ask = ask
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** For how long it has answered without a break, in milliseconds. */
  get aliveFor_ms(): number {
    return this.#isAlive ? performance.now() - this.#back_ms : 0
  }

  /** Tells when it goes away, and when it is back. */
  onChange(listener: Listener): void {
    this.#listeners.add(listener)
  }

  begin(): void {
    this.#next()
  }

  /** Something that was asked of it has failed: it is asked at once. */
  doubt(): void {
    if (this.#isClosed || !this.#isAlive || this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    void this.#beat()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #next(): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#beat()
    }, EVERY_MS).unref()
  }

  async #beat(): Promise<void> {
    const isAlive = await this.#answers()
    if (this.#isClosed) return
    if (isAlive !== this.#isAlive) {
      this.#isAlive = isAlive
      if (isAlive) this.#back_ms = performance.now()
      for (const listener of this.#listeners) listener(isAlive)
    }
    this.#next()
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const due_ms = performance.now() + DEADLINE_MS
      const timer = setTimeout(() => {
        // A machine that is busy is late with everything: the database may be as late as this process is itself.
        const late_ms = Math.min(performance.now() - due_ms, DEADLINE_MS)
        // A process that was busy, or stood still, finds the answer only now.
        void delay(late_ms, undefined, { ref: false })
          .then(() => setImmediate())
          .then(() => setImmediate())
          .then(() => resolve(false))
      }, DEADLINE_MS)
      timer.unref()
      this.#ask().then(
        () => {
          clearTimeout(timer)
          resolve(true)
        },
        () => {
          clearTimeout(timer)
          resolve(false)
        },
      )
    })
  }
}
