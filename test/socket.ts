import { connect } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { DEADLINE_MS, until, within } from './deadline.ts'
import { bytesOf, type Headers, signed } from './http.ts'
import type { TestSandbox } from './test-sandbox.ts'

/** A connection on which bytes are sent and read just as they are. */
export interface Connection {
  send(bytes: string | Uint8Array): void
  /** All that has come so far. */
  received(): string
  /** How the server ended it: in good order, or by cutting it. */
  readonly ended: Promise<'FIN' | 'RST'>
  /** Goes away, as a client that has waited long enough. */
  leave(): void
}

export function open(url: string, bytes: string | Uint8Array): Connection {
  const { protocol, hostname, port } = new URL(url)
  // Node wants the address in an IPv6 URL without its brackets.
  const to = { port: Number(port), host: hostname.replace(/^\[(.*)\]$/, '$1') }
  const begin = () => socket.write(bytes)
  const socket =
    protocol === 'https:' ? connectSecurely({ ...to, rejectUnauthorized: false }, begin) : connect(to, begin)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  const ended = new Promise<'FIN' | 'RST'>((resolve, reject) => {
    let isCut = false
    socket.on('error', (problem) => {
      isCut = 'code' in problem && problem.code === 'ECONNRESET'
      if (!isCut) reject(problem)
    })
    socket.on('close', () => resolve(isCut ? 'RST' : 'FIN'))
  })
  const inTime = within(DEADLINE_MS, 'the end of the connection', ended)
  // Not every test waits for it.
  inTime.catch(() => {})
  return {
    send: (more) => socket.write(more),
    received: () => Buffer.concat(chunks).toString('latin1'),
    ended: inTime,
    leave: () => socket.destroy(),
  }
}

/** Sends bytes, and reads until the server closes the connection in good order. */
export async function speak(url: string, bytes: string | Uint8Array): Promise<string> {
  const connection = open(url, bytes)
  if ((await connection.ended) !== 'FIN') throw new Error(`the connection was cut after: ${connection.received()}`)
  return connection.received()
}

/** A request that is signed, and wants its connection closed after it. */
export interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly body?: unknown
  readonly as?: string
  readonly headers?: Headers
}

/** The bytes of a request. */
export function rawRequest(
  { url, keysOf }: Pick<TestSandbox, 'url' | 'keysOf'>,
  { method, target, body, as = 'website', headers }: SignedRequest,
): string {
  const bytes = bytesOf(body)
  const all = {
    Host: new URL(url).host,
    ...signed(url, keysOf(as), method, target, bytes),
    ...(bytes.length === 0 ? {} : { 'Content-Length': String(bytes.length) }),
    Connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${Buffer.from(bytes)}`
}

/** Sends the head of a request: the server asks for the body, so the request is under way. `finish` sends it. */
export async function openInTwo(
  sandbox: Parameters<typeof rawRequest>[0],
  request: SignedRequest,
): Promise<Connection & { finish(): void }> {
  const headers = { Expect: '100-continue', ...request.headers }
  const [head, body = ''] = rawRequest(sandbox, { ...request, headers }).split('\r\n\r\n')
  const connection = open(sandbox.url, `${head}\r\n\r\n`)
  await until('that the server asks for the body', () => connection.received().startsWith('HTTP/1.1 100 Continue'))
  return { ...connection, finish: () => connection.send(body) }
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
