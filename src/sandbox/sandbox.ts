import { Faults } from '../faults/faults.ts'
import { Journal } from '../journal/journal.ts'
import { type DueTask, nextDue } from '../rules/due.ts'
import { Refusal } from '../rules/refusal.ts'
import { DEFAULT_SETTINGS, type Settings } from '../rules/settings.ts'
import type { Credential } from '../store/records.ts'
import { type State, Store } from '../store/store.ts'
import { loadWorld, type World } from '../store/world.ts'
import { Clock } from './clock.ts'

export interface SandboxOptions {
  readonly name: string
  readonly world: World
  /** Epoch milliseconds at which its clock stands still; null: real time. */
  readonly clock_ms: number | null
  readonly settings?: Partial<Settings>
  /** What its chances are drawn from. */
  readonly seed?: number
}

/** One isolated TEvo inside the server. */
export class Sandbox {
  readonly name: string
  readonly clock: Clock
  readonly store: Store
  readonly journal: Journal
  readonly faults: Faults
  settings: Settings
  readonly #initial: State
  #next: { readonly version: number; readonly task: DueTask | undefined } | null = null

  constructor(options: SandboxOptions) {
    this.name = options.name
    this.clock = new Clock(options.clock_ms)
    this.#initial = loadWorld(options.world, this.clock.now())
    this.store = new Store(this.#initial, this.clock.now)
    this.journal = new Journal()
    this.faults = new Faults(options.seed ?? 1, this.clock.now)
    this.settings = { ...DEFAULT_SETTINGS, ...options.settings }
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
}
