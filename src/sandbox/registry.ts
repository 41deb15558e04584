import type { Transaction } from '../store/transaction.ts'
import type { World } from '../store/world.ts'
import type { ForkOptions, MakeOptions } from './drafts.ts'
import type { Sandbox, Snapshot } from './sandbox.ts'

/** Who makes, changes and deletes sandboxes: of one process, or of several that share them. See Sandboxes. */
export interface Registry {
  make(options: MakeOptions): Sandbox | Promise<Sandbox>
  fork(source: Sandbox, options: ForkOptions): Sandbox | Promise<Sandbox>
  delete(sandbox: Sandbox): void | Promise<void>
  deleteAll(): void | Promise<void>
  replaceWorld(sandbox: Sandbox, world: World): void | Promise<void>
  write<Result>(sandbox: Sandbox, work: (tx: Transaction) => Result): Result | Promise<Result>
  takeSnapshot(sandbox: Sandbox, id?: string): Snapshot | Promise<Snapshot>
  deleteSnapshot(sandbox: Sandbox, snapshot: Snapshot): void | Promise<void>
}
