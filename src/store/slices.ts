import { setImmediate, setTimeout } from 'node:timers/promises'

/** No more of the event loop is taken at a time, so that nobody who asks something waits for it. */
const SLICE_MS = 4

/** Long work, cut so that others get their turn. */
export class Slices {
  /** Milliseconds to rest after each slice. */
  readonly #rest_ms: number
  #began_ms = performance.now()

  /** What nobody waits for rests as long as it works. */
  constructor({ isUrgent }: { readonly isUrgent: boolean }) {
    this.#rest_ms = isUrgent ? 0 : SLICE_MS
  }

  get isOver(): boolean {
    return performance.now() - this.#began_ms >= SLICE_MS
  }

  async rest(): Promise<void> {
    await (this.#rest_ms === 0 ? setImmediate() : setTimeout(this.#rest_ms))
    this.#began_ms = performance.now()
  }
}
