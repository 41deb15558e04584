/**
 * One `key=value` of a raw query. All texts have one character for each byte, like the targets of node:http, so that
 * comparing them compares bytes, and a byte that is not UTF-8 survives decoding and encoding.
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

/** A target, split at its first `?`. Without a `?`, or with nothing after it, the query is empty. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** The query with its pairs sorted by decoded key, byte by byte and stably. The pairs themselves do not change. */
export function sortedQuery(query: string): string {
  return join(sortedBy('key', pairsOf(query)))
}

/**
 * Every spelling of the sorted query that a correct client may have signed, likeliest first; some may come twice. TEvo
 * does not document how it puts a query together again, so these are the encodings of the known clients.
 */
export function* acceptedQueries(query: string): Generator<string> {
  const pairs = pairsOf(query)
  const byKey = sortedBy('key', pairs)
  yield join(byKey)
  yield join(sortedBy('rawKey', pairs))
  yield* respelled(byKey)
}

/** The query in the orders that clients mistake for "sorted by key", each once, with a description. */
export function* misorderedQueries(query: string, respell: boolean): Generator<{ query: string; how: string }> {
  const pairs = pairsOf(query)
  const orders = [
    { pairs, how: 'in the order it was sent' },
    { pairs: sortedBy('raw', pairs), how: 'sorted by whole pairs instead of by key' },
    { pairs: sortedBy('key', pairs, (key) => key.toLowerCase()), how: 'sorted without regard to case' },
  ]
  const seen = new Set<string>()
  for (const { pairs, how } of orders) {
    for (const query of respell ? [join(pairs), ...respelled(pairs)] : [join(pairs)]) {
      if (!seen.has(query)) yield { query, how }
      seen.add(query)
    }
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

function sortedBy(part: 'key' | 'rawKey' | 'raw', pairs: Pair[], rank = (text: string) => text): Pair[] {
  return [...pairs].sort((a, b) => {
    const [left, right] = [rank(a[part]), rank(b[part])]
    return left < right ? -1 : left > right ? 1 : 0
  })
}

function join(pairs: Pair[]): string {
  return pairs.map((pair) => pair.raw).join('&')
}

function* respelled(pairs: Pair[]): Generator<string> {
  const named = pairs.filter((pair) => pair.raw !== '')
  const spellings: { key: string; value: string | undefined }[][] = []
  for (const encoding of ENCODINGS) {
    const spelling = named.map(({ key, value }) => ({
      key: encoded(key, encoding),
      value: value === undefined ? undefined : encoded(value, encoding),
    }))
    spellings.push(spelling)
    yield spelling.map(({ key, value }) => (value === undefined ? key : `${key}=${value}`)).join('&')
  }
  if (named.every((pair) => pair.value)) return
  for (const empty of ['', '=']) {
    for (const spelling of spellings) {
      yield spelling.map(({ key, value }) => (value ? `${key}=${value}` : key + empty)).join('&')
    }
  }
}

// A malformed percent sequence stays as it is: a request must never make the verifier throw.
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
