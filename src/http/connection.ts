import { setMaxListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Reply } from '../answer.ts'
import type { Connection } from '../faults/effect.ts'
import { carrierOf } from './carrier.ts'
import { passedOn, TO_CUT } from './passed-on.ts'

/** The connection of one request, for a fault that does what no framework would. */
export class HttpConnection implements Connection {
  readonly #outgoing: ServerResponse
  readonly #socket: Socket
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal
  readonly #isPassedOn: boolean
  #hasSent = false

  constructor(incoming: IncomingMessage, outgoing: ServerResponse) {
    this.#outgoing = outgoing
    this.#socket = incoming.socket
    this.#isPassedOn = passedOn(incoming) !== undefined
    this.gone = goneOf(this.#socket)
    // A client that goes away while something is written leaves an error.
    outgoing.on('error', () => {})
  }

  /** Whether any byte of an answer was sent. */
  get hasSent(): boolean {
    return this.#hasSent
  }

  /** Resolves when it is this request's turn: answers go out in the order in which their requests came. */
  turn(): Promise<void> {
    if (this.#outgoing.socket !== null || this.gone.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        this.gone.removeEventListener('abort', end)
        resolve()
      }
      this.#outgoing.once('socket', end)
      this.gone.addEventListener('abort', end)
    })
  }

  head({ status, headers }: Reply, others: Readonly<Record<string, string | number>>): void {
    if (this.gone.aborted || status === null) return
    this.#hasSent = true
    this.#outgoing.writeHead(status, { ...headers, ...others })
    this.#outgoing.flushHeaders()
  }

  body(bytes: Uint8Array): void {
    if (this.gone.aborted) return
    this.#hasSent = true
    this.#outgoing.write(bytes)
  }

  end(): void {
    if (this.gone.aborted) return
    this.#hasSent = true
    this.#outgoing.end()
  }

  raw(bytes: string): void {
    if (this.gone.aborted) return
    this.#hasSent = true
    this.#socket.write(bytes, 'latin1')
  }

  sent(): Promise<void> {
    // Writes are carried out in their order, so this one is after all others; where the client has gone it fails at once.
    return new Promise((resolve) => this.#socket.write('', () => resolve()))
  }

  close(): void {
    this.#socket.destroySoon()
  }

  reset(): void {
    if (this.#isPassedOn && !this.#hasSent) {
      this.#socket.write(TO_CUT)
      this.#socket.destroySoon()
    } else carrierOf(this.#socket).resetAndDestroy()
  }
}

/** One for all requests of a connection: a thousand may follow one another on it, and dozens wait at once. */
const signals = new WeakMap<Socket, AbortSignal>()

function goneOf(socket: Socket): AbortSignal {
  const known = signals.get(socket)
  if (known !== undefined) return known
  const gone = new AbortController()
  setMaxListeners(0, gone.signal)
  if (socket.destroyed) gone.abort()
  else socket.once('close', () => gone.abort())
  signals.set(socket, gone.signal)
  return gone.signal
}
