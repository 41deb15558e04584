import type { Commit } from '../commit.ts'
import type { Sequences } from '../state.ts'
import { encode, encodeSandbox, type KeptSandbox, type WorldRecord } from '../world.ts'
import { checkedLine } from './checked-line.ts'

/** The lines of a log: the first says whose it is, each other one is a commit. Records are as in a world file. */

export const LOG_FORMAT = 1

/** The first line. */
export interface LogHead {
  readonly format: number
  /** Of the data file that it belongs to. */
  readonly id: string
  /** The version of that file when the log was begun. */
  readonly from: number
}

export interface LogLine {
  readonly version: number
  /** The version that it follows. One that could not be kept is left out. */
  readonly after: number
  /** The version that was on disk when it was written: no line up to there can be torn. */
  readonly durable: number
  readonly at: number
  readonly changes: readonly { readonly table: string; readonly id: number; readonly record: WorldRecord | null }[]
  readonly sequences: Sequences
  readonly sandbox?: KeptSandbox
}

export const headLine = (id: string, from: number): string =>
  checkedLine({ format: LOG_FORMAT, id, from } satisfies LogHead)

/** The lines of some commits, which are written together. */
export function commitLines(commits: readonly Commit[], durable: number): string {
  let after = durable
  let text = ''
  for (const { version, at, changes, sequences, sandbox } of commits) {
    const line: LogLine = {
      version,
      after,
      durable,
      at,
      changes: changes.map(({ table, id, record }) => ({
        table,
        id,
        record: record === null ? null : encode(table, record),
      })),
      sequences,
      ...(sandbox === undefined ? {} : { sandbox: encodeSandbox(sandbox) }),
    }
    text += checkedLine(line)
    after = version
  }
  return text
}
