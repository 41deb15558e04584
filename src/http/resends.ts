import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type BrokenRequest, BrokenRequests } from '../faults/broken-requests.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { passedOn } from './passed-on.ts'
import type { Visit } from './visit.ts'

/**
 * Some libraries send a request again by themselves, on a fresh connection, when a connection that they use again breaks
 * before an answer. Their program never hears of it. docs/clients-and-faults.md has what each of them does.
 */

/** Those that do so with any method, by the beginning of their `User-Agent`; and those that do so with a GET alone. */
const RESEND_ANY = /^(?:curl|GuzzleHttp|Java)\//
const RESEND_GET = /^(?:Ruby$|Java-http-client\/)/

const brokenOf = new WeakMap<Sandbox, BrokenRequests>()
const usedConnections = new WeakSet<Socket>()
const firstRequests = new WeakSet<IncomingMessage>()

/** Is told of each request as it comes, those to the control plane too. */
export function noteRequest(incoming: IncomingMessage): void {
  const { socket } = incoming
  const passed = passedOn(incoming)
  if (passed !== undefined) {
    if (passed.isFirst) firstRequests.add(incoming)
    return
  }
  if (usedConnections.has(socket)) return
  usedConnections.add(socket)
  firstRequests.add(incoming)
}

/** Whether no request came before it on its client's connection. */
export const isFirstRequest = (incoming: IncomingMessage): boolean => firstRequests.has(incoming)

/** A fault broke a request before any byte of an answer: the same one may come again. */
export function mayComeAgain(visit: Visit, how: Pick<BrokenRequest, 'phase' | 'injection' | 'at_ms'>): void {
  const { incoming, sandbox, entry, life } = visit
  if (isFirstRequest(incoming) || !isByResender(visit)) return
  const broken = brokenOf.get(sandbox) ?? new BrokenRequests()
  brokenOf.set(sandbox, broken)
  const body = bodyOf(visit)
  broken.remember({ ...how, request: entry.id, life, head: headOf(visit), body })
}

/** The broken request of a sandbox that a library sends again with this one; null: it is one of its own. */
export function firstOfResend(visit: Visit, sandbox: Sandbox): BrokenRequest | null {
  const broken = brokenOf.get(sandbox)
  if (broken === undefined || broken.isEmpty || !isFirstRequest(visit.incoming)) return null
  const body = bodyOf(visit)
  return broken.take({ head: headOf(visit), body, life: sandbox.lives, came_ms: visit.came_ms })
}

/** Whether a library made it that may send it again. Node sent a byte already to one that asked for it. */
function isByResender({ method, headers, incoming }: Visit): boolean {
  if (headers.expect !== undefined) return false
  const { 'user-agent': userAgent } = headers
  if (userAgent === undefined) return isByNamelessCurl(incoming)
  return RESEND_ANY.test(userAgent) || (method === 'GET' && RESEND_GET.test(userAgent))
}

/**
 * PHP's curl says no name. Neither do Node's `http` and Python's `http.client`, which never send again by themselves:
 * curl writes `Host` first, which Node does not, and does not write what Python writes into every request.
 */
function isByNamelessCurl({ rawHeaders, headers }: IncomingMessage): boolean {
  return rawHeaders[0]?.toLowerCase() === 'host' && headers['accept-encoding'] !== 'identity'
}

/** Method, target, and headers as they were written and in their order. */
const headOf = ({ method, target, incoming: { httpVersion, rawHeaders } }: Visit): string =>
  hashOf(JSON.stringify([method, target, httpVersion, rawHeaders]))

/** Null where none has been read. */
const bodyOf = ({ body: { bytes } }: Visit): string | null => (bytes.length === 0 ? null : hashOf(bytes))

const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
