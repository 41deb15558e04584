import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import type { State } from '../../src/store/state.ts'
import { checkWorld } from '../../src/store/world-schema.ts'
import { serveUntilStopped, type TestServer } from '../harness.ts'
import type { Received } from '../http.ts'
import fc, { MORE } from '../properties.ts'
import { speak } from '../socket.ts'
import { wrongWithAnswer } from './answers.ts'
import { changed, raw, textOf } from './json-text.ts'
import { type Scene, setScene } from './scene.ts'
import { Attempt, attempts, type Base, baseFor, bytes } from './spoilt-requests.ts'
import { type ValidRequest, validRequest } from './valid-requests.ts'

/**
 * Whatever comes in, no operation answers with a fault of the server, and what it refuses changes nothing. The inputs
 * come from the operations' own declarations: a new one is tested without a word here.
 */

/** What is taken of a body where an operation says nothing else. */
const BODY_LIMIT_BYTES = 1024 * 1024

/** `.ci/run` sends more of them. */
const INPUTS = 25 * MORE

const emulated = operations.filter((operation): operation is Operation => operation.emulated)
const named = (list: readonly Operation[]) => list.map((operation) => [operation.id, operation] as const)

let server: TestServer
let scene: Scene
let initial: string
/** For a look at each answer: through the port it would take too long. */
let initialState: State

beforeAll(async () => {
  // The clock stands, so that nothing falls due between two inputs.
  server = await serveUntilStopped({ clock_ms: Date.UTC(2026, 0, 1) })
  scene = await setScene(server)
  initial = await server.snapshot()
  await startAgain()
})
afterAll(() => server.stop())

async function startAgain(): Promise<void> {
  await server.restore(initial)
  initialState = server.state()
}

interface Spoilt extends Base {
  readonly operation: Operation
  readonly valid: ValidRequest
}

function baseOf(operation: Operation): Spoilt {
  const valid = validRequest(server, scene, operation)
  return { operation, valid, ...baseFor(operation, valid) }
}

const attemptAs = (as: string, { method, target, body }: Attempt): Promise<Received> =>
  server.call(method, target, { as, body })

/** Throws plainly where `expect` would cost more than the request. */
async function check(base: Spoilt, attempt: Attempt): Promise<void> {
  try {
    await checkAnswer(base, attempt, await attemptAs(base.valid.as, attempt))
  } finally {
    if (server.state() !== initialState) await startAgain()
  }
}

async function checkAnswer({ operation }: Spoilt, { mustRefuse }: Attempt, received: Received): Promise<void> {
  const { status } = received
  const hasChanged = server.state() !== initialState
  const entry = await server.journal.last()
  const wrong = wrongWithAnswer(operation, received)
  if (wrong !== null) throw new Error([wrong, ...(status >= 500 ? entry.notes : [])].join('\n'))
  if (entry.signature.verdict !== 'valid') throw new Error('the test itself signs wrongly')
  if (status < 400) {
    if (mustRefuse !== null) throw new Error(`answered ${status}, although ${mustRefuse}`)
    if (hasChanged) await checkKeepable()
    return
  }
  if (hasChanged || entry.committed) throw new Error(`${status} is a refusal, and changed something`)
}

/** It takes 30 ms to look at a whole world. */
const LOOK_AT_EVERY_NTH = 25
let changes = 0

/** What was taken can be kept: the world of it is one that a server starts from. */
async function checkKeepable(): Promise<void> {
  changes += 1
  if (changes % LOOK_AT_EVERY_NTH === 0) checkWorld(await server.world())
}

describe(`${INPUTS} bad inputs to each operation: no fault, no change by a refusal, and TEvo's shape`, () => {
  test.for(named(emulated))('%s', { timeout: 20_000 + INPUTS * 40 }, async ([, operation]) => {
    const base = baseOf(operation)
    const open = base.fields.filter(({ takes }) => takes.size === 6).map(({ path }) => path.join('/'))
    expect(open, 'fields that take any type').toEqual([])
    if (base.valid.isSure) {
      const { status, text } = await attemptAs(base.valid.as, unspoilt(base))
      await startAgain()
      expect(status, text).toBe(operation.status)
    }

    await fc.assert(
      fc.asyncProperty(attempts(base), (attempt) => check(base, attempt)),
      { numRuns: INPUTS, interruptAfterTimeLimit: 15_000 + INPUTS * 20, markInterruptAsFailure: true },
    )
  })
})

const unspoilt = ({ operation, valid, fields, json }: Spoilt): Attempt =>
  new Attempt(operation.method, valid.path, fields.length > 0 ? bytes(json) : Buffer.alloc(0), null)

const takeBodies = emulated.filter(({ input }) => input?.().body !== undefined)

/** Without a known token it would not be read at all. */
const KNOWN = 'Host: a\r\nX-Token: springfieldwebsite00000000000001\r\n'

describe('a body over the limit is refused with 413, and the connection is closed', () => {
  test.for(named(takeBodies))('%s', async ([, operation]) => {
    const limit_bytes = operation.bodyLimit_bytes ?? BODY_LIMIT_BYTES
    const { path } = validRequest(server, scene, operation)

    const answer = await speak(
      server.url,
      `${operation.method} ${path} HTTP/1.1\r\n${KNOWN}Content-Length: ${limit_bytes + 1}\r\n\r\n{"a":`,
    )

    expectTooLarge(answer, limit_bytes)
  })

  test('of a length that is not announced too', async () => {
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const chunks = Array.from({ length: 17 }, () =>
      Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]),
    )
    const head = Buffer.from(`POST /v9/clients HTTP/1.1\r\n${KNOWN}Transfer-Encoding: chunked\r\n\r\n`)

    expectTooLarge(await speak(server.url, Buffer.concat([head, ...chunks])), BODY_LIMIT_BYTES)
  })

  test('to a client that sends all of it before it reads', async () => {
    const body = Buffer.alloc(BODY_LIMIT_BYTES + 1, ' ')
    const head = Buffer.from(`POST /v9/clients HTTP/1.1\r\n${KNOWN}Content-Length: ${body.length}\r\n\r\n`)

    expectTooLarge(await speak(server.url, Buffer.concat([head, body])), BODY_LIMIT_BYTES)
  })
})

function expectTooLarge(answer: string, limit_bytes: number): void {
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toMatch(/^connection: close\r$/im)
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual({
    error: expect.stringContaining(`${limit_bytes}`),
  })
}

/** How long one body may keep the server, which answers nobody else meanwhile: processor time, whatever else runs on the machine. */
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
      const size = BODY_LIMIT_BYTES - 1_000
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

async function checkInTime(base: Spoilt, text: string): Promise<void> {
  const before = process.cpuUsage()
  await check(base, new Attempt(base.operation.method, base.valid.path, Buffer.from(text), null))
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000, text.slice(0, 100)).toBeLessThan(PATIENCE_MS)
}
