import { timingSafeEqual } from 'node:crypto'
import { decodeSignature, digestOf } from './digest.ts'
import { CANONICAL_HOSTS, likelyHosts } from './hosts.ts'
import { acceptedQueries, splitTarget } from './query.ts'
import type { WireRequest } from './string-to-sign.ts'

/** A request as it is sent, with its `X-Signature`. */
export type SignedRequest = WireRequest & { signature: string | undefined }

/**
 * Whether `X-Signature` is the signature of this request under the secret, in one of the forms that the documented
 * clients produce: the hosts of `likelyHosts`, and for a request without a body the queries of `acceptedQueries`.
 * The path and the body must be signed exactly as sent. Never throws.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function verify(
  request: SignedRequest,
  secret: string,
  canonicalHosts: readonly string[] = CANONICAL_HOSTS,
): boolean {
  const given = decodeSignature(request.signature ?? '')
  if (!given) return false
  const { host, body } = request
  const method = request.method.toUpperCase()
  const { path, query } = splitTarget(request.target)
  const fits = (host: string, payload: string | Uint8Array) =>
    timingSafeEqual(given, digestOf(secret, `${method} ${host}${path}?`, payload))
  // Nearly every request has a body, or no query, and is signed like this.
  if (host && (body.length > 0 || query === '') && fits(host, body.length > 0 ? body : '')) return true
  for (const payload of acceptedPayloads(request))
    for (const likely of likelyHosts(host, canonicalHosts)) if (fits(likely, payload)) return true
  return false
}

/** What may follow the `?`, each once, made on demand. */
export function* acceptedPayloads({ target, body }: WireRequest): Generator<string | Uint8Array> {
  if (body.length > 0) {
    yield body
    return
  }
  const seen = new Set<string>()
  for (const query of acceptedQueries(splitTarget(target).query)) {
    if (seen.has(query)) continue
    seen.add(query)
    yield query
  }
}
