import type { InvariantName, RecordType } from './generated/names.ts'
import type { WorldRecords } from './generated/world.ts'

export type { InvariantName, RecordType } from './generated/names.ts'
export type { WorldRecords } from './generated/world.ts'

/** How often: at least once where nothing is said. A number is that often exactly. */
export type Times = number | { readonly min?: number; readonly max?: number }

/** A table of a world. */
export type TableName = keyof WorldRecords

/** A record as a world file writes it: what has its usual value may be left out. */
export type WrittenRecord<Table extends TableName> = WorldRecords[Table]

/** A record with all of its fields. */
export type WorldRecord<Table extends TableName> = Required<WorldRecords[Table]>

interface Row {
  readonly [field: string]: unknown
}

/**
 * The records a server starts from, as a world file has them: an array for each table, under the table's name, and
 * `next_ids`, which says where ids go on. Money is in cents, a time is text: `"2026-01-31T19:00:00Z"` or, counted from
 * the midnight before the start, `"+P14DT19H"`. What the records hold is checked when the server starts.
 */
export type World<Names extends string = string> = {
  readonly [Table in Exclude<TableName, 'credentials'>]?: readonly Row[]
} & {
  readonly credentials?: readonly (Row & { readonly name: Names })[]
  readonly next_ids?: { readonly [of: string]: number }
  /** Only in a file of `--data`; it is read past. */
  readonly sandbox?: unknown
}

/** A world as it is exported. */
export type ExportedWorld<Names extends string = string> = {
  readonly [Table in Exclude<TableName, 'credentials'>]?: readonly WrittenRecord<Table>[]
} & {
  readonly credentials?: readonly (WrittenRecord<'credentials'> & { readonly name: Names })[]
  readonly next_ids?: { readonly [of: string]: number }
}

/**
 * How many records of each table are expected; `where` has fields of a record, or JSON pointers into it, and what stands
 * there.
 */
export type WorldConditions = {
  readonly [Table in TableName]?: {
    readonly where?: Partial<WrittenRecord<Table>> & { readonly [pointer: `/${string}`]: unknown }
    readonly times?: Times
  }
}

export interface RecordName {
  readonly type: RecordType
  readonly id: number
}

/** What came of `world.verify()`. */
export interface WorldVerdict {
  /** How many records matched, by table. */
  readonly counts: { readonly [Table in TableName]?: number }
  /** What does not fit together; empty where the world was verified. */
  readonly broken: readonly {
    readonly invariant: InvariantName
    readonly records: readonly RecordName[]
    readonly detail: string
    /** Of `one-order-per-intent`: the requests that made the orders. */
    readonly requests?: readonly string[]
  }[]
}
