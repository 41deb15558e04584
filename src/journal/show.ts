import { pathIn } from '../matching/match.ts'
import { type JournalEntry, type SignatureVerdict, textOf } from './entry.ts'
import { type Redact, redactHeaders } from './redact.ts'
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
    path: redact(pathIn(entry.target)),
    status: entry.status,
    credential: entry.credential,
    signature: redactVerdict(entry.signature, redact),
    faults: entry.faults,
    ...(entry.resendOf === null ? {} : { resend_of: entry.resendOf }),
    committed: entry.written !== null,
    created: entry.written?.created ?? [],
    changed: entry.written?.changed ?? [],
    ignored: entry.ignored.map(redact),
    problems: entry.problems.map(({ path, message }) => ({ path: redact(path), message: redact(message) })),
    notes: notesOf(entry, redact),
    duration_ms: entry.duration_ms,
  }
}

/** What is told of a request in one line: no secrets, no personal data. */
export type RequestSummary = ReturnType<typeof summarize>

/** An entry whole, without the secrets and the personal data that went through it. */
export function describe(entry: JournalEntry, redact: Redact) {
  return {
    ...summarize(entry, redact),
    request: {
      target: redact(entry.target),
      headers: redactHeaders(entry.headers),
      body: redact(textOf(entry.body)),
      // Only where that is not all of it.
      ...(entry.body_bytes > entry.body.length ? { body_bytes: entry.body_bytes } : {}),
    },
    response: {
      status: entry.status,
      headers: Object.fromEntries(
        Object.entries(redactHeaders(entry.answerHeaders)).map(([name, value]) => [name, redact(String(value))]),
      ),
      body: redact(textOf(entry.answer)),
    },
  }
}

/** The string that should have been signed ends in the query or the body. */
function redactVerdict(signature: SignatureVerdict, redact: Redact): SignatureVerdict {
  if (signature.verdict !== 'refused') return signature
  const { expected, message } = signature
  return {
    ...signature,
    message: redact(message),
    ...(expected === undefined ? {} : { expected: redact(expected) }),
  }
}

/** What was noted as the request was answered, and what its text shows: found when somebody reads it. */
function notesOf(entry: JournalEntry, redact: Redact): string[] {
  const twice = 'more than once: the last one counts'
  const notes = [
    ...entry.notes,
    ...repeatedFilters(entry.target).map((name) => `The query gives ${name} ${twice}`),
    ...repeatedKeys(textOf(entry.body)).map((path) => `The body gives ${path} ${twice}`),
  ]
  return notes.map(redact)
}
