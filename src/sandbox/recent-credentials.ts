import type { Credential } from '../store/records.ts'

const MAX_RECENT = 20

/** The credentials last used, to tell a client that it signed with the secret of another one. */
export class RecentCredentials {
  readonly #used = new Map<string, Credential>()

  use(credential: Credential): void {
    this.#used.delete(credential.token)
    this.#used.set(credential.token, credential)
    if (this.#used.size <= MAX_RECENT) return
    const oldest = this.#used.keys().next().value
    if (oldest !== undefined) this.#used.delete(oldest)
  }

  others(than: Credential | undefined): Credential[] {
    return [...this.#used.values()].filter((credential) => credential.token !== than?.token).reverse()
  }
}
