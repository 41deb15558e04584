import { copyFileSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { openDataFile } from '../../src/store/file/open-file.ts'
import { until } from '../deadline.ts'
import { act, orderBody, place } from '../orders/journey.ts'
import { companiesOf, company, filesIn, keptIn, keptState, NOON, shown, temporaryFolder } from './data-file.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

/** As older releases have written them: they open for ever. Each world has been through the same calls; what format-1 has was killed, with its log. */
test.each(['0.1.0', 'format-1'])('the data file of %s opens, and is gone on with', async (release) => {
  const file = join(temporaryFolder(), 'data.json')
  copyFileSync(join(import.meta.dirname, 'kept', `${release}.json`), file)
  if (release !== '0.1.0') copyFileSync(join(import.meta.dirname, 'kept', `${release}.json.log`), `${file}.log`)
  const server = await keptIn(file, { clock_ms: Date.parse('2026-01-02T14:00:00Z') })

  expect(await companiesOf(server)).toEqual(['The Leftorium'])
  expect(await server.settings()).toMatchObject({ fraud: 'hold', price_check: false })
  expect((await server.control('GET', '/clock')).body).toEqual({ now: '2026-01-02T14:00:00.000Z', frozen: true })
  const records = await server.records()
  expect([...records.all('orders')].map(({ id, seller_state }) => `${id} ${seller_state}`)).toEqual([
    '819976 pending',
    '819975 pending',
    '819974 accepted',
  ])
  expect(records.must('webhook_endpoints', 1).url).toBe('http://127.0.0.1:9/hook')
  expect((await server.control('POST', '/world/verify', {})).body.broken).toEqual([])

  expect((await company(server, 'Kwik-E-Mart')).body.companies[0].id).toBe('11229')
  expect(shown(await keptState(file))).toEqual(shown(server.state()))
})

test('what every kind of write comes to is read again as it was', async () => {
  const file = join(temporaryFolder(), 'data.json')
  const server = await keptIn(file)
  const { back } = await place(server)
  await act(server, 'processor', back, 'accept')
  await server.post('/v9/clients', { clients: [{ name: 'Ned Flanders' }] })
  await server.control('DELETE', '/records/clients/168188')
  await server.settings({ rate_limit: { requests: 1_000, window_s: 60 }, index_lag_s: 2 })
  await server.clock.advance('P1D')
  expect(shown(await keptState(file))).toEqual(shown(server.state()))

  const snapshot = await server.snapshot()
  await server.post('/v9/orders', orderBody())
  await server.restore(snapshot)
  expect(shown(await keptState(file))).toEqual(shown(server.state()))
  await server.putWorld((world) => ({ ...world, companies: [] }))
  await company(server, 'The Leftorium')
  expect(shown(await keptState(file))).toEqual(shown(server.state()))
  await server.reset()
  expect(shown(await keptState(file))).toEqual(shown(server.state()))

  const before = shown(server.state())
  await server.end()
  expect(filesIn(dirname(file))).toEqual(['data.json'])
  expect(shown((await keptIn(file)).state())).toEqual(before)
})

test('a write costs what it changes: a line in the log, and the data file stays as it is', async () => {
  const file = join(temporaryFolder(), 'data.json')
  const server = await keptIn(file)
  await company(server, 'The Leftorium')
  const before = { log: statSync(`${file}.log`).size, data: statSync(file).mtimeMs }
  await company(server, 'Kwik-E-Mart')
  expect(statSync(`${file}.log`).size - before.log).toBeLessThan(400)
  expect(statSync(file).mtimeMs).toBe(before.data)
})

/** Lets syncs wait until they are let go. */
async function slowSync() {
  const handle = await open('/dev/null')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const { datasync } = prototype
  const waiting: (() => void)[] = []
  vi.spyOn(prototype, 'datasync').mockImplementation(async function (this: object) {
    await new Promise<void>((resolve) => waiting.push(resolve))
    return Reflect.apply(datasync, this, [])
  })
  return {
    waiting,
    letGo: () => {
      for (const go of waiting.splice(0)) go()
    },
  }
}

test('an answer waits for the writes that it shows, and for no later one; others do not wait', async () => {
  const server = await keptIn(join(temporaryFolder(), 'data.json'))
  await company(server, 'The Leftorium')
  const other = await server.make()
  const { waiting, letGo } = await slowSync()
  const answered: string[] = []
  const asked = (what: string, promise: Promise<unknown>) => promise.then(() => answered.push(what))
  const first = asked('write', company(server, 'Kwik-E-Mart'))
  await until('the sync of the first write', () => waiting.length === 1)
  const shows = asked('read', server.get('/v9/companies'))
  const listed = asked('record', server.control('GET', '/records/companies'))
  await until('all have come', async () => (await other.control('GET', '/clock')).status === 200)
  // Neither the health, nor another sandbox.
  expect((await server.local('GET', '/health')).status).toBe(200)
  expect((await company(other, 'Moe’s')).status).toBe(201)
  expect(answered).toEqual([])

  // A later write, which none of them shows, waits for its own sync.
  const second = asked('later write', company(server, 'Barney’s'))
  await until('the later write is there', () => server.state().tables.companies.records.size === 3)
  letGo()
  await Promise.all([first, shows, listed])
  expect(answered.sort()).toEqual(['read', 'record', 'write'])
  await until('the sync of the later write', () => waiting.length === 1)
  letGo()
  await second
})

test('a long log is compacted in the background: nothing is lost, nothing is left behind', async () => {
  const file = join(temporaryFolder(), 'data.json')
  const { log } = await openDataFile(file, { start_ms: NOON, say: () => {} })
  const sandbox = new Sandbox({ name: 'default', world: defaultWorld, clock_ms: NOON, log })
  const name = 'x'.repeat(2_000)
  const add = () =>
    sandbox.write((tx) =>
      tx.put('companies', { id: tx.nextId('companies'), account: 'brokerage:1930', name, updated_at: tx.now }),
    )
  await sandbox.durable()
  const identity = statSync(file).ino
  let longest = 0
  // Writes go on while it is compacted.
  await until('a new data file, and a shorter log', async () => {
    for (let nth = 0; nth < 50; nth += 1) add()
    await sandbox.durable()
    const size = statSync(`${file}.log`, { throwIfNoEntry: false })?.size ?? 0
    longest = Math.max(longest, size)
    return statSync(file).ino !== identity && size < longest
  })
  for (let nth = 0; nth < 10; nth += 1) add()
  await sandbox.durable()
  expect(longest).toBeGreaterThan(4 * 1024 * 1024)
  const state = sandbox.state()
  expect(shown(await keptState(file))).toEqual(shown(state))
  sandbox.close()
  await log.close()
  expect(filesIn(dirname(file))).toEqual(['data.json'])
  expect(readFileSync(file, 'utf8').split('\n').length).toBeGreaterThan(state.tables.companies.records.size)
})
