import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { matchOperation } from '../../src/routes/router.ts'
import { budgetIn } from '../budget.ts'
import { type Received, send, signed } from '../http.ts'
import { wrongWithAnswer } from '../invariants/answers.ts'
import { isObject } from '../invariants/order-refusals.ts'
import { type Base, baseFor } from '../invariants/spoilt-requests.ts'
import { validRequest } from '../invariants/valid-requests.ts'
import fc, { SEED } from '../properties.ts'
import { controlBases, withoutBody } from './control.ts'
import { type Sending, type Signing, sendings } from './sending.ts'
import { type Stage, setStage } from './stage.ts'

/**
 * Hostile requests to every operation and to every route of the control plane. `npm run fuzz -- 1000000` sends more of
 * them than `npm test` does. Each input finds the server as it was at the start, so any one can be sent alone.
 */

const BUDGET = budgetIn('TEVO_FUZZ', '1200')
/** The number of the first input. */
const FROM = Number(process.env.TEVO_FUZZ_FROM ?? 0)
const END = FROM + BUDGET.inputs
/** `2/4`: of four processes this one takes every fourth batch, from the second on. */
const [SHARE = 1, SHARES = 1] = (process.env.TEVO_FUZZ_SHARE ?? '1/1').split('/').map(Number)

declare module 'vitest' {
  interface TaskMeta {
    /** How many were sent. */
    inputs?: number
  }
}

/** So many inputs in a row go to one target. */
const BATCH = 5
/** So many failures are told at once. */
const MAX_FAILURES = 10
/** How long one input may keep the processor. */
const PATIENCE_MS = 1_000
/** What may be alive at the end that was not after the first inputs. */
const GROWTH_BYTES = 48 * 1024 * 1024
const WARM_UP_INPUTS = 10_000
const LOOK_EVERY_MS = 5_000
/** How old what is known of the processor time may be: to ask for it takes as long as a request. */
const ASK_EVERY_MS = 50

interface Target {
  readonly as: string
  readonly inputs: fc.Arbitrary<Sending>
}

let stage: Stage
let targets: Target[]

beforeAll(async () => {
  stage = await setStage()
  const { server, scene } = stage
  const ofApi = operations
    .filter((operation): operation is Operation => operation.emulated)
    .map((operation): Target => {
      const valid = validRequest(server, scene, operation)
      return { as: valid.as, inputs: sendings(baseFor(operation, valid)) }
    })
  const ofControl = controlBases(server, scene).map((base: Base): Target => ({ as: 'website', inputs: sendings(base) }))
  targets = [...ofApi, ...ofControl]
  stage.startAgain()
})
afterAll(() => stage.server.stop())

/** The headers of a signature that holds, or of one that does not. */
function signature(as: string, method: string, { attempt, signing }: Sending): Record<string, string> {
  const { url, keysOf } = stage.server
  const { target, body } = attempt
  const keys = keysOf(as)
  const right = signed(url, keys, method, target, body)
  const ways: { readonly [way in Signing]: () => Record<string, string> } = {
    rightly: () => right,
    'not at all': () => ({}),
    'without a token': () => ({ 'X-Signature': right['X-Signature'] }),
    'without a signature': () => ({ 'X-Token': right['X-Token'] }),
    'with another secret': () => signed(url, { ...keys, secret: `${keys.secret}x` }, method, target, body),
    'for another target': () => signed(url, keys, method, `/x${target}`, body),
    'for another body': () => signed(url, keys, method, target, Buffer.concat([body, Buffer.from('x')])),
    'with half of the signature': () => ({ ...right, 'X-Signature': right['X-Signature'].slice(0, 20) }),
    'with an unknown token': () => ({ ...right, 'X-Token': `${keys.token}x` }),
  }
  return ways[signing]()
}

interface Input {
  readonly nth: number
  readonly target: Target
  readonly sending: Sending
}

/** What this process sends, in order. Its number alone says what an input is. */
function* inputsOfShare(): Generator<Input> {
  for (let batch = Math.floor(FROM / BATCH) + SHARE - 1; batch * BATCH < END; batch += SHARES) {
    const target = targets[batch % targets.length]
    if (target === undefined) throw new Error('there is nothing to send to')
    const inputs = fc.sample(target.inputs, { numRuns: BATCH, seed: (SEED * 1_000_003 + batch) | 0 })
    for (const [place, sending] of inputs.entries()) {
      const nth = batch * BATCH + place
      if (nth >= FROM && nth < END) yield { nth, target, sending }
    }
  }
}

/** Whether it is of the control plane, whatever its target has become. */
const isLocal = (target: string): boolean => /^\/_local(?:[/?]|$)/.test(target)

/** The path that a URL makes of it: `//../_local` is one of the control plane where it comes to be a URL. */
const pathSeen = (target: string): string => {
  const url = `http://localhost${target}`
  return URL.canParse(url) ? new URL(url).pathname : target
}

/** What is wrong with the answer to an input; null: nothing. */
function wrongWith(sending: Sending, received: Received): string | null {
  const { attempt, method, signing, headers } = sending
  const { status, text } = received
  if (method === 'HEAD') return status >= 500 && status !== 504 ? `it is a ${status}` : text === '' ? null : 'a body'
  const seen = pathSeen(attempt.target)
  if (isLocal(attempt.target) && isLocal(seen)) return wrongWithControl(attempt.target, received)
  // Whoever asks for the root is welcomed, or sent to the documentation.
  if (seen === '/' && status < 400) return null
  // It is of the control plane to one of those who look at it, and not to the other.
  if (attempt.target.includes('/_local') && wrongWithControl(attempt.target, received) === null) return null
  const isForged = signing !== 'rightly' && !('X-Token' in headers)
  if (isForged && status < 400) return `it is let in with ${status}, signed ${signing}`
  // Node sends a method in capital letters.
  const operation = attempt.target.startsWith('/')
    ? matchOperation(method.toUpperCase(), attempt.target).operation
    : undefined
  const wrong = wrongWithAnswer(operation, received)
  if (wrong !== null) return wrong
  const isAsMade = method === attempt.method && signing === 'rightly' && Object.keys(headers).length === 0
  return isAsMade && status < 400 && attempt.mustRefuse !== null ? `${status}, although ${attempt.mustRefuse}` : null
}

/** A refusal of the control plane is a problem of RFC 9457; 504 is one that waited for what did not come. */
function wrongWithControl(target: string, { status, headers, body, text }: Received): string | null {
  const waits = /\/next(?:[?#]|$)/.test(target)
  if (status >= 500 && !(status === 504 && waits)) return `it is a ${status}: ${text.slice(0, 200)}`
  // The pages for people are HTML.
  const isJson = headers['content-type']?.startsWith('application/json') === true
  if (status < 400) return !isJson || isObject(body) ? null : `it is no JSON object: ${text.slice(0, 200)}`
  const isProblem =
    headers['content-type'] === 'application/problem+json' &&
    isObject(body) &&
    body.status === status &&
    typeof body.title === 'string' &&
    typeof body.detail === 'string' &&
    body.detail !== ''
  return isProblem ? null : `it is no problem of RFC 9457: ${text.slice(0, 200)}`
}

/** Sends one, and throws what is wrong with the answer. Answers whether it was refused. */
async function attemptOnce({ target: { as }, sending }: Input): Promise<boolean> {
  const { attempt, method, headers } = sending
  const own = isLocal(attempt.target) ? {} : signature(as, method, sending)
  const received = await send(stage.server.url, method, attempt.target, { ...own, ...headers }, attempt.body)
  const wrong = wrongWith(sending, received)
  if (wrong !== null) throw new Error(wrong)
  return received.status >= 400
}

const processor_ms = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/**
 * The state is as it was before each of them; `since_ms` is the processor time of a moment before. Processor time is the
 * same whatever else runs on the machine.
 */
async function check(input: Input, since_ms: number): Promise<void> {
  const before = performance.now()
  let isRefused = false
  try {
    isRefused = await attemptOnce(input)
    if (performance.now() - before < PATIENCE_MS) return
    const took_ms = processor_ms() - since_ms
    if (took_ms > PATIENCE_MS) throw new Error(`it took ${took_ms} ms of the processor`)
  } finally {
    stage.putBack(isRefused)
  }
}

const shown = ({ attempt, method, headers, signing }: Sending): string =>
  `${method} ${attempt.target.slice(0, 300)}, signed ${signing}, ${JSON.stringify(headers).slice(0, 300)}, ${fc.stringify(attempt).slice(0, 600)}`

function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  gc()
  return process.memoryUsage().heapUsed
}

/** Throws with all that failed. */
function refuse(failures: ReadonlyMap<string, number>): void {
  const told = [...failures].map(
    ([what, nth]) => `input ${nth}: ${what}
  To bring it back: TEVO_SEED=${SEED} npm run fuzz -- ${BATCH} --from ${nth - (nth % BATCH)}`,
  )
  if (told.length > 0) throw new Error(told.join('\n\n'))
}

test('every route of the control plane that takes a body has one to be spoiled', () => {
  expect(withoutBody(stage.server.context)).toEqual([
    'POST /_local/sandboxes/:name/reset',
    'POST /_local/sandboxes/:name/snapshots/:id/restore',
    'POST /_local/sandboxes/:name/webhooks/deliveries/:id/redeliver',
  ])
})

test(`hostile inputs to both planes: no fault of the server, no change by a refusal, nobody let in (${process.env.TEVO_FUZZ ?? 'a few'})`, {
  timeout: Math.min(2 ** 31 - 1, 60_000 + (BUDGET.ms === Number.POSITIVE_INFINITY ? BUDGET.inputs * 50 : BUDGET.ms)),
}, async ({ task }) => {
  const { server } = stage
  const failures = new Map<string, number>()
  const began = performance.now()
  const used_ms = processor_ms()
  let looked = began
  let asked = { at: began, used_ms }
  let inputs = 0
  let usedAtFirst: number | null = null
  const passed_ms = () => performance.now() - began

  for (const input of inputsOfShare()) {
    if (passed_ms() >= BUDGET.ms || failures.size >= MAX_FAILURES) break
    if (performance.now() - asked.at > ASK_EVERY_MS) asked = { at: performance.now(), used_ms: processor_ms() }
    await check(input, asked.used_ms).catch((problem: Error) => {
      const kind = `${problem.message}\n  ${shown(input.sending)}`
      if (![...failures.keys()].some((told) => told.startsWith(problem.message))) failures.set(kind, input.nth)
    })
    inputs += 1
    if (inputs >= WARM_UP_INPUTS) usedAtFirst ??= usedBytes()
    if (performance.now() - looked > LOOK_EVERY_MS) {
      looked = performance.now()
      expect((await server.local('GET', '/health')).status).toBe(200)
      tell(inputs, passed_ms(), processor_ms() - used_ms)
    }
  }

  task.meta.inputs = inputs
  tell(inputs, passed_ms(), processor_ms() - used_ms)
  refuse(failures)
  expect((await server.local('GET', '/health')).body).toMatchObject({ status: 'ok', sandboxes: 1 })
  expect(Object.keys(Object.prototype)).toEqual([])
  if (usedAtFirst !== null) expect(usedBytes() - usedAtFirst).toBeLessThan(GROWTH_BYTES)
})

/** Only to those who asked for it. */
function tell(inputs: number, ms: number, ofProcessor_ms: number): void {
  if (process.env.TEVO_FUZZ === undefined) return
  const rate = (in_ms: number) => Math.round((inputs / in_ms) * 1_000)
  const memory = Math.round(process.memoryUsage().heapUsed / 1024 / 1024)
  console.log(
    `fuzz ${SHARE}/${SHARES}: ${inputs} inputs in ${Math.round(ms / 1_000)} s, ${rate(ms)} a second (${rate(ofProcessor_ms)} a second of processor time), heap ${memory} MB`,
  )
}
