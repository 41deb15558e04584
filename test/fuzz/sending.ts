import { type Attempt, attempts, type Base } from '../invariants/spoilt-requests.ts'
import fc from '../properties.ts'

/** How a request is signed. Only `rightly` is one that TEvo lets in. */
const SIGNINGS = [
  'rightly',
  'not at all',
  'without a token',
  'without a signature',
  'with another secret',
  'for another target',
  'for another body',
  'with half of the signature',
  'with an unknown token',
] as const
export type Signing = (typeof SIGNINGS)[number]

/** A spoilt request, and what may be wrong around it. */
export interface Sending {
  readonly attempt: Attempt
  readonly method: string
  readonly headers: { readonly [name: string]: string }
  readonly signing: Signing
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE']

const LONG = 'x'.repeat(4_000)
/** One of each is sent. What a client may not send over HTTP is for tests of sockets. */
const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Content-Type', 'text/plain'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['Content-Type', 'multipart/form-data; boundary=x'],
  ['Content-Type', ''],
  ['Content-Encoding', 'gzip'],
  ['Accept', 'text/html;q=x, */*;q=-1'],
  ['Accept', LONG],
  ['X-Tevo-Sandbox', 'nobody'],
  ['X-Tevo-Sandbox', '__proto__'],
  ['X-Tevo-Sandbox', LONG],
  ['X-Token', '__proto__'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Forwarded-Host', 'evil.example'],
  ['Host', 'evil.example'],
  ['Host', 'nobody.localhost'],
  ['Origin', 'http://evil.example'],
  ['Origin', 'null'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Authorization', 'Bearer '],
  ['Authorization', `Basic ${LONG}`],
  ['Cookie', LONG],
  ['Range', 'bytes=9-1'],
  ['If-None-Match', '*'],
  ['If-Modified-Since', 'never'],
  ['Idempotency-Key', '\u00e9\u00ff'],
  ['Expect', '100-continue'],
  ['Upgrade', 'websocket'],
  ['__proto__', 'polluted'],
  ['constructor', '{}'],
]

const usually = <Value>(usual: Value, others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

/** What is sent for a request that is taken: mostly well, but for what was spoilt of it. */
export function sendings(base: Base): fc.Arbitrary<Sending> {
  return fc.record({
    attempt: attempts(base),
    method: usually(base.method, METHODS),
    headers: fc.oneof(
      { weight: 7, arbitrary: fc.constant({}) },
      { weight: 3, arbitrary: fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 }).map(Object.fromEntries) },
    ),
    signing: usually<Signing>('rightly', SIGNINGS),
  })
}
