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
  answer: string
  committed: boolean
  created: readonly RecordName[]
  changed: readonly RecordName[]
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

  open(request: Pick<JournalEntry, 'at' | 'method' | 'target' | 'headers' | 'body'>): JournalEntry {
    this.#made += 1
    return {
      ...request,
      body: request.body.length > MAX_BODY_BYTES ? request.body.slice(0, MAX_BODY_BYTES) : request.body,
      id: `req_${this.#made}`,
      operation: null,
      credential: null,
      signature: { verdict: 'unchecked' },
      status: null,
      answer: '',
      committed: false,
      created: [],
      changed: [],
      ignored: [],
      notes: [],
      duration_ms: 0,
    }
  }

  /** Keeps a finished entry, and lets go of the oldest ones that it has no room for. */
  close(entry: JournalEntry): void {
    entry.answer = entry.answer.length > MAX_BODY_BYTES ? entry.answer.slice(0, MAX_BODY_BYTES) : entry.answer
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
    committed: entry.committed,
    created: entry.created,
    changed: entry.changed,
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
      body: redactBody(Buffer.from(entry.body).toString('utf8')),
    },
    response: { status: entry.status, body: redactBody(entry.answer) },
  }
}
