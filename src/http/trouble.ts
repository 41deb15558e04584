import { type Answer, json, NO_REPLY, type Reply, SENT } from '../answer.ts'
import type { BrokenRequest } from '../faults/broken-requests.ts'
import type { Phase, Plan } from '../faults/effect.ts'
import { effectOf } from '../faults/effects.ts'
import type { Injection } from '../faults/faults.ts'
import type { Facing } from '../faults/matching.ts'
import { REFUSAL_ANSWERS } from '../wire/errors.ts'
import { present } from '../wire/reply.ts'
import { HttpConnection } from './connection.ts'
import { firstOfResend, mayComeAgain } from './resends.ts'
import type { Visit } from './visit.ts'

const NOTHING: readonly never[] = []

/** Nothing has been done yet: what a head says that comes all the same. */
const empty = (visit: Visit): Reply => present(json(200, {}), visit)

/** Lets the faults of a phase act on a request. Null: it goes on. */
export function meetFaults(visit: Visit, phase: Phase, finished = empty): Promise<Answer | null> | null {
  const { faults } = visit.sandbox
  if (!faults.isArmedFor(phase)) return null
  const injections = faults.decide(phase, facingOf(visit, visit.entry.credential), visit.hadOutcome)
  return injections.length === 0 ? null : suffer(visit, phase, injections, finished)
}

/** Lets those faults act that do so before the body of a request is read. */
export function meetFaultsOfHead(visit: Visit): Promise<Answer | null> | null {
  const { sandbox, entry } = visit
  const again = meetAgain(visit)
  if (again !== null || !sandbox.faults.isArmedFor('head')) return again
  const injections = sandbox.faults.decide('head', facingOf(visit, entry.credential), visit.hadOutcome)
  return injections.length === 0 ? null : suffer(visit, 'before-auth', injections, empty)
}

async function suffer(
  visit: Visit,
  phase: Phase,
  injections: readonly Injection[],
  finished: (visit: Visit) => Reply,
): Promise<Answer | null> {
  const { entry, sandbox } = visit
  const { faults } = sandbox
  const outcome = injections.find(({ effect }) => effect.type !== 'none')
  const telling = outcome ?? injections[0]
  if (telling === undefined) return null
  for (const { id, effect } of injections)
    entry.acted({ id, phase, effect: effect.type }, effectOf(effect.type)?.losesAnswer ?? false)
  visit.mark = `fault; id=${telling.id}; request=${entry.id}`
  sandbox.journal.changed()

  // A client that goes away meanwhile changes nothing: what it asked for is done all the same.
  for (const injection of injections) {
    if (injection.delay_ms > 0) await faults.wait(injection, injection.delay_ms, null)
    if (injection === outcome || !faults.stillHas(injection)) continue
    const plan = effectOf(injection.effect.type)?.plan(injection.effect, NO_REPLY)
    if (plan?.kind === 'go-on' && plan.closes === true) visit.outgoing.shouldKeepAlive = false
  }
  if (outcome === undefined || !faults.stillHas(outcome)) return null
  visit.hadOutcome = true
  const answer = finished(visit)
  const plan = effectOf(outcome.effect.type)?.plan(outcome.effect, answer)
  return plan === undefined ? null : carryOut(visit, plan, { phase, outcome, answer })
}

/** What a library sends again by itself meets the same fault again, and is not counted. Null: it is another request. */
export function meetAgain(visit: Visit): Promise<Answer | null> | null {
  const first = firstOfResend(visit, visit.sandbox)
  return first === null ? null : breakAgain(visit, first)
}

/** Nothing is done for it, also when the fault has been deleted meanwhile: what its program asked for was dealt with. */
async function breakAgain(visit: Visit, { request, phase, injection }: BrokenRequest): Promise<Answer> {
  const { entry, sandbox, incoming, outgoing } = visit
  const { id, effect, delay_ms } = injection
  entry.isResend(request)
  entry.acted({ id, phase, effect: effect.type }, true)
  if (delay_ms > 0) await sandbox.faults.wait(injection, delay_ms, null)
  const plan = effectOf(effect.type)?.plan(effect, NO_REPLY)
  const met = { phase, outcome: injection, answer: NO_REPLY }
  const answer = plan === undefined ? null : await carryOut(visit, plan, met)
  if (answer !== null) return answer
  visit.leave()
  const connection = new HttpConnection(incoming, outgoing)
  await connection.turn()
  connection.close()
  return SENT
}

function facingOf(visit: Visit, credential: string | null): Facing {
  const { operation, emulated, method, target, params, headers, body } = visit
  return {
    operation: operation?.id ?? null,
    method,
    target,
    params,
    credential,
    forcible: emulated?.forcible ?? NOTHING,
    headers,
    json: () => body.json(),
  }
}

interface Met {
  readonly phase: Phase
  readonly outcome: Injection
  readonly answer: Reply
}

async function carryOut(visit: Visit, plan: Plan, { phase, outcome, answer }: Met): Promise<Answer | null> {
  const { incoming, outgoing, sandbox } = visit
  const { faults } = sandbox
  switch (plan.kind) {
    case 'go-on':
      visit.forced = plan.force
      return null
    case 'answer': {
      const { status, body, headers, closes } = plan
      if (closes) outgoing.shouldKeepAlive = false
      return typeof body === 'string' ? { kind: 'text', status, body, headers } : json(status, body, headers)
    }
    case 'refuse': {
      const { status, body, headers } = REFUSAL_ANSWERS[plan.refusal]
      if (plan.closes) outgoing.shouldKeepAlive = false
      return json(status, body, { ...headers, ...plan.headers })
    }
    case 'hold': {
      visit.hold()
      const connection = new HttpConnection(incoming, outgoing)
      const end = await faults.wait(outcome, plan.max_ms, connection.gone)
      if (end === 'released') {
        visit.hadOutcome = false
        return null
      }
      visit.leave()
      await connection.turn()
      if (end === 'over') mayComeAgain(visit, { phase, injection: outcome, at_ms: performance.now() })
      connection.close()
      return SENT
    }
    case 'break': {
      const connection = new HttpConnection(incoming, outgoing)
      // First the journal: a client that sees the answer break finds it there.
      visit.close({ status: plan.status, body: plan.body, headers: plan.status === null ? {} : answer.headers })
      await connection.turn()
      const isHere = !connection.gone.aborted
      const at_ms = performance.now()
      await plan.act(connection, async (ms) => (await faults.wait(outcome, ms, connection.gone)) !== 'gone')
      if (isHere && !connection.hasSent) mayComeAgain(visit, { phase, injection: outcome, at_ms })
      return SENT
    }
  }
}
