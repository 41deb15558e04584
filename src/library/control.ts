import { messageOf } from '../problem.ts'
import { TevoLocalError, type TevoLocalErrorCode } from './error.ts'
import type { Send } from './trusting-fetch.ts'
import { HOW_TO_TRUST, isUntrusted } from './untrusted.ts'

/** As it was when the library was loaded: a test may put another one in its place for the program under test. */
const send: Send = globalThis.fetch

interface Ask {
  /** The call of the library that asks, for messages: `requests.verify()`. */
  readonly by: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: { readonly [name: string]: string | number | undefined }
  readonly body?: unknown
}

/** The control plane of a server, wherever it runs. */
export class Control {
  /** Without a slash at its end. */
  readonly url: string
  readonly token: string | null
  readonly #send: Send
  #isStopped = false

  constructor(url: string, token: string | null, sendWith: Send = send) {
    this.url = url
    this.token = token
    this.#send = sendWith
  }

  /** From here on every call is refused. */
  stop(): void {
    this.#isStopped = true
  }

  /** The answer, which is JSON. `path` is below `/_local`. @throws TevoLocalError */
  async ask<Answer>(path: string, ask: Ask): Promise<Answer> {
    return JSON.parse(await this.tell(path, ask))
  }

  /** The answer as text, which may be empty. @throws TevoLocalError */
  async tell(path: string, { by, method = 'GET', query = {}, body }: Ask): Promise<string> {
    const target = new URL(`${this.url}/_local${path}`)
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) target.searchParams.set(name, String(value))
    const answer = await this.send(by, target.href, {
      method,
      headers: {
        ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((problem: unknown) => {
      // It was stopped while this waited.
      this.refuseStopped(by)
      throw unreachable(by, this.url, problem)
    })
    const text = await answer.text()
    if (answer.ok) return text
    throw refusal(by, answer.status, text)
  }

  /** Sends any request to the server. @throws TevoLocalError when it was stopped; else what fetch throws */
  async send(by: string, url: string, init: RequestInit): Promise<Response> {
    this.refuseStopped(by)
    return this.#send(url, init)
  }

  /** @throws TevoLocalError when it was stopped */
  refuseStopped(by: string): void {
    if (this.#isStopped)
      throw new TevoLocalError('stopped', `${by}: the server at ${this.url} was stopped; start another`)
  }
}

const CODES: { readonly [status: number]: TevoLocalErrorCode } = {
  401: 'unauthorized',
  404: 'not_found',
  504: 'timeout',
}

/** What the control plane says in its problem details: RFC 9457. */
function refusal(by: string, status: number, text: string): TevoLocalError {
  const { detail, ...details } = problemIn(text)
  const said =
    typeof detail === 'string' ? detail : `the answer is ${status}, and not one of tevo-local: ${text.slice(0, 200)}`
  return new TevoLocalError(CODES[status] ?? 'refused', `${by}: ${said}`, { ...details, status })
}

function problemIn(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function unreachable(by: string, url: string, problem: unknown): TevoLocalError {
  const cause = problem instanceof Error && problem.cause !== undefined ? problem.cause : problem
  const next = isUntrusted(cause) ? HOW_TO_TRUST : 'is the server still running?'
  return new TevoLocalError('unreachable', `${by}: no answer from ${url} (${messageOf(cause)}); ${next}`)
}
