import { inspect, isDeepStrictEqual } from 'node:util'
import type { Commit } from '../../src/store/commit.ts'
import type { Log } from '../../src/store/log.ts'
import { replay } from '../../src/store/replay.ts'
import type { State } from '../../src/store/state.ts'
import { exportKept } from '../../src/store/world.ts'

/** All of a state, byte for byte. */
export const bytesOf = (state: State): string => JSON.stringify(exportKept(state))

/** A commit as an engine would write it down and read it again; a state that it puts in place stays as it is. */
function writtenDown({ replaces, ...rest }: Commit): Commit {
  const read: Commit = JSON.parse(JSON.stringify(rest))
  return replaces === undefined ? read : { ...read, replaces }
}

/** Keeps every commit, and makes the state of them anew: each time what was changed must be the same again. */
export class RecordingLog implements Log {
  readonly version = 0
  readonly commits: Commit[] = []
  readonly #keepsCommits: boolean
  #replayed: State | undefined

  constructor({ keepsCommits = true } = {}) {
    this.#keepsCommits = keepsCommits
  }

  begin(state: State): void {
    this.#replayed = state
  }

  append(commit: Commit, state: State): 'kept' {
    if (this.#keepsCommits) this.commits.push(commit)
    for (const { table, id, record } of commit.changes)
      if (!isDeepStrictEqual(JSON.parse(JSON.stringify(record)), record))
        throw new Error(`${table} ${id} does not survive JSON: ${inspect(record)}`)
    const replayed = replay(this.replayed(), writtenDown(commit))
    this.#replayed = replayed
    const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
    for (const { table, id } of commit.changes) {
      const [again, first] = [replayed, state].map(({ tables }) => tables[table].records.get(id))
      if (!isSame(again, first)) throw new Error(`${table} ${id} is replayed as ${inspect(again)}: ${inspect(first)}`)
    }
    if (!isSame(replayed.sequences, state.sequences)) throw new Error('the sequences are replayed otherwise')
    return 'kept'
  }

  since(): readonly Commit[] {
    return []
  }

  durable(): undefined {
    return undefined
  }

  async close(): Promise<void> {}

  /** The state that all commits so far come to, each of them as it was written down. */
  replayed(): State {
    if (this.#replayed === undefined) throw new Error('no sandbox has begun this log')
    return this.#replayed
  }
}

/** A log that several stores write to, as they would to one in a database: each sees what the others wrote when it is behind. */
export class SharedLog {
  readonly commits: Commit[] = []
  /** How often a writer was behind. */
  behind = 0

  /** One writer's side of it. `meanwhile` runs before each append, as what others do at the same time. */
  view(meanwhile = (): void => {}): Log {
    return {
      version: 0,
      begin: () => {},
      close: async () => {},
      append: (commit) => {
        meanwhile()
        if (commit.version !== this.commits.length + 1) {
          this.behind += 1
          return 'behind'
        }
        this.commits.push(writtenDown(commit))
        return 'kept'
      },
      since: (version) => this.commits.slice(version),
      durable: () => undefined,
    }
  }

  /** The state after the first so many commits. */
  stateAfter(first: State, version: number): State {
    return this.commits.slice(0, version).reduce(replay, first)
  }
}
