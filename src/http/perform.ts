import { type Answer, DocumentAnswer, json, RedirectAnswer } from '../answer.ts'
import type { Operation } from '../operation.ts'
import { messageOf, stackOf } from '../problem.ts'
import { type Caller, callerByToken } from '../rules/caller.ts'
import type { Job } from '../rules/job.ts'
import { Refusal } from '../rules/refusal.ts'
import { forcing } from '../rules/settings.ts'
import { AnotherLife } from '../sandbox/lives.ts'
import type { Sandbox, Written } from '../sandbox/sandbox.ts'
import { NotKept } from '../store/log.ts'
import type { AccountSettings } from '../store/settings.ts'
import type { Transaction } from '../store/transaction.ts'
import { REFUSAL_ANSWERS, SERVER_FAULT } from '../wire/errors.ts'
import { readBody, readQuery } from '../wire/input.ts'
import { sortOut } from '../wire/known-and-ignored.ts'
import { problemsIn } from '../wire/problems.ts'
import { refuse } from '../wire/refuse.ts'
import { finished } from '../wire/reply.ts'
import type { Remembered } from './remembered.ts'
import type { Visit } from './visit.ts'

/** Validates the input, before anything is done, unless its answer is remembered. Null: it was understood. */
export function recallOrUnderstand(visit: Visit): Answer | null {
  return recalled(visit) === undefined ? understand(visit) : null
}

function understand(visit: Visit): Answer | null {
  const { emulated: operation, caller, target, body, entry } = visit
  // What is not emulated has no schema, and goes on to the faults.
  if (visit.operation?.emulated === false) return null
  if (operation === undefined || caller === undefined) throw new Error('only a known call of a known caller gets here')
  try {
    if (!operation.credentials.includes(caller.credential.type)) throw new Refusal({ kind: 'unauthorized' })
    const input = operation.input?.() ?? {}
    const query = readQuery(input.query, target)
    const read = readBody(input.body, body)
    const { ignored, notes } = sortOut([...query.ignored, ...read.ignored], operation)
    entry.passedOver(ignored)
    entry.noted(...notes)
    visit.understand({ operation, caller, query: query.value, input: read.value, ignored, notes })
    return null
  } catch (problem) {
    return refusalOf(problem, visit)
  }
}

/** Prepares and runs the operation: all of its changes are kept, or none. */
export function perform(visit: Visit): Answer | Promise<Answer> {
  if (!visit.isUnderstood) {
    const remembered = recalled(visit)
    if (remembered !== undefined) return again(visit, remembered)
    // Something has changed since it was to be recalled.
    const refused = understand(visit)
    if (refused !== null) return refused
  }
  const { operation } = visit.understood
  const { job, noted } = jobOf(visit)
  if (!mayWait(operation, visit.sandbox)) {
    try {
      return done(visit, visit.sandbox.carryOutNow(job, visit.life), noted())
    } catch (problem) {
      return notDone(visit, problem, noted())
    }
  }
  return visit.sandbox.carryOut(job, visit.life).then(
    (written) => done(visit, written, noted()),
    (problem) => notDone(visit, problem, noted()),
  )
}

function mayWait({ prepare, refused, mayWait }: Operation, sandbox: Sandbox): boolean {
  if (prepare === undefined && refused === undefined) return false
  return mayWait === undefined || mayWait(sandbox.peek())
}

/** The operation as a job; what it noted belongs to the attempt that counted, the last one. */
function jobOf(visit: Visit): { readonly job: Job<object>; readonly noted: () => readonly string[] } {
  const { params, target, body, forced } = visit
  const { operation, caller, query, input } = visit.understood
  let notes: string[] = []
  let ofPreparation: readonly string[] = NO_NOTES
  const forcedIn = (settings: AccountSettings) => (forced === undefined ? settings : forcing(settings, forced))
  const sent = () => body.object()
  const note = (text: string) => notes.push(text)
  const request = (settings: AccountSettings) => ({
    caller,
    settings: forcedIn(settings),
    params,
    query,
    body: input,
    target,
    sent,
    note,
  })
  const { prepare, handle, refused } = operation
  return {
    noted: () => notes,
    job: {
      prepare:
        prepare &&
        (async (preparing) => {
          notes = []
          const prepared = await prepare({ ...request(visit.sandbox.settings), ...preparing })
          ofPreparation = [...notes]
          return prepared
        }),
      // Written field by field: V8 of Node 20 is slow at adding spread fields.
      run: (tx, settings, prepared) => {
        notes = [...ofPreparation]
        const seen = seenBy(visit, tx, notes)
        return handle({
          tx: seen.tx,
          caller: seen.caller,
          settings: forcedIn(settings),
          params,
          query,
          body: input,
          target,
          sent,
          note,
          prepared,
        })
      },
      refused:
        refused && ((tx, settings, refusal, prepared) => refused({ ...request(settings), tx, refusal, prepared })),
    },
  }
}

const NO_NOTES: readonly string[] = []

/** The world that an operation looks at, and its caller there: for a list, that of `index_lag_s` ago. */
function seenBy(
  { sandbox, understood: { operation, caller } }: Visit,
  tx: Transaction,
  notes: string[],
): { readonly tx: Transaction; readonly caller: Caller } {
  const now = { tx, caller }
  const lagging = operation.indexed ? sandbox.lagging() : null
  if (lagging === null) return now
  const then = callerByToken(lagging.tx, caller.credential.token)
  // Its credential is younger than the world that lists show: it would see nothing of its own.
  if (then === undefined) return now
  if (lagging.isBehind)
    notes.push(
      `The answer shows the records as they were at ${new Date(lagging.tx.now).toISOString()}: the setting index_lag_s lets lists lag behind`,
    )
  return { tx: lagging.tx, caller: then }
}

function done(visit: Visit, written: Written<object>, notes: readonly string[]): Answer {
  const { result, commit, before } = written
  visit.entry.committed(commit, before)
  visit.entry.noted(...notes)
  visit.isDone = true
  if (result instanceof DocumentAnswer || result instanceof RedirectAnswer) return result
  const answer = json(visit.understood.operation.status, result)
  if (!staysAsLongAsTheState(visit, written)) return answer
  const kept = finished(answer)
  const { ignored, notes: ofReading } = visit.understood
  visit.context.remembered.remember(nameOf(visit), before, { answer: kept, ignored, notes: [...ofReading, ...notes] })
  return kept
}

/** Whether the same read of the same state has the same answer: it wrote nothing, and asked for no time. */
const staysAsLongAsTheState = (visit: Visit, { commit, readsClock }: Written<object>): boolean =>
  isPlainRead(visit) &&
  commit === null &&
  !readsClock &&
  !(visit.understood.operation.indexed && visit.sandbox.settings.index_lag_s > 0)

/** A GET without a body that no fault has changed. */
const isPlainRead = ({ method, emulated, body, forced }: Visit): boolean =>
  method === 'GET' && emulated?.prepare === undefined && forced === undefined && body.bytes.length === 0

/** What an answer depends on beside the state. */
const nameOf = ({ token = '', target }: Visit): string => `${token} ${target}`

/** What the same read of the same state was answered. */
const recalled = (visit: Visit): Remembered | undefined =>
  isPlainRead(visit) ? visit.context.remembered.recall(nameOf(visit), visit.sandbox.state()) : undefined

function again(visit: Visit, { answer, ignored, notes }: Remembered): Answer {
  const { entry } = visit
  entry.passedOver(ignored)
  entry.noted(...notes)
  visit.isDone = true
  return answer
}

function notDone(visit: Visit, problem: unknown, notes: readonly string[]): Answer {
  if (problem instanceof AnotherLife) return ofAnotherLife(visit)
  return problem instanceof NotKept ? notKept(visit, problem) : refusalOf(problem, visit, notes)
}

/** What the request did, or shows, could not be kept. */
export function notKept({ entry }: Visit, problem: unknown): Answer {
  entry.undo()
  entry.noted(`What the answer shows could not be kept, and was undone: ${messageOf(problem)}`)
  return REFUSAL_ANSWERS.unavailable
}

/** The request does nothing: it had another world in mind. */
export function ofAnotherLife({ entry }: Visit): Answer {
  entry.noted(
    'The sandbox was reset or restored, or went back to what was kept, while this request waited: nothing was done',
  )
  return REFUSAL_ANSWERS.unavailable
}

function refusalOf(problem: unknown, visit: Visit, notes: readonly string[] = []): Answer {
  const { emulated: operation, caller, entry, params, body, sandbox } = visit
  if (operation === undefined || caller === undefined) throw problem
  entry.noted(...notes)
  entry.refused(problemsIn(problem, operation))
  const answer = refuse(problem, { operation, caller, params, body, read: sandbox.read() })
  if (answer === SERVER_FAULT) entry.noted(`A defect of tevo-local: ${stackOf(problem)}`)
  return answer
}
