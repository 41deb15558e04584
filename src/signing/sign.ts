import { digestOf } from './digest.ts'
import { canonicalString } from './string-to-sign.ts'

/** What to sign: a whole URL, or the `Host` header and the target of the request line as they are sent. */
export type SignInput = {
  method: string
  /** Text is signed as its UTF-8; send the same bytes. */
  body?: string | Uint8Array | undefined
  secret: string
} & ({ url: string | URL } | { host: string; target: string })

export type Signed = {
  /** For people to read: bytes of a body that are not UTF-8 show as U+FFFD here, but are signed as they are. */
  stringToSign: string
  /** 44 characters of base64, the value of `X-Signature`. */
  signature: string
}

/**
 * Signs a request as the documentation asks for. The URL may be sent with its query in any order.
 *
 * Throws a TypeError when `url` is not an absolute URL.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function sign(input: SignInput): Signed {
  const { host, target } = 'url' in input ? locate(input.url) : input
  const body = Buffer.from(input.body ?? '')
  const bytes = canonicalString({ method: input.method, host, target, body })
  return { stringToSign: bytes.toString(), signature: digestOf(input.secret, bytes).toString('base64') }
}

function locate(url: string | URL): { host: string; target: string } {
  if (!URL.canParse(String(url))) {
    throw new TypeError(`sign() was given the url "${url}"; give a whole one, such as http://127.0.0.1:8386/v9/orders`)
  }
  const { host, pathname, search } = new URL(url)
  return { host, target: pathname + search }
}
