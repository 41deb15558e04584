import { constants } from 'node:fs'
import { copyFile, link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { codeOf, Problem } from '../../problem.ts'
import { NotKept } from '../log.ts'
import type { Paths } from './paths.ts'
import { cannotWrite } from './trouble.ts'

/** Who writes to a data file: it stands in the lock beside it. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process started, where the system tells it: another one may have its number by now. */
  readonly started: string | null
}

const LOOK_AGAIN_MS = 20

/** The locks that this process has. */
const held = new Set<string>()

/** One process at a time writes to a data file. */
export class Lock {
  readonly #paths: Paths
  #inode: bigint
  #isLost = false

  private constructor(paths: Paths, inode: bigint) {
    this.#paths = paths
    this.#inode = inode
  }

  /** Takes it; the one of a process that has ended is taken over. @throws Problem where another process has it, and names that one */
  static async take(paths: Paths): Promise<Lock> {
    try {
      await removeLeftOver(paths.lock)
      const lock = new Lock(paths, await taken(paths))
      held.add(paths.lock)
      return lock
    } catch (problem) {
      throw problem instanceof Problem ? problem : cannotWrite(paths.data, problem)
    }
  }

  /** Before anything is acknowledged. @throws NotKept when another process has taken it: our state is no longer the file's */
  async check(): Promise<void> {
    if (!this.#isLost) {
      const inode = await inodeOf(this.#paths.lock)
      if (inode === this.#inode) return
      if (inode === null) {
        // It was deleted, and another process may have been faster.
        this.#inode = await taken(this.#paths).catch((problem) => this.#lose(problem))
        return
      }
    }
    throw this.#lost()
  }

  get isLost(): boolean {
    return this.#isLost
  }

  async release(): Promise<void> {
    const { lock } = this.#paths
    held.delete(lock)
    if (!this.#isLost && (await inodeOf(lock)) === this.#inode) await rm(lock, { force: true })
  }

  #lose(problem: unknown): never {
    if (problem instanceof Problem) throw this.#lost()
    throw problem
  }

  #lost(): NotKept {
    this.#isLost = true
    return new NotKept(
      `${this.#paths.data} was taken by another process, for its lock was deleted or replaced; stop one of the two, and start this one again`,
    )
  }
}

/** The inode of the lock that is ours now. */
async function taken(paths: Paths): Promise<bigint> {
  const { lock } = paths
  const own = `${lock}.${process.pid}`
  const holder: Holder = { pid: process.pid, host: hostname(), started: (await lifeOf(process.pid)).started }
  await rm(own, { force: true })
  try {
    await writeFile(own, `${JSON.stringify(holder)}\n`, { flag: 'wx' })
    while (!(await linked(own, lock)) && !(await takenOver(paths, own, holder))) await setTimeout(LOOK_AGAIN_MS)
    const inode = await inodeOf(lock)
    if (inode === null) throw new NotKept(`${lock} was deleted as it was made; start again`)
    return inode
  } finally {
    await rm(own, { force: true })
  }
}

/** Takes a lock over whose holder has ended. Of several who try, one at a time does so; false: look again. */
async function takenOver(paths: Paths, own: string, holder: Holder): Promise<boolean> {
  const { lock } = paths
  const before = await textOf(lock)
  const other = readHolder(before)
  // A lock that cannot be read was being written when the machine stopped.
  if (other !== null) await refuseLive(paths, holder, other)
  const turn = `${lock}.turn`
  if (!(await linked(own, turn))) {
    const last = readHolder(await textOf(turn))
    if (last === null || !(await lifeOf(last.pid)).isAlive) await rm(turn, { force: true })
    return false
  }
  try {
    if ((await textOf(lock)) !== before) return false
    await rename(own, lock)
    return true
  } finally {
    await rm(turn, { force: true })
  }
}

/** Puts a whole lock there in one step, unless there is one. */
async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (problem) {
    if (codeOf(problem) === 'EEXIST') return false
    // A file system without hard links.
    return copyFile(own, lock, constants.COPYFILE_EXCL).then(
      () => true,
      (second) => {
        if (codeOf(second) === 'EEXIST') return false
        throw second
      },
    )
  }
}

async function refuseLive({ data, lock }: Paths, own: Holder, { pid, host, started }: Holder): Promise<void> {
  if (host !== own.host)
    throw new Problem(
      `${data} is in use by process ${pid} on ${host}: stop that; if it has ended, delete ${lock} and start again`,
    )
  // Our own number may be that of a process before us: in a container all have the same one.
  if (pid === own.pid && !held.has(lock)) return
  const life = await lifeOf(pid)
  const isAnother = life.started !== null && started !== null && life.started !== started
  if (life.isAlive && !isAnother)
    throw new Problem(`${data} is in use by process ${pid}: stop that, or give --data another file`)
}

/** Empty where there is none. */
const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

function readHolder(text: string): Holder | null {
  try {
    const { pid, host, started }: Partial<Holder> = JSON.parse(text)
    if (!Number.isInteger(pid) || pid === undefined || typeof host !== 'string') return null
    return { pid, host, started: started ?? null }
  } catch {
    return null
  }
}

/** Linux tells when a process started, counted from a boot; see proc(5). */
const STATE = 0
const STARTED = 19

/** Whether a process lives, and when it started. */
async function lifeOf(pid: number): Promise<{ isAlive: boolean; started: string | null }> {
  try {
    process.kill(pid, 0)
  } catch (problem) {
    // EPERM: it is another user's.
    if (codeOf(problem) !== 'EPERM') return { isAlive: false, started: null }
  }
  try {
    const facts = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = facts.slice(facts.lastIndexOf(')') + 2).split(' ')
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    // A zombie has ended, and waits for its parent.
    return { isAlive: fields[STATE] !== 'Z' && fields[STATE] !== 'X', started: `${boot} ${fields[STARTED]}` }
  } catch {
    return { isAlive: true, started: null }
  }
}

const inodeOf = (file: string): Promise<bigint | null> =>
  stat(file, { bigint: true }).then(
    ({ ino }) => ino,
    (problem) => {
      if (codeOf(problem) === 'ENOENT') return null
      throw problem
    },
  )

/** What a process has left that was killed while it took the lock. */
async function removeLeftOver(lock: string): Promise<void> {
  const prefix = `${basename(lock)}.`
  const names = await readdir(dirname(lock))
  for (const name of names.filter((each) => each.startsWith(prefix) && /^\d+$/.test(each.slice(prefix.length)))) {
    const { isAlive } = await lifeOf(Number(name.slice(prefix.length)))
    if (!isAlive) await rm(join(dirname(lock), name), { force: true })
  }
}
