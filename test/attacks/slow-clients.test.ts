import { expect, test } from 'vitest'
import { serve } from '../harness.ts'
import { send } from '../http.ts'
import { open } from '../socket.ts'

/** Clients that nobody knows, and clients that are slow. */

const HEAD = 'Host: 127.0.0.1\r\nContent-Type: application/json\r\n'

test('a request with an unknown token is answered by its head alone', async () => {
  const server = await serve()
  const token = `X-Token: ${'0'.repeat(32)}\r\nX-Signature: ${'A'.repeat(43)}=\r\n`
  // The body that it says it has never comes.
  const connection = open(server.url, `POST /v9/clients HTTP/1.1\r\n${HEAD}${token}Content-Length: 900000\r\n\r\n{`)
  await connection.ended
  expect(connection.received()).toMatch(/^HTTP\/1\.1 401 /)
  expect(connection.received()).toMatch(/connection: close/i)
  const { body } = await server.control('GET', '/requests')
  expect(body.requests).toMatchObject([
    {
      operation: 'clients.create',
      state: 'done',
      status: 401,
      credential: null,
      notes: ['Its body was not read: no credential has its token'],
    },
  ])
  expect(body.requests[0].signature.expected).toMatch(
    /^POST 127\.0\.0\.1\/v9\/clients\?… \(the body, which was not read/,
  )
})

test('a body that came with its head leaves the connection to the next request', async () => {
  const server = await serve()
  const request = `POST /v9/clients HTTP/1.1\r\n${HEAD}Content-Length: 2\r\n\r\n{}`
  const last = `GET /v9/clients HTTP/1.1\r\n${HEAD}Connection: close\r\n\r\n`
  const connection = open(server.url, request + last)
  expect(await connection.ended).toBe('FIN')
  expect(connection.received().match(/HTTP\/1\.1 401 /g)).toHaveLength(2)
})

test('a body of a known token is read, and its signature checked', async () => {
  const server = await serve()
  const { token } = server.keysOf('website')
  const answer = await send(server.url, 'POST', '/v9/clients', { 'X-Token': token }, Buffer.from('{"clients":[]}'))
  expect(answer.status).toBe(401)
  const { body } = await server.control('GET', '/requests/req_1')
  expect(body.request.body).toBe('{"clients":[]}')
})

test.for([
  ['its head', 'GET /v9/clients HTTP/1.1\r\nHost: 127'],
  ['nothing at all', ''],
] as const)('a client that sends %s and no more is let go after the time that is set', async ([, bytes]) => {
  const server = await serve({ clients: { headTimeout_ms: 50, requestTimeout_ms: 60_000 } })
  const connection = open(server.url, bytes)
  await connection.ended
  expect(connection.received()).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
})

test('a client whose body does not come is let go after the time that is set, and the journal says so', async () => {
  const server = await serve({ clients: { requestTimeout_ms: 50 } })
  const { token } = server.keysOf('website')
  const head = `POST /v9/clients HTTP/1.1\r\n${HEAD}X-Token: ${token}\r\nContent-Length: 10\r\n\r\n`
  await open(server.url, `${head}{`).ended
  const { body } = await server.control('GET', '/requests/req_1')
  expect(body).toMatchObject({ state: 'done', status: 408 })
})

test('no more connections are taken than are set, and a new one is when another has gone', async () => {
  const server = await serve({ clients: { maxConnections: 2 } })
  const held = [open(server.url, 'GET / HTTP/1.1\r\n'), open(server.url, 'GET / HTTP/1.1\r\n')]
  const refused = open(server.url, 'GET / HTTP/1.1\r\n')
  await refused.ended
  expect(refused.received()).toBe('')
  for (const connection of held) connection.leave()
  await Promise.all(held.map(({ ended }) => ended))
})
