import { type Index, isListed, newestFirst, sizeOf } from './indexes.ts'
import type { SandboxRecord } from './records.ts'
import { type Key, SortedMap } from './sorted-map.ts'
import { type IndexName, type Row, type TableName, tableNames, tables } from './tables.ts'

export interface TableState<Record> {
  readonly records: SortedMap<number, Record>
  /** In the order in which the table declares them. */
  readonly indexes: readonly Index[]
}

export type TableStates = { readonly [Name in TableName]: TableState<Row<Name>> }

/** Where ids come from: a sequence for each table, and two that number things without a table of their own. */
export type Sequences = { readonly [sequence: string]: number }

/**
 * Everything a sandbox holds at one moment. It is never changed: a commit makes another one that shares what did not
 * change, so a snapshot, a reset and a new sandbox are each one reference.
 */
export interface State {
  readonly tables: TableStates
  readonly sequences: Sequences
  /** Null: a world's records alone, which no sandbox has begun with yet. */
  readonly sandbox: SandboxRecord | null
}

const hasEveryTable = (states: Partial<TableStates>): states is TableStates =>
  tableNames.every((name) => name in states)

export function emptyState(sequences: Sequences): State {
  const states: { [Name in TableName]?: TableState<Row<Name>> } = {}
  for (const name of tableNames)
    states[name] = {
      records: new SortedMap<number, never>(),
      indexes: tables[name].keys.map((): Index => new SortedMap()),
    }
  if (!hasEveryTable(states)) throw new Error('a table was left out')
  return { tables: states, sequences, sandbox: null }
}

/** Reads of one state. Lists come newest (highest id) first. */
export class Reader {
  readonly #now: number

  constructor(
    protected tables: TableStates,
    now: number,
  ) {
    this.#now = now
  }

  /** Epoch milliseconds of the sandbox's clock. */
  get now(): number {
    return this.#now
  }

  get<Name extends TableName>(table: Name, id: number): Row<Name> | undefined {
    // A tree finds something where it looks for what is no number.
    if (Number.isNaN(id)) throw new Error(`a record of ${table} is looked up without an id`)
    return this.tables[table].records.get(id)
  }

  /** A record that must be there because another one names it. */
  must<Name extends TableName>(table: Name, id: number): Row<Name> {
    const record = this.get(table, id)
    if (record === undefined) throw new Error(`${tables[table].model} ${id} is named by a record but is not stored`)
    return record
  }

  /** Those with lower ids than `before`, where it is given. */
  *all<Name extends TableName>(table: Name, before?: number): Generator<Row<Name>> {
    for (const [, record] of this.tables[table].records.descending(before)) yield record
  }

  /** All of a small table, oldest first. */
  listAll<Name extends TableName>(table: Name): Row<Name>[] {
    return [...this.tables[table].records.values()]
  }

  *find<Name extends TableName>(table: Name, index: IndexName<Name>, key: Key): Generator<Row<Name>> {
    const { records } = this.tables[table]
    const ids = this.#index(table, index)?.get(key)
    if (ids === undefined) return
    for (const id of newestFirst(ids)) {
      const record = records.get(id)
      if (record !== undefined) yield record
    }
  }

  /** As `find`, oldest first: the order in which things of one order were made. */
  list<Name extends TableName>(table: Name, index: IndexName<Name>, key: Key): Row<Name>[] {
    const { records } = this.tables[table]
    const found: Row<Name>[] = []
    const collect = (id: number) => {
      const record = records.get(id)
      if (record !== undefined) found.push(record)
    }
    const ids = this.#index(table, index)?.get(key)
    if (isListed(ids)) ids.forEach(collect)
    else ids?.forEachKey(collect)
    return found
  }

  count<Name extends TableName>(table: Name, index?: IndexName<Name>, key?: Key): number {
    if (index === undefined || key === undefined) return this.tables[table].records.size
    return sizeOf(this.#index(table, index)?.get(key))
  }

  /** The oldest record under a key. */
  oldest<Name extends TableName>(table: Name, index: IndexName<Name>, key: Key): Row<Name> | undefined {
    const { records } = this.tables[table]
    const ids = this.#index(table, index)?.get(key)
    const id = isListed(ids) ? ids[0] : ids?.minKey()
    return id === undefined ? undefined : records.get(id)
  }

  /** The oldest record under the lowest key of an index: what waits for a time is found so, first come first. */
  lowest<Name extends TableName>(table: Name, index: IndexName<Name>): Row<Name> | undefined {
    const key = this.#index(table, index)?.minKey()
    return key === undefined ? undefined : this.oldest(table, index, key)
  }

  /** All records under an index, in the order of their keys; under one key oldest first. */
  *inOrder<Name extends TableName>(table: Name, index: IndexName<Name>): Generator<Row<Name>> {
    const { records } = this.tables[table]
    for (const ids of this.#index(table, index)?.values() ?? []) {
      for (const id of [...newestFirst(ids)].reverse()) {
        const record = records.get(id)
        if (record !== undefined) yield record
      }
    }
  }

  /** The records under several keys of one index, merged newest first. The keys' records must not overlap. */
  *merge<Name extends TableName>(table: Name, index: IndexName<Name>, keys: readonly Key[]): Generator<Row<Name>> {
    const { records } = this.tables[table]
    const found = this.#index(table, index)
    const runs = keys.flatMap((key) => {
      const run = newestFirst(found?.get(key) ?? [])
      const first = run.next()
      return first.done === true ? [] : [{ run, id: first.value }]
    })
    while (runs.length > 0) {
      let newest = runs[0]
      for (const run of runs) if (newest === undefined || run.id > newest.id) newest = run
      if (newest === undefined) return
      const record = records.get(newest.id)
      const next = newest.run.next()
      if (next.done === true) runs.splice(runs.indexOf(newest), 1)
      else newest.id = next.value
      if (record !== undefined) yield record
    }
  }

  #index<Name extends TableName>(table: Name, index: IndexName<Name>): Index | undefined {
    return this.tables[table].indexes[tables[table].places[index] ?? 0]
  }
}

/** The clock and the settings of a state that a sandbox has begun. */
export function recordIn({ sandbox }: State): SandboxRecord {
  if (sandbox === null) throw new Error('the state has no record of its sandbox')
  return sandbox
}
