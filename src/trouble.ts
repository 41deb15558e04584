import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpConnection } from './connection.ts'
import { type DomainName, type FinishedAnswer, NO_ANSWER_YET, type Phase, type Plan } from './faults/effect.ts'
import { effectOf } from './faults/effects.ts'
import type { Faults, Injection } from './faults/faults.ts'
import type { Facing } from './faults/matching.ts'
import type { JournalEntry } from './journal/journal.ts'
import { type Answer, NAMED_REFUSALS } from './wire/errors.ts'

/** In place of an answer: the connection has been dealt with. */
export const SENT: unique symbol = Symbol('sent')

/** An answer as the client could see it; without a status it was none. */
export interface Seen {
  readonly status: number | null
  readonly body: string | Uint8Array
  readonly headers: { readonly [name: string]: string }
}

const NOTHING_SEEN: Seen = { status: null, body: '', headers: {} }

interface TroubledRequest {
  readonly faults: Faults
  /** What the operation can be made to refuse. */
  readonly forcible: readonly DomainName[]
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly body: Uint8Array
  readonly entry: JournalEntry
  /** Writes into the journal what the client could see. */
  readonly conclude: (seen: Seen) => void
}

/** What the faults of a sandbox do to one request. */
export class Trouble {
  readonly #request: TroubledRequest
  #parsed: { readonly json: unknown } | undefined
  #hasOutcome = false
  #forced: DomainName | undefined
  #mark: string | undefined

  constructor(request: TroubledRequest) {
    this.#request = request
  }

  /** What a rule of the domain is to refuse. */
  get forced(): DomainName | undefined {
    return this.#forced
  }

  /** What the answer's header says of it. */
  get mark(): string | undefined {
    return this.#mark
  }

  /** Lets the faults of a phase act. Null: the request goes on. */
  meet(phase: Phase, finished = () => NO_ANSWER_YET): Promise<Answer | typeof SENT | null> | null {
    return this.#request.faults.isArmedFor(phase) ? this.#meet(phase, finished) : null
  }

  async #meet(phase: Phase, finished: () => FinishedAnswer): Promise<Answer | typeof SENT | null> {
    const { faults, entry } = this.#request
    const injections = faults.decide(phase, this.#facing(), this.#hasOutcome)
    const outcome = injections.find(({ effect }) => effect.type !== 'none')
    const telling = outcome ?? injections[0]
    if (telling === undefined) return null
    for (const { id, effect } of injections) entry.faults.push({ id, phase, effect: effect.type })
    this.#mark = `fault; id=${telling.id}; request=${entry.id}`

    // A client that goes away meanwhile changes nothing: what it asked for is done all the same.
    for (const injection of injections)
      if (injection.delay_ms > 0) await faults.wait(injection, injection.delay_ms, null)
    if (outcome === undefined || !faults.stillHas(outcome)) return null
    this.#hasOutcome = true
    const answer = finished()
    const plan = effectOf(outcome.effect.type)?.plan(outcome.effect, answer)
    return plan === undefined ? null : this.#carryOut(plan, outcome, answer)
  }

  #facing(): Facing {
    const { entry, forcible, incoming, body } = this.#request
    const json = () => {
      this.#parsed ??= { json: parse(body) }
      return this.#parsed.json
    }
    return { operation: entry.operation, forcible, headers: incoming.headers, json }
  }

  async #carryOut(plan: Plan, outcome: Injection, { headers }: FinishedAnswer): Promise<Answer | typeof SENT | null> {
    const { faults, incoming, outgoing, conclude } = this.#request
    switch (plan.kind) {
      case 'go-on':
        this.#forced = plan.force
        return null
      case 'answer':
        return withRetryAfter({ status: plan.status, body: plan.body }, plan.retry_after_s)
      case 'refuse':
        return withRetryAfter(NAMED_REFUSALS[plan.refusal], plan.retry_after_s)
      case 'hold': {
        conclude(NOTHING_SEEN)
        const connection = new HttpConnection(incoming, outgoing)
        const end = await faults.wait(outcome, plan.max_ms, connection.gone)
        if (end === 'released') {
          this.#hasOutcome = false
          return null
        }
        await connection.turn()
        connection.close()
        return SENT
      }
      case 'break': {
        const connection = new HttpConnection(incoming, outgoing)
        // First the journal: whoever sees the answer break finds it there.
        conclude({ status: plan.status, body: plan.body, headers })
        await connection.turn()
        await plan.act(connection, async (ms) => (await faults.wait(outcome, ms, connection.gone)) !== 'gone')
        return SENT
      }
    }
  }
}

const withRetryAfter = (answer: Answer, retry_after_s: number | null): Answer =>
  retry_after_s === null ? answer : { ...answer, headers: { ...answer.headers, 'Retry-After': String(retry_after_s) } }

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'))
  } catch {
    return undefined
  }
}
