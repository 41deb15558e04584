import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve, temporaryDirectory, useCli } from '../cli/cli.ts'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { MARKET_ORDER } from '../orders/market-order.ts'
import { receiver, statuses } from './receiver.ts'

/** What is still to be sent is sent after a restart, also after kill -9. */

const cli = useCli()

async function kill(server: Awaited<ReturnType<typeof serve>>): Promise<void> {
  server.child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end after SIGKILL', server.ended)
}

const CLOCK = ['--clock', '2026-01-01T12:00:00Z']
const order = { orders: [MARKET_ORDER] }

test('a process that is killed between commit and delivery delivers after its restart', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  // It takes the notifications, and answers none of them.
  const silent = await receiver(() => {})
  const first = await serve(cli(), ['--data', data, ...CLOCK, '--webhook', silent.url])
  expect((await first.post('/v9/orders', order)).status).toBe(201)
  await silent.count(2)
  await kill(first)
  await silent.close()

  const hook = await receiver((_, response) => response.end(), silent.port)
  const second = await serve(cli(), ['--data', data, ...CLOCK, '--webhook', silent.url])
  await hook.count(2)
  expect(hook.seen()).toEqual(silent.seen())
  const list = await until('both delivered', async () => {
    const { deliveries } = (await second.control('GET', '/webhooks/deliveries?state=delivered')).body
    return deliveries.length === 2 && deliveries
  })
  expect(list[0].attempts).toHaveLength(1)
  // The endpoint is there once, though it was given twice.
  expect((await second.control('GET', '/webhooks')).body.webhooks).toHaveLength(1)
})

test('an order whose answer was seen is told, however soon the process is killed', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const hook = await receiver()
  const first = await serve(cli(), ['--data', data, ...CLOCK, '--webhook', hook.url])
  expect((await first.post('/v9/orders', order)).status).toBe(201)
  await kill(first)
  await serve(cli(), ['--data', data])
  await until('both are told', () => new Set(hook.seen()).size === 2)
  expect([...new Set(hook.seen())].sort()).toEqual(['seller order_created 819974', 'seller order_created 819975'])
})

test('a retry waits on the clock of the sandbox over a restart', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const hook = await receiver(statuses(500, 500))
  const first = await serve(cli(), ['--data', data, ...CLOCK, '--webhook', hook.url])
  await first.post('/v9/orders', order)
  await until('both wait', async () => {
    const { deliveries } = (await first.control('GET', '/webhooks/deliveries')).body
    return deliveries.every(({ attempts }: { attempts: object[] }) => attempts.length === 1)
  })
  first.child.kill('SIGTERM')
  await within(DEADLINE_MS, 'the end', first.ended)

  const second = await serve(cli(), ['--data', data])
  expect(hook.received).toHaveLength(2)
  await second.clock.advance('PT10S')
  await hook.count(4)
  expect(hook.seen().slice(2)).toEqual(hook.seen().slice(0, 2))
})

test('--webhook that is not a URL is refused, and --no-outbound sends nothing', async () => {
  const { run } = await import('../cli/cli.ts')
  const refused = await run(process.execPath, [cli(), '--webhook', 'example'])
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining('--webhook is not a URL to send webhooks to: give one such as http://127.0.0.1:3000'),
  ])
  const hook = await receiver()
  const server = await serve(cli(), ['--webhook', hook.url, '--no-outbound'])
  await server.post('/v9/orders', order)
  const { body } = await server.control('GET', '/webhooks/deliveries/next?since=0')
  expect(body.attempts[0].error).toContain('--no-outbound')
  expect(hook.received).toEqual([])
})
