import { type IncomingHttpHeaders, request } from 'node:http'
import { onTestFinished } from 'vitest'
import { matchOperation } from '../src/routes/router.ts'
import { sign } from '../src/signing/sign.ts'
import { type StartOptions, start } from '../src/start.ts'

/** What came back over the wire. */
export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Uint8Array
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every shape
  readonly body: any
}

export interface CallOptions {
  readonly as?: string
  readonly headers?: Record<string, string>
  /** Sent as it is; an object goes as JSON. */
  readonly body?: unknown
}

export interface TestServer {
  readonly url: string
  readonly context: Awaited<ReturnType<typeof start>>['context']
  /** Signs a request as a credential of the default sandbox, and checks a good answer against its operation's shape. */
  call(method: string, target: string, options?: CallOptions): Promise<Received>
  get(target: string, as?: string): Promise<Received>
  post(target: string, body: unknown, as?: string): Promise<Received>
  stop(): Promise<void>
}

const DEADLINE_MS = 10_000

/** A server of its own on a free port, stopped when the test is over. */
export async function serve(options: StartOptions = {}): Promise<TestServer> {
  const server = await serveUntilStopped(options)
  onTestFinished(() => server.stop())
  return server
}

export async function serveUntilStopped(options: StartOptions = {}): Promise<TestServer> {
  const started = await start({ port: 0, ...options })
  const credentials = new Map(
    started.context.sandboxes.fallback.credentials().map((credential) => [credential.name, credential]),
  )
  const call = async (method: string, target: string, { as = 'website', headers = {}, body }: CallOptions = {}) => {
    const credential = credentials.get(as)
    if (credential === undefined) throw new Error(`the world has no credential "${as}"`)
    const sent = bytesOf(body)
    const { signature } = sign({ method, url: `${started.url}${target}`, body: sent, secret: credential.secret })
    const signed = { 'X-Token': credential.token, 'X-Signature': signature, ...headers }
    const received = await send(started.url, method, target, signed, sent)
    checkShape(method, target, received)
    return received
  }
  return {
    url: started.url,
    context: started.context,
    call,
    get: (target, as = 'website') => call('GET', target, { as }),
    post: (target, body, as = 'website') => call('POST', target, { as, body }),
    stop: () => started.stop(),
  }
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Sends a request just as it is given. */
export function send(
  url: string,
  method: string,
  target: string,
  headers: Record<string, string>,
  body: Uint8Array = Buffer.alloc(0),
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const length = body.length > 0 ? { 'Content-Length': String(body.length) } : undefined
    const outgoing = request(
      { hostname, port, method, path: target, headers: { ...length, ...headers }, timeout: DEADLINE_MS },
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
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${target} in ${DEADLINE_MS} ms`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Every good answer of every test has the shape that its operation declares. */
function checkShape(method: string, target: string, received: Received): void {
  const { operation } = matchOperation(method, target)
  if (!operation?.emulated || received.status >= 300 || received.body === undefined) return
  if (received.status !== operation.status)
    throw new Error(`${operation.id} answered ${received.status}, and declares ${operation.status}`)
  const result = operation.output().safeParse(received.body)
  if (!result.success)
    throw new Error(
      `${operation.id} answered another shape than it declares: ${JSON.stringify(result.error.issues, null, 1)}`,
    )
}
