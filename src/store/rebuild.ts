import type { KeptCommit } from './kept-commit.ts'
import type { SandboxRecord } from './records.ts'
import { emptyState, type Sequences, type State } from './state.ts'
import { type TableName, tableNames } from './tables.ts'
import { Transaction } from './transaction.ts'
import { decode, decodeSandbox, type KeptSandbox, type WorldRecord } from './world.ts'

const known: ReadonlySet<string> = new Set(tableNames)

export const isTable = (name: string): name is TableName => known.has(name)

/** A state that is read again, from a snapshot and the commits after it: as one piece of work, however many they are. */
export class Rebuild {
  readonly #tx: Transaction
  #sequences: Sequences
  #sandbox: SandboxRecord | null

  constructor({ tables, sequences, sandbox }: State = emptyState({})) {
    this.#tx = new Transaction({ tables, sequences, sandbox }, 0)
    this.#sequences = sequences
    this.#sandbox = sandbox
  }

  put(table: TableName, record: WorldRecord): void {
    this.#tx.put(table, decode(table, record, 0, `${table}/${record.id}`))
  }

  moveSequences(moved: Sequences): void {
    this.#sequences = { ...this.#sequences, ...moved }
  }

  setSandbox(sandbox: KeptSandbox): void {
    this.#sandbox = decodeSandbox(sandbox, 0)
  }

  /** `strange` makes the error for a table that this version does not know. */
  add({ changes, sequences, sandbox }: KeptCommit, strange: (table: string) => Error): void {
    for (const { table, id, record } of changes) {
      if (!isTable(table)) throw strange(table)
      if (record === null) this.#tx.delete(table, id)
      else this.put(table, record)
    }
    this.moveSequences(sequences)
    if (sandbox !== undefined) this.setSandbox(sandbox)
  }

  state(): State {
    return { tables: this.#tx.finish().tables, sequences: this.#sequences, sandbox: this.#sandbox }
  }
}
