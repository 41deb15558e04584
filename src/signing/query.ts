/**
 * One `key=value` of a raw query. All texts hold one character for each byte, as node:http hands out targets,
 * so that comparing them compares bytes, and a byte that is no UTF-8 survives decoding and encoding.
 */
type Pair = {
  raw: string
  rawKey: string
  key: string
  /** Undefined for `k`, empty for `k=`. */
  value: string | undefined
}

type Encoding = { reserved: RegExp; space: string }

const ENCODINGS: Encoding[] = [
  { reserved: /[^A-Za-z0-9\-_.!~*'()]/g, space: '%20' }, // encodeURIComponent
  { reserved: /[^A-Za-z0-9\-_.~]/g, space: '%20' }, // RFC 3986
  { reserved: /[^A-Za-z0-9\-_.]/g, space: '+' }, // RFC 1738 as PHP writes it: the tilde becomes %7E
  { reserved: /[^A-Za-z0-9\-_.!~*'()]/g, space: '+' }, // encodeURIComponent with `+`
]

/** To spell a longer query in every way costs milliseconds. */
const RESPELLED_MISORDER_MAX_BYTES = 2048

/** A target split at its first `?`. Without a `?`, or with nothing behind it, the query is empty. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** The pairs sorted stably by decoded key, bytewise, each kept as it came. */
export function sortedQuery(query: string): string {
  return join(sorted(pairsOf(query), (pair) => pair.key))
}

/**
 * Every spelling of the sorted query that a correct client may have signed, likeliest first, possibly repeated.
 * How the service itself re-assembles a query is not documented, hence the encodings of the known clients.
 */
export function* acceptedQueries(query: string): Generator<string> {
  const pairs = pairsOf(query)
  const byKey = sorted(pairs, (pair) => pair.key)
  yield join(byKey)
  yield join(sorted(pairs, (pair) => pair.rawKey))
  yield* respelled(byKey)
}

/** The orders that clients mistake for "sorted by key", with the words for each. */
export function* misorderedQueries(query: string): Generator<{ query: string; how: string }> {
  const pairs = pairsOf(query)
  const orders = [
    { pairs, how: 'in the order it was sent' },
    { pairs: sorted(pairs, (pair) => pair.raw), how: 'sorted by whole pairs instead of by key' },
    { pairs: sorted(pairs, (pair) => pair.key.toLowerCase()), how: 'sorted without regard to upper and lower case' },
  ]
  for (const order of orders) yield { query: join(order.pairs), how: order.how }
  if (query.length > RESPELLED_MISORDER_MAX_BYTES) return
  for (const order of orders) {
    for (const query of respelled(order.pairs)) yield { query, how: order.how }
  }
}

function pairsOf(query: string): Pair[] {
  if (query === '') return []
  return query.split('&').map((raw) => {
    const equals = raw.indexOf('=')
    const rawKey = equals < 0 ? raw : raw.slice(0, equals)
    return { raw, rawKey, key: decoded(rawKey), value: equals < 0 ? undefined : decoded(raw.slice(equals + 1)) }
  })
}

function sorted(pairs: Pair[], by: (pair: Pair) => string): Pair[] {
  return pairs
    .map((pair) => ({ pair, rank: by(pair) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ pair }) => pair)
}

function join(pairs: Pair[]): string {
  return pairs.map((pair) => pair.raw).join('&')
}

function* respelled(pairs: Pair[]): Generator<string> {
  const named = pairs.filter((pair) => pair.raw !== '')
  for (const encoding of ENCODINGS) {
    const keys = named.map((pair) => encoded(pair.key, encoding))
    const values = named.map((pair) => (pair.value === undefined ? '' : `=${encoded(pair.value, encoding)}`))
    yield keys.map((key, at) => key + values[at]).join('&')
    if (named.every((pair) => pair.value)) continue
    for (const empty of ['', '=']) {
      yield keys.map((key, at) => key + (named[at]?.value ? values[at] : empty)).join('&')
    }
  }
}

// A malformed percent sequence stands for itself: a request must never make the verifier throw.
function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function encoded(text: string, { reserved, space }: Encoding): string {
  return text.replace(reserved, (byte) =>
    byte === ' ' ? space : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
