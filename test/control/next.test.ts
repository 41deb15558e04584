import { describe, expect, test } from 'vitest'
import { DEADLINE_MS, until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { open } from '../socket.ts'
import { expectProblem } from './problem.ts'

const next = (server: TestServer, query: string) => server.control('GET', `/requests/next?${query}`)

/** The server has got the question, and waits. */
const waiting = (server: TestServer, count = 1) =>
  until(`that ${count} wait for a request`, () => server.waiting() === count)

describe('GET …/requests/next', () => {
  test('waits for a request that comes later, and answers with all of it as soon as it is closed', async () => {
    const server = await serve()
    await server.get('/v9/companies')
    const asked = next(server, `operation=companies.create&within_ms=${DEADLINE_MS}`)
    await waiting(server)
    await server.get('/v9/companies')
    await server.post('/v9/companies', { companies: [{ name: 'The Leftorium' }] })

    const { status, body } = await asked

    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 'req_3', operation: 'companies.create', status: 201, committed: true })
    expect(body.request.body).toBe('{"companies":[{"name":"[redacted]"}]}')
    expect(server.waiting()).toBe(0)
  })

  test('takes no request that was there before; with since, the first one after that', async () => {
    const server = await serve()
    for (let nth = 1; nth <= 4; nth += 1) await server.get(nth === 2 ? '/v9/orders' : '/v9/companies')

    expectProblem(await next(server, 'operation=companies.index&within_ms=0'), 504, /operation=companies.index.*0 ms/)
    const nextSince = async (since: string) => (await next(server, `operation=companies.index&since=${since}`)).body.id
    expect(await nextSince('req_0')).toBe('req_1')
    expect(await nextSince('req_1')).toBe('req_3')
    expect(await nextSince('req_3')).toBe('req_4')
    expectProblem(await next(server, 'since=req_4&within_ms=0'), 504, /No request came within 0 ms/)
    const later = next(server, `since=req_4&within_ms=${DEADLINE_MS}`)
    await waiting(server)
    await server.get('/v9/orders')
    expect((await later).body.id).toBe('req_5')
  })

  test('waits for what all of its filters say', async () => {
    const server = await serve()
    const asked = next(
      server,
      `method=GET&path=/v9/orders&status=200&credential=processor&operation=orders.index&within_ms=${DEADLINE_MS}`,
    )
    await waiting(server)
    await server.get('/v9/orders')
    await server.get('/v9/orders?page=0', 'processor')
    await server.get('/v9/companies', 'processor')
    await server.get('/v9/orders?state=pending', 'processor')

    expect((await asked).body.id).toBe('req_4')
  })

  test('wakes everybody who waits for the same request', async () => {
    const server = await serve()
    const asked = Array.from({ length: 20 }, () => next(server, `operation=orders.index&within_ms=${DEADLINE_MS}`))
    await waiting(server, 20)
    await server.get('/v9/orders')

    expect((await Promise.all(asked)).map(({ body }) => body.id)).toEqual(Array(20).fill('req_1'))
  })

  test('is a 504 at its deadline, and not before', async () => {
    const server = await serve()
    const started_ms = performance.now()

    const received = await next(server, 'operation=orders.create&status=201&within_ms=60')

    expectProblem(received, 504, /operation=orders.create, status=201 came within 60 ms/)
    expect(performance.now() - started_ms).toBeGreaterThanOrEqual(58)
    expect(server.waiting()).toBe(0)
  })

  test('keeps the server from stopping no longer than any other answer', async () => {
    const server = await serve()
    const asked = next(server, 'within_ms=60000').catch((problem: unknown) => problem)
    await waiting(server)
    const started_ms = performance.now()

    await server.stop()

    expect(performance.now() - started_ms).toBeLessThan(2_000)
    expect(await asked).toBeInstanceOf(Error)
    await waiting(server, 0)
  })

  test('is forgotten when its client goes away', async () => {
    const server = await serve()
    const target = '/_local/sandboxes/default/requests/next?within_ms=60000'
    const connection = open(server.url, `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await waiting(server)

    connection.leave()

    await waiting(server, 0)
    expect((await server.get('/v9/orders')).status).toBe(200)
  })

  test.for([
    ['within_ms=60001', /within_ms/],
    ['within_ms=-1', /within_ms.*2000/],
    ['within_ms=', /within_ms.*2000/],
    ['within_ms=1e3', /within_ms.*2000/],
    ['since=12', /since.*req_12/],
    ['status=abc', /status/],
    ['method=get', /method/],
    ['operation=orders.creat', /"orders.creat" is not an operation: did you mean "orders.create"\?$/],
    ['operation=lunch', /"lunch" is not an operation: GET \/_local\/operations lists them$/],
    ['credential=nobody', /"nobody" is not a credential.*website/],
    ['limit=1', /limit/],
    ['__proto__=1', /__proto__/],
  ] as const)('?%s is refused and names what is wrong', async ([query, detail]) => {
    expectProblem(await next(await serve(), query), 400, detail)
  })

  test('knows only sandboxes that there are', async () => {
    const server = await serve()
    expectProblem(await server.local('GET', '/sandboxes/nowhere/requests/next'), 404, /nowhere/)
  })
})
