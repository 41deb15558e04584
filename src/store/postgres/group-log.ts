import type { Group } from '../group.ts'
import type { NotKept } from '../log.ts'
import type { State } from '../state.ts'

/** A group that a log has to write. */
export interface Taken {
  readonly log: GroupLog
  readonly group: Group
  /** The version that it follows in the database. */
  readonly after: number
}

/** What the writer of a process needs of the log of each sandbox. */
export interface GroupLog {
  readonly name: string
  readonly epoch: number
  /** The last version that the database has. */
  readonly logged: number
  /** The number of what is kept: higher, where something was undone. */
  readonly keptVersion: number
  /** What it wrote last cannot be cut off: a whole state may be in its place. */
  readonly needsWhole: boolean
  /** What is to be written next; null: nothing, or something is being written. */
  take(): Taken | null
  isWriting(group: Group): boolean
  /** `chars`: how long its commits are. */
  kept(group: Group, chars: number): void
  keptWhole(group: Group, chars: number): void
  /** Its epoch is not the newest: it is the log of a sandbox that another process serves. */
  refused(group?: Group): void
  /** What is not kept yet did not happen. False: there was nothing. */
  lose(problem: NotKept): boolean
  /** What was undone is not in the database either. */
  mended(): void
  /** Writes what is kept in place of whatever is there. False: the epoch is not the newest. */
  mendWhole(): Promise<boolean>
  /** Null: the epoch is not the newest. */
  writeWhole(version: number, state: State): Promise<{ readonly chars: number } | null>
}
