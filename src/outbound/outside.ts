import { effectOf } from '../faults/effects.ts'
import type { Injection } from '../faults/faults.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { jsonOf } from '../json.ts'
import type { Outside, OutsideAnswer, OutsideCall } from '../rules/job.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { type Called, makeCall, NO_OUTBOUND, notCalled } from './call.ts'
import { withoutSecrets } from './secrets.ts'

/** How a sandbox calls brokers' services: as JSON, with a line in its journal, and with the faults that are armed for it. */

/** For the preparations of a sandbox. A call ends early when the sandbox comes to another life; a release does not. */
export const outsideOf = (sandbox: Sandbox, isOutboundAllowed: boolean): Outside => ({
  call: async (call) => {
    const gone = new AbortController()
    const forget = sandbox.onShown(({ replaces }) => {
      if (replaces !== undefined) gone.abort(new Error('the sandbox was reset or restored meanwhile'))
    })
    try {
      const signal = call.name === 'release' ? undefined : gone.signal
      return await callBroker(sandbox, call, { isOutboundAllowed, signal })
    } finally {
      forget()
    }
  },
  callTwice: (call, wait_ms) => {
    void callBroker(sandbox, call, { isOutboundAllowed })
    setTimeout(() => void callBroker(sandbox, call, { isOutboundAllowed }), wait_ms).unref()
  },
})

export interface CallOptions {
  readonly isOutboundAllowed: boolean
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined
  /** Where one was opened for it before. */
  readonly entry?: JournalEntry
}

/** Makes a call, and tells the journal. Never rejects. */
export async function callBroker(
  sandbox: Sandbox,
  call: OutsideCall,
  { isOutboundAllowed, signal, entry = openEntry(sandbox, call) }: CallOptions,
): Promise<OutsideAnswer> {
  const started_ms = performance.now()
  const called = isOutboundAllowed ? await met(sandbox, call, entry, signal) : notCalled(NO_OUTBOUND)
  const duration_ms = Math.round((performance.now() - started_ms) * 10) / 10
  const text = withoutSecrets(called.text, call.url, call.headers)
  entry.noted(`${sentenceOf(call)}: ${called.error ?? `answered ${called.status}`}`)
  sandbox.journal.close(entry, { status: called.status, headers: {}, body: text })
  return { ...called, text, json: jsonOf(Buffer.from(called.text)), duration_ms }
}

/** Its line in the journal. Neither headers nor the URL of the service are in it: they hold the broker's secrets. */
export const openEntry = (sandbox: Sandbox, { method, path, body }: OutsideCall): JournalEntry =>
  sandbox.journal.open(
    {
      at: sandbox.now(),
      method,
      target: path,
      headers: {},
      body: bodyOf(body),
      operation: null,
      credential: null,
    },
    'outbound',
  )

const bodyOf = (body: object | null): Buffer => Buffer.from(body === null ? '' : JSON.stringify(body))

const sentenceOf = ({ name, office_id, global_id }: OutsideCall): string =>
  `The ${name} of ${global_id}, to the service of office ${office_id}`

/** What comes of it with the faults that act on it. */
async function met(
  sandbox: Sandbox,
  call: OutsideCall,
  entry: JournalEntry,
  signal: AbortSignal | undefined,
): Promise<Called> {
  const injections = decide(sandbox, call)
  let left_ms = call.deadline_ms
  for (const injection of injections) {
    const { type } = injection.effect
    entry.acted({ id: injection.id, phase: 'call', effect: type }, effectOf(type)?.losesAnswer ?? false)
    if (injection.delay_ms === 0) continue
    const since_ms = performance.now()
    const end = await sandbox.faults.wait(injection, Math.min(injection.delay_ms, left_ms), signal ?? null)
    if (end === 'gone') return { ...noAnswer(call), error: reasonOf(signal) }
    if (end === 'over' && injection.delay_ms >= left_ms) return noAnswer(call)
    left_ms = Math.max(1, left_ms - Math.round(performance.now() - since_ms))
  }
  for (const { effect } of injections) {
    if (effect.type === 'lost') return noAnswer(call)
    const plan = effectOf(effect.type)?.plan(effect, NO_ANSWER)
    if (plan?.kind === 'answer')
      return {
        status: plan.status,
        text: typeof plan.body === 'string' ? plan.body : JSON.stringify(plan.body),
        error: null,
        isSent: false,
        duration_ms: 0,
      }
  }
  const { method, url, headers, body } = call
  const called = await makeCall({
    method,
    url,
    headers: {
      Accept: 'application/json',
      ...(body === null ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === null ? '' : JSON.stringify(body),
    deadline_ms: left_ms,
    ...(signal && { signal }),
  })
  if (signal?.aborted) return { ...called, error: reasonOf(signal) }
  return injections.some(({ effect }) => effect.type === 'answer-lost') ? noAnswer(call) : called
}

const NO_ANSWER = { status: null, headers: {}, body: '' } as const

/** As if the time were over: the client of a test is not to wait for it. Nobody can know that it never arrived. */
const noAnswer = ({ deadline_ms }: OutsideCall): Called => ({
  ...notCalled(`no answer within ${deadline_ms} ms`),
  isSent: true,
})

const reasonOf = (signal: AbortSignal | undefined): string =>
  signal?.reason instanceof Error ? signal.reason.message : 'it was broken off'

function decide(sandbox: Sandbox, { name, office_id, method, url, body }: OutsideCall): Injection[] {
  if (!sandbox.faults.isArmedFor('call')) return []
  const facing = {
    operation: null,
    method,
    target: new URL(url).pathname,
    params: {},
    credential: null,
    headers: {},
    json: (): unknown => body,
    forcible: [],
    said: { call: name, office_id },
  }
  return sandbox.faults.decide('call', facing, false)
}
