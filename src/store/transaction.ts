import type { Change, Commit } from './commit.ts'
import { type Draft, draftOf, forget, remember } from './indexes.ts'
import type { SandboxRecord } from './records.ts'
import type { Key } from './sorted-map.ts'
import { Reader, recordIn, type Sequences, type State, type TableState } from './state.ts'
import { type IndexKeys, type Row, type TableName, tableNames, tables } from './tables.ts'

/** The highest id: 15 digits are a whole number in JSON everywhere, and in every client. */
export const MAX_ID = 999_999_999_999_999

/** A sequence has come to its end: a world has said that its ids go on there. */
export class OutOfIds extends Error {}

const specs: { readonly [Name in TableName]: { readonly keys: readonly IndexKeys<Row<Name>>[] } } = tables

/** The tables that take their ids from one sequence: no two of their records have the same. */
const namesBySequence: Record<string, TableName[]> = {}
for (const name of tableNames) {
  const { sequence } = tables[name]
  namesBySequence[sequence] = [...(namesBySequence[sequence] ?? []), name]
}

/** A table that a transaction writes to. */
interface Written {
  readonly draft: Draft
  /** The records as they were before it, by id, in the order in which it first wrote them. */
  readonly before: Map<number, object | undefined>
}

/** A record that was changed; it was made, or deleted, where one of the two is undefined. */
export interface Changed<Record> {
  readonly id: number
  readonly before: Record | undefined
  readonly after: Record | undefined
}

const NO_CHANGED: readonly Changed<never>[] = []

/** Reads that see the transaction's own writes, and the only way to change a record. */
export class Transaction extends Reader {
  readonly #start: State
  /** By table; null as long as nothing is written, as in most requests. */
  #written: Map<TableName, Written> | null = null
  #own: { -readonly [Name in TableName]: TableState<Row<Name>> } | null = null
  /** What follows the last id it has used, by sequence; null as long as it has used none. */
  #moved: Record<string, number> | null = null
  #replacement: State | null = null
  #sandbox: SandboxRecord | null
  /** Epoch milliseconds of the sandbox's clock, for who does not depend on it: see `readsClock`. */
  readonly at: number
  #readsClock = false

  constructor(state: State, at: number) {
    super(state.tables, at)
    this.at = at
    this.#start = state
    this.#sandbox = state.sandbox
  }

  override get now(): number {
    this.#readsClock = true
    return this.at
  }

  /** Whether the work has asked what time it is: a moment later it may come to something else. */
  get readsClock(): boolean {
    return this.#readsClock
  }

  put<Name extends TableName>(table: Name, record: Row<Name>): Row<Name> {
    const written = this.#write(table)
    const { records } = this.tables[table]
    const before = records.get(record.id)
    records.set(record.id, record)
    if (!written.before.has(record.id)) written.before.set(record.id, before)
    reindex(table, written.draft, record.id, before, record)
    return record
  }

  delete<Name extends TableName>(table: Name, id: number): void {
    const written = this.#write(table)
    const { records } = this.tables[table]
    const before = records.get(id)
    if (before === undefined) return
    records.delete(id)
    if (!written.before.has(id)) written.before.set(id, before)
    reindex(table, written.draft, id, before, undefined)
  }

  /** The clock and the settings of the sandbox. */
  get sandbox(): SandboxRecord {
    if (this.#sandbox === null) throw new Error('the state has no record of its sandbox')
    return this.#sandbox
  }

  /** The same, as they were before it. */
  get sandboxBefore(): SandboxRecord {
    return recordIn(this.#base)
  }

  changeSandbox(fields: Partial<SandboxRecord>): void {
    this.#sandbox = { ...this.sandbox, ...fields }
  }

  /** Puts a whole state in place of the current one: what was written before is forgotten, what follows goes on top of it. */
  replace(state: State): void {
    this.#replacement = state
    this.#written = null
    this.#own = null
    this.#moved = null
    this.#sandbox = state.sandbox
    this.tables = state.tables
  }

  /** The next free id of a table; ids in use are skipped, and a refused request uses none. @throws OutOfIds */
  nextId(table: TableName): number {
    const { sequence } = tables[table]
    return this.nextOf(
      sequence,
      (id) => namesBySequence[sequence]?.some((name) => this.tables[name].records.has(id)) === true,
    )
  }

  /** The next free id of a sequence. @throws OutOfIds */
  nextOf(sequence: string, isUsed: (id: number) => boolean): number {
    this.#moved ??= {}
    let id = this.#moved[sequence] ?? this.#base.sequences[sequence] ?? 1
    while (id <= MAX_ID && isUsed(id)) id += 1
    if (id > MAX_ID)
      throw new OutOfIds(
        `There is no ${sequence} id left: ids have at most 15 digits; lower next_ids.${sequence} of the world`,
      )
    this.#moved[sequence] = id + 1
    return id
  }

  /** The state with this transaction's changes. */
  finish(): State {
    const { sequences } = this.#base
    return {
      tables: this.tables,
      sequences: this.#moved === null ? sequences : { ...sequences, ...this.#moved },
      sandbox: this.#sandbox,
    }
  }

  /** What it comes to, as one commit; null when it changed nothing. */
  commit(version: number): Commit | null {
    const base = this.#base
    const sandbox = this.#sandbox === base.sandbox ? null : this.#sandbox
    const isNothing = this.#written === null && this.#moved === null && sandbox === null
    if (isNothing && this.#replacement === null) return null
    const changes = this.#changes()
    const sequences = this.#moved ?? NO_SEQUENCES
    if (this.#replacement === null && changes.length === 0 && sandbox === null && isEmpty(sequences)) return null
    const { at } = this
    const replaces = this.#replacement
    // Without spreads: they took as long as all the rest of a restore.
    if (replaces === null)
      return sandbox === null ? { version, at, changes, sequences } : { version, at, changes, sequences, sandbox }
    return sandbox === null
      ? { version, at, changes, sequences, replaces }
      : { version, at, changes, sequences, sandbox, replaces }
  }

  /** What it has changed so far in a table, net, in the order in which it was first written. */
  changedIn<Name extends TableName>(table: Name): readonly Changed<Row<Name>>[]
  changedIn(table: TableName): readonly Changed<object>[] {
    const written = this.#written?.get(table)
    return written === undefined ? NO_CHANGED : this.#changedOf(table, written)
  }

  #changedOf(table: TableName, { before }: Written): Changed<object>[] {
    const { records } = this.tables[table]
    const changed: Changed<object>[] = []
    for (const [id, old] of before) {
      const record = records.get(id)
      if (record !== old) changed.push({ id, before: old, after: record })
    }
    return changed
  }

  /** The ids of the records of one table that it has written so far. */
  changedIds(table: TableName): Iterable<number> {
    return this.#written?.get(table)?.before.keys() ?? NO_IDS
  }

  /** One row a record; a record that was made and deleted again, or put back as it was, has no row. */
  #changes(): readonly Change[] {
    if (this.#written === null) return NO_CHANGES
    const changes: Change[] = []
    for (const [table, { before }] of this.#written) {
      const { records } = this.tables[table]
      for (const [id, old] of before) {
        const record = records.get(id)
        if (record !== old) changes.push({ table, id, record: record ?? null })
      }
    }
    return changes
  }

  get #base(): State {
    return this.#replacement ?? this.#start
  }

  #write<Name extends TableName>(table: Name): Written {
    this.#written ??= new Map()
    let written = this.#written.get(table)
    if (written === undefined) {
      const { records, indexes } = this.tables[table]
      written = { draft: draftOf(indexes), before: new Map() }
      this.#written.set(table, written)
      this.#own ??= { ...this.tables }
      replaceTable(this.#own, table, { records: records.clone(), indexes: written.draft.indexes })
      this.tables = this.#own
    }
    return written
  }
}

const NO_CHANGES: readonly Change[] = []
const NO_IDS: readonly number[] = []
const NO_SEQUENCES: Sequences = {}

function isEmpty(sequences: Sequences): boolean {
  for (const _ in sequences) return false
  return true
}

function replaceTable<Name extends TableName>(
  states: { [Each in Name]: TableState<Row<Each>> },
  table: Name,
  state: TableState<Row<Name>>,
): void {
  states[table] = state
}

const NO_KEYS: readonly Key[] = []

function reindex<Name extends TableName>(
  table: Name,
  draft: Draft,
  id: number,
  before: Row<Name> | undefined,
  after: Row<Name> | undefined,
): void {
  const { keys } = specs[table]
  for (let place = 0; place < keys.length; place += 1) {
    const keysOf = keys[place]
    if (keysOf === undefined) continue
    const newKeys = after === undefined ? NO_KEYS : keysOf(after)
    const oldKeys = before === undefined ? NO_KEYS : keysOf(before)
    for (const key of oldKeys) if (!newKeys.includes(key)) forget(draft, place, key, id)
    for (const key of newKeys) if (!oldKeys.includes(key)) remember(draft, place, key, id)
  }
}
