import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { orderBody } from '../orders/journey.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { describeWithPostgres } from './describe.ts'
import { makeAt, serverOn, through } from './several.ts'

describeWithPostgres('idle sandboxes on PostgreSQL', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster?.stop())

  test('one that nobody uses is given back, and comes again when somebody asks for it', async () => {
    const one = await serverOn(cluster.database(), { lease_ms: 1_000, idle_ms: 50 })
    const made = await makeAt(one.url, { name: 'a' })
    const sandbox = through(one.url, made)
    await sandbox.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

    await until('it to be given back', () => one.context.sandboxes.get('a') === undefined)

    const { body } = await sandbox.get('/v9/companies')
    expect(body.companies).toMatchObject([{ name: 'The Leftorium' }])
    expect((await sandbox.control('GET', '/requests')).body.taken_over_at).toMatch(/^20/)
  })

  test('one that has something to do by itself is not', async () => {
    const one = await serverOn(cluster.database(), { lease_ms: 1_000, idle_ms: 50 })
    const other = await makeAt(one.url)
    const busy = await makeAt(one.url, { name: 'busy', settings: { autopilot: 'slow-broker' } })
    expect((await through(one.url, busy).post('/v9/orders', orderBody())).status).toBe(201)

    await until('the other one to be given back', () => one.context.sandboxes.get(other.name) === undefined)

    expect(one.context.sandboxes.get('busy')?.acts_at).toBeGreaterThan(0)
  })
})
