import type { Commit } from '../store/store.ts'
import { tables } from '../store/tables.ts'
import { redactBody, redactHeaders } from './redact.ts'

/** What came of the signature check. */
export type SignatureVerdict =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'refused'; readonly mistake: string; readonly message: string; readonly expected?: string }
  | { readonly verdict: 'unchecked' }

export interface RecordName {
  readonly type: string
  readonly id: number
}

export interface JournalEntry {
  readonly id: string
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  readonly method: string
  /** The request's path and query as they came. */
  readonly target: string
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: Uint8Array
  /** The operation's id, or null where the path is none. */
  operation: string | null
  /** The credential's name, or null without a known token. */
  credential: string | null
  signature: SignatureVerdict
  status: number | null
  answer: string | Uint8Array
  /** What it changed; null: nothing. */
  commit: Commit | null
  /** Fields and filters that nothing read, and what was understood in another way than it was written. */
  ignored: readonly string[]
  /** What was wrong, or what a person should know of this request. */
  readonly notes: string[]
  duration_ms: number
}

const MAX_ENTRIES = 1_000
const MAX_BYTES = 16 * 1024 * 1024
/** A longer body is kept up to here. */
const MAX_BODY_BYTES = 16 * 1024

/** The last requests of a sandbox: a ring bounded by count and by bytes. */
export class Journal {
  readonly #entries: JournalEntry[] = []
  #made = 0
  #bytes = 0

  /** Opens the entry of a request; the ring gets it when it is closed. */
  open(request: Pick<JournalEntry, 'at' | 'method' | 'target' | 'headers' | 'body'>): JournalEntry {
    this.#made += 1
    return {
      ...request,
      body: cut(request.body),
      id: `req_${this.#made}`,
      operation: null,
      credential: null,
      signature: { verdict: 'unchecked' },
      status: null,
      answer: '',
      commit: null,
      ignored: [],
      notes: [],
      duration_ms: 0,
    }
  }

  /** Keeps a finished entry, and lets go of the oldest ones that it has no room for. */
  close(entry: JournalEntry): void {
    entry.answer = cut(entry.answer)
    this.#entries.push(entry)
    this.#bytes += sizeOf(entry)
    while (this.#entries.length > MAX_ENTRIES || (this.#bytes > MAX_BYTES && this.#entries.length > 1)) {
      const oldest = this.#entries.shift()
      if (oldest !== undefined) this.#bytes -= sizeOf(oldest)
    }
  }

  get(id: string): JournalEntry | undefined {
    return this.#entries.find((entry) => entry.id === id)
  }

  /** Newest first. */
  *entries(): Generator<JournalEntry> {
    for (let nth = this.#entries.length - 1; nth >= 0; nth -= 1) {
      const entry = this.#entries[nth]
      if (entry !== undefined) yield entry
    }
  }

  clear(): void {
    this.#entries.length = 0
    this.#bytes = 0
  }
}

function cut(body: Uint8Array): Uint8Array
function cut(body: string | Uint8Array): string | Uint8Array
function cut(body: string | Uint8Array): string | Uint8Array {
  return body.length > MAX_BODY_BYTES ? body.slice(0, MAX_BODY_BYTES) : body
}

const sizeOf = (entry: JournalEntry): number => entry.body.length + entry.answer.length + entry.target.length + 1_024

/** A line of the journal's list. */
export function summarize(entry: JournalEntry) {
  return {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    operation: entry.operation,
    method: entry.method,
    path: entry.target.split('?', 1)[0] ?? entry.target,
    status: entry.status,
    credential: entry.credential,
    signature: entry.signature,
    faults: [],
    committed: entry.commit !== null,
    ...recordsOf(entry.commit),
    ignored: entry.ignored,
    notes: entry.notes,
    duration_ms: entry.duration_ms,
  }
}

/** An entry whole, without the secrets and the personal data that went through it. */
export function describe(entry: JournalEntry) {
  return {
    ...summarize(entry),
    request: {
      target: redactBody(entry.target),
      headers: redactHeaders(entry.headers),
      body: redactBody(textOf(entry.body)),
    },
    response: { status: entry.status, body: redactBody(textOf(entry.answer)) },
  }
}

const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : Buffer.from(body).toString('utf8')

/** The records that a commit made and those that it changed, each once. */
function recordsOf(commit: Commit | null): { created: RecordName[]; changed: RecordName[] } {
  const created = new Map<string, RecordName>()
  const changed = new Map<string, RecordName>()
  for (const { table, id, before } of commit?.changes ?? []) {
    const key = `${table}/${id}`
    if (before === undefined) created.set(key, { type: tables[table].sequence, id })
    else if (!created.has(key)) changed.set(key, { type: tables[table].sequence, id })
  }
  return { created: [...created.values()], changed: [...changed.values()] }
}
