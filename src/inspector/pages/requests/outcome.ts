import type { RequestSummary } from '../../../journal/show.ts'
import { wordsOf } from '../orders/act.ts'

interface Outcome {
  readonly text: string
  readonly isBad: boolean
}

/** How many records are named. */
const MAX_NAMED = 3

/** What is worth to know of a request in a list, the most telling first. */
export function whatCame({ state, signature, problems, faults, ignored, created, changed }: RequestSummary): Outcome[] {
  const bad = (text: string) => ({ text, isBad: true })
  const plain = (text: string) => ({ text, isBad: false })
  const [problem, ...more] = problems
  return [
    ...(signature.verdict === 'refused' ? [bad(`signature: ${signature.mistake}`)] : []),
    ...(state === 'undone' ? [bad('what it did could not be kept')] : []),
    ...faults.map(({ id, effect }) => bad(`fault ${id}: ${wordsOf(effect)}`)),
    ...(problem === undefined
      ? []
      : [bad(`${inWords(problem)}${more.length === 0 ? '' : `, and ${more.length} more`}`)]),
    ...(created.length === 0 ? [] : [plain(`made ${named(created)}`)]),
    ...(created.length > 0 || changed.length === 0 ? [] : [plain(`changed ${named(changed)}`)]),
    ...(ignored.length === 0
      ? []
      : [plain(`nothing reads ${ignored.slice(0, MAX_NAMED).join(', ')}${ignored.length > MAX_NAMED ? ', …' : ''}`)]),
  ]
}

const inWords = ({ path, message }: RequestSummary['problems'][number]): string =>
  path === '' ? message : `${path} ${message}`

function named(records: RequestSummary['created']): string {
  const names = records.slice(0, MAX_NAMED).map(({ type, id }) => `${wordsOf(type)} ${id}`)
  return records.length > MAX_NAMED ? `${names.join(', ')} and ${records.length - MAX_NAMED} more` : names.join(', ')
}
