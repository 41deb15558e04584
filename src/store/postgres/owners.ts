import { arrayOf } from './arrays.ts'
import type { Database } from './database.ts'
import { type Lease, rightNow, type Sent } from './lease.ts'

/** Who serves which sandbox: the rows that all processes agree by. The database's clock alone says when a lease is over. */

/** A sandbox that was claimed, as its row says how to load it. */
export interface Claimed {
  readonly name: string
  readonly epoch: number
  readonly sent: Sent
  readonly version: number
  /** The snapshot that its commits go on from; null: nothing was kept of it yet. */
  readonly state: string | null
  readonly options: string
  readonly world: string | null
  readonly replacement: string | null
}

/** Where a sandbox is. */
export interface Place {
  readonly name: string
  /** Null: nobody has it. */
  readonly owner: string | null
  readonly url: string | null
  /** Until when its lease runs, in milliseconds from now; negative: it is over. */
  readonly left_ms: number
  /** When its owner was last heard of, in epoch milliseconds of the database. */
  readonly seen_ms: number
}

export interface Listed {
  readonly name: string
  readonly process: string | null
  readonly url: string | null
}

/** When something is to happen in a sandbox that nobody serves, in milliseconds from now; null: never. */
export interface Resting {
  /** Something falls due by itself. */
  readonly due_in_ms: number | null
  /** It is deleted. */
  readonly expires_in_ms: number | null
}

const DEAD_AFTER = '1 hour'

export class Owners {
  readonly process: string
  readonly #database: Database
  readonly #lease_ms: number

  constructor(database: Database, { process, lease_ms }: { readonly process: string; readonly lease_ms: number }) {
    this.#database = database
    this.process = process
    this.#lease_ms = lease_ms
  }

  /** Tells the others where this process is. */
  async announce(url: string): Promise<void> {
    await this.#database.sql`
      insert into tevo_local.processes (id, url) values (${this.process}, ${url})
      on conflict (id) do update set url = excluded.url, seen_at = now()`
  }

  async leave(): Promise<void> {
    await this.#database.sql`delete from tevo_local.processes where id = ${this.process}`
  }

  /** Claims a sandbox that nobody has; null where somebody has it, or there is none. */
  async claim(name: string): Promise<Claimed | null> {
    const sent = rightNow()
    const [row] = await this.#database.sql<Omit<Claimed, 'sent'>[]>`
      update tevo_local.sandboxes
      set owner = ${this.process}, epoch = epoch + 1, due_at = null, expires_at = null,
        lease_until = now() + ${this.#lease_ms} * interval '1 millisecond'
      where name = ${name} and (owner is null or owner = ${this.process} or lease_until < now())
      returning name, epoch, version, state, options, world, replacement`
    return row === undefined ? null : { ...row, sent }
  }

  /** Names of some sandboxes that nobody serves, and that have something to do: their owner has gone, or something falls due. */
  async orphans(most: number): Promise<string[]> {
    const rows = await this.#database.sql<{ name: string }[]>`
      select name from tevo_local.sandboxes
      where (owner is not null and owner <> ${this.process} and lease_until < now()) or (owner is null and due_at < now())
      order by random() limit ${most}`
    return rows.map(({ name }) => name)
  }

  /** Renews leases with one statement; the names of those that are renewed. */
  async renew(leases: readonly Lease[]): Promise<Set<string>> {
    const rows = await this.#database.sql<{ name: string }[]>`
      with alive as (
        update tevo_local.processes set seen_at = now() where id = ${this.process}
      ), locked as (
        select s.name from tevo_local.sandboxes s
        join unnest(${arrayOf(leases.map(({ name }) => name))}::text[], ${arrayOf(leases.map(({ epoch }) => epoch))}::bigint[]) as g (name, epoch)
          on g.name = s.name and g.epoch = s.epoch
        where s.owner = ${this.process} order by s.name for no key update of s
      )
      update tevo_local.sandboxes s set lease_until = now() + ${this.#lease_ms} * interval '1 millisecond'
      from locked l where s.name = l.name and s.owner = ${this.process} returning s.name`
    return new Set(rows.map(({ name }) => name))
  }

  /** Gives a sandbox back, so that any process can claim it at once. */
  async release({ name, epoch }: Lease, { due_in_ms, expires_in_ms }: Resting): Promise<void> {
    await this.#database.sql`
      update tevo_local.sandboxes
      set owner = null, lease_until = null, due_at = now() + ${due_in_ms}::float8 * interval '1 millisecond',
        expires_at = now() + ${expires_in_ms}::float8 * interval '1 millisecond'
      where name = ${name} and epoch = ${epoch}`
  }

  /** Where the sandbox of a token is; `default` for a token that nobody has. */
  async placeOfToken(token: string): Promise<Place | undefined> {
    const [place] = await this.#database.sql<Place[]>`
      select s.name, s.owner, p.url, ${this.#times()}
      from tevo_local.sandboxes s left join tevo_local.processes p on p.id = s.owner
      where s.name = coalesce((select t.sandbox from tevo_local.tokens t where t.token = ${token}), 'default')`
    return place
  }

  async placeOf(name: string): Promise<Place | undefined> {
    const [place] = await this.#database.sql<Place[]>`
      select s.name, s.owner, p.url, ${this.#times()}
      from tevo_local.sandboxes s left join tevo_local.processes p on p.id = s.owner where s.name = ${name}`
    return place
  }

  async list(): Promise<Listed[]> {
    return [
      ...(await this.#database.sql<Listed[]>`
        select s.name, p.id as process, p.url from tevo_local.sandboxes s
        left join tevo_local.processes p on p.id = s.owner and s.lease_until >= now() order by s.name`),
    ]
  }

  /** Deletes the sandboxes that nobody serves and whose time is over, and forgets processes that are long gone. */
  async sweep(): Promise<void> {
    await this.#database.sql`delete from tevo_local.sandboxes where owner is null and expires_at < now()`
    await this.#database.sql`
      delete from tevo_local.processes p where p.seen_at < now() - ${DEAD_AFTER}::interval
        and not exists (select 1 from tevo_local.sandboxes s where s.owner = p.id and s.lease_until >= now())`
  }

  #times() {
    return this.#database.sql`
      (extract(epoch from coalesce(s.lease_until, now()) - clock_timestamp()) * 1000)::float8 as left_ms,
      (extract(epoch from coalesce(p.seen_at, now())) * 1000)::float8 as seen_ms`
  }
}
