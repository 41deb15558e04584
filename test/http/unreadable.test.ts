import { expect, test } from 'vitest'
import { until } from '../deadline.ts'
import { serve } from '../harness.ts'
import { open, parseAnswer, rawRequest, speak } from '../socket.ts'

const HEAD = 'Host: 127.0.0.1\r\nConnection: close\r\n'
/** A body is read for a known token alone. */
const KNOWN = `${HEAD}X-Token: springfieldwebsite00000000000001\r\n`

/** What Node's parser, or the server under ours, refuses: the request, our words, and what the journal says of it. */
const REFUSED: readonly (readonly [string, string | Buffer, number, RegExp, string])[] = [
  [
    'a path in raw UTF-8',
    `GET /v9/café HTTP/1.1\r\n${HEAD}\r\n`,
    400,
    /not a URL path: percent-encode/,
    'GET /v9/café',
  ],
  ['a query in raw UTF-8', `GET /v9/events?q=café HTTP/1.1\r\n${HEAD}\r\n`, 400, /percent-encode/, 'GET /v9/events'],
  ['a space in the path', `GET /v9/a b HTTP/1.1\r\n${HEAD}\r\n`, 400, /a space in the path is %20/, 'GET /v9/a b'],
  ['no path', `OPTIONS * HTTP/1.1\r\n${HEAD}\r\n`, 400, /is not a path/, 'OPTIONS *'],
  ['a backslash', `GET /v9\\events HTTP/1.1\r\n${HEAD}\r\n`, 400, /backslash: send it as %5C/, 'GET /v9\\events'],
  ['no Host', 'GET /v9/events HTTP/1.1\r\nConnection: close\r\n\r\n', 400, /has no Host/, 'GET /v9/events'],
  [
    'an empty Host',
    'GET /v9/events HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n',
    400,
    /has no Host/,
    'GET /v9/events',
  ],
  ['two Hosts', `GET /v9/events HTTP/1.1\r\nhost: a\r\n${HEAD}\r\n`, 400, /the header Host 2 times/, 'GET /v9/events'],
  [
    'a Host with a space',
    'GET /v9/events HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    400,
    /The Host "a b" is not a host/,
    'GET /v9/events',
  ],
  [
    'a Host with a path',
    'GET /v9/events HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n',
    400,
    /is not a host/,
    'GET /v9/events',
  ],
  [
    'a Host with a wrong port',
    'GET /v9/events HTTP/1.1\r\nHost: a:99999\r\nConnection: close\r\n\r\n',
    400,
    /is not a host/,
    'GET /v9/events',
  ],
  [
    'a Host of letters that no name has',
    'GET /v9/events HTTP/1.1\r\nHost: xn--a\r\nConnection: close\r\n\r\n',
    400,
    /The Host "xn--a" is not a host/,
    'GET /v9/events',
  ],
  ['no method', `BUY /v9/events HTTP/1.1\r\n${HEAD}\r\n`, 400, /does not begin with a method/, 'BUY /v9/events'],
  [
    'a header without a colon',
    `GET /v9/events HTTP/1.1\r\n${HEAD}Foo bar\r\n\r\n`,
    400,
    /not valid HTTP: Invalid header token/,
    'GET /v9/events',
  ],
  [
    'two lengths',
    `POST /v9/orders HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
    400,
    /Content-Length/,
    'POST /v9/orders',
  ],
  [
    'a length beside chunks',
    `POST /v9/orders HTTP/1.1\r\n${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    400,
    /Transfer-Encoding/,
    'POST /v9/orders',
  ],
  [
    'chunks that are none',
    `POST /v9/orders HTTP/1.1\r\n${KNOWN}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
    400,
    /chunk size/,
    'POST /v9/orders',
  ],
  [
    'a head that is too large',
    `GET /v9/events HTTP/1.1\r\n${HEAD}Foo: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    /larger than the \d+ bytes/,
    'GET /v9/events',
  ],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, /is HTTP\/2/, '- -'],
  ['TLS', Buffer.from('16030100a5010000a1', 'hex'), 400, /plain http: call it with http/, '- -'],
  [
    'a call to a proxy',
    `CONNECT example.com:443 HTTP/1.1\r\n${HEAD}\r\n`,
    405,
    /this server is none/,
    'CONNECT example.com:443',
  ],
]

test.for(REFUSED)('%s is refused in words, and in the journal', async ([, bytes, status, words, what]) => {
  const server = await serve()

  const answer = parseAnswer(await speak(server.url, bytes))

  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  const { error } = JSON.parse(answer.body)
  expect(error).toMatch(words)
  const [entry, ...others] = await server.journal.list()
  expect(others).toEqual([])
  expect(entry).toMatchObject({
    status,
    state: 'done',
    problems: [{ path: '', message: error }],
  })
  expect(`${entry.method} ${entry.path}`).toBe(what)
})

test.for([
  ['a path in raw UTF-8', `HEAD /v9/café HTTP/1.1\r\n${HEAD}\r\n`],
  ['two Hosts', `HEAD /v9/events HTTP/1.1\r\n${HEAD}${HEAD}\r\n`],
  ['a path of the control plane in raw UTF-8', `HEAD /_local/café HTTP/1.1\r\n${HEAD}\r\n`],
] as const)('a HEAD with %s is refused without a body, and with its length', async ([, bytes]) => {
  const server = await serve()
  const { status, headers, body } = parseAnswer(await speak(server.url, bytes))
  expect([status, body]).toEqual([400, ''])
  expect(Number(headers.get('content-length'))).toBeGreaterThan(10)
})

test.for([
  ['a path in raw UTF-8', `GET /_local/sandboxes/café HTTP/1.1\r\n${HEAD}\r\n`],
  ['a Host that is none', 'GET /_local/sandboxes HTTP/1.1\r\nHost: xn--a\r\nConnection: close\r\n\r\n'],
  ['two Hosts', `GET /_local/sandboxes HTTP/1.1\r\n${HEAD}${HEAD}\r\n`],
  [
    'a body in chunks that are none',
    `POST /_local/sandboxes HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
  ],
] as const)('of the control plane %s is a problem, and in no journal', async ([, bytes]) => {
  const server = await serve()

  const answer = parseAnswer(await speak(server.url, bytes))

  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(JSON.parse(answer.body)).toMatchObject({ status: 400, detail: expect.stringMatching(/\w+/) })
  expect(await server.journal.list()).toEqual([])
})

test('with a known token it is in the journal of that sandbox', async () => {
  const server = await serve()
  const other = await server.make()

  await speak(server.url, rawRequest(other, { method: 'GET', target: '/v9/caf%C3%A9' }).replace('caf%C3%A9', 'café'))

  expect(await server.journal.list()).toEqual([])
  expect(await other.journal.list()).toMatchObject([{ status: 400, credential: 'website', path: '/v9/café' }])
})

test('what comes before it on the connection is answered first', async () => {
  const server = await serve()
  const first = rawRequest(server, { method: 'GET', target: '/v9/companies', headers: { Connection: 'keep-alive' } })
  await server.faults.arm({
    match: { operation: 'companies.index' },
    effect: { type: 'none' },
    delay: { type: 'fixed', ms: 50 },
  })

  const text = await speak(server.url, `${first}GET /v9/é HTTP/1.1\r\n\r\n`)

  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '400'])
})

test('an expectation that nobody knows is passed over', async () => {
  const server = await serve()

  const answer = parseAnswer(
    await speak(
      server.url,
      rawRequest(server, { method: 'GET', target: '/v9/companies', headers: { Expect: 'wonders' } }),
    ),
  )

  expect(answer.status).toBe(200)
})

test('a head that ends too soon is refused, and a client that goes away is not answered', async () => {
  const server = await serve()
  const { leave } = open(server.url, 'GET /v9/events HTTP/1.1\r\nHos')
  leave()
  await server.get('/v9/companies')

  expect(
    await until('its answer', async () =>
      (await server.journal.list()).find(({ path }: { path: string }) => path === '/v9/companies'),
    ),
  ).toMatchObject({ status: 200 })
})
