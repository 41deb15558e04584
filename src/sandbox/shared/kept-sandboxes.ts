import { NotKept } from '../../store/log.ts'
import { AWAY, type Database } from '../../store/postgres/database.ts'
import type { GroupWriter } from '../../store/postgres/group-writer.ts'
import { Lease } from '../../store/postgres/lease.ts'
import type { KeptMoment, MadeSandboxes } from '../../store/postgres/made.ts'
import type { Claimed } from '../../store/postgres/owners.ts'
import { strangeTable } from '../../store/postgres/parts.ts'
import { readState, type SnapshotKind, writeState } from '../../store/postgres/states.ts'
import { PostgresLog } from '../../store/postgres-log.ts'
import { Slices } from '../../store/slices.ts'
import type { State } from '../../store/state.ts'
import type { GoingOn, Made } from '../drafts.ts'
import type { Moment } from '../moment.ts'
import type { Snapshot } from '../sandbox.ts'

/** What the database has of a sandbox: to go on with it, with its commits going there. */
export interface Loaded {
  readonly made: Made
  readonly goingOn: GoingOn
  readonly log: PostgresLog
}

/** What belongs to a moment beside its state. */
type Beside = Omit<Moment, 'state'>

/** Reads sandboxes from the database, and writes what is kept of them beside their commits. */
export class KeptSandboxes {
  readonly #database: Database
  readonly #made: MadeSandboxes
  readonly #writer: GroupWriter

  constructor(database: Database, made: MadeSandboxes, writer: GroupWriter) {
    this.#database = database
    this.#made = made
    this.#writer = writer
  }

  /** The log of a sandbox that there is nothing of yet. */
  newLog(lease: Lease): PostgresLog {
    return new PostgresLog({ lease, writer: this.#writer, version: 0, isNew: true })
  }

  /** All that is kept of a sandbox. */
  async load(claimed: Claimed, lease: Lease): Promise<Loaded> {
    const { name, epoch, version, world } = claimed
    const made: Made = JSON.parse(claimed.options)
    const ofWorld = world === null ? {} : { world: await this.#made.world(world) }
    const replacement = claimed.replacement === null ? undefined : await this.#made.world(claimed.replacement)
    const moments = await this.#moments(name)
    const read = claimed.state === null ? null : await this.#state(name, claimed.state)
    const chars = read?.chars
    const log = new PostgresLog({ lease, writer: this.#writer, version, isNew: read === null, chars })
    void this.#made.dropLeftOvers({ name, epoch }).catch(() => {})
    // The first one to have it has not taken it over from anybody.
    const takeOver = epoch > 1 ? { at: Date.now() } : null
    return {
      made: { ...made, ...ofWorld },
      log,
      goingOn: { kept: read?.state, log, takeOver, replacement, ...moments },
    }
  }

  /** Keeps a moment of a sandbox; @throws NotKept */
  async keepMoment(lease: Lease, kind: SnapshotKind, moment: Moment & { readonly id?: string }): Promise<void> {
    const { name, epoch } = lease
    const { at, state, rateWindow, faults, id } = moment
    const beside: Beside = { at, rateWindow, faults }
    await this.ask(async () => {
      const written = { name, epoch, kind, version: 0, state, id, isUrgent: true }
      const { key } = await writeState(this.#database, written)
      await this.#made.finishMoment(key, JSON.stringify(beside))
    })
  }

  /** Asks the database for something. @throws NotKept where it does not answer */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (!this.#database.isAlive) throw new NotKept(AWAY)
    try {
      return await question()
    } catch (problem) {
      this.#database.pulse.doubt()
      throw new NotKept(`the database did not do it: ${problem instanceof Error ? problem.message : String(problem)}`)
    }
  }

  async #state(name: string, key: string) {
    const { rebuild, version, chars: state } = await readState(this.#database, key)
    const slices = new Slices({ isUrgent: true })
    let commits = 0
    for (const { commit } of await this.#made.commits(name, version)) {
      rebuild.add(JSON.parse(commit), strangeTable)
      commits += commit.length
      if (slices.isOver) await slices.rest()
    }
    return { state: rebuild.state(), chars: { state, commits } }
  }

  async #moments(name: string): Promise<Pick<GoingOn, 'snapshots' | 'fork'>> {
    const snapshots: Snapshot[] = []
    let fork: Moment | undefined
    for (const kept of await this.#made.moments(name)) {
      const moment = { ...besideOf(kept), state: await this.#stateAlone(kept.key) }
      if (kept.id === null) fork = moment
      else snapshots.push({ id: kept.id, ...moment })
    }
    return { snapshots, fork }
  }

  async #stateAlone(key: string): Promise<State> {
    return (await readState(this.#database, key)).rebuild.state()
  }
}

function besideOf({ moment }: KeptMoment): Beside {
  const { at, rateWindow, faults }: Beside = JSON.parse(moment)
  return { at, rateWindow, faults }
}

export const leaseOf = ({ name, epoch, sent }: Pick<Claimed, 'name' | 'epoch' | 'sent'>, lease_ms: number): Lease =>
  new Lease({ name, epoch, lease_ms, sent })
