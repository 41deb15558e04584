import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '../../problem.ts'
import { encodeCommit } from '../kept-commit.ts'
import { NotKept } from '../log.ts'
import { arrayOf } from './arrays.ts'
import { AWAY, type Database } from './database.ts'
import type { GroupLog, Taken } from './group-log.ts'

/** What falls due by itself would try again without end while nothing can be written. */
const PAUSE_MS = 100

/** Writes what all sandboxes of a process have to write: one round trip for all of it. */
export class GroupWriter {
  readonly database: Database
  readonly #ready = new Set<GroupLog>()
  /** What they wrote may be in the database, though nobody was told so: it is cut off first. */
  readonly #torn = new Set<GroupLog>()
  readonly #inFlight = new Set<GroupLog>()
  #running: Promise<void> | null = null

  constructor(database: Database) {
    this.database = database
    database.pulse.onChange((isAlive) => {
      if (isAlive) this.#mendSoon()
      else for (const log of [...this.#inFlight, ...this.#ready]) this.lose(log, new NotKept(AWAY))
    })
  }

  /** A log has something to write. */
  wake(log: GroupLog): void {
    this.#ready.add(log)
    // Not at once: what else comes in this turn of the event loop goes along.
    this.#running ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#run())
      .finally(() => {
        this.#running = null
        const [next] = this.#ready
        if (next !== undefined) this.wake(next)
      })
  }

  /** Nobody knows whether the database has what a log wrote: as far as anybody was told, it did not happen. */
  lose(log: GroupLog, problem: NotKept): void {
    this.#ready.delete(log)
    this.#inFlight.delete(log)
    if (!log.lose(problem)) return
    this.#torn.add(log)
    if (this.database.isAlive) this.#mendSoon()
  }

  /** Nothing is written for it any more. */
  forget(log: GroupLog): void {
    for (const logs of [this.#ready, this.#torn, this.#inFlight]) logs.delete(log)
  }

  #mendSoon(): void {
    setTimeout(() => {
      for (const log of this.#torn) this.wake(log)
    }, PAUSE_MS).unref()
  }

  async #run(): Promise<void> {
    while (this.#ready.size > 0) {
      const logs = [...this.#ready]
      this.#ready.clear()
      if (!this.database.isAlive) {
        for (const log of logs) this.lose(log, new NotKept(AWAY))
        await delay(PAUSE_MS)
        continue
      }
      await this.#mend(logs.filter((log) => this.#torn.has(log)))
      const groups: Taken[] = []
      for (const log of logs) {
        const taken = this.#torn.has(log) ? null : log.take()
        if (taken === null) continue
        this.#inFlight.add(log)
        if (taken.group.isWhole) void this.#writeWhole(taken)
        else groups.push(taken)
      }
      if (groups.length > 0) await this.#write(groups)
    }
  }

  async #write(groups: readonly Taken[]): Promise<void> {
    const rows = groups.flatMap(({ log, group }) =>
      group.commits.map((commit) => ({
        name: log.name,
        version: commit.version,
        text: JSON.stringify(encodeCommit(commit)),
      })),
    )
    try {
      const kept = new Set(await this.#append(groups, rows))
      const chars = new Map<string, number>()
      for (const { name, text } of rows) chars.set(name, (chars.get(name) ?? 0) + text.length)
      for (const { log, group } of groups) {
        this.#inFlight.delete(log)
        if (kept.has(log.name)) log.kept(group, chars.get(log.name) ?? 0)
        else log.refused(group)
      }
    } catch (problem) {
      this.database.pulse.doubt()
      for (const { log, group } of groups)
        if (log.isWriting(group)) this.lose(log, new NotKept(`the database did not keep it: ${messageOf(problem)}`))
    }
  }

  /** The names of the sandboxes whose commits are kept: of the others the epoch is not the newest. */
  async #append(
    groups: readonly Taken[],
    rows: readonly { readonly name: string; readonly version: number; readonly text: string }[],
  ): Promise<string[]> {
    // In the order of their names, as renewals do it: two that lock several rows do not wait for each other in a circle.
    const kept = await this.database.writer<{ name: string }[]>`
      with given as (
        select * from unnest(
          ${arrayOf(groups.map(({ log }) => log.name))}::text[], ${arrayOf(groups.map(({ log }) => log.epoch))}::bigint[],
          ${arrayOf(groups.map(({ after }) => after))}::bigint[], ${arrayOf(groups.map(({ group }) => group.version))}::bigint[]
        ) as g (name, epoch, after, version)
      ), locked as (
        select s.name from tevo_local.sandboxes s join given g on g.name = s.name
        where s.epoch = g.epoch and s.version = g.after order by s.name for no key update of s
      ), moved as (
        update tevo_local.sandboxes s set version = g.version from given g join locked l on l.name = g.name
        where s.name = g.name and s.epoch = g.epoch and s.version = g.after returning s.name, s.epoch
      ), added as (
        insert into tevo_local.commits (sandbox, version, epoch, commit)
        select m.name, c.version, m.epoch, c.commit
        from unnest(
          ${arrayOf(rows.map(({ name }) => name))}::text[], ${arrayOf(rows.map(({ version }) => version))}::bigint[],
          ${arrayOf(rows.map(({ text }) => text))}::text[]
        ) as c (name, version, commit) join moved m on m.name = c.name
      )
      select name from moved`
    return kept.map(({ name }) => name)
  }

  /** Others do not wait for it: it may be large. */
  async #writeWhole({ log, group }: Taken): Promise<void> {
    try {
      const placed = await log.writeWhole(group.version, group.state)
      this.#inFlight.delete(log)
      if (placed === null) log.refused(group)
      else log.keptWhole(group, placed.chars)
    } catch (problem) {
      this.database.pulse.doubt()
      if (log.isWriting(group)) this.lose(log, new NotKept(`the database did not keep it: ${messageOf(problem)}`))
    }
  }

  /** Takes back what may have been written of what was undone. */
  async #mend(logs: readonly GroupLog[]): Promise<void> {
    if (logs.length === 0) return
    try {
      const cuts = logs.filter((log) => !log.needsWhole)
      const mended = new Set(cuts.length === 0 ? [] : await this.#cut(cuts))
      for (const log of logs) {
        const isMended = log.needsWhole ? await log.mendWhole() : mended.has(log.name)
        this.#torn.delete(log)
        if (isMended) log.mended()
        else log.refused()
      }
    } catch {
      this.database.pulse.doubt()
      for (const log of logs) if (this.#torn.has(log)) this.lose(log, new NotKept(AWAY))
      await delay(PAUSE_MS)
      this.#mendSoon()
    }
  }

  async #cut(logs: readonly GroupLog[]): Promise<string[]> {
    const cut = await this.database.writer<{ name: string }[]>`
      with given as (
        select * from unnest(
          ${arrayOf(logs.map(({ name }) => name))}::text[], ${arrayOf(logs.map(({ epoch }) => epoch))}::bigint[],
          ${arrayOf(logs.map(({ logged }) => logged))}::bigint[], ${arrayOf(logs.map(({ keptVersion }) => keptVersion))}::bigint[]
        ) as g (name, epoch, logged, version)
      ), locked as (
        select s.name from tevo_local.sandboxes s join given g on g.name = s.name
        where s.epoch = g.epoch order by s.name for no key update of s
      ), moved as (
        update tevo_local.sandboxes s set version = g.version from given g join locked l on l.name = g.name
        where s.name = g.name and s.epoch = g.epoch returning s.name, g.logged
      ), removed as (
        delete from tevo_local.commits c using moved m where c.sandbox = m.name and c.version > m.logged
      )
      select name from moved`
    return cut.map(({ name }) => name)
  }
}
