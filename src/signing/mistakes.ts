import { cut } from '../shorten.ts'
import type { Chunk } from './digest.ts'
import type { Reserialisation } from './reserialisation.ts'

/** What can be wrong with a signature. The header `X-Tevo-Local` names one of these. */
export const MISTAKES = [
  'no-token',
  'unknown-token',
  'no-signature',
  'hex',
  'base64url',
  'body-not-signed',
  'unsorted-query',
  'no-question-mark',
  'missing-version',
  'secret-newline',
  'wrong-host',
  'query-and-body',
  'wrong-method',
  'other-credential',
  'reserialised-body',
  'unknown',
] as const

export type Mistake = (typeof MISTAKES)[number]

/** A secret and the name of its credential. */
export type NamedSecret = {
  name: string
  secret: string
}

/** What all guesses about one request start from. */
export type Suspect = {
  method: string
  path: string
  query: string
  body: Uint8Array
  /** What may correctly follow the `?`, likeliest first. */
  payloads: Chunk[]
  /** Spellings of the query: sorted, in wrong orders, and sorted with the `?` as a part of the first key. */
  queries: { sorted: string[]; misordered: { query: string; how: string }[]; swallowingMark: string[] }
  reserialisations: () => Reserialisation[]
  credential: NamedSecret
  others: readonly NamedSecret[]
}

/** A string that a client may have signed by mistake, and what to tell it if it did. */
type Guess = { mistake: Mistake; secret: string; chunks: Chunk[]; message: string }

type Signing = { chunks: Chunk[]; message: string; secret?: string }

type Way = [Mistake, (suspect: Suspect, host: string) => Iterable<Signing>]

/** How each mistake is made, cheapest and likeliest first: with a big body the budget may end before the last ones. */
const WAYS: Way[] = [
  ['body-not-signed', bodyNotSigned],
  ['unsorted-query', unsortedQuery],
  ['no-question-mark', noQuestionMark],
  ['missing-version', missingVersion],
  ['secret-newline', secretNewline],
  ['query-and-body', queryAndBody],
  ['wrong-method', wrongMethod],
]

const COSTLY_WAYS: Way[] = [
  ['other-credential', otherCredential],
  ['reserialised-body', reserialisedBody],
]

/**
 * Every known mistake, with the host that was signed with it. For each host, mistakes that take few strings to try come
 * before those that take hundreds, so that the budget is not spent on the latter.
 */
export function* allGuesses(
  suspect: Suspect,
  hosts: readonly string[],
  wrongHosts: Iterable<string>,
): Generator<{ guess: Guess; host: string }> {
  const [likeliest = '', ...otherHosts] = hosts
  for (const guess of guessesFor(suspect, likeliest, [...WAYS, ...COSTLY_WAYS])) yield { guess, host: likeliest }
  for (const guess of wrongHostGuesses(suspect, likeliest, wrongHosts)) yield { guess, host: likeliest }
  for (const ways of [WAYS, COSTLY_WAYS]) {
    for (const host of otherHosts) {
      for (const guess of guessesFor(suspect, host, ways)) yield { guess, host }
    }
  }
}

function* guessesFor(suspect: Suspect, host: string, ways: Way[]): Generator<Guess> {
  for (const [mistake, signings] of ways) {
    for (const signing of signings(suspect, host)) yield { mistake, secret: suspect.credential.secret, ...signing }
  }
}

/** A request that is signed correctly, except for its host. */
function* wrongHostGuesses(suspect: Suspect, host: string, wrongHosts: Iterable<string>): Generator<Guess> {
  for (const wrong of wrongHosts) {
    const found = wrong === '' ? 'no host at all' : `the host ${shown(wrong)}`
    const message = `The signature fits ${found}. Sign the host of the URL you call: ${shown(host)}.`
    const chunks = [`${suspect.method} ${wrong}${suspect.path}?`, ...suspect.payloads.slice(0, 1)]
    yield { mistake: 'wrong-host', secret: suspect.credential.secret, chunks, message }
  }
}

/** A text that came with the request, in quotes and cut to what fits a sentence. */
export function shown(text: string): string {
  return JSON.stringify(cut(text, 100))
}

function* bodyNotSigned({ method, path, query, body, queries }: Suspect, host: string): Generator<Signing> {
  if (body.length === 0) return
  const message =
    'The signature leaves out the body. Put the raw body, exactly as sent, after the "?", on PUT, PATCH and DELETE as on POST.'
  // The Node client writes the `?` for GET only; for other methods it signs neither the `?` nor the body.
  yield { chunks: [`${method} ${host}${path}`], message }
  for (const payload of new Set(['', query, ...queries.sorted])) {
    yield { chunks: [`${method} ${host}${path}?`, payload], message }
  }
}

function* unsortedQuery({ method, path, body, queries }: Suspect, host: string): Generator<Signing> {
  if (body.length > 0) return
  for (const { query, how } of queries.misordered) {
    const message = `The signature fits the query ${how}. Sort its pairs by key, byte by byte, before signing; the URL itself may keep its order.`
    yield { chunks: [`${method} ${host}${path}?`, query], message }
  }
}

function* noQuestionMark({ method, path, body, payloads, queries }: Suspect, host: string): Generator<Signing> {
  const head = `${method} ${host}${path}`
  const missing = 'The signature leaves out the "?". Write it after the path always, also when nothing follows it.'
  yield { chunks: [head], message: missing }
  for (const payload of payloads) yield { chunks: [head, payload], message: missing }

  const doubled = 'The signature has the "?" twice. Write it once, between the path and what follows.'
  for (const payload of payloads) yield { chunks: [`${head}??`, payload], message: doubled }
  if (body.length > 0) return
  // The Node client's getJSON() parses the query with its `?` and so signs `?%3Fpage=1`.
  const swallowed =
    'The signature takes the "?" for a part of the first key ("?%3F…"). Cut the "?" off before you parse the query.'
  for (const payload of queries.swallowingMark) yield { chunks: [`${head}?`, payload], message: swallowed }
}

function* missingVersion(suspect: Suspect, host: string): Generator<Signing> {
  const { path } = suspect
  const unversioned = path.replace(/^\/v\d+(?=\/|$)/, '')
  if (unversioned === path) return
  const message = `The signature fits the path ${shown(unversioned)}, without its version. Sign the path as it is sent: ${shown(path)}.`
  for (const chunks of rightPayloads(suspect, host, { path: unversioned })) yield { chunks, message }
}

const SPOILT_SECRETS: [string, (secret: string) => string][] = [
  ['a line break after it', (secret) => `${secret}\n`],
  ['a line break (\\r\\n) after it', (secret) => `${secret}\r\n`],
  ['a space after it', (secret) => `${secret} `],
  ['a space before it', (secret) => ` ${secret}`],
  ['a space on either side', (secret) => ` ${secret} `],
  ['a carriage return after it', (secret) => `${secret}\r`],
  ['a tab after it', (secret) => `${secret}\t`],
]

function* secretNewline(suspect: Suspect, host: string): Generator<Signing> {
  for (const [how, spoil] of SPOILT_SECRETS) {
    const secret = spoil(suspect.credential.secret)
    const message = `The signature was made with the right secret and ${how}. Trim the secret where you read it, from a file or the environment.`
    for (const chunks of rightPayloads(suspect, host)) yield { chunks, message, secret }
  }
}

function* queryAndBody({ method, path, query, body, queries }: Suspect, host: string): Generator<Signing> {
  if (body.length === 0 || query === '') return
  const head = `${method} ${host}${path}?`
  const message =
    'The signature fits the query and the body together. When there is a body, only the body follows the "?": leave the query out.'
  for (const signed of new Set([query, ...queries.sorted])) {
    for (const joint of ['?', '&', '']) yield { chunks: [head, signed, joint, body], message }
  }
}

/** What clients sign when there is no body: Python writes `None`, Paw `undefined`. */
const EMPTY_BODIES = ['None', 'undefined', 'null', 'nil', '{}', '[]', '""']

function* reserialisedBody(suspect: Suspect, host: string): Generator<Signing> {
  const { method, path, body } = suspect
  const head = `${method} ${host}${path}?`
  if (body.length === 0) {
    for (const empty of EMPTY_BODIES) {
      const message = `The signature fits the body ${shown(empty)}, but the request came without a body. Sign nothing for a body that you do not send.`
      yield { chunks: [head, empty], message }
    }
  }
  for (const { how, bytes } of suspect.reserialisations()) {
    const message = `The signature fits the body ${how}, which is not what arrived. Serialise the body once, sign those bytes and send the same bytes.`
    yield { chunks: [head, bytes], message }
  }
}

function* otherCredential(suspect: Suspect, host: string): Generator<Signing> {
  for (const { name, secret } of suspect.others) {
    const message = `The signature was made with the secret of the credential ${shown(name)}, but the X-Token is that of ${shown(suspect.credential.name)}. Take both from the same credential.`
    for (const chunks of rightPayloads(suspect, host)) yield { chunks, message, secret }
  }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

function* wrongMethod(suspect: Suspect, host: string): Generator<Signing> {
  const { method } = suspect
  const wrongMethods = new Set([...METHODS, method.toLowerCase(), method.slice(0, 1) + method.slice(1).toLowerCase()])
  wrongMethods.delete(method)
  for (const wrong of wrongMethods) {
    const message = `The signature fits the method ${shown(wrong)}, but the request came as ${shown(method)}. Sign the method that you send, in upper case.`
    for (const chunks of rightPayloads(suspect, host, { method: wrong })) yield { chunks, message }
  }
}

function* rightPayloads(
  { method, path, payloads }: Suspect,
  host: string,
  wrong: { method?: string; path?: string } = {},
): Generator<Chunk[]> {
  const head = `${wrong.method ?? method} ${host}${wrong.path ?? path}?`
  for (const payload of payloads) yield [head, payload]
}
