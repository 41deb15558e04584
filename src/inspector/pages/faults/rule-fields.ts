import type { Effect } from '../../../faults/effect.ts'
import { effectOf, effects } from '../../../faults/effects.ts'
import { askedIn, FaultRuleSchema, WITHOUT } from '../../../faults/rule.ts'
import { notFound } from '../../../routes/control/problem.ts'
import { operations } from '../../../routes/operations.ts'
import type { Visit } from '../../page.ts'
import { type Field, fieldsIn, fieldsOf } from '../../schema-form.ts'

/** The fields of a rule with one effect, as the schemas of rules and of that effect have them. */

/** The effect that the address names. @throws what becomes a 404 */
export function effectAt({ params }: Visit): Effect {
  const effect = effectOf(params.effect ?? '')
  if (effect === undefined)
    throw notFound(`"${params.effect}" is not an effect: there are ${effects.map(({ type }) => type).join(', ')}`)
  return effect
}

interface RuleFields {
  /** Of the effect itself. */
  readonly effect: readonly Field[]
  /** Which requests it is for. */
  readonly match: readonly Field[]
  /** When and how often. */
  readonly rule: readonly Field[]
}

export function ruleFields(effect: Effect): RuleFields {
  const { phases, settings } = effect
  const asked = new Set(phases.flatMap(askedIn))
  const isTaken = ({ name }: Field) => phases.some((phase) => WITHOUT[phase]?.[name] === undefined)
  return {
    effect: fieldsOf(settings()).filter((field) => field.name !== 'type' && isTaken(field)),
    match: fieldsIn(FaultRuleSchema(), 'match')
      .filter(({ name }) => asked.has(name))
      .map((field) => (field.name === 'operation' ? { ...field, choices: operations.map(({ id }) => id) } : field)),
    rule: fieldsOf(FaultRuleSchema())
      .filter(({ name }) => name !== 'match' && name !== 'effect')
      .map((field) => (field.name === 'phase' ? phaseField(field, effect) : field)),
  }
}

/** The effect's own phases; the usual one is chosen where it is one of them. */
function phaseField(field: Field, { phases }: Effect): Field {
  const without = phases.find((phase) => phase === field.without) ?? null
  return { ...field, choices: phases, without, isRequired: without === null }
}
