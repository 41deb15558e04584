import { NO_REPLY, type Reply } from '../answer.ts'
import { utf8Of } from '../json.ts'
import type { Commit } from '../store/commit.ts'
import type { State } from '../store/state.ts'
import { tables } from '../store/tables.ts'

/** A piece of what was signed: where it was to go, a query, or a body. */
export interface SignedPart {
  readonly is: 'start' | 'query' | 'body'
  readonly text: string
}

/** What came of the signature check. */
export type SignatureVerdict =
  | { readonly verdict: 'valid' }
  | {
      readonly verdict: 'refused'
      readonly mistake: string
      readonly message: string
      readonly expected?: string
      readonly signed?: readonly SignedPart[]
    }
  | { readonly verdict: 'unchecked' }

/** A fault that acted on a request. */
export interface ActedFault {
  readonly id: string
  readonly phase: string
  readonly effect: string
}

/** What was wrong with a request. */
export interface ValidationProblem {
  /** A JSON pointer into the body, or `?name` for a filter; empty: the request as a whole. */
  readonly path: string
  readonly message: string
}

/** The records that were made and those that were changed, each once. */
export interface WrittenRecords {
  readonly created: readonly { readonly type: string; readonly id: number }[]
  readonly changed: readonly { readonly type: string; readonly id: number }[]
}

/** A request as it came. */
export interface OpenedRequest {
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number
  /** When it came, before its body was read, in milliseconds of `performance.now()`; now when it is left out. */
  readonly opened_ms?: number
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  /** Null: it is still on its way. */
  readonly body: Uint8Array | null
  /** The operation's id, or null where the path is not one. */
  readonly operation: string | null
  /** Its path parameters. */
  readonly params?: { readonly [name: string]: string }
  /** The credential's name, or null without a known token. */
  readonly credential: string | null
}

/** A longer body is kept up to here. */
const MAX_BODY_BYTES = 16 * 1024
/** Past this many the rest repeats. */
const MAX_IGNORED = 100
const MAX_PROBLEMS = 100

/** `waiting`: its answer is not settled. `undone`: it was answered, and what it did could not be kept. */
export type EntryState = 'waiting' | 'done' | 'undone'

/** What a journal remembers of one request. It is written through its methods, as the request goes on its way. */
export class JournalEntry {
  readonly id: string
  /** A request. Or what is in the list and in no count: a task that fell due and failed, an order that was refused then, a call to a broker's service. */
  readonly kind: 'request' | 'due' | 'outbound'
  readonly at: number
  /** When it came, in milliseconds of `performance.now()`: a client waits in wall time, whatever the sandbox's clock does. */
  readonly opened_ms: number
  readonly method: string
  readonly target: string
  readonly headers: OpenedRequest['headers']
  #body = NO_BYTES
  #body_bytes = 0
  #hasBody = false
  readonly operation: string | null
  readonly params: { readonly [name: string]: string }
  readonly credential: string | null
  #signature: SignatureVerdict = UNCHECKED
  #faults: readonly ActedFault[] = NOTHING
  #isAnswerLost = false
  #resendOf: string | null = null
  #written: WrittenRecords | null = null
  #ignored: readonly string[] = NOTHING
  #problems: readonly ValidationProblem[] = NOTHING
  #notes: readonly string[] = NOTHING
  #seen = NO_REPLY
  #isUndone = false
  #closed_ms = Number.POSITIVE_INFINITY

  constructor(id: string, request: OpenedRequest, kind: JournalEntry['kind'] = 'request') {
    this.id = id
    this.kind = kind
    this.at = request.at
    this.opened_ms = request.opened_ms ?? performance.now()
    this.method = request.method
    this.target = request.target
    this.headers = request.headers
    if (request.body !== null) this.read(request.body)
    this.operation = request.operation
    this.params = request.params ?? NO_PARAMS
    this.credential = request.credential
  }

  /** The body has come. */
  read(body: Uint8Array): void {
    this.#body = cut(body)
    this.#body_bytes = body.length
    this.#hasBody = true
  }

  /** What came of the signature check. */
  signed(verdict: SignatureVerdict): void {
    this.#signature = verdict
  }

  /** Why a schema or a rule refused it. */
  refused(problems: readonly ValidationProblem[]): void {
    this.#problems = problems.slice(0, MAX_PROBLEMS)
    if (problems.length > MAX_PROBLEMS)
      this.noted(`There are ${problems.length} problems; the first ${MAX_PROBLEMS} are named`)
  }

  /** A fault acts on it; it may keep the client from knowing what came of its request. */
  acted(fault: ActedFault, losesAnswer: boolean): void {
    this.#faults = [...this.#faults, fault]
    this.#isAnswerLost ||= losesAnswer
  }

  /** A library sent it by itself, in place of the request with this id, whose connection a fault broke. */
  isResend(first: string): void {
    this.#resendOf = first
  }

  /** Something that a person should know of it. */
  noted(...texts: readonly string[]): void {
    if (texts.length > 0) this.#notes = [...this.#notes, ...texts]
  }

  /** Fields and filters that nothing read, and what was understood in another way than it was written. */
  passedOver(ignored: readonly string[]): void {
    this.#ignored = ignored.length > MAX_IGNORED ? ignored.slice(0, MAX_IGNORED) : ignored
    if (ignored.length > MAX_IGNORED)
      this.noted(`Nothing reads ${ignored.length} of the fields; the first ${MAX_IGNORED} are named`)
  }

  /** What it changed, beside the state before it. The records themselves would keep every eticket file alive. */
  committed(commit: Commit | null, before: State): void {
    if (commit !== null) this.#written = writtenBy(commit, before)
  }

  /** What it changed could not be kept, and was undone. */
  undo(): void {
    this.#written = null
    this.#isUndone = true
  }

  /** The client has its answer, or is not going to have one. */
  closed(seen: Reply = NO_REPLY): void {
    this.#closed_ms = performance.now()
    this.#seen = seen.body.length <= MAX_BODY_BYTES ? seen : shortened(seen)
  }

  /** The beginning of the body, `body_bytes` long when it came. */
  get body(): Uint8Array {
    return this.#body
  }
  get body_bytes(): number {
    return this.#body_bytes
  }
  /** False: its body is still on its way, or never came. */
  get hasBody(): boolean {
    return this.#hasBody
  }
  get state(): EntryState {
    if (this.isWaiting) return 'waiting'
    return this.#isUndone ? 'undone' : 'done'
  }
  get isWaiting(): boolean {
    return this.#closed_ms === Number.POSITIVE_INFINITY
  }
  get signature(): SignatureVerdict {
    return this.#signature
  }
  /** In the order in which they acted. */
  get faults(): readonly ActedFault[] {
    return this.#faults
  }
  /** Whether the client cannot know what came of its request. */
  get isAnswerLost(): boolean {
    return this.#isAnswerLost || (this.status === null && !this.isWaiting)
  }
  /** The request that a library sent again with this one; null: a program sent it. */
  get resendOf(): string | null {
    return this.#resendOf
  }
  /** Null: it changed nothing. */
  get written(): WrittenRecords | null {
    return this.#written
  }
  get ignored(): readonly string[] {
    return this.#ignored
  }
  get problems(): readonly ValidationProblem[] {
    return this.#problems
  }
  get notes(): readonly string[] {
    return this.#notes
  }
  /** As the client could see it; null: no answer that is HTTP, or none yet. */
  get status(): number | null {
    return this.#seen.status
  }
  get answer(): string | Uint8Array {
    return this.#seen.body
  }
  get answerHeaders(): Reply['headers'] {
    return this.#seen.headers
  }
  /** When its answer was there, on the clock of `opened_ms`; later than everything while it waits. */
  get closed_ms(): number {
    return this.#closed_ms
  }
  /** Until now, while it waits. */
  get duration_ms(): number {
    const end_ms = this.isWaiting ? performance.now() : this.#closed_ms
    return Math.round((end_ms - this.opened_ms) * 100) / 100
  }
  /** What it costs to keep, about. */
  get size_bytes(): number {
    let bytes = this.body.length + this.answer.length + this.target.length + 1_024
    for (const text of this.#ignored) bytes += text.length
    for (const { path, message } of this.#problems) bytes += path.length + message.length
    for (const text of this.#notes) bytes += text.length
    for (const name in this.headers) bytes += this.headers[name]?.length ?? 0
    return bytes
  }
}

const NO_BYTES: Uint8Array = new Uint8Array(0)
const UNCHECKED: SignatureVerdict = { verdict: 'unchecked' }
const NOTHING: readonly never[] = []
const NO_PARAMS = {}

/** `req_12` → 12: requests are numbered as they come. */
export const numberOf = ({ id }: { readonly id: string }): number => Number(id.slice('req_'.length))

export const textOf = (body: string | Uint8Array): string => (typeof body === 'string' ? body : utf8Of(body))

/** An answer that is given again from memory is cut once: a copy for each time would cost more than the answer. */
const shortenedReplies = new WeakMap<Reply, Reply>()

function shortened(reply: Reply): Reply {
  const known = shortenedReplies.get(reply)
  if (known !== undefined) return known
  const short = { ...reply, body: cut(reply.body) }
  shortenedReplies.set(reply, short)
  return short
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

function writtenBy({ changes }: Commit, { tables: before }: State): WrittenRecords {
  const created: { type: string; id: number }[] = []
  const changed: { type: string; id: number }[] = []
  for (const { table, id } of changes) {
    if ('isToDo' in tables[table]) continue
    const isNew = before[table].records.get(id) === undefined
    const list = isNew ? created : changed
    list.push({ type: tables[table].sequence, id })
  }
  return { created, changed }
}
