import { type Lease, rightNow } from '../../store/postgres/lease.ts'
import type { Owners } from '../../store/postgres/owners.ts'

/** The leases of a process: all of them are renewed with one statement. */
export class Leases {
  readonly #owners: Owners
  readonly #lease_ms: number
  readonly #leases = new Set<Lease>()
  #renewing: Promise<void> | null = null
  #renewed_ms = Number.NEGATIVE_INFINITY

  constructor(owners: Owners, lease_ms: number) {
    this.#owners = owners
    this.#lease_ms = lease_ms
  }

  add(lease: Lease): void {
    this.#leases.add(lease)
  }

  remove(lease: Lease): void {
    this.#leases.delete(lease)
  }

  /** Whether they were renewed within the time that one lasts. */
  get areRenewed(): boolean {
    return performance.now() - this.#renewed_ms < this.#lease_ms
  }

  /** Renews them; one that is not ours any more is lost. Rejects where the database does not answer. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  async #renew(): Promise<void> {
    const leases = [...this.#leases]
    const sent = rightNow()
    const renewed = await this.#owners.renew(leases)
    this.#renewed_ms = sent.steady_ms
    for (const lease of leases) {
      if (renewed.has(lease.name)) lease.renewed(sent)
      else if (this.#leases.delete(lease)) lease.lose()
    }
  }
}
