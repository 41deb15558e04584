import type { JournalEntry } from '../journal/entry.ts'
import type { Ownership } from '../sandbox/ownership.ts'
import type { Registry } from '../sandbox/registry.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Sandboxes } from '../sandbox/sandboxes.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Figures } from './figures.ts'
import type { RememberedAnswers } from './remembered.ts'

/** What is said of requests as they come. */
export interface Log {
  request(sandbox: Pick<Sandbox, 'name' | 'journal'>, entry: JournalEntry): void
}

/** What the default sandbox was started with, to start it again. */
interface Origin {
  /** The words in a shell that start this program; null where a program has it as a library. */
  readonly program: string | null
  /** It speaks HTTPS; and the files of its certificate and key, where they came from files. */
  readonly isSecure: boolean
  readonly certificate: { readonly cert: string; readonly key: string } | undefined
  /** The world's file, where it came from one. */
  readonly worldFile: string | undefined
  /** It is not the default world. */
  readonly isOwnWorld: boolean
  /** The file that its faults came from. */
  readonly faultsFile: string | undefined
  /** Something went wrong in it from the start. */
  readonly hasFaults: boolean
  /** Somebody was told of what happened in it from the start. */
  readonly hasWebhooks: boolean
  /** It went on from what `--data` had kept. */
  readonly isKept: boolean
  readonly settings: Partial<AccountSettings>
  /** How many requests a journal keeps, where that was given. */
  readonly journalEntries: number | undefined
}

/** Where several processes serve one TEvo. */
export interface Several {
  readonly ownership: Ownership
  /** All of them have it, and nobody else: by it they know each other. */
  readonly secret: string
}

/** What one server's requests share. */
export interface ServerContext {
  readonly version: string
  /** Epoch milliseconds, wall time. */
  readonly started_at: number
  readonly sandboxes: Sandboxes
  /** Makes, changes and deletes them. */
  readonly registry: Registry
  readonly origin: Origin
  /** Hosts that a client may sign for, whatever address it talks to. */
  readonly canonicalHosts: readonly string[]
  readonly bodyLimit_bytes: number
  /** The bearer token of the control plane; null: open to local programs. */
  readonly controlToken: string | null
  readonly log: Log
  readonly figures: Figures
  /** The address in answers, where it is not the one that a client has called: that of a load balancer. */
  readonly baseUrl: string | undefined
  /** Undefined: it is the only process. */
  readonly several: Several | undefined
  readonly remembered: RememberedAnswers
  /** How often each operation was called. */
  readonly calls: Map<string, number>
  countCall(operation: string): void
}
