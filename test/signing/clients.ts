import { createHmac } from 'node:crypto'
import type { SignedRequest } from '../../src/signing/verify.ts'

/** A call as a program asks a client library for it. */
export type Call = {
  method: string
  host: string
  path: string
  pairs: [string, string][]
  body: string
  secret: string
}

/** A client library: what it sends, and under which signature. */
export type Client = (call: Call) => SignedRequest

export const signature = (text: string | Uint8Array, secret: string) =>
  createHmac('sha256', secret).update(text).digest('base64')

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
const rfc3986 = (text: string) => encodeURIComponent(text).replace(/[!*'()]/g, percent)
const rfc1738 = (text: string) => rfc3986(text).replaceAll('%20', '+').replaceAll('~', '%7E')
const componentWithPlus = (text: string) => encodeURIComponent(text).replaceAll('%20', '+')

const byKey = ([a]: [string, string], [b]: [string, string]) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const queryOf = (pairs: [string, string][], encode: (text: string) => string) =>
  pairs.map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&')

const withoutPort = (host: string) => host.replace(/:\d+$/, '')

function sent(call: Call, query: string, signed: string): SignedRequest {
  const { method, host, path, body, secret } = call
  const target = query === '' ? path : `${path}?${query}`
  return { method, host, target, body: Buffer.from(body), signature: signature(signed, secret) }
}

/** ticketevolution-php: sends and signs the same RFC 1738 query, sorted; over http the scheme stays in the string. */
export const php: Client = (call) => {
  const query = queryOf([...call.pairs].sort(byKey), rfc1738)
  return sent(call, query, `${call.method} http://${call.host}${call.path}?${call.body || query}`)
}

/** ticketevolution-ruby: cuts the port; Faraday sends the sorted query that is signed. */
export const ruby: Client = (call) => {
  const query = queryOf([...call.pairs].sort(byKey), (text) => rfc3986(text).replaceAll('%20', '+'))
  return sent(call, query, `${call.method} ${withoutPort(call.host)}${call.path}?${call.body || query}`)
}

/** ticketevolution-node: signs the query sorted and spelled by qs, and sends the URL as it was given. */
export const node: Client = (call) => {
  const signed = queryOf([...call.pairs].sort(byKey), rfc3986)
  const query = queryOf(call.pairs, componentWithPlus)
  return sent(call, query, `${call.method} ${withoutPort(call.host)}${call.path}?${call.body || signed}`)
}

/** A few lines of one's own: signs encodeURIComponent, sends URLSearchParams. */
export const handwritten: Client = (call) => {
  const signed = queryOf([...call.pairs].sort(byKey), encodeURIComponent)
  const query = new URLSearchParams(call.pairs).toString()
  return sent(call, query, `${call.method} ${call.host}${call.path}?${call.body || signed}`)
}

/** A client that knows only the real hosts and comes through a proxy. */
export const proxied: Client = (call) => {
  const query = queryOf([...call.pairs].sort(byKey), encodeURIComponent)
  return sent(call, query, `${call.method} api.ticketevolution.com${call.path}?${call.body || query}`)
}
