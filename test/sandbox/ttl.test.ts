import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { MakeOptions } from '../../src/sandbox/drafts.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { Sandboxes } from '../../src/sandbox/sandboxes.ts'
import { start } from '../../src/start.ts'
import { expectProblem } from '../control/problem.ts'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import fc from '../properties.ts'
import { open, parseAnswer, rawRequest } from '../socket.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const COMPANY = { method: 'POST', target: '/v9/companies', body: { companies: [{ name: 'The Leftorium' }] } }

describe('with ttl_s', () => {
  // Time of the process, which a test can move.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const registry = () =>
    new Sandboxes(new Sandbox({ name: 'default', world: defaultWorld, clock_ms: CLOCK_MS }), defaultWorld)
  const make = (sandboxes: Sandboxes, ttl_s: number | null, options: MakeOptions = {}) =>
    sandboxes.make({ clock_ms: CLOCK_MS, settings: { ttl_s }, ...options })
  const namesOf = (sandboxes: Sandboxes) => sandboxes.all().map(({ name }) => name)
  const call = ({ attendance }: Sandbox) => {
    attendance.come()
    attendance.go()
  }

  test('a sandbox that nothing calls is deleted when its time is over, and no other one', () => {
    const sandboxes = registry()
    make(sandboxes, 10, { name: 'ten' })
    make(sandboxes, 20, { name: 'twenty' })
    make(sandboxes, null, { name: 'kept' })

    vi.advanceTimersByTime(9_999)
    expect(namesOf(sandboxes)).toEqual(['default', 'ten', 'twenty', 'kept'])
    vi.advanceTimersByTime(1)
    expect(namesOf(sandboxes)).toEqual(['default', 'twenty', 'kept'])
    vi.advanceTimersByTime(10_000)
    expect(namesOf(sandboxes)).toEqual(['default', 'kept'])
    vi.advanceTimersByTime(365 * 86_400_000)
    expect(namesOf(sandboxes)).toEqual(['default', 'kept'])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a call begins its time again, and it does not expire while one is under way', () => {
    const sandboxes = registry()
    const [called, waiting] = [make(sandboxes, 10, { name: 'called' }), make(sandboxes, 10, { name: 'waiting' })]
    waiting.attendance.come()
    vi.advanceTimersByTime(6_000)
    call(called)
    vi.advanceTimersByTime(9_000)
    expect(namesOf(sandboxes)).toEqual(['default', 'called', 'waiting'])
    vi.advanceTimersByTime(1_100)
    expect(namesOf(sandboxes)).toEqual(['default', 'waiting'])
    vi.advanceTimersByTime(3_600_000)
    expect(namesOf(sandboxes)).toEqual(['default', 'waiting'])
    waiting.attendance.go()
    vi.advanceTimersByTime(20_000)
    expect(namesOf(sandboxes)).toEqual(['default'])
  })

  test('the setting may be changed; a reset and a restore bring back what it was', async () => {
    const sandboxes = registry()
    const sandbox = make(sandboxes, null)
    const snapshot = sandboxes.takeSnapshot(sandbox)
    await sandboxes.changeSettings(sandbox, { ttl_s: 5 })
    sandbox.restore(snapshot)
    vi.advanceTimersByTime(60_000)
    expect(sandboxes.size).toBe(2)
    await sandboxes.changeSettings(sandbox, { ttl_s: 5 })
    sandbox.reset()
    vi.advanceTimersByTime(60_000)
    expect(sandboxes.size).toBe(2)
    call(sandbox)
    await sandboxes.changeSettings(sandbox, { ttl_s: 5 })
    vi.advanceTimersByTime(5_000)
    expect(sandboxes.size).toBe(1)
  })

  test('a thousand of them have one timer', () => {
    const sandboxes = registry()
    for (let nth = 0; nth < 1_000; nth += 1) make(sandboxes, 1 + (nth % 50))
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(25_000)
    expect(vi.getTimerCount()).toBe(1)
    expect(sandboxes.size).toBe(1 + 500)
    sandboxes.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('of any calls and waits: a sandbox is there exactly as long as it was not left alone for its time', async () => {
    const step = fc.record({
      wait_ms: fc.integer({ min: 1, max: 4_000 }),
      nth: fc.nat({ max: 3 }),
      what: fc.oneof(
        { weight: 4, arbitrary: fc.constant('call' as const) },
        { weight: 2, arbitrary: fc.constantFrom('come' as const, 'go' as const) },
        { weight: 2, arbitrary: fc.constantFrom(1, 2, 3, null) },
      ),
    })
    const ttls = fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 4, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(ttls, fc.array(step, { maxLength: 25 }), async (ttls, steps) => {
        const sandboxes = registry()
        const all = ttls.map((ttl_s) => ({
          sandbox: make(sandboxes, ttl_s),
          ttl_s,
          since: Date.now(),
          underWay: 0,
          isThere: true,
        }))
        const look = () => {
          for (const each of all) {
            const { sandbox, ttl_s, since, underWay } = each
            const left_ms =
              ttl_s === null || underWay > 0 ? Number.POSITIVE_INFINITY : ttl_s * 1_000 - (Date.now() - since)
            const isThere = sandboxes.get(sandbox.name) !== undefined
            // It looks at all of them at once, and not more often than every 100 ms.
            if (left_ms > 0 && each.isThere) expect(isThere).toBe(true)
            if (left_ms <= -100) expect(isThere).toBe(false)
            each.isThere = isThere
          }
        }
        for (const { wait_ms, nth, what } of steps) {
          vi.advanceTimersByTime(wait_ms)
          look()
          const each = all[nth]
          if (each === undefined || !each.isThere) continue
          if (what === 'call') call(each.sandbox)
          else if (what === 'come') each.sandbox.attendance.come()
          else if (what === 'go') {
            if (each.underWay === 0) continue
            each.sandbox.attendance.go()
          } else {
            // As the control plane does: the call that changes it counts.
            call(each.sandbox)
            await sandboxes.changeSettings(each.sandbox, { ttl_s: what })
            each.ttl_s = what
          }
          each.underWay += what === 'come' ? 1 : what === 'go' ? -1 : 0
          each.since = Date.now()
        }
        look()
        sandboxes.close()
      }),
      { numRuns: 60 },
    )
  })

  test('the one that has the name of a deleted one is not deleted with it', async () => {
    const sandboxes = registry()
    const old = make(sandboxes, 5, { name: 'again' })
    sandboxes.delete(old)
    const fresh = make(sandboxes, null, { name: 'again' })
    // As a call that was under way may do.
    await old.changeSettings({ ttl_s: 1 })
    sandboxes.delete(old)
    vi.advanceTimersByTime(60_000)
    expect(sandboxes.get('again')).toBe(fresh)
  })
})

test('a sandbox expires without a request; what still calls it, by its tokens or its control plane, keeps it', async () => {
  const server = await serve()
  const made = async (name: string) => server.make({ name, settings: { ttl_s: 1 } })
  const [alone, called, controlled] = [await made('alone'), await made('called'), await made('controlled')]
  const started_ms = performance.now()

  // The list of all is asked of no sandbox.
  await until('the end of the one that is left alone', async () => {
    expect((await called.get('/v9/companies')).status).toBe(200)
    expect((await controlled.control('GET', '/clock')).status).toBe(200)
    const { sandboxes } = (await server.local('GET', '/sandboxes')).body
    return sandboxes.length === 3
  })

  expect(performance.now() - started_ms).toBeGreaterThan(500)
  expectProblem(await alone.control('GET'), 404, /"alone"/)
  expect((await alone.get('/v9/companies')).status).toBe(401)
  await until('the end of all', async () => (await server.local('GET', '/health')).body.sandboxes === 1)
})

test('a request that a fault holds keeps its sandbox, for as long as its client waits', async () => {
  const server = await serve()
  const sandbox = await server.make({ name: 'held', settings: { ttl_s: 1 }, faults: [{ effect: { type: 'stall' } }] })
  const other = await server.make({ name: 'other', settings: { ttl_s: 1 } })
  const waiting = open(server.url, rawRequest(sandbox, COMPANY))
  await until('the request that waits', async () => (await sandbox.faults.list())[0].held === 1)
  await other.control('GET')

  const sizeOf = async () => (await server.local('GET', '/health')).body.sandboxes
  await until('the end of the other one', async () => (await sizeOf()) === 2)
  expect((await server.local('GET', '/sandboxes')).text).toContain('"held"')
  waiting.leave()
  await until('the end of the one that held', async () => (await sizeOf()) === 1)
})

describe('a sandbox that is deleted', () => {
  test('answers what is under way as after a reset, and does nothing of it', async () => {
    const server = await serve()
    const sandbox = await server.make({ faults: [{ effect: { type: 'stall' } }] })
    const waiting = open(server.url, rawRequest(sandbox, COMPANY))
    await until('the request that waits', async () => (await sandbox.faults.list())[0].held === 1)

    await server.local('DELETE', '/sandboxes')

    await waiting.ended
    expect(parseAnswer(waiting.received()).status).toBe(503)
  })

  test('lets go of those who wait for what it does', async () => {
    const { url, context, stop } = await start({ port: 0 })
    onTestFinished(stop)
    const sandbox = context.sandboxes.make({ name: 'gone' })
    const next = async (path: string) => send(url, 'GET', `/_local/sandboxes/gone/${path}/next?within_ms=60000`)
    const waiting = [next('webhooks/deliveries'), next('requests')]
    await until('those who wait', () => sandbox.journal.listeners === 1)

    await send(url, 'DELETE', '/_local/sandboxes/gone')

    for (const answer of await Promise.all(waiting)) expectProblem(answer, 404, /"gone" was deleted meanwhile/)
    expect(sandbox.journal.listeners).toBe(0)
  })
})

describe('ttl_s is refused', () => {
  test('for default, which always exists', async () => {
    const server = await serve()
    expectProblem(await server.control('PATCH', '/settings', { ttl_s: 5 }), 422, /"default" always exists.*ttl_s/)
    expect(await server.settings({ ttl_s: null })).toMatchObject({ ttl_s: null })
  })

  test.for([0, -1, 1.5, '5', 2_592_001])('where it is %j', async (ttl_s) => {
    const server = await serve()
    const said = /ttl_s: .* is not a number of seconds: give a whole number from 1 to 2592000/
    expectProblem(await server.local('POST', '/sandboxes', { settings: { ttl_s } }), 400, said)
    expect((await server.local('GET', '/health')).body.sandboxes).toBe(1)
  })
})
