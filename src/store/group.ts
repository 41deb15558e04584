import type { Commit } from './commit.ts'
import type { State } from './state.ts'

/** What changes more records is written whole: in slices, while a line would be one long piece of work. */
const MAX_CHANGES = 10_000

/** Commits that are written together, and those who wait for them. */
export class Group {
  readonly commits: Commit[] = []
  /** A state was put in place of the one before: there are no lines that lead to it, it is written whole. */
  #isWhole = false
  #version: number
  #state: State
  #isOver = false
  #problem: Error | null = null
  #waiting: { readonly promise: Promise<void>; settle(problem: Error | null): void } | undefined

  constructor(version: number, state: State) {
    this.#version = version
    this.#state = state
  }

  /** A state that is written whole. */
  static whole(version: number, state: State): Group {
    const group = new Group(version, state)
    group.#isWhole = true
    return group
  }

  add(commit: Commit, state: State): void {
    this.#version = commit.version
    this.#state = state
    this.#isWhole ||= commit.replaces !== undefined || commit.changes.length > MAX_CHANGES
    if (this.#isWhole) this.commits.length = 0
    else this.commits.push(commit)
  }

  get isWhole(): boolean {
    return this.#isWhole
  }
  /** Of the last commit. */
  get version(): number {
    return this.#version
  }
  get state(): State {
    return this.#state
  }

  /** Resolves when it is kept; rejects when it cannot be. */
  get done(): Promise<void> {
    this.#waiting ??= this.#wait()
    return this.#waiting.promise
  }

  /** It is kept; or not, because of a problem. */
  end(problem: Error | null): void {
    this.#isOver = true
    this.#problem = problem
    this.#waiting?.settle(problem)
  }

  #wait() {
    let settle = (_: Error | null): void => {}
    const promise = new Promise<void>((resolve, reject) => {
      settle = (problem) => (problem === null ? resolve() : reject(problem))
    })
    if (this.#isOver) settle(this.#problem)
    return { promise, settle: (problem: Error | null) => settle(problem) }
  }
}
