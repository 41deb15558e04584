import { cut, listed } from '../shorten.ts'
import type { JournalEntry } from './entry.ts'
import type { Redact } from './redact.ts'

/** A sentence names at most so many of each. */
const MAX_NAMED = 3
const MAX_CHARS = 300

/** Why it went with a request as it did, in the words of its entry; empty where nothing stands out. */
export function causesOf(entry: JournalEntry, redact: Redact): string[] {
  const { id, isWaiting, signature, problems, faults, ignored, notes, status } = entry
  const [problem] = problems
  const refused = signature.verdict === 'refused' ? `${signature.mistake}: ${signature.message}` : null
  const causes = [
    ...(isWaiting ? [`${id} still waits for its answer`] : []),
    ...(problem === undefined ? [] : [`${id} was refused: ${`${problem.path} ${problem.message}`.trim()}`]),
    ...(refused === null ? [] : [`the signature of ${id} was refused: ${refused}`]),
    ...faults.slice(0, MAX_NAMED).map((fault) => `${id} met ${wordsOfFault(fault)}`),
    ...(ignored.length === 0 ? [] : [`nothing reads ${listed(ignored, MAX_NAMED)} of ${id}`]),
  ]
  const [note] = notes
  if (causes.length === 0 && note !== undefined && (status ?? 0) >= 400) causes.push(`${id}: ${note}`)
  return causes.map((cause) => cut(redact.text(cause), MAX_CHARS))
}

/** `req_2 (no answer: the fault lost, reset in after-commit)` */
export function outcomeOf(entry: JournalEntry): string {
  const { id, status, isWaiting, isAnswerLost, faults, resendOf, state } = entry
  const by = faults.slice(-MAX_NAMED).map(wordsOfFault).join(', ')
  const what = isWaiting
    ? `still waits${by === '' ? '' : `: ${by}`}`
    : status === null
      ? `no answer: ${by === '' ? 'its client had gone' : by}`
      : `answered ${status}${by === '' ? '' : isAnswerLost ? `, which did not arrive whole: ${by}` : `: ${by}`}`
  const undone = state === 'undone' ? ', and undone' : ''
  return `${id} (${what}${undone}${resendOf === null ? '' : `; a library sent it again for ${resendOf}`})`
}

const wordsOfFault = ({ id, effect, phase }: JournalEntry['faults'][number]): string =>
  `the fault ${id}, ${effect} in ${phase}`
