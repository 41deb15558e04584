import { describe, expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { speak } from '../socket.ts'
import { expectProblem } from './problem.ts'

const JOURNAL = '/_local/sandboxes/default/requests'

const TOKEN = 'a-token-of-the-control-plane-0001'

const FOR_NO_PAGE = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }

describe('without a token, on this machine', () => {
  test.for(['localhost', 'localhost:8386', 'a.localhost:1', '127.0.0.1', '127.8.9.1:65535', '[::1]:80', 'LOCALHOST'])(
    'a program that calls the server %s is let in',
    async (host) => {
      const { url } = await serve()

      expect((await send(url, 'GET', JOURNAL, { Host: host })).status).toBe(200)
    },
  )

  // A name that an attacker's DNS made to point here: https://en.wikipedia.org/wiki/DNS_rebinding
  test.for([
    'evil.example',
    'evil.example:8386',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '0.0.0.0',
  ])('the Host %s is refused', async (host) => {
    const { url } = await serve()

    expectProblem(await send(url, 'GET', JOURNAL, { Host: host }), 403, /not a loopback name.*--control-token/)
  })

  test('a request without a Host is refused', async () => {
    const { url } = await serve()

    const answer = await speak(url, `GET ${JOURNAL} HTTP/1.0\r\n\r\n`)

    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(answer).not.toContain('"requests"')
  })

  test.for(['http://evil.example', 'https://evil.example', 'null', 'http://localhost:3000', 'file://'])(
    'a page of the origin %s is refused',
    async (origin) => {
      const { url } = await serve()

      for (const method of ['GET', 'DELETE', 'POST', 'OPTIONS'])
        expectProblem(await send(url, method, JOURNAL, { Origin: origin }), 403, /web page.*--control-token/)
    },
  )

  test('a page of the server itself is let in', async () => {
    const { url } = await serve()

    expect((await send(url, 'GET', JOURNAL, { Origin: url })).status).toBe(200)
  })

  const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': 'cross-site' }

  test.for([
    [
      'a script, without a word of what it reads',
      { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'empty' },
    ],
    ['an image', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
    ['a frame', { ...NAVIGATION, 'Sec-Fetch-Dest': 'iframe' }],
    ['a link', NAVIGATION],
  ] as const)('for a page of another site %s gets nothing', async ([, headers]) => {
    const { url } = await serve()

    for (const [method, path] of [
      ['GET', JOURNAL],
      ['POST', JOURNAL],
      ['GET', '/_local/operations'],
      ['GET', '/_local/nowhere'],
    ] as const)
      expectProblem(await send(url, method, path, headers), 403, /another site.*Sec-Fetch-Site: cross-site/)
  })

  test.for(['same-origin', 'none'])('who asks from %s is let in', async (site) => {
    const { url } = await serve()

    expect((await send(url, 'GET', JOURNAL, { 'Sec-Fetch-Site': site })).status).toBe(200)
  })

  test('a link of another site leads to the first page, which no page can frame, and nothing else gets it', async () => {
    const { url } = await serve()

    const page = await send(url, 'GET', '/', NAVIGATION)
    expect(page.status).toBe(200)
    expect(page.headers).toMatchObject({
      ...FOR_NO_PAGE,
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
    for (const path of ['/', '/_local/ui/default/orders'])
      for (const headers of [{ ...NAVIGATION, 'Sec-Fetch-Dest': 'iframe' }, { 'Sec-Fetch-Site': 'cross-site' }])
        expectProblem(await send(url, 'GET', path, headers), 403, /another site/)
  })

  test('every answer says that no page of another site may have it, and that it is what its type says', async () => {
    const { url } = await serve()

    for (const [method, path, headers] of [
      ['GET', '/_local/health', {}],
      ['GET', JOURNAL, {}],
      ['DELETE', JOURNAL, {}],
      ['PUT', JOURNAL, {}],
      ['GET', '/_local/nowhere', {}],
      ['GET', `${JOURNAL}?vip=1`, {}],
      ['GET', JOURNAL, { Origin: 'http://evil.example' }],
    ] as const)
      expect((await send(url, method, path, headers)).headers, `${method} ${path}`).toMatchObject(FOR_NO_PAGE)
  })

  test('the refused requests did nothing', async () => {
    const server = await serve()
    await server.get('/v9/clients')

    await send(server.url, 'DELETE', JOURNAL, { Origin: 'http://evil.example' })
    await send(server.url, 'DELETE', JOURNAL, { Host: 'evil.example' })

    expect((await send(server.url, 'GET', JOURNAL)).body.requests).toHaveLength(1)
  })
})

describe('with a token', () => {
  test('whoever has it is let in, whatever the Host and the Origin', async () => {
    const { url } = await serve({ controlToken: TOKEN })
    const Authorization = `Bearer ${TOKEN}`

    for (const headers of [
      {},
      { Host: 'tevo.test' },
      { Origin: 'http://app.test' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ])
      expect((await send(url, 'GET', JOURNAL, { Authorization, ...headers })).status).toBe(200)
  })

  test.for([
    undefined,
    '',
    TOKEN,
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN}1`,
    `Bearer ${TOKEN.slice(0, -1)}2`,
    `Bearer ${TOKEN}, Bearer ${TOKEN}`,
  ])('Authorization: %s is refused', async (authorization) => {
    const { url } = await serve({ controlToken: TOKEN })
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization }

    for (const path of [JOURNAL, '/_local/operations', '/_local/sandboxes/default', '/_local/nowhere']) {
      const refused = await send(url, 'GET', path, headers)
      expectProblem(refused, 401, /Authorization: Bearer <token>/)
      expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="tevo-local"(?:, error="invalid_token")?$/)
    }
  })

  test.for(['bearer', 'BEARER', 'Bearer '])('the scheme may be written %s', async (scheme) => {
    const { url } = await serve({ controlToken: TOKEN })

    expect((await send(url, 'GET', JOURNAL, { Authorization: `${scheme} ${TOKEN}` })).status).toBe(200)
  })
})

describe('/_local/health', () => {
  test.for([{}, { Host: 'evil.example' }, { Origin: 'http://evil.example' }])(
    'answers whoever asks: %o',
    async (headers) => {
      for (const controlToken of [undefined, TOKEN]) {
        const { url } = await serve({ controlToken })

        const health = await send(url, 'GET', '/_local/health', headers)

        expect(health.status).toBe(200)
        expect(health.body).toEqual({
          status: 'ok',
          version: expect.stringMatching(/^\d+\.\d+\.\d+/),
          uptime_s: expect.any(Number),
          sandboxes: 1,
          ready: true,
        })
      }
    },
  )

  test.for(['/_local/health/', '/_local/health/../operations', '/_local//health', '/_local/health%2f..%2foperations'])(
    'opens nothing else: %s',
    async (path) => {
      const { url } = await serve({ controlToken: TOKEN })

      const received = await send(url, 'GET', path)

      expect([401, 404]).toContain(received.status)
      expect(received.text).not.toContain('"operations":')
    },
  )
})
