import type { Commit } from '../commit.ts'
import { encodeCommit, type KeptCommit } from '../kept-commit.ts'
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

export interface LogLine extends KeptCommit {
  readonly version: number
  /** The version that it follows. One that could not be kept is left out. */
  readonly after: number
  /** The version that was on disk when it was written: no line up to there can be torn. */
  readonly durable: number
}

export const headLine = (id: string, from: number): string =>
  checkedLine({ format: LOG_FORMAT, id, from } satisfies LogHead)

/** The lines of some commits, which are written together. */
export function commitLines(commits: readonly Commit[], durable: number): string {
  let after = durable
  let text = ''
  for (const commit of commits) {
    const { version } = commit
    const line: LogLine = { version, after, durable, ...encodeCommit(commit) }
    text += checkedLine(line)
    after = version
  }
  return text
}
