import { base64In, type Range, readingsOf } from './decoded.ts'
import { type Kind, kindOfFilter, SOUNDS_SECRET } from './fields.ts'
import { hideInJson, type Treatment } from './json-fields.ts'
import type { KnownSecrets } from './known-secrets.ts'

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization', 'set-cookie', 'x-signature'])
/** Who sits at the other end. */
const PERSONAL_HEADERS = new Set([
  'cf-connecting-ip',
  'forwarded',
  'from',
  'true-client-ip',
  'x-client-ip',
  'x-forwarded-for',
  'x-real-ip',
])
const ADDRESS_HEADERS = new Set(['location', 'origin', 'referer'])

/** Bounded, or a long word without an `@` would be searched from each of its characters to its end. */
const EMAIL = /[^\s"'@,:;<>/?=&]{1,64}(?:@|%40)[^\s"'@,:;<>/?=&]{1,255}/g
/** Together, or in groups: `4111 1111 1111 1111`. */
const CARD_NUMBER = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g
const PDF = '%PDF-'
const FORM = /^[^\s={}"<]+=/

export const REDACTED = '[redacted]'

type Headers = { readonly [name: string]: string | string[] | undefined }

/** Leaves out of what came and went what its reader is not to see. */
export interface Redact {
  /** Prose, or a path. */
  text(text: string): string
  /** Path and query, or an address. */
  target(target: string): string
  /** The body of a request: a field that nothing reads is hidden, and so is all that is no field. */
  body(body: string): string
  /** A body of our own making. */
  answer(body: string): string
  headers(headers: Headers): { readonly [name: string]: string }
}

/** Hides secrets, and personal data unless it `showsPeople`. */
export function redactor(showsPeople: boolean, secrets: () => readonly KnownSecrets[]): Redact {
  const isHidden = (kind: Kind) => kind === 'secret' || (!showsPeople && kind !== 'plain')
  const ofRequest = (kind: Kind): Treatment => {
    if (!isHidden(kind)) return 'show'
    return kind === 'personal' ? 'hide-plain' : 'hide'
  }
  // All that we write ourselves has a meaning: what is not listed is no person's.
  const ofAnswer = (kind: Kind): Treatment => (kind === 'foreign' ? 'show' : ofRequest(kind))

  const text = (given: string): string => hidePatterns(given, showsPeople, secrets())
  const pairs = (query: string): string =>
    query
      .split('&')
      .map((pair) => {
        const mark = pair.indexOf('=')
        return mark !== -1 && isHidden(kindOfFilter(decoded(pair.slice(0, mark))))
          ? `${pair.slice(0, mark + 1)}${REDACTED}`
          : pair
      })
      .join('&')
  const target = (given: string): string => {
    const mark = given.indexOf('?')
    if (mark === -1) return text(given)
    const hash = given.indexOf('#', mark)
    const query = given.slice(mark + 1, hash === -1 ? undefined : hash)
    return text(`${given.slice(0, mark + 1)}${pairs(query)}${hash === -1 ? '' : `#${REDACTED}`}`)
  }
  const headers = (given: Headers) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => {
        if (value === undefined) return []
        const whole = Array.isArray(value) ? value.join(', ') : value
        const key = name.toLowerCase()
        // A token is half of a credential: enough of it to tell two apart is shown.
        if (key === 'x-token') return [[name, `${whole.slice(0, 4)}…`]]
        const isSecret = SECRET_HEADERS.has(key) || SOUNDS_SECRET.test(key)
        if (isSecret || (!showsPeople && PERSONAL_HEADERS.has(key))) return [[name, REDACTED]]
        return [[name, ADDRESS_HEADERS.has(key) ? target(whole) : text(whole)]]
      }),
    )
  return {
    text,
    target,
    headers,
    body: (given) => {
      if (isJson(given)) return text(hideInJson(given, ofRequest, REDACTED))
      if (showsPeople && !given.startsWith(PDF)) return text(given)
      if (FORM.test(given)) return text(pairs(given))
      return given === '' ? '' : REDACTED
    },
    answer: (given) => {
      if (given.startsWith(PDF)) return REDACTED
      return text(isJson(given) ? hideInJson(given, ofAnswer, REDACTED) : given)
    },
  }
}

const isJson = (text: string): boolean => /^\s*[{[]/.test(text)

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return part
  }
}

/** What is known by its form, or to the letter, wherever it stands and however it is escaped. */
function hidePatterns(text: string, showsPeople: boolean, secrets: readonly KnownSecrets[]): string {
  const found: Range[] = []
  for (const { text: read, origin } of readingsOf(text)) {
    for (const known of secrets) for (const range of known.find(read)) found.push(origin(range))
    // Most texts have none, and need no search.
    const mayHaveEmail = !showsPeople && (read.includes('@') || read.includes('%40'))
    for (const pattern of mayHaveEmail ? [EMAIL, CARD_NUMBER] : [CARD_NUMBER])
      for (const { 0: match, index } of read.matchAll(pattern))
        found.push(origin({ start: index, end: index + match.length }))
    const shortest = Math.min(...secrets.map((known) => known.shortest))
    for (const { range, text: inside } of base64In(read, shortest))
      if (secrets.some((known) => known.find(inside).length > 0)) found.push(origin(range))
  }
  return found.length === 0 ? text : without(text, found)
}

/** The text with these parts left out; those that touch are one. */
function without(text: string, parts: readonly Range[]): string {
  const sorted = [...parts].sort((one, other) => one.start - other.start)
  const shown: string[] = []
  let end = 0
  for (const part of sorted) {
    if (part.start >= end) shown.push(text.slice(end, part.start), REDACTED)
    end = Math.max(end, part.end)
  }
  return `${shown.join('')}${text.slice(end)}`
}
