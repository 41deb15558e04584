import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { sign } from '../../src/signing/sign.ts'
import type { TestServer } from '../harness.ts'

/** A connection on which bytes are sent and read just as they are. */
export interface RawConnection {
  /** All that has come so far. */
  received(): string
  /** How the server ended it: in good order, or by cutting it. */
  readonly ended: Promise<'FIN' | 'RST'>
  /** Goes away, as a client that has waited long enough. */
  leave(): void
}

const DEADLINE_MS = 8_000

export function open(url: string, request: string | Uint8Array): RawConnection {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname, () => socket.write(request))
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  const ended = new Promise<'FIN' | 'RST'>((resolve, reject) => {
    socket.once('end', () => resolve('FIN'))
    socket.once('error', (problem) =>
      'code' in problem && problem.code === 'ECONNRESET' ? resolve('RST') : reject(problem),
    )
  })
  const inTime = within('the end of the connection', ended)
  // Not every test waits for it.
  inTime.catch(() => {})
  return {
    received: () => Buffer.concat(chunks).toString('latin1'),
    ended: inTime,
    leave: () => socket.destroy(),
  }
}

/** A request that is signed, and wants its connection closed after it. */
export interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly body?: unknown
  readonly as?: string
  readonly headers?: Record<string, string>
}

/** The bytes of a request. */
export function rawRequest(server: TestServer, { method, target, body, as = 'website', headers }: SignedRequest) {
  const credential = server.context.sandboxes.fallback.credentials().find(({ name }) => name === as)
  if (credential === undefined) throw new Error(`the world has no credential "${as}"`)
  const text = body === undefined ? '' : JSON.stringify(body)
  const { signature } = sign({ method, url: `${server.url}${target}`, body: text, secret: credential.secret })
  const all = {
    Host: new URL(server.url).host,
    'X-Token': credential.token,
    'X-Signature': signature,
    ...(text === '' ? {} : { 'Content-Length': String(Buffer.byteLength(text)) }),
    Connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${text}`
}

/** Status, headers by their lower-case names, and the bytes of the body, as they came. */
export function parseAnswer(text: string) {
  const end = text.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)]
    }),
  )
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4) }
}

export function within<Result>(what: string, promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in ${DEADLINE_MS} ms`)), DEADLINE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Looks until something is there. */
export async function eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const since = performance.now()
  while (performance.now() - since < DEADLINE_MS) {
    const found = await look()
    if (found !== undefined) return found
    await setImmediate()
  }
  throw new Error(`${what} did not come in ${DEADLINE_MS} ms`)
}
