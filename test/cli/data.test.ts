import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEADLINE_MS, until, within } from '../deadline.ts'
import { send } from '../http.ts'
import { sandboxAt, type TestSandbox } from '../test-sandbox.ts'
import { serve, temporaryDirectory, useCli } from './cli.ts'

const cli = useCli()

const makeCompany = (sandbox: TestSandbox, name: string) => sandbox.post('/v9/companies', { companies: [{ name }] })

const companyNames = async (sandbox: TestSandbox): Promise<string[]> =>
  (await sandbox.get('/v9/companies')).body.companies.map(({ name }: { name: string }) => name)

async function kill(server: Awaited<ReturnType<typeof serve>>): Promise<void> {
  server.child.kill('SIGKILL')
  await within(DEADLINE_MS, 'the end after SIGKILL', server.ended)
}

test('what was answered is there after kill -9, and ids go on', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', data])
  const made = await makeCompany(first, 'The Leftorium')
  await kill(first)

  const second = await serve(cli(), ['--data', data])
  const next = await makeCompany(second, 'Kwik-E-Mart')

  expect([made.status, next.status]).toEqual([201, 201])
  expect(await companyNames(second)).toEqual(['Kwik-E-Mart', 'The Leftorium'])
  expect(Number(next.body.companies[0].id)).toBe(Number(made.body.companies[0].id) + 1)
})

test('so it is for every one of many at once', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', data])
  const names = Array.from({ length: 40 }, (_, nth) => `Company ${nth}`)
  const answers = await Promise.all(names.map((name) => makeCompany(first, name)))
  await kill(first)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const second = await serve(cli(), ['--data', data])
  expect((await companyNames(second)).sort()).toEqual(names.sort())
})

test('a stop in good order keeps it as well, and leaves nothing beside the file', async () => {
  const directory = temporaryDirectory()
  const first = await serve(cli(), ['--data', join(directory, 'data.json')])
  await makeCompany(first, 'The Leftorium')
  first.child.kill('SIGTERM')

  expect(await within(DEADLINE_MS, 'the end', first.ended)).toBe(0)
  expect(readdirSync(directory)).toEqual(['data.json'])
  expect(JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8')).companies).toEqual([
    expect.objectContaining({ name: 'The Leftorium' }),
  ])
})

test('--world counts only as long as there is no data', async () => {
  const directory = temporaryDirectory()
  const [data, seed] = [join(directory, 'data.json'), join(directory, 'seed.json')]
  const world = { next_ids: { company: 500 }, ...JSON.parse(readFileSync('fixtures/default.json', 'utf8')) }
  writeFileSync(seed, JSON.stringify({ ...world, next_ids: { ...world.next_ids, company: 500 } }))
  const first = await serve(cli(), ['--data', data, '--world', seed])
  const made = await makeCompany(first, 'The Leftorium')
  await kill(first)
  writeFileSync(seed, 'no longer read')

  const second = await serve(cli(), ['--data', data, '--world', seed])

  expect(made.body.companies[0].id).toBe('500')
  expect(await companyNames(second)).toEqual(['The Leftorium'])
})

test('a reset goes back to the seed, and so do new sandboxes; what was kept before is kept no more', async () => {
  const directory = temporaryDirectory()
  const [data, seed] = [join(directory, 'data.json'), join(directory, 'seed.json')]
  const world = JSON.parse(readFileSync('fixtures/default.json', 'utf8'))
  writeFileSync(seed, JSON.stringify({ ...world, next_ids: { ...world.next_ids, company: 500 } }))
  const first = await serve(cli(), ['--data', data, '--world', seed])
  await makeCompany(first, 'The Leftorium')
  await kill(first)
  const second = await serve(cli(), ['--data', data, '--world', seed])
  const { name, credentials } = (await send(second.url, 'POST', '/_local/sandboxes')).body
  expect(await companyNames(sandboxAt({ url: second.url, name, credentials }))).toEqual([])

  await second.reset()

  expect(await companyNames(second)).toEqual([])
  expect((await makeCompany(second, 'Kwik-E-Mart')).body.companies[0].id).toBe('500')
  await kill(second)
  expect(await companyNames(await serve(cli(), ['--data', data]))).toEqual(['Kwik-E-Mart'])
})

test('what cannot be written is not acknowledged, and is kept as soon as it can be', async () => {
  const directory = join(temporaryDirectory(), 'kept')
  mkdirSync(directory)
  const data = join(directory, 'data.json')
  const first = await serve(cli(), ['--data', data])
  renameSync(directory, `${directory}-elsewhere`)
  const refused = await makeCompany(first, 'The Leftorium')
  const shown = await first.get('/v9/companies')
  renameSync(`${directory}-elsewhere`, directory)
  const kept = await makeCompany(first, 'Kwik-E-Mart')
  await kill(first)

  expect([refused.status, shown.status, kept.status]).toEqual([503, 200, 201])
  // What was not acknowledged was not shown, and did not happen.
  expect(shown.body.companies).toEqual([])
  const second = await serve(cli(), ['--data', data])
  expect(await companyNames(second)).toEqual(['Kwik-E-Mart'])
})

test('what cannot be written when it stops is said, with exit code 2', async () => {
  const directory = join(temporaryDirectory(), 'kept')
  mkdirSync(directory)
  const server = await serve(cli(), ['--data', join(directory, 'data.json')])
  renameSync(directory, `${directory}-elsewhere`)
  server.child.kill('SIGTERM')

  expect(await within(DEADLINE_MS, 'the end', server.ended)).toBe(2)
  expect(server.stderr()).toMatch(
    /^tevo-local: \S+data\.json cannot be written: its folder is not there \(ENOENT\); .*\n$/,
  )
})

test('settings and the clock are there after kill -9, and the clock is not turned back', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const flags = ['--data', data, '--clock', '2026-01-01T00:00:00Z']
  const first = await serve(cli(), flags)
  await first.settings({ fraud: 'hold', rate_limit: { requests: 1_000, window_s: 60 } })
  await first.clock.advance('P2DT3H')
  await kill(first)

  const second = await serve(cli(), flags)
  expect(await second.clock.now()).toBe(Date.parse('2026-01-03T03:00:00Z'))
  expect(await second.settings()).toMatchObject({ fraud: 'hold', rate_limit: { requests: 1_000 } })
  await second.control('PATCH', '/clock', { freeze: false })
  await second.clock.advance('P1D')
  await kill(second)

  // It goes on running; a later time that is asked for is gone to.
  const third = await serve(cli(), flags)
  expect(await third.clock.now()).toBeGreaterThanOrEqual(Date.parse('2026-01-04T03:00:00Z'))
  expect((await third.control('GET', '/clock')).body.frozen).toBe(false)
  await kill(third)
  const fourth = await serve(cli(), ['--data', data, '--clock', '2027-01-01T00:00:00Z'])
  expect((await fourth.control('GET', '/clock')).body).toEqual({ now: '2027-01-01T00:00:00.000Z', frozen: true })

  // A reset is as at the making.
  await fourth.reset()
  expect((await fourth.settings()).fraud).toBe('off')
  await kill(fourth)
})

test('what falls due while the server is not there is done when it is there again', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const first = await serve(cli(), ['--data', data])
  const hold_until = new Date(Date.now() + 400).toISOString()
  const hold = { held_for_type: 'Office', held_for_id: 1691, quantity: 1, price: 50, low_seat: 1, hold_until }
  expect((await first.post('/v9/ticket_groups/52554290/hold', hold)).status).toBe(200)
  await kill(first)

  const second = await serve(cli(), ['--data', data])
  const expired = await until('the end of the hold', async () => {
    const held = (await second.records()).must('ticket_holds', 1)
    return held.state === 'expired' && held
  })
  expect(expired.updated_at).toBe(Date.parse(hold_until))
  await kill(second)
  const third = await serve(cli(), ['--data', data])
  expect((await third.records()).must('ticket_holds', 1)).toEqual(expired)
})

test('a world file without a clock and settings, laid out as it likes, is gone on from', async () => {
  const data = join(temporaryDirectory(), 'data.json')
  const world = JSON.parse(readFileSync('fixtures/default.json', 'utf8'))
  const companies = [{ id: 7, account: 'brokerage:1930', name: 'The Leftorium', updated_at: '-P1D' }]
  writeFileSync(data, JSON.stringify({ ...world, companies }))

  const first = await serve(cli(), ['--data', data])
  expect(await companyNames(first)).toEqual(['The Leftorium'])
  await makeCompany(first, 'Kwik-E-Mart')
  await kill(first)
  expect(await companyNames(await serve(cli(), ['--data', data]))).toEqual(['Kwik-E-Mart', 'The Leftorium'])
})
