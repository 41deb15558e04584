import { connect, isIP, type Socket } from 'node:net'
import { codeOf } from '../problem.ts'

/** A process on the same network takes a connection at once, or it is not there. */
const CONNECT_TIMEOUT_MS = 1_000
/** Shorter than Node's five seconds, after which the other side would close it. */
const IDLE_MS = 2_000
/** Of one process; what is more is closed after its answer. */
const MAX_IDLE = 256

/** Who reads a connection. */
interface Reader {
  data(bytes: Buffer): void
  /** In good order, or cut. */
  ended(how: 'FIN' | 'RST'): void
}

/** A process took no connection. */
export class Unreachable extends Error {}

/** A connection to another process. Its listeners stay, its reader changes with each request. */
export class OwnerConnection {
  readonly socket: Socket
  /** It has had an answer before: the other side may close it at any moment. */
  isUsed = false
  #reader: Reader | undefined
  #isOver = false

  constructor(socket: Socket) {
    this.socket = socket
    // What comes before anything was asked answers nothing.
    socket.on('data', (bytes: Buffer) => (this.#reader === undefined ? socket.destroy() : this.#reader.data(bytes)))
    socket.on('end', () => this.#end('FIN'))
    socket.on('error', () => this.#end('RST'))
    socket.on('close', () => this.#end('RST'))
    socket.on('timeout', () => socket.destroy())
  }

  get isOpen(): boolean {
    return !this.#isOver && this.socket.writable
  }

  readBy(reader: Reader): void {
    this.#reader = reader
  }

  /** Nobody reads it: it is closed when that lasts too long, and keeps no process alive. */
  rest(): void {
    this.#reader = undefined
    this.isUsed = true
    this.socket.resume().setTimeout(IDLE_MS).unref()
  }

  wake(): this {
    this.socket.setTimeout(0).ref()
    return this
  }

  /** What comes of it is of no interest any more. */
  drop(): void {
    this.#isOver = true
    this.socket.destroy()
  }

  #end(how: 'FIN' | 'RST'): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#reader?.ended(how)
    this.socket.destroy()
  }
}

/** Connections to other processes, kept for the next request: to make one takes longer than most answers. */
export class OwnerConnections {
  readonly #idle = new Map<string, OwnerConnection[]>()
  readonly #open = new Set<OwnerConnection>()

  /** One that nobody uses: the last one that was given back, or a fresh one. Rejects with Unreachable. */
  take(url: string): OwnerConnection | Promise<OwnerConnection> {
    const idle = this.#idle.get(url) ?? []
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) if (last.isOpen) return last.wake()
    return this.fresh(url)
  }

  async fresh(url: string): Promise<OwnerConnection> {
    const connection = new OwnerConnection(await opened(url))
    this.#open.add(connection)
    connection.socket.once('close', () => {
      this.#open.delete(connection)
      const idle = this.#idle.get(url) ?? []
      const nth = idle.indexOf(connection)
      if (nth !== -1) idle.splice(nth, 1)
    })
    return connection
  }

  /** Its answer is whole, and nothing followed it. */
  giveBack(url: string, connection: OwnerConnection): void {
    const idle = this.#idle.get(url) ?? []
    this.#idle.set(url, idle)
    if (idle.length < MAX_IDLE && connection.isOpen) {
      connection.rest()
      idle.push(connection)
    } else connection.drop()
  }

  close(): void {
    for (const connection of this.#open) connection.drop()
  }
}

async function opened(url: string): Promise<Socket> {
  const { protocol, hostname, port } = new URL(url)
  const isSecure = protocol === 'https:'
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const to = { host, port: Number(port) || (isSecure ? 443 : 80), noDelay: true }
  // With what this process trusts: Node's authorities, and those of NODE_EXTRA_CA_CERTS.
  const socket = isSecure
    ? (await import('node:tls')).connect({ ...to, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connect(to)
  return new Promise((resolve, reject) => {
    const refuse = (problem: unknown) => {
      socket.destroy()
      reject(new Unreachable(codeOf(problem)))
    }
    const late = setTimeout(refuse, CONNECT_TIMEOUT_MS, new Error(`no connection in ${CONNECT_TIMEOUT_MS} ms`))
    socket.once('error', refuse)
    socket.once('close', () => clearTimeout(late))
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(late)
      socket.off('error', refuse)
      resolve(socket)
    })
  })
}
