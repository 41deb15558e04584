import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../cli/cli.ts'
import { until } from '../deadline.ts'
import { send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import { type RoundRobin, roundRobin } from '../several/round-robin.ts'
import { receiver } from '../webhooks/receiver.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { describeWithPostgres } from './describe.ts'
import { makeAt, processOn, through, useCliWithPostgres } from './several.ts'

/**
 * What holds of a single process holds of three on one PostgreSQL, behind a load balancer: the tests of a single process run
 * there once more, each server of theirs a sandbox of its own.
 */

/** A request without a known token is one of the sandbox `default`: what counts such requests cannot be of another one. */
const OF_DEFAULT = ['counts what matches', 'shows the nearest misses', 'names the requests', 'says how many requests']

interface Bar {
  readonly files: readonly string[]
  /** Of their tests, those whose names match; all of them, where it is left out. */
  readonly only?: string
}

/** Tests that look at nothing but answers. */
const BARS: readonly [bar: string, Bar][] = [
  ['the five documents', { files: ['test/seeds/000', 'test/seeds/001', 'test/seeds/002', 'test/seeds/004'] }],
  // As bytes and ends of connections, on one that was used before.
  ['faults × phases', { files: ['test/faults/matrix.test.ts'], only: 'socket, reused' }],
  ['journal and verify', { files: ['test/control/verify.test.ts'], only: `^(?!.*(?:${OF_DEFAULT.join('|')}))` }],
  ['webhooks', { files: ['test/webhooks/delivery.test.ts'] }],
]
const LASTS_MS = 120_000

describeWithPostgres(
  'three processes on one PostgreSQL, behind a load balancer',
  () => {
    const cli = useCliWithPostgres()
    let cluster: Cluster
    let front: RoundRobin
    const kills: (() => Promise<void>)[] = []
    beforeAll(async () => {
      cluster = await startCluster()
      const data = cluster.database()
      const all = []
      for (let nth = 0; nth < 3; nth += 1)
        all.push(await processOn(cli(), data, ['--lease', '10s'], { after: (kill) => kills.push(kill) }))
      front = await roundRobin(all.map(({ url }) => url))
    }, 60_000)
    afterAll(async () => {
      await front?.stop()
      await Promise.all(kills.map((kill) => kill()))
      await cluster?.stop()
    })

    test.for(BARS)('%s', { timeout: LASTS_MS }, async ([bar, { files, only }]) => {
      const words = [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--reporter=json',
        ...files,
        ...(only === undefined ? [] : ['-t', only]),
      ]
      const { stdout, stderr } = await run(process.execPath, words, {
        env: { TEVO_TEST_THROUGH: front.url },
        deadline_ms: LASTS_MS,
      })

      const { numPassedTests, testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"')))
      const failed = testResults.flatMap(({ assertionResults, message }: FileResult) => [
        ...(message === '' ? [] : [message]),
        ...assertionResults.flatMap(({ status, fullName, failureMessages }) =>
          status === 'failed' ? [`${fullName}: ${failureMessages[0]?.slice(0, 500)}`] : [],
        ),
      ])
      expect(failed, stderr).toEqual([])
      expect(numPassedTests, bar).toBeGreaterThan(10)
    })

    test('requests/next waits where the sandbox is, whichever process is asked', async () => {
      const made = await makeAt(front.url)
      const sandbox = through(front.url, made)
      const asked = Array.from({ length: 3 }, () =>
        sandbox.control('GET', '/requests/next?operation=orders.create&within_ms=10000&since=req_0'),
      )

      expect((await sandbox.post('/v9/orders', orderBody())).status).toBe(201)

      for (const { status, body } of await Promise.all(asked))
        expect([status, body.operation, body.committed]).toEqual([200, 'orders.create', true])
    })

    test('what a commit has to tell is told once, whichever process got the request', async () => {
      const hook = await receiver()
      const made = await makeAt(front.url, { webhooks: [{ url: hook.url }] })
      const sandbox = through(front.url, made)
      for (let nth = 0; nth < 6; nth += 1) expect((await sandbox.post('/v9/orders', orderBody())).status).toBe(201)

      const deliveries = await until('all to be told', async () => {
        const { body } = await send(front.url, 'GET', `/_local/sandboxes/${made.name}/webhooks/deliveries?limit=1000`)
        return body.deliveries.every(({ state }: { state: string }) => state === 'delivered') && body.deliveries
      })

      expect(deliveries.length).toBeGreaterThanOrEqual(6)
      expect(hook.received).toHaveLength(deliveries.length)
    })
  },
  process.env.TEVO_BARS === 'all' ? undefined : 'TEVO_BARS=all runs it, as .ci/run does',
)

/** Of vitest's own JSON. */
interface FileResult {
  readonly message: string
  readonly assertionResults: readonly {
    readonly status: string
    readonly fullName: string
    readonly failureMessages: readonly string[]
  }[]
}
