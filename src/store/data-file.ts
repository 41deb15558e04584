import { codeOf, Problem } from '../problem.ts'
import type { Persistence } from './persistence.ts'
import type { Store } from './store.ts'
import { exportWorld, type World } from './world.ts'

/** Keeps a store in one world file. lowdb, which replaces the file whole, loads here. */
export async function keepInFile(file: string, store: Store): Promise<Persistence> {
  const [{ Low }, { JSONFile }] = await Promise.all([import('lowdb'), import('lowdb/node')])
  const db = new Low<World>(new JSONFile(file), {})
  return new DataFile(store, async (world) => {
    db.data = world
    try {
      await db.write()
    } catch (problem) {
      throw new Problem(
        `${file} cannot be written: ${codeOf(problem)}; give --data a file in a directory that this user may write to`,
      )
    }
  })
}

/** Group commit: at most one write is under way and one waits, which takes all that was committed meanwhile. */
class DataFile implements Persistence {
  readonly #store: Store
  readonly #write: (world: World) => Promise<void>
  #kept_version = -1
  #current: { readonly version: number; readonly done: Promise<void> } | undefined
  #next: Promise<void> | undefined

  constructor(store: Store, write: (world: World) => Promise<void>) {
    this.#store = store
    this.#write = write
  }

  persisted(): Promise<void> | undefined {
    const { version } = this.#store
    if (version <= this.#kept_version) return undefined
    if (this.#current !== undefined && version <= this.#current.version) return this.#current.done
    if (this.#next !== undefined) return this.#next
    if (this.#current === undefined) return this.#begin()
    const begin = () => this.#begin()
    this.#next = this.#current.done.then(begin, begin)
    return this.#next
  }

  #begin(): Promise<void> {
    const { version, state } = this.#store
    this.#next = undefined
    const done = this.#write(exportWorld(state)).then(() => {
      this.#kept_version = version
    })
    const settled = done.finally(() => {
      this.#current = undefined
    })
    this.#current = { version, done: settled }
    return settled
  }
}
