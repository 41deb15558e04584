import { Attempt, attempts, type Base } from '../invariants/spoilt-requests.ts'
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

/** Known to Node's parser, and to nobody. CONNECT has no answer, so it is for tests of sockets. */
const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'M-SEARCH'],
  ...['BUY', 'get', 'GETS', 'PRI', '__proto__', '!', 'X'.repeat(2_000)],
]

const LONG = 'x'.repeat(4_000)

const HOSTS = [
  ...[
    '',
    ' ',
    'a b',
    'a/b',
    'a?b',
    'a#b',
    'a@b',
    'user:secret@localhost',
    'http://localhost',
    '*',
    '%',
    '%00',
    '"',
    '\\',
  ],
  ...[
    'localhost:',
    'localhost:0',
    'localhost:99999',
    'localhost:-1',
    'localhost:x',
    ':80',
    ':',
    '..',
    '.',
    'localhost.',
  ],
  ...['[::1]', '[::1', '::1', '[zz]:1', '[::1]:99999', '0x7f.1', '999.999.999.999', 'a,b', 'xn--a', '\u00e9\u00ff'],
  ...[
    'evil.example',
    'nobody.localhost',
    '.localhost',
    'a.b.localhost',
    '__proto__.localhost',
    'default.localhost',
    LONG,
  ],
]

/** One character for each byte, as Node writes a target: so these are raw UTF-8, or no UTF-8 at all. */
const RAW = [
  ...['\u00e9', '\u65e5\u672c', '\u{1f600}', '\u202e', '\ufeff', '\u2028'].map((text) =>
    Buffer.from(text).toString('latin1'),
  ),
  ...[
    '\u00ff',
    '\u00c3',
    '\u00ed\u00a0\u0080',
    '\u007f',
    '\\',
    '#',
    '|',
    '"',
    '<',
    '>',
    '{',
    '}',
    '^',
    '`',
    '//',
    '/../',
    '/./',
  ],
  ...['%', '%zz', '%00', '%2e%2e/', '%2F', '%5C', '%ff', '%c3', '?', ';', '@evil.example', LONG.repeat(3)],
]
/** In place of a whole target. */
const TARGETS = ['*', '//evil.example/v9/events', 'http://evil.example/v9/events', 'http://', 'v9/events', '?']
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
  ...HOSTS.map((host): [string, string] => ['Host', host]),
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

/** Its target as no client library would send it: something raw in the middle of it, or another one altogether. */
function withRawTarget({ method, target, body }: Attempt): fc.Arbitrary<Attempt> {
  const spoilt = fc
    .tuple(fc.nat(target.length), fc.constantFrom(...RAW))
    .map(([at, raw]) => target.slice(0, at) + raw + target.slice(at))
  return fc
    .oneof({ weight: 9, arbitrary: spoilt }, { weight: 1, arbitrary: fc.constantFrom(...TARGETS) })
    .map((raw) => new Attempt(method, raw, body, null))
}

const usually = <Value>(usual: Value, others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

/** What is sent for a request that is taken: mostly well, but for what was spoilt of it. */
export function sendings(base: Base): fc.Arbitrary<Sending> {
  return fc.record({
    attempt: fc.oneof(
      { weight: 11, arbitrary: attempts(base) },
      { weight: 1, arbitrary: attempts(base).chain(withRawTarget) },
    ),
    method: usually(base.method, METHODS),
    headers: fc.oneof(
      { weight: 7, arbitrary: fc.constant({}) },
      { weight: 3, arbitrary: fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 }).map(Object.fromEntries) },
    ),
    signing: usually<Signing>('rightly', SIGNINGS),
  })
}
