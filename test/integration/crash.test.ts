import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve, temporaryDirectory, useCli } from '../cli/cli.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { orderBody } from '../orders/journey.ts'
import { integrate, settledCalls, silent, startBroker } from './broker.ts'

const cli = useCli()

test('a server that is killed between a hold and its order releases it at the next start', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const broker = await startBroker()
  const first = await serve(cli(), ['--data', data])
  await integrate(first, broker)
  // The broker holds the tickets, and is killed before it can say so.
  const [order] = orderBody().orders
  const ordered = first.post('/v9/orders', { orders: [order, order] }).catch(() => null)
  let holds = 0
  broker.intercept = (method) => {
    holds += 1
    return method === 'POST' && holds === 2 ? silent : undefined
  }
  await broker.wait('POST /holds', 2)
  first.child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end after SIGKILL', first.ended)
  expect(await ordered).toBeNull()

  const second = await serve(cli(), ['--data', data])

  await broker.wait('DELETE /holds', 2)
  expect((await settledCalls(second)).sort()).toEqual([
    'hold TEVO-1-1 let_go',
    'hold TEVO-1-2 let_go',
    'release TEVO-1-1 answered',
    // Whether it was ever made is not known, and the broker does not know it: it is told once more.
    'release TEVO-1-2 waiting',
  ])
  expect((await broker.shown()).stock).toEqual({ 1103803: 1_000 })
  expect((await second.get('/v9/orders')).body.total_entries).toBe(0)
})

test('an invoice that nobody answered before a kill is sent after it', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const broker = await startBroker()
  broker.intercept = (_, path) => (path === '/invoices' ? silent : undefined)
  const first = await serve(cli(), ['--data', data])
  await integrate(first, broker)
  expect((await first.post('/v9/orders', orderBody())).status).toBe(201)
  await broker.wait('POST /invoices')
  first.child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end after SIGKILL', first.ended)
  broker.intercept = () => undefined

  const second = await serve(cli(), ['--data', data])
  await broker.wait('POST /invoices', 2)
  expect(await settledCalls(second)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
})
