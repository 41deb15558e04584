/** Who serves a sandbox: one process at a time. */
export type Owner =
  | { readonly kind: 'mine' }
  /** Another process: its address as others reach it, e.g. http://10.0.0.3:8386. */
  | { readonly kind: 'other'; readonly url: string; readonly process: string }
  /** Nobody can serve it just now: the database is away, or the owner is gone and its lease still runs. */
  | { readonly kind: 'nobody'; readonly why: string; readonly retry_after_s: number }

/** Where several processes serve one TEvo, says which of them a sandbox belongs to; claims it where nobody has it. */
export interface Ownership {
  /** By the token of an API request: also names the sandbox (default for a token nobody has). */
  ofToken(token: string | undefined): Promise<Owner> | Owner
  /** By the name of a sandbox of the control plane; undefined: there is no such sandbox. */
  ofName(name: string): Promise<Owner | undefined> | Owner | undefined
  /** Marks an owner as not reachable (its connection was refused): looked up again from the database at the next call. */
  doubt(process: string): void
  /** A process answers, and has not the sandbox that it was asked for: where its sandboxes are is looked up again. */
  forget(process: string): void
  /** All sandboxes of all processes, from the tables. */
  list(): Promise<readonly { readonly name: string; readonly process: string | null; readonly url: string | null }[]>
  readonly process: string
  /** Whether leases are renewed and the database answers: what health calls ready. */
  readonly isReady: boolean
  /** Figures for metrics. */
  owned(): number
}
