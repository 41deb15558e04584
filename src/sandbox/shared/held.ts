import type { Lease } from '../../store/postgres/lease.ts'
import type { PostgresLog } from '../../store/postgres-log.ts'
import type { Sandbox } from '../sandbox.ts'

/** A sandbox that this process serves, its right to do so, and where its commits go. */
export interface Held {
  readonly sandbox: Sandbox
  readonly lease: Lease
  readonly log: PostgresLog
}
