import { describe, expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import type { Operation } from '../../src/operation.ts'
import { operations } from '../../src/routes/operations.ts'
import { Past } from '../../src/sandbox/past.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { State } from '../../src/store/state.ts'
import { expectProblem } from '../control/problem.ts'
import { serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import fc, { MORE } from '../properties.ts'
import type { TestSandbox } from '../test-sandbox.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const lagging = (index_lag_s: number) => ({ clock: CLOCK, settings: { index_lag_s } })
const ORDERS = '/v9/orders?type=Order'

const newCompany = (nth: number) => ({ companies: [{ name: `Company ${nth}` }] })

describe('with index_lag_s', () => {
  test('the client that looks too early after a lost answer does not find its order; show and control plane do', async () => {
    const sandbox = await (await serve()).make({
      ...lagging(5),
      faults: [{ phase: 'after-commit', effect: { type: 'close' }, match: { operation: 'orders.create' }, times: 1 }],
    })
    await expect(sandbox.post('/v9/orders', orderBody())).rejects.toThrow()
    const { created } = await sandbox.journal.last()
    const { id } = created.findLast(({ type }: { type: string }) => type === 'order')

    expect((await sandbox.get(ORDERS)).body).toMatchObject({ total_entries: 0, orders: [] })
    const entry = await sandbox.journal.last()
    expect(entry.notes).toEqual([expect.stringMatching(/as they were at 2025-12-31T23:59:55\.000Z: .*index_lag_s/)])
    expect((await sandbox.get(`/v9/orders/${id}`)).status).toBe(200)
    expect((await sandbox.control('GET', `/records/orders/${id}`)).status).toBe(200)

    await sandbox.clock.advance('PT4.999S')
    expect((await sandbox.get(ORDERS)).body.total_entries).toBe(0)
    await sandbox.clock.advance('PT0.001S')
    expect((await sandbox.get(ORDERS)).body.orders).toMatchObject([{ id }])
    expect((await sandbox.journal.last()).notes).toEqual([])
  })

  test('a changed record is listed as it was, by both parties, and rules see it as it is', async () => {
    const sandbox = await (await serve()).make(lagging(60))
    const { id, child_orders } = (await sandbox.post('/v9/orders', orderBody())).body.orders[0]
    await sandbox.clock.advance('PT1M')
    const accepted = await sandbox.post(`/v9/orders/${child_orders[0]}/accept`, { reviewer_id: 12345 }, 'processor')
    expect(accepted.status, accepted.text).toBe(200)

    const listed = await sandbox.get('/v9/orders?state=pending&type=Order', 'processor')
    expect(listed.body.orders).toMatchObject([{ id: child_orders[0], state: 'pending' }])
    expect((await sandbox.get(`/v9/orders/${id}`)).body.state).toBe('accepted')
    const again = await sandbox.post(`/v9/orders/${child_orders[0]}/accept`, { reviewer_id: 12345 }, 'processor')
    expect(again.status).toBe(422)

    await sandbox.clock.advance('PT1M')
    expect((await sandbox.get('/v9/orders?state=pending&type=Order', 'processor')).body.total_entries).toBe(0)
  })

  test('tickets that are sold are still listed; to buy them once more is refused', async () => {
    const sandbox = await (await serve()).make(lagging(5))
    const listing = async () => {
      const { body } = await sandbox.get('/v9/listings?event_id=2100001')
      return body.ticket_groups.find((group: { id: number }) => group.id === 52554287)
    }
    const before = await listing()
    const all = orderBody({}, { quantity: 10 })
    for (let nth = 0; nth < 4; nth += 1) expect((await sandbox.post('/v9/orders', all)).status).toBe(201)

    expect(await listing()).toEqual(before)
    expect((await sandbox.post('/v9/orders', all)).status).toBe(422)
    await sandbox.clock.advance('PT5S')
    expect(await listing()).toBeUndefined()
  })

  test.for<[what: string, change: (sandbox: TestSandbox, snapshot: string) => Promise<unknown>, names: string[]]>([
    ['a reset', (sandbox) => sandbox.reset(), []],
    ['a restore', (sandbox, snapshot) => sandbox.restore(snapshot), ['Company 1']],
    ['another world', (sandbox) => sandbox.putWorld((world) => ({ ...world, companies: [] })), []],
  ])('%s shows at once', async ([, change, names]) => {
    const sandbox = await (await serve()).make(lagging(60))
    await sandbox.post('/v9/companies', newCompany(1))
    const snapshot = await sandbox.snapshot()
    await sandbox.clock.advance('PT1H')
    await sandbox.post('/v9/companies', newCompany(2))

    await change(sandbox, snapshot)

    const { body } = await sandbox.get('/v9/companies')
    expect(body.companies.map(({ name }: { name: string }) => name)).toEqual(names)
  })

  test('a credential that is younger than the lag sees the world of now, and gets no 500', async () => {
    const sandbox = await (await serve()).make(lagging(60))
    const keys = { token: 'n'.repeat(32), secret: 's'.repeat(40) }
    await sandbox.post('/v9/companies', newCompany(1))
    const put = async (path: string, record: object) =>
      expect((await sandbox.control('PUT', `/records/${path}`, record)).status).toBeLessThan(300)
    const at = { updated_at: CLOCK }
    await put('offices/99', { id: 99, brokerage_id: 1930, name: 'Capital City', ...at })
    await put('credentials/99', { id: 99, name: 'new', label: 'new', type: 'API', office_id: 99, ...keys })

    expect((await sandbox.get('/v9/companies', 'website')).body.total_entries).toBe(0)
    expect((await sandbox.call('GET', '/v9/companies', { as: keys })).body.total_entries).toBe(1)
  })
})

test('index_lag_s is refused where it is not a number of seconds', async () => {
  const { control } = await (await serve()).make()
  for (const index_lag_s of [-1, 1.5, 3_601, '5', null])
    expectProblem(
      await control('PATCH', '/settings', { index_lag_s }),
      400,
      /index_lag_s: .* is not a number of seconds: give a whole number from 0 to 3600/,
    )
  expect((await control('GET', '/settings')).body.index_lag_s).toBe(0)
})

describe('the registry', () => {
  const isEmulated = (operation: (typeof operations)[number]): operation is Operation => operation.emulated
  const isPage = ({ output }: Operation) => {
    const shape = output()
    return 'shape' in shape && Object.hasOwn(Object(shape.shape), 'total_entries')
  }
  const isListLike = (operation: Operation) =>
    operation.method === 'GET' && (/\.(index|search|deleted)$/.test(operation.id) || isPage(operation))

  test.for(operations.filter(isEmulated).map((operation): [string, Operation] => [operation.id, operation]))(
    'marks %s as indexed exactly when it is a list, a search or a listing',
    ([id, operation]) => {
      const isMarked = operation.indexed ?? false
      // These two answer lists without counters.
      const isWithoutCounters = ['ticket_groups.mass_index', 'searches.suggestions'].includes(id)
      expect(isMarked).toBe(isListLike(operation) || isWithoutCounters)
      // What it would write would be lost, and what it prepares would see another world.
      if (isMarked) expect({ ...operation }).not.toMatchObject({ prepare: expect.anything() })
    },
  )
})

describe('the worlds that are kept', () => {
  const sandboxWith = (index_lag_s: number) => {
    const clock_ms = Date.parse(CLOCK)
    const sandbox = new Sandbox({ name: 'lag', world: defaultWorld, clock_ms, settings: { index_lag_s } })
    const past = new Past(sandbox.state())
    sandbox.onShown((commit, before) => past.see(commit, before, sandbox.state()))
    const write = () =>
      sandbox.write((tx) =>
        tx.put('companies', { id: tx.nextId('companies'), name: 'x', account: 'brokerage:1930', updated_at: tx.now }),
      )
    return { sandbox, past, write }
  }

  test('are those within the lag, and none where it is 0', async () => {
    const [five, none] = [sandboxWith(5), sandboxWith(0)]
    for (const { sandbox, write } of [five, none])
      for (let second = 0; second < 100; second += 1) {
        write()
        await sandbox.changeClock({ by_ms: 1_000 })
      }
    expect(five.past.size).toBeLessThanOrEqual(7)
    expect(five.past.size).toBeGreaterThan(4)
    expect(none.past.size).toBe(0)
    await five.sandbox.changeSettings({ index_lag_s: 0 })
    expect(five.past.size).toBe(0)
  })

  test('are two at most while the clock stands still, however much is written', () => {
    const { past, write } = sandboxWith(5)
    for (let nth = 0; nth < 1_000; nth += 1) write()
    expect(past.size).toBe(2)
  })

  test('share what did not change', () => {
    const { past, sandbox, write } = sandboxWith(5)
    write()
    const before: State | undefined = past.shown(sandbox.now(), 5_000)?.state
    expect(before?.tables.companies.records.size).toBe(0)
    expect(before?.tables.events).toBe(sandbox.state().tables.events)
  })
})

type Move =
  | { readonly kind: 'make' | 'rename' | 'reset' | 'snapshot' | 'restore' }
  | { readonly kind: 'advance'; readonly by_s: number }
  | { readonly kind: 'lag'; readonly index_lag_s: number }

const someMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Move>({ kind: 'make' }) },
  { weight: 2, arbitrary: fc.constant<Move>({ kind: 'rename' }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('advance' as const), by_s: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('lag' as const), index_lag_s: fc.integer({ min: 0, max: 8 }) }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ kind: 'reset' }, { kind: 'snapshot' }, { kind: 'restore' }) },
)

/** What lists are to show: all that was seen without a lag, and when. */
class Model {
  #seen: { at: number; text: string }[] = []
  #earliest = Number.NEGATIVE_INFINITY
  now = 0
  lag_s = 0

  begin(now: number, text: string, lag_s: number): void {
    this.now = now
    this.lag_s = lag_s
    this.#earliest = Number.NEGATIVE_INFINITY
    this.#seen = [{ at: Number.NEGATIVE_INFINITY, text }]
  }
  saw(text: string): void {
    this.#seen.push({ at: this.now, text })
  }
  /** A lag begins with the world as it is; a longer one does not take lists back. */
  change(lag_s: number): void {
    const latest = this.#seen.at(-1)?.text ?? ''
    if (this.lag_s === 0) this.begin(this.now, latest, lag_s)
    else this.#earliest = Math.max(this.#earliest, this.now - this.lag_s * 1_000)
    this.lag_s = lag_s
  }
  shown(): string | undefined {
    const at = Math.max(this.#earliest, this.now - this.lag_s * 1_000)
    return this.#seen.findLast((each) => each.at <= at)?.text
  }
}

test(
  'of any calls, clock moves and lags: a list equals what it was so long ago',
  async () => {
    const server = await serve()
    const listOf = async (sandbox: TestSandbox) => (await sandbox.get('/v9/companies?per_page=100')).text
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 8 }),
        fc.array(someMove, { minLength: 1, maxLength: 14 }),
        async (lag_s, moves) => {
          const [sandbox, twin] = [await server.make(lagging(lag_s)), await server.make({ clock: CLOCK })]
          const both = async (change: (each: TestSandbox) => Promise<unknown>) => {
            for (const each of [sandbox, twin]) await change(each)
          }
          const model = new Model()
          model.begin(Date.parse(CLOCK), await listOf(twin), lag_s)
          let made = 0
          let snapshot: { id: string; lag_s: number; now: number } | undefined
          for (const move of moves) {
            if (move.kind === 'make') {
              made += 1
              await both((each) => each.post('/v9/companies', newCompany(made)))
            } else if (move.kind === 'rename') {
              made += 1
              await both((each) => each.call('PUT', '/v9/companies/11228', { body: { name: `Company ${made}` } }))
            } else if (move.kind === 'advance') {
              await both((each) => each.clock.advance(`PT${move.by_s}S`))
              model.now += move.by_s * 1_000
            } else if (move.kind === 'lag') {
              await sandbox.settings({ index_lag_s: move.index_lag_s })
              model.change(move.index_lag_s)
            } else if (move.kind === 'reset') {
              await both((each) => each.reset())
              model.begin(Date.parse(CLOCK), await listOf(twin), lag_s)
            } else if (move.kind === 'snapshot') {
              snapshot = { id: `at_${made}_${model.now}`, lag_s: model.lag_s, now: model.now }
              for (const each of [sandbox, twin]) await each.control('POST', '/snapshots', { id: snapshot.id })
            } else if (snapshot !== undefined) {
              const { id, lag_s, now } = snapshot
              await both((each) => each.restore(id))
              model.begin(now, await listOf(twin), lag_s)
            }
            model.saw(await listOf(twin))
            expect(await listOf(sandbox)).toBe(model.shown())
          }
          await both((each) => each.control('DELETE'))
        },
      ),
      { numRuns: 15 * MORE },
    )
  },
  60_000 * MORE,
)
