import { type Caller, callerByToken } from '../rules/caller.ts'
import type { Sandbox } from './sandbox.ts'

/** The sandboxes of a server. `default` always exists; a request's token says which one it is for. */
export class Sandboxes {
  readonly #byName = new Map<string, Sandbox>()

  constructor(readonly fallback: Sandbox) {
    this.#byName.set(fallback.name, fallback)
  }

  get(name: string): Sandbox | undefined {
    return this.#byName.get(name)
  }

  get size(): number {
    return this.#byName.size
  }

  names(): string[] {
    return [...this.#byName.keys()]
  }

  /** The sandbox and the caller that a token belongs to; the default sandbox and nobody for any other. */
  byToken(token: string | undefined): { sandbox: Sandbox; caller: Caller | undefined } {
    if (token !== undefined)
      for (const sandbox of this.#byName.values()) {
        const caller = callerByToken(sandbox.store.reader(), token)
        if (caller !== undefined) return { sandbox, caller }
      }
    return { sandbox: this.fallback, caller: undefined }
  }
}
