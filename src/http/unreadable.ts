import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  maxHeaderSize,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { codeOf, messageOf } from '../problem.ts'
import { addresseeOf } from './addressed.ts'
import { UnreadableBody } from './body.ts'
import type { ServerContext } from './context.ts'
import { inItsDialect, isOfControlPlane, type OwnReply, sendOwn } from './own-reply.ts'

/** Requests that are not the HTTP that this server reads. Node's own answer to them has no word in it, and nobody hears of them. */

/** A client that is still sending gets this long to read the answer before its connection is cut. */
const LINGER_MS = 500

/** The request that came last on a connection: it may still be under way when what follows it cannot be read. */
const lastOn = new WeakMap<Duplex, { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }>()
const refusedOn = new WeakSet<Duplex>()

/** Is told of each request whose head could be read. */
export function noteHead(incoming: IncomingMessage, outgoing: ServerResponse): void {
  lastOn.set(incoming.socket, { incoming, outgoing })
}

/** Answers, in our own words, what Node's parser cannot read. */
export function answerUnreadable(server: Server, context: ServerContext): void {
  server.on('clientError', (error, socket) => {
    if (!socket.writable || codeOf(error) === 'ECONNRESET') return void socket.destroy()
    // A broken request goes on to be broken with each piece of it.
    if (refusedOn.has(socket)) return
    refusedOn.add(socket)
    const last = lastOn.get(socket)
    const refuse = () => refuseRaw(context, error, socket)
    if (last === undefined || last.outgoing.writableFinished) return refuse()
    if (last.incoming.complete) return void last.outgoing.once('close', refuse)
    // The client went away in the middle of it.
    if (codeOf(error) === 'HPE_INVALID_EOF_STATE') return void socket.destroy()
    tellOfBody(last, error, socket)
  })
  // Node would close the connection without a word.
  server.on('connect', (incoming, socket) => {
    socket.on('error', () => {})
    const { method = UNKNOWN, url = UNKNOWN, headers } = incoming
    const words = 'CONNECT is for proxies, and this server is none: call it by its own URL'
    endWith(socket, refused(context, { method, target: url, headers }, { status: 405, words }))
  })
}

/** Its head was good, and its body is not: whoever reads that body answers. */
function tellOfBody(
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
  error: Error,
  socket: Duplex,
) {
  outgoing.shouldKeepAlive = false
  const { status, words } = faultOf(error)
  if (incoming.listenerCount('error') > 0) incoming.emit('error', new UnreadableBody(status, words))
  // Nobody reads it: it was answered already, or is held before that.
  else if (outgoing.headersSent) socket.destroy()
  else endWith(socket, inItsDialect(incoming.url ?? '', status, words), { hasBody: incoming.method !== 'HEAD' })
}

interface HttpFault {
  readonly status: number
  readonly words: string
}

/** By the codes of Node's parser, llhttp: where its own reason says too little. */
const FAULTS: { readonly [code: string]: HttpFault } = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    words: `The head of the request is larger than the ${maxHeaderSize} bytes that are taken here`,
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    words: 'The chunks of the request body have extensions that are too long',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, words: 'The request did not come in time' },
  HPE_INVALID_URL: {
    status: 400,
    words: 'The target of the request is not a URL path: percent-encode what is not ASCII, as in /v9/caf%C3%A9',
  },
  HPE_INVALID_CONSTANT: {
    status: 400,
    words: 'The first line of the request is not such as GET /v9/events HTTP/1.1; a space in the path is %20',
  },
  HPE_INVALID_METHOD: { status: 400, words: 'The request does not begin with a method of HTTP, such as GET' },
  HPE_PAUSED_H2_UPGRADE: { status: 400, words: 'The request is HTTP/2, and this server speaks HTTP/1.1' },
}

function faultOf(error: Error): HttpFault {
  const code = codeOf(error)
  const known = Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : messageOf(error)
  return known ?? { status: 400, words: `The request is not valid HTTP: ${reason}` }
}

function refuseRaw(context: ServerContext, error: Error, socket: Duplex): void {
  const bytes = 'rawPacket' in error && error.rawPacket instanceof Uint8Array ? error.rawPacket : new Uint8Array(0)
  const parsed = 'bytesParsed' in error ? Number(error.bytesParsed) : 0
  const head = headIn(Buffer.from(bytes), parsed)
  const fault = faultOf(error)
  const words = 'The request is encrypted, and this server speaks plain http: call it with http://'
  const reply = refused(context, head, head.isTls ? { ...fault, words } : fault)
  endWith(socket, reply, { hasBody: head.method !== 'HEAD' })
}

interface Head {
  readonly method: string
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

/** The answer, which stands in the journal; one of the control plane does not. */
function refused(context: ServerContext, { method, target, headers }: Head, { status, words }: HttpFault): OwnReply {
  const reply = inItsDialect(target, status, words)
  if (isOfControlPlane(target)) return reply
  const { 'x-token': token } = headers
  const { sandbox, caller } = addresseeOf({ context, token: typeof token === 'string' ? token : undefined, headers })
  const { journal } = sandbox
  const entry = journal.open({
    at: sandbox.now(),
    method,
    target,
    headers,
    body: new Uint8Array(0),
    operation: null,
    credential: caller?.credential.name ?? null,
  })
  entry.refused([{ path: '', message: words }])
  journal.close(entry, reply)
  context.log.request(sandbox, entry)
  return reply
}

/** The bytes of an answer, and the end of the connection. */
function endWith(socket: Duplex, { status, headers, body }: OwnReply, { hasBody } = { hasBody: true }): void {
  const all = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${hasBody ? body : ''}`)
  const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('close', () => clearTimeout(cut))
}

/** What can be told of a head that could not be read to its end; of one that came in pieces, what the last piece has. */
function headIn(bytes: Buffer, parsed: number): Head & { readonly isTls: boolean } {
  // Requests may have come before it, in the same piece.
  const before = bytes.subarray(0, parsed).lastIndexOf('\r\n\r\n')
  const text = bytes.subarray(before === -1 ? 0 : before + 4).toString('utf8')
  const [first = '', ...lines] = text.split('\r\n\r\n', 1).join('').split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon > 0 && !Object.hasOwn(headers, name))
      Object.defineProperty(headers, name, { value: line.slice(colon + 1).trim(), enumerable: true })
  }
  const start = first.indexOf(' ')
  const end = first.lastIndexOf(' HTTP/')
  const target = start === -1 ? '' : first.slice(start + 1, end > start ? end : undefined).trim()
  return {
    method: start === -1 ? UNKNOWN : first.slice(0, start) || UNKNOWN,
    target: target === '' ? UNKNOWN : target,
    headers,
    // The first bytes of a TLS handshake.
    isTls: bytes[0] === 0x16 && bytes[1] === 0x03,
  }
}

/** In place of a method or a target that did not come. */
const UNKNOWN = '-'

/** A request that Node has read, and nobody can serve. */
export function refuseUnservable(
  context: ServerContext,
  { method = UNKNOWN, url = UNKNOWN, headers }: IncomingMessage,
  outgoing: ServerResponse,
  words: string,
): void {
  outgoing.shouldKeepAlive = false
  sendOwn(outgoing, refused(context, { method, target: url, headers }, { status: 400, words }))
}

/** What is wrong with the Host of a request (RFC 9112, 3.2); null: nothing that can be seen here. */
export function whyHost(
  { headers: { host }, rawHeaders, httpVersion }: IncomingMessage,
  hosts: KnownHosts,
): string | null {
  // Of several Node keeps the first one, and a client may have signed another.
  let times = 0
  for (let nth = 0; nth < rawHeaders.length; nth += 2) {
    const name = rawHeaders[nth]
    if (name?.length === 4 && name.toLowerCase() === 'host') times += 1
  }
  if (times > 1) return `The request has the header Host ${times} times: send it once`
  if (host === '' || (host === undefined && httpVersion === '1.1'))
    return 'The request has no Host: send the header with the host of the URL, such as 127.0.0.1:8386'
  return host === undefined || hosts.isHost(host) ? null : notAHost(host)
}

const notAHost = (host: string): string =>
  `The Host ${JSON.stringify(host)} is not a host: send that of the URL, such as 127.0.0.1:8386`

/** The hosts that were good: nearly all requests name the same few. */
export class KnownHosts {
  readonly #known = new Set<string>()

  /** node-server looks only for characters that no host has; `xn--a` has none of them, and is none. */
  isHost(host: string): boolean {
    if (this.#known.has(host)) return true
    if (!URL.canParse(`http://${host}`)) return false
    if (this.#known.size < MAX_KNOWN_HOSTS && host.length <= MAX_KNOWN_LENGTH) this.#known.add(host)
    return true
  }
}

const MAX_KNOWN_HOSTS = 1_000
const MAX_KNOWN_LENGTH = 260

/** Why node-server could make no URL of its Host and its target. */
export function whyUrl({ message }: Error, { headers: { host = '' }, url = '' }: IncomingMessage): string {
  if (/backslash/i.test(message)) return 'The path of the request has a backslash: send it as %5C'
  if (!url.startsWith('/')) return 'The target of the request is not a path: send one such as /v9/events'
  return notAHost(host)
}
