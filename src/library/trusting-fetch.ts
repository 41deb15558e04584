import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** As much of fetch as the library uses. */
export type Send = (url: string, init: RequestInit) => Promise<Response>

export interface Trust {
  /** The certificates to trust, PEM: of authorities, or of the server itself. */
  readonly ca: string
  /** The server is known by its certificate alone, whatever hosts that names. */
  readonly isServersOwn?: boolean
}

const NO_BODY: readonly (number | undefined)[] = [204, 304]

/**
 * A fetch that trusts these certificates and no others. Node's own takes them from the environment, before it starts.
 * It follows no redirect, and resolves when the whole answer is there.
 */
export function trustingFetch({ ca, isServersOwn = false }: Trust): Send {
  const anyName = isServersOwn ? { checkServerIdentity: () => undefined } : {}
  const agent = new Agent({ keepAlive: true, ca, allowPartialTrustChain: true, ...anyName })
  return async (url, { method = 'GET', headers, body, signal }) => {
    const own = signal == null ? {} : { signal }
    const sent = request(url, { agent, method, headers: Object.fromEntries(new Headers(headers)), ...own })
    try {
      sent.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined)
      const [answer]: [IncomingMessage] = (await once(sent, 'response')) as [IncomingMessage]
      const { statusCode: status = 0, headersDistinct } = answer
      const bytes = await buffer(answer)
      const all = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      )
      return new Response(NO_BODY.includes(status) ? null : bytes, { status, headers: all })
    } catch (problem) {
      // What fetch throws when its signal says so, and when anything else ends it.
      throw signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause: problem })
    }
  }
}
