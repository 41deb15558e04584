import { type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { sign } from '../src/signing/sign.ts'
import { DEADLINE_MS } from './deadline.ts'

/** What came back over the wire. */
export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Uint8Array
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every shape
  readonly body: any
}

export type Headers = Readonly<Record<string, string>>

/** What a request is signed with. */
export interface Keys {
  readonly token: string
  readonly secret: string
}

/** The largest bodies keep a server for seconds, where other workers need the processor, too. */
const ANSWER_MS = 2 * DEADLINE_MS

/** Sends a request just as it is given. */
export function send(
  url: string,
  method: string,
  target: string,
  headers: Headers = {},
  body: Uint8Array = Buffer.alloc(0),
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port } = new URL(url)
    // Whose certificate it is, is looked at in test/https.
    const request = protocol === 'https:' ? requestHttps : requestHttp
    const length = body.length > 0 ? { 'Content-Length': String(body.length) } : undefined
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path: target,
        headers: { ...length, ...headers },
        timeout: ANSWER_MS,
        rejectUnauthorized: false,
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString('utf8')
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, body: jsonOf(text) })
        })
        incoming.on('error', reject)
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${target} in ${ANSWER_MS} ms`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** The headers that sign a request: the one place where a test signs what it sends. */
export function signed(url: string, { token, secret }: Keys, method: string, target: string, body: Uint8Array) {
  const { signature } = sign({ method, host: new URL(url).host, target, body, secret })
  return { 'X-Token': token, 'X-Signature': signature }
}

/** The body of a request: text and bytes as they are, anything else as JSON. */
export function bytesOf(body: unknown): Uint8Array {
  if (body === undefined) return Buffer.alloc(0)
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** What a client sees of an answer, but for the time at which it was sent. */
export function seen({ status, headers: { date: _date, ...headers }, text }: Received) {
  return { status, headers, text }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
