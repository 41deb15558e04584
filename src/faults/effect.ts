import type * as z from 'zod'
import { once } from '../once.ts'
import type { DOMAIN } from './effects/domain.ts'
import type { REFUSALS } from './effects/status.ts'

/** How far a request has come: refused by nobody yet; understood and not done; done, kept, and not answered. */
export const PHASES = ['before-auth', 'before-handler', 'after-commit'] as const
export type Phase = (typeof PHASES)[number]

/** The answer that a client would get if nothing went wrong. */
export interface FinishedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Before the handler there is none. */
export const NO_ANSWER_YET: FinishedAnswer = { status: 0, headers: {}, body: Buffer.alloc(0) }

/** The beginning of an answer's body: its half, where nothing else is said. */
export const partOf = ({ body }: FinishedAnswer, fraction = 0.5): Buffer =>
  body.subarray(0, Math.floor(body.length * fraction))

/** What an effect can do to the connection of the request that it hits. */
export interface Connection {
  /** Sends status and headers of an answer, with these headers put in or replaced. */
  head(answer: FinishedAnswer, headers: Readonly<Record<string, string | number>>): void
  /** Sends a part of a body, in chunks where the head said so. */
  body(bytes: Uint8Array): void
  /** Says that the body is at its end; the connection may be used again. */
  end(): void
  /** Sends bytes just as they are. */
  raw(bytes: string): void
  /** Closes with a FIN, once what was sent is out. */
  close(): void
  /** Closes with an RST, now. */
  reset(): void
}

/** A refusal of TEvo's by its name. */
type RefusalName = (typeof REFUSALS)[number]

/** What a rule of the domain can be made to refuse. */
export type DomainName = (typeof DOMAIN)[number]

/** What an effect makes of a request. */
export type Plan =
  /** It goes on; a rule of the domain may be forced to refuse it. */
  | { readonly kind: 'go-on'; readonly force?: DomainName }
  /** It waits until it is let go, its client leaves or the time is up; then nobody is answered. */
  | { readonly kind: 'hold'; readonly max_ms: number | null }
  /** It gets another answer than it would have. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: object; readonly retry_after_s: number | null }
  | { readonly kind: 'refuse'; readonly refusal: RefusalName; readonly retry_after_s: number | null }
  /** Its client sees this much, and then what happens on the connection. */
  | {
      readonly kind: 'break'
      /** Null: nothing that is HTTP. */
      readonly status: number | null
      readonly body: string | Uint8Array
      /** `pause` waits for so long, or until the rule is taken away; it is false as soon as the client has gone. */
      readonly act: (connection: Connection, pause: (ms: number) => Promise<boolean>) => void | Promise<void>
    }

/** An effect of one type as a rule has it: its type, and its settings beside it. */
export interface EffectSettings {
  readonly type: string
}

interface EffectSpec<Type extends string, Settings extends EffectSettings> {
  readonly type: Type
  /** Where it can be put. */
  readonly phases: readonly Phase[]
  /** Built at the first rule. */
  readonly settings: () => z.ZodType<Settings>
  /** Whether it can do anything to an operation that has these rules to force; any operation, where it is left out. */
  readonly isFor?: (settings: Settings, forcible: readonly DomainName[]) => boolean
  readonly plan: (settings: Settings, answer: FinishedAnswer) => Plan
}

/** An effect whose types have been checked where it is defined. */
export type Effect<Type extends string = string> = EffectSpec<Type, EffectSettings>

export function defineEffect<const Type extends string, Settings extends EffectSettings>(
  spec: EffectSpec<Type, Settings>,
): Effect<Type>
export function defineEffect(spec: Effect): Effect {
  return { ...spec, settings: once(spec.settings) }
}
