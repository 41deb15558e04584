import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Answer, Reply } from '../answer.ts'
import type { JournalEntry } from '../journal/entry.ts'
import type { MissingOperation, Operation } from '../operation.ts'
import type { Caller } from '../rules/caller.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Forceable } from '../store/words.ts'
import { SentBody } from '../wire/sent-body.ts'
import type { ServerContext } from './context.ts'

/** The sandbox of a request, and its entry there. */
interface Arrival {
  readonly sandbox: Sandbox
  /** Undefined without a known token. */
  readonly caller: Caller | undefined
  readonly entry: JournalEntry
  /** Which life the sandbox was in when the request came. */
  readonly life: number
}

/** What an operation has understood of a request. */
interface Understood {
  readonly operation: Operation
  readonly caller: Caller
  readonly query: unknown
  readonly input: unknown
  /** Fields and filters that nothing reads, and what a person should know of the others. */
  readonly ignored: readonly string[]
  readonly notes: readonly string[]
}

/** One request on its way: what came, whose it is, what was understood, what it meets. Each step adds what it finds out. */
export class Visit {
  readonly context: ServerContext
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  operation: Operation | MissingOperation | undefined
  params: { readonly [name: string]: string } = {}
  body = NO_BODY
  /** Where the body was too large: how large it may be. */
  exceeded_bytes: number | null = null
  /** False: what was sent after the head is not read, or not to its end. */
  isRead = true
  /** What the answer's header says of the request, where there is something to say. */
  mark: string | undefined
  /** A fault has decided what becomes of it; no other one does. */
  hadOutcome = false
  /** What a rule of TEvo's business is made to refuse. */
  forced: Forceable | undefined
  /** What the operation answers, when it has been performed or refused. */
  answer: Answer | null = null
  /** The work is done: what happens now happens to its answer. */
  isDone = false
  /** When it came, in milliseconds of `performance.now()`. */
  readonly came_ms = performance.now()
  #arrival: Arrival | undefined
  #understood: Understood | undefined

  constructor(context: ServerContext, incoming: IncomingMessage, outgoing: ServerResponse) {
    this.context = context
    this.incoming = incoming
    this.outgoing = outgoing
    this.method = incoming.method ?? 'GET'
    this.target = incoming.url ?? '/'
    this.headers = incoming.headers
  }

  /** The operation, if it is one that is emulated. */
  get emulated(): Operation | undefined {
    return this.operation?.emulated ? this.operation : undefined
  }

  get token(): string | undefined {
    const token = this.headers['x-token']
    return typeof token === 'string' ? token : undefined
  }

  /** It has come to its sandbox, whose journal opens an entry for it. */
  arrive(sandbox: Sandbox, caller: Caller | undefined): void {
    const entry = sandbox.journal.open({
      at: sandbox.now(),
      opened_ms: this.came_ms,
      method: this.method,
      target: this.target,
      headers: this.headers,
      body: null,
      operation: this.operation?.id ?? null,
      params: this.params,
      credential: caller?.credential.name ?? null,
    })
    this.#arrival = { sandbox, caller, entry, life: sandbox.lives }
    sandbox.attendance.come()
  }

  /** Its body has come; none has come with one that has none. */
  read(body = NO_BODY): void {
    this.body = body
    const { sandbox, entry } = this.#arrived()
    entry.read(body.bytes)
    sandbox.journal.changed()
  }

  /** Its body is larger than the bytes that are taken: the rest of it is not read. */
  exceed(limit_bytes: number): void {
    this.exceeded_bytes = limit_bytes
    this.isRead = false
  }

  /** Its body is not read: nobody is known to have sent it. */
  pass(): void {
    this.isRead = false
    this.entry.noted('Its body was not read: no credential has its token')
  }

  /** Its way is over, whatever came of it. */
  depart(): void {
    this.#arrival?.sandbox.attendance.go()
  }

  understand(understood: Understood): void {
    this.#understood = understood
  }

  get sandbox(): Sandbox {
    return this.#arrived().sandbox
  }
  get caller(): Caller | undefined {
    return this.#arrived().caller
  }
  get entry(): JournalEntry {
    return this.#arrived().entry
  }
  get life(): number {
    return this.#arrived().life
  }
  get isUnderstood(): boolean {
    return this.#understood !== undefined
  }
  get understood(): Understood {
    if (this.#understood === undefined) throw new Error('a step asks for what no step has understood yet')
    return this.#understood
  }

  /** Its sandbox was reset, restored or given another world while it waited. */
  get isOfAnotherLife(): boolean {
    return this.#arrival !== undefined && this.#arrival.sandbox.lives !== this.#arrival.life
  }

  /** A fault holds it. */
  hold(): void {
    const { sandbox, entry } = this.#arrived()
    sandbox.journal.hold(entry)
  }

  /** Its client gets no answer: it has gone, or the connection ends without one. */
  leave(): void {
    const { sandbox, entry } = this.#arrived()
    sandbox.journal.close(entry)
    this.#count(null)
    this.context.log.request(sandbox, entry)
  }

  /** What the client gets is settled, an answer or what a fault left of it: journal and log are told. */
  close(reply: Reply): void {
    const { sandbox, entry } = this.#arrived()
    sandbox.journal.close(entry, reply)
    this.#count(reply.status)
    this.context.log.request(sandbox, entry)
  }

  #count(status: number | null): void {
    this.context.figures.count(this.operation?.id ?? 'unknown', status)
  }

  #arrived(): Arrival {
    if (this.#arrival === undefined) throw new Error('a step asks for the sandbox before it was found')
    return this.#arrival
  }
}

const NO_BODY = new SentBody(new Uint8Array(0))
