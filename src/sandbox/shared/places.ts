import type { Owners, Place } from '../../store/postgres/owners.ts'
import type { Owner } from '../ownership.ts'

/** Where others are is asked again after so long: they may have given a sandbox back meanwhile. */
const KNOWN_MS = 10_000
const MAX_KNOWN = 10_000

export const MINE: Owner = { kind: 'mine' }

export const nobody = (why: string, after_ms = 1_000): Owner => ({
  kind: 'nobody',
  why,
  retry_after_s: Math.max(1, Math.ceil(after_ms / 1_000)),
})

/** Where the sandboxes of other processes are, as far as it is known. */
export class Places {
  readonly #owners: Owners
  readonly #known = new Map<string, { readonly owner: Owner; readonly until_ms: number }>()
  /** Processes that could not be reached, and when they had been heard of last by then; null: that is not known yet. */
  readonly #doubted = new Map<string, number | null>()

  constructor(owners: Owners) {
    this.#owners = owners
  }

  /** Whom a key is known to belong to, for a moment. */
  known(key: string): Owner | undefined {
    const known = this.#known.get(key)
    if (known === undefined || known.until_ms > performance.now()) return known?.owner
    this.#known.delete(key)
    return undefined
  }

  doubt(process: string): void {
    this.#doubted.set(process, null)
    this.forget(process)
  }

  /** What is known of the sandboxes of a process is looked up again. */
  forget(process: string): void {
    for (const [key, { owner }] of this.#known)
      if (owner.kind === 'other' && owner.process === process) this.#known.delete(key)
  }

  /** Another process, whose lease runs. */
  elsewhere(key: string, { name, owner, url, left_ms, seen_ms }: Place): Owner {
    if (owner === null || left_ms <= 0) return nobody(`the sandbox "${name}" changes hands`)
    if (url === null || this.#isDoubted(owner, seen_ms))
      return nobody(`the process that serves the sandbox "${name}" cannot be reached`, left_ms)
    const other: Owner = { kind: 'other', url, process: owner }
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(key, { owner: other, until_ms: performance.now() + Math.min(KNOWN_MS, left_ms) })
    return other
  }

  /** One that has been heard of since it could not be reached is asked again. */
  #isDoubted(process: string, seen_ms: number): boolean {
    const before = this.#doubted.get(process)
    if (before === undefined) return false
    if (before === null) this.#doubted.set(process, seen_ms)
    else if (seen_ms > before) this.#doubted.delete(process)
    return this.#doubted.has(process)
  }

  list() {
    return this.#owners.list()
  }
}
