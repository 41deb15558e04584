import { describe, expect, onTestFinished, test } from 'vitest'
import { startServer } from '../../src/index.ts'
import { serve as serveByCli, useCli } from '../cli/cli.ts'
import { serve, type TestServer } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'

const cli = useCli()

const verify = (server: TestServer, asked: object) => server.control('POST', '/requests/verify', asked)

/** Seven requests, of which the last two are kept. */
async function full(): Promise<TestServer> {
  const server = await serve({ settings: { journal_entries: 2 } })
  await server.post('/v9/orders', orderBody())
  for (let nth = 0; nth < 4; nth += 1) await server.get('/v9/orders')
  await server.call('GET', '/v9/orders', { headers: { 'X-Signature': 'wrong' } })
  await server.get('/v9/companies')
  return server
}

describe('of requests that had to make room', () => {
  test('operation and status are counted for ever', async () => {
    const server = await full()
    const count = async (match: object) => (await verify(server, { match, times: { min: 0 } })).body
    const times = { min: 1, max: 1 }

    expect(await count({ operation: 'orders.index' })).toEqual({ count: 5, dropped: 5 })
    expect(await count({ operation: 'orders.index', status: 401 })).toEqual({ count: 1, dropped: 5 })
    expect(await count({ status: 200 })).toEqual({ count: 5, dropped: 5 })
    expect(await count({ operation: { prefix: 'orders.' } })).toEqual({ count: 6, dropped: 5 })
    expect(await count({ operation: null })).toEqual({ count: 0, dropped: 5 })
    expect((await verify(server, { match: { operation: 'orders.create', status: 201 }, times })).status).toBe(200)
    expect((await verify(server, { match: { operation: 'companies.create' }, times: { max: 0 } })).status).toBe(200)
  })

  test('a count that they could change for the worse is a 409', async () => {
    const server = await full()
    const mine = { operation: 'orders.create', where: { '/orders/0/client_id': 1 } }
    const { status, body } = await verify(server, { match: mine, times: { max: 0 } })

    expect([status, body.count, body.dropped]).toEqual([409, 0, 5])
    expect(body.detail).toBe(
      'Expected exactly 0 requests to match; of the 2 in the journal, 0 did; of the 5 older ones that had to make room, 0 did, ' +
        'and 1 cannot be told: only their operation and status are known. A higher journal_entries keeps more',
    )
    expect((await verify(server, { match: mine, times: { max: 1 } })).body).toEqual({ count: 0, dropped: 5 })
    expect((await verify(server, { match: { ...mine, operation: 'orders.update' }, times: { max: 0 } })).status).toBe(
      200,
    )
    expect((await verify(server, { match: { method: 'GET' }, times: { min: 2 } })).status).toBe(200)
    expect((await verify(server, { match: { method: 'GET' }, times: { max: 2 } })).status).toBe(409)
    expect((await verify(server, { sequence: [{ method: 'POST' }] })).body.detail).toMatch(
      /5 older ones had to make room/,
    )
  })

  test('nothing is left after the journal is emptied', async () => {
    const server = await full()
    await server.control('DELETE', '/requests')
    expect((await verify(server, { times: { max: 0 } })).body).toEqual({ count: 0 })
  })
})

describe('how many are kept', () => {
  test('is a setting, which counts at once and is back after a reset', async () => {
    const server = await serve()
    for (let nth = 0; nth < 5; nth += 1) await server.get('/v9/orders')
    await server.settings({ journal_entries: 3 })
    expect((await server.control('GET', '/requests')).body).toMatchObject({ requests: { length: 3 }, dropped: 2 })
    expect((await server.control('GET', '/requests/req_1')).body.detail).toMatch(/keeps the last 3$/)
    await server.settings({ journal_entries: 10_000 })
    await server.get('/v9/orders')
    expect(await server.journal.list()).toHaveLength(4)
    await server.reset()
    expect((await server.settings()).journal_entries).toBe(1_000)
  })

  test.for([[0], [10_001], [1.5], ['5'], [null]])('is not %j', async ([journal_entries]) => {
    const { status, body } = await (await serve()).control('PATCH', '/settings', { journal_entries })
    expect(status).toBe(400)
    expect(body.detail).toMatch(/journal_entries: .* is not a number of requests: give a whole number from 1 to 10000/)
  })

  test('is given for all sandboxes by a flag, and by the library', async () => {
    const byFlag = await serveByCli(cli(), ['--journal', '3'])
    const tevo = await startServer({ journal: 4 })
    onTestFinished(() => tevo.stop())

    expect((await byFlag.control('GET', '/settings')).body.journal_entries).toBe(3)
    expect((await byFlag.control('GET')).body.reproduce).toMatch(/ --journal 3\b/)
    expect((await (await tevo.sandbox('default')).settings.get()).journal_entries).toBe(4)
    expect((await (await tevo.makeSandbox()).settings.get()).journal_entries).toBe(4)
    const own = await tevo.makeSandbox({ settings: { journal_entries: 5 } })
    expect((await own.settings.get()).journal_entries).toBe(5)
    await expect(startServer({ journal: 0 })).rejects.toThrow(/journal: 0 is not a number of requests to keep/)
  })
})
