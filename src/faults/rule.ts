import * as z from 'zod'
import { isPointer } from '../json.ts'
import { once } from '../once.ts'
import { parseDuration } from '../store/times.ts'
import { type Delay, DelaySchema } from './delay.ts'
import { type EffectSettings, PHASES, type Phase } from './effect.ts'
import { effectOf, effects } from './effects.ts'
import type { Match } from './matching.ts'

/** What goes wrong, for which requests, how often and when: as it was armed, with the defaults filled in. */
export interface FaultRule {
  /** Null: it gets `fault_N`. */
  readonly id: string | null
  readonly match: Match
  readonly phase: Phase
  readonly effect: EffectSettings
  readonly delay: Delay | null
  /** How many matches go by first. */
  readonly skip: number
  /** How many injections there are; null: no end. */
  readonly times: number | null
  /** How likely a match is an injection. */
  readonly chance: number
  /** From when on, and for how long, by the sandbox's clock since the rule was armed: `+0s`, `30s`. */
  readonly from: string
  readonly for: string | null
  /** The lowest one wins where several would act on one request. */
  readonly priority: number
}

const SHORT_DURATION = /^(\d+(?:\.\d{1,3})?)(ms|s|m|h)$/
const UNIT_MS: { readonly [unit: string]: number } = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `30s`, `15m`, `2h` or `PT15M`, with or without a plus; null when it is none. */
export function readDuration(text: string): number | null {
  const plain = text.startsWith('+') ? text.slice(1) : text
  const [, count, unit = ''] = SHORT_DURATION.exec(plain) ?? []
  if (count === undefined) return parseDuration(plain)
  return Math.round(Number(count) * (UNIT_MS[unit] ?? 0))
}

const duration = () =>
  z.string().refine((text) => readDuration(text) !== null, {
    error: ({ input }) => `"${input}" is no duration; give 30s, 15m, 2h or PT15M`,
  })

/** It goes into a header. */
const id = () => z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'takes 1 to 64 of A-Z a-z 0-9 . _ -')

const match = () =>
  z.strictObject({
    operation: z.string().optional(),
    where: z
      .record(z.string(), z.json())
      .superRefine((places, context) => {
        for (const pointer of Object.keys(places))
          if (!isPointer(pointer)) context.addIssue(`"${pointer}" is no JSON pointer; write /orders/0/client_id`)
      })
      .optional(),
    header: z.record(z.string().min(1), z.string()).optional(),
  })

/** One rule as it is armed. Which operations there are is not known here: see `operationProblem`. */
export const FaultRuleSchema = once(() =>
  z
    .strictObject({
      id: id().nullable().default(null),
      match: match().default({}),
      phase: z.enum(PHASES).default('before-handler'),
      effect: z.looseObject({ type: z.string(NO_EFFECT) }, NO_EFFECT).transform(readEffect),
      delay: DelaySchema().nullable().default(null),
      skip: z.int().min(0).default(0),
      times: z.int().min(1).nullable().default(null),
      chance: z.number().gt(0, CHANCE).max(1, CHANCE).default(1),
      from: duration().default('+0s'),
      for: duration().nullable().default(null),
      priority: z.int().default(0),
    })
    .superRefine(({ effect, phase, match: { where } }, context) => {
      const { phases = [] } = effectOf(effect.type) ?? {}
      if (!phases.includes(phase))
        context.addIssue({
          code: 'custom',
          path: ['phase'],
          message: `${phase} does not go with the effect ${effect.type}; it goes with ${phases.join(', ')}`,
        })
      if (where !== undefined && phase === 'before-auth')
        context.addIssue({
          code: 'custom',
          path: ['match', 'where'],
          message: 'looks into the body, which nobody reads before the signature is checked; use another phase',
        })
    }),
)

const NO_EFFECT = 'is to be an object with its type, {"type": "reset"} say'
const CHANCE = 'must be above 0 and at most 1'

function readEffect(given: EffectSettings, context: z.RefinementCtx): EffectSettings {
  const effect = effectOf(given.type)
  if (effect === undefined) {
    const types = effects.map(({ type }) => type).join(', ')
    context.addIssue({ code: 'custom', path: ['type'], message: `"${given.type}" is no effect; there are ${types}` })
    return z.NEVER
  }
  const read = effect.settings().safeParse(given)
  if (read.success) return read.data
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
  return z.NEVER
}
