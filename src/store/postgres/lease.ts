/** A process stops serving a little before its lease ends: its clock may be slower than the database's, and an answer takes time. */
const SAFE_PART = 0.9

/** A moment, by both clocks of a machine: one of them stands still while it sleeps, the other one may be set. */
export interface Sent {
  readonly steady_ms: number
  readonly wall_ms: number
}

export const rightNow = (): Sent => ({ steady_ms: performance.now(), wall_ms: Date.now() })

/** The right to serve one sandbox, for a time, under an epoch. The database has the last word: it refuses an older epoch. */
export class Lease {
  readonly name: string
  readonly epoch: number
  readonly #serves_ms: number
  #sent: Sent
  #isLost = false
  #whenLost = (): void => {}

  /** `sent`: when it was asked for. It counts from then, for nobody knows when the database has granted it. */
  constructor(of: { readonly name: string; readonly epoch: number; readonly lease_ms: number; readonly sent: Sent }) {
    this.name = of.name
    this.epoch = of.epoch
    this.#serves_ms = of.lease_ms * SAFE_PART
    this.#sent = of.sent
  }

  renewed(sent: Sent): void {
    this.#sent = sent
  }

  /** Another process has it, or the sandbox is gone. It does not come back. */
  lose(): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#whenLost()
  }

  /** Tells when it is lost. */
  onLost(listener: () => void): void {
    this.#whenLost = listener
  }

  get isLost(): boolean {
    return this.#isLost
  }

  get isValid(): boolean {
    if (this.#isLost) return false
    const { steady_ms, wall_ms } = this.#sent
    return performance.now() - steady_ms < this.#serves_ms && Date.now() - wall_ms < this.#serves_ms
  }
}
