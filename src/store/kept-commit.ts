import type { Commit } from './commit.ts'
import type { Sequences } from './state.ts'
import { encode, encodeSandbox, type KeptSandbox, type WorldRecord } from './world.ts'

/** A commit as an engine writes it: JSON, with records as in a world file. A state that replaces another one is written whole instead. */
export interface KeptCommit {
  readonly at: number
  readonly changes: readonly { readonly table: string; readonly id: number; readonly record: WorldRecord | null }[]
  readonly sequences: Sequences
  readonly sandbox?: KeptSandbox
}

export const encodeCommit = ({ at, changes, sequences, sandbox }: Commit): KeptCommit => ({
  at,
  changes: changes.map(({ table, id, record }) => ({
    table,
    id,
    record: record === null ? null : encode(table, record),
  })),
  sequences,
  ...(sandbox === undefined ? {} : { sandbox: encodeSandbox(sandbox) }),
})
