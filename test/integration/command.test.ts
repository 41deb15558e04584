import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { launchCli, run, temporaryDirectory, useCli } from '../cli/cli.ts'
import { DEADLINE_MS, within } from '../deadline.ts'
import { serve } from '../harness.ts'
import { bytesOf, send } from '../http.ts'
import { orderBody, place } from '../orders/journey.ts'
import { integrate, KEY, settledCalls } from './broker.ts'

const cli = useCli()

async function broker(...args: string[]) {
  const running = launchCli(cli(), ['broker', '--port', '0', ...args])
  const [line = ''] = await running.lines(1)
  const url = /listens on (\S+),/.exec(line)?.[1] ?? expect.fail(line)
  const call = (method: string, path: string, body?: object, headers = {}) =>
    send(url, method, path, headers, bytesOf(body))
  return { ...running, url, line, call }
}

const HOLD = { global_id: 'TEVO-1-1', remote_id: 'A', ticket_group_id: 5, quantity: 2, price: 40 }
const INVOICE = {
  global_id: 'TEVO-1-1',
  order_id: 9,
  order_group_id: 8,
  remote_id: 'A',
  quantity: 2,
  price: 40,
  buyer: { type: 'Office', id: 6, name: 'Main Office' },
}

function stockFile(text: string): string {
  const path = join(temporaryDirectory(), 'stock.json')
  writeFileSync(path, text)
  return path
}

test('tevo-local broker sells through tevo-local, shows what it was told, and ends at a signal', async () => {
  const service = await broker('--key', KEY)
  expect(service.line).toMatch(/^tevo-local broker listens on http:\/\/127\.0\.0\.1:\d+, with 1,000 tickets of each/)
  const server = await serve()
  await integrate(server, service)
  await place(server)
  expect(await settledCalls(server)).toEqual(['hold TEVO-1-1 used', 'invoice TEVO-1-1 answered'])
  const { body, text } = await service.call('GET', '/')
  expect(body.calls).toMatchObject([
    { method: 'POST', path: '/holds', status: 201 },
    { method: 'POST', path: '/invoices', status: 201 },
  ])
  expect(text).not.toContain(KEY)

  await integrate(server, service, { key: 'another' })
  const refused = await server.post('/v9/orders', orderBody())
  expect(refused.body).toEqual(['OrderIntegration::Error::ConnectionTimeout', 'Connection Timeout'])
  service.child.kill('SIGTERM')
  expect(await within(DEADLINE_MS, 'the end', service.ended)).toBe(0)
})

test('it keeps its own stock, and answers the same when it is asked again', async () => {
  const { call } = await broker('--stock', stockFile('{"A": 3}'))
  const answers = async (...calls: readonly [string, string, object?][]) => {
    const statuses: number[] = []
    for (const [method, path, body] of calls) statuses.push((await call(method, path, body)).status)
    return statuses
  }
  const another = { ...HOLD, global_id: 'TEVO-1-2' }

  expect(await answers(['POST', '/holds', HOLD], ['POST', '/holds', HOLD], ['POST', '/holds', another])).toEqual([
    201, 201, 409,
  ])
  expect(await answers(['POST', '/holds', { ...HOLD, quantity: 1 }])).toEqual([409])
  expect(await answers(['POST', '/holds', { ...another, remote_id: 'B' }])).toEqual([404])
  expect(
    await answers(['DELETE', '/holds/TEVO-1-1'], ['DELETE', '/holds/TEVO-1-1'], ['DELETE', '/holds/TEVO-1-9']),
  ).toEqual([204, 204, 404])
  expect(await answers(['POST', '/invoices', INVOICE], ['POST', '/holds', HOLD])).toEqual([409, 201])
  expect(await answers(['POST', '/invoices', INVOICE], ['POST', '/invoices', INVOICE])).toEqual([201, 201])
  expect(await answers(['POST', '/invoices', { ...INVOICE, order_id: 10 }], ['DELETE', '/holds/TEVO-1-1'])).toEqual([
    409, 409,
  ])
  expect(await answers(['POST', '/invoices', { ...INVOICE, global_id: 'TEVO-1-9' }])).toEqual([404])
  const { body } = await call('GET', '/')
  expect(body).toMatchObject({ stock: { A: 1 }, holds: [{ state: 'invoiced' }], invoices: [INVOICE] })
})

test('it refuses what is none of its calls, and says why', async () => {
  const { call } = await broker()
  const missing = await call('POST', '/holds', { ...HOLD, quantity: undefined })
  expect([missing.status, missing.body.error]).toEqual([400, expect.stringContaining('quantity')])
  expect((await call('PUT', '/holds')).status).toBe(404)
})

test.for<[string[], string]>([
  [['--port', 'abc'], '--port abc is not a port: give a number from 0 (picks a free one) to 65535'],
  [['--kee', 'x'], '--kee is not known here; did you mean --key?'],
  [['--key', ''], '--key is empty; give a value, or leave it out'],
  [['stock.json'], '"stock.json" belongs to no flag; give flags only, see tevo-local --help'],
  [
    ['--stock', 'nowhere.json'],
    '--stock nowhere.json cannot be read: ENOENT; give a JSON file such as {"1103801": 40}',
  ],
])('%s is refused', async ([args, message]) => {
  const { code, stderr } = await run(process.execPath, [cli(), 'broker', ...args])
  expect([code, stderr]).toEqual([2, `tevo-local: ${message}\n`])
})

test.for([
  ['not JSON', /is not JSON: .*; give a file such as/],
  ['{"A": -1}', /: A: is a number of tickets from 0; it is such as/],
  ['{"A": "two"}', /: A: .*; it is such as/],
  ['[1]', /it is such as/],
] as const)('a stock of %s is refused', async ([text, message]) => {
  const { code, stderr } = await run(process.execPath, [cli(), 'broker', '--stock', stockFile(text)])
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})
