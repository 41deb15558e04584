import type { Commit } from './commit.ts'
import { replay } from './replay.ts'
import type { State } from './state.ts'
import { Transaction } from './transaction.ts'

/** What a piece of work would come to. */
export interface Attempt<Result> {
  readonly result: Result
  /** Null: it changed nothing. */
  readonly commit: Commit | null
  /** The state as it would be. */
  readonly state: State
  /** Whether it depends on what time it is. */
  readonly readsClock: boolean
}

/** Holds the current state of a sandbox. Only the sandbox's door (`write`) tries and applies; see sandbox/door.ts. */
export class Store {
  #state: State
  #version: number
  #lives = 1

  constructor(state: State, version = 0) {
    this.#state = state
    this.#version = version
  }

  /** The current state: it never changes, another one takes its place. */
  get state(): State {
    return this.#state
  }

  get version(): number {
    return this.#version
  }

  /**
   * Counts up with every reset, restore and replaced world, and when the store goes back to what was kept: work that waited
   * meanwhile had another world in mind.
   */
  get lives(): number {
    return this.#lives
  }

  /** Runs `work` on a transaction and shows nothing of it yet. It happens `at` a time of the sandbox's clock. */
  attempt<Result>(work: (tx: Transaction) => Result, at: number): Attempt<Result> {
    const tx = new Transaction(this.#state, at)
    const result = work(tx)
    const commit = tx.commit(this.#version + 1)
    const { readsClock } = tx
    return { result, commit, state: commit === null ? this.#state : tx.finish(), readsClock }
  }

  /** Shows a commit that the log has kept; without its state, which another one made, it is replayed. */
  apply(commit: Commit, state = replay(this.#state, commit)): void {
    if (commit.version !== this.#version + 1)
      throw new Error(`commit ${commit.version} does not follow version ${this.#version}`)
    this.#state = state
    this.#version = commit.version
    if (commit.replaces !== undefined) this.#lives += 1
  }

  /** Shows an earlier state again, for what came after it could not be kept. No version is used again. */
  goBackTo(state: State): void {
    this.#state = state
    this.#version += 1
    this.#lives += 1
  }
}
