import { createHash } from 'node:crypto'
import type { World } from '../world.ts'
import { arrayOf } from './arrays.ts'
import type { Database } from './database.ts'
import { rightNow, type Sent } from './lease.ts'

/** The sandboxes that all processes have, beside who serves them: their making, tokens, worlds and snapshots. */

/** A name or a token that another sandbox has. */
export interface TakenBy {
  readonly what: 'name' | 'token'
  readonly token?: string
  readonly sandbox: string
}

export interface NewRow {
  readonly name: string
  /** JSON. */
  readonly options: string
  readonly world: World | undefined
  readonly tokens: readonly string[]
}

/** A user's snapshot as it is written, or the moment of a fork. */
export interface KeptMoment {
  readonly id: string | null
  readonly kind: string
  readonly key: string
  /** JSON. */
  readonly moment: string
}

export class MadeSandboxes {
  readonly #database: Database
  readonly #process: string
  readonly #lease_ms: number

  constructor(database: Database, { process, lease_ms }: { readonly process: string; readonly lease_ms: number }) {
    this.#database = database
    this.#process = process
    this.#lease_ms = lease_ms
  }

  /** A number that no process had before. */
  async nextNumber(): Promise<number> {
    const [row] = await this.#database.sql<{ made: number }[]>`select nextval('tevo_local.made')::float8 as made`
    return row?.made ?? 1
  }

  async count(): Promise<{ readonly sandboxes: number; readonly snapshots: number }> {
    const [row] = await this.#database.sql<{ sandboxes: number; snapshots: number }[]>`
      select (select count(*) from tevo_local.sandboxes)::float8 as sandboxes,
        (select count(*) from tevo_local.snapshots where kind = 'snapshot')::float8 as snapshots`
    return row ?? { sandboxes: 0, snapshots: 0 }
  }

  /** Whether the sandbox `default` was made by this call. */
  async makeDefault(options: string): Promise<void> {
    await this.#database.sql`
      insert into tevo_local.sandboxes (name, options) values ('default', ${options}) on conflict do nothing`
  }

  /** Makes the rows of a sandbox, which this process then owns; or says what is taken. */
  async insert({ name, options, world, tokens }: NewRow): Promise<{ sent: Sent; epoch: number } | TakenBy> {
    const worldId = world === undefined ? null : await this.putWorld(world)
    const sent = rightNow()
    return this.#database.sql.begin(async (tx) => {
      const [row] = await tx<{ epoch: number }[]>`
        insert into tevo_local.sandboxes (name, options, world, owner, epoch, lease_until)
        values (${name}, ${options}, ${worldId}, ${this.#process}, 1, now() + ${this.#lease_ms} * interval '1 millisecond')
        on conflict do nothing returning epoch`
      if (row === undefined) return { what: 'name', sandbox: name } as const
      const added = await tx<{ token: string }[]>`
        insert into tevo_local.tokens (token, sandbox) select unnest(${arrayOf(tokens)}::text[]), ${name}
        on conflict do nothing returning token`
      if (added.length === tokens.length) return { sent, epoch: row.epoch }
      const [taken] = await tx<{ token: string; sandbox: string }[]>`
        select token, sandbox from tevo_local.tokens where token = any(${arrayOf(tokens)}::text[]) and sandbox <> ${name} limit 1`
      await tx`delete from tevo_local.sandboxes where name = ${name}`
      return { what: 'token', token: taken?.token ?? '', sandbox: taken?.sandbox ?? '' } as const
    })
  }

  /** Gives a sandbox more tokens; one of another sandbox is told, and then none is given. */
  async addTokens({ name, epoch }: Epoch, tokens: readonly string[]): Promise<TakenBy | null> {
    const [taken] = await this.#database.sql<{ token: string; sandbox: string }[]>`
      with given as (
        select unnest(${arrayOf(tokens)}::text[]) as token
      ), taken as (
        select t.token, t.sandbox from tevo_local.tokens t join given using (token) where t.sandbox <> ${name}
      ), added as (
        insert into tevo_local.tokens (token, sandbox)
        select g.token, s.name from given g join tevo_local.sandboxes s on s.name = ${name} and s.epoch = ${epoch}
        where not exists (select 1 from taken) on conflict do nothing
      )
      select token, sandbox from taken limit 1`
    return taken === undefined ? null : { what: 'token', ...taken }
  }

  async delete({ name, epoch }: Epoch): Promise<boolean> {
    const gone = await this.#database.sql`
      delete from tevo_local.sandboxes where name = ${name} and epoch = ${epoch} returning name`
    return gone.length > 0
  }

  /** Of all processes; `default` stays. */
  async deleteAll(): Promise<void> {
    await this.#database.sql`delete from tevo_local.sandboxes where name <> 'default'`
  }

  /** A world is kept once, however many sandboxes start from it. */
  async putWorld(world: World): Promise<string> {
    const text = JSON.stringify(world)
    const id = createHash('sha256').update(text).digest('hex')
    await this.#database.sql`insert into tevo_local.worlds (id, world) values (${id}, ${text}) on conflict do nothing`
    return id
  }

  async world(id: string): Promise<World> {
    const [row] = await this.#database.sql<{ world: string }[]>`select world from tevo_local.worlds where id = ${id}`
    if (row === undefined) throw new Error(`the world ${id} is named by a sandbox but is not stored`)
    return JSON.parse(row.world)
  }

  /** The world that a reset goes back to from now on. */
  async replaceWorld({ name, epoch }: Epoch, id: string): Promise<void> {
    await this.#database.sql`
      update tevo_local.sandboxes set replacement = ${id} where name = ${name} and epoch = ${epoch}`
  }

  /** The user's snapshots of a sandbox, in the order in which they were taken, and the moment that it was made from. */
  async moments(name: string): Promise<KeptMoment[]> {
    return [
      ...(await this.#database.sql<KeptMoment[]>`
        select id, kind, key, moment from tevo_local.snapshots
        where sandbox = ${name} and kind in ('snapshot', 'fork') and moment is not null order by made`),
    ]
  }

  /** All of its parts are there: it counts from now on. */
  async finishMoment(key: string, moment: string): Promise<void> {
    await this.#database.sql`update tevo_local.snapshots set moment = ${moment} where key = ${key}`
  }

  async deleteSnapshot({ name, epoch }: Epoch, id: string): Promise<void> {
    await this.#database.sql`
      delete from tevo_local.snapshots p using tevo_local.sandboxes s
      where p.sandbox = ${name} and p.kind = 'snapshot' and p.id = ${id} and s.name = p.sandbox and s.epoch = ${epoch}`
  }

  /** What was begun and never put in place, by a process that is gone. */
  async dropLeftOvers({ name, epoch }: Epoch): Promise<void> {
    await this.#database.sql`
      delete from tevo_local.snapshots p using tevo_local.sandboxes s
      where p.sandbox = ${name} and s.name = p.sandbox and s.epoch = ${epoch} and p.epoch < ${epoch}
        and case p.kind when 'state' then p.key is distinct from s.state else p.moment is null end`
  }

  /** The commits after a version, oldest first. */
  async commits(name: string, after: number): Promise<{ version: number; commit: string }[]> {
    return [
      ...(await this.#database.sql<{ version: number; commit: string }[]>`
        select version, commit from tevo_local.commits where sandbox = ${name} and version > ${after} order by version`),
    ]
  }
}

interface Epoch {
  readonly name: string
  readonly epoch: number
}
