import { Faults, type FaultsState } from '../faults/faults.ts'
import type { FaultRule } from '../faults/rule.ts'
import { Journal } from '../journal/journal.ts'
import { type DueTask, nextDue } from '../rules/due.ts'
import { Refusal } from '../rules/refusal.ts'
import { DEFAULT_SETTINGS, type Settings } from '../rules/settings.ts'
import type { Credential } from '../store/records.ts'
import { Reader, type State, Store, Transaction } from '../store/store.ts'
import { loadWorld, stateOf, type World } from '../store/world.ts'
import { Clock, type ClockState } from './clock.ts'
import type { Keys } from './keys.ts'
import { RateWindow, type RateWindowState } from './rate-window.ts'

export const DEFAULT_SEED = 1

export interface SandboxOptions {
  readonly name: string
  readonly world: World
  /** Epoch milliseconds at which its clock stands still; null: real time. */
  readonly clock_ms: number | null
  readonly settings?: Partial<Settings> | undefined
  /** What its chances are drawn from. */
  readonly seed?: number | undefined
  /** The keys of the world's credentials, by their names, instead of those that the world gives. */
  readonly keys?: ReadonlyMap<string, Keys> | undefined
  /** What goes wrong in it from the start. */
  readonly faults?: readonly FaultRule[] | undefined
  /** What was kept of it: it goes on from there. A reset takes it back to its world. */
  readonly kept?: World | undefined
}

/** A sandbox at one moment. The state is shared and not copied, for it never changes. */
export interface Snapshot {
  readonly id: string
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  readonly state: State
  readonly clock: ClockState
  readonly settings: Settings
  readonly rateWindow: RateWindowState
  readonly faults: FaultsState
}

/** One isolated TEvo inside the server. */
export class Sandbox {
  readonly name: string
  readonly seed: number
  readonly clock: Clock
  readonly store: Store
  readonly journal: Journal
  readonly snapshots = new Map<string, Snapshot>()
  readonly faults: Faults
  settings: Settings
  /** When its world began, by its clock: epoch milliseconds. */
  started_at: number
  readonly #options: SandboxOptions
  readonly #rateWindow = new RateWindow()
  /** Null: the one of its options, with their keys. */
  #replacement: World | null = null
  #snapshotsTaken = 0
  #next: { readonly version: number; readonly task: DueTask | undefined } | null = null

  constructor(options: SandboxOptions) {
    this.#options = options
    this.name = options.name
    this.seed = options.seed ?? DEFAULT_SEED
    this.clock = new Clock(options.clock_ms)
    this.started_at = this.clock.now()
    const { kept } = options
    const begin = kept === undefined ? this.#worldAt(this.started_at) : loadWorld(kept, this.started_at)
    this.store = new Store(begin, this.clock.now)
    this.journal = new Journal()
    this.faults = new Faults(this.seed, this.clock.now)
    this.faults.add(options.faults ?? [])
    this.settings = this.#firstSettings()
  }

  /** Whether it starts from another world than it was made with. */
  get isReplaced(): boolean {
    return this.#replacement !== null
  }

  /** Does what has fallen due by now, in the order in which it fell due. */
  settle(): void {
    for (;;) {
      if (this.#next?.version !== this.store.version)
        this.#next = { version: this.store.version, task: nextDue(this.store.reader()) }
      const { task } = this.#next
      if (task === undefined || task.at > this.clock.now()) return
      this.#perform(task)
    }
  }

  /** Moves its clock forward, and does what falls due on the way. */
  advance(by_ms: number): void {
    this.clock.advance(by_ms)
    this.settle()
  }

  #perform({ at, run, refused }: DueTask): void {
    try {
      this.store.transact((tx) => run(tx, this.settings), at)
    } catch (problem) {
      if (!(problem instanceof Refusal) || refused === undefined) throw problem
      this.store.transact((tx) => refused(tx, problem), at)
    }
  }

  credentials(): Credential[] {
    return [...this.store.reader().all('credentials')].reverse()
  }

  /** Counts a request where the settings limit them: the seconds to wait when it is one too many, else null. */
  countRequest(): number | null {
    const { rate_limit } = this.settings
    return rate_limit === null ? null : this.#rateWindow.count(rate_limit, this.clock.now())
  }

  /** Back to its world, with everything as at its making. Dates that are relative start again from its clock. */
  reset(): void {
    this.clock.reset(this.#options.clock_ms)
    this.started_at = this.clock.now()
    this.settings = this.#firstSettings()
    this.#rateWindow.restore()
    this.journal.reset()
    this.store.restore(this.#worldAt(this.started_at))
    this.faults.clear()
    this.faults.add(this.#options.faults ?? [])
  }

  /** Puts another world in place of its own, for a reset too. Its clock, journal, faults and settings stay. */
  replaceWorld(world: World): void {
    const state = stateOf(world, this.clock.now())
    this.#replacement = world
    this.started_at = this.clock.now()
    this.store.restore(state)
  }

  /** Keeps this moment under an id: `snap_1`, where none is given. */
  takeSnapshot(id = this.#nextSnapshotId()): Snapshot {
    this.settle()
    const { store, settings } = this
    const clock = this.clock.save()
    const rateWindow = this.#rateWindow.save()
    const snapshot = { id, at: clock.now, state: store.state, clock, settings, rateWindow, faults: this.faults.save() }
    this.snapshots.set(id, snapshot)
    return snapshot
  }

  #nextSnapshotId(): string {
    do this.#snapshotsTaken += 1
    while (this.snapshots.has(`snap_${this.#snapshotsTaken}`))
    return `snap_${this.#snapshotsTaken}`
  }

  /** Back to that moment. The journal stays: it tells what was done, and that was. */
  restore({ state, clock, settings, rateWindow, faults }: Snapshot): void {
    this.clock.restore(clock)
    this.settings = settings
    this.#rateWindow.restore(rateWindow)
    this.store.restore(state)
    this.faults.restore(faults)
  }

  #firstSettings(): Settings {
    return { ...DEFAULT_SETTINGS, ...this.#options.settings }
  }

  #worldAt(start_ms: number): State {
    if (this.#replacement !== null) return stateOf(this.#replacement, start_ms)
    const { world, keys } = this.#options
    const state = stateOf(world, start_ms)
    return keys === undefined ? state : withKeys(state, keys, start_ms)
  }
}

/** The same records, but for the keys of the credentials. */
function withKeys(state: State, keys: ReadonlyMap<string, Keys>, start_ms: number): State {
  const tx = new Transaction(state, start_ms)
  for (const credential of [...new Reader(state.tables, start_ms).all('credentials')])
    tx.put('credentials', { ...credential, ...keys.get(credential.name) })
  return tx.finish()
}
