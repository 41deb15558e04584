import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Connection, FinishedAnswer } from './faults/effect.ts'

/** The connection of one request, for a fault that does what no framework would. */
export class HttpConnection implements Connection {
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse
  readonly #answer: FinishedAnswer

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, answer: FinishedAnswer) {
    this.#incoming = incoming
    this.#outgoing = outgoing
    this.#answer = answer
    // Whoever goes away while something is written leaves an error that nobody waits for.
    outgoing.on('error', () => {})
  }

  /** Resolves when it is this request's turn: answers go out in the order in which their requests came. */
  turn(): Promise<void> {
    if (this.#outgoing.socket !== null || this.#socket.destroyed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#outgoing.once('socket', () => resolve())
      this.#socket.once('close', resolve)
    })
  }

  /** Calls back when the client has gone. */
  onGone(leave: () => void): void {
    if (this.#socket.destroyed) leave()
    else this.#socket.once('close', leave)
  }

  head(headers: Readonly<Record<string, string | number>>): void {
    if (this.#socket.destroyed) return
    this.#outgoing.writeHead(this.#answer.status, { ...this.#answer.headers, ...headers })
    this.#outgoing.flushHeaders()
  }

  body(bytes: Uint8Array): void {
    if (!this.#socket.destroyed) this.#outgoing.write(bytes)
  }

  end(): void {
    if (!this.#socket.destroyed) this.#outgoing.end()
  }

  raw(bytes: string): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes, 'latin1')
  }

  close(): void {
    this.#socket.destroySoon()
  }

  reset(): void {
    this.#socket.resetAndDestroy()
  }

  pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const gone = () => {
        clearTimeout(timer)
        resolve(false)
      }
      const timer = setTimeout(() => {
        this.#socket.off('close', gone)
        resolve(!this.#socket.destroyed)
      }, ms)
      this.#socket.once('close', gone)
    })
  }

  get #socket(): Socket {
    return this.#incoming.socket
  }
}
