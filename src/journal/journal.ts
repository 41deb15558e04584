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

/** What was wrong with a request. */
interface ValidationProblem {
  /** A JSON pointer into the body, or `?name` for a filter; empty: the request as a whole. */
  readonly path: string
  readonly message: string
}

export interface WrittenRecords {
  readonly created: readonly RecordName[]
  readonly changed: readonly RecordName[]
}

export interface JournalEntry {
  readonly id: string
  /** Which life of its journal it belongs to: one that was opened before a reset is not kept after it. */
  readonly life: number
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  /** When it came, in milliseconds of `performance.now()`: a client waits in wall time, whatever the sandbox's clock does. */
  readonly opened_ms: number
  /** When its answer was there, on the same clock. */
  closed_ms: number
  readonly method: string
  /** The request's path and query as they came. */
  readonly target: string
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  /** The beginning of the body, `body_bytes` long when it came. */
  readonly body: Uint8Array
  readonly body_bytes: number
  /** The operation's id, or null where the path is none. */
  operation: string | null
  /** The credential's name, or null without a known token. */
  credential: string | null
  signature: SignatureVerdict
  /** As the client could see it; null: no answer that is HTTP. */
  status: number | null
  answer: string | Uint8Array
  answerHeaders: { readonly [name: string]: string }
  /** In the order in which they acted. */
  readonly faults: ActedFault[]
  /** The records that it made and changed; null: none. The records themselves would keep every eticket file alive. */
  written: WrittenRecords | null
  /** Fields and filters that nothing read, and what was understood in another way than it was written. */
  ignored: readonly string[]
  /** Why a schema or a rule refused it. */
  problems: readonly ValidationProblem[]
  /** What was wrong, or what a person should know of this request. */
  readonly notes: string[]
  duration_ms: number
}

const MAX_ENTRIES = 1_000
const MAX_BYTES = 16 * 1024 * 1024
/** A longer body is kept up to here. */
const MAX_BODY_BYTES = 16 * 1024
/** What is ignored, or wrong, by the thousand is so for one reason. */
const MAX_IGNORED = 100
const MAX_PROBLEMS = 100

interface Kept {
  readonly entry: JournalEntry
  readonly size_bytes: number
}

/** The last requests of a sandbox: a ring bounded by count and by bytes. */
export class Journal {
  /** By id, the oldest first: to take that one off an array would move all the others. */
  readonly #entries = new Map<string, Kept>()
  readonly #listeners = new Set<(entry: JournalEntry) => void>()
  #life = 1
  #made = 0
  #bytes = 0
  #dropped = 0

  /** Opens the entry of a request; the ring gets it when it is closed. */
  open(request: Pick<JournalEntry, 'at' | 'method' | 'target' | 'headers' | 'body'>): JournalEntry {
    const { at, method, target, headers, body } = request
    this.#made += 1
    return {
      id: `req_${this.#made}`,
      life: this.#life,
      at,
      method,
      target,
      headers,
      opened_ms: performance.now(),
      closed_ms: 0,
      body: cut(body),
      body_bytes: body.length,
      operation: null,
      credential: null,
      signature: { verdict: 'unchecked' },
      status: null,
      answer: '',
      answerHeaders: NO_HEADERS,
      faults: [],
      written: null,
      ignored: [],
      problems: NO_PROBLEMS,
      notes: [],
      duration_ms: 0,
    }
  }

  /** Keeps a finished entry, or one that a fault holds and that is closed again later; lets go of the oldest ones that it has no room for. */
  close(entry: JournalEntry): void {
    if (entry.life !== this.#life) return
    entry.closed_ms = performance.now()
    entry.answer = cut(entry.answer)
    if (entry.ignored.length > MAX_IGNORED) {
      entry.notes.push(`Nothing reads ${entry.ignored.length} of the fields; the first ${MAX_IGNORED} are named`)
      entry.ignored = entry.ignored.slice(0, MAX_IGNORED)
    }
    if (entry.problems.length > MAX_PROBLEMS) {
      entry.notes.push(`There are ${entry.problems.length} problems; the first ${MAX_PROBLEMS} are named`)
      entry.problems = entry.problems.slice(0, MAX_PROBLEMS)
    }
    const size_bytes = sizeOf(entry)
    const before_bytes = this.#entries.get(entry.id)?.size_bytes ?? 0
    this.#entries.set(entry.id, { entry, size_bytes })
    this.#bytes += size_bytes - before_bytes
    this.#makeRoom()
    for (const listener of this.#listeners) listener(entry)
  }

  #makeRoom(): void {
    for (const [id, oldest] of this.#entries) {
      const isFull = this.#entries.size > MAX_ENTRIES || (this.#bytes > MAX_BYTES && this.#entries.size > 1)
      if (!isFull) return
      this.#entries.delete(id)
      this.#bytes -= oldest.size_bytes
      this.#dropped += 1
    }
  }

  /** How many ids it has given since it was made or reset. */
  get made(): number {
    return this.#made
  }

  /** How many requests had to make room since it was last cleared: what is counted here may be too few. */
  get dropped(): number {
    return this.#dropped
  }

  /** How many wait for a request. */
  get listeners(): number {
    return this.#listeners.size
  }

  /** Tells of every request as it is closed, until the function that comes back is called. */
  onClose(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id)?.entry
  }

  /** Newest first. */
  entries(): JournalEntry[] {
    return Array.from(this.#entries.values(), ({ entry }) => entry).reverse()
  }

  /** What was closed after the request with this id, newest first; of one that is not kept, those with higher numbers. */
  entriesAfter(id: string): JournalEntry[] {
    const entries = this.entries()
    const nth = entries.findIndex((entry) => entry.id === id)
    if (nth !== -1) return entries.slice(0, nth)
    return entries.filter((entry) => numberOf(entry) > numberOf({ id }))
  }

  clear(): void {
    this.#entries.clear()
    this.#bytes = 0
    this.#dropped = 0
  }

  /** As new: ids start again, and what is under way is forgotten too. */
  reset(): void {
    this.clear()
    this.#life += 1
    this.#made = 0
  }
}

const NO_HEADERS = {}
const NO_PROBLEMS: readonly ValidationProblem[] = []

/** `req_12` → 12: requests are numbered as they come, and kept as they are closed. */
export const numberOf = ({ id }: { readonly id: string }): number => Number(id.slice('req_'.length))

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

function sizeOf({ body, answer, target, ignored, problems, notes, headers }: JournalEntry): number {
  let bytes = body.length + answer.length + target.length + 1_024
  for (const text of ignored) bytes += text.length
  for (const { path, message } of problems) bytes += path.length + message.length
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
    path: redactBody(pathOf(entry)),
    status: entry.status,
    credential: entry.credential,
    signature: redactVerdict(entry.signature),
    faults: entry.faults,
    committed: entry.written !== null,
    created: entry.written?.created ?? [],
    changed: entry.written?.changed ?? [],
    ignored: entry.ignored.map(redactBody),
    problems: entry.problems.map(({ path, message }) => ({ path: redactBody(path), message: redactBody(message) })),
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
      // Only where that is not all of it.
      ...(entry.body_bytes > entry.body.length ? { body_bytes: entry.body_bytes } : {}),
    },
    response: {
      status: entry.status,
      headers: Object.fromEntries(
        Object.entries(redactHeaders(entry.answerHeaders)).map(([name, value]) => [name, redactBody(String(value))]),
      ),
      body: redactBody(textOf(entry.answer)),
    },
  }
}

/** The path of a request, without its query. */
export const pathOf = ({ target }: JournalEntry): string => target.split('?', 1)[0] ?? target

export const textOf = (body: string | Uint8Array): string =>
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
