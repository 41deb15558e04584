import { afterAll, beforeAll, expect, test } from 'vitest'
import { serve } from '../cli/cli.ts'
import { sandboxAt } from '../test-sandbox.ts'
import { type Cluster, describeWithPostgres, startCluster } from './cluster.ts'
import { useCliWithPostgres } from './several.ts'

describeWithPostgres('several processes on PostgreSQL', () => {
  const cli = useCliWithPostgres()
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster?.stop())

  test('smoke', async () => {
    const data = cluster.database()
    const one = await serve(cli(), ['--data', data, '--lease', '1s'])
    const two = await serve(cli(), ['--data', data, '--lease', '1s'])
    const made = await one.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })
    expect(made.status).toBe(201)
    const list = await two.get('/v9/companies')
    expect(list.body.companies.map((c: any) => c.name)).toEqual(['The Leftorium'])
    const t0 = performance.now()
    one.child.kill('SIGKILL')
    await one.ended
    let n = 0
    for (;;) {
      const got = await two.get('/v9/companies')
      n++
      if (got.status === 200) {
        expect(got.body.companies.map((c: any) => c.name)).toEqual(['The Leftorium'])
        break
      }
      expect(got.status).toBe(503)
      if (n === 1) console.log(got.text, got.headers)
      await new Promise((r) => setTimeout(r, 50))
      if (performance.now() - t0 > 9000) throw new Error(two.stderr())
    }
    console.log('took over after', performance.now() - t0, n)
    console.log(
      (
        await two.control('POST', '/requests/verify', {
          match: { operation: 'companies.create' },
          times: { min: 0, max: 1 },
        })
      ).text,
    )
  })
})
