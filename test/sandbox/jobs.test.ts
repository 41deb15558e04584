import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { DueSource, DueTask } from '../../src/rules/due-task.ts'
import type { Job } from '../../src/rules/job.ts'
import { concludeHold, intendHold } from '../../src/rules/outbound-calls.ts'
import { stale, unprocessable } from '../../src/rules/refusal.ts'
import { AnotherLife } from '../../src/sandbox/lives.ts'
import { Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts'
import type { Log } from '../../src/store/log.ts'
import type { Transaction } from '../../src/store/transaction.ts'
import { serve } from '../harness.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { SharedLog } from './logs.ts'

/** Work that has to wait outside the door: what it prepares, what is tried again, and what is taken back. */

const NOON = Date.parse('2026-01-01T12:00:00Z')
const MINUTE_MS = 60_000

const newSandbox = (options: Partial<SandboxOptions> = {}) =>
  new Sandbox({ name: 'default', world: defaultWorld, clock_ms: NOON, ...options })

const addCompany = (tx: Transaction, name: string) =>
  tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now })

const namesIn = (sandbox: Sandbox) => [...sandbox.read().all('companies')].map(({ name }) => name).reverse()

/** Something to wait for: `open` lets it come. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

describe('a job', () => {
  test('that was overtaken prepares again, told what it had prepared before, until it fits', async () => {
    const sandbox = newSandbox()
    const previous: unknown[] = []
    const job: Job<string> = {
      prepare: async (preparing) => {
        previous.push(preparing.previous)
        // Others are faster, twice.
        if (previous.length < 3) sandbox.write((tx) => addCompany(tx, `Faster ${previous.length}`))
        return preparing.read.count('companies')
      },
      run: (tx, _, prepared) => {
        if (tx.count('companies') !== prepared) throw stale()
        return addCompany(tx, 'At last').name
      },
    }

    const { result } = await sandbox.carryOut(job)

    expect(result).toBe('At last')
    expect(previous).toEqual([undefined, 0, 1])
    expect(namesIn(sandbox)).toEqual(['Faster 1', 'Faster 2', 'At last'])
  })

  test('that is always overtaken gives up after twenty tries, and changes nothing', async () => {
    const sandbox = newSandbox()
    let tries = 0
    const job: Job<void> = {
      prepare: async () => {
        tries += 1
      },
      run: (tx) => {
        addCompany(tx, 'Never')
        throw stale()
      },
    }
    const before = sandbox.state()

    await expect(sandbox.carryOut(job)).rejects.toThrow('stale')

    expect(tries).toBe(20)
    expect(sandbox.state()).toBe(before)
  })

  test('that is refused takes back what it prepared, in a write of its own', async () => {
    const sandbox = newSandbox()
    const job: Job<void> = {
      prepare: async () => 'hold 7',
      run: (tx) => {
        addCompany(tx, 'Undone')
        throw unprocessable('no tickets')
      },
      refused: (tx, _, refusal, prepared) => {
        addCompany(tx, `${prepared} is released: ${refusal.message}`)
      },
    }

    await expect(sandbox.carryOut(job)).rejects.toThrow('no tickets')

    expect(namesIn(sandbox)).toEqual(['hold 7 is released: no tickets'])
  })

  test('that fails because of a defect takes back what it prepared, too', async () => {
    const sandbox = newSandbox()
    const job: Job<void> = {
      prepare: async () => 'hold 7',
      run: () => {
        throw new RangeError('out of range')
      },
      refused: (tx, _, refusal, prepared) => {
        addCompany(tx, `${prepared} is released: ${refusal.message}`)
      },
    }

    await expect(sandbox.carryOut(job)).rejects.toThrow('out of range')

    expect(namesIn(sandbox)).toEqual(['hold 7 is released: A defect of tevo-local'])
  })

  test('that waited over a reset does nothing, and takes nothing back in the new life', async () => {
    const sandbox = newSandbox()
    const waiting = gate()
    const job: Job<void> = {
      prepare: () => waiting.passed,
      run: (tx) => {
        addCompany(tx, 'Run')
      },
      refused: (tx) => {
        addCompany(tx, 'Refused')
      },
    }
    const done = sandbox.carryOut(job)
    sandbox.reset()
    waiting.open()

    await expect(done).rejects.toThrow(AnotherLife)
    expect(namesIn(sandbox)).toEqual([])
  })

  test('writes down a call before it makes it, and makes it only when that is durable', async () => {
    const disk = gate()
    const events: string[] = []
    const log: Log = {
      version: 0,
      begin: () => {},
      close: async () => {},
      append: (commit) => {
        events.push(`written: ${commit.changes.map(({ table }) => table).join()}`)
        return 'kept'
      },
      since: () => [],
      durable: () => disk.passed.then(() => void events.push('durable')),
    }
    const sandbox = newSandbox({ log })
    const job: Job<void> = {
      prepare: async ({ write }) => {
        const request = { quantity: 2 }
        const { id } = await write((tx) => intendHold(tx, { office_id: 1700, request }))
        events.push('called')
        await write((tx) =>
          concludeHold(tx, id, {
            state: 'held',
            attempt: { at: 0, status: 201, error: null, answer: '', duration_ms: 1 },
          }),
        )
        return id
      },
      run: (tx, _, prepared) => {
        addCompany(tx, `with call ${prepared}`)
      },
    }
    const done = sandbox.carryOut(job)
    await Promise.resolve()
    expect(events).toEqual(['written: outbound_calls'])
    disk.open()
    await done

    expect(events).toEqual([
      'written: outbound_calls',
      'durable',
      'called',
      'written: outbound_calls',
      'durable',
      'written: companies',
    ])
    expect(sandbox.read().must('outbound_calls', 1)).toEqual({
      id: 1,
      kind: 'hold',
      state: 'held',
      office_id: 1700,
      global_id: 'TEVO-1-1',
      order_id: null,
      request: { quantity: 2 },
      attempts: [{ at: 0, status: 201, error: null, answer: '', duration_ms: 1 }],
      tries: 0,
      next_at: null,
      created_at: NOON,
      updated_at: NOON,
    })
    // It is a record of the world, and comes back with it.
    expect(namesIn(sandbox)).toEqual(['with call 1'])
  })
})

test('what a write causes is in the same commit, and is given the world before it', () => {
  const sandbox = newSandbox({
    causes: (tx, before) => {
      const [newest] = tx.all('companies')
      if (tx.count('companies') > before.count('companies') && newest?.name === 'First') addCompany(tx, 'Caused')
    },
  })

  const { commit } = sandbox.write((tx) => addCompany(tx, 'First'))

  expect(commit?.changes.map(({ id }) => id)).toHaveLength(2)
  expect(namesIn(sandbox)).toEqual(['First', 'Caused'])
})

/** One that falls due at a minute, as long as no company has its name. */
const dueAt =
  (minute: number, name: string, task: Partial<DueTask> = {}): DueSource =>
  (read) =>
    [...read.all('companies')].some((company) => company.name.startsWith(name))
      ? undefined
      : {
          key: `companies/${name}`,
          at: NOON + minute * MINUTE_MS,
          run: (tx) => {
            addCompany(tx, name)
          },
          parked: (tx, problem) => {
            addCompany(tx, `${name} is parked: ${problem}`)
          },
          ...task,
        }

describe('a task that falls due', () => {
  test('and fails because of a defect is put aside, told in the journal, and harms no other', async () => {
    const defect: Partial<DueTask> = {
      run: (tx) => {
        addCompany(tx, 'Undone')
        throw new RangeError('out of range')
      },
    }
    const sandbox = newSandbox({ dueSources: [dueAt(1, 'A'), dueAt(2, 'B', defect), dueAt(3, 'C')] })

    await sandbox.changeClock({ by_ms: 10 * MINUTE_MS })

    expect(namesIn(sandbox)).toEqual(['A', 'B is parked: A defect of tevo-local: out of range', 'C'])
    const [entry, ...others] = sandbox.journal.entries()
    expect(others).toEqual([])
    expect(entry).toMatchObject({ kind: 'due', method: 'DUE', target: '/companies/B', at: NOON + 2 * MINUTE_MS })
    expect(entry?.notes).toEqual([expect.stringMatching(/companies\/B fell due .* RangeError: out of range/)])
  })

  test('and does nothing to be done with is put aside, too', async () => {
    const sandbox = newSandbox({ dueSources: [dueAt(1, 'A', { run: () => {} })] })
    await sandbox.changeClock({ by_ms: MINUTE_MS })
    expect(namesIn(sandbox)).toEqual([expect.stringContaining('A is parked')])
  })

  test.for<[string, DueTask['parked']]>([
    ['changes nothing', () => {}],
    [
      'fails',
      () => {
        throw new RangeError('not that either')
      },
    ],
  ])('and whose putting aside %s is told of and left; requests go on, and so does another life', async ([, parked]) => {
    let isBroken = true
    const run: DueTask['run'] = (tx) => {
      if (isBroken) throw new RangeError('out of range')
      addCompany(tx, 'B')
    }
    const sandbox = newSandbox({ dueSources: [dueAt(1, 'A'), dueAt(2, 'B', { run, parked }), dueAt(3, 'C')] })

    await sandbox.changeClock({ by_ms: 10 * MINUTE_MS })
    sandbox.write((tx) => addCompany(tx, 'A request'))

    expect(namesIn(sandbox)).toEqual(['A', 'A request'])
    expect(sandbox.journal.entries().map(({ target }) => target)).toEqual(['/companies/B', '/companies/B'])

    isBroken = false
    sandbox.reset()
    await sandbox.changeClock({ by_ms: 10 * MINUTE_MS })
    expect(namesIn(sandbox)).toEqual(['A', 'B', 'C'])
  })

  test('runs again when the log was ahead of it, and is not put aside for that', async () => {
    const log = new SharedLog()
    const dueSources = [dueAt(1, 'A')]
    const other = newSandbox({ log: log.view() })
    let interruptions = 0
    const interrupt = () => {
      if (interruptions > 0) other.write((tx) => addCompany(tx, `Meanwhile ${interruptions}`))
      interruptions -= 1
    }
    const sandbox = newSandbox({ dueSources, log: log.view(interrupt) })
    await sandbox.changeClock({ freeze: true })
    interruptions = 3
    await sandbox.changeClock({ by_ms: MINUTE_MS })
    interruptions = 3
    sandbox.write((tx) => addCompany(tx, 'A request'))

    expect(namesIn(sandbox).filter((name) => !name.startsWith('Meanwhile'))).toEqual(['A', 'A request'])
    expect(sandbox.journal.entries()).toEqual([])
  })

  test('and is refused has its own way to end', async () => {
    const refused: Partial<DueTask> = {
      run: () => {
        throw unprocessable('sold out')
      },
      refused: (tx, _, refusal) => {
        addCompany(tx, `A: ${refusal.message}`)
      },
    }
    const sandbox = newSandbox({ dueSources: [dueAt(1, 'A', refused)] })
    await sandbox.changeClock({ by_ms: MINUTE_MS })
    expect(namesIn(sandbox)).toEqual(['A: sold out'])
    expect(sandbox.journal.entries()).toEqual([])
  })

  test('and has to prepare is awaited by the clock, in order; requests do not wait for it', async () => {
    const broker = gate()
    const prepare = async () => {
      await broker.passed
      return 'held'
    }
    const run: DueTask['run'] = (tx, _, prepared) => {
      addCompany(tx, `B ${prepared} at ${tx.now - NOON}`)
    }
    const sandbox = newSandbox({ dueSources: [dueAt(3, 'C'), dueAt(2, 'B', { prepare, run }), dueAt(1, 'A')] })

    const advanced = sandbox.changeClock({ by_ms: 10 * MINUTE_MS })
    sandbox.write((tx) => addCompany(tx, 'A request'))
    expect(namesIn(sandbox)).toEqual(['A', 'A request'])
    broker.open()
    await advanced

    expect(namesIn(sandbox)).toEqual(['A', 'A request', `B held at ${2 * MINUTE_MS}`, 'C'])
  })

  test('and whose preparation fails is refused, or put aside', async () => {
    const refusing = async () => {
      throw unprocessable('the broker has none')
    }
    const failing = async () => {
      throw new RangeError('no such host')
    }
    const refused: DueTask['refused'] = (tx, _, refusal) => {
      addCompany(tx, `A: ${refusal.message}`)
    }
    const sandbox = newSandbox({
      dueSources: [dueAt(1, 'A', { prepare: refusing, refused }), dueAt(2, 'B', { prepare: failing })],
    })
    await sandbox.changeClock({ by_ms: 2 * MINUTE_MS })
    expect(namesIn(sandbox)).toEqual(['A: the broker has none', 'B is parked: A defect of tevo-local: no such host'])
  })

  test('and that others overtake prepares again, and is put aside when that never ends', async () => {
    let tries = 0
    const prepare = async () => {
      tries += 1
      return tries
    }
    const run: DueTask['run'] = (tx, _, prepared) => {
      if (prepared !== 3) throw stale()
      addCompany(tx, `A at the ${prepared}rd try`)
    }
    const patient = newSandbox({ dueSources: [dueAt(1, 'A', { prepare, run })] })
    await patient.changeClock({ by_ms: MINUTE_MS })
    expect(namesIn(patient)).toEqual(['A at the 3rd try'])

    const never = newSandbox({ dueSources: [dueAt(1, 'B', { prepare, run })] })
    await never.changeClock({ by_ms: MINUTE_MS })
    expect(namesIn(never)).toEqual([expect.stringMatching(/^B is parked: .* 20 times$/)])
  })

  test('and prepares over a reset is of the old life, and is forgotten', async () => {
    const broker = gate()
    const sandbox = newSandbox({ dueSources: [dueAt(1, 'A', { prepare: () => broker.passed })] })
    const advanced = sandbox.changeClock({ by_ms: MINUTE_MS })
    sandbox.reset()
    broker.open()
    await advanced
    expect(namesIn(sandbox)).toEqual([])
    expect(sandbox.now()).toBe(NOON)
  })
})

test('a queued order can wait for a call: it is made when the call has been answered', async () => {
  const server = await serve({ world: defaultWorld, clock_ms: NOON })
  const queued = await server.post('/v9/orders/background', { orders: [MARKET_ORDER] })
  expect(queued.status, queued.text).toBe(202)
  const world = await server.world()

  const { dueQueuedOrder } = await import('../../src/rules/orders/queue.ts')
  const broker = gate()
  const asked: string[] = []
  const source: DueSource = (read) => {
    const task = dueQueuedOrder(read)
    const prepare = async () => {
      asked.push(task?.key ?? '')
      await broker.passed
    }
    return task && { ...task, prepare }
  }
  const sandbox = newSandbox({ world, dueSources: [source] })
  const advanced = sandbox.changeClock({ by_ms: MINUTE_MS })
  expect(sandbox.read().must('queued_orders', 1).state).toBe('pending')
  broker.open()
  await advanced

  expect(asked).toEqual(['queued_orders/1'])
  expect(sandbox.read().must('queued_orders', 1)).toMatchObject({ state: 'completed', order_ids: [819975] })
})
