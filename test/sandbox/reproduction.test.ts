import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import defaultWorld from '../../fixtures/default.json' with { type: 'json' }
import { launch, run, serve as serveCli, temporaryDirectory, useCli } from '../cli/cli.ts'
import { type Received, send, serve } from '../harness.ts'
import { orderBody } from '../orders/journey.ts'
import { callAs, control, make, seen } from './sandboxes.ts'

const cli = useCli()

const CLOCK = '2026-01-01T00:00:00Z'

/** Some calls, and all that a client sees of them. */
async function journey(call: (method: string, target: string, body?: unknown, as?: string) => Promise<Received>) {
  const answers = [
    await call('POST', '/v9/companies', { companies: [{ name: 'The Leftorium' }] }),
    await call('POST', '/v9/orders', orderBody()),
    await call('GET', '/v9/orders?state=pending&type=Order', undefined, 'processor'),
    await call('POST', '/v9/orders/background', orderBody()),
    await call('GET', '/v9/events'),
    await call('POST', '/v9/orders', { orders: 7 }),
    await call('GET', '/v9/nothing'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 200, 202, 200, 400, 404])
  return answers.map(seen)
}

const journeyOn = ({ url, credentials }: Awaited<ReturnType<typeof serveCli>>) =>
  journey((method, target, body, as = 'website') => {
    const keys = credentials[as]
    if (keys === undefined) throw new Error(`there is no ${as}`)
    return callAs({ url }, keys, method, target, body)
  })

test('the command that a server prints brings its run back, byte for byte', async () => {
  const first = await serveCli(cli(), ['--clock', CLOCK, '--random-seed', '7'])
  const { reproduce } = (await send(first.url, 'GET', '/_local/sandboxes/default', {})).body
  expect(reproduce).toBe('npx tevo-local --random-seed 7 --clock 2026-01-01T00:00:00.000Z')
  expect(JSON.parse((await first.lines(1))[0] ?? '')).toMatchObject({ seed: 7, reproduce })
  expect((await send(first.url, 'GET', '/_local/sandboxes/default/requests', {})).body).toEqual({
    seed: 7,
    requests: [],
  })

  const again = await serveCli(cli(), reproduce.replace('npx tevo-local ', '').split(' '))

  expect((await send(again.url, 'GET', '/_local/sandboxes/default', {})).body).toMatchObject({ seed: 7, reproduce })
  expect(await journeyOn(again)).toEqual(await journeyOn(first))
})

test('it is printed for a person too, names the time of the start, and the world by its file', async () => {
  const file = join(temporaryDirectory(), "moe's world.json")
  writeFileSync(file, JSON.stringify(defaultWorld))
  const before = Date.now()
  const { lines } = launch(process.execPath, [cli(), '--port', '0', '--seed', file])

  const printed = await lines(13)

  expect(printed.at(-2)).toBe('Its random seed is 1. The same run again:')
  const [command = '', clock = '', rest] = /^(.*) --clock (\S+) --seed (.*)$/.exec(printed.at(-1) ?? '')?.slice(1) ?? []
  expect(command).toBe('npx tevo-local --random-seed 1')
  expect(Date.parse(clock)).toBeGreaterThanOrEqual(before)
  const { stdout } = await run('sh', ['-c', `printf %s ${rest}`])
  expect(stdout).toBe(file)
})

test('the command of a sandbox makes it again: the same credentials, and the same bytes for the same calls', async () => {
  const server = await serve()
  const given = { token: 'mywebsite00000000000000000000001', secret: "my-website's-secret-00000000000000000001" }
  const first = await make(server, {
    name: 'checkout-7',
    seed: 7,
    clock: CLOCK,
    settings: { order_review: 'off', rate_limit: { requests: 100, window_s: 60 } },
    credentials: [{ name: 'website', ...given }],
  })
  const answers = await journey(first.call)
  await first.control('PATCH', '/clock', { advance: 'P3D' })
  const { reproduce, settings } = (await first.control('GET')).body
  await first.control('DELETE')

  const { code, stdout, stderr } = await run('bash', ['-c', reproduce])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual(first.made)
  const again = (await first.control('GET')).body
  expect(again).toMatchObject({ reproduce, settings, clock: { now: '2026-01-01T00:00:00.000Z', frozen: true } })
  expect(await journey(first.call)).toEqual(answers)
})

test('what a command line cannot carry is said behind it', async () => {
  const server = await serve({ world: defaultWorld, settings: { fraud: 'hold' } })
  const reproduceOf = async (name: string) => (await control(server, 'GET', `/${name}`)).body.reproduce
  expect(await reproduceOf('default')).toMatch(
    /^npx tevo-local \S+ 1 --clock \S+ # with --seed .*; then PATCH …\/settings \{"fraud":"hold"\}$/,
  )
  const world = (await control(server, 'GET', '/default/world')).body
  await make(server, { name: 'own', world })
  expect(await reproduceOf('own')).toMatch(/' # with the "world" that it was given$/)
  await control(server, 'PUT', '/own/world', (await control(server, 'GET', '/own/world')).body)
  expect(await reproduceOf('own')).toMatch(/ # then PUT …\/world/)
})

test.for(['-1', '1.5', 'seven', '9007199254740993'])('--random-seed %s is refused', async (seed) => {
  const { code, stderr } = await run(process.execPath, [cli(), `--random-seed=${seed}`])
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`^tevo-local: --random-seed ${seed} is no seed; give a whole number`))
})

test('--clock too far away is refused', async () => {
  const { code, stderr } = await run(process.execPath, [cli(), '--clock', '9999-06-01'])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^tevo-local: --clock 9999-06-01 .*9998\n$/),
  })
})
