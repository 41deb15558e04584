import type { Phase } from './effect.ts'
import type { Injection } from './faults.ts'

/** A library that sends a request again by itself does so at once: this is time enough for a slow machine. */
const RESEND_WITHIN_MS = 250

/** A request whose connection a fault broke before any byte of an answer. */
export interface BrokenRequest {
  /** Its id in the journal. */
  readonly request: string
  /** The life of the sandbox in which it came. */
  readonly life: number
  /** Equal for requests whose heads are the same to the byte. */
  readonly head: string
  /** Equal for the same bytes of body; null where it has none, or broke before it was read. */
  readonly body: string | null
  /** When its connection broke, in milliseconds of `performance.now()`. */
  readonly at_ms: number
  readonly phase: Phase
  /** What broke it. */
  readonly injection: Injection
}

interface Again extends Pick<BrokenRequest, 'head' | 'body' | 'life'> {
  readonly came_ms: number
}

/** The requests of the last quarter of a second that a library may send again by itself: each of them once. */
export class BrokenRequests {
  /** The oldest first. */
  #broken: readonly BrokenRequest[] = []

  /** Whether any may still be sent again; with none, a request has nothing to be compared with. */
  get isEmpty(): boolean {
    return this.#broken.length === 0
  }

  remember(broken: BrokenRequest): void {
    this.#broken = [...this.#broken.filter(({ at_ms }) => broken.at_ms - at_ms <= RESEND_WITHIN_MS), broken]
  }

  /** The one that a request with these bytes sends again; it is then forgotten, for a library tries once more only. */
  take({ head, body, life, came_ms }: Again): BrokenRequest | null {
    const found = this.#broken.find((broken) => {
      const after_ms = came_ms - broken.at_ms
      const isSame = broken.head === head && broken.body === body && broken.life === life
      return isSame && after_ms >= 0 && after_ms <= RESEND_WITHIN_MS
    })
    if (found === undefined) return null
    this.#broken = this.#broken.filter((broken) => broken !== found)
    return found
  }
}
