import type { JournalEntry } from './entry.ts'

/** What is still known of requests that are not kept any more: how many of them were of an operation and had a status. */
export interface DroppedCount {
  readonly operation: string | null
  /** Undefined: it is not settled yet. */
  readonly status: number | null | undefined
  readonly count: number
}

/** The requests that had to make room. They are counted for ever, by operation and status. */
export class Dropped {
  #count = 0
  readonly #settled = new Map<string, DroppedCount>()
  /** Their way goes on: what becomes of them is counted then. */
  readonly #waiting = new Set<JournalEntry>()

  get count(): number {
    return this.#count
  }

  add(entry: JournalEntry): void {
    this.#count += 1
    if (entry.isWaiting) this.#waiting.add(entry)
    else this.#settle(entry)
  }

  /** One that may be of these is closed. */
  close(entry: JournalEntry): void {
    if (this.#waiting.size > 0 && this.#waiting.delete(entry)) this.#settle(entry)
  }

  counts(): DroppedCount[] {
    const waiting = Array.from(this.#waiting, ({ operation }) => ({ operation, status: undefined, count: 1 }))
    return [...this.#settled.values(), ...waiting]
  }

  clear(): void {
    this.#count = 0
    this.#settled.clear()
    this.#waiting.clear()
  }

  #settle({ operation, status }: JournalEntry): void {
    const key = `${operation} ${status}`
    this.#settled.set(key, { operation, status, count: (this.#settled.get(key)?.count ?? 0) + 1 })
  }
}
