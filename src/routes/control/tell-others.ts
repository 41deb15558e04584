import { type IncomingMessage, request as requestHttp } from 'node:http'
import type { Several } from '../../http/context.ts'
import { markOf, PASSED_ON, passedOn, wordOf } from '../../http/passed-on.ts'

/** One that works does it within milliseconds. */
const PATIENCE_MS = 1_000

/** The addresses of the other processes that serve something now. */
export async function othersOf({ ownership }: Several): Promise<string[]> {
  const listed = await ownership.list()
  return [
    ...new Set(listed.flatMap(({ url, process }) => (url === null || process === ownership.process ? [] : [url]))),
  ]
}

/**
 * Sends a request of a client, one without a body, to other processes too, and waits until they have done it. One that does not
 * answer, for it is paused say, finds out by itself when it renews its leases. What another process has told us goes no further.
 */
export async function tellOthers(
  urls: readonly string[],
  { secret }: Several,
  incoming: IncomingMessage,
): Promise<void> {
  if (passedOn(incoming) !== undefined) return
  const mark = markOf(wordOf(secret), { isFirst: true, isSecure: false })
  await Promise.all(urls.map((url) => tell(url, mark, incoming)))
}

async function tell(url: string, mark: string, { method, url: path, headers }: IncomingMessage): Promise<void> {
  const { host = '', authorization } = headers
  // The mark stands first: see PASSED_ON.
  const sent = [PASSED_ON, mark, 'Host', host, 'Connection', 'close']
  if (authorization !== undefined) sent.push('Authorization', authorization)
  const request = url.startsWith('https:') ? (await import('node:https')).request : requestHttp
  await new Promise<void>((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    request(new URL(path ?? '/', url), { method, headers: sent, signal }, (answer) =>
      answer.resume().once('close', resolve),
    )
      .once('error', () => resolve())
      .end()
  })
}
