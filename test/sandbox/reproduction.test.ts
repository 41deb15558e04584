import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { launch, run, serve as serveCli, temporaryDirectory, useCli } from '../cli/cli.ts'
import { serve } from '../harness.ts'
import { seen } from '../http.ts'
import { orderBody } from '../orders/journey.ts'
import type { TestSandbox } from '../test-sandbox.ts'

const cli = useCli()

const CLOCK = '2026-01-01T00:00:00Z'

/** Some calls, and all that a client sees of them. */
async function journey({ get, post }: TestSandbox) {
  const answers = [
    await post('/v9/companies', { companies: [{ name: 'The Leftorium' }] }),
    await post('/v9/orders', orderBody()),
    await get('/v9/orders?state=pending&type=Order', 'processor'),
    await post('/v9/orders/background', orderBody()),
    await get('/v9/events'),
    await post('/v9/orders', { orders: 7 }),
    await get('/v9/nothing'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 202, 200, 400, 404])
  return answers.map(seen)
}

test('the command that a server prints brings its run back, byte for byte', async () => {
  const first = await serveCli(cli(), ['--clock', CLOCK, '--seed', '7'])
  const { reproduce } = (await first.control('GET')).body
  const program = `node ${cli()}`
  expect(reproduce).toBe(`${program} --seed 7 --clock 2026-01-01T00:00:00.000Z`)
  expect(JSON.parse((await first.lines(1))[0] ?? '')).toMatchObject({ seed: 7, reproduce })
  expect((await first.control('GET', '/requests')).body).toEqual({ seed: 7, requests: [] })

  const again = await serveCli(cli(), reproduce.replace(`${program} `, '').split(' '))

  expect((await again.control('GET')).body).toMatchObject({ seed: 7, reproduce })
  expect(await journey(again)).toEqual(await journey(first))
})

/** What goes wrong here is drawn. */
const BY_CHANCE = [
  { match: { operation: 'orders.create' }, phase: 'after-commit', effect: { type: 'reset' }, chance: 0.4 },
  { effect: { type: 'status', refusal: 'unavailable' }, chance: 0.3, skip: 1 },
  { id: 'slow', effect: { type: 'none' }, delay: { type: 'uniform', min_ms: 0, max_ms: 4 }, chance: 0.5, times: 4 },
]

/** What a client sees that loses some answers, what the journal says, and what each rule has come to. */
async function troubledJourney({ get, post, control, journal: { list } }: TestSandbox) {
  const answers: unknown[] = []
  for (let nth = 0; nth < 12; nth += 1) {
    const answer = nth % 3 === 0 ? get('/v9/orders') : post('/v9/orders', orderBody({ reference: `${nth}` }))
    answers.push(await answer.then(seen, ({ code }) => code))
  }
  expect(answers).toContain('ECONNRESET')
  expect(answers).toContainEqual(expect.objectContaining({ status: 503 }))
  const journal = (await list()).map(({ duration_ms: _, ...entry }: { duration_ms: number }) => entry)
  return {
    answers,
    journal,
    faults: (await control('GET', '/faults')).text,
    world: (await control('GET', '/world')).text,
  }
}

test('it brings back what went wrong by chance, from the file of its faults', async () => {
  const file = join(temporaryDirectory(), "moe's faults.json")
  writeFileSync(file, JSON.stringify(BY_CHANCE))
  const runWith = async (args: readonly string[]) => {
    const server = await serveCli(cli(), args)
    const { reproduce } = (await server.control('GET')).body
    return { reproduce, ...(await troubledJourney(server)) }
  }

  const first = await runWith(['--clock', CLOCK, '--seed', '7', '--faults', file])

  expect(first.reproduce).toMatch(/^node \S+cli\.js --seed 7 --clock 2026-01-01T00:00:00.000Z --faults [^#]*$/)
  const flags = first.reproduce.replace(`node ${cli()} `, '')
  const { stdout } = await run('sh', ['-c', `printf '%s\\n' ${flags}`])
  expect(await runWith(stdout.trimEnd().split('\n'))).toEqual(first)
  // Another seed draws something else.
  const other = await runWith(['--clock', CLOCK, '--seed', '8', '--faults', file])
  expect(other.faults).not.toEqual(first.faults)
})

test('the command of a sandbox brings back what went wrong in it by chance', async () => {
  const server = await serve()
  const made = { name: 'trouble', seed: 7, clock: CLOCK, faults: BY_CHANCE }
  const first = await server.make(made)
  const journey = await troubledJourney(first)
  const { reproduce } = (await first.control('GET')).body
  await first.control('DELETE')

  const { code, stdout, stderr } = await run('bash', ['-c', reproduce])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual(first.made)
  expect((await first.control('GET')).body.reproduce).toBe(reproduce)
  expect(await troubledJourney(first)).toEqual(journey)
})

test('it is printed for a person too, names the time of the start, and the world by its file', async () => {
  const file = join(temporaryDirectory(), "moe's world.json")
  writeFileSync(file, JSON.stringify(defaultWorld))
  const before = Date.now()
  const { lines } = launch(process.execPath, [cli(), '--port', '0', '--world', file])

  const printed = await lines(16)

  expect(printed.at(-2)).toBe('Its random seed is 1. The same run again:')
  const [command = '', clock = '', rest] =
    /^(.*) --clock (\S+) --world (.*)$/.exec(printed.at(-1) ?? '')?.slice(1) ?? []
  expect(command).toBe(`node ${cli()} --seed 1`)
  expect(Date.parse(clock)).toBeGreaterThanOrEqual(before)
  const { stdout } = await run('sh', ['-c', `printf %s ${rest}`])
  expect(stdout).toBe(file)
})

test('the command of a sandbox makes it again: the same credentials, and the same bytes for the same calls', async () => {
  const server = await serve()
  const given = { token: 'mywebsite00000000000000000000001', secret: "my-website's-secret-00000000000000000001" }
  const first = await server.make({
    name: 'checkout-7',
    seed: 7,
    clock: CLOCK,
    settings: { order_review: 'off', rate_limit: { requests: 100, window_s: 60 } },
    credentials: [{ name: 'website', ...given }],
  })
  const answers = await journey(first)
  await first.control('PATCH', '/clock', { advance: 'P3D' })
  const { reproduce, settings } = (await first.control('GET')).body
  await first.control('DELETE')

  const { code, stdout, stderr } = await run('bash', ['-c', reproduce])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual(first.made)
  const again = (await first.control('GET')).body
  expect(again).toMatchObject({ reproduce, settings, clock: { now: '2026-01-01T00:00:00.000Z', frozen: true } })
  expect(await journey(first)).toEqual(answers)
})

test('what a command line cannot carry is said behind it', async () => {
  const server = await serve({ world: defaultWorld, settings: { fraud: 'hold' } })
  const reproduceOf = async (name: string) => (await server.local('GET', `/sandboxes/${name}`)).body.reproduce
  expect(await reproduceOf('default')).toMatch(
    /^startServer\(\{ seed: 1, clock: '\S+' \}\) # with --world .*; then PATCH …\/settings \{"fraud":"hold"\}$/,
  )
  const own = await server.make({ name: 'own', world: await server.world() })
  expect(await reproduceOf('own')).toMatch(/' # with the "world" that it was given$/)
  await own.putWorld((world) => world)
  expect(await reproduceOf('own')).toMatch(/ # then PUT …\/world/)
})

test.for(['-1', '1.5', 'seven', '9007199254740993'])('--seed %s is refused', async (seed) => {
  const { code, stderr } = await run(process.execPath, [cli(), `--seed=${seed}`])
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`^tevo-local: --seed ${seed} is not a seed: give a whole number`))
})

test('--clock too far away is refused', async () => {
  const { code, stderr } = await run(process.execPath, [cli(), '--clock', '9999-06-01'])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^tevo-local: --clock 9999-06-01 .*9998\n$/),
  })
})

test('a reproduction says that there were endpoints, and not where: a URL may hold a secret', async () => {
  const url = 'http://127.0.0.1:9/in/pass2'
  const server = await serve({
    webhooks: [{ url, office_id: null, events: null, active: true }],
    isOutboundAllowed: false,
  })
  await server.make({ name: 'own', webhooks: [{ url }] })
  for (const name of ['default', 'own']) {
    const { reproduce } = (await server.local('GET', `/sandboxes/${name}`)).body
    expect(reproduce).toMatch(/ # with .*webhook/)
    expect(reproduce).not.toContain('pass2')
  }
})
