import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { DueSource } from '../../src/rules/due-task.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { RecordingLog } from './logs.ts'

/** Time that passes by itself: nobody asks for anything, and yet what falls due is done. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const GROUP = 52554290
const AN_OFFICE = { held_for_type: 'Office', held_for_id: 1691 } as const

/** Keeps tickets until a time, as the API's hold does; answers its id. */
function hold(sandbox: Sandbox, hold_until: number): number {
  const { result } = sandbox.write((tx) => {
    const group = tx.must('ticket_groups', GROUP)
    const [[from = 0] = []] = group.available
    tx.put('ticket_groups', { ...group, available: [[from + 1, group.available[0]?.[1] ?? 0]] })
    return tx.put('ticket_holds', {
      ...AN_OFFICE,
      id: tx.nextId('ticket_holds'),
      ticket_group_id: GROUP,
      account: 'brokerage:1930',
      office_id: 1691,
      state: 'held',
      quantity: 1,
      seats: [[from, from]],
      price_cents: 5_000,
      hold_until,
      notes: null,
      created_at: tx.now,
      updated_at: tx.now,
    })
  })
  return result.id
}

/** The times of what was done by itself, by the sandbox's clock: what no write of the test's is. */
const timesIn = ({ commits }: RecordingLog, from: number): number[] => commits.slice(from).map(({ at }) => at)

describe('while the clock runs', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON, toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const runningSandbox = (log = new RecordingLog()) => ({
    log,
    sandbox: new Sandbox({ name: 'default', world: defaultWorld, clock_ms: null, log }),
  })

  test.for([1, HOUR_MS, 3 * DAY_MS, 60 * DAY_MS])('a hold ends by itself after %d ms', (after_ms) => {
    const { sandbox, log } = runningSandbox()
    hold(sandbox, NOON + after_ms)
    const written = log.commits.length

    vi.advanceTimersByTime(after_ms - 1)
    expect(log.commits).toHaveLength(written)
    vi.advanceTimersByTime(1)
    expect(timesIn(log, written)).toEqual([NOON + after_ms])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('holds end in their order, whichever was made first, and one timer is enough', () => {
    const { sandbox, log } = runningSandbox()
    for (const minutes of [30, 10, 20, 10]) hold(sandbox, NOON + minutes * MINUTE_MS)
    const written = log.commits.length
    expect(vi.getTimerCount()).toBe(1)

    vi.advanceTimersByTime(HOUR_MS)
    expect(timesIn(log, written)).toEqual([10, 10, 20, 30].map((minutes) => NOON + minutes * MINUTE_MS))
  })

  test('a clock that was advanced is woken by its own time', async () => {
    const { sandbox, log } = runningSandbox()
    await sandbox.changeClock({ by_ms: 5 * DAY_MS })
    hold(sandbox, NOON + 5 * DAY_MS + HOUR_MS)
    const written = log.commits.length

    vi.advanceTimersByTime(HOUR_MS)
    expect(timesIn(log, written)).toEqual([NOON + 5 * DAY_MS + HOUR_MS])
  })

  test('a clock that stands still wakes for nothing; one that goes on again does', async () => {
    const { sandbox, log } = runningSandbox()
    hold(sandbox, NOON + HOUR_MS)
    await sandbox.changeClock({ freeze: true })
    const written = log.commits.length

    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(DAY_MS)
    expect(log.commits).toHaveLength(written)

    await sandbox.changeClock({ freeze: false })
    vi.advanceTimersByTime(HOUR_MS)
    expect(timesIn(log, written + 1)).toEqual([NOON + HOUR_MS])
  })

  test('nothing waits for a sandbox that was reset, restored to a time before, or closed', () => {
    const { sandbox } = runningSandbox()
    const before = sandbox.takeSnapshot()
    hold(sandbox, NOON + HOUR_MS)
    sandbox.reset()
    expect(vi.getTimerCount()).toBe(0)
    hold(sandbox, NOON + HOUR_MS)
    sandbox.restore(before)
    expect(vi.getTimerCount()).toBe(0)
    hold(sandbox, NOON + HOUR_MS)
    sandbox.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a change of settings does not reach back to what had fallen due before it', async () => {
    const seen: string[] = []
    const due: DueSource = (read, settings) => {
      const isDone = read.count('companies') > 0
      if (isDone) return undefined
      expect(settings.gateway).toBe('braintree')
      return {
        key: 'a/1',
        at: NOON + MINUTE_MS,
        run: (tx, { fraud }) => {
          seen.push(fraud)
          tx.put('companies', { id: 1, account: 'brokerage:1930', name: fraud, updated_at: tx.now })
        },
        parked: () => {},
      }
    }
    const sandbox = new Sandbox({ name: 'default', world: defaultWorld, clock_ms: null, dueSources: [due] })
    // Nothing rings: the timer has not been served yet when the request comes.
    vi.setSystemTime(NOON + HOUR_MS)
    await sandbox.changeSettings({ fraud: 'hold' })
    expect(seen).toEqual(['off'])
    expect(sandbox.settings.fraud).toBe('hold')
  })
})

test('over the real port: a hold ends while nobody asks for anything', async () => {
  const log = new RecordingLog()
  const server = await serve({ commits: log })
  const hold_until = new Date(Date.now() + 300).toISOString()
  const held = await server.post(`/v9/ticket_groups/${GROUP}/hold`, {
    ...AN_OFFICE,
    quantity: 1,
    price: 50,
    low_seat: 1,
    hold_until,
  })
  expect(held.status, held.text).toBe(200)
  const written = log.commits.length

  await until('the end of the hold', () => log.commits.length > written)

  expect(log.commits[written]?.at).toBe(Date.parse(hold_until))
})
