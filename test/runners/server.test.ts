import { expect, onTestFinished, test, vi } from 'vitest'
import { startServer } from '../../src/index.ts'
import { serverFor, serverIn } from '../../src/runners/server.ts'
import { openSandbox } from '../../src/runners/test-sandbox.ts'
import setup from '../../src/runners/vitest-setup.ts'

test.for<[what: string, env: { [variable: string]: string }, expected: unknown]>([
  ['no variable', {}, null],
  ['an empty one', { TEVO_LOCAL_URL: '' }, null],
  ['an address', { TEVO_LOCAL_URL: 'http://127.0.0.1:8386' }, { url: 'http://127.0.0.1:8386', token: null }],
  [
    'an address with a token',
    { TEVO_LOCAL_URL: 'http://127.0.0.1:8386', TEVO_LOCAL_CONTROL_TOKEN: 'secret' },
    { url: 'http://127.0.0.1:8386', token: 'secret' },
  ],
  [
    'the variables that exec gives',
    { TEVO_CONTROL_URL: 'http://10.0.0.1:80/_local/sandboxes/sandbox-1', TEVO_CONTROL_TOKEN: 'secret' },
    { url: 'http://10.0.0.1:80', token: 'secret' },
  ],
])('%s is read from the environment', ([, env, expected]) => {
  expect(serverIn(env)).toEqual(expected)
})

test('without an address a server is started; with one, that server is taken and goes on', async () => {
  const started = await serverFor(null)
  onTestFinished(() => started.stop())

  const taken = await serverFor({ url: started.url, token: null })
  await taken.stop()

  expect(taken.url).toBe(started.url)
  expect((await started.makeSandbox()).name).toBe('sandbox-1')
})

test('the set-up of vitest provides the server that the environment names, token and all', async () => {
  const server = await startServer({ controlToken: 'a-token-of-the-run' })
  onTestFinished(() => server.stop())
  vi.stubEnv('TEVO_LOCAL_URL', server.url)
  vi.stubEnv('TEVO_LOCAL_CONTROL_TOKEN', 'a-token-of-the-run')
  onTestFinished(() => void vi.unstubAllEnvs())
  const provide = vi.fn()

  const tearDown = await setup({ provide })
  await tearDown()

  expect(provide.mock.calls).toEqual([['tevoLocal', { url: server.url, token: 'a-token-of-the-run' }]])
  expect((await server.makeSandbox()).name).toBe('sandbox-1')
})

test('seed and clock of the environment are for a sandbox whose test does not say them', async () => {
  const server = await startServer()
  onTestFinished(() => server.stop())
  vi.stubEnv('TEVO_LOCAL_SEED', '7')
  vi.stubEnv('TEVO_LOCAL_CLOCK', '2026-01-01T00:00:00.000Z')
  onTestFinished(() => void vi.unstubAllEnvs())

  const { tevo, report } = await openSandbox(server)
  const other = await openSandbox(server, { seed: 8 })

  expect([tevo.seed, other.tevo.seed]).toEqual([7, 8])
  expect(await report(['npx', 'jest', '-t', "a 'b'"])).toMatch(
    /^ {2}TEVO_LOCAL_SEED=7 TEVO_LOCAL_CLOCK=2026-01-01T00:00:00\.000Z npx jest -t .+$/m,
  )
  vi.stubEnv('TEVO_LOCAL_SEED', 'x')
  await expect(openSandbox(server)).rejects.toThrow(
    'TEVO_LOCAL_SEED: "x" is not a seed: give a whole number, 0 or more',
  )
})

test('a sandbox that its test deleted has nothing to tell, and the test is not failed by that', async () => {
  const server = await startServer()
  onTestFinished(() => server.stop())
  const { tevo, report, close } = await openSandbox(server)

  await tevo.delete()

  expect(await report(['npx', 'jest'])).toMatch(/^tevo-local: nothing to tell of the sandbox: .*was deleted/)
  await close()
})
