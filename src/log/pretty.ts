import type { RequestSummary } from '../journal/show.ts'
import { cut, listed } from '../shorten.ts'
import { printable } from './printable.ts'

const RED = '\u001b[31m'
const YELLOW = '\u001b[33m'
const GREEN = '\u001b[32m'
const PLAIN = '\u001b[39m'
/** A fault left the client without an answer. */
const NO_STATUS = '---'

/** Of names that nothing reads. */
const MAX_NAMED = 5
const MAX_ANSWER_CHARS = 300

interface Manner {
  readonly colours: boolean
  /** The body of its answer, as text. */
  readonly answer: () => string
}

/**
 * A request in one line and, for a person, below it: the faults that acted, the reasons when it was refused, and what of it
 * nothing read.
 */
export function prettyLines(sandbox: string, request: RequestSummary, { colours, answer }: Manner): string {
  const { status, method, path, operation, credential, duration_ms } = request
  const rest = [
    method.padEnd(6),
    path,
    operation ?? '(no operation)',
    ...(credential === null ? [] : [`as ${credential}`]),
    ...(sandbox === 'default' ? [] : [`in ${sandbox}`]),
    `${duration_ms} ms`,
  ]
  const first = `${colours ? coloured(status) : (status ?? NO_STATUS)} ${printable(rest.join('  '))}`
  const known = [...faultsOf(request), ...reasonsOf(request)]
  const isUnexplained = known.length === 0 && status !== null && status >= 400
  const reasons = [...(isUnexplained ? [`answered ${cut(answer(), MAX_ANSWER_CHARS)}`] : known), ...ignoredOf(request)]
  return [first, ...reasons.map((reason) => `    ${printable(reason)}`)].join('\n')
}

const faultsOf = ({ faults }: RequestSummary): string[] =>
  faults.map(({ id, phase, effect }) => `fault ${id}: ${effect}, ${phase}`)

function ignoredOf({ ignored }: RequestSummary): string[] {
  if (ignored.length === 0) return []
  return [`nothing reads ${listed(ignored, MAX_NAMED)}`]
}

function reasonsOf({ status, signature, problems, notes }: RequestSummary): string[] {
  if (status === null || status < 400) return []
  const signed =
    signature.verdict === 'refused'
      ? [
          `${signature.mistake}: ${signature.message}`,
          ...(signature.expected === undefined ? [] : [`string to sign: ${signature.expected}`]),
        ]
      : []
  const refused = problems.map(({ path, message }) => (path === '' ? message : `${path} ${message}`))
  return [...signed, ...refused, ...notes.flatMap((note) => note.split('\n'))]
}

function coloured(status: number | null): string {
  if (status === null) return NO_STATUS
  const colour = status >= 500 ? RED : status >= 400 ? YELLOW : GREEN
  return `${colour}${status}${PLAIN}`
}
