import { StringDecoder } from 'node:string_decoder'
import { type Chunk, decodeSignature, digestOf } from './digest.ts'
import { acceptedHosts, CANONICAL_HOSTS, wrongHosts } from './hosts.ts'
import { allGuesses, type Mistake, type NamedSecret, type Suspect, shown } from './mistakes.ts'
import { acceptedQueries, misorderedQueries, sortedQuery, splitTarget } from './query.ts'
import { type Reserialisation, reserialisations } from './reserialisation.ts'
import { canonicalPayload, stringToSign } from './string-to-sign.ts'
import { acceptedPayloads, type SignedRequest } from './verify.ts'

export type Refused = {
  request: SignedRequest
  /** The `X-Token` as it came. */
  token: string | undefined
  /** The credential of that token; undefined when no credential has it. */
  credential: NamedSecret | undefined
  /** Other credentials of the same sandbox; the first 20 are tried. */
  others?: readonly NamedSecret[]
  canonicalHosts?: readonly string[]
  /** There is a body, and it was not read: what was signed cannot be told. */
  isBodyUnread?: boolean
}

/** A piece of what was signed: where it was to go, a query, or a body. */
type SignedPart = { is: 'start' | 'query' | 'body'; text: string }

export type Explanation = {
  mistake: Mistake
  /** One or two sentences: what was given, what was expected, what to do next. */
  message: string
  /** The string that should have been signed, its payload cut at 2 KiB. */
  expected: string
  /** What was signed in its place, each piece cut at 2 KiB; left out: no known mistake fits. */
  signed?: readonly SignedPart[]
}

const OTHERS_MAX = 20
const PAYLOAD_MAX_BYTES = 2048
/** Spelling a longer query in every way costs milliseconds: it is tried only as sent, sorted, and in wrong orders. */
const RESPELLED_QUERY_MAX_BYTES = 2048
/** Two sort orders as sent and the four encodings. Spellings of keys without a value are too rare to try them all. */
const SPELLINGS_MAX = 6

// Starting an HMAC takes as long as hashing 4 KiB, so the budget is about 1500 strings or 5 ms.
const GUESS_COST_BYTES = 4 * 1024
const BUDGET_BYTES = 6 * 1024 * 1024

/**
 * Why `verify` refused a request: it signs the request with each of the known mistakes until one fits. The work is
 * bounded for any size of request: about 5 ms, or 10 ms when a body is re-serialised. The answer has no secret in it.
 * Never throws.
 *
 * Source: https://ticketevolution.atlassian.net/wiki/spaces/API/pages/983115
 */
export function explain(refused: Refused): Explanation {
  const { request, token, credential, canonicalHosts = CANONICAL_HOSTS, isBodyUnread = false } = refused
  const hosts = acceptedHosts(request.host, canonicalHosts)
  const host = hosts[0] ?? ''
  const others = (refused.others ?? []).filter((other) => other.secret !== credential?.secret).slice(0, OTHERS_MAX)
  const answer = (mistake: Mistake, message: string, fits?: { host: string; chunks: Chunk[] }): Explanation => {
    const signedHost = fits?.host ?? host
    const expected = isBodyUnread ? unreadString(request, signedHost) : expectedString(request, signedHost)
    return { mistake, message, expected, ...(fits && { signed: signedParts(fits.chunks) }) }
  }

  if (!token) return answer('no-token', NO_TOKEN)
  const signature = request.signature ?? ''
  const read = readSignature(signature)
  const trial = makeTrial(read?.digest)
  if (!credential) {
    const rights = isBodyUnread ? [] : rightStrings(request, hosts)
    for (const signer of others) {
      const right = rights.find(({ chunks }) => trial.fits(signer.secret, chunks))
      if (right) return answer('unknown-token', unknownToken(token, signer), right)
    }
    return answer('unknown-token', unknownToken(token, undefined))
  }
  if (signature === '') return answer('no-signature', NO_SIGNATURE)
  if (!read) return answer('unknown', unreadable(signature))

  if (read.misspelt) {
    const right = rightStrings(request, hosts).find(({ chunks }) => trial.fits(credential.secret, chunks))
    if (right) return answer(read.misspelt, MISSPELT[read.misspelt], right)
  }
  const suspect = suspectOf(request, credential, others)
  for (const { guess, host } of allGuesses(suspect, hosts, wrongHosts(request.host, canonicalHosts))) {
    if (trial.isSpent()) break
    if (!trial.fits(guess.secret, guess.chunks)) continue
    const alsoMisspelt = read.misspelt ? ` ${MISSPELT[read.misspelt]}` : ''
    return answer(guess.mistake, guess.message + alsoMisspelt, { host, chunks: guess.chunks })
  }
  return read.misspelt
    ? answer(read.misspelt, `${MISSPELT[read.misspelt]} It was not made from the expected string either.`)
    : answer('unknown', UNKNOWN)
}

const NO_TOKEN =
  'The request has no X-Token. Send the 32-character token of a credential in the header X-Token, beside X-Signature.'
const NO_SIGNATURE =
  'The request has no X-Signature. Send the base64 of the HMAC-SHA256 of the expected string, made with the secret of this token.'
const UNKNOWN =
  'The signature fits neither the expected string nor any known mistake. Sign exactly the expected string with the secret of this token: HMAC-SHA256, then base64.'

const MISSPELT = {
  hex: 'X-Signature is a digest in hexadecimal. Encode the 32 bytes of the digest, not their hexadecimal, as base64: 44 characters.',
  base64url:
    'X-Signature is base64url, or lacks its padding. Use standard base64, with "+", "/" and a final "=": 44 characters.',
}

// The token is not shown, because it may be a secret in the wrong header.
function unknownToken(token: string, signer: NamedSecret | undefined): string {
  const what = `The X-Token (${token.length} characters) is not the token of any credential of this server.`
  if (signer) return `${what} The signature was made with the secret of ${shown(signer.name)}: send that token.`
  if (token.length === 40)
    return `${what} A secret has 40 characters: send the 32-character token, and sign with the secret.`
  return `${what} Send the 32-character token of an existing credential, and sign with its secret.`
}

function unreadable(signature: string): string {
  return `X-Signature (${signature.length} characters) is not the base64 of 32 bytes, which has 44 and ends in "=". Encode the HMAC-SHA256 digest of the expected string as standard base64, without line breaks.`
}

type ReadSignature = { digest: Buffer; misspelt?: keyof typeof MISSPELT }

function readSignature(signature: string): ReadSignature | undefined {
  const digest = decodeSignature(signature)
  if (digest) return { digest }
  if (/^[0-9a-f]{64}$/i.test(signature)) return { digest: Buffer.from(signature, 'hex'), misspelt: 'hex' }
  if (/^[A-Za-z0-9+/_-]{86}(==)?$/.test(signature)) {
    const text = Buffer.from(signature, 'base64').toString('latin1')
    if (/[0-9a-f]{64}/i.test(text)) return { digest: Buffer.from(text, 'hex'), misspelt: 'hex' }
  }
  const isUrlSafe = /^[A-Za-z0-9_-]{43}=?$/.test(signature)
  const isUnpadded = /^[A-Za-z0-9+/]{43}$/.test(signature)
  if (isUnpadded || (isUrlSafe && /[_-]/.test(signature))) {
    return { digest: Buffer.from(signature, 'base64'), misspelt: 'base64url' }
  }
  return undefined
}

/** Compares digests until the budget is spent. A string that is too long for the rest of the budget counts as wrong. */
function makeTrial(digest: Buffer | undefined) {
  let budget = BUDGET_BYTES
  return {
    isSpent: () => budget < GUESS_COST_BYTES,
    fits: (secret: string, chunks: Chunk[]): boolean => {
      if (!digest) return false
      const cost = chunks.reduce((bytes, chunk) => bytes + chunk.length, GUESS_COST_BYTES)
      if (cost > budget) return false
      budget -= cost
      return digestOf(secret, ...chunks).equals(digest)
    },
  }
}

function rightStrings(request: SignedRequest, hosts: string[]): { host: string; chunks: Chunk[] }[] {
  const { path } = splitTarget(request.target)
  const payloads = [...acceptedPayloads(request)]
  return hosts.flatMap((host) =>
    payloads.map((payload) => ({ host, chunks: [`${request.method.toUpperCase()} ${host}${path}?`, payload] })),
  )
}

function suspectOf(request: SignedRequest, credential: NamedSecret, others: NamedSecret[]): Suspect {
  const { path, query } = splitTarget(request.target)
  const isLong = query.length > RESPELLED_QUERY_MAX_BYTES
  const spellings = (text: string) =>
    isLong ? [sortedQuery(text)] : [...new Set(acceptedQueries(text))].slice(0, SPELLINGS_MAX)
  let forms: Reserialisation[] | undefined
  return {
    method: request.method.toUpperCase(),
    path,
    query,
    body: request.body,
    payloads: request.body.length > 0 ? [request.body] : spellings(query),
    queries: {
      sorted: spellings(query),
      misordered: [...misorderedQueries(query, !isLong)],
      swallowingMark: spellings(`%3F${query}`),
    },
    reserialisations: () => {
      forms ??= reserialisations(request.body)
      return forms
    },
    credential,
    others,
  }
}

function unreadString({ method, target }: SignedRequest, host: string): string {
  const { path } = splitTarget(target)
  return `${stringToSign({ method, host, path, payload: '' })}… (the body, which was not read, follows the "?")`
}

function expectedString({ method, target, body }: SignedRequest, host: string): string {
  const { path } = splitTarget(target)
  const payload = canonicalPayload(target, body)
  const kept = payload.subarray(0, PAYLOAD_MAX_BYTES)
  const bytes = stringToSign({ method, host, path, payload: kept })
  if (kept.length === payload.length) return bytes.toString()
  return `${beginning(bytes)}… (cut: ${payload.length} bytes follow the "?")`
}

/** What a guess is made of: where the request goes to comes first; bytes are a body, and all other text is of a query. */
function signedParts(chunks: readonly Chunk[]): SignedPart[] {
  return chunks.map((chunk, nth) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : Buffer.from(chunk)
    const text =
      bytes.length <= PAYLOAD_MAX_BYTES ? bytes.toString() : `${beginning(bytes.subarray(0, PAYLOAD_MAX_BYTES))}…`
    return { is: nth === 0 ? 'start' : typeof chunk === 'string' ? 'query' : 'body', text }
  })
}

/** A StringDecoder leaves out a character that was cut in the middle. */
const beginning = (bytes: Uint8Array): string => new StringDecoder().write(Buffer.from(bytes))
