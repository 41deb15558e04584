import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import type { Held } from '../../src/sandbox/shared/held.ts'
import { KeptSandboxes, leaseOf } from '../../src/sandbox/shared/kept-sandboxes.ts'
import { NotKept } from '../../src/store/log.ts'
import { type Database, openDatabase } from '../../src/store/postgres/database.ts'
import { GroupWriter } from '../../src/store/postgres/group-writer.ts'
import { MadeSandboxes } from '../../src/store/postgres/made.ts'
import { Owners } from '../../src/store/postgres/owners.ts'
import { migrate } from '../../src/store/postgres/schema.ts'
import type { State } from '../../src/store/state.ts'
import { exportKept } from '../../src/store/world.ts'
import { until } from '../deadline.ts'
import fc from '../properties.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { describeWithPostgres } from './describe.ts'

const CLOCK_MS = Date.parse('2026-01-01T00:00:00Z')
const LEASE_MS = 60_000

/** What a process has of a database: its rows, its writer, and the sandboxes that it makes and loads. */
async function processOf(url: string) {
  const database = await openDatabase(url)
  onTestFinished(() => database.close())
  const by = { process: `process-${Math.random()}`, lease_ms: LEASE_MS }
  const rows = new MadeSandboxes(database, by)
  const owners = new Owners(database, by)
  const writer = new GroupWriter(database)
  const kept = new KeptSandboxes(database, rows, writer)
  const options = { world: defaultWorld, clock_ms: CLOCK_MS }
  return {
    database,
    writer,
    owners,
    make: async (name: string): Promise<Held> => {
      const inserted = await rows.insert({ name, options: '{}', world: undefined, tokens: [] })
      if ('what' in inserted) throw new Error(`${name} is taken`)
      const lease = leaseOf({ name, ...inserted }, LEASE_MS)
      const log = kept.newLog(lease)
      const sandbox = new Sandbox({ ...options, name, log })
      await sandbox.durable()
      return { sandbox, lease, log }
    },
    /** As a process does that takes it from another one, whose lease has run out. */
    take: async (name: string): Promise<Held> => {
      await database.sql`update tevo_local.sandboxes set lease_until = now() - interval '1 second' where name = ${name}`
      const claimed = await owners.claim(name)
      if (claimed === null) throw new Error(`${name} cannot be claimed`)
      const lease = leaseOf(claimed, LEASE_MS)
      const { goingOn, log } = await kept.load(claimed, lease)
      return { sandbox: new Sandbox({ ...options, name, ...goingOn, isAsKept: true }), lease, log }
    },
  }
}

const textOf = (state: State): string => JSON.stringify(exportKept(state))

const addCompany = ({ sandbox }: Held, name: string) =>
  sandbox.write((tx) =>
    tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now }),
  )

const namesIn = ({ sandbox }: Held): string[] =>
  sandbox
    .read()
    .listAll('companies')
    .map(({ name }) => name)

const commitsIn = async ({
  sql,
}: Database): Promise<{ sandbox: string; version: number; epoch: number; at: string }[]> => [
  ...(await sql<{ sandbox: string; version: number; epoch: number; at: string }[]>`
    select sandbox, version, epoch, xmin::text as at from tevo_local.commits order by sandbox, version`),
]

describeWithPostgres('the PostgreSQL engine', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster?.stop())

  test('what was kept is read again, the same byte for byte', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const first = await one.make('a')
    for (const name of ['The Leftorium', 'Kwik-E-Mart', 'Android’s \\ "Dungeon" \u0000 \ud800']) addCompany(first, name)
    first.sandbox.write((tx) => tx.delete('companies', tx.listAll('companies')[1]?.id ?? 0))
    await first.sandbox.changeClock({ by_ms: 90_000 })
    await first.sandbox.changeSettings({ index_lag_s: 3 })
    await first.sandbox.durable()

    const second = await (await processOf(url)).take('a')

    expect(textOf(second.sandbox.state())).toBe(textOf(first.sandbox.state()))
    expect(second.sandbox.now()).toBe(CLOCK_MS + 90_000)
  })

  test('so it is after any writes, resets, restores and compactions', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const two = await processOf(url)
    let made = 0
    const step = fc.constantFrom('write', 'write', 'write', 'delete', 'reset', 'restore', 'snapshot', 'compact', 'wait')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        made += 1
        const held = await one.make(`any-${made}`)
        let moment = held.sandbox.moment()
        for (const what of steps) {
          if (what === 'write') addCompany(held, `Company ${what}`)
          else if (what === 'delete') {
            const [company] = held.sandbox.read().listAll('companies')
            if (company !== undefined) held.sandbox.write((tx) => tx.delete('companies', company.id))
          } else if (what === 'reset') held.sandbox.reset()
          else if (what === 'snapshot') moment = held.sandbox.moment()
          else if (what === 'restore') held.sandbox.restore(moment)
          else if (what === 'compact') void held.log.compact()
          else await held.sandbox.durable()
        }
        await held.sandbox.durable()
        await held.log.close()
        const again = await two.take(`any-${made}`)
        expect(textOf(again.sandbox.state())).toBe(textOf(held.sandbox.state()))
      }),
      { numRuns: 30 },
    )
  })

  test('what several sandboxes write at once goes in one statement', async () => {
    const one = await processOf(cluster.database())
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => one.make(name)))
    for (const held of all) addCompany(held, 'The Leftorium')
    await Promise.all(all.map(({ sandbox }) => sandbox.durable()))

    const commits = await commitsIn(one.database)

    expect(commits.map(({ sandbox, version, epoch }) => [sandbox, version, epoch])).toEqual([
      ['a', 1, 1],
      ['b', 1, 1],
      ['c', 1, 1],
      ['d', 1, 1],
    ])
    expect(new Set(commits.map(({ at }) => at)).size).toBe(1)
  })

  test('a commit of an older epoch is refused, while the others of its group are kept', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const [a, b] = [await one.make('a'), await one.make('b')]
    const taken = await (await processOf(url)).take('a')
    addCompany(taken, 'Of the new owner')
    await taken.sandbox.durable()

    addCompany(a, 'Of the old owner')
    addCompany(b, 'The Leftorium')

    await expect(a.sandbox.durable()).rejects.toThrow(NotKept)
    await b.sandbox.durable()
    expect(a.lease.isLost).toBe(true)
    await expect(a.sandbox.durable()).rejects.toThrow('another process serves this sandbox now')
    expect((await commitsIn(one.database)).map(({ sandbox, version, epoch }) => [sandbox, version, epoch])).toEqual([
      ['a', 1, 2],
      ['b', 1, 1],
    ])
  })

  test('neither a reset nor a compaction of an older epoch changes anything', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const a = await one.make('a')
    addCompany(a, 'The Leftorium')
    await a.sandbox.durable()
    const two = await processOf(url)
    const taken = await two.take('a')
    addCompany(taken, 'Kwik-E-Mart')
    await taken.sandbox.durable()

    await a.log.compact()
    a.sandbox.reset()

    await expect(a.sandbox.durable()).rejects.toThrow(NotKept)
    expect(namesIn(await two.take('a'))).toEqual(['The Leftorium', 'Kwik-E-Mart'])
  })

  test('what the database has kept though nobody was told so is cut off again', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const a = await one.make('a')
    addCompany(a, 'The Leftorium')
    await a.sandbox.durable()
    const { database } = await processOf(url)
    let refused: Promise<void> | undefined
    await database.sql.begin(async (sql) => {
      await sql`lock table tevo_local.commits in exclusive mode`
      addCompany(a, 'Undone')
      refused = expect(a.sandbox.durable()).rejects.toThrow('as if the connection broke')
      await until('the statement to wait for the lock', async () => {
        const [{ count } = { count: 0 }] = await database.sql`
          select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`
        return count > 0
      })
      // As if the connection broke before its answer: the database carries it out all the same.
      one.writer.lose(a.log, new NotKept('as if the connection broke'))
    })
    await refused
    await until('the commit that nobody was told of', async () => (await commitsIn(database)).length === 2)

    await until('the next write', async () => {
      addCompany(a, 'Kwik-E-Mart')
      return a.sandbox.durable()?.then(
        () => true,
        () => false,
      )
    })

    const again = await (await processOf(url)).take('a')
    expect(namesIn(again)).not.toContain('Undone')
    expect(textOf(again.sandbox.state())).toBe(textOf(a.sandbox.state()))
  })

  test('commits give way to a snapshot in the background', async () => {
    const url = cluster.database()
    const one = await processOf(url)
    const a = await one.make('a')
    for (let nth = 0; nth < 50; nth += 1) addCompany(a, `Company ${nth}`)
    await a.sandbox.durable()
    await a.log.compact()

    expect(await commitsIn(one.database)).toEqual([])
    addCompany(a, 'After it')
    await a.sandbox.durable()
    const [snapshots] = await one.database.sql`select count(*) as count from tevo_local.snapshots`
    expect(snapshots?.count).toBe(1)
    expect(textOf((await (await processOf(url)).take('a')).sandbox.state())).toBe(textOf(a.sandbox.state()))
  })

  test('many processes make the tables at once, and tables of a newer version are refused', async () => {
    const url = cluster.database()
    await Promise.all(Array.from({ length: 6 }, () => processOf(url)))
    const { database } = await processOf(url)
    await database.sql`update tevo_local.schema_version set version = 99`

    await expect(migrate(database.sql)).rejects.toThrow(
      'the tables of the schema tevo_local have the version 99, and this tevo-local knows 1: start the newer one',
    )
  })
})
