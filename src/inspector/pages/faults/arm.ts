import type { FaultState } from '../../../faults/fault.ts'
import { armFaults, disarmFault, disarmFaults } from '../../../routes/control/faults.ts'
import type { Done, Visit } from '../../page.ts'
import { valuesOf, type Written } from '../../schema-form.ts'
import { effectAt, ruleFields } from './rule-fields.ts'

/** Arms a rule that was written into the form of an effect. */
export function arm(visit: Visit, form: Written): Done {
  const effect = effectAt(visit)
  const fields = ruleFields(effect)
  const empty = 'left out'
  const match = valuesOf(fields.match, form, { prefix: 'match.', empty })
  const settings = valuesOf(fields.effect, form, { prefix: 'effect.', empty })
  const rule = { ...valuesOf(fields.rule, form, { empty }), match, effect: { type: effect.type, ...settings } }
  return armed(visit, rule)
}

export const armPreset = (visit: Visit, { name }: { readonly name: string }): Done => armed(visit, { preset: name })

function armed({ sandbox }: Visit, given: object): Done {
  const ids = armFaults(sandbox, given).map(({ id }) => id)
  return { to: 'faults', notice: `Armed: ${ids.join(', ')}` }
}

export function disarm({ sandbox }: Visit, { id }: { readonly id: string }): Done {
  disarmFault(sandbox, id)
  return { to: 'faults', notice: `Disarmed: ${id}` }
}

export function disarmAll({ sandbox }: Visit, { state }: { readonly state?: FaultState | undefined }): Done {
  disarmFaults(sandbox, state)
  return {
    to: 'faults',
    notice: state === undefined ? 'Every rule is disarmed' : `The rules that were ${state} are gone`,
  }
}
