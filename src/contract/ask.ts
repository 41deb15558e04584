import { setTimeout as pause } from 'node:timers/promises'
import { jsonOf } from '../json.ts'
import type { Method } from '../operation.ts'
import { codeOf, Problem } from '../problem.ts'
import { several } from '../shorten.ts'
import { sign } from '../signing/sign.ts'
import type { ContractCase } from './suite.ts'

/** What goes over the wire. */
interface SentRequest {
  readonly method: Method
  /** Path and query, from `/v9` on. */
  readonly target: string
  readonly body: Uint8Array
  /** The headers that sign it, for the host and the target as they are sent. */
  readonly headers: (at: { readonly host: string; readonly target: string }) => { readonly [name: string]: string }
}

/** Sends a request. Throws where no whole answer comes. */
export type Send = (request: SentRequest) => Promise<{
  readonly status: number
  readonly retryAfter: string | undefined
  readonly bytes: Uint8Array
}>

/** A request of the suite. */
export interface Asked {
  readonly method: Method
  /** `/v9/events/:event_id` */
  readonly path: string
  readonly params?: { readonly [name: string]: unknown } | undefined
  readonly query?: { readonly [name: string]: unknown } | undefined
  readonly body?: unknown
  readonly signature?: ContractCase['signature']
  /** It is sent beyond the limit of requests, too. */
  readonly isDue?: boolean | undefined
}

export interface Answer {
  readonly status: number
  /** Undefined where it is not JSON. */
  readonly body: unknown
}

export interface AskOptions {
  readonly send: Send
  readonly token: string
  readonly secret: string
  /** Between the end of a request and the next. */
  readonly delay_ms: number
  readonly maxRequests: number
  /** Only what cleans up is sent after it. */
  readonly signal?: AbortSignal | undefined
}

/** The reason why nothing more can be asked. */
export class NotAsked extends Error {}

const MAX_TRIES = 3
/** A server that wants more patience than this is asked another time. */
const MAX_PATIENCE_MS = 120_000
/** After so many requests one after another that no answer came to, no more are sent. */
const MAX_UNANSWERED = 3
const BUSY = [429, 503]
const NOBODY = '0'.repeat(32)

/** Asks one thing after another, signs it, and waits where the server wants it to. */
export class Asking {
  /** How many were sent. */
  requests = 0
  #unanswered = 0
  readonly #options: AskOptions

  constructor(options: AskOptions) {
    this.#options = options
  }

  /** Throws NotAsked or NoAnswer; a Problem where no answer comes to the first request of all. */
  async ask(asked: Asked): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#send(asked)
      if (!BUSY.includes(answer.status) || answer.retryAfter === undefined)
        return { status: answer.status, body: jsonOf(answer.bytes) }
      const wait_ms = waitIn(answer.retryAfter)
      if (tries === MAX_TRIES || wait_ms > MAX_PATIENCE_MS)
        throw new NotAsked(`the server answered ${answer.status} ${several(tries, 'time')}, with Retry-After`)
      await this.#rest(wait_ms, asked)
    }
  }

  /** What cleans up waits, and is sent, after a stop, too. */
  async #rest(time_ms: number, { isDue = false }: Pick<Asked, 'isDue'>): Promise<void> {
    const { signal } = this.#options
    if (isDue || signal === undefined) {
      await pause(time_ms)
      return
    }
    await pause(time_ms, undefined, { signal }).catch(() => {
      throw new NotAsked('it was stopped')
    })
  }

  async #send({ method, path, params, query, body, signature, isDue = false }: Asked): ReturnType<Send> {
    const { send, token, secret, delay_ms, maxRequests } = this.#options
    if (this.requests >= maxRequests && !isDue)
      throw new NotAsked(`${several(maxRequests, 'request')} were sent before`)
    if (this.#unanswered >= MAX_UNANSWERED && !isDue) throw new NotAsked('the server does not answer any more')
    if (this.requests > 0) await this.#rest(delay_ms, { isDue })
    this.requests += 1
    const bytes = body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body))
    try {
      const answer = await send({
        method,
        target: targetOf(path, params, query),
        body: bytes,
        headers: ({ host, target }) => {
          if (signature === 'missing') return {}
          const input = { method, host, target, body: bytes, secret: signature === 'wrong' ? `${secret}x` : secret }
          return {
            'X-Token': signature === 'of an unknown token' ? NOBODY : token,
            'X-Signature': sign(input).signature,
          }
        },
      })
      this.#unanswered = 0
      return answer
    } catch (problem) {
      this.#unanswered += 1
      if (this.requests === 1) throw problem
      throw new NoAnswer(problem instanceof Problem ? problem.message : codeOf(problem))
    }
  }
}

/** What happened in place of an answer. */
export class NoAnswer extends Error {}

function targetOf(path: string, params: Asked['params'] = {}, query: Asked['query'] = {}): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const words = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  )
  return words.length === 0 ? filled : `${filled}?${words.join('&')}`
}

/** RFC 9110: seconds, or a date. */
function waitIn(retryAfter: string): number {
  const wait_ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now()
  return Number.isNaN(wait_ms) ? 0 : Math.max(0, wait_ms)
}
