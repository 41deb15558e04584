import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type SweepReport, sweep, type TevoSandbox } from '../../src/index.ts'
import { newIn } from '../../src/sweep/report.ts'
import { terminalReport } from '../../src/sweep/terminal.ts'
import { accept, ask, classesOf, create, damageOf, timeless } from './programs.ts'

/** What is tried, in which order, and how a sweep is cut short and goes on. */

const TIMEOUT = { timeout: 60_000 }

const sells = async (tevo: TevoSandbox) => {
  await ask(tevo, '/v9/companies')
  await accept(tevo, await create(tevo))
}

test('creates after the commit come first, reads last; a read is stalled once', TIMEOUT, async () => {
  const { runs } = await sweep(sells, { effects: ['lost-answer', 'refused', 'stall'], jobs: 4 })

  expect(runs.map(({ id }) => id)).toEqual([
    'orders.create#1:lost-answer',
    'orders.create#1:stall',
    'orders.accept#1:lost-answer',
    'orders.accept#1:stall',
    'orders.create#1:refused',
    'orders.accept#1:refused',
    'orders.create#1:stall@before',
    'orders.accept#1:stall@before',
    'companies.index#1:lost-answer',
    'companies.index#1:stall',
    'companies.index#1:refused',
  ])
})

test('the same sweep again gives the same report, with one run at a time or four', TIMEOUT, async () => {
  const options = { effects: ['lost-answer', 'refused', '503', '429', 'cut'] } as const
  const program = (tevo: TevoSandbox) => sells(tevo).catch(() => sells(tevo))
  const first = await sweep(program, options)

  expect(first.runs.length).toBe(15)
  expect(timeless(await sweep(program, { ...options, jobs: 4 }))).toEqual(timeless(first))
})

test('a request of an operation is the same one whatever else comes, and what differs is said', TIMEOUT, async () => {
  let nth = 0
  const report = await sweep(
    async (tevo) => {
      nth += 1
      const reads = [() => ask(tevo, '/v9/companies'), () => ask(tevo, '/v9/venues?per_page=1')]
      for (const read of nth % 2 === 0 ? reads : reads.reverse()) await read().catch(read)
      const references = [`sale-${nth}`, `sale-${nth}-again`]
      const place = () => create(tevo, references.shift())
      await place().catch(place)
    },
    { effects: ['lost-answer'] },
  )

  expect(report.baseline.differs).toEqual([
    'the order of its requests: they are matched by operation and occurrence',
    'what it sends with orders.create#1: they are matched by operation and occurrence',
    'the references of its orders: orders are matched by their tickets and prices',
  ])
  // The two orders have different references: they are one too many all the same.
  expect(damageOf(report, 'orders.create#1:lost-answer')).toEqual(['one_order_per_intent'])
  expect(classesOf(report)).toMatchObject({ 'companies.index#1:lost-answer': 'survived' })
})

test('a request that was refused has no answer to lose, and does not count for those that have', TIMEOUT, async () => {
  const report = await sweep(
    async (tevo) => {
      await ask(tevo, '/v9/orders', { orders: [{ seller_id: 1691, client_id: 5 }] }).catch(() => {})
      await create(tevo).catch(() => create(tevo))
    },
    { effects: ['lost-answer'] },
  )

  expect(classesOf(report)).toEqual({ 'orders.create#2:lost-answer': 'silent damage' })
})

test(
  'what did not come in both runs is left out, and what the fault does not meet was not tried',
  TIMEOUT,
  async () => {
    let nth = 0
    const report = await sweep(
      async (tevo) => {
        nth += 1
        await ask(tevo, '/v9/companies').catch(() => {})
        if (nth === 1) await ask(tevo, '/v9/companies')
        if (nth <= 2) await ask(tevo, '/v9/venues?per_page=1')
      },
      { effects: ['503'] },
    )

    expect(report.baseline.differs).toEqual([
      expect.stringMatching(/^how often it calls companies\.index: what did not/),
    ])
    expect(report.runs.map(({ id }) => id)).toEqual(['companies.index#1:503'])
    expect(report.not_tried).toMatchObject([{ id: 'venues.index#1:503', why: 'nothing met the fault this time' }])
    expect(terminalReport(report)).toMatch(/\nvenues\.index#1 +\?\n[\s\S]*\nNot tried, for nothing met the fault/)
  },
)

test('one run is brought back by its id', TIMEOUT, async () => {
  const program = (tevo: TevoSandbox) => sells(tevo).catch(() => sells(tevo))
  const all = await sweep(program, { effects: ['lost-answer'] })
  const [worst] = all.runs
  const again = await sweep(program, { run: worst?.id })

  expect(worst?.class).toBe('silent damage')
  expect(timeless(again.runs)).toEqual(timeless([worst]))
})

test('a budget stops it in time, and it goes on from its report', TIMEOUT, async () => {
  const options = { effects: ['lost-answer', '429'] } as const
  const whole = await sweep(sells, options)
  let nth = 0
  const some = await sweep(
    async (tevo, signal) => {
      nth += 1
      // Two runs without a fault, and two with one: the next one does not end by itself.
      if (nth > 4) await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await sells(tevo)
    },
    { ...options, budget: '4s' },
  )

  expect(some.runs.map(({ id }) => id)).toEqual(whole.runs.slice(0, 2).map(({ id }) => id))
  expect(some.not_tried.map(({ id }) => id)).toEqual(whole.runs.slice(2).map(({ id }) => id))
  expect(new Set(some.not_tried.map(({ why }) => why))).toEqual(new Set(['the budget was used up']))

  const done: string[] = []
  const rest = await sweep(sells, { ...options, resume: some, onRun: ({ id }) => done.push(id) })
  expect(done).toEqual(some.not_tried.map(({ id }) => id))
  expect(timeless(rest)).toEqual(timeless(whole))
})

test('a stopped sweep tells what it has found so far', TIMEOUT, async () => {
  const stopped = new AbortController()
  const report = await sweep((tevo) => create(tevo).catch(() => create(tevo)), {
    signal: stopped.signal,
    onRun: (_, { done }) => done === 1 && stopped.abort(),
  })

  expect(report.runs).toMatchObject([{ id: 'orders.create#1:lost-answer', class: 'silent damage' }])
  expect(report.not_tried.length).toBeGreaterThan(3)
  expect(new Set(report.not_tried.map(({ why }) => why))).toEqual(new Set(['the sweep was stopped']))
})

test('damage is new that another report has not, or has of another class', () => {
  const reportWith = (classes: { readonly [id: string]: string }): SweepReport =>
    JSON.parse(JSON.stringify({ runs: Object.entries(classes).map(([id, verdict]) => ({ id, class: verdict })) }))
  const before = reportWith({ a: 'silent damage', b: 'survived', c: 'loud damage', d: 'hung' })
  const now = reportWith({ a: 'silent damage', b: 'hung', c: 'silent damage', d: 'survived', e: 'reported' })

  expect(newIn(now, before).map(({ id }) => id)).toEqual(['b', 'c'])
})

const places = (tevo: TevoSandbox) => create(tevo)

describe('what cannot be swept is refused', () => {
  test.for<[why: RegExp, program: (tevo: TevoSandbox) => unknown, options: object]>([
    [/^TypeError: sweep\(\): job: is not an option; there are only, effects/, places, { job: 2 }],
    [/^TypeError: sweep\(\): jobs: 0 is not a number of runs at once: give/, places, { jobs: 0 }],
    [/^TypeError: sweep\(\): effects: lost is not known here: /, places, { effects: ['lost'] }],
    [/^TypeError: sweep\(\): effects: lost-answr .* did you mean "lost-answer"\?/, places, { effects: ['lost-answr'] }],
    [/^TypeError: sweep\(\): at: during is not known here: there are before, after/, places, { at: ['during'] }],
    [/^TypeError: sweep\(\): budget: "soon" is not a duration/, places, { budget: 'soon' }],
    [/^TypeError: sweep\(\): deadline: 0 is too short or too long/, places, { deadline: 0 }],
    [
      /only orders\.creat: nothing of that name came .* did you mean "orders\.create"\?/,
      places,
      { only: ['orders.creat'] },
    ],
    [
      /run orders\.create#2:cut: the runs without a fault had nothing .* did you mean/,
      places,
      { run: 'orders.create#2:cut' },
    ],
    [/sent no request to its sandbox: does it use the variables/, () => {}, {}],
    [
      /ends with exit code 1 before anything goes wrong: let it pass first; it said last: no$/,
      () => Promise.reject(new Error('no')),
      {},
    ],
    [/its time was up, before the program had run twice/, () => new Promise(() => {}), { budget: 50 }],
    [/does not end before anything goes wrong/, () => new Promise(() => {}), { deadline: 50 }],
    [/resume: that report is of another command, world, seed or clock/, places, { resume: { command: ['true'] } }],
  ])('%s', async ([why, program, options]) => {
    expect(await sweep(program, options).catch(String)).toMatch(why)
  })
})

test('runs that disturb each other are told from a program that fails', TIMEOUT, async () => {
  let running = 0
  const alone = async (tevo: TevoSandbox) => {
    running += 1
    try {
      await create(tevo)
      if (running > 1) throw new Error('EADDRINUSE')
      await setTimeout(50)
    } finally {
      running -= 1
    }
  }
  await expect(sweep(alone, { jobs: 2 })).rejects.toThrow(
    /passes alone, and fails beside another run of it: give --jobs 1/,
  )
})
