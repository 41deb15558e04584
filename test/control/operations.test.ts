import { describe, expect, test } from 'vitest'
import { operations } from '../../src/routes/operations.ts'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { expectProblem } from './problem.ts'

interface Listed {
  readonly id: string
  readonly emulated: boolean
  readonly calls: number
}

describe('GET /_local/operations', () => {
  test('lists every operation of the registry once, and says why one is not emulated', async () => {
    const server = await serve()

    const { body } = await server.local('GET', '/operations')

    expect(body.operations.map(({ id }: Listed) => id)).toEqual(operations.map(({ id }) => id))
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length)
    for (const operation of body.operations)
      expect(operation).toEqual(
        operation.emulated
          ? {
              id: expect.any(String),
              method: expect.any(String),
              path: expect.stringMatching(/^\/v(9|10)\//),
              emulated: true,
              fidelity: expect.stringMatching(/^(recorded|documented|decided)$/),
              source: expect.stringMatching(/^https:\/\//),
              ...(operation.known_and_ignored && {
                known_and_ignored: expect.toSatisfy((known) => Object.values(known).every((reason) => reason !== '')),
              }),
              calls: 0,
            }
          : {
              id: expect.any(String),
              method: expect.any(String),
              path: expect.stringMatching(/^\/v9\//),
              emulated: false,
              reason: expect.stringMatching(/\w/),
              calls: 0,
            },
      )
  })

  test('counts the signed calls of each, refused and not emulated ones too', async () => {
    const server = await serve()
    await server.get('/v9/clients')
    await server.get('/v9/clients?page=0')
    await server.get('/v9/clients', 'store')
    await server.get('/v9/quotes')
    await server.get('/v9/nowhere')
    await send(server.url, 'GET', '/v9/companies')

    const { body } = await server.local('GET', '/operations')

    const called = body.operations.filter(({ calls }: Listed) => calls > 0)
    expect(called.map(({ id, calls }: Listed) => [id, calls])).toEqual([
      ['clients.index', 3],
      ['quotes.index', 1],
    ])
  })
})

describe('GET /_local/sandboxes/default', () => {
  test('says all that a client needs to talk to it', async () => {
    const server = await serve({ clock_ms: Date.UTC(2026, 0, 1) })
    const { url } = server

    const { status, body } = await server.control('GET')

    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'default',
      base_url: url,
      clock: { now: '2026-01-01T00:00:00.000Z', frozen: true },
      credentials: {
        website: {
          type: 'API',
          token: 'springfieldwebsite00000000000001',
          secret: 'springfield-website-secret-0000000000001',
        },
        processor: { type: 'User', token: 'shelbyvilleprocessor000000000001' },
        store: { type: 'Affiliate', token: 'affiliatestore000000000000000001' },
        shelbyville: { type: 'API', token: 'shelbyvillewebsite00000000000001' },
      },
      env: {
        TEVO_BASE_URL: url,
        TEVO_API_TOKEN: 'springfieldwebsite00000000000001',
        TEVO_API_SECRET: 'springfield-website-secret-0000000000001',
        TEVO_PROCESSOR_TOKEN: 'shelbyvilleprocessor000000000001',
        TEVO_PROCESSOR_SECRET: 'shelbyville-processor-secret-00000000001',
        TEVO_CONTROL_URL: `${url}/_local/sandboxes/default`,
      },
    })
  })

  test('names the address that the caller used', async () => {
    const server = await serve()

    const { body } = await server.control('GET', '', undefined, { Host: 'tevo.localhost:9999' })

    expect(body.base_url).toBe('http://tevo.localhost:9999')
  })

  test('another name is none', async () => {
    const server = await serve()

    expectProblem(await server.local('GET', '/sandboxes/checkout-7'), 404, /no sandbox "checkout-7"/)
    expectProblem(await server.local('GET', '/sandboxes/__proto__'), 404, /no sandbox "__proto__"/)
    expectProblem(await server.local('GET', '/sandboxes/x/requests'), 404, /no sandbox "x"/)
    expectProblem(await server.local('GET', '/sandboxes/x/requests/req_1'), 404, /no sandbox "x"/)
    expectProblem(await server.local('DELETE', '/sandboxes/x/requests'), 404, /no sandbox "x"/)
  })
})

test.for([
  ['GET', '/_local'],
  ['GET', '/_local/'],
  ['GET', '/_local/nowhere'],
  ['GET', '/_local/operations/orders.create'],
  ['GET', '/_local/sandboxes/default/requests/req_1/body'],
  ['GET', '/_local/%E0%A4%A'],
] as const)('%s %s is a problem, not an answer of TEvo’s', async ([method, path]) => {
  const server = await serve()

  expectProblem(await send(server.url, method, path), 404, /not a path of the control plane|no sandbox/)
})
