import { describe, expect, onTestFinished, test } from 'vitest'
import { type MakeSandboxOptions, startServer, type TevoLocal } from '../../src/index.ts'
import { call } from './call.ts'

async function started(): Promise<TevoLocal> {
  const server = await startServer()
  onTestFinished(() => server.stop())
  return server
}

const COMPANY = '{"companies":[{"name":"The Leftorium"}]}'
const CLOCK = '2026-01-01T00:00:00Z'

test('each test has a sandbox of its own, on one server', async () => {
  const tevo = await started()
  const [one, other] = await Promise.all([tevo.makeSandbox(), tevo.makeSandbox({ name: 'other', seed: 7 })])

  expect(one).toMatchObject({ name: 'sandbox-1', url: tevo.url, seed: 1 })
  expect(other).toMatchObject({ name: 'other', url: tevo.url, seed: 7 })
  expect(Object.keys(one.credentials)).toEqual(Object.keys(tevo.credentials))
  expect(one.env).toMatchObject({
    TEVO_BASE_URL: tevo.url,
    TEVO_API_TOKEN: one.credentials.website?.token,
    TEVO_CONTROL_URL: `${tevo.url}/_local/sandboxes/sandbox-1`,
  })
  expect(await call(one, 'POST', '/v9/companies', COMPANY)).toMatchObject({ status: 201 })
  expect(await call(one, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 1 } })
  expect(await call(other, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 0 } })
})

test('it goes back to a snapshot, and to its beginning', async () => {
  const sandbox = await (await started()).makeSandbox({ clock: new Date(CLOCK) })
  const id = await sandbox.snapshot()
  await sandbox.clock.advance('1d')
  await sandbox.clock.advance(15 * 60_000)
  expect(await sandbox.clock.now()).toEqual(new Date('2026-01-02T00:15:00Z'))
  await call(sandbox, 'POST', '/v9/companies', COMPANY)

  await sandbox.restore(id)
  expect(await sandbox.clock.now()).toEqual(new Date(CLOCK))
  expect(await call(sandbox, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 0 } })

  await call(sandbox, 'POST', '/v9/companies', COMPANY)
  await sandbox.reset()
  expect(await call(sandbox, 'GET', '/v9/companies')).toMatchObject({ body: { total_entries: 0 } })
})

test('it is made with faults, by rule and by preset, and a reset arms them again', async () => {
  const sandbox = await (await started()).makeSandbox({
    faults: [{ effect: { type: 'status', refusal: 'unavailable' }, times: 1 }, 'lost-answer'],
  })
  for (const _ of [1, 2]) {
    expect(await call(sandbox, 'GET', '/v9/companies')).toMatchObject({ status: 503 })
    expect(await call(sandbox, 'GET', '/v9/companies')).toMatchObject({ status: 200 })
    await sandbox.reset()
  }
})

test('after it is deleted its tokens are unknown and its name is free', async () => {
  const tevo = await started()
  const sandbox = await tevo.makeSandbox({ name: 'a' })
  await sandbox.delete()
  expect(await call(sandbox, 'GET', '/v9/companies')).toMatchObject({ status: 401 })
  const again = await tevo.makeSandbox({ name: 'a' })
  await sandbox.delete()
  expect(await call(again, 'GET', '/v9/companies')).toMatchObject({ status: 200 })
})

describe('what it cannot take is refused', () => {
  const unchecked = (options: object): MakeSandboxOptions => options
  test.for<[options: object, message: RegExp]>([
    [{ nmae: 'a' }, /makeSandbox\(\): .*nmae/],
    [{ name: 'A' }, /makeSandbox\(\): name: is not a name/],
    [{ seed: -1 }, /makeSandbox\(\): seed/],
    [{ clock: 'soon' }, /makeSandbox\(\): clock: soon is not a time/],
    [{ clock: new Date(Number.NaN) }, /makeSandbox\(\): clock/],
    [{ world: { tickets: [] } }, /tickets/],
    [{ faults: ['sunny'] }, /makeSandbox\(\): faults\.0: "sunny" is not a preset/],
    [{ setings: {} }, /makeSandbox\(\): Unrecognized key: "setings"; did you mean "settings"\?$/],
    [{ settings: { fraud: 'maybe' } }, /makeSandbox\(\): settings\.fraud/],
    [{ name: 'default' }, /"default" already/],
  ])('%o', async ([options, message]) => {
    await expect((await started()).makeSandbox(unchecked(options))).rejects.toThrow(message)
  })

  test('a snapshot that is not there, a duration that is none', async () => {
    const sandbox = await (await started()).makeSandbox()
    await expect(sandbox.restore('snap_7')).rejects.toThrow(/no snapshot "snap_7"/)
    await expect(sandbox.clock.advance('soon')).rejects.toThrow(
      /^clock\.advance\(\): advance: "soon" is not a duration: give 15m, 1h30m, PT15M or a whole number of milliseconds$/,
    )
    await expect(sandbox.clock.advance('P99999999D')).rejects.toThrow(/cannot go that far/)
  })

  test('a duration that is a part of a millisecond', async () => {
    const sandbox = await (await started()).makeSandbox()
    await expect(sandbox.clock.advance(0.5)).rejects.toThrow(
      /^clock\.advance\(\): advance: 0.5 is not a duration: give 15m, /,
    )
  })

  test('a seed of a server', async () => {
    await expect(startServer({ seed: 0.5 })).rejects.toThrow(/seed: 0.5 is not a seed/)
  })
})
