import type { Commit } from '../store/store.ts'
import { tables } from '../store/tables.ts'
import { redactBody, redactHeaders } from './redact.ts'
import { repeatedFilters, repeatedKeys } from './repeated-keys.ts'

/** What came of the signature check. */
export type SignatureVerdict =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'refused'; readonly mistake: string; readonly message: string; readonly expected?: string }
  | { readonly verdict: 'unchecked' }

/** A fault that acted on a request. */
interface ActedFault {
  readonly id: string
  readonly phase: string
  readonly effect: string
}

interface RecordName {
  readonly type: string
  readonly id: number
}

export interface WrittenRecords {
  readonly created: readonly RecordName[]
  readonly changed: readonly RecordName[]
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
  /** As the client could see it; null: no answer that is HTTP. */
  status: number | null
  answer: string | Uint8Array
  /** In the order in which they acted. */
  readonly faults: ActedFault[]
  /** The records that it made and changed; null: none. The records themselves would keep every eticket file alive. */
  written: WrittenRecords | null
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
/** What is ignored by the thousand is ignored for one reason. */
const MAX_IGNORED = 100

interface Kept {
  readonly entry: JournalEntry
  readonly size_bytes: number
}

/** The last requests of a sandbox: a ring bounded by count and by bytes. */
export class Journal {
  /** By id, the oldest first: to take that one off an array would move all the others. */
  readonly #entries = new Map<string, Kept>()
  #made = 0
  #bytes = 0

  /** Opens the entry of a request; the ring gets it when it is closed. */
  open(request: Pick<JournalEntry, 'at' | 'method' | 'target' | 'headers' | 'body'>): JournalEntry {
    this.#made += 1
    return {
      id: `req_${this.#made}`,
      ...request,
      body: cut(request.body),
      operation: null,
      credential: null,
      signature: { verdict: 'unchecked' },
      status: null,
      answer: '',
      faults: [],
      written: null,
      ignored: [],
      notes: [],
      duration_ms: 0,
    }
  }

  /** Keeps a finished entry, or one that a fault holds and that is closed again later; lets go of the oldest ones that it has no room for. */
  close(entry: JournalEntry): void {
    entry.answer = cut(entry.answer)
    if (entry.ignored.length > MAX_IGNORED) {
      entry.notes.push(`Nothing reads ${entry.ignored.length} of the fields; the first ${MAX_IGNORED} are named`)
      entry.ignored = entry.ignored.slice(0, MAX_IGNORED)
    }
    const size_bytes = sizeOf(entry)
    const before_bytes = this.#entries.get(entry.id)?.size_bytes ?? 0
    this.#entries.set(entry.id, { entry, size_bytes })
    this.#bytes += size_bytes - before_bytes
    for (const [id, oldest] of this.#entries) {
      const isFull = this.#entries.size > MAX_ENTRIES || (this.#bytes > MAX_BYTES && this.#entries.size > 1)
      if (!isFull) return
      this.#entries.delete(id)
      this.#bytes -= oldest.size_bytes
    }
  }

  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id)?.entry
  }

  /** Newest first. */
  entries(): JournalEntry[] {
    return Array.from(this.#entries.values(), ({ entry }) => entry).reverse()
  }

  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
  }
}

/** The beginning of a long body, copied: a slice, of bytes or of text, would keep the whole of it alive. */
function cut(body: Uint8Array): Uint8Array
function cut(body: string | Uint8Array): string | Uint8Array
function cut(body: string | Uint8Array): string | Uint8Array {
  if (body.length <= MAX_BODY_BYTES) return body
  if (typeof body !== 'string') return new Uint8Array(body.subarray(0, MAX_BODY_BYTES))
  // As text again: for every 32 MB of buffers V8 collects the whole heap, a quarter of a second with 100,000 orders.
  return scratch.toString('utf8', 0, scratch.write(body))
}

const scratch = Buffer.allocUnsafe(MAX_BODY_BYTES)

function sizeOf({ body, answer, target, ignored, notes, headers }: JournalEntry): number {
  let bytes = body.length + answer.length + target.length + 1_024
  for (const text of ignored) bytes += text.length
  for (const text of notes) bytes += text.length
  for (const name in headers) bytes += headers[name]?.length ?? 0
  return bytes
}

/** A line of the journal's list. */
export function summarize(entry: JournalEntry) {
  return {
    id: entry.id,
    at: new Date(entry.at).toISOString(),
    operation: entry.operation,
    method: entry.method,
    path: redactBody(entry.target.split('?', 1)[0] ?? entry.target),
    status: entry.status,
    credential: entry.credential,
    signature: redactVerdict(entry.signature),
    faults: entry.faults,
    committed: entry.written !== null,
    created: entry.written?.created ?? [],
    changed: entry.written?.changed ?? [],
    ignored: entry.ignored.map(redactBody),
    notes: notesOf(entry),
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
  typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8')

/** The string that should have been signed ends in the query or the body. */
function redactVerdict(signature: SignatureVerdict): SignatureVerdict {
  if (signature.verdict !== 'refused') return signature
  const { expected, message } = signature
  return {
    ...signature,
    message: redactBody(message),
    ...(expected === undefined ? {} : { expected: redactBody(expected) }),
  }
}

/** What was noted as the request was answered, and what its text shows: found when somebody reads it. */
function notesOf(entry: JournalEntry): string[] {
  const twice = 'more than once: the last one counts'
  const notes = [
    ...entry.notes,
    ...repeatedFilters(entry.target).map((name) => `The query gives ${name} ${twice}`),
    ...repeatedKeys(textOf(entry.body)).map((path) => `The body gives ${path} ${twice}`),
  ]
  return notes.map(redactBody)
}

/** The records that a commit made and those that it changed, each once. */
export function writtenBy(commit: Commit): WrittenRecords {
  const created = new Map<string, RecordName>()
  const changed = new Map<string, RecordName>()
  for (const { table, id, before } of commit.changes) {
    const key = `${table}/${id}`
    if (before === undefined) created.set(key, { type: tables[table].sequence, id })
    else if (!created.has(key)) changed.set(key, { type: tables[table].sequence, id })
  }
  return { created: [...created.values()], changed: [...changed.values()] }
}
