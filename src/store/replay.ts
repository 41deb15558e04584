import type { Commit } from './commit.ts'
import type { State } from './state.ts'
import type { Row, TableName } from './tables.ts'
import { Transaction } from './transaction.ts'

/** The state after a commit, from the one before it: the same, byte for byte, as the state that the commit's own write made. */
export function replay(state: State, { changes, sequences, sandbox, replaces }: Commit): State {
  const base = replaces ?? state
  const tx = new Transaction(base, 0)
  for (const { table, id, record } of changes)
    if (record === null) tx.delete(table, id)
    else tx.put(table, rowOf(table, record))
  return {
    tables: tx.finish().tables,
    sequences: { ...base.sequences, ...sequences },
    sandbox: sandbox ?? base.sandbox,
  }
}

/** A commit's records are those of its table. */
function rowOf<Name extends TableName>(table: Name, record: object): Row<Name>
function rowOf(_: TableName, record: object): object {
  return record
}
