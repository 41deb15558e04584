import * as z from 'zod'
import type { Reply } from '../answer.ts'
import { once } from '../once.ts'
import type { Forceable, NamedRefusal } from '../store/words.ts'

/** How far a request has come: not looked at yet; understood and not done; done, kept, and not answered. */
export const REQUEST_PHASES = ['before-auth', 'before-handler', 'after-commit'] as const
/** And what TEvo itself sends: a webhook to an endpoint, a call to a broker's service. */
export const PHASES = [...REQUEST_PHASES, 'delivery', 'call'] as const
export type Phase = (typeof PHASES)[number]
/** When rules are asked: in their phase, or for some effects of `before-auth` when the head of a request has come. */
export type Moment = Phase | 'head'

/** Of an effect that leaves the client an answer: the connection is closed after it, and the answer says so. */
export const connectionField = () => z.literal('close', 'can only be "close"').optional()

/** The bytes of an answer's body. */
export const bytesOf = ({ body }: Reply): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length)

/** The beginning of an answer's body: its half, where nothing else is said. */
export const partOf = (answer: Reply, fraction = 0.5): Buffer => {
  const bytes = bytesOf(answer)
  return bytes.subarray(0, Math.floor(bytes.length * fraction))
}

/** What an effect can do to the connection of the request that it hits. */
export interface Connection {
  /** Sends status and headers of an answer, with these headers put in or replaced. */
  head(answer: Reply, headers: Readonly<Record<string, string | number>>): void
  /** Sends a part of a body, in chunks where the head said so. */
  body(bytes: Uint8Array): void
  /** Says that the body is at its end; the connection may be used again. */
  end(): void
  /** Sends bytes just as they are. */
  raw(bytes: string): void
  /** Closes with a FIN, once what was sent is out. */
  close(): void
  /** Resolves when all that was sent is out. */
  sent(): Promise<void>
  /** Closes with an RST, now: what is not out yet is lost. */
  reset(): void
}

/** What an effect says of an answer beside what it is. */
interface GivenAnswer {
  /** They take the place of TEvo's. */
  readonly headers: { readonly [name: string]: string }
  /** The connection is closed after it. */
  readonly closes: boolean
}

/** What an effect makes of a request. */
export type Plan =
  /** It goes on; a rule of the domain may be forced to refuse it. */
  | { readonly kind: 'go-on'; readonly force?: Forceable; readonly closes?: boolean }
  /** It waits until it is let go, its client leaves or the time is up; then no answer is sent. */
  | { readonly kind: 'hold'; readonly max_ms: number | null }
  /** It gets another answer than it would have. */
  | ({ readonly kind: 'answer'; readonly status: number; readonly body: object | string } & GivenAnswer)
  | ({ readonly kind: 'refuse'; readonly refusal: NamedRefusal } & GivenAnswer)
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
  /** What it does, in a sentence for people. */
  readonly does: string
  /** Where it can be put. */
  readonly phases: readonly Phase[]
  /** It acts when the head of a request has come, before its body is read. */
  readonly isBeforeBody?: true
  /** Whether the client then cannot know what came of its request. */
  readonly losesAnswer: boolean
  /** Built at the first rule. */
  readonly settings: () => z.ZodType<Settings>
  /** Whether it can do anything to an operation that has these rules to force; any operation, where it is left out. */
  readonly isFor?: (settings: Settings, forcible: readonly Forceable[]) => boolean
  /** `answer` is the one that the client would get if nothing went wrong; before the handler it is a 200 with `{}`. */
  readonly plan: (settings: Settings, answer: Reply) => Plan
}

/** An effect whose types have been checked where it is defined. */
export type Effect<Type extends string = string> = EffectSpec<Type, EffectSettings>

export function defineEffect<const Type extends string, Settings extends EffectSettings>(
  spec: EffectSpec<Type, Settings>,
): Effect<Type>
export function defineEffect(spec: Effect): Effect {
  return { ...spec, settings: once(spec.settings) }
}
