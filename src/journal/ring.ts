import type { Reply } from '../answer.ts'
import { stackOf } from '../problem.ts'
import { type AccountSettings, DEFAULT_SETTINGS } from '../store/settings.ts'
import { Doings } from './doings.ts'
import { Dropped, type DroppedCount } from './dropped.ts'
import { JournalEntry, numberOf, type OpenedRequest } from './entry.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { type Redact, redactor } from './redact.ts'
import type { TakeOver } from './take-over.ts'

const MAX_BYTES = 16 * 1024 * 1024

interface Failure {
  /** `queued_orders/12`: what it was about. */
  readonly key: string
  readonly at: number
  readonly problem: unknown
  readonly what?: string
}

const FELL_DUE = 'fell due and could not be done; it is put aside as errored'

interface Kept {
  readonly entry: JournalEntry
  /** As counted when it was held or closed. */
  size_bytes: number
  /** As the how manieth its listeners were told of it; null: they were not yet. */
  told: number | null
}

type JournalSettings = Pick<AccountSettings, 'journal_entries' | 'redact'>

/** The last requests of a sandbox, from the moment they come: a ring bounded by count and by bytes. */
export class Journal {
  /** By id, the oldest first: to take that one off an array would move all the others. */
  readonly #entries = new Map<string, Kept>()
  readonly #dropped = new Dropped()
  readonly #listeners = new Set<(entry: JournalEntry) => void>()
  readonly #watchers = new Set<() => void>()
  readonly #settings: () => JournalSettings
  #made = 0
  #told = 0
  #bytes = 0
  #takeOver: TakeOver | null

  /** What was done without a request. */
  readonly doings = new Doings()
  readonly #secretsOnly: Redact
  /** For who reads more than one sandbox, whatever the setting of this one: the log. */
  readonly redactAll: Redact

  /** `secrets`: what is known to open something, which is hidden wherever it stands. */
  constructor(
    settings: () => JournalSettings = () => DEFAULT_SETTINGS,
    secrets: () => readonly KnownSecrets[] = () => [],
    takeOver: TakeOver | null = null,
  ) {
    this.#takeOver = takeOver
    this.#settings = settings
    this.#secretsOnly = redactor(true, secrets)
    this.redactAll = redactor(false, secrets)
  }

  /** Opens and keeps the entry of a request; lets go of the oldest ones that it has no room for. */
  open(request: OpenedRequest, kind: JournalEntry['kind'] = 'request'): JournalEntry {
    this.#made += 1
    const entry = new JournalEntry(`req_${this.#made}`, request, kind)
    this.#entries.set(entry.id, { entry, size_bytes: 0, told: null })
    this.makeRoom()
    this.changed()
    return entry
  }

  /** A fault holds it, for a time that nobody knows: who waits for a request is told. */
  hold(entry: JournalEntry): void {
    const kept = this.#keptOf(entry)
    if (kept === undefined) return
    this.#count(kept)
    this.#tell(kept)
  }

  /** Closes an entry. One that was forgotten meanwhile does not come back. */
  close(entry: JournalEntry, seen?: Reply): void {
    entry.closed(seen)
    this.#dropped.close(entry)
    const kept = this.#keptOf(entry)
    if (kept !== undefined) {
      this.#count(kept)
      // One that was held ends without an answer when its client leaves: that was told.
      if (seen !== undefined || kept.told === null) this.#tell(kept)
    }
    this.changed()
  }

  /** Something was found out about a request that is on its way, or requests were forgotten. */
  changed(): void {
    if (this.#watchers.size > 0) for (const watcher of [...this.#watchers]) watcher()
  }

  /** Adds an entry for what failed by itself because of a defect: no request would show it. `what` became of it. */
  recordFailure({ key, at, problem, what = FELL_DUE }: Failure): void {
    const entry = this.#openDue(key, at)
    entry.noted(`${key} ${what}. A defect of tevo-local: ${stackOf(problem)}`)
    this.close(entry)
  }

  /** Adds an entry for an order that fell due and was refused: no request would show why. */
  recordRefusal({ key, at, why }: { readonly key: string; readonly at: number; readonly why: string }): void {
    const entry = this.#openDue(key, at)
    entry.refused([{ path: '', message: why }])
    this.close(entry)
  }

  #openDue(key: string, at: number): JournalEntry {
    const request = {
      at,
      method: 'DUE',
      target: `/${key}`,
      headers: {},
      body: EMPTY,
      operation: null,
      credential: null,
    }
    return this.open(request, 'due')
  }

  /** Another request may have its id after a reset. */
  #keptOf(entry: JournalEntry): Kept | undefined {
    const kept = this.#entries.get(entry.id)
    return kept?.entry === entry ? kept : undefined
  }

  #count(kept: Kept): void {
    const { size_bytes } = kept.entry
    this.#bytes += size_bytes - kept.size_bytes
    kept.size_bytes = size_bytes
    this.makeRoom()
  }

  #tell(kept: Kept): void {
    this.#told += 1
    kept.told ??= this.#told
    for (const listener of this.#listeners) listener(kept.entry)
  }

  /** Lets go of the oldest ones that it has no room for. */
  makeRoom(): void {
    const max_entries = this.keeps
    if (this.#entries.size <= max_entries && this.#bytes <= MAX_BYTES) return
    for (const [id, { entry, size_bytes }] of this.#entries) {
      const isFull = this.#entries.size > max_entries || (this.#bytes > MAX_BYTES && this.#entries.size > 1)
      if (!isFull) return
      this.#entries.delete(id)
      this.#bytes -= size_bytes
      if (entry.kind === 'request') this.#dropped.add(entry)
    }
  }

  /** How many entries it keeps. */
  get keeps(): number {
    return this.#settings().journal_entries
  }

  /** Leaves out what the reader of this journal is not to see. */
  get redact(): Redact {
    return this.#settings().redact ? this.redactAll : this.#secretsOnly
  }

  /** How many ids it has given since it was made or reset. */
  get made(): number {
    return this.#made
  }

  /** How many requests had to make room since it was last cleared. */
  get dropped(): number {
    return this.#dropped.count
  }

  /** The same, by operation and status. */
  droppedCounts(): DroppedCount[] {
    return this.#dropped.counts()
  }

  /** Whether requests may have come that another process knew of; null: it knows of all since it was last cleared. */
  get takeOver(): TakeOver | null {
    return this.#takeOver
  }

  /** How many wait for a request. */
  get listeners(): number {
    return this.#listeners.size + this.#watchers.size
  }

  /** Tells of every request as it is held and as it is closed, until the function that comes back is called. */
  onClose(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells that something is other than it was, until the function that comes back is called. */
  onChange(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id)?.entry
  }

  /** The newest first, as they came. */
  entries(): JournalEntry[] {
    return Array.from(this.#entries.values(), ({ entry }) => entry).reverse()
  }

  /** What came after the request with this id, newest first. */
  entriesAfter(id: string): JournalEntry[] {
    const after = numberOf({ id })
    return this.entries().filter((entry) => numberOf(entry) > after)
  }

  /** What `onClose` told of after the request with this id, in that order; of one that it has not told of, what came after. */
  toldAfter(id: string): JournalEntry[] {
    const since = this.#entries.get(id)?.told ?? null
    const after = numberOf({ id })
    return Array.from(this.#entries.values())
      .flatMap(({ entry, told }) => (told === null ? [] : [{ entry, told }]))
      .filter(({ entry, told }) => (since === null ? numberOf(entry) > after : told > since))
      .sort((one, other) => one.told - other.told)
      .map(({ entry }) => entry)
  }

  /** Forgets them, those that are under way too. */
  clear(): void {
    this.#entries.clear()
    this.#dropped.clear()
    this.doings.clear()
    this.#takeOver = null
    this.#bytes = 0
    this.changed()
  }

  /** As new: ids start again. */
  reset(): void {
    this.#made = 0
    this.clear()
  }
}

const EMPTY = new Uint8Array(0)
