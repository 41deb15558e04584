import { request } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { until } from '../deadline.ts'
import { serve, type TestServer } from '../harness.ts'
import { send } from '../http.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { expectProblem } from './problem.ts'

interface Stream {
  readonly status: number
  readonly type: string | undefined
  /** What has come so far. */
  text(): string
  /** The events that have come so far. */
  events(): { event: string; data: { [field: string]: unknown } }[]
  isOver(): boolean
}

/** Listens over a connection of its own, until the test is over. */
function listen(url: string, name = 'default'): Promise<Stream> {
  return new Promise((resolve, reject) => {
    let text = ''
    let over = false
    const asked = request(`${url}/_local/sandboxes/${name}/events`, { agent: false }, (incoming) => {
      incoming.setEncoding('utf8')
      incoming.on('data', (chunk: string) => {
        text += chunk
      })
      incoming.on('close', () => {
        over = true
      })
      incoming.on('error', () => {})
      const eventIn = (block: string) => {
        const [, event = '', data = ''] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? []
        return event === '' ? [] : [{ event, data: JSON.parse(data) }]
      }
      resolve({
        status: incoming.statusCode ?? 0,
        type: incoming.headers['content-type'],
        text: () => text,
        events: () => text.split('\n\n').flatMap(eventIn),
        isOver: () => over,
      })
    })
    asked.on('error', reject)
    asked.end()
    onTestFinished(() => {
      asked.destroy()
    })
  })
}

const named = (stream: Stream, name: string) => stream.events().filter(({ event }) => event === name)
const order = (server: TestServer) => server.post('/v9/orders', { orders: [MARKET_ORDER] })

test('who listens is told of requests and of what they changed, and not of other sandboxes', async () => {
  const server = await serve()
  const other = await server.make({ name: 'other' })
  const stream = await listen(server.url)
  expect([stream.status, stream.type]).toEqual([200, 'text/event-stream; charset=utf-8'])
  await until('the first line', () => stream.text().startsWith('retry: 1000\n\n'))

  await other.get('/v9/clients')
  const { body } = await order(server)
  await until('the request', () => named(stream, 'request').length > 0)

  const [asked] = named(stream, 'request')
  expect(asked?.data).toEqual(await server.journal.last())
  const [commit] = named(stream, 'commit')
  expect(commit?.data).toMatchObject({ replaced: false, changed: expect.any(Number) })
  expect(commit?.data.changes).toContainEqual({ table: 'orders', id: body.orders[0].id, deleted: false })
  expect(named(stream, 'request')).toHaveLength(1)

  await server.reset()
  await until('the reset', () => named(stream, 'commit').some(({ data }) => data.replaced === true))
})

test('it is told of a webhook as soon as that was tried', async () => {
  const server = await serve()
  await server.control('POST', '/webhooks', { url: `${server.url}/v9/nowhere`, events: ['order_created'] })
  const stream = await listen(server.url)

  await order(server)
  await until('the delivery', () => named(stream, 'delivery').length > 0)

  expect(named(stream, 'delivery')[0]?.data).toMatchObject({ event_type: 'order_created', attempts: [{}] })
})

test('the stream ends with its sandbox, and takes nothing with it', async () => {
  const server = await serve()
  await server.make({ name: 'short' })
  const [short, long] = [await listen(server.url, 'short'), await listen(server.url)]
  expect(server.waiting()).toBeGreaterThan(0)

  await server.local('DELETE', '/sandboxes/short')
  await until('the end', () => short.isOver())

  await server.get('/v9/clients')
  await until('a request', () => named(long, 'request').length > 0)
})

test('who goes away is forgotten', async () => {
  const server = await serve()
  const asked = request(`${server.url}/_local/sandboxes/default/events`, { agent: false })
  asked.on('error', () => {})
  asked.end()
  await until('a listener', () => server.waiting() > 0)

  asked.destroy()

  await until('none', () => server.waiting() === 0)
})

test('a hundred may listen, one more is told so, and the head of a stream is no listener', async () => {
  const server = await serve()
  for (let count = 0; count < 100; count += 1) await listen(server.url)

  expectProblem(await server.control('GET', '/events'), 503, /100 listen to the events of this server already/)
  const head = await send(server.url, 'HEAD', '/_local/sandboxes/default/events')
  expect([head.status, head.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
  expect(server.waiting()).toBe(100)
})

test('a sandbox that is not there has no events', async () => {
  const server = await serve()
  expectProblem(await server.local('GET', '/sandboxes/nowhere/events'), 404, /no sandbox "nowhere"/)
})

test('a comment comes every 15 seconds, so that no proxy gives up the connection', async () => {
  const server = await serve()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const stream = await listen(server.url)
  await until('the first line', () => stream.text().length > 0)
  vi.advanceTimersByTime(30_000)
  await until('two comments', () => stream.text() === 'retry: 1000\n\n:\n\n:\n\n')
})

test('who does not read is cut off, and nothing more is kept for it', async () => {
  const server = await serve()
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => {
    socket.destroy()
  })
  socket.pause()
  socket.write(`GET /_local/sandboxes/default/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`)
  await until('it listens', () => server.waiting() === 1)
  // The system takes some megabytes of it, of which nobody is told.
  const path = `/${'x'.repeat(12_000)}`
  await until('it is cut off', async () => {
    await Promise.all(Array.from({ length: 50 }, () => send(server.url, 'GET', path)))
    return server.waiting() === 0
  })
})
