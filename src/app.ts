import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { authenticate } from './authenticate.ts'
import { readRawBody, TOO_LARGE } from './body.ts'
import type { ServerContext } from './context.ts'
import type { FinishedAnswer } from './faults/effect.ts'
import { type JournalEntry, writtenBy } from './journal/journal.ts'
import type { Operation } from './operation.ts'
import { controlPlane } from './routes/control/control.ts'
import { welcome } from './routes/control/welcome.ts'
import { matchOperation } from './routes/router.ts'
import type { Caller } from './rules/caller.ts'
import { Refusal } from './rules/refusal.ts'
import { forcing, type Settings } from './rules/settings.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { SENT, type Seen, Trouble } from './trouble.ts'
import {
  type Answer,
  NAMED_REFUSALS,
  NO_SUCH_ENDPOINT,
  rateLimited,
  SERVER_FAULT,
  tooLarge,
  UNAUTHORIZED,
} from './wire/errors.ts'
import { readBody, readQuery } from './wire/input.ts'
import { problemsIn } from './wire/problems.ts'
import { refuse } from './wire/refuse.ts'
import { present, type Reply } from './wire/reply.ts'

/** How often `prepare` looks again when other requests changed what it had seen. */
const MAX_TRIES = 20

/** The HTTP application: the control plane under `/_local`, and TEvo everywhere else. */
export function createApp(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.route('/_local', controlPlane(context))
  app.all('*', async ({ env: { incoming, outgoing } }) => {
    if (isRoot(incoming)) return welcome(incoming.headers['x-token'] !== undefined)
    const reply = await answerRequest(context, incoming, outgoing)
    if (reply === SENT) return never()
    const { status, body, headers } = reply
    // A body that is too large is not read to its end, so nothing else can follow on this connection.
    if (status === 413) outgoing.shouldKeepAlive = false
    return new Response(body, { status, headers })
  })
  // What gets here is a client that went away in the middle of its request, or a defect; nobody reads the answer of the first.
  app.onError(
    () => new Response(JSON.stringify(SERVER_FAULT.body), { status: SERVER_FAULT.status, headers: JSON_HEADERS }),
  )
  return app
}

const JSON_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' }

/**
 * A fault has dealt with the connection: nothing is left to say. Of a HEAD, Hono makes another answer out of ours, so
 * node-server's RESPONSE_ALREADY_SENT would be forgotten and a second head be written.
 */
const never = (): Promise<Response> => new Promise(() => {})

const NOTHING: readonly never[] = []

const isRoot = ({ method, url = '/' }: IncomingMessage): boolean =>
  (method === 'GET' || method === 'HEAD') && (url === '/' || url.startsWith('/?'))

/** The path of every request to the emulated API. */
async function answerRequest(
  context: ServerContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Reply | typeof SENT> {
  const started_ms = performance.now()
  const { method = 'GET', url: target = '/', headers } = incoming

  const { operation, params } = matchOperation(method, target)

  const limit_bytes = (operation?.emulated && operation.bodyLimit_bytes) || context.bodyLimit_bytes
  const raw = await readRawBody(incoming, limit_bytes)
  const body = raw === TOO_LARGE ? Buffer.alloc(0) : raw

  const token = typeof headers['x-token'] === 'string' ? headers['x-token'] : undefined
  const { sandbox, caller } = context.sandboxes.byToken(token)
  sandbox.settle()
  const { restores } = sandbox.store
  const entry = sandbox.journal.open({ at: sandbox.clock.now(), method, target, headers, body })
  entry.operation = operation?.id ?? null
  entry.credential = caller?.credential.name ?? null

  const conclude = ({ status, body, headers }: Seen): void => {
    entry.status = status
    entry.answer = body
    entry.answerHeaders = headers
    entry.duration_ms = Math.round((performance.now() - started_ms) * 100) / 100
    sandbox.journal.close(entry)
    context.log.request(sandbox.name, entry)
  }
  const forcible = (operation?.emulated && operation.forcible) || NOTHING
  const trouble = new Trouble({ faults: sandbox.faults, forcible, incoming, outgoing, body, entry, conclude })
  const finish = (answer: Answer | typeof SENT, mark = trouble.mark): Reply | typeof SENT => {
    if (answer === SENT) return SENT
    const reply = present(answer, headers.accept, mark)
    conclude(reply)
    return reply
  }

  if (raw === TOO_LARGE) return finish(tooLarge(limit_bytes))

  const early = await trouble.meet('before-auth')
  if (early !== null) return finish(early)

  const refused = authenticate(context, sandbox, caller, entry, { method, target, headers, body })
  if (refused !== null) return finish(refused.answer, `signature; mistake=${refused.mistake}; request=${entry.id}`)
  if (caller === undefined) return finish(UNAUTHORIZED)

  // After the signature: who cannot sign uses up nobody's limit.
  const retry_after_s = sandbox.countRequest()
  const { rate_limit } = sandbox.settings
  if (rate_limit !== null && retry_after_s !== null) {
    const { requests, window_s, status } = rate_limit
    entry.notes.push(`Over the rate limit of ${requests} requests in ${window_s} s: wait ${retry_after_s} s`)
    return finish(rateLimited(status, retry_after_s))
  }

  if (operation === undefined) {
    entry.notes.push(`${method} ${target.split('?', 1)[0]} is no documented operation: see GET /_local/operations`)
    return finish(NO_SUCH_ENDPOINT)
  }
  context.countCall(operation.id)
  if (!operation.emulated) {
    entry.notes.push(`${operation.id} is documented but not emulated: ${operation.reason}`)
    return finish(NO_SUCH_ENDPOINT, 'not-emulated')
  }

  const asked = { sandbox, restores, operation, caller, params, target, body, entry }
  const understood = understand(asked)
  if (understood.refused !== null) return finish(understood.refused)

  const halfway = await trouble.meet('before-handler')
  if (halfway !== null) return finish(halfway)
  // It may have waited, and the clock has not.
  sandbox.settle()

  const { forced } = trouble
  const settings = forced === undefined ? sandbox.settings : forcing(sandbox.settings, forced)
  const { answer, isDone } = await perform(asked, understood, settings)
  try {
    await context.persisted(sandbox)
  } catch (problem) {
    entry.notes.push(`What the answer shows could not be kept: ${problem instanceof Error ? problem.message : problem}`)
    return finish(SERVER_FAULT)
  }

  const finished = () => finishedOf(present(answer, headers.accept, trouble.mark))
  const late = isDone ? await trouble.meet('after-commit', finished) : null
  return finish(late ?? answer)
}

interface Performance {
  readonly sandbox: Sandbox
  /** How often its store had been restored when the request came. */
  readonly restores: number
  readonly operation: Operation
  readonly caller: Caller
  readonly params: { readonly [name: string]: string }
  readonly target: string
  readonly body: Uint8Array
  readonly entry: JournalEntry
}

interface Understood {
  readonly refused: Answer | null
  readonly query?: unknown
  readonly input?: unknown
}

/** Validates the input, before anything is done. */
function understand(performance: Performance): Understood {
  const { operation, caller, target, body, entry } = performance
  try {
    if (!operation.credentials.includes(caller.credential.type)) throw new Refusal({ kind: 'unauthorized' })
    const input = operation.input?.() ?? {}
    const query = readQuery(input.query, target)
    const read = readBody(input.body, body)
    entry.ignored = [...query.ignored, ...read.ignored]
    return { refused: null, query: query.value, input: read.value }
  } catch (problem) {
    return { refused: refusalOf(problem, performance) }
  }
}

/** Prepares and runs an operation: all of its changes are kept, or none. */
async function perform(
  performance: Performance,
  understood: Understood,
  settings: Settings,
): Promise<{ readonly answer: Answer; readonly isDone: boolean }> {
  const { sandbox, operation, caller, params, target, body, entry } = performance
  const { store } = sandbox
  const { query, input } = understood
  const rawBody = () => Buffer.from(body).toString('utf8')
  const note = (text: string) => entry.notes.push(text)
  const request = { caller, settings, params, query, body: input, target, rawBody, note }
  try {
    for (let tries = 1; ; tries += 1) {
      const prepared = await operation.prepare?.({ ...request, read: store.reader() })
      if (store.restores !== performance.restores) {
        note('The sandbox was reset or restored while this request waited: nothing was done')
        return { answer: NAMED_REFUSALS.unavailable, isDone: false }
      }
      try {
        const { result, commit } = store.transact((tx) => operation.handle({ ...request, tx, prepared }))
        entry.written = commit && writtenBy(commit)
        return { answer: { status: operation.status, body: result }, isDone: true }
      } catch (problem) {
        const isStale = problem instanceof Refusal && problem.reason.kind === 'stale'
        if (!isStale || tries === MAX_TRIES) throw problem
      }
    }
  } catch (problem) {
    return { answer: refusalOf(problem, performance), isDone: false }
  }
}

function refusalOf(problem: unknown, performance: Performance): Answer {
  performance.entry.problems = problemsIn(problem, performance.operation)
  const answer = refuse(problem, { ...performance, read: performance.sandbox.store.reader() })
  if (answer === SERVER_FAULT) performance.entry.notes.push(`A defect of tevo-local: ${stackOf(problem)}`)
  return answer
}

/** The answer as a fault breaks it: its bytes. */
const finishedOf = ({ status, headers, body }: Reply): FinishedAnswer => ({ status, headers, body: Buffer.from(body) })

const stackOf = (problem: unknown): string =>
  problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)
