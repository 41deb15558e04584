import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { HOW_TO_TRUST, isUntrusted } from '../library/untrusted.ts'
import { codeOf, Problem } from '../problem.ts'
import type { PreparedRequest } from './request.ts'

export interface Received {
  readonly httpVersion: string
  readonly status: number
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

interface SendOptions {
  /** Keeps connections; without it, each request has its own. */
  readonly agent?: Agent
  /** How long the server may say nothing. */
  readonly timeout_ms?: number
  /** The flag that says where the server is. */
  readonly flag?: string
}

/** Sends a request as it was prepared. Throws a Problem where no whole answer comes. */
export async function send(
  { method, url, host, target, body }: PreparedRequest,
  signature: { readonly [name: string]: string },
  { agent, timeout_ms = 0, flag = '--url BASE' }: SendOptions = {},
): Promise<Received> {
  const headers: Record<string, string | number> = { Host: host, ...signature }
  if (body.bytes.length > 0) {
    headers['Content-Type'] = 'application/json'
    headers['Content-Length'] = body.bytes.length
  }
  const { protocol, hostname, port } = new URL(url)
  const start = protocol === 'https:' ? (await import('node:https')).request : requestHttp
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      // As curl does, the path goes out as it was given and signed: a URL object would spell it anew.
      const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: target }
      const sent = start({ method, ...place, headers, agent: agent ?? false, timeout: timeout_ms }, resolve)
      sent.once('timeout', () => sent.destroy(new Error(`no answer in ${timeout_ms} ms`)))
      sent.once('error', reject).end(body.bytes)
    })
    const { httpVersion, statusCode = 0, statusMessage = '', headers: answered } = answer
    return { httpVersion, status: statusCode, reason: statusMessage, headers: answered, bytes: await buffer(answer) }
  } catch (problem) {
    throw sendProblem(problem, new URL(url).origin, flag)
  }
}

function sendProblem(problem: unknown, origin: string, flag: string): Problem {
  const code = codeOf(problem)
  if (code === 'ECONNREFUSED')
    return new Problem(`nothing listens on ${origin}; start the server with tevo-local, or give ${flag}`)
  if (isUntrusted(problem)) return new Problem(`${origin} cannot be reached: ${code}; ${HOW_TO_TRUST}`)
  if (code === 'ECONNRESET' || code === 'aborted')
    return new Problem(`${origin} cut the connection before the answer was complete; see the server's log`)
  return new Problem(`${origin} cannot be reached: ${code}; is the server running, and is the URL right?`)
}
