import { Facts } from '../../components/facts.tsx'
import { Fields } from '../../components/fields.tsx'
import type { Shown, Visit } from '../../page.ts'
import { effectAt, ruleFields } from './rule-fields.ts'
import { EFFECT_WORDS, MATCH_WORDS, PHASE_WORDS, RULE_WORDS } from './words.ts'

/** Of a rule: what is mostly said stands above what is seldom said. */
const FIRST_OF_RULE: readonly string[] = ['phase', 'times', 'delay']
const FIRST_OF_MATCH: readonly string[] = ['operation', 'where', 'event_type', 'call']

/** The form of a rule with one effect. */
export function showArming(visit: Visit): Shown {
  const { link } = visit
  const effect = effectAt(visit)
  const { effect: settings, match, rule } = ruleFields(effect)
  const split = <Field extends { readonly name: string }>(fields: readonly Field[], first: readonly string[]) => [
    fields.filter(({ name }) => first.includes(name)),
    fields.filter(({ name }) => !first.includes(name)),
  ]
  const [mainMatch = [], otherMatch = []] = split(match, FIRST_OF_MATCH)
  const [mainRule = [], otherRule = []] = split(rule, FIRST_OF_RULE)
  return {
    title: `Arm ${effect.type}`,
    body: (
      <>
        <p class="crumbs">
          <a href={link('faults')}>All faults and effects</a>
        </p>
        <p class="lead">{effect.does}</p>
        <form method="post" action={link(`faults/new/${effect.type}`)} class="act form">
          {settings.length === 0 ? null : (
            <fieldset>
              <legend>What it does</legend>
              <Fields fields={settings} prefix="effect." words={EFFECT_WORDS} />
            </fieldset>
          )}
          <fieldset>
            <legend>Which it is for</legend>
            <Fields fields={mainMatch} prefix="match." words={MATCH_WORDS} />
            <details id="more-match" class="more">
              <summary>More that must be so</summary>
              <Fields fields={otherMatch} prefix="match." words={MATCH_WORDS} />
            </details>
          </fieldset>
          <fieldset>
            <legend>When, and how often</legend>
            <Fields fields={mainRule} words={RULE_WORDS} />
            <details id="more-rule" class="more">
              <summary>More of how often</summary>
              <Fields fields={otherRule} words={RULE_WORDS} />
            </details>
          </fieldset>
          <button type="submit" class="primary" id="arm">
            Arm it
          </button>
        </form>
        <section aria-labelledby="phases">
          <h2 id="phases">Its phases</h2>
          <Facts facts={effect.phases.map((phase) => [phase, PHASE_WORDS[phase]] as const)} />
        </section>
      </>
    ),
  }
}
