import type { RequestSummary } from './log.ts'
import { printable } from './printable.ts'

const RED = '\u001b[31m'
const YELLOW = '\u001b[33m'
const GREEN = '\u001b[32m'
const PLAIN = '\u001b[39m'
/** A fault saw to it that there was no answer. */
const NO_STATUS = '---'

/** A request in one line and, when it was refused, the reasons in the lines below it, for a person. */
export function prettyLines(sandbox: string, request: RequestSummary, colours: boolean): string {
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
  const reasons = [...faultsOf(request), ...reasonsOf(request)]
  return [first, ...reasons.map((reason) => `    ${printable(reason)}`)].join('\n')
}

const faultsOf = ({ faults }: RequestSummary): string[] =>
  faults.map(({ id, phase, effect }) => `fault ${id}: ${effect}, ${phase}`)

function reasonsOf({ status, signature, notes }: RequestSummary): string[] {
  if (status === null || status < 400) return []
  const signed =
    signature.verdict === 'refused'
      ? [
          `${signature.mistake}: ${signature.message}`,
          ...(signature.expected === undefined ? [] : [`string to sign: ${signature.expected}`]),
        ]
      : []
  return [...signed, ...notes.flatMap((note) => note.split('\n'))]
}

function coloured(status: number | null): string {
  if (status === null) return NO_STATUS
  const colour = status >= 500 ? RED : status >= 400 ? YELLOW : GREEN
  return `${colour}${status}${PLAIN}`
}
