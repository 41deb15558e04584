import type { IncomingMessage } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { type Answer, json, type Reply } from '../answer.ts'
import type { Phase } from '../faults/effect.ts'
import { once } from '../once.ts'
import { stackOf } from '../problem.ts'
import { controlPlane } from '../routes/control/control.ts'
import { toDeveloperSite } from '../routes/control/welcome.ts'
import { matchOperation } from '../routes/router.ts'
import { NO_SUCH_ENDPOINT, rateLimited, SERVER_FAULT, tooLarge, UNAUTHORIZED } from '../wire/errors.ts'
import { present } from '../wire/reply.ts'
import { SentBody } from '../wire/sent-body.ts'
import { findSandbox, isBrowsersOwn, isRoot } from './addressed.ts'
import { authenticate } from './authenticate.ts'
import { hasBody, readRawBody, TOO_LARGE, UnreadableBody } from './body.ts'
import type { ServerContext } from './context.ts'
import { notKept, ofAnotherLife, perform, recallOrUnderstand } from './perform.ts'
import { meetAgain, meetFaults, meetFaultsOfHead } from './trouble.ts'
import { Visit } from './visit.ts'

/** The HTTP application: the control plane under `/_local`, and TEvo everywhere else. */
export function createApp(context: ServerContext): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  // Only when a person looks: no start-up is to wait for it.
  const inspector = once(async () => (await import('../inspector/inspector.tsx')).inspector(context))
  for (const path of ['/_local/ui', '/_local/ui/*'])
    app.all(path, async ({ req, env }) => (await inspector()).fetch(req.raw, env))
  app.route('/', controlPlane(context))
  app.all('*', async ({ req, env }) => {
    const { incoming, outgoing } = env
    if (isRoot(incoming))
      return incoming.headers['x-token'] === undefined ? (await inspector()).fetch(req.raw, env) : toDeveloperSite()
    // No client has asked for it: it is in no journal, and counts nowhere.
    if (isBrowsersOwn(incoming)) return inTevosWords(NO_SUCH_ENDPOINT)
    const visit = new Visit(context, incoming, outgoing)
    const reply = await answer(visit)
    // Of a body that was not read to its end the rest would follow on this connection, unless it came with the head.
    if (!visit.isRead && !(await hasCome(incoming))) outgoing.shouldKeepAlive = false
    if (reply === null) return never()
    // A Response with one of these takes no body, not even an empty one.
    const body = reply.status === 204 || reply.status === 304 ? null : reply.body
    return new Response(body, { status: reply.status ?? 500, headers: reply.headers })
  })
  // What gets here is a client that went away in the middle of its request, which reads no answer, or a defect.
  app.onError(() => inTevosWords(SERVER_FAULT))
  return app
}

const JSON_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' }

const inTevosWords = ({ status, body }: typeof SERVER_FAULT): Response =>
  new Response(JSON.stringify(body), { status, headers: JSON_HEADERS })

/**
 * A fault has dealt with the connection: nothing is left to say. Of a HEAD, Hono makes another answer out of ours, so
 * node-server's RESPONSE_ALREADY_SENT would be forgotten and a second head be written.
 */
const never = (): Promise<Response> => new Promise(() => {})

/** Whether all of a request is there, read or not: what came with the head is there a moment after it. */
async function hasCome(incoming: IncomingMessage): Promise<boolean> {
  await setImmediate()
  return incoming.complete
}

/** One step of a request: null goes on to the next one, an answer ends the way. */
type Step = (visit: Visit) => Answer | null | Promise<Answer | null>

/** The path of a request, as the design has it. A new step is a row. */
const STEPS: readonly Step[] = [
  matchRoute,
  findSandbox,
  meetFaultsOfHead,
  readBody,
  refuseLargeBody,
  letOthersIn,
  meetAgain,
  meet('before-auth'),
  authenticate,
  prepareLargeBody,
  keepToRateLimit,
  refuseUnknown,
  recallOrUnderstand,
  meet('before-handler'),
  refuseMissing,
  performOperation,
  waitUntilDurable,
  meetAfterCommit,
  answerIt,
]

/** Null: a fault has dealt with the connection. */
async function answer(visit: Visit): Promise<Reply | null> {
  try {
    for (const step of STEPS) {
      const met = step(visit)
      const answer = met instanceof Promise ? await met : met
      // What waited over a reset is not to use up the rules and the limits of the new life.
      const isOver = met instanceof Promise && answer === null && visit.answer === null && visit.isOfAnotherLife
      const last = isOver ? ofAnotherLife(visit) : answer
      if (last !== null) return finish(visit, last)
    }
  } catch (problem) {
    if (problem instanceof UnreadableBody) return finish(visit, refuseUnreadable(visit, problem))
    endEarly(visit, problem)
    throw problem
  } finally {
    visit.depart()
  }
  throw new Error('the last step of a request answers it')
}

function finish(visit: Visit, answer: Answer): Reply | null {
  if (answer.kind === 'sent') return null
  const reply = present(answer, visit)
  visit.close(reply)
  return reply
}

/** A client that went away in the middle of its request, or a defect: either stands in the journal. */
function endEarly(visit: Visit, problem: unknown): void {
  const { entry, incoming } = visit
  if (!entry.isWaiting) return
  if (incoming.complete) {
    entry.noted(`A defect of tevo-local: ${stackOf(problem)}`)
    visit.close(present(SERVER_FAULT, visit))
  } else {
    entry.noted('The client went away before all of its request had come')
    visit.leave()
  }
}

function refuseUnreadable({ entry }: Visit, { status, message }: UnreadableBody): Answer {
  entry.refused([{ path: '', message }])
  return json(status, { error: message })
}

function matchRoute(visit: Visit): null {
  const { operation, params } = matchOperation(visit.method, visit.target)
  visit.operation = operation
  visit.params = params
  return null
}

/** To its end only for a known token: whoever has none is answered by the head alone. */
function readBody(visit: Visit): Promise<null> | null {
  if (visit.caller === undefined && hasBody(visit.incoming)) {
    visit.pass()
    return null
  }
  const limit_bytes = visit.emulated?.bodyLimit_bytes ?? visit.context.bodyLimit_bytes
  const take = (raw: Buffer | typeof TOO_LARGE): null => {
    if (raw === TOO_LARGE) visit.exceed(limit_bytes)
    else visit.read(raw.length > 0 ? new SentBody(raw) : undefined)
    return null
  }
  const raw = readRawBody(visit.incoming, limit_bytes)
  return raw instanceof Promise ? raw.then(take) : take(raw)
}

/** To join, to sign and to parse 32 MiB takes 30 ms each: others have their turn in between. */
const LARGE_BODY_BYTES = 2 * 1024 * 1024

function letOthersIn({ body }: Visit): Promise<null> | null {
  return body.bytes.length > LARGE_BODY_BYTES ? setImmediate(null) : null
}

function prepareLargeBody({ body }: Visit): Promise<null> | null {
  return body.bytes.length > LARGE_BODY_BYTES
    ? setImmediate()
        .then(() => body.prepare())
        .then(() => null)
    : null
}

function refuseLargeBody({ exceeded_bytes }: Visit): Answer | null {
  return exceeded_bytes === null ? null : tooLarge(exceeded_bytes)
}

function meet(phase: Phase): Step {
  return (visit) => meetFaults(visit, phase)
}

/** After the signature: a client that cannot sign uses up no limit. */
function keepToRateLimit({ sandbox, entry, caller }: Visit): Answer | null {
  if (caller === undefined) return UNAUTHORIZED
  const retry_after_s = sandbox.countRequest()
  const { rate_limit } = sandbox.settings
  if (rate_limit === null || retry_after_s === null) return null
  const { requests, window_s, status } = rate_limit
  entry.noted(`Over the rate limit of ${requests} requests in ${window_s} s: wait ${retry_after_s} s`)
  return rateLimited(status, retry_after_s)
}

function refuseUnknown(visit: Visit): Answer | null {
  const { operation, method, target, entry, context } = visit
  if (operation === undefined) {
    entry.noted(`${method} ${target.split('?', 1)[0]} is not a documented operation: see GET /_local/operations`)
    return NO_SUCH_ENDPOINT
  }
  context.countCall(operation.id)
  return null
}

/** After the faults: an operation that is not emulated can be given an answer by one. */
function refuseMissing(visit: Visit): Answer | null {
  const { operation, entry } = visit
  if (operation === undefined || operation.emulated) return null
  entry.noted(`${operation.id} is documented but not emulated: ${operation.reason}`)
  visit.mark = 'not-emulated'
  return NO_SUCH_ENDPOINT
}

function performOperation(visit: Visit): Promise<null> | null {
  const keep = (answer: Answer): null => {
    visit.answer = answer
    return null
  }
  const answer = perform(visit)
  return answer instanceof Promise ? answer.then(keep) : keep(answer)
}

/** Also for a read, and for a refusal: what they show may have been written by others a moment ago. */
function waitUntilDurable(visit: Visit): Promise<Answer | null> | null {
  const refuse = (problem: unknown): Answer => notKept(visit, problem)
  return visit.sandbox.durable()?.then(() => null, refuse) ?? null
}

function meetAfterCommit(visit: Visit): Promise<Answer | null> | null {
  const { answer, isDone } = visit
  // Rules of a new life are not used up by what was done in the old one.
  if (!isDone || visit.isOfAnotherLife || answer === null || answer.kind === 'sent') return null
  return meetFaults(visit, 'after-commit', () => present(answer, visit))
}

function answerIt({ answer }: Visit): Answer {
  if (answer === null) throw new Error('the operation was to answer')
  return answer
}
