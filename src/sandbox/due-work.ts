import { messageOf } from '../problem.ts'
import { nextDue } from '../rules/due.ts'
import type { DueSource, DueTask } from '../rules/due-task.ts'
import type { Job } from '../rules/job.ts'
import { isStale, type Refusal, refusalIn } from '../rules/refusal.ts'
import type { AccountSettings } from '../store/settings.ts'
import { Reader, recordIn, type State } from '../store/state.ts'
import type { Transaction } from '../store/transaction.ts'
import { Alarm } from './alarm.ts'
import { timeOf } from './clock.ts'
import { UnderWay } from './lives.ts'

/** How often a preparation looks again when other work changed what it had seen. */
export const MAX_TRIES = 20

/** A time that is past in any case. */
const AT_ONCE = 0

type Prepare = NonNullable<Job<unknown>['prepare']>

export interface DueWorkOptions {
  /** What falls due by itself. */
  readonly dueSources?: readonly DueSource[] | undefined
  /** Told of an order that fell due and was refused: its record has TEvo's words, which may say little. */
  readonly orderRefused?: ((task: Pick<DueTask, 'key' | 'at'>, refusal: Refusal) => void) | undefined
  /** Told of a task that fell due and failed because of a defect: `key` says which. */
  readonly failed: (task: Pick<DueTask, 'key' | 'at'>, problem: unknown) => void
}

/** What the door does for it. */
interface ByTheDoor {
  state(): State
  lives(): number
  /** Null: other work came in between. */
  writeAt(work: (tx: Transaction) => void, task: Pick<DueTask, 'key' | 'at'>): object | null
  prepare(prepare: Prepare, previous: unknown, life: number, at: number): Promise<unknown>
}

/** Does what has fallen due by itself, at the sandbox's one door: in order, and each thing at its own time. */
export class DueWork {
  readonly #options: DueWorkOptions
  readonly #door: ByTheDoor
  readonly #alarm = new Alarm(() => this.#wake())
  /** What falls due next, as long as the records and the settings are these. */
  #next: {
    readonly tables: State['tables']
    readonly settings: AccountSettings
    readonly task: DueTask | undefined
  } | null = null
  /** A task that fell due and waits for what it prepares. Those behind it wait with it; requests do not. */
  #underWay: UnderWay | null = null
  /** A task that cannot even be put aside, in this life of the sandbox. */
  #stuck: { readonly task: DueTask; readonly life: number } | undefined
  #isClosed = false

  constructor(options: DueWorkOptions, door: ByTheDoor) {
    this.#options = options
    this.#door = door
  }

  /** Does what has fallen due by now, in the order in which it fell due, up to a task that has to wait. */
  settle(): void {
    let last: DueTask | undefined
    while (this.#underWay === null && !this.#isClosed) {
      const task = this.#nextTask()
      if (task === undefined || task.at > this.#now() || this.#isStuck(task)) return
      if (task.prepare !== undefined) this.#begin(task, task.prepare)
      else if (isSame(task, last)) this.#park(task, new Error('it was done, and falls due again'))
      else if (this.#perform(task, undefined)) last = task
    }
  }

  /** As `settle`, and waits for the tasks that have to wait. */
  async settled(): Promise<void> {
    for (;;) {
      this.settle()
      if (this.#underWay === null) return
      await this.#underWay.over
    }
  }

  /** The state has changed: what waits for an old life holds up nothing in the new one, and another task may be next. */
  look(): void {
    if (this.#underWay !== null && this.#underWay.life !== this.#door.lives()) {
      this.#underWay.end()
      this.#underWay = null
    }
    this.#setAlarm()
  }

  /** When it does something next, in epoch milliseconds of real time; null: not before something changes. */
  get acts_at(): number | null {
    return this.#underWay === null ? this.#alarm.at_ms : Date.now()
  }

  /** Lets nothing happen by itself any more. */
  close(): void {
    this.#isClosed = true
    this.#alarm.set(null)
  }

  readonly #now = (): number => timeOf(recordIn(this.#door.state()))

  #nextTask(): DueTask | undefined {
    const state = this.#door.state()
    const { tables } = state
    const { settings } = recordIn(state)
    if (this.#next?.tables !== tables || this.#next.settings !== settings) {
      const task = nextDue(new Reader(tables, this.#now()), settings, this.#options.dueSources)
      this.#next = { tables, settings, task }
    }
    return this.#next.task
  }

  /** Runs a task that fell due. False: other work came in between, and what is due now has to be looked up again. */
  #perform(task: DueTask, prepared: unknown): boolean {
    try {
      return this.#door.writeAt((tx) => task.run(tx, tx.sandbox.settings, prepared), task) !== null
    } catch (problem) {
      // What has prepared nothing cannot prepare again.
      if (isStale(problem) && task.prepare !== undefined) return false
      return this.#giveUp(task, problem, prepared)
    }
  }

  /** A refusal is for the task to deal with; anything else is a defect, which must not harm other work. */
  #giveUp(task: DueTask, problem: unknown, prepared: unknown): boolean {
    const { refused } = task
    try {
      const refusal = refusalIn(problem)
      if (refusal === null || refused === undefined) throw problem
      if (this.#door.writeAt((tx) => refused(tx, tx.sandbox.settings, refusal, prepared), task) === null) return false
      if (refusal.reason.kind === 'order-refused') this.#options.orderRefused?.(task, refusal)
      return true
    } catch (second) {
      return this.#park(task, second)
    }
  }

  /** Puts a task out of the way. One that will not go is left where it is, and what is due after it waits. */
  #park(task: DueTask, problem: unknown): boolean {
    this.#options.failed(task, problem)
    try {
      const parking = (tx: Transaction) => task.parked(tx, `A defect of tevo-local: ${messageOf(problem)}`)
      if (this.#door.writeAt(parking, task) === null) return false
      if (!isSame(task, this.#nextTask())) return true
      throw new Error('it was put aside, and falls due again')
    } catch (second) {
      this.#stuck = { task, life: this.#door.lives() }
      this.#options.failed(task, second)
      return true
    }
  }

  #isStuck(task: DueTask): boolean {
    return this.#stuck?.life === this.#door.lives() && isSame(task, this.#stuck.task)
  }

  #begin(task: DueTask, prepare: Prepare): void {
    const underWay = new UnderWay(this.#door.lives())
    this.#underWay = underWay
    // Not before it is known to be under way: what it reads and writes would begin it again.
    void Promise.resolve()
      .then(() => this.#prepareAndPerform(task, prepare, underWay.life))
      .catch((problem) => this.#options.failed(task, problem))
      .finally(() => {
        underWay.end()
        if (this.#underWay !== underWay) return
        this.#underWay = null
        this.#wake()
      })
  }

  async #prepareAndPerform(task: DueTask, prepare: Prepare, life: number): Promise<void> {
    let prepared: unknown
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      try {
        prepared = await this.#door.prepare(prepare, prepared, life, task.at)
      } catch (problem) {
        // Behind: the task falls due again, and is prepared again.
        if (this.#door.lives() === life) this.#giveUp(task, problem, prepared)
        return
      }
      // Another process may have done it meanwhile, or its world may be gone.
      if (this.#door.lives() !== life || !isSame(task, this.#nextTask())) return
      if (this.#perform(task, prepared)) return
    }
    this.#park(task, new Error(`other work came in between ${MAX_TRIES} times`))
  }

  #setAlarm(): void {
    if (this.#isClosed) return
    const { frozen_at, ahead_ms } = recordIn(this.#door.state())
    const task = this.#underWay === null ? this.#nextTask() : undefined
    if (task === undefined || this.#isStuck(task)) this.#alarm.set(null)
    else if (frozen_at === null) this.#alarm.set(task.at - ahead_ms)
    // What a write has made due at once is done at once, though the clock stands still.
    else this.#alarm.set(task.at <= frozen_at ? AT_ONCE : null)
  }

  /** It is called by a timer, so nothing may be thrown from here: it would end the process. */
  #wake(): void {
    try {
      this.settle()
      this.#setAlarm()
    } catch (problem) {
      this.#options.failed({ key: 'clock', at: this.#now() }, problem)
    }
  }
}

const isSame = (one: DueTask, other: DueTask | undefined): boolean => one.key === other?.key && one.at === other.at
