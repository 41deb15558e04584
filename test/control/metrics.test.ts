import parsePrometheusTextFormat from 'parse-prometheus-text-format'
import { describe, expect, onTestFinished, test } from 'vitest'
import { start } from '../../src/start.ts'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { send } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import { SECRET, saying } from '../several/processes.ts'
import { expectProblem } from './problem.ts'

interface Family {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly metrics: readonly { readonly value: string; readonly labels?: { readonly [name: string]: string } }[]
}

/** As Prometheus would read them. */
async function metricsOf({ url }: Pick<TestServer, 'url'>) {
  const { status, headers, text } = await send(url, 'GET', '/_local/metrics')
  expect(status, text).toBe(200)
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  const families: readonly Family[] = parsePrometheusTextFormat(text)
  const samples = new Map(
    families.flatMap(({ name, metrics }) =>
      metrics.map(({ value, labels = {} }): [string, number] => [
        [name, ...Object.values(labels)].join(' '),
        Number(value),
      ]),
    ),
  )
  return { text, families, of: (sample: string) => samples.get(sample) }
}

describe('GET /_local/metrics', () => {
  test('has a type and a sentence for each, and no figure that is none', async () => {
    const server = await serve()
    const { families, text } = await metricsOf(server)

    expect(families.length).toBeGreaterThan(8)
    for (const { name, type, help, metrics } of families) {
      expect(name).toMatch(/^(?:tevo_local|process)_[a-z_]+$/)
      expect(['COUNTER', 'GAUGE'], name).toContain(type)
      expect(name.endsWith('_total'), name).toBe(type === 'COUNTER')
      expect(help, name).toMatch(/^[A-Z].*\.$/)
      for (const { value } of metrics) expect(Number(value), name).toBeGreaterThanOrEqual(0)
    }
    expect(text).toMatch(/^tevo_local_info\{version="\d+\.\d+\.\d+[^"]*"\} 1$/m)
    expect(text.endsWith('\n')).toBe(true)
  })

  test('counts requests by operation and status, those too that got no answer', async () => {
    const server = await serve()
    await server.get('/v9/events')
    await server.get('/v9/events')
    await server.get('/v9/events/1')
    await server.get('/v9/nowhere')
    await send(server.url, 'GET', '/v9/events')
    await server.faults.arm({ match: { operation: 'offices.index' }, effect: { type: 'close' } })
    await server.get('/v9/offices').catch(() => {})

    const { of } = await metricsOf(server)

    expect(of('tevo_local_requests_total events.index 200')).toBe(2)
    expect(of('tevo_local_requests_total events.index 401')).toBe(1)
    expect(of('tevo_local_requests_total events.show 404')).toBe(1)
    expect(of('tevo_local_requests_total unknown 404')).toBe(1)
    expect(of('tevo_local_requests_total offices.index none')).toBe(1)
  })

  test('counts writes, sandboxes, deliveries and connections', async () => {
    const server = await serve()
    const before = await metricsOf(server)
    const made = await server.make({ webhooks: [{ url: 'http://127.0.0.1:9/' }], clock: '2026-01-01T00:00:00Z' })
    await made.post('/v9/orders', orderBody())

    await until('that a webhook waits to be sent again', async () => {
      const { of } = await metricsOf(server)
      return (of('tevo_local_deliveries waiting') ?? 0) > 0
    })
    const after = await metricsOf(server)

    expect(after.of('tevo_local_owned_sandboxes')).toBe(2)
    expect(after.of('tevo_local_commits_total')).toBeGreaterThan(before.of('tevo_local_commits_total') ?? 0)
    expect(after.of('tevo_local_connections')).toBeGreaterThan(0)
    expect(after.of('tevo_local_passed_on_total')).toBe(0)

    await server.local('DELETE', '/sandboxes')

    const { of } = await metricsOf(server)
    expect(of('tevo_local_owned_sandboxes')).toBe(1)
    // A counter never goes back.
    expect(of('tevo_local_commits_total')).toBeGreaterThanOrEqual(after.of('tevo_local_commits_total') ?? 0)
  })

  test('asks for the control token, where there is one', async () => {
    const { url } = await serve({ controlToken: 'only-for-those-who-have-it' })

    expectProblem(await send(url, 'GET', '/_local/metrics'), 401, /Authorization/)
    const headers = { Authorization: 'Bearer only-for-those-who-have-it' }
    expect((await send(url, 'GET', '/_local/metrics', headers)).status).toBe(200)
  })
})

describe('health', () => {
  test('a single process is alive and ready as soon as it listens, and asks for no token', async () => {
    const { url } = await serve({ controlToken: 'of-the-control-plane' })

    for (const path of ['', '/live', '/ready']) {
      const { status, body } = await send(url, 'GET', `/_local/health${path}`)
      expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok', ready: true } })
    }
    expectProblem(await send(url, 'GET', '/_local/health/other'), 401, /token/)
  })

  test('one of several that cannot serve is alive, and not ready', async () => {
    const away = saying(() => ({ kind: 'nobody', why: 'the database is away', retry_after_s: 1 }), { isReady: false })
    const { url, stop } = await start({ port: 0, several: { ownership: away, secret: SECRET } })
    onTestFinished(stop)

    for (const path of ['', '/live'])
      expect(await send(url, 'GET', `/_local/health${path}`)).toMatchObject({ status: 200, body: { ready: false } })
    expectProblem(await send(url, 'GET', '/_local/health/ready'), 503, /database/)
    expect((await metricsOf({ url })).of('tevo_local_ready')).toBe(0)
  })
})

test('where a base URL is given, answers have it and not the address that was called', async () => {
  const server = await serve({ baseUrl: 'https://tevo.example' })

  const { body } = await server.local('GET', '/sandboxes/default')
  expect(body.base_url).toBe('https://tevo.example')
  expect(body.env.TEVO_CONTROL_URL).toBe('https://tevo.example/_local/sandboxes/default')
  expect((await server.local('GET', '/sandboxes')).body.sandboxes[0].base_url).toBe('https://tevo.example')
  expect((await server.local('POST', '/sandboxes')).body.base_url).toBe('https://tevo.example')
})
