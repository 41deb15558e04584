import { pathIn } from '../matching/match.ts'
import { cut } from '../shorten.ts'
import { type JournalEntry, type SignedPart, textOf } from './entry.ts'
import type { Redact } from './redact.ts'
import { repeatedFilters, repeatedKeys } from './repeated-keys.ts'

/** A line of the journal's list. */
export function summarize(entry: JournalEntry, redact: Redact) {
  return {
    id: entry.id,
    // What is not a request says what it is.
    ...(entry.kind === 'request' ? {} : { kind: entry.kind }),
    state: entry.state,
    at: new Date(entry.at).toISOString(),
    operation: entry.operation,
    method: entry.method,
    path: redact.text(pathIn(entry.target)),
    status: entry.status,
    credential: entry.credential,
    signature: showVerdict(entry, redact),
    faults: entry.faults,
    ...(entry.resendOf === null ? {} : { resend_of: entry.resendOf }),
    committed: entry.written !== null,
    created: entry.written?.created ?? [],
    changed: entry.written?.changed ?? [],
    ignored: entry.ignored.map((name) => shortly(name, redact)),
    problems: entry.problems.map(({ path, message }) => ({
      path: shortly(path, redact),
      message: redact.text(message),
    })),
    notes: notesOf(entry, redact),
    duration_ms: entry.duration_ms,
  }
}

/** A name of a client's own may be as long as a body is. */
const MAX_NAME_CHARS = 300
const MAX_LOOKED_AT = 4_000

const shortly = (name: string, redact: Redact): string => cut(redact.text(name.slice(0, MAX_LOOKED_AT)), MAX_NAME_CHARS)

/** What is told of a request in one line: no secrets, no personal data. */
export type RequestSummary = ReturnType<typeof summarize>

/** An entry whole, without the secrets and the personal data that went through it. */
export function describe(entry: JournalEntry, redact: Redact) {
  return {
    ...summarize(entry, redact),
    request: {
      target: redact.target(entry.target),
      headers: redact.headers(entry.headers),
      // What is not a request is of our own making.
      body: entry.kind === 'request' ? redact.body(textOf(entry.body)) : redact.answer(textOf(entry.body)),
      // Only where that is not all of it.
      ...(entry.body_bytes > entry.body.length ? { body_bytes: entry.body_bytes } : {}),
    },
    response: {
      status: entry.status,
      headers: redact.headers(entry.answerHeaders),
      body: redact.answer(textOf(entry.answer)),
    },
  }
}

/** With the string that should have been signed, and the one that was: method, host and path, and behind a `?` the body or the query. */
function showVerdict({ signature, body_bytes }: JournalEntry, redact: Redact) {
  if (signature.verdict !== 'refused') return signature
  const { expected, signed, message, ...verdict } = signature
  return {
    ...verdict,
    message: redact.text(message),
    ...(expected === undefined ? {} : { expected: redactToSign(expected, body_bytes > 0, redact) }),
    ...(signed === undefined ? {} : { signed: signed.map((part) => redactPart(part, redact)).join('') }),
  }
}

function redactPart({ is, text }: SignedPart, redact: Redact): string {
  if (is === 'body') return redact.body(text)
  return is === 'query' ? redact.target(`?${text}`).slice(1) : redact.text(text)
}

function redactToSign(expected: string, hasBody: boolean, redact: Redact): string {
  const start = expected.indexOf('?') + 1
  if (!hasBody || start === 0) return redact.target(expected)
  return `${redact.text(expected.slice(0, start))}${redact.body(expected.slice(start))}`
}

/** What was noted as the request was answered, and what its text shows: found when somebody reads it. */
function notesOf(entry: JournalEntry, redact: Redact): string[] {
  const twice = 'more than once: the last one counts'
  const notes = [
    ...entry.notes,
    ...repeatedFilters(entry.target).map((name) => `The query gives ${name} ${twice}`),
    ...repeatedKeys(textOf(entry.body)).map((path) => `The body gives ${path} ${twice}`),
  ]
  return notes.map(redact.text)
}
