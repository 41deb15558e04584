import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { codeOf, messageOf } from '../problem.ts'
import { addressIn, guardedLookup, refusedAddress } from './guard.ts'

/** A request to somebody else's program. */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** Milliseconds of wall time for all of it. */
  readonly deadline_ms: number
  /** How long the end of the answer is waited for once its status is there; until the deadline where it is left out. */
  readonly ending_ms?: number
  /** Ends it early. */
  readonly signal?: AbortSignal
}

/** What came of a call. */
export interface Called {
  /** Null: no answer that is HTTP. */
  readonly status: number | null
  /** The answer's body, or the first 64 KiB of it. */
  readonly text: string
  /** Why there is no answer, or no end of it; null where there is one. It never holds the URL, which may hold a secret. */
  readonly error: string | null
  /** Whether it may have reached the other side. */
  readonly isSent: boolean
  readonly duration_ms: number
}

type Came = Pick<Called, 'status' | 'text' | 'error'>

const MAX_ANSWER_BYTES = 64 * 1024

export const NO_OUTBOUND = 'calls to others are turned off: --no-outbound'

/** What a call comes to that is not made. */
export const notCalled = (error: string): Called => ({ status: null, text: '', error, isSent: false, duration_ms: 0 })

/**
 * Makes a call. Never rejects. A redirect is an answer like any other and is not followed; every call has a connection of
 * its own, so that none fails because the other side closed one that was kept.
 */
export function makeCall({ method, url, headers, body, deadline_ms, ending_ms, signal }: Call): Promise<Called> {
  const started_ms = performance.now()
  const target = new URL(url)
  const address = addressIn(target)
  const refused = address === null ? null : refusedAddress(address)
  if (refused !== null) return Promise.resolve(notCalled(refused))
  const begin = target.protocol === 'https:' ? overHttps : overHttp
  return new Promise((resolve) => {
    let isSent = false
    const end = (came: Came) => {
      clearTimeout(timer)
      resolve({ ...came, isSent, duration_ms: Math.round((performance.now() - started_ms) * 10) / 10 })
    }
    /** From its head on, an answer ends as far as it came. */
    let breakOff: ((problem: unknown) => void) | undefined
    const fail = (problem: unknown) => {
      if (breakOff === undefined) end({ status: null, text: '', error: wordsOf(problem) })
      else breakOff(problem)
    }
    let timer: NodeJS.Timeout | undefined
    try {
      const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
      const outgoing = begin(target, {
        method,
        headers: { 'User-Agent': 'TicketEvolution', ...headers, ...length },
        lookup: guardedLookup,
        agent: false,
        ...(signal && { signal }),
      })
      timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${deadline_ms} ms`)), deadline_ms)
      outgoing.on('error', fail)
      outgoing.on('socket', (socket) => {
        socket.once('connect', () => {
          isSent = true
        })
      })
      outgoing.on('response', (incoming) => {
        breakOff = collect(incoming, end)
        if (ending_ms === undefined) return
        clearTimeout(timer)
        timer = setTimeout(() => incoming.destroy(new Error(`no end of it within ${ending_ms} ms`)), ending_ms)
      })
      outgoing.end(body)
    } catch (problem) {
      fail(problem)
    }
  })
}

/** Collects the body; what comes back ends it early: the status has been answered, whatever becomes of the rest. */
function collect(incoming: IncomingMessage, end: (came: Came) => void): (problem: unknown) => void {
  const chunks: Buffer[] = []
  let bytes = 0
  const done = (problem: unknown) => {
    const text = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8')
    const error = problem === null ? null : `the answer did not end: ${wordsOf(problem)}`
    end({ status: incoming.statusCode ?? null, text, error })
  }
  incoming.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    // The rest is of no interest, however much it is.
    if (bytes < MAX_ANSWER_BYTES) return
    done(null)
    incoming.destroy()
  })
  incoming.on('end', () => done(null))
  incoming.on('error', done)
  incoming.on('close', () => {
    if (!incoming.complete) done(new Error('it broke off'))
  })
  return done
}

/** Node tells of several failed addresses in one error without words. */
function wordsOf(problem: unknown): string {
  if (problem instanceof AggregateError) return problem.errors.map(messageOf).join('; ')
  return messageOf(problem) || String(codeOf(problem))
}
