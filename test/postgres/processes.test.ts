import postgres from 'postgres'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import type { TestSandbox } from '../test-sandbox.ts'
import { receiver } from '../webhooks/receiver.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { describeWithPostgres } from './describe.ts'
import { makeAt, processOn, through, useCliWithPostgres } from './several.ts'

/** How soon whoever asks is told that the database is away. */
const SOON_MS = 1_000

type Process = Awaited<ReturnType<typeof processOn>>

const addCompany = (sandbox: TestSandbox, name: string) => sandbox.post('/v9/companies', { companies: [{ name }] })

async function companyNames(sandbox: TestSandbox): Promise<string[]> {
  const { status, body, text } = await sandbox.get('/v9/companies')
  if (status !== 200) throw new Error(`${status} ${text}`)
  return body.companies.map(({ name }: { name: string }) => name)
}

async function end(process: Process, signal: NodeJS.Signals): Promise<void> {
  process.child.kill(signal)
  await within(DEADLINE_MS, `the end after ${signal}`, process.ended)
}

/** When a process serves a sandbox again, after it or its owner was away. */
const served = (sandbox: TestSandbox) =>
  until('the sandbox to be served', async () => (await sandbox.get('/v9/companies')).status === 200)

describeWithPostgres('processes on one PostgreSQL', () => {
  const cli = useCliWithPostgres()
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster?.stop())

  test('any of three serves any sandbox, and names and tokens are taken for all of them', async () => {
    const data = cluster.database()
    const [one, two, three] = [await processOn(cli(), data), await processOn(cli(), data), await processOn(cli(), data)]
    const made = await makeAt(two.url, { name: 'checkout-7' })
    await addCompany(through(one.url, made), 'The Leftorium')
    await addCompany(through(three.url, made), 'Kwik-E-Mart')

    expect(await companyNames(through(two.url, made))).toEqual(['Kwik-E-Mart', 'The Leftorium'])
    expect(await companyNames(three)).toEqual([])
    await expect(makeAt(three.url, { name: 'checkout-7' })).rejects.toThrow(
      'There is a sandbox \\"checkout-7\\" already',
    )
    const [website] = Object.values(made.credentials)
    const credentials = [{ name: 'website', ...website }]
    await expect(makeAt(three.url, { name: 'other', credentials })).rejects.toThrow(
      'belongs to the sandbox \\"checkout-7\\"',
    )
    const unnamed = await Promise.all([one, two, three, one].map(({ url }) => makeAt(url)))
    expect(new Set(unnamed.map(({ name }) => name)).size).toBe(4)
  })

  test('all sandboxes are deleted at once, those too that other processes serve', async () => {
    const data = cluster.database()
    const long = ['--lease', '5m', '--control-token', 'of-all']
    const [one, two] = [await processOn(cli(), data, long), await processOn(cli(), data, long)]
    const local = (url: string, method: string, path: string) =>
      send(url, method, `/_local/sandboxes${path}`, { Authorization: 'Bearer of-all' })
    const made = (await send(two.url, 'POST', '/_local/sandboxes', { Authorization: 'Bearer of-all' })).body
    expect((await through(two.url, made).get('/v9/companies')).status).toBe(200)

    const { status, body } = await local(one.url, 'DELETE', '')

    expect([status, body.sandboxes.map(({ name }: { name: string }) => name)]).toEqual([200, ['default']])
    for (const { url } of [two, one]) {
      expect((await local(url, 'GET', `/${made.name}`)).status).toBe(404)
      expect((await through(url, made).get('/v9/companies')).status).toBe(401)
    }
  })

  test('after SIGKILL another one takes a sandbox over: all that is kept is there, and what is not says so', async () => {
    const data = cluster.database()
    const hook = await receiver((_, response) => void response.writeHead(500).end())
    const [one, two] = [await processOn(cli(), data), await processOn(cli(), data)]
    const faults = [
      { id: 'lost', match: { operation: 'clients.create' }, effect: { type: 'status', status: 500 }, times: 1 },
    ]
    const webhooks = [{ url: hook.url }]
    const made = await makeAt(one.url, { name: 'a', clock: '2026-01-01T00:00:00Z', seed: 7, faults, webhooks })
    const before = through(one.url, made)
    await addCompany(before, 'The Leftorium')
    const snapshot = await before.snapshot('early')
    await before.settings({ index_lag_s: 0, auto_cancel: true })
    await before.post('/v9/clients', { clients: [{ name: 'Ned' }] })
    await before.faults.arm([{ id: 'later', match: { operation: 'clients.create' }, effect: { type: 'reset' } }])
    const ordered = await before.post('/v9/orders', orderBody())
    expect(ordered.status).toBe(201)
    await hook.count(1)
    await before.clock.advance('PT1M')
    await addCompany(before, 'Kwik-E-Mart')
    const { companies, orders, webhook_deliveries, ...others } = await before.world()

    await end(one, 'SIGKILL')
    const after = through(two.url, made)
    const refused = await after.get('/v9/companies')
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, expect.stringMatching(/^[12]$/)])
    await served(after)

    const world = await after.world()
    expect(world).toMatchObject({ companies, orders })
    expect(Object.keys(world).sort()).toEqual(
      Object.keys({ companies, orders, ...(webhook_deliveries && { webhook_deliveries }), ...others }).sort(),
    )
    expect(ordered.status).toBe(201)
    expect(await after.clock.now()).toBe(Date.parse('2026-01-01T00:01:00Z'))
    expect((await after.settings()).auto_cancel).toBe(true)
    expect((await after.control('GET', '/webhooks')).body.webhooks).toHaveLength(1)
    expect((await after.control('GET', '/webhooks/deliveries')).body.deliveries.length).toBeGreaterThan(0)

    const listed = (await after.control('GET', '/faults')).body
    expect(listed.faults).toMatchObject([
      { id: 'lost', injections: 0, why_not: expect.stringContaining('when this process took the sandbox over') },
    ])
    expect(listed.rearmed_at).toMatch(/^20/)
    expect((await after.control('GET', '/requests')).body.taken_over_at).toBe(listed.rearmed_at)
    const verify = (body: object) => after.control('POST', '/requests/verify', body)
    const atMost = await verify({ match: { operation: 'companies.create' }, times: { min: 0, max: 5 } })
    expect([atMost.status, atMost.body.detail]).toEqual([
      409,
      expect.stringContaining('took the sandbox over from another'),
    ])
    const early = await verify({ match: { operation: 'companies.create' } })
    expect([early.status, early.body.detail]).toEqual([
      409,
      expect.stringContaining('took the sandbox over from another'),
    ])
    const unknown = await verify({ match: { fault: 'later' } })
    expect([unknown.status, unknown.body.detail]).toEqual([409, expect.stringContaining('"later" is not known here')])
    await addCompany(after, 'Moe’s')
    expect((await verify({ match: { operation: 'companies.create' }, times: { min: 1 } })).status).toBe(200)
    await after.control('DELETE', '/requests')
    expect((await verify({ match: { operation: 'companies.create' }, times: { max: 0, min: 0 } })).status).toBe(200)

    await after.restore(snapshot)
    expect(await companyNames(after)).toEqual(['The Leftorium'])
    await after.reset()
    expect(await companyNames(after)).toEqual([])
  })

  test('what was still to be told is told by the next owner, though nobody asks for anything', async () => {
    const data = cluster.database()
    let isDown = true
    const hook = await receiver((_, response) => void response.writeHead(isDown ? 500 : 200).end())
    const [one] = [await processOn(cli(), data), await processOn(cli(), data)]
    const made = await makeAt(one.url, { webhooks: [{ url: hook.url }] })
    await through(one.url, made).post('/v9/orders', orderBody())
    await hook.count(1)
    isDown = false
    const { length } = hook.received
    await end(one, 'SIGKILL')

    const received = await until('the notification, once more', () => hook.received.length > length && hook.received)

    expect(received.at(-1)?.fields.event_type).toBe(received[0]?.fields.event_type)
  }, 90_000)

  test('a process that stood still beyond its lease answers 503 until it knows better, and never writes', async () => {
    const data = cluster.database()
    const [one, two] = [await processOn(cli(), data), await processOn(cli(), data)]
    const made = await makeAt(one.url, { name: 'a' })
    const [paused, other] = [through(one.url, made), through(two.url, made)]
    await addCompany(paused, 'Before')
    await paused.faults.arm([
      { match: { operation: 'companies.create' }, effect: { type: 'none' }, delay: { type: 'fixed', ms: 300 } },
    ])
    // It waits in the old owner while that stands still.
    const underWay = addCompany(paused, 'Under way').then(
      ({ status }) => status,
      () => 503,
    )
    await until('the request', async () => (await paused.journal.last())?.state === 'waiting')
    one.child.kill('SIGSTOP')
    await served(other)
    expect(await companyNames(other)).toEqual(['Before'])
    expect((await addCompany(other, 'By the new owner')).status).toBe(201)

    one.child.kill('SIGCONT')
    const statuses: number[] = []
    await until('it to know better', async () => {
      const { status } = await addCompany(paused, 'By either')
      statuses.push(status)
      return status === 201
    })

    expect(new Set(statuses.slice(0, -1))).toEqual(new Set(statuses.length > 1 ? [503] : []))
    expect(await underWay).toBe(503)
    for (const sandbox of [paused, other])
      expect(await companyNames(sandbox)).toEqual(['By either', 'By the new owner', 'Before'])
  })

  test('at SIGTERM it gives its sandboxes back: others have them at once', async () => {
    const data = cluster.database()
    const long = ['--lease', '5m']
    const [one, two] = [await processOn(cli(), data, long), await processOn(cli(), data, long)]
    const made = await makeAt(one.url)
    await addCompany(through(one.url, made), 'The Leftorium')
    await addCompany(one, 'Kwik-E-Mart')

    await end(one, 'SIGTERM')

    expect(await companyNames(through(two.url, made))).toEqual(['The Leftorium'])
    expect(await companyNames(two)).toEqual(['Kwik-E-Mart'])
  })

  test('while the database is away reads and writes are 503 within a second, and nothing is lost', async () => {
    const data = cluster.database()
    const one = await processOn(cli(), data)
    const made = await makeAt(one.url)
    const sandbox = through(one.url, made)
    await addCompany(sandbox, 'The Leftorium')
    await cluster.crash()
    try {
      const began = performance.now()
      await until('the read to be refused', async () => (await sandbox.get('/v9/companies')).status === 503)
      expect(performance.now() - began).toBeLessThan(SOON_MS)
      const asked = performance.now()
      const written = await addCompany(sandbox, 'Undone')
      expect([written.status, written.headers['retry-after']]).toEqual([503, '1'])
      const made = await sandbox.control('POST', '/snapshots', {})
      expect([made.status, made.headers['retry-after']]).toEqual([503, '1'])
      const listed = await send(one.url, 'GET', '/_local/sandboxes')
      expect([listed.status, listed.headers['retry-after'], listed.body.detail]).toEqual([
        503,
        '1',
        expect.stringContaining('the database is away'),
      ])
      expect(performance.now() - asked).toBeLessThan(SOON_MS)
    } finally {
      await cluster.start()
    }

    await served(sandbox)
    expect((await addCompany(sandbox, 'Kwik-E-Mart')).status).toBe(201)
    expect(await companyNames(sandbox)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
    await end(one, 'SIGKILL')
    const two = through((await processOn(cli(), data)).url, made)
    await served(two)
    expect(await companyNames(two)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
  })

  test('so it is when the database does not answer at all', async () => {
    const one = await processOn(cli(), cluster.database())
    await addCompany(one, 'The Leftorium')
    cluster.signal('SIGSTOP')
    try {
      const began = performance.now()
      await until('the write to be refused', async () => (await addCompany(one, 'Undone')).status === 503)
      expect(performance.now() - began).toBeLessThan(SOON_MS)
    } finally {
      cluster.signal('SIGCONT')
    }

    // The lease may run out once more before it is renewed.
    await until('it to write again', async () => (await addCompany(one, 'Kwik-E-Mart')).status === 201)
    await served(one)
    expect(await companyNames(one)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
  })

  test('a world that was put in place of its own is the one that a reset goes back to, at the next owner too', async () => {
    const data = cluster.database()
    const [one, two] = [await processOn(cli(), data), await processOn(cli(), data)]
    const made = await makeAt(one.url)
    const before = through(one.url, made)
    const companies = [{ id: 77, account: 'brokerage:1930', name: 'The Leftorium', updated_at: '2026-01-01T00:00:00Z' }]
    await before.putWorld((world) => ({ ...world, companies }))
    await addCompany(before, 'Kwik-E-Mart')
    const fork = await before.control('POST', '/fork', { name: 'forked' })
    expect(fork.status).toBe(201)
    await end(one, 'SIGTERM')

    const after = through(two.url, made)
    expect(await companyNames(after)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
    await after.reset()
    expect(await companyNames(after)).toEqual(['The Leftorium'])
    const forked = through(two.url, fork.body)
    await addCompany(forked, 'Moe’s')
    await forked.reset()
    expect(await companyNames(forked)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
  })

  test('a sandbox that nothing calls for its ttl_s is deleted for all of them', async () => {
    const data = cluster.database()
    const [one, two] = [await processOn(cli(), data), await processOn(cli(), data)]
    const alive = await makeAt(one.url, { settings: { ttl_s: 1 } })
    const givenBack = await makeAt(two.url, { settings: { ttl_s: 2 } })
    await end(two, 'SIGTERM')

    const sql = postgres(data)
    onTestFinished(() => sql.end())
    const left = async () => (await sql`select name from tevo_local.sandboxes`).map(({ name }) => name)
    expect(await left()).toEqual(expect.arrayContaining([alive.name, givenBack.name]))
    await until('their end', async () => (await left()).length === 1)
    expect(await left()).toEqual(['default'])
    expect((await sql`select * from tevo_local.tokens where sandbox <> 'default'`).length).toBe(0)
  })
})
