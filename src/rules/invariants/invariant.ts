import type { Reader } from '../../store/state.ts'
import type { TableName } from '../../store/tables.ts'

/** A record that an invariant names. */
export interface NamedRecord {
  readonly table: TableName
  readonly id: number
}

/** One place at which an invariant does not hold. */
export interface Breach {
  readonly records: readonly NamedRecord[]
  /** What is wrong, in one sentence. */
  readonly detail: string
}

/** What must hold of all records of a world, whatever was called. */
export interface Invariant {
  readonly name: string
  readonly breaches: (read: Reader) => Iterable<Breach>
}

export const recordsOf = (table: TableName, ids: Iterable<number>): NamedRecord[] =>
  [...ids].map((id) => ({ table, id }))
