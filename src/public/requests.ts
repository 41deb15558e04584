import type { EffectType, FaultPhase } from './faults.ts'
import type { AdviceId, DefaultCredentialName, OperationId, SignatureMistake } from './generated/names.ts'
import type { AskedOfBody, AskedOfRequest, HttpMethod } from './match.ts'
import type { RecordName } from './world.ts'

export type { AdviceId, OperationId, SignatureMistake } from './generated/names.ts'

/** The journal: what came in, and what came of it. */

/** What came of the signature check. */
export type SignatureCheck =
  | { readonly verdict: 'valid' }
  | {
      readonly verdict: 'refused'
      readonly mistake: SignatureMistake
      readonly message: string
      /** What was to be signed. */
      readonly expected?: string
      /** What was signed in its place, where a known mistake fits. */
      readonly signed?: string
    }
  | { readonly verdict: 'unchecked' }

/** A line of the journal. Secrets and personal data are left out of it. */
export interface RequestSummary {
  /** `req_12`. */
  readonly id: string
  /** `waiting`: its answer is not settled. `undone`: what its answer shows could not be kept. */
  readonly state: 'waiting' | 'done' | 'undone'
  /** What is not a request: a task that fell due and failed, a call to a broker's service. */
  readonly kind?: 'due' | 'outbound'
  /** By the sandbox's clock: `2026-01-31T19:00:00.000Z`. */
  readonly at: string
  /** Null where the path is not a call of TEvo's. */
  readonly operation: OperationId | null
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** As the client could see it; null where it got no answer, or has none yet. */
  readonly status: number | null
  /** The name of the credential; null without a known token. */
  readonly credential: string | null
  readonly signature: SignatureCheck
  /** What acted on it, in order. */
  readonly faults: readonly { readonly id: string; readonly phase: FaultPhase; readonly effect: EffectType }[]
  /** The request that a library sent again by itself with this one. */
  readonly resend_of?: string
  /** Whether it changed anything. */
  readonly committed: boolean
  readonly created: readonly RecordName[]
  readonly changed: readonly RecordName[]
  /** Fields and filters that nothing read. */
  readonly ignored: readonly string[]
  /** Why it was refused. */
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  /** What a person should know of it. */
  readonly notes: readonly string[]
  readonly duration_ms: number
}

/** A request of the journal, whole. */
export interface RequestEntry extends RequestSummary {
  readonly request: {
    readonly target: string
    readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
    readonly body: string
    /** How long the body was, where it is not all shown. */
    readonly body_bytes?: number
  }
  readonly response: {
    readonly status: number | null
    readonly headers: { readonly [name: string]: string }
    readonly body: string
  }
}

/** What of the journal is asked for. */
export interface RequestFilter<Names extends string = DefaultCredentialName> {
  readonly operation?: OperationId
  readonly status?: number
  readonly credential?: Names
  readonly method?: HttpMethod
  readonly path?: string
  /** What else a request must be like. */
  readonly match?: RequestMatch<Names>
  /** Those that came after this one: `req_12`. */
  readonly since?: string
}

/** Which requests of the journal are meant; all that is said must hold. */
export interface RequestMatch<Names extends string = DefaultCredentialName> extends AskedOfRequest<Names>, AskedOfBody {
  readonly status?: number
  readonly committed?: boolean
  /** `valid`, `refused`, `unchecked`, or the name of a mistake. */
  readonly signature?: SignatureCheck['verdict'] | SignatureMistake
  /** The id of a fault that acted on it. */
  readonly fault?: string
}

/** One piece of advice: what the client did that will hurt in production. */
export interface Advice {
  readonly id: AdviceId
  readonly title: string
  readonly detail?: string
  readonly instead: string
  /** The page that asks for it. */
  readonly source: string | null
  /** The ids of the requests that show it. */
  readonly requests: readonly string[]
}
