import type { Sql } from 'postgres'
import { Problem } from '../../problem.ts'

/** Any number will do, as long as all processes take the same one: one of them makes the tables, the others wait. */
const LOCK = 8_386_001

/**
 * One step a version: what an older tevo-local made is brought up to date at a start. A step that was published is never
 * changed.
 *
 * - `sandboxes.version` is the last one that was kept, `state` the snapshot that the commits after it go on from.
 * - `epoch` goes up with every claim: a commit of an older one is refused.
 * - A snapshot without an id of a user's is one that the engine itself needs: see `kind`.
 */
const STEPS: readonly string[] = [
  `
  create table tevo_local.processes (
    id text primary key,
    url text not null,
    seen_at timestamptz not null default now()
  );
  create table tevo_local.shared (secret text not null);
  insert into tevo_local.shared values (gen_random_uuid()::text || gen_random_uuid()::text);
  create table tevo_local.worlds (id text primary key, world text not null);
  create sequence tevo_local.made;
  create table tevo_local.sandboxes (
    name text primary key,
    options text not null,
    world text references tevo_local.worlds (id),
    replacement text references tevo_local.worlds (id),
    owner text,
    epoch bigint not null default 0,
    lease_until timestamptz,
    version bigint not null default 0,
    state uuid,
    due_at timestamptz,
    expires_at timestamptz
  ) with (fillfactor = 50);
  create table tevo_local.tokens (
    token text primary key,
    sandbox text not null references tevo_local.sandboxes (name) on delete cascade
  );
  create index on tevo_local.tokens (sandbox);
  create table tevo_local.commits (
    sandbox text not null references tevo_local.sandboxes (name) on delete cascade,
    version bigint not null,
    epoch bigint not null,
    commit text not null,
    primary key (sandbox, version)
  );
  create table tevo_local.snapshots (
    key uuid primary key,
    sandbox text not null references tevo_local.sandboxes (name) on delete cascade,
    kind text not null,
    id text,
    version bigint not null,
    epoch bigint not null,
    made bigserial,
    moment text
  );
  create unique index on tevo_local.snapshots (sandbox, kind, id);
  create table tevo_local.parts (
    key uuid not null references tevo_local.snapshots (key) on delete cascade,
    part integer not null,
    records text not null,
    primary key (key, part)
  );
  `,
]

/** Makes the tables, or brings them up to date. @throws Problem where a newer tevo-local has made them */
export async function migrate(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    const [schema] = await tx`select 1 from pg_namespace where nspname = 'tevo_local'`
    if (schema === undefined) {
      await tx`create schema tevo_local`
      await tx`create table tevo_local.schema_version (version integer not null)`
      await tx`insert into tevo_local.schema_version values (0)`
    }
    const [found] = await tx<{ version: number }[]>`select version from tevo_local.schema_version`
    const version = found?.version ?? 0
    if (version > STEPS.length)
      throw new Problem(
        `--data: the tables of the schema tevo_local have the version ${version}, and this tevo-local knows ${STEPS.length}: start the newer one`,
      )
    for (const step of STEPS.slice(version)) await tx.unsafe(step)
    if (version < STEPS.length) await tx`update tevo_local.schema_version set version = ${STEPS.length}`
  })
}

/** What all processes on a database have, and nobody else: by it they know each other. */
export async function sharedSecret(sql: Sql): Promise<string> {
  const [row] = await sql<{ secret: string }[]>`select secret from tevo_local.shared`
  if (row === undefined) throw new Error('the table tevo_local.shared is empty')
  return row.secret
}
