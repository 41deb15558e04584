import btree from 'sorted-btree'
import { type IndexName, type Row, type TableName, type TableSpec, tableNames, tables } from './tables.ts'

const BTree = btree.default
type BTree<Key, Value> = InstanceType<typeof btree.default<Key, Value>>

type Key = string | number
/** The ids under one key, ascending. Most keys have a few (the items of an order), for which a tree is too much. */
type Ids = readonly number[] | IdTree
type IdTree = BTree<number, undefined>
type Index = BTree<Key, Ids>

const MAX_LISTED_IDS = 16

/** The keys of one tree are all numbers or all text; what sorted-btree does by itself, for keys of any kind, takes longer. */
const compare = (one: Key, other: Key): number => (one < other ? -1 : one > other ? 1 : 0)

/** To write into a tree copies the nodes on the way, so they are smaller than sorted-btree's own 32. */
const MAX_NODE_SIZE = 16

const makeTree = <Kind extends Key, Value>() => new BTree<Kind, Value>(undefined, compare, MAX_NODE_SIZE)

interface TableState<Record> {
  readonly records: BTree<number, Record>
  readonly indexes: { readonly [index: string]: Index }
}

type MutableTableStates = { -readonly [Name in TableName]: TableState<Row<Name>> }
type TableStates = { readonly [Name in TableName]: TableState<Row<Name>> }
const specs: { readonly [Name in TableName]: TableSpec<Row<Name>> } = tables

/** Where ids come from: a sequence for each table, and two that number things without a table of their own. */
export type Sequences = { readonly [sequence: string]: number }

/**
 * Everything a sandbox holds at one moment. It is never changed: a commit makes another one that shares what did not
 * change, so a snapshot, a reset and a new sandbox are each one reference.
 */
export interface State {
  readonly tables: TableStates
  readonly sequences: Sequences
}

export interface Change {
  readonly table: TableName
  readonly id: number
  readonly before: object | undefined
  /** `undefined`: deleted. */
  readonly after: object | undefined
}

export interface Commit {
  readonly version: number
  readonly changes: readonly Change[]
}

/** Reads of one state. Lists come newest (highest id) first. */
export class Reader {
  constructor(
    protected tables: TableStates,
    /** Epoch milliseconds of the sandbox's clock. */
    readonly now: number,
  ) {}

  get<Name extends TableName>(table: Name, id: number): Row<Name> | undefined {
    return this.tables[table].records.get(id)
  }

  /** A record that must be there because another one names it. */
  must<Name extends TableName>(table: Name, id: number): Row<Name> {
    const record = this.get(table, id)
    if (record === undefined) throw new Error(`${tables[table].model} ${id} is named by a record but is not stored`)
    return record
  }

  *all<Name extends TableName>(table: Name): Generator<Row<Name>> {
    for (const [, record] of this.tables[table].records.entriesReversed()) yield record
  }

  *find<Name extends TableName>(table: Name, index: IndexName<Name>, key: Key): Generator<Row<Name>> {
    const { records, indexes } = this.tables[table]
    const ids = indexes[index]?.get(key)
    if (ids === undefined) return
    for (const id of newestFirst(ids)) {
      const record = records.get(id)
      if (record !== undefined) yield record
    }
  }

  /** As `find`, oldest first: the order in which things of one order were made. */
  list<Name extends TableName>(table: Name, index: IndexName<Name>, key: Key): Row<Name>[] {
    const { records, indexes } = this.tables[table]
    const found: Row<Name>[] = []
    const collect = (id: number) => {
      const record = records.get(id)
      if (record !== undefined) found.push(record)
    }
    const ids = indexes[index]?.get(key)
    if (isListed(ids)) ids.forEach(collect)
    else ids?.forEachPair(collect)
    return found
  }

  count<Name extends TableName>(table: Name, index?: IndexName<Name>, key?: Key): number {
    const { records, indexes } = this.tables[table]
    if (index === undefined || key === undefined) return records.size
    return sizeOf(indexes[index]?.get(key))
  }

  /** The oldest record under the lowest key of an index: what waits for a time is found so, first come first. */
  lowest<Name extends TableName>(table: Name, index: IndexName<Name>): Row<Name> | undefined {
    const { records, indexes } = this.tables[table]
    const tree = indexes[index]
    const key = tree?.minKey()
    const ids = key === undefined ? undefined : tree?.get(key)
    const id = isListed(ids) ? ids[0] : ids?.minKey()
    return id === undefined ? undefined : records.get(id)
  }

  /** The records under several keys of one index, merged newest first. The keys' records must not overlap. */
  *merge<Name extends TableName>(table: Name, index: IndexName<Name>, keys: readonly Key[]): Generator<Row<Name>> {
    const { records, indexes } = this.tables[table]
    const runs = keys.flatMap((key) => {
      const run = newestFirst(indexes[index]?.get(key) ?? [])
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
}

const isListed = (ids: Ids | undefined): ids is readonly number[] => Array.isArray(ids)

const sizeOf = (ids: Ids | undefined): number => (isListed(ids) ? ids.length : (ids?.size ?? 0))

function* newestFirst(ids: Ids): Generator<number, undefined> {
  if (isListed(ids)) for (let nth = ids.length - 1; nth >= 0; nth -= 1) yield ids[nth] ?? 0
  else for (const [id] of ids.entriesReversed()) yield id
  return undefined
}

/** The trees of one table that a transaction has made its own, so that it writes them in place. */
interface Draft {
  readonly indexes: { [index: string]: Index }
  readonly own: Set<Index | IdTree>
}

/** Reads that see the transaction's own writes, and the only way to change a record. */
export class Transaction extends Reader {
  readonly changes: Change[] = []
  readonly #drafts = new Map<TableName, Draft>()
  #own: MutableTableStates | null = null
  readonly #before: Sequences
  /** The transaction's own, once it has used an id. */
  #sequences: Record<string, number> | null = null

  constructor(state: State, now: number) {
    super(state.tables, now)
    this.#before = state.sequences
  }

  put<Name extends TableName>(table: Name, record: Row<Name>): Row<Name> {
    const draft = this.#draft(table)
    const { records } = this.tables[table]
    const before = records.get(record.id)
    records.set(record.id, record)
    this.#reindex(table, draft, record.id, before, record)
    this.changes.push({ table, id: record.id, before, after: record })
    return record
  }

  delete<Name extends TableName>(table: Name, id: number): void {
    const draft = this.#draft(table)
    const { records } = this.tables[table]
    const before = records.get(id)
    if (before === undefined) return
    records.delete(id)
    this.#reindex(table, draft, id, before, undefined)
    this.changes.push({ table, id, before, after: undefined })
  }

  /** The next free id of a table; ids in use are skipped, and a refused request uses none. */
  nextId(table: TableName): number {
    return this.nextOf(tables[table].sequence, (id) => this.tables[table].records.has(id))
  }

  nextOf(sequence: string, isUsed: (id: number) => boolean): number {
    this.#sequences ??= { ...this.#before }
    let id = this.#sequences[sequence] ?? 1
    while (isUsed(id)) id += 1
    this.#sequences[sequence] = id + 1
    return id
  }

  /** The state with this transaction's changes. */
  finish(): State {
    return { tables: this.tables, sequences: this.#sequences ?? this.#before }
  }

  #draft<Name extends TableName>(table: Name): Draft {
    let draft = this.#drafts.get(table)
    if (draft === undefined) {
      const { records, indexes } = this.tables[table]
      draft = { indexes: { ...indexes }, own: new Set() }
      this.#drafts.set(table, draft)
      this.#own ??= { ...this.tables }
      replaceTable(this.#own, table, { records: records.clone(), indexes: draft.indexes })
      this.tables = this.#own
    }
    return draft
  }

  #reindex<Name extends TableName>(
    table: Name,
    draft: Draft,
    id: number,
    before: Row<Name> | undefined,
    after: Row<Name> | undefined,
  ): void {
    const spec = specs[table]
    for (const name in spec.indexes) {
      const keysOf = spec.indexes[name]
      if (keysOf === undefined) continue
      const newKeys = after === undefined ? NO_KEYS : keysOf(after)
      const oldKeys = before === undefined ? NO_KEYS : keysOf(before)
      for (const key of oldKeys) if (!newKeys.includes(key)) forget(draft, name, key, id)
      for (const key of newKeys) if (!oldKeys.includes(key)) remember(draft, name, key, id)
    }
  }
}

const NO_KEYS: readonly Key[] = []

function replaceTable<Name extends TableName>(
  states: { [Each in Name]: TableState<Row<Each>> },
  table: Name,
  state: TableState<Row<Name>>,
): void {
  states[table] = state
}

function remember(draft: Draft, name: string, key: Key, id: number): void {
  const index = ownIndex(draft, name)
  const ids = index.get(key)
  if (ids === undefined) index.set(key, [id])
  else if (!isListed(ids)) ownTree(draft, index, key, ids).set(id, undefined)
  else if (ids.length < MAX_LISTED_IDS) index.set(key, inOrder(ids, id))
  else {
    const tree = makeTree<number, undefined>()
    for (const each of [...ids, id]) tree.set(each, undefined)
    draft.own.add(tree)
    index.set(key, tree)
  }
}

function inOrder(ids: readonly number[], id: number): number[] {
  const position = ids.findLastIndex((each) => each < id) + 1
  return ids.toSpliced(position, 0, id)
}

/** A key under which nothing is left goes, too. */
function forget(draft: Draft, name: string, key: Key, id: number): void {
  const index = ownIndex(draft, name)
  const ids = index.get(key)
  if (ids === undefined) return
  if (isListed(ids)) {
    const left = ids.filter((each) => each !== id)
    if (left.length === 0) index.delete(key)
    else index.set(key, left)
    return
  }
  const tree = ownTree(draft, index, key, ids)
  tree.delete(id)
  if (tree.size === 0) index.delete(key)
}

/** An index, ours to write. */
function ownIndex({ indexes, own }: Draft, name: string): Index {
  let index = indexes[name]
  if (index === undefined || !own.has(index)) {
    index = index?.clone() ?? makeTree<Key, Ids>()
    own.add(index)
    indexes[name] = index
  }
  return index
}

/** The ids under one key of an index, ours to write. */
function ownTree({ own }: Draft, index: Index, key: Key, ids: IdTree): IdTree {
  if (own.has(ids)) return ids
  const tree = ids.clone()
  own.add(tree)
  index.set(key, tree)
  return tree
}

const hasEveryTable = (states: Partial<TableStates>): states is TableStates =>
  tableNames.every((name) => name in states)

export function emptyState(sequences: Sequences): State {
  const states: { [Name in TableName]?: TableState<Row<Name>> } = {}
  for (const name of tableNames) states[name] = { records: makeTree<number, never>(), indexes: {} }
  if (!hasEveryTable(states)) throw new Error('a table was left out')
  return { tables: states, sequences }
}

/** Holds the current state of a sandbox. Only a transaction changes it. */
export class Store {
  #state: State
  #version = 0
  #restores = 0
  readonly #listeners = new Set<(commit: Commit) => void>()

  constructor(
    state: State,
    readonly now: () => number,
  ) {
    this.#state = state
  }

  /** The current state: a snapshot, for it never changes. */
  get state(): State {
    return this.#state
  }

  get version(): number {
    return this.#version
  }

  reader(): Reader {
    return new Reader(this.#state.tables, this.now())
  }

  /**
   * Runs `work` on a transaction: all of its changes are kept when it returns, none when it throws. It happens now, or
   * at the time at which it fell due.
   */
  transact<Result>(
    work: (tx: Transaction) => Result,
    at = this.now(),
  ): { readonly result: Result; readonly commit: Commit | null } {
    const tx = new Transaction(this.#state, at)
    const result = work(tx)
    if (tx.changes.length === 0) return { result, commit: null }
    return { result, commit: this.#apply(tx.finish(), tx.changes) }
  }

  /** Puts a whole state in place of the current one: a reset, or a restored snapshot. */
  restore(state: State): void {
    this.#restores += 1
    this.#apply(state, [])
  }

  /** How often that was done: whoever waited meanwhile had another world in mind. */
  get restores(): number {
    return this.#restores
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #apply(state: State, changes: readonly Change[]): Commit {
    this.#state = state
    this.#version += 1
    const commit = { version: this.#version, changes }
    for (const listener of this.#listeners) listener(commit)
    return commit
  }
}
