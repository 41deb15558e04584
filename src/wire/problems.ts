import type { Operation } from '../operation.ts'
import { Refusal } from '../rules/refusal.ts'
import { entryPath, type InputProblem, InvalidBody, InvalidQuery } from './input.ts'

/** Why a schema or a rule refused a request, for the journal. Whoever asks for what is not there finds that in the answer. */
export function problemsIn(problem: unknown, operation: Operation): readonly InputProblem[] {
  if (problem instanceof InvalidBody || problem instanceof InvalidQuery) return problem.problems
  if (!(problem instanceof Refusal)) return []
  const { reason } = problem
  if (reason.kind === 'unprocessable' || reason.kind === 'bad-request') return [{ path: '', message: reason.message }]
  if (reason.kind !== 'invalid') return []
  const schema = operation.input?.().body
  const entry = schema === undefined ? '' : entryPath(schema, reason.entry)
  return Object.entries(reason.errors).flatMap(([attribute, messages]) => {
    const path = attribute === 'base' ? entry : `${entry}/${attribute.replaceAll('.', '/')}`
    return messages.map((message) => ({ path, message }))
  })
}
