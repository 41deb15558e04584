import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { matchOperation } from '../../src/routes/router.ts'
import { sign } from '../../src/signing/sign.ts'
import type { State } from '../../src/store/store.ts'
import { exportWorld } from '../../src/store/world.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { speak } from '../control/control.ts'
import { type Received, send, serveUntilStopped, type TestServer } from '../harness.ts'
import { declaredFields } from './declared-fields.ts'
import { changed, fromValue, raw, textOf } from './json-text.ts'
import { type Scene, setScene } from './scene.ts'
import { Attempt, attempts, type Base, bytes } from './spoilt-requests.ts'
import { validRequest } from './valid-requests.ts'

/**
 * Whatever comes in, no operation answers with a fault of the server, and what it refuses changes nothing. The inputs
 * come from the operations' own declarations: a new one is tested without a word here.
 */

const INPUTS = Number(process.env.TEVO_BAD_INPUTS ?? 200)

const emulated = operations.filter((operation): operation is Operation => operation.emulated)
const named = (list: readonly Operation[]) => list.map((operation) => [operation.id, operation] as const)

let server: TestServer
let scene: Scene
let initial: State

beforeAll(async () => {
  // The clock stands, so that nothing falls due between two inputs.
  server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  scene = await setScene(server)
  initial = server.context.sandboxes.fallback.store.state
})
afterAll(() => server.stop())

function baseOf(operation: Operation): Base {
  const body = operation.input?.().body
  const valid = validRequest(server, scene, operation)
  return { operation, valid, json: fromValue(valid.body ?? {}), fields: body === undefined ? [] : declaredFields(body) }
}

function attemptAs(as: string, { method, target, body }: Attempt): Promise<Received> {
  const credential = server.context.sandboxes.fallback.credentials().find(({ name }) => name === as)
  if (credential === undefined) throw new Error(`the world has no credential "${as}"`)
  const { host } = new URL(server.url)
  const { signature } = sign({ method, host, target, body, secret: credential.secret })
  return send(server.url, method, target, { 'X-Token': credential.token, 'X-Signature': signature }, body)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `{"error": "…"}`, `{…, "errors": {…}}`, or `{"clients": [{…, "errors": {…}}]}`. */
function isRefusal(body: unknown): boolean {
  if (!isObject(body)) return false
  if (typeof body.error === 'string') return body.error !== ''
  if (isObject(body.errors)) return Object.keys(body.errors).length > 0
  return Object.values(body).some(
    (list) => Array.isArray(list) && list.some((each) => isObject(each) && isObject(each.errors)),
  )
}

/** Throws plainly where `expect` would cost more than the request. */
async function check(base: Base, attempt: Attempt): Promise<void> {
  const { store, journal } = server.context.sandboxes.fallback
  const received = await attemptAs(base.valid.as, attempt)
  const { state } = store
  if (state !== initial) store.restore(initial)
  const { status, body, text } = received

  const [entry] = journal.entries()
  if (status >= 500) throw new Error(`${status}: ${entry?.notes.join('\n')}`)
  if (entry?.signature.verdict !== 'valid') throw new Error('the test itself signs wrongly')
  if (!isObject(body)) throw new Error(`no JSON object: ${text.slice(0, 200)}`)
  if (status < 400) {
    if (attempt.mustRefuse !== null) throw new Error(`answered ${status}, although ${attempt.mustRefuse}`)
    checkShape(attempt, received)
    if (state !== initial) checkKeepable(state)
    return
  }
  if (!isRefusal(body)) throw new Error(`not TEvo's shape of a refusal: ${text.slice(0, 200)}`)
  if (state !== initial || entry.written !== null) throw new Error(`${status} is a refusal, and changed something`)
}

/** It takes 30 ms to look at a whole world. */
const LOOK_AT_EVERY_NTH = 25
let changes = 0

/** What was taken can be kept: the world of it is one that a server starts from. */
function checkKeepable(state: State): void {
  changes += 1
  if (changes % LOOK_AT_EVERY_NTH === 0) checkWorld(JSON.parse(JSON.stringify(exportWorld(state))))
}

/** Answers whose shape was looked at already: a page of events is the same however its query is spoilt. */
const looked = new Set<string>()

function checkShape({ method, target }: Attempt, { status, body, text }: Received): void {
  const { operation } = matchOperation(method, target)
  if (!operation?.emulated || looked.has(`${operation.id} ${text}`)) return
  looked.add(`${operation.id} ${text}`)
  if (status !== operation.status)
    throw new Error(`${operation.id} answers ${status}, and declares ${operation.status}`)
  const { error } = operation.output().safeParse(body)
  if (error !== undefined) throw new Error(`${operation.id} answers another shape than it declares: ${error.message}`)
}

describe(`${INPUTS} bad inputs to each operation: no fault, no change by a refusal, and TEvo's shape`, () => {
  test.for(named(emulated))('%s', { timeout: 20_000 + INPUTS * 40 }, async ([, operation]) => {
    const base = baseOf(operation)
    const open = base.fields.filter(({ takes }) => takes.size === 6).map(({ path }) => path.join('/'))
    expect(open, 'fields that take any type').toEqual([])
    if (base.valid.isSure) {
      const { status, text } = await attemptAs(base.valid.as, unspoilt(base))
      server.context.sandboxes.fallback.store.restore(initial)
      expect(status, text).toBe(operation.status)
    }

    await fc.assert(
      fc.asyncProperty(attempts(base), (attempt) => check(base, attempt)),
      { numRuns: INPUTS, interruptAfterTimeLimit: 15_000 + INPUTS * 20, markInterruptAsFailure: true },
    )
  })
})

const unspoilt = ({ operation, valid, fields, json }: Base): Attempt =>
  new Attempt(operation.method, valid.path, fields.length > 0 ? bytes(json) : Buffer.alloc(0), null)

const takeBodies = emulated.filter(({ input }) => input?.().body !== undefined)

describe('a body over the limit is refused with 413, and the connection is closed', () => {
  test.for(named(takeBodies))('%s', async ([, operation]) => {
    const limit_bytes = operation.bodyLimit_bytes ?? server.context.bodyLimit_bytes
    const { path } = validRequest(server, scene, operation)

    const answer = await speak(
      server.url,
      `${operation.method} ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${limit_bytes + 1}\r\n\r\n{"a":`,
    )

    expectTooLarge(answer, limit_bytes)
  })

  test('of a length that is not announced too', async () => {
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const chunks = Array.from({ length: 17 }, () =>
      Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]),
    )
    const head = Buffer.from('POST /v9/clients HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')

    expectTooLarge(await speak(server.url, Buffer.concat([head, ...chunks])), server.context.bodyLimit_bytes)
  })

  test('to a client that sends all of it before it reads', async () => {
    const body = Buffer.alloc(server.context.bodyLimit_bytes + 1, ' ')
    const head = Buffer.from(`POST /v9/clients HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`)

    expectTooLarge(await speak(server.url, Buffer.concat([head, body])), server.context.bodyLimit_bytes)
  })
})

function expectTooLarge(answer: string, limit_bytes: number): void {
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toMatch(/^connection: close\r$/im)
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual({
    error: expect.stringContaining(`${limit_bytes}`),
  })
}

/** How long one body may keep the server, which answers nobody else meanwhile. */
const PATIENCE_MS = 3_000

describe('a body that is as large as is taken is answered in time', () => {
  /** As many list elements as a body may have, each of them wrong. */
  const MOST_ELEMENTS = 9_990

  test.for(named(takeBodies))('%s, with elements that are all wrong', async ([, operation]) => {
    const base = baseOf(operation)
    const lists = base.fields.filter(({ takes }) => takes.has('array'))
    const elements = raw(`[${Array.from({ length: MOST_ELEMENTS }, () => '{}').join(',')}]`)

    for (const { path } of lists) await checkInTime(base, textOf(changed(base.json, path, () => elements)))
  })

  test.for(named(takeBodies.filter(({ id }) => ['orders.create', 'orders.accept', 'v10.orders.create'].includes(id))))(
    '%s, whatever is in it',
    async ([, operation]) => {
      const base = baseOf(operation)
      const deepest = base.fields.findLast(({ path }) => typeof path.at(-1) === 'string')?.path ?? []
      const parent = deepest.slice(0, -1)
      const size = server.context.bodyLimit_bytes - 1_000
      const most = (unit: string) => unit.repeat(Math.floor(size / unit.length))
      const keys = Array.from({ length: Math.floor(size / 14) }, (_, nth) => `"k${nth}":0`)
      const bodies = [
        changed(base.json, deepest, () => raw(`"${'x'.repeat(size)}"`)),
        changed(base.json, deepest, () => raw('['.repeat(size / 2) + ']'.repeat(size / 2))),
        changed(base.json, deepest, () => raw(most('{"a":'))),
        changed(base.json, parent, () => raw(`{${keys.join(',')}}`)),
        changed(base.json, parent, () => raw(`{${most('"a":0,')}"a":0}`)),
        changed(base.json, base.fields[0]?.path ?? [], () => raw(`[${most('{},')}{}]`)),
        raw('['.repeat(size)),
      ]

      for (const body of bodies) await checkInTime(base, textOf(body))
    },
  )
})

async function checkInTime(base: Base, text: string): Promise<void> {
  const started_ms = performance.now()
  await check(base, new Attempt(base.operation.method, base.valid.path, Buffer.from(text), null))
  expect(performance.now() - started_ms, text.slice(0, 100)).toBeLessThan(PATIENCE_MS)
}
