import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { FileLog } from '../file-log.ts'
import type { State } from '../state.ts'
import { loadKept } from '../world.ts'
import { readKeptFile } from '../world-file.ts'
import { Lock } from './lock.ts'
import { LogFile } from './log-file.ts'
import { type Paths, pathsOf } from './paths.ts'
import { readLog } from './read-log.ts'
import { readSnapshot } from './read-snapshot.ts'
import { SnapshotFile } from './snapshot-file.ts'
import { cannotWrite, ofAnother } from './trouble.ts'

export interface DataFile {
  readonly log: FileLog
  /** What was kept; undefined when there is nothing yet. */
  readonly kept: State | undefined
}

interface Options {
  /** Epoch milliseconds: what a world file gives relative times from. */
  readonly start_ms: number
  /** See FileLogOptions. */
  readonly say: (text: string) => void
}

/** Opens the file of `--data`, and keeps others out of it. @throws Problem */
export async function openDataFile(given: string, { start_ms, say }: Options): Promise<DataFile> {
  const paths = await pathsOf(given)
  const lock = await Lock.take(paths)
  try {
    for (const left of [paths.temporary, paths.logTemporary])
      await rm(left, { force: true }).catch((problem) => {
        throw cannotWrite(paths.data, problem)
      })
    return (await goOn(paths, lock, say)) ?? (await beginWith(paths, lock, { start_ms, say }))
  } catch (problem) {
    await lock.release()
    throw problem
  }
}

/** What we wrote ourselves; null where there is nothing, or it is laid out otherwise. */
async function goOn(paths: Paths, lock: Lock, say: Options['say']): Promise<DataFile | null> {
  const { data, log } = paths
  if (!(await isThere(data))) return null
  const read = readSnapshot(data)
  if (read === null) return null
  const { id, rebuild } = read
  const logged = await readLog(log, { file: data, id, version: read.version, rebuild })
  const files = filesOf(paths, id)
  try {
    await files.snapshot.goOn(read.bytes)
    if (logged !== null) await files.log.goOn(logged.bytes)
  } catch (problem) {
    throw cannotWrite(data, problem)
  }
  if (logged !== null && logged.torn_bytes > 0)
    say(`${log} was torn, its last ${logged.torn_bytes} bytes are dropped: nobody was told that they were kept`)
  const version = logged?.version ?? read.version
  const options = { file: data, lock, ...files, version, isNew: false, say }
  return { log: new FileLog(options), kept: rebuild.state() }
}

/** A world file that is laid out otherwise, as older ones are; or nothing yet. */
async function beginWith(paths: Paths, lock: Lock, { start_ms, say }: Options): Promise<DataFile> {
  const { data, log } = paths
  if (await isThere(log)) throw ofAnother(log, data)
  const world = await readKeptFile(data)
  const files = filesOf(paths, randomUUID())
  const options = { file: data, lock, ...files, version: 0, isNew: true, say }
  return {
    log: new FileLog(options),
    kept: world === undefined ? undefined : loadKept(world, start_ms),
  }
}

const filesOf = ({ data, log, temporary, logTemporary }: Paths, id: string) => ({
  log: new LogFile({ file: log, temporary: logTemporary, id }),
  snapshot: new SnapshotFile({ id, file: data, temporary }),
})

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  )
