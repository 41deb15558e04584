import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { DueSource } from '../../src/rules/due-task.ts'
import type { Job } from '../../src/rules/job.ts'
import { dueQueuedOrder } from '../../src/rules/orders/queue.ts'
import { concludeHold, intendHold } from '../../src/rules/outbound-calls.ts'
import { AnotherLife } from '../../src/sandbox/lives.ts'
import { Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts'
import { type Log, MemoryLog } from '../../src/store/log.ts'
import type { Transaction } from '../../src/store/transaction.ts'
import type { World } from '../../src/store/world.ts'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { RecordingLog, SharedLog } from './logs.ts'

/** The door, when the sandbox is reset, restored or closed while work waits, and when other processes write to it. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const MINUTE_MS = 60_000
const COMPANY = { companies: [{ name: 'The Leftorium' }] }
const CREATE = { method: 'POST', target: '/v9/companies', body: COMPANY }

function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

test('a request that waits until it is durable over a restore uses up no rule of what was restored', async () => {
  const writes: (() => void)[] = []
  let isSlow = false
  const durable = () => (isSlow ? new Promise<void>((resolve) => writes.push(resolve)) : undefined)
  const log: Log = Object.assign(new MemoryLog(), { durable })
  const server = await serve({ clock_ms: NOON, commits: log })
  await server.faults.arm({ id: 'once', phase: 'after-commit', effect: { type: 'status', status: 418 }, times: 1 })
  const saved = await server.snapshot()
  isSlow = true
  const waiting = server.post(CREATE.target, COMPANY)
  await until('the write of the request', () => writes.length === 1)
  const restored = server.restore(saved)
  await until('the write of the restore', () => writes.length === 2)
  isSlow = false
  for (const written of writes) written()
  await Promise.all([waiting, restored])
  expect(await server.faults.get('once')).toMatchObject({ state: 'armed', matches: 0 })
})

describe('a clock that is stopped at a time', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('shows just that time, even when a millisecond passes meanwhile', async () => {
    const server = await serve()
    const real = Date.now
    let passed_ms = 0
    vi.spyOn(Date, 'now').mockImplementation(() => {
      passed_ms += 1
      return real() + passed_ms
    })
    const to = '2030-01-01T00:00:00.000Z'
    expect((await server.control('PATCH', '/clock', { freeze: true, set: to })).body.now).toBe(to)
  })
})

describe('the door', () => {
  const newSandbox = (options: Partial<SandboxOptions> = {}) => {
    const sandbox = new Sandbox({ name: 'default', world: defaultWorld, clock_ms: NOON, ...options })
    onTestFinished(() => sandbox.close())
    return sandbox
  }
  const addCompany = (tx: Transaction, name: string) =>
    tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now })
  const namesIn = (sandbox: Sandbox) => [...sandbox.read().all('companies')].map(({ name }) => name)
  const queue = (sandbox: Sandbox) =>
    sandbox.write((tx) =>
      tx.put('queued_orders', {
        id: tx.nextId('queued_orders'),
        account: 'brokerage:1930',
        credential_id: 1,
        state: 'pending',
        params: {},
        entries: [],
        order_ids: [],
        error: null,
        process_at: tx.now + MINUTE_MS,
        created_at: tx.now,
        updated_at: tx.now,
      }),
    )
  const statesIn = (sandbox: Sandbox) => [...sandbox.read().all('queued_orders')].map(({ state }) => state)
  const HOLD = { office_id: 1700, request: {} } as const

  const askingABroker = (answered: Promise<void>): Job<void> => ({
    prepare: async ({ write }) => {
      const { id } = await write((tx) => intendHold(tx, HOLD))
      await answered
      await write((tx) =>
        concludeHold(tx, id, {
          state: 'held',
          attempt: { at: 0, status: 201, error: null, answer: '', duration_ms: 1 },
        }),
      )
    },
    run: () => {},
  })

  test('what a preparation writes down after a reset does not get into the new life', async () => {
    const sandbox = newSandbox()
    const broker = gate()
    const asked = sandbox.carryOut(askingABroker(broker.passed))
    await Promise.resolve()
    sandbox.reset()
    const { id } = sandbox.write((tx) => intendHold(tx, HOLD)).result
    broker.open()
    await expect(asked).rejects.toThrow(AnotherLife)
    expect(sandbox.read().must('outbound_calls', id)).toMatchObject({ state: 'intended', attempts: [] })
  })

  test('and a job that would write it down does nothing, and is not a defect', async () => {
    const sandbox = newSandbox()
    const broker = gate()
    const asked = sandbox.carryOut(askingABroker(broker.passed))
    await Promise.resolve()
    sandbox.reset()
    broker.open()
    await expect(asked).rejects.toThrow(AnotherLife)
  })

  test('a task of the old life that still waits holds up nothing in the new one', async () => {
    const broker = gate()
    let asked = 0
    const source: DueSource = (read) => {
      const task = dueQueuedOrder(read)
      if (task === undefined || asked > 0) return task
      const prepare = () => {
        asked += 1
        return broker.passed
      }
      return { ...task, prepare }
    }
    const sandbox = newSandbox({ dueSources: [source] })
    queue(sandbox)
    void sandbox.changeClock({ by_ms: MINUTE_MS })
    await until('the task that waits', () => asked === 1)
    sandbox.reset()
    queue(sandbox)
    void sandbox.changeClock({ by_ms: MINUTE_MS })
    const states = statesIn(sandbox)
    broker.open()
    expect(states).toEqual(['completed'])
  })

  test('a sandbox that is closed asks for nothing more', async () => {
    const broker = gate()
    let asked = 0
    const source: DueSource = (read) => {
      const task = dueQueuedOrder(read)
      const prepare = () => {
        asked += 1
        return broker.passed
      }
      return task && { ...task, prepare }
    }
    const log = new RecordingLog()
    const sandbox = newSandbox({ dueSources: [source], log })
    for (let nth = 0; nth < 3; nth += 1) queue(sandbox)
    const advanced = sandbox.changeClock({ by_ms: MINUTE_MS })
    await until('the task that waits', () => asked === 1)
    sandbox.close()
    broker.open()
    await advanced
    expect(asked).toBe(1)
  })

  test('a job that finds no id left takes back what it prepared', async () => {
    const next_ids = { ...defaultWorld.next_ids, company: 999_999_999_999_999 }
    const world: World = { ...defaultWorld, next_ids }
    const sandbox = newSandbox({ world })
    sandbox.write((tx) => addCompany(tx, 'The last'))
    let takenBack = 0
    const job = {
      prepare: async () => 'hold 7',
      run: (tx: Transaction) => addCompany(tx, 'One more'),
      refused: () => {
        takenBack += 1
      },
    }
    await expect(sandbox.carryOut(job)).rejects.toThrow('no company id left')
    expect(takenBack).toBe(1)
  })

  test('a job does nothing when another process has reset the sandbox', async () => {
    const log = new SharedLog()
    const other = newSandbox({ log: log.view() })
    let interruptions = 1
    const interrupt = () => {
      interruptions -= 1
      if (interruptions === 0) other.reset()
    }
    const own = newSandbox({ log: log.view(interrupt) })
    const done = own.carryOut({
      prepare: async () => 'of the old life',
      run: (tx, _, prepared) => addCompany(tx, String(prepared)).name,
    })
    await expect(done.then(({ result }) => result)).rejects.toThrow(AnotherLife)
    expect(namesIn(own)).toEqual([])
  })

  test('a clock that is set shows that time, whatever another process advanced it by meanwhile', async () => {
    const log = new SharedLog()
    const other = newSandbox({ log: log.view() })
    let interruptions = 1
    const interrupt = () => {
      interruptions -= 1
      if (interruptions === 0) void other.changeClock({ by_ms: MINUTE_MS })
    }
    const server = await serve({ world: defaultWorld, clock_ms: NOON, commits: log.view(interrupt) })
    expect((await server.clock.set('2026-01-02T00:00:00Z')).body.now).toBe('2026-01-02T00:00:00.000Z')
  })

  test('an order in the background that finds no id left is refused, and is not a defect', async () => {
    const next_ids = { ...defaultWorld.next_ids, order: 999_999_999_999_999 }
    const server = await serve({ clock_ms: NOON, world: { ...defaultWorld, next_ids } })
    const { id } = (await server.post('/v9/orders/background', orderBody())).body
    await server.clock.advance('PT1M')
    expect((await server.get(`/v9/queued_orders/${id}`)).body.error).toMatch(/^There is no order id left/)
  })
})
