import type { ArmedFault } from '../public/faults.ts'
import type { RequestSummary } from '../public/requests.ts'
import type { TevoSandbox } from '../public/sandbox.ts'

/** How many requests are shown. */
const MAX_REQUESTS = 10

/** What a person wants to know of a sandbox when a test has failed, as text. `again` is the line that brings it back. */
export async function reportOf<Names extends string>(
  { name, url, seed, requests, faults }: TevoSandbox<Names>,
  again: string,
): Promise<string> {
  const [entries, armed] = await Promise.all([requests.find({ limit: MAX_REQUESTS }), faults.list()])
  const lines = [`tevo-local: sandbox "${name}" of ${url}, seed ${seed}`]
  if (entries.length === 0) lines.push('', 'No request came. Does the program under test use the variables in env?')
  else lines.push('', 'The last requests, oldest first:', ...[...entries].reverse().flatMap(linesOf))
  if (armed.length > 0) lines.push('', 'Armed faults:', ...armed.map(faultLine))
  return [...lines, '', 'The same again:', `  ${again}`, ''].join('\n')
}

function linesOf(entry: RequestSummary): string[] {
  const { id, kind, method, path, status, operation, credential, signature, faults, committed, created } = entry
  const head = [id, kind ?? '', status ?? 'no answer', method, path].filter((word) => word !== '').join(' ')
  const about = [operation ?? 'no operation', ...(credential === null ? [] : [`by ${credential}`])].join(' ')
  const made = created.length === 0 ? 'it changed something' : `it made ${created.map(named).join(', ')}`
  return [
    `  ${head} (${about})`,
    ...(signature.verdict === 'refused' ? [`    its signature: ${signature.message}`] : []),
    ...entry.problems.slice(0, 3).map(({ path: place, message }) => `    ${place === '' ? '' : `${place} `}${message}`),
    ...(entry.ignored.length === 0 ? [] : [`    nothing reads ${entry.ignored.slice(0, 5).join(', ')}`]),
    ...faults.map((fault) => `    the fault ${fault.id} acted on it: ${fault.effect}, ${fault.phase}`),
    ...(faults.length > 0 && committed ? [`    all the same, ${made}`] : []),
  ]
}

const named = ({ type, id }: { readonly type: string; readonly id: number }): string => `${type} ${id}`

const faultLine = ({ id, phase, matches, injections }: ArmedFault): string =>
  `  ${id} (${phase}): ${matches} requests matched, and it acted on ${injections}`
