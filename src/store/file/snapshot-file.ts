import { stat } from 'node:fs/promises'
import { Low } from 'lowdb'
import type { State } from '../state.ts'
import { type Snapshot, SnapshotWriter } from './snapshot.ts'

interface Written {
  readonly inode: bigint
  readonly bytes: number
}

/** The data file: each snapshot takes the place of the one before. */
export class SnapshotFile {
  readonly #id: string
  readonly #file: string
  readonly #temporary: string
  #written: Written | null = null
  /** It may have taken its place by now. */
  #next: Written | null = null

  constructor({ id, file, temporary }: { readonly id: string; readonly file: string; readonly temporary: string }) {
    this.#id = id
    this.#file = file
    this.#temporary = temporary
  }

  get bytes(): number {
    return this.#written?.bytes ?? 0
  }

  /** Goes on with the one that was read. */
  async goOn(bytes: number): Promise<void> {
    this.#written = { inode: (await stat(this.#file, { bigint: true })).ino, bytes }
  }

  async write(
    { version, state }: { readonly version: number; readonly state: State },
    { isUrgent, signal }: { readonly isUrgent: boolean; readonly signal?: AbortSignal },
  ): Promise<void> {
    const placing = (found: Written) => {
      this.#next = found
    }
    const writer = new SnapshotWriter({
      file: this.#file,
      temporary: this.#temporary,
      isUrgent,
      signal,
      placing,
    })
    const db = new Low<Snapshot | null>(writer, null)
    db.data = { id: this.#id, version, state }
    await db.write()
    this.#written = this.#next
    this.#next = null
  }

  /** Whether the file is where it was, as it was written. */
  async isThere(): Promise<boolean> {
    const found = await stat(this.#file, { bigint: true }).catch(() => null)
    if (found === null) return false
    const isOne = (written: Written | null) =>
      written !== null && written.inode === found.ino && BigInt(written.bytes) === found.size
    return isOne(this.#written) || isOne(this.#next)
  }
}
