import * as z from 'zod'

/** The headers of an answer that a rule makes up. */

const MAX_HEADERS = 50
const MAX_LENGTH = 4_096
/** RFC 9110: a token. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
/** What goes over the wire in one byte each, without control characters. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** They say where the answer ends, or what becomes of the connection: a client would take them at their word. */
const FRAMING = 'frames the answer, and is set by the server'
const REFUSED: { readonly [name: string]: string } = {
  'content-length': `${FRAMING}: see the effects truncate and malformed`,
  'transfer-encoding': `${FRAMING}: see the effect bad-chunk`,
  connection: `${FRAMING}: give "connection": "close" beside "headers"`,
  'keep-alive': FRAMING,
  trailer: FRAMING,
  upgrade: FRAMING,
  'content-type': 'is given as "content_type" beside "headers"',
  'x-tevo-local': 'is how the server tells that a fault acted',
}

/** As an answer of TEvo's writes them: a header of the same name takes the place of its own. */
const USUAL: { readonly [name: string]: string } = {
  'cache-control': 'Cache-Control',
  etag: 'ETag',
  'retry-after': 'Retry-After',
}

export const headersField = () =>
  z.record(z.string(), z.string()).transform((given, context): { readonly [name: string]: string } => {
    const names = Object.keys(given)
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (names.length > MAX_HEADERS) context.addIssue(`has ${names.length} headers; give at most ${MAX_HEADERS}`)
    for (const name of names) {
      const key = name.toLowerCase()
      const reason = Object.hasOwn(REFUSED, key) ? REFUSED[key] : undefined
      if (!NAME.test(name)) refuse(name, 'is not the name of a header: give 1 to 100 letters, digits and -')
      else if (reason !== undefined) refuse(name, reason)
      else if (names.some((other) => other !== name && other.toLowerCase() === key)) refuse(name, 'is given twice')
      refuseValue(given[name] ?? '', (message) => refuse(name, message))
    }
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [USUAL[name.toLowerCase()] ?? name, value]))
  })

export const contentTypeField = () =>
  z.string().superRefine((value, context) => {
    if (!/^[\w.+-]+\/[\w.+-]+/.test(value)) context.addIssue('is not a content type: give text/html; charset=utf-8 say')
    refuseValue(value, (message) => context.addIssue(message))
  })

function refuseValue(value: string, refuse: (message: string) => void): void {
  if (value.length > MAX_LENGTH) refuse(`is ${value.length} characters long; give at most ${MAX_LENGTH}`)
  if (!VALUE.test(value)) refuse('has a control character, or one that no header can carry: give ASCII or Latin-1')
}
