import type { Commit } from './commit.ts'
import { Group } from './group.ts'
import { type Keeping, type Log, NotKept } from './log.ts'
import { AWAY } from './postgres/database.ts'
import type { GroupLog, Taken } from './postgres/group-log.ts'
import type { GroupWriter } from './postgres/group-writer.ts'
import type { Lease } from './postgres/lease.ts'
import { compactTo, OldEpoch, replaceState, writeState } from './postgres/states.ts'
import type { State } from './state.ts'

/** Commits are not compacted before they are as long together, in characters. */
const MIN_CHARS = 1024 * 1024
/** Nor before they are this part of their snapshot. */
const SHARE = 0.5

export interface PostgresLogOptions {
  readonly lease: Lease
  readonly writer: GroupWriter
  /** Of what was read. */
  readonly version: number
  /** There is nothing of it yet: its first state is written whole before anything is acknowledged. */
  readonly isNew: boolean
  /** How long what was read is: its snapshot, and the commits after it. */
  readonly chars?: { readonly state: number; readonly commits: number } | undefined
}

/** Keeps the commits of one sandbox in a database, as long as its lease is the newest one. See docs/decisions/postgres.md. */
export class PostgresLog implements Log, GroupLog {
  readonly version: number
  readonly #lease: Lease
  readonly #writer: GroupWriter
  readonly #isNew: boolean
  #keeping: Keeping | undefined
  #kept: { readonly version: number; readonly state: State } | undefined
  /** The last version that the database has; the number of `#kept` may be higher, where something was undone. */
  #logged: number
  #waiting: Group | null = null
  #current: Group | null = null
  #needsWhole = false
  #isDeleted = false
  /** It went back to what is kept, and nothing was added since. */
  #isBack = false
  #stateChars: number
  #commitChars: number
  #compaction: { readonly done: Promise<void>; stop(): void } | null = null
  #compactFrom = MIN_CHARS

  constructor({ lease, writer, version, isNew, chars }: PostgresLogOptions) {
    this.version = version
    this.#lease = lease
    this.#writer = writer
    this.#isNew = isNew
    this.#logged = version
    this.#stateChars = chars?.state ?? 0
    this.#commitChars = chars?.commits ?? 0
  }

  begin(state: State, keeping: Keeping): void {
    this.#keeping = keeping
    this.#kept = { version: this.#isNew ? this.version - 1 : this.version, state }
    if (!this.#isNew) return
    this.#waiting = Group.whole(this.version, state)
    this.#writer.wake(this)
  }

  append(commit: Commit, state: State): 'kept' {
    if (this.#isDeleted) return 'kept'
    this.#isBack = false
    this.#waiting ??= new Group(commit.version, state)
    this.#waiting.add(commit, state)
    this.#writer.wake(this)
    return 'kept'
  }

  /** Its process is alone with the sandbox. */
  since(): readonly Commit[] {
    return []
  }

  durable(version: number): Promise<void> | undefined {
    if (this.#isDeleted) return undefined
    // Also of what is kept: another process may have changed it since.
    const why = this.whyNot
    if (why !== null) {
      const problem = new NotKept(why)
      // Whoever is refused goes back, and is told when it goes on, as where something could not be written.
      if (!this.#lease.isLost) this.#writer.lose(this, problem)
      return Promise.reject(problem)
    }
    if (version <= this.#must().version) return undefined
    if (this.#current !== null && version <= this.#current.version) return this.#current.done
    return this.#waiting?.done
  }

  /** Its sandbox was deleted, and all of it is gone: nothing is to be kept of it. */
  delete(): void {
    this.#isDeleted = true
    this.#writer.forget(this)
  }

  /** Why nothing can be served from it just now; null: it can. */
  get whyNot(): string | null {
    if (this.#lease.isLost) return 'another process serves this sandbox now'
    if (!this.#writer.database.isAlive) return AWAY
    return this.#lease.isValid ? null : 'the lease of this process on the sandbox has run out, and is not renewed yet'
  }

  async close(): Promise<void> {
    await this.#current?.done
    await this.#waiting?.done
    await this.#stopCompaction()
    this.#writer.forget(this)
  }

  // --- For the writer

  get name(): string {
    return this.#lease.name
  }
  get epoch(): number {
    return this.#lease.epoch
  }
  get logged(): number {
    return this.#logged
  }
  get keptVersion(): number {
    return this.#must().version
  }
  get needsWhole(): boolean {
    return this.#needsWhole
  }

  take(): Taken | null {
    if (this.#current !== null || this.#waiting === null) return null
    this.#current = this.#waiting
    this.#waiting = null
    return { log: this, group: this.#current, after: this.#must().version }
  }

  isWriting(group: Group): boolean {
    return this.#current === group
  }

  kept(group: Group, chars: number): void {
    if (!this.#settle(group)) return
    this.#commitChars += chars
    this.#compactIfLong()
  }

  keptWhole(group: Group, chars: number): void {
    if (!this.#settle(group)) return
    this.#stateChars = chars
    this.#commitChars = 0
  }

  refused(group?: Group): void {
    if (group !== undefined && this.#current !== group) return
    this.#lease.lose()
    this.lose(new NotKept('another process serves this sandbox now'))
    this.#writer.forget(this)
  }

  lose(problem: NotKept): boolean {
    const groups = [this.#current, this.#waiting].filter((group) => group !== null)
    if (groups.length === 0 && this.#isBack) return false
    this.#isBack = true
    this.#needsWhole ||= this.#current?.isWhole === true || (this.#isNew && this.#stateChars === 0)
    this.#current = null
    this.#waiting = null
    const { state } = this.#must()
    const version = this.#keeping?.goBackTo(state) ?? this.#must().version
    this.#kept = { version, state }
    for (const group of groups) group.end(problem)
    return true
  }

  mended(): void {
    this.#logged = this.#must().version
    this.#needsWhole = false
    this.#isBack = false
    this.#keeping?.goOn()
  }

  async mendWhole(): Promise<boolean> {
    const { version, state } = this.#must()
    const placed = await this.writeWhole(version, state)
    if (placed === null) return false
    this.#stateChars = placed.chars
    this.#commitChars = 0
    return true
  }

  async writeWhole(version: number, state: State): Promise<{ readonly chars: number } | null> {
    const { database } = this.#writer
    const { name, epoch } = this
    await this.#stopCompaction()
    try {
      const { key, chars } = await writeState(database, { name, epoch, kind: 'state', version, state, isUrgent: true })
      return (await replaceState(database, { name, epoch, key, version })) ? { chars } : null
    } catch (problem) {
      if (problem instanceof OldEpoch) return null
      throw problem
    }
  }

  // --- Compaction: nobody waits for it

  #compactIfLong(): void {
    if (this.#commitChars >= Math.max(this.#compactFrom, this.#stateChars * SHARE)) this.compact()
  }

  /** Begins to write a new snapshot in the background, unless that is under way. */
  compact(): Promise<void> {
    if (this.#compaction !== null) return this.#compaction.done
    const stopper = new AbortController()
    const done = this.#writeSnapshot(stopper.signal)
      .catch(() => {
        this.#compactFrom = this.#commitChars * 2
      })
      .finally(() => {
        this.#compaction = null
      })
    this.#compaction = { done, stop: () => stopper.abort() }
    return done
  }

  async #writeSnapshot(signal: AbortSignal): Promise<void> {
    const { version, state } = this.#must()
    const { database } = this.#writer
    const { name, epoch } = this
    const covered = this.#commitChars
    const written = { name, epoch, kind: 'state', version, state, isUrgent: false, signal } as const
    const { key, chars } = await writeState(database, written)
    signal.throwIfAborted()
    if (!(await compactTo(database, { name, epoch, key, version }))) return
    this.#stateChars = chars
    this.#commitChars -= covered
    this.#compactFrom = MIN_CHARS
  }

  async #stopCompaction(): Promise<void> {
    this.#compaction?.stop()
    await this.#compaction?.done
  }

  #settle(group: Group): boolean {
    // It was given up meanwhile: nobody was told that it is kept.
    if (this.#current !== group) return false
    this.#current = null
    this.#kept = { version: group.version, state: group.state }
    this.#logged = group.version
    group.end(null)
    if (this.#waiting !== null) this.#writer.wake(this)
    return true
  }

  #must(): { readonly version: number; readonly state: State } {
    if (this.#kept === undefined) throw new Error('nothing has begun this log')
    return this.#kept
  }
}
