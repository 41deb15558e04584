import { sortedQuery, splitTarget } from './query.ts'

/** A request as it is sent. Texts have one character for each byte, as in node:http. */
export type WireRequest = {
  method: string
  /** The `Host` header. */
  host: string | undefined
  /** Path and query exactly as in the request line: `/v9/orders?state=pending`. */
  target: string
  body: Uint8Array
}

/**
 * The bytes that `X-Signature` is the HMAC of: `METHOD host/path?payload`, with the method in upper case, one space,
 * no scheme, the version prefix in the path, and the `?` always there. A payload given as text stands for its UTF-8.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function stringToSign(parts: {
  method: string
  host: string
  path: string
  payload: string | Uint8Array
}): Buffer {
  const { method, host, path, payload } = parts
  return Buffer.concat([
    Buffer.from(`${method.toUpperCase()} ${host}${path}?`, 'latin1'),
    typeof payload === 'string' ? Buffer.from(payload) : payload,
  ])
}

/**
 * The string that a client should sign for a request. Its payload is the raw body if there is one, else the query with
 * its pairs sorted by key and otherwise as sent.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function canonicalString({ method, host, target, body }: WireRequest & { host: string }): Buffer {
  return stringToSign({ method, host, path: splitTarget(target).path, payload: canonicalPayload(target, body) })
}

/** What follows the `?`. */
export function canonicalPayload(target: string, body: Uint8Array): Uint8Array {
  return body.length > 0 ? body : Buffer.from(sortedQuery(splitTarget(target).query), 'latin1')
}
