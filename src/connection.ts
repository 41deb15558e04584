import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Connection, FinishedAnswer } from './faults/effect.ts'

/** The connection of one request, for a fault that does what no framework would. */
export class HttpConnection implements Connection {
  readonly #outgoing: ServerResponse
  readonly #socket: Socket
  readonly #gone = new AbortController()

  constructor(incoming: IncomingMessage, outgoing: ServerResponse) {
    this.#outgoing = outgoing
    this.#socket = incoming.socket
    const leave = () => this.#gone.abort()
    if (this.#socket.destroyed) leave()
    this.#socket.once('close', leave)
    // The connection may be kept alive for a thousand requests more.
    outgoing.once('close', () => this.#socket.off('close', leave))
    // Whoever goes away while something is written leaves an error that nobody waits for.
    outgoing.on('error', () => {})
  }

  /** Aborted when the client has gone. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** Resolves when it is this request's turn: answers go out in the order in which their requests came. */
  turn(): Promise<void> {
    if (this.#outgoing.socket !== null || this.gone.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      this.#outgoing.once('socket', () => resolve())
      this.gone.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  head({ status, headers }: FinishedAnswer, others: Readonly<Record<string, string | number>>): void {
    if (this.gone.aborted) return
    this.#outgoing.writeHead(status, { ...headers, ...others })
    this.#outgoing.flushHeaders()
  }

  body(bytes: Uint8Array): void {
    if (!this.gone.aborted) this.#outgoing.write(bytes)
  }

  end(): void {
    if (!this.gone.aborted) this.#outgoing.end()
  }

  raw(bytes: string): void {
    if (!this.gone.aborted) this.#socket.write(bytes, 'latin1')
  }

  close(): void {
    this.#socket.destroySoon()
  }

  reset(): void {
    this.#socket.resetAndDestroy()
  }
}
