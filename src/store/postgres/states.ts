import { randomUUID } from 'node:crypto'
import type { Rebuild } from '../rebuild.ts'
import { Slices } from '../slices.ts'
import type { State } from '../state.ts'
import type { Database } from './database.ts'
import { PartReader, partsOf } from './parts.ts'

/**
 * What a snapshot is for: `state`, what the commits after it go on from; `snapshot`, a user's; `fork`, the moment that a
 * sandbox was made from.
 */
export type SnapshotKind = 'state' | 'snapshot' | 'fork'

interface Whose {
  readonly name: string
  readonly epoch: number
}

interface Written extends Whose {
  readonly kind: SnapshotKind
  readonly version: number
  readonly state: State
  /** Of a user's. */
  readonly id?: string | undefined
  readonly isUrgent: boolean
  readonly signal?: AbortSignal | undefined
}

/** Its epoch is not the newest: nothing was written. */
export class OldEpoch extends Error {}

/** Writes a state in parts. It counts only when it is put in place, or its moment is finished. @throws OldEpoch */
export async function writeState(database: Database, written: Written): Promise<{ key: string; chars: number }> {
  const { name, epoch, kind, version, state, id = null, isUrgent, signal } = written
  const key = randomUUID()
  let part = 0
  let chars = 0
  for await (const text of partsOf(state, new Slices({ isUrgent }))) {
    signal?.throwIfAborted()
    if (part === 0) {
      const begun = await database.sql`
        with begun as (
          insert into tevo_local.snapshots (key, sandbox, kind, id, version, epoch)
          select ${key}, s.name, ${kind}, ${id}, ${version}, s.epoch
          from tevo_local.sandboxes s where s.name = ${name} and s.epoch = ${epoch}
          returning key
        )
        insert into tevo_local.parts (key, part, records) select key, 0, ${text} from begun returning part`
      if (begun.length === 0) throw new OldEpoch()
    } else await database.sql`insert into tevo_local.parts (key, part, records) values (${key}, ${part}, ${text})`
    part += 1
    chars += text.length
  }
  return { key, chars }
}

interface Place extends Whose {
  readonly key: string
  readonly version: number
}

/** Puts a state in the place of all that was kept before, under a version that no commit had. False: the epoch is not the newest. */
export async function replaceState(database: Database, { name, epoch, key, version }: Place): Promise<boolean> {
  const moved = await database.sql`
    with moved as (
      update tevo_local.sandboxes set state = ${key}, version = ${version}
      where name = ${name} and epoch = ${epoch} and version <= ${version} returning name
    ), shortened as (
      delete from tevo_local.commits c using moved m where c.sandbox = m.name
    ), dropped as (
      delete from tevo_local.snapshots s using moved m where s.sandbox = m.name and s.kind = 'state' and s.key <> ${key}
    )
    select name from moved`
  return moved.length > 0
}

/** Puts a state in the place of the commits that led to it. */
export async function compactTo(database: Database, { name, epoch, key, version }: Place): Promise<boolean> {
  const moved = await database.sql`
    with moved as (
      update tevo_local.sandboxes set state = ${key} where name = ${name} and epoch = ${epoch} returning name
    ), shortened as (
      delete from tevo_local.commits c using moved m where c.sandbox = m.name and c.version <= ${version}
    ), dropped as (
      delete from tevo_local.snapshots s using moved m where s.sandbox = m.name and s.kind = 'state' and s.key <> ${key}
    )
    select name from moved`
  return moved.length > 0
}

interface ReadState {
  readonly rebuild: Rebuild
  readonly version: number
  readonly chars: number
}

/** Reads the parts of a snapshot. */
export async function readState(database: Database, key: string): Promise<ReadState> {
  const reader = new PartReader()
  let chars = 0
  for (let part = 0; ; part += 1) {
    const [row] = await database.sql<{ records: string }[]>`
      select records from tevo_local.parts where key = ${key} and part = ${part}`
    if (row === undefined) break
    chars += row.records.length
    await reader.read(row.records)
  }
  const [row] = await database.sql<{ version: number }[]>`select version from tevo_local.snapshots where key = ${key}`
  if (row === undefined) throw new Error(`the snapshot ${key} is named by a sandbox but is not stored`)
  return { rebuild: reader.rebuild, version: row.version, chars }
}
