import { Faults } from '../faults/faults.ts'
import type { FaultRule } from '../faults/rule.ts'
import { Journal } from '../journal/ring.ts'
import type { TakeOver } from '../journal/take-over.ts'
import { type Caller, Callers } from '../rules/caller.ts'
import type { DueSource } from '../rules/due-task.ts'
import type { Job, Outside } from '../rules/job.ts'
import { explanationOf } from '../rules/refusal.ts'
import type { Commit } from '../store/commit.ts'
import type { Log } from '../store/log.ts'
import type { Credential } from '../store/records.ts'
import { type AccountSettings, DEFAULT_SETTINGS } from '../store/settings.ts'
import { Reader, type State } from '../store/state.ts'
import { Transaction } from '../store/transaction.ts'
import { stateOf, type World } from '../store/world.ts'
import { Attendance } from './attendance.ts'
import { goOnWith, type NewWebhook, withSandbox } from './beginning.ts'
import { type ClockChange, moved } from './clock.ts'
import { Door, type KeepingListener, type Written } from './door.ts'
import { End } from './end.ts'
import { FirstState } from './first-state.ts'
import type { Keys } from './keys.ts'
import { goingOn, type Moment, type Snapshot, Snapshots } from './moment.ts'
import { RateWindow } from './rate-window.ts'
import { type KnownSecrets, secretsFor } from './secrets.ts'

export type { NewWebhook, Snapshot, Written }
export const DEFAULT_SEED = 1

export interface SandboxOptions {
  readonly name: string
  readonly world: World
  /** Epoch milliseconds at which its clock stands still; null: real time. */
  readonly clock_ms: number | null
  readonly settings?: Partial<AccountSettings> | undefined
  /** What its chances are drawn from. */
  readonly seed?: number | undefined
  /** The keys of the world's credentials, by their names, instead of those that the world gives. */
  readonly keys?: ReadonlyMap<string, Keys> | undefined
  /** What goes wrong in it from the start. */
  readonly faults?: readonly FaultRule[] | undefined
  /** A moment of another sandbox that it goes on from; a reset takes it back there. */
  readonly fork?: Moment | undefined
  /** Who is told of what happens in it from the start. */
  readonly webhooks?: readonly NewWebhook[] | undefined
  /** What was kept of it: it goes on from there. A reset takes it back to its world. */
  readonly kept?: State | undefined
  /** Nothing of the other options is added to what was kept. */
  readonly isAsKept?: boolean | undefined
  /** Another process has served it. */
  readonly takeOver?: TakeOver | null | undefined
  /** What was kept of it before. */
  readonly snapshots?: readonly Snapshot[] | undefined
  /** The world that was put in place of its own. */
  readonly replacement?: World | undefined
  /** Where its commits go; without it they are in memory alone. */
  readonly log?: Log | undefined
  /** What falls due by itself; all of TEvo's kinds when it is left out. */
  readonly dueSources?: readonly DueSource[] | undefined
  /** See DoorOptions. */
  readonly causes?: ((tx: Transaction, before: Reader) => void) | undefined
  /** Makes what it calls services outside with; it calls nobody where that is left out. */
  readonly outsideOf?: ((sandbox: Sandbox) => Outside) | undefined
  /** Begins what goes on beside it, until it is closed: to send what it has to tell others. */
  readonly beside?: ((sandbox: Sandbox) => { close(): void }) | undefined
  /** What opens something in any sandbox of the server: its journal hides that. */
  readonly secrets?: KnownSecrets | undefined
}

/** What all sandboxes of a server do by themselves. */
export type Wiring = Pick<SandboxOptions, 'dueSources' | 'causes' | 'outsideOf' | 'beside' | 'secrets'>

/** One isolated TEvo inside the server. */
export class Sandbox {
  readonly name: string
  readonly seed: number
  readonly journal: Journal
  readonly snapshots = new Snapshots()
  readonly faults: Faults
  readonly attendance = new Attendance()
  /** It was deleted, or its server stops. */
  readonly end = new End()
  readonly #options: SandboxOptions
  readonly #door: Door
  readonly #rateWindow = new RateWindow()
  readonly #callers = new Callers()
  readonly #beside: { close(): void } | undefined
  /** Null: the one of its options, with their keys. */
  #replacement: World | null = null
  readonly #first: FirstState

  constructor(options: SandboxOptions) {
    const { name, seed = DEFAULT_SEED, settings, log, dueSources, causes, outsideOf, beside, takeOver = null } = options
    this.#options = options
    this.#replacement = options.replacement ?? null
    for (const snapshot of options.snapshots ?? []) this.snapshots.set(snapshot.id, snapshot)
    // Most have the same ones, and share them.
    const hasOwn = settings !== undefined && Object.keys(settings).length > 0
    this.#first = new FirstState(options, hasOwn ? { ...DEFAULT_SETTINGS, ...settings } : DEFAULT_SETTINGS)
    this.name = name
    this.seed = seed
    const secrets = secretsFor(() => this.#door.state, options.secrets)
    this.journal = new Journal(() => this.settings, secrets, takeOver)
    this.#door = new Door({
      state: this.#first.begin(this.#replacement),
      log,
      dueSources,
      causes,
      outside: outsideOf?.(this),
      done: (...done) => this.journal.doings.add(...done),
      orderRefused: ({ key, at }, refusal) => this.journal.recordRefusal({ key, at, why: explanationOf(refusal) }),
      failed: ({ key, at }, problem) => this.journal.recordFailure({ key, at, problem }),
    })
    if (options.kept !== undefined && options.isAsKept !== true) this.#door.write((tx) => goOnWith(tx, options))
    this.faults = new Faults(seed, this.now, () => this.journal.made)
    this.#armAsAtFirst()
    if (takeOver !== null) this.faults.rearmed(takeOver.at)
    this.#beside = beside?.(this)
  }

  // --- What it shows

  /** Epoch milliseconds of its clock. */
  readonly now = (): number => this.#door.now()

  get isFrozen(): boolean {
    return this.#door.record.frozen_at !== null
  }

  get settings(): AccountSettings {
    return this.#door.record.settings
  }

  /** When its world began, by its clock: epoch milliseconds. */
  get began_at(): number {
    return this.#door.record.began_at
  }

  /** Whether it starts from another world than it was made with. */
  get isReplaced(): boolean {
    return this.#replacement !== null
  }

  /** Counts up with every reset, restore and replaced world. */
  get lives(): number {
    return this.#door.lives
  }

  /** See Door. */
  get undone(): number {
    return this.#door.undone
  }

  /** Everything it holds, when what has fallen due is done. */
  state(): State {
    this.#door.settle()
    return this.#door.state
  }

  /** Reads its records, when what has fallen due is done. */
  read(): Reader {
    return this.#door.read()
  }

  /** Who calls with this token, if it is known, when what has fallen due is done. */
  callerByToken(token: string): Caller | undefined {
    return this.#callers.byToken(this.state(), token)
  }

  /** As `read`, of what is there already: nothing is done before. */
  peek(): Reader {
    return new Reader(this.#door.state.tables, this.now())
  }

  /** The world as lists show it, to read from; null where it is the one of now. See `index_lag_s`. */
  lagging(): { readonly tx: Transaction; readonly isBehind: boolean } | null {
    const shown = this.#door.shownInLists()
    if (shown === null) return null
    const { state, at } = shown
    return { tx: new Transaction(state, at), isBehind: state.tables !== this.#door.state.tables }
  }

  credentials(): Credential[] {
    return [...this.peek().all('credentials')].reverse()
  }

  /** When it does something by itself next, in epoch milliseconds of real time; null: not before somebody asks for something. */
  get acts_at(): number | null {
    const read = this.peek()
    const toSend =
      read.count('webhook_deliveries', 'by_state', 'ready') + read.count('outbound_calls', 'by_state', 'ready')
    return toSend > 0 ? Date.now() : this.#door.acts_at
  }

  // --- What changes it, all of it through the one door

  /** Does what is due, then runs `work` and shows what came of it: all of it is kept, or, when it throws, none. */
  write<Result>(work: (tx: Transaction) => Result): Written<Result> {
    return this.#door.write(work)
  }

  /** Runs a job that prepares nothing. @throws as `carryOut` */
  carryOutNow<Result>(job: Job<Result>, life?: number): Written<Result> {
    return this.#door.carryOutNow(job, life)
  }

  /** Prepares and runs a job. @throws what the job throws; AnotherLife when it was reset or restored since `life` */
  carryOut<Result>(job: Job<Result>, life?: number): Promise<Written<Result>> {
    return this.#door.carryOut(job, life)
  }

  /** Runs what may be refused, and forgets what it wrote. @throws what it throws */
  tryOut(work: (tx: Transaction, settings: AccountSettings) => void): void {
    this.#door.tryOut((tx) => work(tx, tx.sandbox.settings))
  }

  /** Resolves when what it shows now is durable; undefined when it already is. Rejects with a Problem. */
  durable(): Promise<void> | undefined {
    return this.#door.durable()
  }

  /** Tells of every commit as it is shown, until the function that comes back is called. */
  onShown(listener: (commit: Commit, before: State) => void): () => void {
    return this.#door.onShown(listener)
  }

  /** As the door's. */
  onKeeping(listener: KeepingListener): () => void {
    return this.#door.onKeeping(listener)
  }

  /** Does what has fallen due; resolves when that is done which had to wait. */
  settled(): Promise<void> {
    return this.#door.settled()
  }

  /** Changes some settings, from the next request on. What has fallen due before is done under the old ones. */
  async changeSettings(patch: Partial<AccountSettings>): Promise<AccountSettings> {
    await this.#door.settled()
    this.#door.write((tx) => tx.changeSandbox({ settings: { ...tx.sandbox.settings, ...patch } }))
    this.journal.makeRoom()
    return this.settings
  }

  /**
   * Moves its clock forward, lets it stand still or go on; resolves when what falls due on the way is done, in order.
   * @throws ClockProblem
   */
  async changeClock(change: ClockChange): Promise<void> {
    this.#door.write((tx) => tx.changeSandbox(moved(tx.sandbox, change)))
    await this.#door.settled()
  }

  /** Back to its world, with everything as at its making. Dates that are relative start again from its clock. */
  reset(): void {
    const state = this.#first.state(this.#door.record.life + 1, this.#replacement)
    this.#door.write((tx) => tx.replace(state))
    this.journal.reset()
    this.#armAsAtFirst()
  }

  /** Puts another world in place of its own, for a reset too. Its clock, journal, faults and settings stay. */
  replaceWorld(world: World): void {
    const state = stateOf(world, this.now())
    this.#door.write((tx) =>
      tx.replace(withSandbox(state, { ...tx.sandbox, began_at: tx.now, life: tx.sandbox.life + 1 })),
    )
    const before = this.#replacement
    this.#replacement = world
    this.#door.durable()?.catch(() => (this.#replacement = before))
  }

  /** It as it is now. */
  moment(): Moment {
    const state = this.state()
    return { at: this.now(), state, rateWindow: this.#rateWindow.save(), faults: this.faults.save() }
  }

  /** Keeps this moment under an id: `snap_1`, where none is given. */
  takeSnapshot(id = this.snapshots.nextId()): Snapshot {
    const snapshot = { id, ...this.moment() }
    this.snapshots.set(id, snapshot)
    return snapshot
  }

  /** Back to that moment. The journal stays: it tells what was done, and that was. */
  restore(moment: Moment): void {
    this.#door.write((tx) => tx.replace(goingOn(moment, tx.sandbox.life + 1)))
    this.#rateWindow.restore(moment.rateWindow)
    this.faults.restore(moment.faults)
    this.journal.makeRoom()
  }

  /** Counts a request where the settings limit them: the seconds to wait when it is one too many, else null. */
  countRequest(): number | null {
    const { rate_limit } = this.settings
    return rate_limit === null ? null : this.#rateWindow.count(rate_limit, this.now())
  }

  /** Lets nothing happen in it by itself any more. */
  close(): void {
    this.#door.close()
    this.#beside?.close()
    this.end.come()
  }

  /** Faults and the window of the rate limit, as they go with its first state. */
  #armAsAtFirst(): void {
    const { fork, faults = [] } = this.#options
    this.#rateWindow.restore(fork?.rateWindow)
    this.faults.reset()
    if (fork === undefined) this.faults.add(faults)
    else this.faults.restore(fork.faults)
  }
}
