import { Problem } from '../problem.ts'
import type { Commit } from './commit.ts'
import type { State } from './state.ts'

/**
 * Where the commits of a sandbox go, before anybody sees them. It is a port: an engine may keep them in memory, in a file
 * or in a database, alone or together with others. See docs/decisions.
 */
export interface Log {
  /** The version of the state that was kept last: the commits go on from there. */
  readonly version: number
  /** The state that the first commit follows. Called once, before anything else. */
  begin(state: State, keeping: Keeping): void
  /**
   * Adds a commit, with the state that it makes. `behind`: others have added theirs first; catch up with `since`, and do
   * the work again.
   */
  append(commit: Commit, state: State): 'kept' | 'behind'
  /** The commits after a version, oldest first. */
  since(version: number): readonly Commit[]
  /** Resolves when a version is as durable as it will be; undefined when it already is. Rejects with a Problem when it cannot be. */
  durable(version: number): Promise<void> | undefined
  /** Nothing is appended any more: resolves when all is kept, in good order. Rejects with a Problem when it cannot be. */
  close(): Promise<void>
}

/** Whose commits a log keeps: it is told when that does not succeed, and when it does again. */
export interface Keeping {
  /** What came after this state could not be kept: it is the current one again, under the version that comes back. */
  goBackTo(state: State): number
  /** Commits can be kept again. */
  goOn(): void
}

/** What was done could not be kept: it was undone. */
export class NotKept extends Problem {}

/** Keeps nothing: a process that ends forgets. */
export class MemoryLog implements Log {
  readonly version = 0

  begin(): void {}

  append(): 'kept' {
    return 'kept'
  }

  since(): readonly Commit[] {
    return []
  }

  durable(): undefined {
    return undefined
  }

  async close(): Promise<void> {}
}
