import type { Doer } from '../journal/doings.ts'
import type { Job, Outside } from '../rules/job.ts'
import { isStale, refusalIn, unprocessable } from '../rules/refusal.ts'
import type { Commit } from '../store/commit.ts'
import { type Log, MemoryLog } from '../store/log.ts'
import type { SandboxRecord } from '../store/records.ts'
import { Reader, recordIn, type State } from '../store/state.ts'
import { Store } from '../store/store.ts'
import type { Transaction } from '../store/transaction.ts'
import { timeOf } from './clock.ts'
import { DueWork, type DueWorkOptions, MAX_TRIES } from './due-work.ts'
import { AnotherLife } from './lives.ts'
import { Past, type Shown } from './past.ts'

/** It keeps nothing, so one serves all. */
const IN_MEMORY = new MemoryLog()

export interface Written<Result> {
  readonly result: Result
  /** Null: nothing was changed. */
  readonly commit: Commit | null
  /** The state before it. */
  readonly before: State
  /** Whether it depends on what time it is. */
  readonly readsClock: boolean
}

export interface DoorOptions extends DueWorkOptions {
  readonly state: State
  readonly log?: Log | undefined
  /** What a write causes, in the same commit: it is given the write's transaction and the world before it. */
  readonly causes?: ((tx: Transaction, before: Reader) => void) | undefined
  /** Told of what was changed by a deed, or because it fell due. */
  readonly done?: ((doer: Doer, commit: Commit, before: State, after: State) => void) | undefined
  /** What a preparation can ask of others; nobody, where it is left out. */
  readonly outside?: Outside | undefined
}

/** Told of a log that could not keep something. */
export interface KeepingListener {
  /** The state is the one that was kept last again. */
  readonly wentBack: () => void
  readonly wentOn: () => void
}

/** The one door of a sandbox: whatever changes its state comes through here, and nothing passes what has fallen due. */
export class Door {
  readonly #store: Store
  readonly #log: Log
  readonly #options: DoorOptions
  readonly #dueWork: DueWork
  #past: Past
  #undone = 0
  readonly #listeners = new Set<(commit: Commit, before: State) => void>()
  readonly #keeping = new Set<KeepingListener>()

  constructor(options: DoorOptions) {
    this.#options = options
    this.#log = options.log ?? IN_MEMORY
    this.#store = new Store(options.state, this.#log.version)
    this.#past = new Past(options.state)
    this.#log.begin(options.state, {
      goBackTo: (state) => this.#goBackTo(state),
      goOn: () => {
        for (const { wentOn } of this.#keeping) wentOn()
      },
    })
    this.#dueWork = new DueWork(options, {
      state: () => this.state,
      lives: () => this.lives,
      writeAt: (work, { at, key }) => this.#try(work, at, { kind: 'due', what: key }),
      prepare: (prepare, previous, life, at) => this.#prepare(prepare, previous, life, at),
    })
    this.#dueWork.look()
  }

  get state(): State {
    return this.#store.state
  }

  get version(): number {
    return this.#store.version
  }

  /** See Store. */
  get lives(): number {
    return this.#store.lives
  }

  /** How often something could not be kept, and was undone. */
  get undone(): number {
    return this.#undone
  }

  get record(): SandboxRecord {
    return recordIn(this.state)
  }

  /** Epoch milliseconds of the sandbox's clock. */
  readonly now = (): number => timeOf(this.record)

  /** Reads the world as it is now, when everything has been done that has fallen due. */
  read(): Reader {
    this.settle()
    return this.#reader()
  }

  /** What lists show, where the setting `index_lag_s` lets them lag behind; null where it does not. */
  shownInLists(): Shown | null {
    return this.#past.shown(this.now(), this.record.settings.index_lag_s * 1_000)
  }

  /** Resolves when what is shown now is durable; undefined when it already is. Rejects with a Problem. */
  durable(): Promise<void> | undefined {
    return this.#log.durable(this.version)
  }

  /**
   * Does what is due, runs `work`, and shows what came of it: all of it is kept, or, when it throws, none.
   * @throws AnotherLife when a `life` is given and the sandbox has come to another one, which another process can do
   */
  write<Result>(work: (tx: Transaction) => Result, life?: number, doer?: Doer): Written<Result> {
    for (;;) {
      this.settle()
      if (life !== undefined && this.lives !== life) throw new AnotherLife()
      const written = this.#try(work, this.now(), doer)
      if (written !== null) return written
    }
  }

  /** Runs a job that prepares nothing. @throws what the job throws; AnotherLife, as `carryOut` */
  carryOutNow<Result>(job: Job<Result>, life = this.lives): Written<Result> {
    return this.write((tx) => job.run(tx, tx.sandbox.settings, undefined), life)
  }

  /**
   * Prepares and runs a job. @throws what the job throws; AnotherLife when the sandbox has had another life since `life`
   */
  async carryOut<Result>(job: Job<Result>, life = this.lives): Promise<Written<Result>> {
    let prepared: unknown
    for (let tries = 1; ; tries += 1) {
      try {
        if (job.prepare !== undefined) prepared = await this.#prepare(job.prepare, prepared, life)
        return this.write((tx) => job.run(tx, tx.sandbox.settings, prepared), life, doerOf(job))
      } catch (problem) {
        if (isStale(problem) && tries < MAX_TRIES) continue
        const { refused } = job
        // After a defect, too: what was done outside for work that did not come about is to be taken back.
        const refusal = refusalIn(problem) ?? unprocessable('A defect of tevo-local')
        if (refused !== undefined && this.lives === life)
          this.write((tx) => refused(tx, tx.sandbox.settings, refusal, prepared), life)
        throw problem
      }
    }
  }

  /** Runs what may be refused, and forgets what it wrote. @throws what it throws */
  tryOut(work: (tx: Transaction) => void): void {
    this.settle()
    this.#store.attempt(work, this.now())
  }

  /** See DueWork. */
  settle(): void {
    this.#dueWork.settle()
  }

  /** As `settle`, and waits for the tasks that have to wait. */
  settled(): Promise<void> {
    return this.#dueWork.settled()
  }

  /** Tells of every commit as it is shown, until the function that comes back is called. */
  onShown(listener: (commit: Commit, before: State) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells when commits could not be kept, and when they can be again, until the function that comes back is called. */
  onKeeping(listener: KeepingListener): () => void {
    this.#keeping.add(listener)
    return () => this.#keeping.delete(listener)
  }

  /** See DueWork. */
  get acts_at(): number | null {
    return this.#dueWork.acts_at
  }

  /** Lets nothing happen by itself any more. */
  close(): void {
    this.#dueWork.close()
  }

  /** Tries once. Null: the log was ahead of us; now we are with it, and the work is to be done again. */
  #try<Result>(work: (tx: Transaction) => Result, at: number, doer?: Doer): Written<Result> | null {
    const before = this.state
    const { causes } = this.#options
    const { result, commit, state, readsClock } = this.#store.attempt(
      causes === undefined ? work : causing(work, causes, before),
      at,
    )
    if (commit === null) return { result, commit, before, readsClock }
    const isKept = this.#log.append(commit, state) === 'kept'
    if (isKept) {
      if (doer !== undefined) this.#options.done?.(doer, commit, before, state)
      this.#show(commit, state)
    } else this.#catchUp()
    this.#dueWork.look()
    return isKept ? { result, commit, before, readsClock } : null
  }

  #catchUp(): void {
    const missed = this.#log.since(this.version)
    if (missed.length === 0) throw new Error(`the log is ahead of version ${this.version} and has nothing after it`)
    for (const commit of missed) this.#show(commit)
  }

  #show(commit: Commit, state?: State): void {
    const before = this.state
    this.#store.apply(commit, state)
    this.#past.see(commit, before, this.state)
    for (const listener of this.#listeners) listener(commit, before)
  }

  /** Lists show it at once, and what waits meets it as another life. */
  #goBackTo(state: State): number {
    this.#store.goBackTo(state)
    this.#undone += 1
    this.#past = new Past(state)
    const { version } = this
    for (const { wentBack } of this.#keeping) wentBack()
    this.#dueWork.look()
    return version
  }

  #reader(): Reader {
    return new Reader(this.state.tables, this.now())
  }

  /** `at`: the time at which it is to run, which for a task that fell due is past. */
  #prepare(
    prepare: NonNullable<Job<unknown>['prepare']>,
    previous: unknown,
    life: number,
    at = this.now(),
  ): Promise<unknown> {
    const write = async <Result>(work: (tx: Transaction) => Result): Promise<Result> => {
      const { result } = this.write(work, life)
      await this.durable()
      return result
    }
    const dryRun = <Result>(work: (tx: Transaction) => Result): Result => this.#store.attempt(work, at).result
    this.settle()
    return prepare({
      read: new Reader(this.state.tables, at),
      previous,
      write,
      dryRun,
      outside: this.#options.outside ?? NOTHING_OUTSIDE,
    })
  }
}

/** The work, and what it causes. */
const causing =
  <Result>(work: (tx: Transaction) => Result, causes: NonNullable<DoorOptions['causes']>, before: State) =>
  (tx: Transaction): Result => {
    const result = work(tx)
    causes(tx, new Reader(before.tables, tx.at))
    return result
  }

const doerOf = ({ deed }: Job<unknown>): Doer | undefined =>
  deed === undefined ? undefined : { kind: 'deed', what: deed }

const NOTHING_OUTSIDE: Outside = {
  call: () => Promise.reject(new Error('this sandbox calls nobody')),
  callTwice: () => {},
}
