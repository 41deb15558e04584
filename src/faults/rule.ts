import * as z from 'zod'
import {
  headerField,
  methodField,
  orPattern,
  paramsField,
  pathField,
  queryField,
  whereField,
} from '../matching/schema.ts'
import { once } from '../once.ts'
import { inPlainWords } from '../plain-words.ts'
import { LONGEST_MS, notADuration, readDuration } from '../store/times.ts'
import { OUTBOUND_CALLS, RECIPIENTS, WEBHOOK_EVENTS } from '../store/words.ts'
import { type Delay, DelaySchema } from './delay.ts'
import { type EffectSettings, PHASES, type Phase } from './effect.ts'
import { effectOf, effects } from './effects.ts'
import { ASKED_OF_REQUESTS, type Match, SAID_OF } from './matching.ts'

/** What goes wrong, for which requests, deliveries or calls, how often and when: as it was armed, with the defaults filled in. */
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

/** As it was given; a number of milliseconds as text. */
const duration = () =>
  z
    .unknown()
    .transform((given, context): string => {
      const length_ms = readDuration(given)
      const isShort = length_ms !== null && length_ms <= LONGEST_MS
      if (isShort) return typeof given === 'number' ? `${given}ms` : String(given)
      const message = length_ms === null ? notADuration(given) : `${given} is longer than 10,000 years: give less`
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })
    .register(z.globalRegistry, {
      type: ['string', 'integer'],
      description: 'A duration: "15m", "PT15M", or a whole number of milliseconds.',
    })

/** It goes into a header. */
const id = () => z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'takes 1 to 64 of A-Z a-z 0-9 . _ -')

const text = () => orPattern(() => z.string())

const match = () =>
  z.strictObject({
    operation: text().nullable().optional(),
    method: methodField().optional(),
    path: pathField().optional(),
    params: paramsField().optional(),
    query: queryField().optional(),
    credential: text().nullable().optional(),
    where: whereField().optional(),
    header: headerField().optional(),
    event_type: z.enum(WEBHOOK_EVENTS).optional(),
    recipient: z.enum(RECIPIENTS).optional(),
    endpoint: z.int().min(1).optional(),
    call: z.enum(OUTBOUND_CALLS).optional(),
    office_id: z.int().min(1).optional(),
  })

/** What a rule may ask in a phase: of a request, of a delivery, of a call to a broker's service. */
export const askedIn = (phase: Phase): readonly string[] =>
  phase === 'delivery' || phase === 'call' ? ['where', ...SAID_OF[phase]] : ['where', ...ASKED_OF_REQUESTS]

const ofAnswers = (phase: Phase) => {
  const message = `does not go with the phase ${phase}: it is for the answers to requests`
  return { headers: message, content_type: message, connection: message }
}

/** The settings that effects do not have in a phase, and why. */
export const WITHOUT: { readonly [At in Phase]?: { readonly [setting: string]: string } } = {
  delivery: ofAnswers('delivery'),
  call: {
    ...ofAnswers('call'),
    refusal: "is TEvo's own, and a call is answered by a broker's service; give a status and a body",
  },
}

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
    .superRefine(({ effect, phase, match }, context) => {
      const { where, ...others } = match
      const { phases = [] } = effectOf(effect.type) ?? {}
      if (!phases.includes(phase))
        context.addIssue({
          code: 'custom',
          path: ['phase'],
          message: `${phase} does not go with the effect ${effect.type}; it goes with ${phases.join(', ')}`,
        })
      for (const [asked, value] of Object.entries(others))
        if (value !== undefined && !askedIn(phase).includes(asked))
          context.addIssue({
            code: 'custom',
            path: ['match', asked],
            message: `does not go with the phase ${phase}; there it is ${askedIn(phase).join(', ')}`,
          })
      for (const [setting, message] of Object.entries(WITHOUT[phase] ?? {}))
        if (setting in effect) context.addIssue({ code: 'custom', path: ['effect', setting], message })
      if (where !== undefined && phase === 'before-auth')
        context.addIssue({
          code: 'custom',
          path: ['match', 'where'],
          message: 'looks into the body, which is not read before the signature is checked; use another phase',
        })
    }),
)

const NO_EFFECT = 'is to be an object with its type, {"type": "reset"} say'
const CHANCE = 'must be above 0 and at most 1'

function readEffect(given: EffectSettings, context: z.RefinementCtx): EffectSettings {
  const effect = effectOf(given.type)
  if (effect === undefined) {
    const types = effects.map(({ type }) => type).join(', ')
    context.addIssue({
      code: 'custom',
      path: ['type'],
      message: `"${given.type}" is not an effect: there are ${types}`,
    })
    return z.NEVER
  }
  const read = effect.settings().safeParse(given, { error: inPlainWords })
  if (read.success) return read.data
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
  return z.NEVER
}
