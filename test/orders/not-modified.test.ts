import { expect, test } from 'vitest'
import { serve, type TestServer } from '../harness.ts'
import { setScene } from '../invariants/scene.ts'
import { orderBody } from './journey.ts'

/** `If-None-Match`: decided here, as the ETags that were recorded suggest. */

const LIST = '/v9/orders'

const ask = (server: TestServer, etag: string, target = LIST, method = 'GET') =>
  server.call(method, target, { headers: { 'If-None-Match': etag } })

test('a poll that knows the answer gets a 304 without a body, until something changes', async () => {
  const server = await serve()
  const first = await server.get(LIST)
  const { etag = '' } = first.headers

  const known = await ask(server, etag)
  expect(known).toMatchObject({ status: 304, text: '' })
  expect(known.headers).toMatchObject({ etag, 'cache-control': 'max-age=0, private, must-revalidate' })
  expect(known.headers).not.toHaveProperty('content-type')
  expect(await server.journal.last()).toMatchObject({ operation: 'orders.index', status: 304 })

  await server.post(LIST, orderBody())
  const next = await ask(server, etag)
  expect(next.status).toBe(200)
  expect(next.headers.etag).not.toBe(etag)
})

test.for([
  ['in a list, and weak', (etag: string) => `"other", W/${etag}`, 304],
  ['any', () => '*', 304],
  ['another one', () => '"0123456789abcdef0123456789abcdef"', 200],
  ['without its quotes', (etag: string) => etag.replaceAll('"', ''), 200],
] as const)('%s', async ([, write, status]) => {
  const server = await serve()
  const { etag = '' } = (await server.get(LIST)).headers

  expect((await ask(server, write(etag))).status).toBe(status)
  expect((await ask(server, write(etag), LIST, 'HEAD')).status).toBe(status)
})

test('it spares no write, neither of a POST nor of a GET that writes', async () => {
  const server = await serve({ clock_ms: Date.UTC(2026, 0, 1) })
  const { pending } = await setScene(server)

  expect((await ask(server, '*', `/v9/payments/${pending.payment}/apply`)).status).toBe(304)
  expect(await server.journal.last()).toMatchObject({ status: 304, committed: true })
  const created = await server.call('POST', LIST, { body: orderBody(), headers: { 'If-None-Match': '*' } })
  expect(created.status).toBe(201)
})
