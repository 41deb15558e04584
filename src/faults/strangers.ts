import { type Expected, fits, wordsOf } from '../matching/pattern.ts'
import { nearest } from '../nearest.ts'
import type { FaultRule } from './rule.ts'

/** Why no credential can be as a match asks; null where one can. `names` are those of the sandbox. */
export function whyStranger(asked: Expected<string | null> | undefined, names: readonly string[]): string | null {
  if (asked === undefined || asked === null || fits(undefined, asked) || names.some((name) => fits(name, asked)))
    return null
  const close = typeof asked === 'string' ? nearest(asked, names) : undefined
  const hint = close === undefined ? `it has ${names.join(', ')}` : `did you mean "${close}"?`
  return `${wordsOf(asked)} is not a credential of this sandbox: ${hint}`
}

/** The same for rules: of the first one that is for no credential. */
export function whyStrangerIn(rules: readonly FaultRule[], names: readonly string[]): string | null {
  for (const [nth, { id, match }] of rules.entries()) {
    const why = whyStranger(match.credential, names)
    if (why !== null) return `match.credential of ${id === null ? `rule ${nth + 1}` : `"${id}"`}: ${why}`
  }
  return null
}
