import type { FaultRule } from '../../src/faults/rule.ts'
import { faultSpecs } from '../../src/faults/specs.ts'
import { operations } from '../../src/routes/operations.ts'

/** Rules as they are given, read as the control plane and the command line read them. */

export const known = operations.map((operation) => ({
  id: operation.id,
  method: operation.method,
  path: operation.path,
  emulated: operation.emulated,
  ...(operation.emulated && operation.forcible ? { forcible: operation.forcible } : {}),
}))
export const specs = faultSpecs(known)
export const read = (given: unknown): readonly FaultRule[] => specs.parse(given)
export const STATUS = { type: 'status', status: 503 }

/** One rule, of an effect that leaves an answer unless told otherwise. */
export function rule(fields: object = {}): FaultRule {
  const [only] = read({ effect: STATUS, ...fields })
  if (only === undefined) throw new Error('a rule that is read is one')
  return only
}
