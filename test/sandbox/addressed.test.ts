import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { type Headers, send } from '../http.ts'

/** Whose a request is that no token says it of. */

const FORGED = { 'X-Token': 'x'.repeat(32), 'X-Signature': 'none' }

describe('a request with an unknown token', () => {
  test.for<[how: string, headers: Headers]>([
    ['by the header X-Tevo-Sandbox', { 'X-Tevo-Sandbox': 'mine' }],
    ['by its host', { Host: 'mine.localhost' }],
    ['by its host, in any case and with a port', { Host: 'MINE.localhost:8386' }],
    ['by the header before its host', { 'X-Tevo-Sandbox': 'mine', Host: 'other.localhost' }],
  ])('says %s whose it is, and stands in that journal alone', async ([, headers]) => {
    const server = await serve()
    const [mine, other] = [await server.make({ name: 'mine' }), await server.make({ name: 'other' })]

    for (const keys of [FORGED, {}]) {
      const { status, body } = await send(server.url, 'GET', '/v9/orders', { ...keys, ...headers })
      expect({ status, body }).toEqual({ status: 401, body: { error: 'Unauthorized' } })
    }

    const entries = await mine.journal.list()
    expect(entries.map(({ signature }: { signature: object }) => signature)).toMatchObject([
      { mistake: 'no-token' },
      { mistake: 'unknown-token' },
    ])
    expect(await other.journal.list()).toEqual([])
    expect(await server.journal.list()).toEqual([])
  })

  test.for<[how: string, headers: Headers, notes: unknown[]]>([
    ['no name', {}, []],
    ['a name that no sandbox has', { 'X-Tevo-Sandbox': 'mien' }, ['There is no sandbox "mien"']],
    ['a host that no sandbox has', { Host: 'app.localhost' }, ['There is no sandbox "app"']],
    ['a name of any length', { 'X-Tevo-Sandbox': 'm'.repeat(500) }, [expect.stringMatching(/"m{40}…"$/)]],
    ['an empty name', { 'X-Tevo-Sandbox': '' }, ['There is no sandbox ""']],
    ['another host', { Host: 'api.ticketevolution.com' }, []],
  ])('that gives %s is an ordinary 401 of the default sandbox', async ([, headers, notes]) => {
    const server = await serve()
    const mine = await server.make({ name: 'mine' })

    expect((await send(server.url, 'GET', '/v9/orders', { ...FORGED, ...headers })).status).toBe(401)

    expect(await mine.journal.list()).toEqual([])
    expect(await server.journal.list()).toMatchObject([{ status: 401, notes }])
  })

  test('meets the faults of that sandbox, and uses up none of the default one', async () => {
    const server = await serve()
    const rule = { phase: 'before-auth', effect: { type: 'status', status: 418 }, times: 1 }
    const mine = await server.make({ name: 'mine', faults: [rule] })
    await server.faults.arm(rule)

    expect((await send(server.url, 'GET', '/v9/orders', { 'X-Tevo-Sandbox': 'mine' })).status).toBe(418)

    expect(await mine.faults.list()).toMatchObject([{ injections: 1 }])
    expect(await server.faults.list()).toMatchObject([{ matches: 0 }])
  })
})

test('a known token says whose a request is, whatever else says so', async () => {
  const server = await serve()
  const [mine, other] = [await server.make({ name: 'mine' }), await server.make({ name: 'other' })]

  const received = await mine.call('GET', '/v9/companies', { headers: { 'X-Tevo-Sandbox': 'other' } })

  expect(received.status).toBe(200)
  expect(await mine.journal.list()).toHaveLength(1)
  expect(await other.journal.list()).toEqual([])
})

describe('what a browser asks for by itself', () => {
  test.for([
    '/favicon.ico',
    '/favicon.ico?v=2',
    '/robots.txt',
    '/apple-touch-icon.png',
    '/apple-touch-icon-120x120-precomposed.png',
    '/.well-known/appspecific/com.chrome.devtools.json',
  ])('%s is a 404 in no journal, and meets no fault', async (target) => {
    const server = await serve()
    await server.faults.arm({ id: 'all', phase: 'before-auth', effect: { type: 'status', status: 503 } })
    const waiting = server.control('GET', '/requests/next?within_ms=1')

    for (const method of ['GET', 'HEAD']) expect((await send(server.url, method, target)).status).toBe(404)

    expect((await waiting).status).toBe(504)
    expect(await server.journal.list()).toEqual([])
    expect(await server.faults.get('all')).toMatchObject({ matches: 0 })
    const { operations } = (await server.local('GET', '/operations')).body
    expect(operations.filter(({ calls }: { calls: number }) => calls > 0)).toEqual([])
  })

  test.for<[method: string, target: string, headers: Headers]>([
    ['POST', '/favicon.ico', {}],
    ['GET', '/favicon.icon', {}],
    ['GET', '/v9/favicon.ico', {}],
    ['GET', '/favicon.ico', FORGED],
  ])('%s %s of a client is a request like any other', async ([method, target, headers]) => {
    const server = await serve()
    expect((await send(server.url, method, target, headers)).status).toBe(401)
    expect(await server.journal.list()).toMatchObject([{ path: target }])
  })
})
