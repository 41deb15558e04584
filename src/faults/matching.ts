import { type Aspect, type RequestMatch, type RequestSubject, requestAspects } from '../matching/match.ts'
import { fits } from '../matching/pattern.ts'
import type { Forceable, OutboundCall, Recipient, WebhookEvent } from '../store/words.ts'

/** Which requests, deliveries or calls a rule is for; what is left out is any. */
export type Match = RequestMatch & Said

/** What is said of a delivery, or of a call to a broker's service. */
interface Said {
  readonly event_type?: WebhookEvent | undefined
  readonly recipient?: Recipient | undefined
  /** The id of an endpoint. */
  readonly endpoint?: number | undefined
  /** `hold`, `release` or `invoice`. */
  readonly call?: OutboundCall | undefined
  /** Whose service is called. */
  readonly office_id?: number | undefined
}

/** What a rule can ask of a request, whatever the phase; its body is read by the later phases alone. */
export const ASKED_OF_REQUESTS = ['operation', 'method', 'path', 'params', 'query', 'header', 'credential'] as const

/** What a rule can match beside `where` in the phases that are not of requests. */
export const SAID_OF = {
  delivery: ['event_type', 'recipient', 'endpoint'],
  call: ['call', 'office_id'],
} as const satisfies { readonly [phase: string]: readonly (keyof Said)[] }

/** What rules are compared with. */
export interface Facing extends RequestSubject {
  /** What the operation can be made to refuse. */
  readonly forcible: readonly Forceable[]
  /** Where it is not a request. */
  readonly said?: Said
}

/** Whether a request is one that a rule is for; an operation's id is compared by their index. */
export type Matcher = (request: Facing) => boolean

/** What a rule asks beside the id of an operation, by which the rules' index has it. */
export function aspectsOf({ event_type, recipient, endpoint, call, office_id, ...match }: Match): Aspect<Facing>[] {
  const said = Object.entries({ event_type, recipient, endpoint, call, office_id })
  const aspects = said.flatMap(([kind, expected]): Aspect<Facing>[] => {
    if (expected === undefined) return []
    const read = (facing: Facing) => Object.entries(facing.said ?? {}).find(([each]) => each === kind)?.[1]
    return [{ kind, name: null, expected, read }]
  })
  const { operation, ...others } = match
  return [...aspects, ...requestAspects(typeof operation === 'string' ? others : match)]
}

/** Made once for each rule: a thousand of them may be asked about one request. */
export function matcherOf(match: Match): Matcher {
  const aspects = aspectsOf(match)
  // A loop, for it takes a third of the time of `every`.
  return (request) => {
    for (const { read, expected } of aspects) if (!fits(read(request), expected)) return false
    return true
  }
}
