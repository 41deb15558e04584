import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { type Headers, type Keys, send, signed } from '../http.ts'

/** What a proxy may change of a request on its way. */
export interface Passing {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly query: URLSearchParams
}

/** What it may change of the answer. */
export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  body: any
}

export interface Alteration {
  /** Changes the query; the request is signed anew then. */
  readonly asked?: (passing: Passing) => void
  readonly answered?: (passing: Passing, answer: Answered) => void
  /** Whether to cut the connection in place of an answer. */
  readonly cut?: (passing: Passing) => boolean
}

/** A server that is another one, but for one thing. */
export async function alteringProxy(url: string, keys: Keys, { asked, answered, cut }: Alteration): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', headers } = incoming
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '', url)
    const body = await buffer(incoming)
    const passing = { method, path, query }
    if (cut?.(passing)) {
      incoming.socket.destroy()
      return
    }
    const before = String(query)
    asked?.(passing)
    const isAltered = String(query) !== before
    const words = [...query].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    const target = isAltered ? `${path}?${words.join('&')}` : (incoming.url ?? '')
    const signature = isAltered ? { ...signed(url, keys, method, target, body), host: new URL(url).host } : {}
    const { connection: _, ...kept } = headers
    const received = await send(url, method, target, { ...(kept as Headers), ...signature }, body)
    const answer: Answered = { status: received.status, headers: received.headers, body: received.body }
    answered?.(passing, answer)
    outgoing.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(answer.headers['retry-after'] && { 'retry-after': answer.headers['retry-after'] }),
    })
    outgoing.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
