import type { SandboxRecord } from './records.ts'
import type { Sequences, State } from './state.ts'
import type { TableName } from './tables.ts'

/** What became of one record. */
export interface Change {
  readonly table: TableName
  readonly id: number
  /** Null: it was deleted. */
  readonly record: object | null
}

/** What one write changed in a sandbox: whole, and JSON but for `replaces`. `replay` makes the next state of it. */
export interface Commit {
  /** One more than that of the commit before. */
  readonly version: number
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  /** Net: one row a record. */
  readonly changes: readonly Change[]
  /** Where the sequences go on that moved. */
  readonly sequences: Sequences
  /** The sandbox's clock and settings as they are now, where they were changed. */
  readonly sandbox?: SandboxRecord
  /** The whole state that a reset, a restore or another world put in place of the one before; the changes are on top of it. */
  readonly replaces?: State
}
