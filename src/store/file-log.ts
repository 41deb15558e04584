import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, type Problem } from '../problem.ts'
import type { Commit } from './commit.ts'
import type { Lock } from './file/lock.ts'
import type { LogFile } from './file/log-file.ts'
import { commitLines } from './file/log-lines.ts'
import type { SnapshotFile } from './file/snapshot-file.ts'
import { cannotWrite } from './file/trouble.ts'
import { Group } from './group.ts'
import type { Keeping, Log } from './log.ts'
import type { State } from './state.ts'

/** A log is not compacted before it is as long. */
const MIN_LOG_BYTES = 4 * 1024 * 1024
/** Nor before it is this part of its snapshot: each commit is then written some three times, however large the world is. */
const LOG_SHARE = 0.5
/** What falls due by itself would try again without end while the disk is full. */
const PAUSE_MS = 100
const LOOK_AGAIN_MS = 1_000
/** How much is tried where it is not known what could not be written. */
const PROBE_BYTES = 4_096

export interface FileLogOptions {
  readonly file: string
  readonly lock: Lock
  readonly log: LogFile
  readonly snapshot: SnapshotFile
  /** Of what was read. */
  readonly version: number
  /** What was read is not in a file of ours yet: it is written whole before anything is acknowledged. */
  readonly isNew: boolean
  /** Tells who started the program of trouble with the file, and of its end. */
  readonly say: (text: string) => void
}

/** Keeps the commits of one sandbox in a file: a group of them at a time, with one sync. See docs/decisions/data-file.md. */
export class FileLog implements Log {
  readonly version: number
  readonly #options: FileLogOptions
  #keeping: Keeping | undefined
  /** On disk. */
  #kept: { readonly version: number; readonly state: State } | undefined
  /** The version that the log or the snapshot has last. What could not be kept has used numbers up. */
  #logged: number
  #waiting: Group | null = null
  #current: Group | null = null
  #running: Promise<void> | null = null
  /** The log cannot be trusted, or does not lead to what is to be kept. */
  #needsSnapshot: boolean
  #compaction: { readonly done: Promise<void>; stop(): void } | null = null
  /** Compacted up to there: the lines before it can go. */
  #compacted: { readonly version: number; readonly offset: number } | null = null
  /** The next compaction waits for the log to be as long, where one could not be written. */
  #compactFrom_bytes = 0
  /** Before that, trouble is why the program does not start, which it says itself. */
  #hasKept: boolean
  /** Until it looks again whether the file can be written. */
  #trouble: NodeJS.Timeout | undefined

  constructor(options: FileLogOptions) {
    this.#options = options
    this.version = options.version
    this.#logged = options.version
    this.#needsSnapshot = options.isNew
    this.#hasKept = !options.isNew
  }

  begin(state: State, keeping: Keeping): void {
    this.#keeping = keeping
    const { version } = this
    if (this.#needsSnapshot) {
      this.#kept = { version: version - 1, state }
      this.#waiting = Group.whole(version, state)
      this.#wake()
    } else this.#kept = { version, state }
  }

  append(commit: Commit, state: State): 'kept' {
    this.#waiting ??= new Group(commit.version, state)
    this.#waiting.add(commit, state)
    this.#wake()
    return 'kept'
  }

  /** It is alone with its file. */
  since(): readonly Commit[] {
    return []
  }

  durable(version: number): Promise<void> | undefined {
    if (version <= this.#must().version) return undefined
    if (this.#current !== null && version <= this.#current.version) return this.#current.done
    return this.#waiting?.done
  }

  async close(): Promise<void> {
    const { lock, log } = this.#options
    try {
      while (this.#running !== null) await this.#running
      clearTimeout(this.#trouble)
      if (this.#kept === undefined) return
      const { version, state } = this.#kept
      if (log.bytes === 0 && !this.#needsSnapshot && (await this.#areThere())) return
      await lock.check()
      await this.#writeWhole(version, state)
    } catch (problem) {
      throw cannotWrite(this.#options.file, problem)
    } finally {
      await this.release()
    }
  }

  /** Lets go of the file as it is. */
  async release(): Promise<void> {
    clearTimeout(this.#trouble)
    await this.#stopCompaction()
    await this.#options.log.close()
    await this.#options.lock.release()
  }

  #must(): { readonly version: number; readonly state: State } {
    if (this.#kept === undefined) throw new Error('nothing has begun this log')
    return this.#kept
  }

  /** Not at once: what else comes in this turn of the event loop goes into the same group. */
  #wake(): void {
    this.#running ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#run())
      .finally(() => {
        this.#running = null
        if (this.#waiting !== null) this.#wake()
      })
  }

  async #run(): Promise<void> {
    for (;;) {
      if (this.#compacted !== null) await this.#shortenLog(this.#compacted)
      const group = this.#waiting
      if (group === null) return
      this.#waiting = null
      this.#current = group
      try {
        await this.#keep(group)
        this.#kept = { version: group.version, state: group.state }
        this.#logged = group.version
        this.#hasKept = true
        this.#current = null
        group.end(null)
        this.#mended()
        this.#compactIfLong()
      } catch (problem) {
        await this.#lose(group, problem)
        await delay(PAUSE_MS)
      }
    }
  }

  async #keep(group: Group): Promise<void> {
    const { lock, log } = this.#options
    if (!group.isWhole && !this.#needsSnapshot) {
      const lines = commitLines(group.commits, this.#logged)
      if (lock.isLost) await lock.check()
      await log.write(lines, this.#logged)
      // To look for the files takes as long as the sync does, so both are done at once.
      const [synced, found] = await Promise.allSettled([log.sync(), this.#areThere()])
      if (synced.status === 'rejected') {
        // Nobody can know what is on the disk: see docs/decisions/data-file.md.
        this.#needsSnapshot = true
        throw synced.reason
      }
      if (found.status === 'rejected') throw found.reason
      if (found.value) {
        log.settle()
        return
      }
    }
    await lock.check()
    await this.#writeWhole(group.version, group.state)
  }

  /** Whether the files are where they were. What is written to a deleted file is gone with the process. */
  async #areThere(): Promise<boolean> {
    const { lock, log, snapshot } = this.#options
    const [isLogThere, isSnapshotThere] = await Promise.all([log.isThere(), snapshot.isThere(), lock.check()])
    return isLogThere && isSnapshotThere
  }

  /** A new snapshot, and no log: all that is known is in it. */
  async #writeWhole(version: number, state: State): Promise<void> {
    await this.#stopCompaction()
    this.#needsSnapshot = true
    await this.#options.snapshot.write({ version, state }, { isUrgent: true })
    await this.#options.log.forget()
    this.#needsSnapshot = false
    this.#compactFrom_bytes = 0
  }

  /** A group cannot be kept: it and what came after it did not happen. */
  async #lose(group: Group, cause: unknown): Promise<void> {
    const problem = cannotWrite(this.#options.file, cause)
    const { log, lock } = this.#options
    // Else a crash would bring back what was refused.
    if (!lock.isLost) await log.cutBack().catch(() => {})
    const after = this.#waiting
    this.#waiting = null
    this.#current = null
    const { state } = this.#must()
    const version = this.#keeping?.goBackTo(state) ?? group.version
    this.#kept = { version, state }
    group.end(problem)
    after?.end(problem)
    this.#troubled(problem, commitLines(group.commits, 0).length)
  }

  // --- Trouble: it goes on by itself

  #troubled(problem: Problem, lost_bytes: number): void {
    if (this.#trouble !== undefined) clearTimeout(this.#trouble)
    else if (this.#hasKept) this.#options.say(problem.message)
    const bytes = Math.max(PROBE_BYTES, lost_bytes)
    this.#trouble = setTimeout(() => this.#lookAgain(bytes), LOOK_AGAIN_MS).unref()
  }

  #mended(): void {
    if (this.#trouble === undefined) return
    clearTimeout(this.#trouble)
    this.#trouble = undefined
    this.#options.say(`${this.#options.file} can be written again`)
    this.#keeping?.goOn()
  }

  /** What waits to be told to others does not wait for the next request. */
  #lookAgain(bytes: number): void {
    // Who is at work finds out.
    if (this.#running !== null) return
    this.#running = this.#probe(bytes).finally(() => {
      this.#running = null
      if (this.#waiting !== null) this.#wake()
    })
  }

  async #probe(bytes: number): Promise<void> {
    const { lock, log } = this.#options
    const { version, state } = this.#must()
    try {
      await lock.check()
      if (this.#needsSnapshot || !(await this.#areThere())) {
        await this.#writeWhole(version, state)
        this.#logged = version
      } else await log.probe(bytes)
      this.#mended()
    } catch (problem) {
      if (!lock.isLost) this.#troubled(cannotWrite(this.#options.file, problem), bytes)
    }
  }

  // --- Compaction: nobody waits for it

  #compactIfLong(): void {
    const { log, snapshot } = this.#options
    if (log.bytes >= Math.max(MIN_LOG_BYTES, snapshot.bytes * LOG_SHARE, this.#compactFrom_bytes)) this.compact()
  }

  /** Begins to write a new snapshot in the background, unless that is under way, or the snapshot has all there is. */
  compact(): void {
    const { log, snapshot } = this.#options
    if (this.#compaction !== null || log.bytes === 0) return
    const { version, state } = this.#must()
    const offset = log.bytes
    const stopper = new AbortController()
    const { signal } = stopper
    const done = snapshot.write({ version, state }, { isUrgent: false, signal }).then(
      () => {
        this.#compacted = { version, offset }
        this.#wake()
      },
      (problem) => {
        this.#compaction = null
        if (signal.aborted) return
        this.#compactFrom_bytes = log.bytes * 2
        this.#options.say(`${this.#options.file} cannot be compacted, its log grows: ${messageOf(problem)}`)
      },
    )
    this.#compaction = { done, stop: () => stopper.abort() }
  }

  async #stopCompaction(): Promise<void> {
    this.#compaction?.stop()
    await this.#compaction?.done
    this.#compaction = null
    this.#compacted = null
  }

  /** Between two groups. Lines that stay although a snapshot has them are passed over at the next start. */
  async #shortenLog({ version, offset }: { readonly version: number; readonly offset: number }): Promise<void> {
    this.#compacted = null
    await this.#options.log.keepFrom(offset, version).catch(() => {})
    this.#compaction = null
  }
}
