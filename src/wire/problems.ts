import type { Operation } from '../operation.ts'
import { explanationOf, refusalIn } from '../rules/refusal.ts'
import { entryPath, type InputProblem, InvalidBody, InvalidQuery } from './input.ts'

/** Why a schema or a rule refused a request, for the journal. A request for a record that is missing finds that in the answer. */
export function problemsIn(problem: unknown, operation: Operation): readonly InputProblem[] {
  if (problem instanceof InvalidBody || problem instanceof InvalidQuery) return problem.problems
  const refusal = refusalIn(problem)
  if (refusal === null) return []
  const { reason } = refusal
  if ('message' in reason) return [{ path: '', message: explanationOf(refusal) }]
  if (reason.kind !== 'invalid') return []
  const schema = operation.input?.().body
  const entry = schema === undefined ? '' : entryPath(schema, reason.entry)
  return Object.entries(reason.errors).flatMap(([attribute, messages]) => {
    const path = attribute === 'base' ? entry : `${entry}/${attribute.replaceAll('.', '/')}`
    return messages.map((message) => ({ path, message }))
  })
}
