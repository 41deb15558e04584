import type { Sandbox } from './sandbox.ts'

/** Where many expire one shortly after the other, they go together. */
const SHORTEST_WAIT_MS = 100
/** A longer `setTimeout` fires at once. */
const LONGEST_WAIT_MS = 86_400_000

/**
 * Lets sandboxes go that nothing has called for their `ttl_s`. One timer serves them all, and does not keep the process alive.
 * A call sets no timer: when it rings, each is asked how long it has been left alone.
 */
export class Expiry {
  readonly #expire: (sandbox: Sandbox) => void
  readonly #mortal = new Set<Sandbox>()
  #timer: NodeJS.Timeout | undefined
  /** When it rings, in milliseconds of `performance.now()`. */
  #rings_ms = Number.POSITIVE_INFINITY

  constructor(expire: (sandbox: Sandbox) => void) {
    this.#expire = expire
  }

  /** Its settings may say something else now. */
  watch(sandbox: Sandbox): void {
    const left_ms = leftOf(sandbox)
    if (left_ms === null) this.#mortal.delete(sandbox)
    else {
      this.#mortal.add(sandbox)
      this.#ringIn(left_ms)
    }
  }

  forget(sandbox: Sandbox): void {
    this.#mortal.delete(sandbox)
    if (this.#mortal.size === 0) this.close()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#rings_ms = Number.POSITIVE_INFINITY
  }

  #ringIn(left_ms: number): void {
    const wait_ms = Math.min(Math.max(left_ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
    const rings_ms = performance.now() + wait_ms
    if (rings_ms >= this.#rings_ms) return
    clearTimeout(this.#timer)
    this.#rings_ms = rings_ms
    this.#timer = setTimeout(() => this.#look(), wait_ms).unref()
  }

  #look(): void {
    this.#rings_ms = Number.POSITIVE_INFINITY
    let next_ms = Number.POSITIVE_INFINITY
    for (const sandbox of [...this.#mortal]) {
      const left_ms = leftOf(sandbox)
      if (left_ms !== null && left_ms > 0) next_ms = Math.min(next_ms, left_ms)
      else this.#end(sandbox)
    }
    if (next_ms < Number.POSITIVE_INFINITY) this.#ringIn(next_ms)
  }

  /** A timer calls it, so nothing may be thrown from here: it would end the process. No journal is left to tell. */
  #end(sandbox: Sandbox): void {
    this.#mortal.delete(sandbox)
    try {
      this.#expire(sandbox)
    } catch {}
  }
}

/** Milliseconds until it expires, when nothing calls it; null: it does not. */
function leftOf({ settings: { ttl_s }, attendance }: Sandbox): number | null {
  return ttl_s === null ? null : ttl_s * 1_000 - attendance.idle_ms
}
