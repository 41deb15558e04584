import type { JournalEntry } from './journal/journal.ts'
import type { Settings } from './rules/settings.ts'
import type { RecentCredentials } from './sandbox/recent-credentials.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import type { Sandboxes } from './sandbox/sandboxes.ts'

/** What is said of requests as they come. */
export interface Log {
  request(sandbox: string, entry: JournalEntry): void
}

/** What the default sandbox was started with, to start it again. */
interface Origin {
  /** The world's file, where it came from one. */
  readonly worldFile: string | undefined
  /** It is not the default world. */
  readonly isOwnWorld: boolean
  /** The file that its faults came from. */
  readonly faultsFile: string | undefined
  /** Something went wrong in it from the start. */
  readonly hasFaults: boolean
  /** It went on from what `--data` had kept. */
  readonly isKept: boolean
  readonly settings: Partial<Settings>
}

/** What one server's requests share. */
export interface ServerContext {
  readonly version: string
  /** Epoch milliseconds, wall time. */
  readonly started_at: number
  readonly sandboxes: Sandboxes
  readonly origin: Origin
  /** Hosts that a client may sign for, whatever address it talks to. */
  readonly canonicalHosts: readonly string[]
  readonly bodyLimit_bytes: number
  readonly recentCredentials: RecentCredentials
  /** The bearer token of the control plane; null: open to local programs. */
  readonly controlToken: string | null
  readonly log: Log
  /** How often each operation was called. */
  readonly calls: Map<string, number>
  countCall(operation: string): void
  /** Resolves when what the sandbox shows now is on disk; at once where nothing is kept. */
  persisted(sandbox: Sandbox): Promise<void> | undefined
}
