/** What a server counts as it works: for `/_local/metrics`. */
export class Figures {
  /** By operation, and by the status of the answer. */
  readonly requests = new Map<string, Map<number | null, number>>()
  /** Requests that went on to the process that has their sandbox; and that nobody could take. */
  passedOn = 0
  notTaken = 0
  /** How many connections of clients are open; set by the server that listens. */
  connections: () => Promise<number> = () => Promise.resolve(0)

  /** `status` is null where the client got no answer that is HTTP. */
  count(operation: string, status: number | null): void {
    let byStatus = this.requests.get(operation)
    if (byStatus === undefined) {
      byStatus = new Map()
      this.requests.set(operation, byStatus)
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
  }
}
