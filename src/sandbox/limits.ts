/** How much a server keeps at most, of all its sandboxes together. */
export interface Limits {
  /** `default` among them. */
  readonly max_sandboxes: number
  readonly max_snapshots: number
}

/** Of idle sandboxes some 100 MB; a snapshot costs what was changed since. See docs/decisions/limits.md. */
export const DEFAULT_LIMITS: Limits = { max_sandboxes: 20_000, max_snapshots: 20_000 }
