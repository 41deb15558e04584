import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { AnswerReader, type AnswerSink } from './answer-reader.ts'
import { hasBody, UnreadableBody } from './body.ts'
import { HttpConnection } from './connection.ts'
import { inItsDialect, sendOwn } from './own-reply.ts'
import type { OwnerConnection } from './owner-connections.ts'
import { CUT, isMark, NOT_MINE, PASSED_ON, TAKEN } from './passed-on.ts'

/** A process that works takes a request within milliseconds; one that is paused, or cut off, never. */
const TAKEN_TIMEOUT_MS = 5_000

/**
 * What became of it. `not-taken`: the connection ended, and nobody has seen it, so that it can go to another one. `late`:
 * the process may still come to it.
 */
export type Outcome = 'taken' | 'not-taken' | 'not-mine' | 'late'

/** A request as another process is to get it. */
export interface Passed {
  readonly head: Buffer
  /** The body that came with the head, framed; undefined: it has none, or it follows. */
  readonly body: Buffer | undefined
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** Reads what a request is, byte for byte where bytes matter. A small body has come with its head, and goes with it too. */
export async function toPass(incoming: IncomingMessage, outgoing: ServerResponse, mark: string): Promise<Passed> {
  const head = headOf(incoming, mark)
  const whole = () => ({ head, body: undefined, incoming, outgoing })
  if (!hasBody(incoming)) return whole()
  await setImmediate()
  if (!incoming.complete) return whole()
  const bytes: Buffer = incoming.read() ?? Buffer.alloc(0)
  const body = isChunked(incoming) ? Buffer.concat([framed(bytes), lastChunk(incoming)]) : bytes
  return { ...whole(), body }
}

const isChunked = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined

function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage, mark: string): Buffer {
  let text = `${method} ${url} HTTP/${httpVersion}\r\n${PASSED_ON}: ${mark}\r\n`
  for (let nth = 0; nth < rawHeaders.length; nth += 2) {
    const [name = '', value] = [rawHeaders[nth], rawHeaders[nth + 1]]
    // A client that makes one up is not believed.
    if (!isMark(name)) text += `${name}: ${value}\r\n`
  }
  return Buffer.from(`${text}\r\n`, 'latin1')
}

const framed = (bytes: Buffer): Buffer =>
  bytes.length === 0
    ? bytes
    : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])

function lastChunk({ rawTrailers }: IncomingMessage): Buffer {
  let text = '0\r\n'
  for (let nth = 0; nth < rawTrailers.length; nth += 2) text += `${rawTrailers[nth]}: ${rawTrailers[nth + 1]}\r\n`
  return Buffer.from(`${text}\r\n`, 'latin1')
}

/**
 * Sends a request to the process that has its sandbox, and its answer back: byte for byte, and with the same end of the
 * connection. Node writes the head, from the parts that came, so that it knows where the answer is and what follows on
 * the connection; the bytes of the body go out as they came. Resolves when the request was taken, or not.
 */
export function relay(passed: Passed, owner: OwnerConnection, whole: () => void): Promise<Outcome> {
  return new Promise((resolve) => new Relay(passed, owner, whole, resolve).begin())
}

class Relay implements AnswerSink {
  readonly #passed: Passed
  readonly #owner: OwnerConnection
  readonly #whole: () => void
  readonly #settle: (outcome: Outcome) => void
  readonly #client: HttpConnection
  readonly #reader: AnswerReader
  #isTaken = false
  #isOver = false
  #closes = false
  /** Node sends it with the first bytes of the body. */
  #isHeadHeld = false
  #late: NodeJS.Timeout | undefined

  constructor(passed: Passed, owner: OwnerConnection, whole: () => void, settle: (outcome: Outcome) => void) {
    this.#passed = passed
    this.#owner = owner
    this.#whole = whole
    this.#settle = settle
    this.#client = new HttpConnection(passed.incoming, passed.outgoing)
    this.#reader = new AnswerReader(this, { method: passed.incoming.method ?? 'GET' })
  }

  begin(): void {
    const { head, body } = this.#passed
    const { gone } = this.#client
    if (gone.aborted || !this.#owner.isOpen) {
      this.#notTaken(gone.aborted ? 'taken' : 'not-taken')
      return
    }
    gone.addEventListener('abort', this.#leave)
    this.#late = setTimeout(() => this.#notTaken('late'), TAKEN_TIMEOUT_MS)
    this.#owner.readBy({ data: (bytes) => this.#read(bytes), ended: (how) => this.#ended(how) })
    this.#owner.socket.write(body === undefined ? head : Buffer.concat([head, body]))
  }

  // --- The answer

  #read(bytes: Buffer): void {
    this.#reader.read(bytes)
    // The body has not come with it, and may never come.
    if (this.#isHeadHeld && !this.#isOver) this.#passed.outgoing.flushHeaders()
    this.#isHeadHeld = false
  }

  interim(status: number): void {
    // Node has said 100 to the client already.
    if (status === TAKEN) this.#taken()
    else if (status === CUT) this.#ended('RST')
  }

  head({ status, reason, headers, closes }: Parameters<AnswerSink['head']>[0]): void {
    if (this.#isOver) return
    if (!this.#isTaken && status === NOT_MINE) {
      this.#notTaken('not-mine')
      return
    }
    this.#taken()
    this.#isHeadHeld = true
    const { outgoing } = this.#passed
    this.#closes = closes
    outgoing.sendDate = false
    outgoing.useChunkedEncodingByDefault = false
    outgoing.writeHead(status, reason, [...headers])
    // What frames the body comes with it.
    outgoing.chunkedEncoding = false
  }

  body(bytes: Buffer): void {
    if (this.#isOver) return
    this.#isHeadHeld = false
    const { outgoing } = this.#passed
    if (outgoing.write(bytes)) return
    this.#owner.socket.pause()
    outgoing.once('drain', () => this.#owner.socket.resume())
  }

  end(): void {
    if (this.#isOver) return
    this.#finish()
    const { incoming, outgoing, body } = this.#passed
    const isSent = body !== undefined || incoming.complete
    // After this the reader says whether anything followed.
    queueMicrotask(() => {
      if (this.#closes || !isSent || this.#reader.hasMore) this.#owner.drop()
      else this.#whole()
    })
    outgoing.end()
  }

  alien(bytes: Buffer): void {
    this.#taken()
    this.#client.turn().then(() => this.#client.raw(bytes.toString('latin1')))
  }

  // --- The request

  #taken(): void {
    if (this.#isTaken || this.#isOver) return
    this.#isTaken = true
    clearTimeout(this.#late)
    this.#settle('taken')
    const { incoming, outgoing, body } = this.#passed
    if (body === undefined && hasBody(incoming)) this.#sendBody()
    // Answers go out in the order in which their requests came: until it is its turn, this one waits where it is.
    if (outgoing.socket !== null) return
    this.#owner.socket.pause()
    this.#client.turn().then(() => this.#owner.socket.resume())
  }

  #sendBody(): void {
    const { incoming } = this.#passed
    const { socket } = this.#owner
    const inChunks = isChunked(incoming)
    incoming.on('data', (bytes: Buffer) => {
      if (socket.destroyed || socket.write(inChunks ? framed(bytes) : bytes)) return
      incoming.pause()
      socket.once('drain', () => incoming.resume())
    })
    incoming.on('end', () => {
      if (inChunks && !socket.destroyed) socket.write(lastChunk(incoming))
    })
    incoming.on('error', (problem) => {
      if (this.#isOver || !(problem instanceof UnreadableBody)) return
      this.#finish()
      this.#owner.drop()
      const { outgoing } = this.#passed
      outgoing.shouldKeepAlive = false
      if (outgoing.headersSent) this.#client.close()
      else sendOwn(outgoing, inItsDialect(incoming.url ?? '', problem.status, problem.message))
    })
  }

  // --- Other ends

  /** The connection ended before the answer did. */
  #ended(how: 'FIN' | 'RST'): void {
    if (this.#isOver) return
    if (!this.#isTaken) {
      this.#notTaken('not-taken')
      return
    }
    this.#finish()
    this.#client.turn().then(() => {
      if (how === 'FIN') this.#client.close()
      else this.#client.reset()
    })
  }

  #notTaken(outcome: Outcome): void {
    this.#finish()
    this.#owner.drop()
    this.#settle(outcome)
  }

  /** The client has gone, and so has whoever it asked. */
  readonly #leave = (): void => {
    if (this.#isOver) return
    this.#finish()
    this.#owner.drop()
    this.#settle('taken')
  }

  #finish(): void {
    this.#isOver = true
    clearTimeout(this.#late)
    this.#client.gone.removeEventListener('abort', this.#leave)
  }
}
